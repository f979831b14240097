//! Several items carry the scanned code: staff say which one it is.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::Pen;
use super::{popup, search};
use crate::tui::state::{State, Which};
use crate::tui::theme::Theme;
use crate::words::Words;

/// Draws the items, the cursor on the highlighted one.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, which: &Which) {
    let rows = u16::try_from(which.items.len()).unwrap_or(u16::MAX).saturating_add(1);
    let title = words.say("which-title", &[("code", which.code.clone())]);
    let inside = popup::open(frame, popup::within(area, rows), &title, state, theme);
    let mut pen = Pen::new(frame, inside);
    let seen = popup::seen(which.items.len(), which.chosen, pen.height().saturating_sub(1).max(1));
    let chosen = which.chosen.saturating_sub(seen.start);
    search::table(&mut pen, state, theme, words, which.items[seen].iter(), chosen);
    let place = pen.place(1, u16::try_from(chosen + 1).unwrap_or(u16::MAX));
    popup::cursor(frame, place);
}
