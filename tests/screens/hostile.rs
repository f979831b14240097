//! Text that wants to do something to the terminal, on every screen and wherever a text reaches one that nobody cleaned
//! before: typed, pasted, said, in banners, in the sentences of a language of the shop's own.

use goeswith::domain::text::{is_kept, printable};
use goeswith::tui::State;
use goeswith::tui::state::{Fault, Overlay, Said, UnknownRow};
use goeswith::words::Words;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};

use crate::{paint, scenes};

/// Pieces of every family.
const PIECES: [&str; 24] = [
    "\x1b[31m",
    "\x1b]0;t\x07",
    "\x1bP1$q\x1b\\",
    "\x1b_G\x1b\\",
    "\x1b^p\x1b\\",
    "\x1bX",
    "\u{9b}2J",
    "\u{9d}0;",
    "\u{90}",
    "\x07",
    "\x08",
    "\r",
    "\n",
    "\t",
    "\x7f",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{e0041}",
    "\u{fe0f}",
    "\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
    "\u{1f525}",
    "\u{3042}",
];

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof![0..PIECES.len()].prop_map(|at| PIECES[at]), 1..8)
        .prop_map(|pieces| format!("a{}b", pieces.join("x")))
}

/// The scene with a text wherever one can stand that came from outside.
fn with_it(mut state: State, text: &str) -> State {
    state.line.input = text.to_owned().into();
    state.said = Some(Said::with("said-no-match", "text", text.to_owned()));
    state.banners.not_saved = Some(text.to_owned());
    state.banners.faults = vec![Fault { code: text.to_owned(), what: text.to_owned(), todo: text.to_owned() }];
    match &mut state.overlay {
        Some(Overlay::Menu(menu)) => text.clone_into(&mut menu.filter),
        Some(Overlay::Unknown { .. }) => {
            state.unknown = vec![UnknownRow { code: text.to_owned(), times: 3, day: text.to_owned() }];
        }
        _ => {}
    }
    state
}

fn assert_harmless(buffer: &Buffer) -> Result<(), TestCaseError> {
    for y in 0..buffer.area.height {
        let mut columns = 0;
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            let blanks = [' ', '\u{a0}', '\u{202f}'];
            prop_assert!(symbol.chars().all(|c| is_kept(c) || blanks.contains(&c)), "{symbol:?} at {x}, {y}");
            prop_assert!(symbol.chars().count() <= 5, "{symbol:?} climbs at {x}, {y}");
            columns += symbol.cell_width().max(1);
            x += symbol.cell_width().max(1);
        }
        prop_assert_eq!(columns, buffer.area.width, "row {} is shifted", y);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_screen_shows_a_terminal_what_it_would_obey(at in any::<prop::sample::Index>(), text in text(), own in any::<bool>()) {
        let mut all = scenes::all();
        let (_, state) = all.swap_remove(at.index(all.len()));
        let state = with_it(state, &text);
        let file = format!("line-scan = {text}\nadd-ons-nothing = {{\"\\u001B\"}}]0;x{{\"\\u009B\"}}31m{text}\nfoot-help = {text}\n");
        let words = if own { Words::from_file(&file) } else { Words::new("fr") };
        for size in [(80, 24), (60, 16)] {
            assert_harmless(&paint::screen(&state, &words, size).0)?;
        }
        let lines = goeswith::tui::surface::Lines::<Vec<u8>>::of(&state);
        prop_assert!(lines.iter().all(|line| printable(line) == line.as_str()), "{lines:?}");
    }
}
