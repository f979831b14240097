//! Writes text, rules and frames into one rectangle of the screen, and never outside of it.
//!
//! Places are counted from the top left of that rectangle. What is too wide is cut at display width and ends in `..`,
//! so that nobody takes the half of a name for the whole. A pen knows no state and decides no style.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text::printable;
use crate::tui::theme::Look;

/// What stands where a text was cut.
const CUT: &str = "..";
/// Characters that one place of the screen takes. Text of a catalog is clean, but a scan or a paste can bring anything: what
/// a terminal obeys is taken out here, as the last layer, and what climbs over other rows is cut.
const MOST_IN_ONE_PLACE: usize = 5;

/// A rectangle to write into.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
}

impl<'a> Pen<'a> {
    /// A pen for the part of `area` that is on the screen.
    pub fn new(frame: &'a mut Frame<'_>, area: Rect) -> Self {
        let area = area.intersection(frame.area());
        Self { buffer: frame.buffer_mut(), area }
    }

    /// Columns.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Rows.
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// Writes `text` from column `x` to the right edge at most; gives the column after it.
    pub fn text(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        self.within(x, y, u16::MAX, text, style)
    }

    /// Writes `text` into `width` columns from `x` on; gives the column after it.
    pub fn within(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let room = width.min(self.area.width.saturating_sub(x));
        if y >= self.area.height || room == 0 {
            return x;
        }
        let text = printable(text);
        let text = without_climbers(&text);
        let (kept, cut) = cut(&text, room);
        let (row, column) = (self.area.y + y, self.area.x + x);
        let (after, _) = self.buffer.set_stringn(column, row, kept, usize::from(room), style);
        let left = room.saturating_sub(after - column);
        let (after, _) = self.buffer.set_stringn(after, row, cut, usize::from(left), style);
        after - self.area.x
    }

    /// Writes `text` so that it ends before column `end`, in `width` columns at most; gives its first column.
    pub fn right(&mut self, end: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.area.width);
        let x = end - width_of(text).min(width).min(end);
        self.within(x, y, end - x, text, style);
        x
    }

    /// Gives a row another style, as far as `width` reaches.
    pub fn paint(&mut self, x: u16, y: u16, width: u16, style: Style) {
        let row = Rect::new(self.area.x.saturating_add(x), self.area.y.saturating_add(y), width, 1);
        self.buffer.set_style(row.intersection(self.area), style);
    }

    /// Takes everything away that stands in the rectangle, wide characters that reach into it included.
    pub fn clear(&mut self) {
        for y in self.area.top()..self.area.bottom() {
            if self.area.x > 0
                && let Some(before) = self.buffer.cell_mut((self.area.x - 1, y))
                && before.cell_width() > 1
            {
                before.set_symbol(" ");
            }
            for x in self.area.left()..self.area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// Puts the real cursor's column into the frame's terms: where `x` and `y` of this rectangle are on the screen.
    pub fn place(&self, x: u16, y: u16) -> Position {
        Position::new(self.area.x.saturating_add(x), self.area.y.saturating_add(y))
    }

    /// Draws `-- title -----` across the rectangle.
    pub fn rule(&mut self, y: u16, title: &str, look: Look, style: Style) {
        self.across(0, y, self.area.width, look.across, style);
        if !title.is_empty() {
            self.title(2, y, self.area.width.saturating_sub(3), title, style);
        }
    }

    /// Draws a frame round the rectangle, the title in its upper edge; gives the rectangle inside.
    pub fn border(&mut self, title: &str, look: Look, style: Style) -> Rect {
        let (width, height) = (self.area.width, self.area.height);
        if width < 2 || height < 2 {
            return Rect::default();
        }
        for (y, [left, right]) in
            [(0, [look.corners[0], look.corners[1]]), (height - 1, [look.corners[2], look.corners[3]])]
        {
            self.across(1, y, width - 2, look.across, style);
            self.put(0, y, left, style);
            self.put(width - 1, y, right, style);
        }
        for y in 1..height - 1 {
            self.put(0, y, look.down, style);
            self.put(width - 1, y, look.down, style);
        }
        if !title.is_empty() {
            self.title(2, 0, width.saturating_sub(5), title, style);
        }
        Rect::new(self.area.x + 1, self.area.y + 1, width - 2, height - 2)
    }

    fn title(&mut self, x: u16, y: u16, width: u16, title: &str, style: Style) {
        let after = self.within(x + 1, y, width.saturating_sub(2), title, style);
        if after > x + 1 {
            self.put(x, y, ' ', style);
            self.put(after, y, ' ', style);
        }
    }

    fn across(&mut self, x: u16, y: u16, width: u16, sign: char, style: Style) {
        for x in x..x.saturating_add(width) {
            self.put(x, y, sign, style);
        }
    }

    fn put(&mut self, x: u16, y: u16, sign: char, style: Style) {
        if x < self.area.width && y < self.area.height {
            let place = (self.area.x + x, self.area.y + y);
            if let Some(cell) = self.buffer.cell_mut(place) {
                cell.set_char(sign).set_style(style);
            }
        }
    }
}

/// Columns that a text takes on the screen.
pub fn width_of(text: &str) -> u16 {
    if text.is_ascii() {
        return u16::try_from(text.len()).unwrap_or(u16::MAX);
    }
    text.graphemes(true)
        .filter(|grapheme| !grapheme.contains(char::is_control))
        .fold(0, |sum: u16, grapheme| sum.saturating_add(grapheme.cell_width()))
}

/// A text without marks that climb into other lines.
pub fn without_climbers(text: &str) -> Cow<'_, str> {
    let climbs = |grapheme: &str| grapheme.chars().nth(MOST_IN_ONE_PLACE).is_some();
    if text.is_ascii() || !text.graphemes(true).any(climbs) {
        return Cow::Borrowed(text);
    }
    let kept = text.graphemes(true).flat_map(|grapheme| grapheme.chars().take(MOST_IN_ONE_PLACE));
    Cow::Owned(kept.collect())
}

/// The part of a text that fits into `width` columns, and what has to stand behind it.
fn cut(text: &str, width: u16) -> (&str, &'static str) {
    if width_of(text) <= width {
        return (text, "");
    }
    let room = width.saturating_sub(2);
    let mut used = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        if grapheme.contains(char::is_control) {
            continue;
        }
        used += grapheme.cell_width();
        if used > room {
            return (text[..start].trim_end(), CUT);
        }
    }
    (text, CUT)
}

/// A text as it stands in `width` columns, cut where it has to be.
pub fn shorten(text: &str, width: u16) -> String {
    let (kept, sign) = cut(text, width);
    format!("{kept}{sign}")
}

/// Breaks a text between words into lines of at most `width` columns; there is always one.
pub fn wrap(text: &str, width: u16) -> Vec<Cow<'_, str>> {
    textwrap::wrap(text, usize::from(width.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_ends_in_two_dots() {
        let table = [
            ("Wood stain", 10, "Wood stain", ""),
            ("Wood stain", 9, "Wood st", ".."),
            ("Wood stain", 7, "Wood", ".."),
            ("木材着色剤", 10, "木材着色剤", ""),
            ("木材着色剤", 9, "木材着", ".."),
            ("木材着色剤", 8, "木材着", ".."),
            ("abc", 2, "", ".."),
            ("abc", 1, "", ".."),
        ];
        for (text, width, kept, sign) in table {
            assert_eq!(cut(text, width), (kept, sign), "{text} {width}");
        }
    }
}
