//! The marked add-on in full, at the right of a large window: what to say, answers to objections, why it is here.
//!
//! It repeats nothing that can be done: 120 columns show more text, never more functions.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::list::{Tone, why};
use super::pen::{Pen, wrap};
use crate::domain::Suggestion;
use crate::tui::state::State;
use crate::tui::theme::{Look, Theme};
use crate::words::Words;

/// Draws the panel, or nothing where the area is empty.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let Some(row) = state.desk.to_ask().and_then(|place| state.desk.rows.get(place)) else {
        return;
    };
    if area.is_empty() {
        return;
    }
    let title = words.say("panel-title", &[("name", row.add_on.name.to_string())]);
    let inside = Pen::new(frame, area).border(&title, Look::of(&state.face.looks), theme.frame);
    let mut pen = Pen::new(frame, inside);
    let mut y = 1;
    for (label, text, tone) in parts(row, words) {
        pen.text(1, y, &label, theme.text);
        let style = if tone == Tone::Aloud { theme.aloud } else { theme.text };
        for line in wrap(&text, pen.width().saturating_sub(2)) {
            y += 1;
            pen.text(1, y, &line, style);
        }
        y += 2;
    }
}

fn parts(row: &Suggestion, words: &Words) -> Vec<(String, String, Tone)> {
    let mut parts = Vec::new();
    if let Some(say) = &row.talking.say {
        parts.push((words.word("details-say"), say.to_string(), Tone::Aloud));
    }
    for (objection, answer) in &row.talking.answers {
        let objection = words.word(super::reasons::objection(*objection));
        parts.push((words.say("details-if", &[("objection", objection)]), answer.to_string(), Tone::Plain));
    }
    if let Some(why) = why(row, words) {
        parts.push((words.word("details-why"), why, Tone::Plain));
    }
    parts
}
