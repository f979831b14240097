//! One add-on, or the item itself, in full: everything that can be said, what there is instead of it, what is better.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::columns::{Cells, Columns, Price};
use super::facts::{Fact, facts};
use super::list::Tone;
use super::pen::{Pen, width_of, wrap};
use super::{footer, popup};
use crate::domain::Item;
use crate::tui::keymap::Action;
use crate::tui::state::{DetailsScreen, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// The column of the labels' end in a window of 80 columns.
const LABEL: u16 = 20;

/// From so many columns for texts on, two languages stand side by side; below, one under the other.
const BESIDE: u16 = 84;
/// Between the two.
const GAP: u16 = 3;

/// One row of the screen.
enum Row<'a> {
    Text(Cow<'a, str>, Tone),
    Choice(usize, &'a Item),
}

/// Draws the details.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, screen: &DetailsScreen) {
    let title = title(state, words, screen);
    let inside = popup::open(frame, area, &title, state, theme);
    let mut pen = Pen::new(frame, inside);
    if let Some(item) = item(state, screen) {
        head(&mut pen, state, theme, words, screen, item);
    }
    if screen.details.is_none() {
        pen.text(1, 1, &words.word("details-loading"), theme.text);
    }
    let facts = facts(state, words, screen);
    let widest = facts.iter().map(|fact| width_of(&fact.label) + 2).max().unwrap_or(0);
    let indent = 1 + if pen.width() >= 70 { widest.max(LABEL) } else { widest };
    let rows = rows(&facts, pen.width().saturating_sub(indent + 1));
    let turn = turn(state, words, screen);
    let height = pen.height().saturating_sub(2 + u16::from(turn.is_some()));
    let columns = columns(&facts, state, words, indent, pen.width());
    let first = first(&rows, screen.choice, height);
    for (y, (label, row)) in (2..2 + height).zip(rows.iter().skip(first)) {
        pen.within(1, y, indent - 1, label, theme.text);
        match row {
            Row::Text(text, Tone::Aloud) => {
                pen.text(indent, y, text, theme.aloud);
            }
            Row::Text(text, _) => {
                pen.text(indent, y, text, theme.text);
            }
            Row::Choice(place, item) => {
                let cells = Cells::of(item, state, words, Price::Bare);
                let over = (screen.choice == Some(*place)).then_some(theme.highlight);
                if over.is_some() {
                    pen.paint(indent - 1, y, pen.width(), theme.highlight);
                    pen.text(indent - 1, y, ">", theme.highlight);
                }
                let room = columns.name_width(indent);
                pen.within(indent, y, room, item.name.as_str(), over.unwrap_or(theme.text));
                columns.draw(&mut pen, y, &cells, theme, over);
            }
        }
    }
    if let Some(turn) = turn {
        let y = pen.height().saturating_sub(1);
        pen.text(1, y, &turn, theme.text);
    }
}

/// The item that the screen is about.
pub fn item<'a>(state: &'a State, screen: &'a DetailsScreen) -> Option<&'a Item> {
    let row = screen.row.and_then(|place| state.desk.rows.get(place));
    row.map(|row| &row.add_on).or_else(|| screen.details.as_ref().map(|details| &details.item))
}

/// What the screen is about.
pub fn title(state: &State, words: &Words, screen: &DetailsScreen) -> String {
    match screen.row.and_then(|place| state.desk.rows.get(place)) {
        Some(row) => {
            let names = [("name", row.add_on.name.to_string()), ("item", row.for_name.to_string())];
            words.say("details-goes-with", &names)
        }
        None => item(state, screen).map_or_else(String::new, |item| item.name.to_string()),
    }
}

/// Price, stock, place and code, and the answer where there is one.
fn head(pen: &mut Pen<'_>, state: &State, theme: &Theme, words: &Words, screen: &DetailsScreen, item: &Item) {
    let mut end = pen.width().saturating_sub(1);
    if let Some(row) = screen.row.and_then(|place| state.desk.rows.get(place)) {
        let (sign, answer, style) = super::add_ons::answer(row, state, theme, words);
        let text = answer.first().map_or_else(|| sign.to_owned(), |answer| format!("{sign} {answer}"));
        let room = end;
        end = pen.right(end, 0, room, &text, style).saturating_sub(2);
    }
    let texts = Cells::of(item, state, words, Price::WithCode).texts();
    let mut x = 1;
    for (place, text) in texts.iter().filter(|text| !text.0.is_empty()).enumerate() {
        let style = if text.1 { theme.low_stock } else { theme.text };
        x += if place > 0 { 4 } else { 0 };
        x = pen.within(x, 0, end.saturating_sub(x), &text.0, style);
    }
    let x = x + 4;
    pen.within(x, 0, end.saturating_sub(x), &code(words, screen, item), theme.text);
}

/// The barcode as it is printed, else the SKU.
pub fn code(words: &Words, screen: &DetailsScreen, item: &Item) -> String {
    let code = screen.details.as_ref().and_then(|details| details.facts.barcodes.first());
    let code = code.map_or(item.sku.as_str(), |code| as_printed(code)).to_owned();
    words.say("details-code", &[("code", code)])
}

/// Barcodes are kept with fourteen digits; on a package stand thirteen.
fn as_printed(code: &str) -> &str {
    match code.strip_prefix('0') {
        Some(printed) if printed.len() == 13 => printed,
        _ => code,
    }
}

fn rows<'a>(facts: &'a [Fact<'a>], width: u16) -> Vec<(&'a str, Row<'a>)> {
    let mut rows = Vec::new();
    for fact in facts {
        let mut label = fact.label.as_str();
        if let Some((place, item)) = fact.choice {
            rows.push((label, Row::Choice(place, item)));
            label = "";
        }
        if fact.beside.len() == 1 && width >= BESIDE {
            for line in beside(&fact.text, &fact.beside[0], width) {
                rows.push((label, Row::Text(Cow::Owned(line), fact.tone)));
                label = "";
            }
            continue;
        }
        if !fact.text.is_empty() {
            for line in wrap(&fact.text, width) {
                rows.push((label, Row::Text(line, fact.tone)));
                label = "";
            }
        }
        // Where room is short, the other language has what is said aloud.
        let others = fact.beside.iter().filter(|_| width >= BESIDE || matches!(fact.tone, Tone::Aloud));
        for (language, text) in others {
            for line in wrap(&format!("{language}  {text}"), width) {
                rows.push((label, Row::Text(Cow::Owned(line.into_owned()), fact.tone)));
                label = "";
            }
        }
    }
    rows
}

/// Staff's sentence at the left and the customer's, behind its language, at the right.
fn beside(own: &str, (language, other): &(String, String), width: u16) -> Vec<String> {
    let half = (width - GAP) / 2;
    let indent = width_of(language) + 2;
    let (left, right) = (wrap(own, half), wrap(other, half.saturating_sub(indent)));
    let line = |place: usize| {
        let left = left.get(place).map_or("", AsRef::as_ref);
        let Some(right) = right.get(place) else { return left.to_owned() };
        let mark = if place == 0 { format!("{language}  ") } else { " ".repeat(usize::from(indent)) };
        let blank = " ".repeat(usize::from(half.saturating_sub(width_of(left)) + GAP));
        format!("{left}{blank}{mark}{right}")
    };
    (0..left.len().max(right.len())).map(line).collect()
}

fn columns(facts: &[Fact<'_>], state: &State, words: &Words, indent: u16, width: u16) -> Columns {
    let items = facts.iter().filter_map(|fact| fact.choice);
    let cells: Vec<_> = items.map(|(_, item)| Cells::of(item, state, words, Price::Bare)).collect();
    Columns::of(cells.iter(), indent, width.saturating_sub(1))
}

/// The first row in sight, so that the chosen item is.
fn first(rows: &[(&str, Row<'_>)], choice: Option<usize>, height: u16) -> usize {
    let chosen = rows.iter().position(|(_, row)| matches!(row, Row::Choice(place, _) if Some(*place) == choice));
    popup::seen(rows.len(), chosen.unwrap_or(0), height).start
}

fn turn(state: &State, words: &Words, screen: &DetailsScreen) -> Option<String> {
    let place = screen.row.filter(|_| state.desk.rows.len() > 1)? + 1;
    let with = [
        ("back", footer::key(state, Action::Left)),
        ("on", footer::key(state, Action::Right)),
        ("place", place.to_string()),
        ("count", state.desk.rows.len().to_string()),
    ];
    Some(words.say("details-turn", &with))
}
