//! All keys on one page, generated from the key table: a key that was changed is shown as it is now.
//!
//! A low window shows as much as it holds, what is needed while selling first.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, width_of};
use super::{footer, popup};
use crate::tui::keymap::{Action, Entry, TABLE};
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::words::Words;

/// The column of the explanations.
const SECOND: u16 = 20;

/// Draws help.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let inside = popup::open(frame, area, &words.word("help-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    let rows = rows(state, words, usize::from(pen.height()));
    let second = rows.iter().map(|(keys, _)| width_of(keys) + 4).max().unwrap_or(0).clamp(SECOND, 30);
    for (y, (keys, what)) in (0..).zip(&rows) {
        pen.within(2, y, second - 3, keys, theme.text);
        pen.text(second + 1, y, what, theme.text);
    }
    let last = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    if pen.height() > last + 4 {
        for (y, text) in (last + 1..).zip(more(state, words)) {
            pen.text(2, y, &text, theme.text);
        }
    }
}

/// Rows that a low window does without, the first to go first.
const GIVE_WAY: [&str; 11] =
    ["quit", "next_part", "take_out", "letters", "customer", "up", "times", "menu", "details", "undo", "scan"];

/// Keys and what they do, at most `height` rows.
fn rows(state: &State, words: &Words, height: usize) -> Vec<(String, String)> {
    let fixed = |name: &'static str| {
        let id = format!("help-{name}");
        (name, words.word(&format!("{id}-keys")), words.word(&id))
    };
    let mut rows = vec![fixed("scan"), fixed("letters")];
    for entry in TABLE.iter().filter(|entry| entry.help) {
        let keys = keys(state, words, entry);
        if keys.is_empty() {
            continue;
        }
        rows.push((entry.name, keys, words.word(&format!("help-{}", entry.name.replace('_', "-")))));
        if entry.action == Action::NoThanks {
            rows.push(("number", number_keys(state, words), words.word("help-number")));
        }
    }
    for name in GIVE_WAY {
        if rows.len() > height {
            rows.retain(|(known, _, _)| *known != name);
        }
    }
    rows.into_iter().map(|(_, keys, what)| (keys, what)).collect()
}

/// Every key and what it does.
pub fn every(state: &State, words: &Words) -> Vec<(String, String)> {
    rows(state, words, usize::MAX)
}

fn keys(state: &State, words: &Words, entry: &Entry) -> String {
    let known = state.face.keymap.keys(entry.action);
    let Some(first) = known.first() else {
        return String::new();
    };
    if entry.action == Action::Times {
        return words.say("help-times-keys", &[("key", first.to_string())]);
    }
    let mut text = first.to_string();
    if entry.action == Action::Up {
        text = format!("{text} {}", footer::key(state, Action::Down));
    }
    let others: Vec<_> = known[1..].iter().map(ToString::to_string).collect();
    if others.is_empty() {
        return text;
    }
    format!("{text:<4} {}", words.say("help-or", &[("keys", others.join(" "))]))
}

fn number_keys(state: &State, words: &Words) -> String {
    let with = [("took", footer::key(state, Action::TookIt)), ("no", footer::key(state, Action::NoThanks))];
    words.say("help-number-keys", &with)
}

/// What a large window has room for.
pub fn more(state: &State, words: &Words) -> [String; 4] {
    let second = |action| {
        let keys = state.face.keymap.keys(action);
        keys.get(1).or(keys.first()).map_or_else(String::new, ToString::to_string)
    };
    let menu = [("menu", footer::key(state, Action::Menu))];
    [
        words.say("help-more-keypad", &[("took", second(Action::TookIt)), ("no", second(Action::NoThanks))]),
        words.word("help-more-numlock"),
        words.say("help-more-look", &menu),
        words.word("help-more-change"),
    ]
}
