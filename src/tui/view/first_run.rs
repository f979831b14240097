//! The first start, with no catalog: two choices that work, and three checks of keypad, scanner and letters.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::Pen;
use super::{footer, popup};
use crate::tui::keymap::Action;
use crate::tui::state::{FirstRun, State};
use crate::tui::theme::{Look, Theme};
use crate::words::Words;

/// The choices, as id of their words; `-why` explains them.
const CHOICES: [&str; 2] = ["first-own", "first-demo"];
/// What makes a catalog of an item list.
const COMMANDS: [&str; 2] = [
    "goeswith catalog build my-shop -o shop.db",
    "goeswith catalog install shop.db",
];
/// The column of the explanations.
const SECOND: u16 = 30;
/// The column of what a check asks for.
const CHECK: u16 = 14;
/// The column of what a check has seen.
const SEEN: u16 = 36;

/// Draws the first start.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, first: &FirstRun) {
    let inside = popup::open(frame, area, &words.word("first-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    let blank = u16::from(pen.height() >= 15);
    let mut y = 0;
    pen.text(2, y, &words.word("first-need"), theme.text);
    y += 1 + blank;
    for (place, id) in CHOICES.iter().enumerate() {
        choice(&mut pen, y, theme, words, id, place == first.choice);
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
    for (label, todo, seen) in checks(state, words, first) {
        y += 1;
        pen.within(4, y, CHECK - 5, &label, theme.text);
        pen.within(CHECK, y, SEEN - CHECK - 1, &todo, theme.text);
        pen.text(SEEN, y, &seen, theme.text);
    }
    y += 1 + blank;
    pen.text(2, y, &words.word("first-large"), theme.text);
}

fn choice(pen: &mut Pen<'_>, y: u16, theme: &Theme, words: &Words, id: &str, chosen: bool) {
    let style = if chosen { theme.highlight } else { theme.text };
    if chosen {
        pen.paint(1, y, pen.width().saturating_sub(2), theme.highlight);
        pen.text(2, y, ">", style);
    }
    let after = pen.text(4, y, &words.word(id), style);
    pen.text(SECOND.max(after + 2), y, &words.word(&format!("{id}-why")), style);
}

/// Each check: its name, what to do, and what was seen.
fn checks(state: &State, words: &Words, first: &FirstRun) -> [(String, String, String); 3] {
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
    [
        (
            words.word("first-keypad"),
            words.say("first-keypad-todo", &[("took", took.clone()), ("no", no.clone())]),
            keypad.join("    "),
        ),
        (words.word("first-scanner"), words.word("first-scanner-todo"), scan),
        (
            words.word("first-letters"),
            words.say("first-letters-todo", &letters),
            odd,
        ),
    ]
}
