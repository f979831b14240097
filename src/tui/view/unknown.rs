//! Codes nobody knew: the code, how often it came, and the last day. The manager gives them an item, and Del takes them
//! off the list until they come again.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, width_of, wrap};
use super::popup;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::words::Words;

/// The column of the codes.
const CODE: u16 = 3;

/// Draws the list, the cursor on the highlighted row.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, chosen: usize) {
    let inside = popup::open(frame, area, &words.word("unknown-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    let rows = &state.unknown;
    if rows.is_empty() {
        pen.text(2, 0, &words.word("unknown-none"), theme.text);
        return;
    }
    let help = words.word("unknown-help");
    let help = wrap(&help, pen.width().saturating_sub(4));
    let help_rows = u16::try_from(help.len()).unwrap_or(0);
    // Where the window is low the rows come first.
    let below = if pen.height() > help_rows + 4 { help_rows + 1 } else { 0 };
    let width = pen.width().saturating_sub(2);
    let column = |id: &str| words.word(id);
    let day = |iso: &str| words.day_short(Some(iso));
    let days = rows.iter().map(|row| width_of(&day(&row.day))).chain([width_of(&column("unknown-last"))]).max();
    let times_end = width.saturating_sub(days.unwrap_or(0) + 3);
    pen.within(CODE, 0, times_end.saturating_sub(12), &column("unknown-code"), theme.text);
    pen.right(times_end, 0, 11, &column("unknown-times"), theme.text);
    pen.right(width, 0, days.unwrap_or(0), &column("unknown-last"), theme.text);
    let chosen = chosen.min(rows.len() - 1);
    let seen = popup::seen(rows.len(), chosen, pen.height().saturating_sub(1 + below).max(1));
    let mut place = pen.place(1, 1);
    for (y, number) in (1..).zip(seen.clone()) {
        let row = &rows[number];
        let style = if number == chosen { theme.highlight } else { theme.text };
        if number == chosen {
            place = pen.place(1, y);
            pen.paint(0, y, pen.width(), style);
            pen.text(1, y, ">", style);
        }
        pen.within(CODE, y, times_end.saturating_sub(12), &row.code, style);
        let times = words.number(i64::try_from(row.times).unwrap_or(i64::MAX));
        pen.right(times_end, y, 11, &times, style);
        pen.right(width, y, days.unwrap_or(0), &day(&row.day), style);
    }
    if below > 0 {
        let first = pen.height() - help_rows;
        for (y, line) in (first..).zip(&help) {
            pen.text(2, y, line, theme.text);
        }
    }
    popup::cursor(frame, place);
}
