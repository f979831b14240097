//! The end of a sale: what it comes to, what became of each add-on that was shown, and the figures of the day.
//!
//! An answer can still be changed here. Figures are those of the till, and of the colleague whose
//! shift it is; no other is named.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::pen::{Pen, width_of};
use super::{basket, footer, popup};
use crate::domain::{EventSuggestion, Outcome};
use crate::tui::keymap::Action;
use crate::tui::state::{Finish, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// The column of the answers.
const ANSWER: u16 = 7;

/// Draws the end of the sale.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, finish: &Finish) {
    let inside = popup::open(frame, area, &words.word("finish-title"), state, theme);
    let low = u16::from(inside.height < 14);
    let row = |y: u16| Rect::new(inside.x, inside.y.saturating_add(y), inside.width, 1).intersection(inside);
    basket::totals(frame, row(1 - low), state, theme, words);
    let mut pen = Pen::new(frame, inside);
    let notes = notes(state, words, finish, low == 0);
    let top = if low == 0 { 3 } else { 1 };
    let rows = state.desk.basket.event_suggestions();
    let title = if rows.is_empty() { "finish-none" } else { "finish-add-ons" };
    pen.text(1, top, &words.word(title), theme.text);
    let room = pen.height().saturating_sub(top + 1 + u16::try_from(notes.len()).unwrap_or(0)).max(1);
    let seen = popup::seen(rows.len(), finish.row, room);
    let widest = rows.iter().map(|row| width_of(&words.word(outcome(row.outcome, theme).1))).max();
    let name = ANSWER + widest.unwrap_or(0) + 2;
    let mut y = top + 1;
    for (place, suggestion) in rows.iter().enumerate().take(seen.end).skip(seen.start) {
        if place == finish.row {
            pen.paint(0, y, pen.width(), theme.highlight);
            pen.text(1, y, ">", theme.highlight);
        }
        let over = (place == finish.row).then_some(theme.highlight);
        add_on(&mut pen, (name, y), state, theme, words, suggestion, over);
        y += 1;
    }
    for note in notes {
        pen.text(1, y, &note, theme.text);
        y += 1;
    }
}

/// What stands below the add-ons.
pub fn notes(state: &State, words: &Words, finish: &Finish, roomy: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let mut add = |text: String| {
        if roomy {
            notes.push(String::new());
        }
        notes.push(text);
    };
    if !state.desk.basket.shown.is_empty() {
        let key = |action| footer::key(state, action);
        let with = [
            ("up", key(Action::Up)),
            ("down", key(Action::Down)),
            ("took", key(Action::TookIt)),
            ("no", key(Action::NoThanks)),
        ];
        add(words.say("finish-change", &with));
        add(words.word("finish-fair"));
    }
    if let Some((sales, with)) = finish.today {
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let sales = words.count("finish-sales", number(sales), &[]);
        add(words.say("finish-today", &[("sales", sales), ("with", words.number(number(with)))]));
    }
    if let Some((asked, taken)) = finish.own {
        let number = |number: u64| words.number(i64::try_from(number).unwrap_or(i64::MAX));
        add(words.say("finish-own", &[("asked", number(asked)), ("taken", number(taken))]));
    }
    if roomy && state.banners.not_saved.is_none() {
        add(words.word("finish-kept"));
    }
    notes
}

/// Draws an add-on whose name starts at column `name` of row `y`, all of it in the style `over` where it has one.
fn add_on(
    pen: &mut Pen<'_>,
    (name, y): (u16, u16),
    state: &State,
    theme: &Theme,
    words: &Words,
    suggestion: &EventSuggestion,
    over: Option<Style>,
) {
    let basket = &state.desk.basket;
    let (sign, id, style) = outcome(suggestion.outcome, theme);
    pen.text(ANSWER - 4, y, sign, over.unwrap_or(style));
    pen.text(ANSWER, y, &words.word(id), over.unwrap_or(style));
    let style = over.unwrap_or(theme.text);
    let mut end = pen.width().saturating_sub(1);
    if let Some(price) = basket.line(&suggestion.add_on).and_then(|line| line.item.price) {
        end = pen.right(end, y, 16, &words.money(&state.face.currency, price), style);
    }
    pen.within(name, y, end.saturating_sub(name + 2), name_of(suggestion, state), style);
}

fn name_of<'a>(suggestion: &'a EventSuggestion, state: &'a State) -> &'a str {
    let shown = state.desk.basket.shown.iter().find(|shown| shown.add_on == suggestion.add_on);
    shown.map_or(suggestion.add_on.as_str(), |shown| shown.name.as_str())
}

/// An add-on in words: its name, and its price where it was taken.
pub fn spoken(suggestion: &EventSuggestion, state: &State, words: &Words) -> String {
    let name = name_of(suggestion, state);
    match state.desk.basket.line(&suggestion.add_on).and_then(|line| line.item.price) {
        Some(price) => format!("{name}, {}", words.money(&state.face.currency, price)),
        None => name.to_owned(),
    }
}

/// What became of an add-on, in words.
pub fn answer(suggestion: &EventSuggestion, words: &Words) -> String {
    words.word(outcome(suggestion.outcome, &Theme::named("mono")).1)
}

fn outcome(outcome: Outcome, theme: &Theme) -> (&'static str, &'static str, Style) {
    match outcome {
        Outcome::Accepted => ("[+]", "finish-took", theme.took),
        Outcome::Declined => ("[-]", "finish-no", theme.no_thanks),
        Outcome::NotAsked => ("[ ]", "finish-not-asked", theme.not_asked),
        Outcome::TakenWithoutAsking => ("[ ]", "finish-unasked", theme.not_asked),
    }
}
