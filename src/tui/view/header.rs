//! The line on top: which terminal this is, which catalog it sells from, and the time.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, width_of};
use crate::tui::state::{Feed, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// From so many columns on the header says everything.
const WIDE: u16 = 110;

/// Draws the header.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let mut pen = Pen::new(frame, area);
    let wide = pen.width() >= WIDE;
    let minutes = state.clock.minute_of_day;
    let time = format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
    let end = pen.right(pen.width().saturating_sub(1), 0, 5, &time, theme.text);
    let end = if wide { stored(&mut pen, end, state, theme, words) } else { end };
    let catalog = catalog(state, words, wide);
    let gap = if wide { 3 } else { 2 };
    let room = end.saturating_sub(gap);
    let end = pen.right(room, 0, room / 2, &catalog, theme.text);
    let face = &state.face;
    // Where nobody named this terminal, the shop's name tells which catalog this is.
    let who = if face.terminal.is_empty() && !face.catalog.demo { &face.shop } else { &face.terminal };
    let program = words.word(if state.practice.is_some() { "header-practice" } else { "header-name" });
    let shift = state.staff.as_ref().map(|_| format!(", {}", words.word("header-shift"))).unwrap_or_default();
    let name = format!(" {program}  {who}{shift}");
    let end = till(&mut pen, (width_of(&name) + gap, end), gap, state, theme, words);
    pen.within(0, 0, end.saturating_sub(1), &name, theme.text);
    if state.practice.is_some() {
        pen.within(0, 0, end.saturating_sub(1), &format!(" {program} "), theme.highlight);
    }
}

/// The same in lines: which terminal, whether somebody is on shift, the till, the catalog.
pub fn spoken(state: &State, words: &Words) -> Vec<String> {
    let face = &state.face;
    let who = if face.terminal.is_empty() && !face.catalog.demo { &face.shop } else { &face.terminal };
    let shift = state.staff.as_ref().map(|_| words.word("header-shift"));
    let feed = match state.till.feed {
        Feed::Off => None,
        Feed::Heard => Some(words.word("header-feed")),
        Feed::Lost => Some(words.word("header-feed-lost")),
    };
    let program = words.word(if state.practice.is_some() { "header-practice" } else { "header-name" });
    [Some(format!("{program}  {who}")), shift, feed, Some(catalog(state, words, false))].into_iter().flatten().collect()
}

/// Whether the till is heard, where one is listened to and there is room from one column to the other.
fn till(pen: &mut Pen<'_>, (start, end): (u16, u16), gap: u16, state: &State, theme: &Theme, words: &Words) -> u16 {
    let (id, style) = match state.till.feed {
        Feed::Off => return end,
        Feed::Heard => ("header-feed", theme.text),
        Feed::Lost => ("header-feed-lost", theme.fault),
    };
    let text = words.word(id);
    let room = end.saturating_sub(gap);
    if room < start + width_of(&text) { end } else { pen.right(room, 0, width_of(&text), &text, style) }
}

fn stored(pen: &mut Pen<'_>, end: u16, state: &State, theme: &Theme, words: &Words) -> u16 {
    let (id, style) = match state.banners.not_saved {
        Some(_) => ("header-not-saved", theme.fault),
        None => ("header-saved", theme.text),
    };
    let text = words.word(id);
    pen.right(end.saturating_sub(3), 0, width_of(&text), &text, style)
}

fn catalog(state: &State, words: &Words, wide: bool) -> String {
    let face = &state.face.catalog;
    if face.name.is_empty() {
        return words.word("header-no-catalog");
    }
    if face.demo {
        return words.word("header-demo");
    }
    let items = words.number(i64::try_from(face.items).unwrap_or(i64::MAX));
    let day = face.day.as_deref();
    match (words.day_short(day), wide) {
        (none, _) if none.is_empty() => words.say("header-catalog-items", &[("items", items)]),
        (_, true) => words.say("header-catalog-long", &[("day", words.day_long(day)), ("items", items)]),
        (day, false) => words.say("header-catalog", &[("day", day)]),
    }
}
