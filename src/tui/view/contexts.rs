//! What holds for this customer: a digit switches each context on or off.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::Pen;
use super::popup;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::words::Words;

/// Draws the contexts, each with its digit and a sign where it is on.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let rows = u16::try_from(state.face.contexts.len()).unwrap_or(u16::MAX);
    let inside = popup::open(frame, popup::within(area, rows), &words.word("contexts-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    for (y, (name, words)) in (0..).zip(&state.face.contexts) {
        let on = state.desk.basket.contexts.contains(name);
        let sign = if on { "[+]" } else { "[ ]" };
        let style = if on { theme.took } else { theme.text };
        pen.text(2, y, &format!("{}", y + 1), theme.text);
        pen.text(5, y, sign, style);
        pen.text(9, y, words, style);
    }
    let place = pen.place(2, 0);
    popup::cursor(frame, place);
}
