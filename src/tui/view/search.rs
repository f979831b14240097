//! Results of a search by name, over the add-ons and never over the total.
//!
//! Items that are out are listed, since staff may be asked for them. The cursor stays in the search line, where the
//! text is still being typed.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use super::columns::{Cells, Columns, Price};
use super::pen::{Pen, width_of};
use super::popup;
use crate::domain::Item;
use crate::tui::state::{Fit, Found, Hit, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// The column of the names.
const NAME: u16 = 2;
/// What price, stock and place take at least.
const LEAST_COLUMNS: u16 = 30;

/// Draws the results.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, found: &Found) {
    let area = popup::within(area, area.height);
    let inside = popup::open(frame, area, &title(words, found), state, theme);
    let mut pen = Pen::new(frame, inside);
    let notes = notes(words, found, pen.width().saturating_sub(2));
    let seen = seen(found, pen.height(), notes.len());
    let rows = &found.rows[seen.clone()];
    let columns = table(&mut pen, state, theme, words, rows.iter().map(|hit| &hit.item), found.chosen - seen.start);
    for (y, hit) in (1..).zip(rows) {
        marks(&mut pen, y, theme, columns.name_width(NAME), hit);
    }
    let end = 1 + u16::try_from(rows.len()).unwrap_or(0);
    for (y, note) in (end..).zip(&notes) {
        pen.text(1, y, note, theme.text);
    }
}

fn seen(found: &Found, height: u16, notes: usize) -> Range<usize> {
    let height = height.saturating_sub(1 + u16::try_from(notes).unwrap_or(0)).max(1);
    popup::seen(found.rows.len(), found.chosen, height)
}

/// Where the results are drawn in an area: the rectangle whose first row is the words over the columns, and which results
/// come below.
pub fn places(area: Rect, words: &Words, found: &Found) -> (Rect, Range<usize>) {
    let inside = popup::inside(popup::within(area, area.height));
    let notes = notes(words, found, inside.width.saturating_sub(2));
    (inside, seen(found, inside.height, notes.len()))
}

/// How many match, of what was typed.
pub fn title(words: &Words, found: &Found) -> String {
    let text = ("text", found.text.clone());
    if found.rows.is_empty() {
        return words.say(if found.settled { "search-none" } else { "search-busy" }, &[text]);
    }
    let total = found.total.max(found.rows.len());
    words.count("search-title", i64::try_from(total).unwrap_or(i64::MAX), &[text])
}

/// What is said under the rows, in one row where it fits: the name of the highlighted row in full where its column cuts
/// it, since variants often differ at the end.
fn notes(words: &Words, found: &Found, width: u16) -> Vec<String> {
    let chosen = found.rows.get(found.chosen).map(|hit| hit.item.name.as_str());
    let is_cut = |name: &&str| width_of(name) > width.saturating_sub(LEAST_COLUMNS);
    let code = match chosen.filter(is_cut) {
        Some(name) => name.to_owned(),
        None => words.word("search-code"),
    };
    let Some(note) = remarks(words, found) else { return vec![code] };
    let both = format!("{note}  {code}");
    if width_of(&both) <= width { vec![both] } else { vec![note, code] }
}

/// How the rows fit what was typed, where that has to be said.
pub fn remarks(words: &Words, found: &Found) -> Option<String> {
    match (found.settled, found.fit, found.rows.is_empty()) {
        (true, Fit::Preparing, _) => Some(words.word("search-preparing")),
        (true, _, true) => Some(words.word("search-none-help")),
        (_, Fit::Nearest, false) => Some(words.say("search-nearest", &[("text", found.text.clone())])),
        _ => None,
    }
}

/// Draws a heading and a row for each item, the chosen one highlighted; gives the columns used.
pub fn table<'a>(
    pen: &mut Pen<'_>,
    state: &State,
    theme: &Theme,
    words: &Words,
    items: impl Iterator<Item = &'a Item> + Clone,
    chosen: usize,
) -> Columns {
    let heading = Cells::heading(words);
    let cells: Vec<_> = items.clone().map(|item| Cells::of(item, state, words, Price::Bare)).collect();
    let columns = Columns::of(cells.iter().chain([&heading]), NAME, pen.width().saturating_sub(1));
    if !cells.is_empty() {
        pen.within(NAME, 0, columns.name_width(NAME), &words.word("column-name"), theme.text);
        columns.draw(pen, 0, &heading, theme, None);
    }
    for (place, (item, cells)) in items.zip(&cells).enumerate() {
        let y = u16::try_from(place + 1).unwrap_or(u16::MAX);
        let over = (place == chosen).then_some(theme.highlight);
        if place == chosen {
            pen.paint(0, y, pen.width(), theme.highlight);
            pen.text(1, y, ">", theme.highlight);
        }
        pen.within(NAME, y, columns.name_width(NAME), item.name.as_str(), over.unwrap_or(theme.text));
        columns.draw(pen, y, cells, theme, over);
    }
    columns
}

/// Marks the characters of a name that match what was typed.
fn marks(pen: &mut Pen<'_>, y: u16, theme: &Theme, width: u16, hit: &Hit) {
    let name = hit.item.name.as_str();
    let room = if width_of(name) > width { width.saturating_sub(2) } else { width };
    let (mut x, mut index) = (0, 0);
    for grapheme in name.graphemes(true) {
        let (columns, characters) = (width_of(grapheme), grapheme.chars().count());
        if x + columns > room {
            return;
        }
        if (index..index + characters).any(|character| hit.marks.contains(&character)) {
            pen.paint(NAME + x, y, columns, theme.matched);
        }
        x += columns;
        index += characters;
    }
}
