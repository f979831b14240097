//! The lines of this sale and what they come to.
//!
//! The total says "list prices", since a till may know promotions that this program does not. A line that could not be
//! stored says so. Which lines of a long basket are seen follows the highlight.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::pen::{Pen, width_of};
use crate::domain::{Line, LineState, Sku, Step};
use crate::tui::state::{Focus, State};
use crate::tui::theme::{Look, Theme};
use crate::words::Words;

/// The column of what is said behind a name.
const NOTE: u16 = 27;

/// From so many columns on the total says what it is the total of.
const LABELLED: u16 = 40;

/// Draws the title and the lines.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let mut pen = Pen::new(frame, area);
    pen.rule(0, &title(state, words), Look::of(&state.face.looks), theme.frame);
    let lines = &state.desk.basket.lines;
    let focus = match state.desk.focus {
        Focus::Line(place) => Some(place),
        Focus::AddOn(_) => None,
    };
    let seen = window(lines.len(), focus, pen.height().saturating_sub(1));
    let mut y = 1;
    if seen.start > 0 {
        pen.text(1, y, &more(words, "basket-above", seen.start), theme.text);
        y += 1;
    }
    for (place, row) in lines.iter().enumerate().take(seen.end).skip(seen.start) {
        line(&mut pen, y, state, theme, words, row, focus == Some(place));
        y += 1;
    }
    if seen.end < lines.len() {
        pen.text(1, y, &more(words, "basket-below", lines.len() - seen.end), theme.text);
    }
}

fn more(words: &Words, id: &str, number: usize) -> String {
    words.count(id, i64::try_from(number).unwrap_or(i64::MAX), &[])
}

/// A linked card and contexts of the customer that are on stand in the title, so that nobody wonders why the list is another.
fn title(state: &State, words: &Words) -> String {
    contexts(state, words).unwrap_or_else(|| words.word("basket-title"))
}

/// The title where a card is linked or contexts are on.
pub fn contexts(state: &State, words: &Words) -> Option<String> {
    let on = &state.desk.basket.contexts;
    let card = state.desk.basket.customer.as_ref().map(|_| words.word("context-card"));
    if on.is_empty() && card.is_none() {
        return None;
    }
    let name = |context: &String| {
        let known = state.face.contexts.iter().find(|(name, _)| name == context);
        known.map_or_else(|| context.clone(), |(_, words)| words.clone())
    };
    let contexts: Vec<_> = card.into_iter().chain(on.iter().map(name)).collect();
    Some(words.say("basket-title-with", &[("contexts", contexts.join(", "))]))
}

/// A line in words: `2 x Torch 200 lumen, 24.00, fetch it: Aisle 9`.
pub fn spoken(row: &Line, state: &State, words: &Words) -> String {
    let amount = row.item.price.map(|price| words.money(&state.face.currency, price.times(row.quantity)));
    let note = note(row, state, &Theme::named("mono"), words).0;
    let texts = [format!("{} x {}", row.quantity, row.item.name), amount.unwrap_or_default(), note];
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Pieces, add-ons and the sum of the list prices in one line.
pub fn total(state: &State, words: &Words) -> String {
    let pieces = pieces(state, words);
    if !state.face.looks.show_total {
        return pieces;
    }
    let total = words.price_with_code(&state.face.currency, Some(state.desk.basket.total()));
    format!("{pieces}. {}: {total}", words.word("basket-total"))
}

fn pieces(state: &State, words: &Words) -> String {
    let basket = &state.desk.basket;
    let text = words.count("basket-pieces", basket.pieces(), &[]);
    if basket.add_ons() == 0 {
        return text;
    }
    let number = i64::try_from(basket.add_ons()).unwrap_or(i64::MAX);
    format!("{text}, {}", words.count("basket-add-ons", number, &[]))
}

/// Which of `count` lines are seen in `height` rows: the last ones, or those round the highlighted one. One row goes
/// to "more above" and one to "more below" where they are needed.
fn window(count: usize, focus: Option<usize>, height: u16) -> Range<usize> {
    let height = usize::from(height);
    if count <= height {
        return 0..count;
    }
    let above = count.saturating_sub(height.saturating_sub(1));
    match focus.filter(|&place| place < above) {
        None => above.min(count)..count,
        Some(place) if place + 1 < height => 0..height.saturating_sub(1),
        Some(place) => {
            let seen = height.saturating_sub(2);
            (place + 1).saturating_sub(seen)..(place + 1).min(count)
        }
    }
}

fn line(pen: &mut Pen<'_>, y: u16, state: &State, theme: &Theme, words: &Words, row: &Line, highlighted: bool) {
    let over = highlighted.then_some(theme.highlight);
    let style = over.unwrap_or(theme.text);
    if highlighted {
        pen.paint(0, y, pen.width(), theme.highlight);
    }
    let mark = if highlighted { '>' } else { ' ' };
    let after = pen.text(0, y, &format!("{mark}{:<2} ", row.quantity), style);
    let end = amount(pen, y, state, words, row, style);
    let (note, note_style) = note(row, state, theme, words);
    let note_width = if note.is_empty() { 0 } else { width_of(&note) + 2 };
    let room = end.saturating_sub(after + 2).saturating_sub(note_width);
    let after = pen.within(after, y, room, row.item.name.as_str(), style);
    let x = NOTE.max(after + 2).min(end.saturating_sub(note_width));
    pen.within(x, y, end.saturating_sub(x), &note, over.unwrap_or(note_style));
}

fn amount(pen: &mut Pen<'_>, y: u16, state: &State, words: &Words, row: &Line, style: Style) -> u16 {
    let end = pen.width().saturating_sub(1);
    let Some(price) = row.item.price else { return end };
    let amount = words.money(&state.face.currency, price.times(row.quantity));
    pen.right(end, y, 24, &amount, style)
}

/// What is said behind the name: that it is not stored yet, that it is to be fetched, or what it weighs.
fn note(row: &Line, state: &State, theme: &Theme, words: &Words) -> (String, Style) {
    if is_unsaved(&row.item.sku, state) {
        return (words.word("basket-unsaved"), theme.fault);
    }
    let weight = row.item.measure.and_then(|measure| measure.weight);
    let text = match (&row.state, &row.item.place) {
        (LineState::Promised { .. }, Some(place)) => words.say("basket-fetch-at", &[("place", place.to_string())]),
        (LineState::Promised { .. }, None) => words.word("basket-fetch"),
        _ => weight.map_or_else(String::new, |weight| words.weight(weight)),
    };
    (text, theme.text)
}

fn is_unsaved(sku: &Sku, state: &State) -> bool {
    !state.desk.unsaved.is_empty()
        && state.desk.sale.steps.iter().any(|timed| {
            let of_line = match &timed.step {
                Step::Add { item, .. } => &item.sku == sku,
                Step::Take { add_on, .. } => &add_on.sku == sku,
                _ => false,
            };
            of_line && state.desk.unsaved.contains(&timed.number)
        })
}

/// Draws pieces, add-ons and the sum of the list prices into one row.
pub fn totals(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let mut pen = Pen::new(frame, area);
    let mut end = pen.width().saturating_sub(1);
    if state.face.looks.show_total {
        let total = words.money(&state.face.currency, state.desk.basket.total());
        let amount = width_of(&total).max(12);
        pen.right(end, 0, amount, &total, theme.text);
        end = end.saturating_sub(amount + 1);
        if pen.width() >= LABELLED {
            end = pen.right(end, 0, end / 2, &words.word("basket-total"), theme.text);
        }
    }
    pen.within(0, 0, end.saturating_sub(1), &format!(" {}", pieces(state, words)), theme.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_seen_unless_the_highlight_is_elsewhere() {
        assert_eq!(window(3, None, 4), 0..3);
        assert_eq!(window(4, None, 4), 0..4);
        assert_eq!(window(10, None, 4), 7..10);
        assert_eq!(window(10, Some(9), 4), 7..10);
        assert_eq!(window(10, Some(0), 4), 0..3);
        assert_eq!(window(10, Some(5), 4), 4..6);
        assert_eq!(window(10, Some(5), 0), 6..6);
    }

    #[test]
    fn the_highlighted_line_is_seen_at_any_height_that_holds_one() {
        for height in 3..12 {
            for count in 0..20 {
                for place in 0..count {
                    let seen = window(count, Some(place), height);
                    assert!(seen.contains(&place), "{place} of {count} in {height}: {seen:?}");
                    let notes = usize::from(seen.start > 0) + usize::from(seen.end < count);
                    assert!(seen.len() + notes <= usize::from(height), "{place} of {count} in {height}");
                }
            }
        }
    }
}
