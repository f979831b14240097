//! The rows between the panels and the footer: banners, and the message that says what happened and which key
//! reverses it.
//!
//! Banners take the rule's row first. A message that is too long for one row takes the rule's row as well, since its
//! end is the part that names the key.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::pen::{Pen, shorten, width_of, wrap};
use super::{banners, footer};
use crate::tui::keymap::Action;
use crate::tui::state::{Said, State};
use crate::tui::theme::{Look, Theme};
use crate::words::Words;

/// No name in a message is cut below this.
const SHORTEST: u16 = 12;

/// One row of this block.
pub enum BottomRow {
    /// The rule that parts it from the panels.
    Rule,
    /// A banner, or a row of the message.
    Text(String, Style),
}

/// A sentence with its values and the keys that any sentence may name: `undo`, `back`, `menu`, `finish`, `help`, `next`, `take-out`,
/// `quit`, `interrupt`, `details`, `ask`.
pub fn sentence(said: &Said, state: &State, words: &Words) -> String {
    let mut with = said.with.clone();
    for (name, action) in [
        ("undo", Action::Undo),
        ("back", Action::Back),
        ("menu", Action::Menu),
        ("finish", Action::Finish),
        ("help", Action::Help),
        ("customer", Action::Customer),
        ("next", Action::NextPart),
        ("take-out", Action::TakeOut),
        ("quit", Action::Quit),
        ("interrupt", Action::Interrupt),
        ("details", Action::Details),
        ("ask", Action::Enter),
    ] {
        if !with.iter().any(|(known, _)| *known == name) {
            with.push((name, footer::key(state, action)));
        }
    }
    words.say(said.id, &with)
}

/// The sentence for a low window: a long name in it is cut before it takes a row from what there is to say.
fn short(said: &Said, state: &State, words: &Words, width: u16) -> String {
    let text = sentence(said, state, words);
    let over = width_of(&text).saturating_sub(width.saturating_sub(2));
    let cut = |(name, value): &(&'static str, String)| {
        let room = width_of(value).saturating_sub(over);
        if *name == "name" && room >= SHORTEST { (*name, shorten(value, room)) } else { (*name, value.clone()) }
    };
    if over == 0 {
        return text;
    }
    sentence(&Said { id: said.id, with: said.with.iter().map(cut).collect() }, state, words)
}

/// The rows from top to bottom: at least one, and two where the window is not low.
pub fn rows(state: &State, theme: &Theme, words: &Words, width: u16, low: bool) -> Vec<BottomRow> {
    let banners = banners::lines(state, theme, words);
    let mut rows: Vec<_> = banners.into_iter().map(|(text, style)| BottomRow::Text(text, style)).collect();
    if let Some(said) = &state.said {
        let text = if low { short(said, state, words, width) } else { sentence(said, state, words) };
        let lines = wrap(&text, width.saturating_sub(2));
        let most = if rows.is_empty() { 2 } else { 1 };
        if lines.len() > most {
            rows.push(BottomRow::Text(format!(" {text}"), theme.text));
        } else {
            rows.extend(lines.iter().map(|line| BottomRow::Text(format!(" {line}"), theme.text)));
        }
    }
    if rows.is_empty() {
        rows.push(BottomRow::Text(String::new(), theme.text));
    }
    if rows.len() == 1 && !low {
        rows.insert(0, BottomRow::Rule);
    }
    rows
}

/// Draws the rows.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, rows: &[BottomRow]) {
    let mut pen = Pen::new(frame, area);
    for (y, row) in (0..).zip(rows) {
        match row {
            BottomRow::Rule => pen.rule(y, "", Look::of(&state.face.looks), theme.frame),
            BottomRow::Text(text, style) => {
                pen.text(0, y, text, *style);
            }
        }
    }
}
