//! A frame that lies over a part of the screen, and the rows that can be chosen in it.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::pen::Pen;
use crate::tui::state::State;
use crate::tui::theme::{Look, Theme};

/// Clears `area`, frames it where it is large enough, and gives the rectangle inside.
pub fn open(frame: &mut Frame<'_>, area: Rect, title: &str, state: &State, theme: &Theme) -> Rect {
    let mut pen = Pen::new(frame, area);
    pen.clear();
    if !is_framed(area) {
        return area.intersection(frame.area());
    }
    pen.border(title, Look::of(&state.face.looks), theme.frame)
}

fn is_framed(area: Rect) -> bool {
    area.width >= 8 && area.height >= 3
}

/// The rectangle that [`open`] gives for an area within the window.
pub fn inside(area: Rect) -> Rect {
    if !is_framed(area) {
        return area;
    }
    Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
}

/// The part of `area` for a popup of `rows` rows inside its frame: inset where the window is wide.
pub fn within(area: Rect, rows: u16) -> Rect {
    let inset = if area.width >= 70 { 4 } else { 0 };
    Rect {
        x: area.x + inset,
        y: area.y,
        width: area.width - 2 * inset,
        height: rows.saturating_add(2).min(area.height),
    }
}

/// Puts the real cursor on a row, because screen readers follow it.
pub fn cursor(frame: &mut Frame<'_>, place: Position) {
    if frame.area().contains(place) {
        frame.set_cursor_position(place);
    }
}

/// Which of `count` rows are seen in `height` rows, so that `chosen` is among them.
pub fn seen(count: usize, chosen: usize, height: u16) -> Range<usize> {
    let height = usize::from(height);
    let start = (chosen + 1).saturating_sub(height).min(count.saturating_sub(height));
    start..(start + height).min(count)
}
