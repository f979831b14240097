//! Several items carry the scanned code: staff say which one it is.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::Pen;
use super::{popup, search};
use crate::tui::state::{State, Which};
use crate::tui::theme::Theme;
use crate::words::Words;

/// Draws the items, the cursor on the highlighted one.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, which: &Which) {
    let title = words.say("which-title", &[("code", which.code.clone())]);
    let inside = popup::open(frame, popup::within(area, rows(which)), &title, state, theme);
    let mut pen = Pen::new(frame, inside);
    let seen = seen(which, pen.height());
    let chosen = which.chosen.saturating_sub(seen.start);
    search::table(&mut pen, state, theme, words, which.items[seen].iter(), chosen);
    let place = pen.place(1, u16::try_from(chosen + 1).unwrap_or(u16::MAX));
    popup::cursor(frame, place);
}

/// Where the items are drawn in an area: the rectangle whose first row is the words over the columns, and which items come
/// below.
pub fn places(area: Rect, which: &Which) -> (Rect, Range<usize>) {
    let inside = popup::inside(popup::within(area, rows(which)));
    (inside, seen(which, inside.height))
}

fn rows(which: &Which) -> u16 {
    u16::try_from(which.items.len()).unwrap_or(u16::MAX).saturating_add(1)
}

fn seen(which: &Which, height: u16) -> Range<usize> {
    popup::seen(which.items.len(), which.chosen, height.saturating_sub(1).max(1))
}
