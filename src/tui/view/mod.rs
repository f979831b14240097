//! Draws a state: by its screen, then by what lies over it. One file a panel; each takes frame, area, state and theme
//! in that order.
//!
//! Nothing here changes the state or decides what a key does, and nothing is drawn outside of `frame.area()`: every
//! rectangle comes from it, in each draw anew, so that a window may have any size at any moment.

mod add_ons;
mod ask;
mod banners;
mod basket;
mod columns;
mod contexts;
mod details;
mod facts;
mod feedback;
mod finish;
mod first_run;
mod footer;
mod header;
mod help;
mod item;
pub(super) mod line;
mod list;
mod menu;
mod message;
mod panel;
pub(super) mod pen;
pub(super) mod popup;
mod problems;
mod reasons;
mod report;
mod sale;
mod search;
pub(super) mod small;
pub mod spoken;
pub mod spots;
mod unknown;
mod which;
mod why;
mod wording;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::state::{Overlay, Screen, State};
use super::theme::Theme;
use crate::words::Words;

/// Draws everything and places the cursor.
pub fn draw(frame: &mut Frame<'_>, state: &State, theme: &Theme, words: &Words) {
    let shell = Shell::of(frame.area());
    let small = small::is_small(shell.window);
    let mut body = shell.body;
    if small {
        small::view(frame, shell.all, state, theme, words);
    } else {
        body.height = large(frame, shell, state, theme, words);
    }
    if let Some(overlay) = &state.overlay {
        let part =
            Rect { height: if small { body.height } else { choice_height(body, shell.window, state, words) }, ..body };
        over(frame, [shell.body, body, part], state, theme, words, overlay);
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
    window: Rect,
}

impl Shell {
    fn of(window: Rect) -> Self {
        let row = |y: u16, height: u16| Rect::new(0, y, window.width, height).intersection(window);
        let footer = u16::from(window.height > 3);
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
            window,
        }
    }
}

/// The rows that a screen has in a window that is not small.
fn body_of(shell: Shell, state: &State, words: &Words) -> Rect {
    let rows = message::rows(state, &Theme::named("mono"), words, shell.body.width, shell.line.height < 3);
    let bottom = u16::try_from(rows.len()).unwrap_or(1).min(shell.body.height);
    Rect { height: shell.body.height - bottom, ..shell.body }
}

/// Draws header, search line, screen and message; gives the rows that the screen has.
fn large(frame: &mut Frame<'_>, shell: Shell, state: &State, theme: &Theme, words: &Words) -> u16 {
    // The figures need the room of the search line; it comes back with the first letter.
    let figures = match &state.screen {
        Screen::Report(report) if !matches!(state.overlay, Some(Overlay::Search(_))) => Some(report),
        _ => None,
    };
    let shell = if let Some(report) = figures {
        report::title(frame, shell.header, state, theme, words, report);
        Shell { body: shell.body.union(shell.line), ..shell }
    } else {
        header::view(frame, shell.header, state, theme, words);
        line::view(frame, shell.line, state, theme, words);
        shell
    };
    let low = shell.line.height < 3;
    let rows = message::rows(state, theme, words, shell.body.width, low);
    let bottom = u16::try_from(rows.len()).unwrap_or(1).min(shell.body.height);
    let body = Rect { height: shell.body.height - bottom, ..shell.body };
    match &state.screen {
        Screen::FirstRun(first) => first_run::view(frame, body, state, theme, words, first),
        Screen::Sale => sale::view(frame, body, state, theme, words),
        Screen::Details(screen) => details::view(frame, body, state, theme, words, screen),
        Screen::Finish(finish) => finish::view(frame, body, state, theme, words, finish),
        Screen::Feedback(feedback) => feedback::view(frame, body, state, theme, words, feedback),
        Screen::Report(report) => report::view(frame, body, state, theme, words, report),
    }
    let message = Rect { y: body.bottom(), height: bottom, ..body };
    message::view(frame, message, state, theme, &rows);
    body.height
}

/// Draws what lies over the screen. A page takes all between search line and footer; a list that can be changed leaves
/// the message; a choice takes a part and leaves total and message.
fn over(
    frame: &mut Frame<'_>,
    [page, list, part]: [Rect; 3],
    state: &State,
    theme: &Theme,
    words: &Words,
    overlay: &Overlay,
) {
    match overlay {
        Overlay::Search(found) => search::view(frame, part, state, theme, words, found),
        Overlay::Which(which) => which::view(frame, part, state, theme, words, which),
        Overlay::Help => help::view(frame, page, state, theme, words),
        Overlay::Menu(menu) => menu::view(frame, page, state, theme, words, menu),
        Overlay::Code { typed, wrong } => ask::code(frame, part, state, theme, words, (typed, *wrong)),
        Overlay::Wording(typing) => wording::view(frame, page, state, theme, words, typing),
        Overlay::Contexts => contexts::view(frame, part, state, theme, words),
        Overlay::Reasons { add_on } => reasons::view(frame, part, state, theme, words, add_on),
        Overlay::Drop { yes } => ask::drop_sale(frame, part, state, theme, words, *yes),
        Overlay::Kept(sale) => ask::kept(frame, part, state, theme, words, sale),
        Overlay::Problems => problems::view(frame, page, state, theme, words),
        Overlay::Why(why) => why::view(frame, page, state, theme, words, why),
        Overlay::Unknown { chosen, .. } => unknown::view(frame, list, state, theme, words, *chosen),
    }
}

/// Rows that a choice may cover: item and add-ons of the sale, and never the total.
fn choice_height(body: Rect, window: Rect, state: &State, words: &Words) -> u16 {
    let above_total = body.height.saturating_sub(1);
    if !matches!(state.screen, Screen::Sale) {
        return above_total;
    }
    let areas = sale::split(body, sale::room(window), state, words);
    (areas.list.bottom() - body.y).max(11).min(above_total)
}
