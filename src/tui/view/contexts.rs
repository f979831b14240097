//! What holds for this customer: a digit switches each context on or off, and takes a card off that is linked. Below stands
//! what its customer bought before and is due again.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::pen::{Pen, wrap};
use super::popup;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::words::Words;

/// Of what is due so many are said.
const MOST_DUE: usize = 3;

/// Draws the choices, each with its digit and a sign where it is on.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let choices = choices(state, words);
    let below = due(state, words, popup::within(area, 0).width.saturating_sub(11));
    let rows = u16::try_from(choices.len() + below.len()).unwrap_or(u16::MAX);
    let inside = popup::open(frame, popup::within(area, rows), &words.word("contexts-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    for (y, (on, text)) in (0..).zip(&choices) {
        let style: Style = if *on { theme.took } else { theme.text };
        pen.text(2, y, &format!("{}", y + 1), theme.text);
        pen.text(5, y, if *on { "[+]" } else { "[ ]" }, style);
        pen.text(9, y, text, style);
    }
    let first = u16::try_from(choices.len()).unwrap_or(u16::MAX);
    for (y, line) in (first..).zip(&below) {
        pen.text(9, y, line, theme.text);
    }
    let place = pen.place(2, 0);
    popup::cursor(frame, place);
}

/// What a digit switches, in the order of the digits, and whether it is on.
pub fn choices(state: &State, words: &Words) -> Vec<(bool, String)> {
    let basket = &state.desk.basket;
    let contexts = state.face.contexts.iter();
    let mut choices: Vec<_> = contexts.map(|(name, words)| (basket.contexts.contains(name), words.clone())).collect();
    let linked = basket.customer.is_some();
    if state.face.ways.cards {
        choices.push((linked, words.word(if linked { "context-card-linked" } else { "context-card-scan" })));
    }
    choices
}

/// What is due again to the customer of a linked card, in lines of a width.
pub fn due(state: &State, words: &Words, room: u16) -> Vec<String> {
    let mut lines = Vec::new();
    if state.desk.basket.customer.is_none() {
        return lines;
    }
    for one in state.desk.due.iter().take(MOST_DUE) {
        let text = words.say("context-due", &[("name", one.name.to_string()), ("due", words.due(&one.due))]);
        lines.extend(wrap(&text, room).into_iter().map(std::borrow::Cow::into_owned));
    }
    lines
}
