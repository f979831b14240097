//! Draws a state: by its screen, then by what lies over it. One file a panel; each takes frame, area, state and theme
//! in that order.
//!
//! Nothing here changes the state or decides what a key does, and nothing is drawn outside of `frame.area()`: every
//! rectangle comes from it, in each draw anew, so that a window may have any size at any moment.

mod add_ons;
mod banners;
mod basket;
mod columns;
mod footer;
mod header;
mod item;
mod line;
mod list;
mod message;
mod panel;
mod pen;
mod reasons;
mod sale;
mod small;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::state::{Screen, State};
use super::theme::Theme;
use crate::words::Words;

/// Draws everything and places the cursor.
pub fn draw(frame: &mut Frame<'_>, state: &State, theme: &Theme, words: &Words) {
    let window = frame.area();
    let small = small::is_small(window);
    let shell = Shell::of(window);
    if small {
        small::view(frame, shell.all, state, theme, words);
    } else {
        large(frame, shell, state, theme, words);
    }
    footer::view(frame, shell.footer, state, theme, words, footer::place(state, small));
}

/// The parts that every screen has.
#[derive(Clone, Copy, Debug)]
struct Shell {
    header: Rect,
    line: Rect,
    /// All between the search line and the footer.
    body: Rect,
    footer: Rect,
    /// All above the footer.
    all: Rect,
}

impl Shell {
    fn of(window: Rect) -> Self {
        let row = |y: u16, height: u16| Rect::new(0, y, window.width, height).intersection(window);
        let footer = if window.height > 3 { 1 } else { 0 };
        let end = window.height - footer;
        let (header, line) = match window.height {
            _ if small::is_small(window) => (0, 1),
            ..20 => (1, 1),
            _ => (1, 3),
        };
        let top = (header + line).min(end);
        Self {
            header: row(0, header),
            line: row(header, line),
            body: row(top, end - top),
            footer: row(end, footer),
            all: row(0, end),
        }
    }
}

fn large(frame: &mut Frame<'_>, shell: Shell, state: &State, theme: &Theme, words: &Words) {
    header::view(frame, shell.header, state, theme, words);
    line::view(frame, shell.line, state, theme, words);
    let low = shell.line.height < 3;
    let rows = message::rows(state, theme, words, shell.body.width, low);
    let bottom = u16::try_from(rows.len()).unwrap_or(1).min(shell.body.height);
    let body = Rect {
        height: shell.body.height - bottom,
        ..shell.body
    };
    match &state.screen {
        Screen::Sale => sale::view(frame, body, state, theme, words),
        _ => {}
    }
    let message = Rect {
        y: body.bottom(),
        height: bottom,
        ..body
    };
    message::view(frame, message, state, theme, &rows);
}
