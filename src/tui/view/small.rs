//! A window below 60 by 16: the search line, the total, the last item, the size that is needed, and the keys that end
//! a sale and the program. Scanning goes on.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, wrap};
use super::{banners, basket, line};
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::words::Words;

/// The smallest window that shows everything.
pub const LEAST: (u16, u16) = (60, 16);

/// True where a window is too small for the panels.
pub fn is_small(window: Rect) -> bool {
    window.width < LEAST.0 || window.height < LEAST.1
}

/// Draws what a small window holds, the most needed first; the last row of `area` is left to the footer by the caller.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let row = |y: u16| Rect::new(area.x, area.y.saturating_add(y), area.width, 1).intersection(area);
    line::view(frame, row(0), state, theme, words);
    basket::totals(frame, row(1), state, theme, words);
    let mut y = 2;
    if state.practice.is_some() {
        Pen::new(frame, row(y)).text(0, 0, &format!(" {} ", words.word("header-practice")), theme.highlight);
        y += 1;
    }
    for (text, style) in banners::lines(state, theme, words) {
        Pen::new(frame, row(y)).text(0, 0, &text, style);
        y += 1;
    }
    if let Some(last) = state.desk.basket.lines.last() {
        Pen::new(frame, row(y)).text(1, 0, last.item.name.as_str(), theme.text);
        y += 1;
    }
    if let Some(said) = &state.said {
        let text = super::message::sentence(said, state, words);
        Pen::new(frame, row(y)).text(1, 0, &text, theme.text);
        y += 1;
    }
    let now = frame.area();
    let size = words.say(
        "small",
        &[
            ("width", LEAST.0.to_string()),
            ("height", LEAST.1.to_string()),
            ("now-width", now.width.to_string()),
            ("now-height", now.height.to_string()),
        ],
    );
    for (offset, line) in (0..).zip(wrap(&size, area.width.saturating_sub(2))) {
        Pen::new(frame, row(y.saturating_add(1).saturating_add(offset))).text(1, 0, &line, theme.text);
    }
}
