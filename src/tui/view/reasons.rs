//! The five reasons of a no, each with its digit, and none.
//!
//! Nobody has to give one: the next scan goes on all the same.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::Pen;
use super::popup;
use crate::domain::{Objection, Sku};
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::words::Words;

/// Draws the reasons, the one that is noted with a sign.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, add_on: &Sku) {
    let inside = popup::open(frame, popup::within(area, 8), &title(state, words, add_on), state, theme);
    let mut pen = Pen::new(frame, inside);
    for (y, (digit, noted, text)) in (0..).zip(choices(state, words, add_on)) {
        let sign = if noted { "[+]" } else { "[ ]" };
        pen.text(2, y, &format!("{digit}  {sign} {text}"), theme.text);
    }
    pen.text(2, 7, &words.word("reasons-skip"), theme.text);
    let place = pen.place(2, 0);
    popup::cursor(frame, place);
}

/// Of which add-on the reasons are.
pub fn title(state: &State, words: &Words, add_on: &Sku) -> String {
    let row = state.desk.rows.iter().find(|row| &row.add_on.sku == add_on);
    let name = row.map_or_else(|| add_on.to_string(), |row| row.add_on.name.to_string());
    words.say("reasons-title", &[("name", name)])
}

/// Each reason with its digit, and whether it is the one noted.
pub fn choices(state: &State, words: &Words, add_on: &Sku) -> Vec<(usize, bool, String)> {
    let noted = state.desk.basket.answer(add_on).and_then(|answer| answer.why);
    let reasons = Objection::ALL.iter().map(|&why| (Some(why), id(why))).chain([(None, "reason-none")]);
    (1..).zip(reasons).map(|(digit, (why, id))| (digit % 6, why == noted, words.word(id))).collect()
}

/// The words of a reason.
pub fn id(objection: Objection) -> &'static str {
    match objection {
        Objection::HasOne => "reason-has-one",
        Objection::TooExpensive => "reason-too-expensive",
        Objection::NotNow => "reason-not-now",
        Objection::DoesNotFit => "reason-does-not-fit",
        Objection::Other => "reason-other",
    }
}

/// The words in front of the answer to an objection.
pub fn objection(objection: Objection) -> &'static str {
    match objection {
        Objection::HasOne => "objection-has-one",
        Objection::TooExpensive => "objection-too-expensive",
        Objection::NotNow => "objection-not-now",
        Objection::DoesNotFit => "objection-does-not-fit",
        Objection::Other => "objection-other",
    }
}
