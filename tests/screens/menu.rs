//! The menu lists what applies and what the filter leaves, so that Enter never does what is not shown.

use goeswith::tui::State;
use goeswith::tui::keymap::Action;
use goeswith::tui::menu::menu_entries;
use goeswith::tui::state::{FirstRun, Focus, Menu, Overlay, Screen};
use goeswith::words::Words;

use crate::states::{idle, sale};

fn entries(state: &State) -> Vec<Action> {
    menu_entries(state, &Words::new("en"))
}

fn filtered(filter: &str) -> Vec<Action> {
    let mut state = sale();
    state.overlay = Some(Overlay::Menu(Menu { filter: filter.to_owned(), chosen: 0 }));
    entries(&state)
}

#[test]
fn only_what_applies_is_listed() {
    let selling = entries(&sale());
    assert!(selling.contains(&Action::TookIt) && selling.contains(&Action::DropSale));
    assert!(!selling.contains(&Action::Problems));
    let nothing_open = entries(&idle());
    for action in [Action::TookIt, Action::Undo, Action::Finish, Action::DropSale, Action::TakeOut] {
        assert!(!nothing_open.contains(&action), "{action:?}");
    }
    assert!(nothing_open.contains(&Action::UnknownCodes));
    let mut on_a_line = sale();
    on_a_line.desk.focus = Focus::Line(0);
    assert!(!entries(&on_a_line).contains(&Action::NoThanks));
    let mut first = idle();
    first.screen = Screen::FirstRun(FirstRun::default());
    assert!(entries(&first).contains(&Action::Language));
    assert!(!entries(&first).contains(&Action::UnknownCodes));
}

#[test]
fn the_filter_looks_at_names_and_explanations() {
    assert_eq!(filtered("DROP"), [Action::DropSale]);
    assert_eq!(filtered("  keys.toml "), [Action::ReadSettings]);
    assert_eq!(filtered("look"), [Action::Look, Action::Redraw]);
    assert_eq!(filtered("zzz"), []);
}
