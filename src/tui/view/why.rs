//! Why an add-on is shown or not: the verdict, its evidence, what it passed, what decides about its place, and what a
//! person could do about it.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, width_of, wrap};
use super::popup;
use crate::rank::explain::{Explanation, Part};
use crate::tui::state::{State, Why};
use crate::tui::theme::Theme;
use crate::words::Words;

/// In a window narrower than this the labels stand above their sentences.
const WIDE: u16 = 70;

/// One row: its step, its label and its text.
struct Row {
    step: usize,
    label: String,
    text: String,
}

/// Draws it, the cursor on the highlighted step.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, why: &Why) {
    let inside = popup::open(frame, area, &title(words, why), state, theme);
    let mut pen = Pen::new(frame, inside);
    let Some(explanation) = &why.explanation else {
        pen.text(1, 0, &words.word("why-loading"), theme.text);
        return;
    };
    let (indent, rows) = rows(explanation, state, words, pen.width());
    let last = rows.iter().rposition(|row| row.step == why.chosen).unwrap_or(0);
    let seen = popup::seen(rows.len(), last, pen.height());
    let first = rows[seen.clone()].iter().position(|row| row.step == why.chosen);
    let marked = first.and_then(|y| u16::try_from(y).ok()).unwrap_or(0);
    for (y, row) in (0..).zip(&rows[seen]) {
        let head = explanation.steps[row.step].part <= Part::Stopped;
        let style = if head { theme.aloud } else { theme.text };
        pen.within(2, y, width_of(&row.label), &row.label, style);
        pen.text(indent, y, &row.text, style);
    }
    pen.text(0, marked, ">", theme.text);
    let place = pen.place(0, marked);
    popup::cursor(frame, place);
}

/// Whose place on the list is explained.
pub fn title(words: &Words, why: &Why) -> String {
    let item = why.explanation.as_ref().and_then(|explanation| explanation.item.as_ref());
    match item.filter(|item| item.sku != why.add_on) {
        Some(item) => words.say("why-title-for", &[("name", why.name.to_string()), ("item", item.name.to_string())]),
        None => words.say("why-title", &[("name", why.name.to_string())]),
    }
}

/// Each step in words, behind the name of its part.
pub fn spoken(explanation: &Explanation, state: &State, words: &Words) -> Vec<String> {
    let text = |step| words.step(step, &state.face.currency);
    explanation.steps.iter().map(|step| format!("{}: {}", words.part(step.part), text(step))).collect()
}

fn rows(explanation: &Explanation, state: &State, words: &Words, width: u16) -> (u16, Vec<Row>) {
    let labels = Part::ALL.map(|part| words.part(part));
    let widest = labels.iter().map(|label| width_of(label)).max().unwrap_or(0);
    let indent = if width >= WIDE { widest + 4 } else { 4 };
    let mut rows = Vec::new();
    let mut before = None;
    for (step, said) in explanation.steps.iter().enumerate() {
        let mut label = if before == Some(said.part) { String::new() } else { words.part(said.part) };
        before = Some(said.part);
        if width < WIDE && !label.is_empty() {
            rows.push(Row { step, label: std::mem::take(&mut label), text: String::new() });
        }
        let text = words.step(said, &state.face.currency);
        for line in wrap(&text, width.saturating_sub(indent + 1)) {
            rows.push(Row { step, label: std::mem::take(&mut label), text: Cow::into_owned(line) });
        }
    }
    (indent, rows)
}
