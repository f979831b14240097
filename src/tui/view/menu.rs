//! The menu of everything: each entry with its key and one line of explanation. Letters filter it.
//!
//! Which entries there are is decided in [`crate::tui::menu`].

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::Pen;
use super::{footer, popup};
use crate::tui::keymap::name_of;
use crate::tui::menu::{ids, label, menu_entries};
use crate::tui::state::{Menu, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// The column of the keys.
const KEY: u16 = 24;
/// The column of the explanations.
const WHY: u16 = 32;

/// Each entry in words: `Undo, F6: takes the last thing back`.
pub fn spoken(state: &State, words: &Words) -> Vec<String> {
    let entries = menu_entries(state, words).into_iter();
    let text = |action| {
        let name = name_of(action);
        let (label, key) = (label(state, words, name), footer::key(state, action));
        let head = if key.is_empty() { label } else { format!("{label}, {key}") };
        format!("{head}: {}", words.word(&ids(name).1))
    };
    entries.map(text).collect()
}

/// Draws the menu, the cursor on the highlighted entry.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, menu: &Menu) {
    let inside = popup::open(frame, area, &words.word("menu-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    let entries = menu_entries(state, words);
    if entries.is_empty() {
        pen.text(2, 0, &words.say("menu-none", &[("filter", menu.filter.clone())]), theme.text);
        return;
    }
    let chosen = menu.chosen.min(entries.len() - 1);
    let seen = popup::seen(entries.len(), chosen, pen.height().max(1));
    let mut place = pen.place(1, 0);
    for (y, number) in (0..).zip(seen) {
        let name = name_of(entries[number]);
        let why = ids(name).1;
        let style = if number == chosen { theme.highlight } else { theme.text };
        if number == chosen {
            place = pen.place(1, y);
            pen.paint(0, y, pen.width(), style);
            pen.text(1, y, ">", style);
        }
        pen.within(3, y, KEY - 4, &label(state, words, name), style);
        pen.within(KEY, y, WHY - KEY - 1, &footer::key(state, entries[number]), style);
        let room = pen.width().saturating_sub(WHY + 1);
        pen.within(WHY, y, room, &words.word(&why), style);
    }
    popup::cursor(frame, place);
}
