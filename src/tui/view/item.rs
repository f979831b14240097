//! The item last scanned: price, stock and place, and under it what is in its box, what is better, and what there is
//! instead of it.
//!
//! Up-sell stays here and on the item's own screen; it is never among the add-ons.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::columns::{Cells, Columns};
use super::pen::{Pen, width_of};
use crate::domain::Item;
use crate::tui::keymap::Action;
use crate::tui::state::{Details, Feed, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// Draws the item into two rows, its cells in the columns of the list below.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, columns: Columns) {
    let mut pen = Pen::new(frame, area);
    let Some(subject) = &state.desk.subject else {
        pen.text(1, 0, &none(state, words), theme.text);
        return;
    };
    let cells = Cells::of(&subject.item, state, words, super::columns::Price::WithCode);
    pen.within(1, 0, columns.name_width(1), subject.item.name.as_str(), theme.text);
    columns.draw(&mut pen, 0, &cells, theme, None);
    notes(&mut pen, subject, state, theme, words);
}

/// What stands where no item does.
pub fn none(state: &State, words: &Words) -> String {
    words.word(if state.till.feed == Feed::Heard { "item-none-till" } else { "item-none" })
}

/// Everything that is said under the item.
pub fn said(subject: &Details, state: &State, words: &Words) -> Vec<String> {
    let out = is_out(subject, state).then(|| words.word(out(subject)));
    out.into_iter().chain(sentences(subject, is_out(subject, state), state, words)).collect()
}

fn is_out(subject: &Details, state: &State) -> bool {
    subject.item.stock.is_out(state.clock.now, state.face.ways.stock_max_age)
}

fn out(subject: &Details) -> &'static str {
    if subject.instead.is_empty() { "item-out-alone" } else { "item-out" }
}

fn notes(pen: &mut Pen<'_>, subject: &Details, state: &State, theme: &Theme, words: &Words) {
    let mut end = pen.width().saturating_sub(1);
    if !(subject.instead.is_empty() && subject.better.is_empty() && subject.included.is_empty())
        && let Some(key) = state.face.keymap.keys(Action::NextPart).first()
    {
        end = pen.right(end, 1, 12, &key.to_string(), theme.text).saturating_sub(2);
    }
    let mut x = 1;
    let is_out = is_out(subject, state);
    if is_out {
        x = pen.within(x, 1, end.saturating_sub(x), &words.word(out(subject)), theme.low_stock) + 2;
    }
    for note in sentences(subject, is_out, state, words) {
        let room = end.saturating_sub(x);
        if room < 12.min(width_of(&note)) {
            return;
        }
        x = pen.within(x, 1, room, &note, theme.text) + 3;
    }
}

/// What there is to say, the most useful first: where none is left, what to take instead.
fn sentences(subject: &Details, out: bool, state: &State, words: &Words) -> Vec<String> {
    let mut sentences = Vec::new();
    if !subject.included.is_empty() && !out {
        let names: Vec<_> = subject.included.iter().map(|item| item.name.as_str()).collect();
        sentences.push(words.say("item-included", &[("names", names.join(", "))]));
    }
    let better = subject.better.first().map(|(item, _)| ("item-better", item));
    let instead = subject.instead.first().map(|(item, _)| ("item-instead", item));
    let order = if out { [instead, better] } else { [better, instead] };
    sentences.extend(order.into_iter().flatten().map(|(id, item)| choice(id, item, state, words)));
    sentences
}

fn choice(id: &str, item: &Item, state: &State, words: &Words) -> String {
    let name = ("name", item.name.to_string());
    match item.price {
        Some(price) => words.say(id, &[name, ("price", words.money(&state.face.currency, price))]),
        None => words.say(&format!("{id}-unpriced"), &[name]),
    }
}
