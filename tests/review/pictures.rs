//! What it looks like, and that no window is too small for it.

use std::fmt::Write as _;
use std::sync::Arc;

use goeswith::tui::theme::THEMES;
use goeswith::words::Words;
use ratatui::style::Modifier;

use crate::desk::Session;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (60, 16)];

fn pictures(session: &mut Session) -> String {
    let mut all = String::new();
    for size in SIZES {
        writeln!(all, "{}", session.picture(size)).unwrap();
    }
    session.state.face.words = Arc::new(Words::new("fr"));
    session.state.face.looks.plain = false;
    writeln!(all, "French, {}", session.picture((80, 24))).unwrap();
    all
}

#[test]
fn pairs_to_decide_about() {
    insta::assert_snapshot!(pictures(&mut Session::new()));
}

#[test]
fn decided_and_written() {
    let mut session = Session::new();
    let ask = "Do you have black and colour ink for all of your many printers at home";
    session.press(&format!(
        "+-<Tab>{ask}<Tab>For only 5 EUR you never run out again! It prints four hundred pages, and it fits.<Tab>"
    ));
    insta::assert_snapshot!(pictures(&mut session));
}

#[test]
fn while_a_sentence_is_written() {
    insta::assert_snapshot!(pictures(Session::new().press("<Tab>Is there ink")));
}

#[test]
fn nothing_found_and_help() {
    let mut session = Session::new();
    let mut all = pictures(session.press("<F5><F5>lamp"));
    let mut session = Session::new();
    all += &pictures(session.press("<F1>"));
    insta::assert_snapshot!(all);
}

#[test]
fn all_pairs_with_the_weak_ones() {
    insta::assert_snapshot!(pictures(Session::new().press("<F5><F5><F5><PgDn>")));
}

#[test]
fn the_highlight_is_reversed_in_every_theme() {
    for theme in THEMES {
        let mut session = Session::new();
        theme.clone_into(&mut session.state.face.looks.theme);
        let (buffer, (x, y)) = session.buffer((80, 24));
        assert!(buffer[(x, y)].modifier.contains(Modifier::REVERSED), "{theme}");
    }
}

#[test]
fn any_window_can_be_drawn() {
    for keys in ["", "<F1>", "<Tab>Some sentence", "lamp", "+<Tab><Tab>Too dear!<Tab>", "<F5>"] {
        let mut session = Session::new();
        session.press(keys);
        for width in (1..=130).step_by(3) {
            for height in 1..=40 {
                let picture = session.picture((width, height));
                assert!(
                    width < 60 || height < 16 || keys == "<Tab>Some sentence" || picture.contains(" Help"),
                    "{picture}"
                );
            }
        }
    }
}
