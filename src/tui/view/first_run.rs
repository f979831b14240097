//! The first start, with no catalog: three choices that work, and three checks of keypad, scanner and letters.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, width_of};
use super::{footer, popup};
use crate::tui::keymap::Action;
use crate::tui::state::{FirstRun, State};
use crate::tui::theme::{Look, Theme};
use crate::words::Words;

/// The choices, as id of their words; `-why` explains them.
pub const CHOICES: [&str; 3] = ["first-own", "first-demo", "first-office"];
/// What makes a catalog of an item list, and what takes head office's.
pub const COMMANDS: [&str; 3] =
    ["goeswith catalog build my-shop -o shop.db", "goeswith catalog install shop.db", "goeswith --sync-dir FOLDER"];
/// The column of the choices and checks.
const FIRST: u16 = 4;

/// Draws the first start.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, first: &FirstRun) {
    let inside = popup::open(frame, area, &words.word("first-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    let blank = u16::from(pen.height() >= 15);
    let mut y = 0;
    pen.text(2, y, &words.word("first-need"), theme.text);
    // On 24 lines there is no room for these two.
    let spare = u16::from(pen.height() >= 18);
    y += 1 + spare;
    let second = FIRST + 3 + CHOICES.map(|id| width_of(&words.word(id))).into_iter().max().unwrap_or(0);
    for (place, id) in CHOICES.iter().enumerate() {
        choice(&mut pen, (second, y), theme, words, id, place == first.choice);
        y += 1;
    }
    y += blank;
    pen.text(2, y, &words.word("first-commands"), theme.text);
    for command in COMMANDS {
        y += 1;
        pen.text(7, y, command, theme.text);
    }
    y += 1 + blank;
    pen.text(2, y, &words.word("first-checks"), theme.text);
    let checks = checks(state, words, first);
    let widest = |text: fn(&Check) -> &str| checks.iter().map(|check| width_of(text(check))).max().unwrap_or(0);
    let todo = FIRST + widest(|check| &check.name) + 2;
    let seen = todo + widest(|check| &check.todo) + 2;
    for check in &checks {
        y += 1;
        pen.text(FIRST, y, &check.name, theme.text);
        pen.text(todo, y, &check.todo, theme.text);
        pen.text(seen, y, &check.seen, theme.text);
    }
    y += 1 + spare;
    pen.text(2, y, &words.word("first-large"), theme.text);
}

fn choice(pen: &mut Pen<'_>, (second, y): (u16, u16), theme: &Theme, words: &Words, id: &str, chosen: bool) {
    let style = if chosen { theme.highlight } else { theme.text };
    if chosen {
        pen.paint(1, y, pen.width().saturating_sub(2), theme.highlight);
        pen.text(2, y, ">", style);
    }
    pen.text(FIRST, y, &words.word(id), style);
    pen.text(second, y, &words.word(&format!("{id}-why")), style);
}

/// One check: its name, what to do, and what was seen.
pub struct Check {
    /// What is checked.
    pub name: String,
    /// What to do.
    pub todo: String,
    /// What came of it.
    pub seen: String,
}

/// The checks of keypad, scanner and letters.
pub fn checks(state: &State, words: &Words, first: &FirstRun) -> [Check; 3] {
    let key = |action| footer::key(state, action);
    let (took, no) = (key(Action::TookIt), key(Action::NoThanks));
    let seen = |what: &str| words.say("first-seen", &[("what", what.to_owned())]);
    let keys = [(first.plus, &took), (first.minus, &no)].into_iter();
    let keypad: Vec<_> = keys.filter(|(pressed, _)| *pressed).map(|(_, key)| seen(key)).collect();
    let scan = match &first.scan {
        None => String::new(),
        Some((code, Some(end))) => words.say("first-seen-then", &[("code", code.clone()), ("end", (*end).to_owned())]),
        Some((code, None)) => words.say("first-seen-silence", &[("code", code.clone())]),
    };
    let look = Look::of(&state.face.looks);
    let frame: String = [look.down, look.across, look.corners[0]].iter().collect();
    let letters = [("box", frame), ("accents", "éèüñß".to_owned())];
    let odd = words.say("first-letters-odd", &[("menu", key(Action::Menu))]);
    let check = |id: &str, todo: String, seen: String| Check { name: words.word(id), todo, seen };
    let press = words.say("first-keypad-todo", &[("took", took.clone()), ("no", no.clone())]);
    [
        check("first-keypad", press, keypad.join("    ")),
        check("first-scanner", words.word("first-scanner-todo"), scan),
        check("first-letters", words.say("first-letters-todo", &letters), odd),
    ]
}
