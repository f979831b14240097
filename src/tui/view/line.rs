//! The search line: what is typed, and in its title what is expected.
//!
//! The real cursor stands here whenever text goes here, because screen readers follow it.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::pen::{Pen, width_of};
use crate::tui::state::{Overlay, Screen, State};
use crate::tui::theme::{Look, Theme};
use crate::words::Words;

/// What stands before the text.
const PROMPT: &str = " > ";

/// Draws the search line, framed where it has three rows, and puts the cursor into it.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let title = words.word(title(state));
    let mut pen = Pen::new(frame, area);
    let row = if area.height >= 3 {
        pen.border(&title, Look::of(&state.face.looks), theme.frame)
    } else {
        let free = area.width.saturating_sub(4 + width_of(text(state)));
        if width_of(&title) < free {
            pen.right(area.width.saturating_sub(1), 0, free, &title, theme.frame);
        }
        area
    };
    typed(frame, row, state, theme, words);
}

/// The text of the line: in the menu it is the filter.
fn text(state: &State) -> &str {
    match &state.overlay {
        Some(Overlay::Menu(menu)) => &menu.filter,
        _ => state.line.text(),
    }
}

/// What may be typed, and what is; how often the next one counts stands before it.
pub fn spoken(state: &State, words: &Words) -> (String, String) {
    let times = state.line.times.map(|times| words.say("times", &[("quantity", times.to_string())]));
    let text = [times.unwrap_or_default(), text(state).to_owned()].join(" ");
    (words.word(title(state)), text.trim().to_owned())
}

fn title(state: &State) -> &'static str {
    match (&state.overlay, &state.screen) {
        (Some(Overlay::Menu(_)), _) => "line-menu",
        (Some(Overlay::Search(_)), _) => "line-search",
        _ if state.line.times.is_some() => "line-times",
        (_, Screen::FirstRun(_)) => "line-check",
        (_, Screen::Finish(_)) => "line-next",
        _ => "line-scan",
    }
}

/// Writes the text so that the cursor is always in sight, and places the cursor.
fn typed(frame: &mut Frame<'_>, row: Rect, state: &State, theme: &Theme, words: &Words) {
    let text = text(state);
    let cursor = match &state.overlay {
        Some(Overlay::Menu(_)) => text.chars().count(),
        _ => state.line.input.cursor(),
    };
    let cursor = text.char_indices().nth(cursor).map_or(text.len(), |(byte, _)| byte);
    let mut pen = Pen::new(frame, row);
    let indent = if pen.width() > 12 { pen.text(0, 0, PROMPT, theme.text) } else { 0 };
    let indent = match state.line.times {
        Some(times) => {
            pen.text(indent, 0, &format!("{} ", words.say("times", &[("quantity", times.to_string())])), theme.text)
        }
        None => indent,
    };
    let room = pen.width().saturating_sub(indent + 1);
    let start = first_in_sight(&text[..cursor], room);
    pen.text(indent, 0, &text[start..], theme.text);
    let x = row.x.saturating_add(indent).saturating_add(width_of(&text[start..cursor]));
    let place = Position::new(x, row.y);
    if frame.area().contains(place) {
        frame.set_cursor_position(place);
    }
}

/// Writes a line with its cursor into `room` columns, so that the cursor is in sight; gives the cursor's place.
pub fn typed_text(pen: &mut Pen<'_>, x: u16, y: u16, room: u16, line: &tui_input::Input, style: Style) -> Position {
    let text = line.value();
    let cursor = text.char_indices().nth(line.cursor()).map_or(text.len(), |(byte, _)| byte);
    let start = first_in_sight(&text[..cursor], room);
    pen.within(x, y, room, &text[start..], style);
    pen.place(x.saturating_add(width_of(&text[start..cursor])), y)
}

/// Where the text has to begin so that all of it up to the cursor fits into `room` columns.
fn first_in_sight(before: &str, room: u16) -> usize {
    if width_of(before) <= room {
        return 0;
    }
    let mut used = 0;
    let fits = |grapheme: &&str| {
        used += width_of(grapheme);
        used <= room
    };
    before.len() - before.graphemes(true).rev().take_while(fits).map(str::len).sum::<usize>()
}
