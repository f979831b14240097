//! What stands in a cell of the picture, by the same rectangles as it was drawn with.

use ratatui::layout::{Position, Rect};

use super::list::{self, ListRow};
use super::{Shell, body_of, choice_height, sale, search, small};
use crate::domain::Item;
use crate::tui::state::{Overlay, Screen, Spot, State};
use crate::words::Words;

/// What was drawn at a place of a window; `None` where nothing is that can be pointed at.
pub fn at(window: Rect, state: &State, words: &Words, place: Position) -> Option<Spot> {
    let shell = Shell::of(window);
    if small::is_small(window) {
        return None;
    }
    let body = body_of(shell, state, words);
    let part = Rect { height: choice_height(body, window, state, words), ..body };
    match (&state.overlay, &state.screen) {
        (Some(Overlay::Search(found)), _) => {
            let (inside, seen) = search::places(part, words, found);
            choice(inside, place, found.rows[seen].iter().map(|hit| &hit.item))
        }
        (Some(Overlay::Which(which)), _) => {
            let (inside, seen) = super::which::places(part, which);
            choice(inside, place, which.items[seen].iter())
        }
        (None, Screen::Sale) => add_on(body, window, state, words, place),
        _ => None,
    }
}

/// The item of a row below the words over the columns.
fn choice<'a>(inside: Rect, place: Position, mut items: impl Iterator<Item = &'a Item>) -> Option<Spot> {
    let row = inside.contains(place).then(|| place.y - inside.y)?.checked_sub(1)?;
    items.nth(row.into()).map(|item| Spot::Choice(item.sku.clone()))
}

/// The add-on of a row, or of the sentence below it.
fn add_on(body: Rect, window: Rect, state: &State, words: &Words, place: Position) -> Option<Spot> {
    let room = sale::room(window);
    let area = sale::split(body, room, state, words).list;
    let row = area.contains(place).then(|| place.y - area.y)?.checked_sub(1)?;
    let rows = list::rows(state, words, area.width, area.height.saturating_sub(1), room);
    let mut add_on = None;
    for row in rows.iter().take(usize::from(row) + 1) {
        match row {
            ListRow::AddOn(place) => add_on = Some(*place),
            ListRow::Notice(..) => add_on = None,
            ListRow::Sentence(..) => {}
        }
    }
    // Below the last row there is nothing.
    let row = state.desk.rows.get(add_on.filter(|_| usize::from(row) < rows.len())?)?;
    Some(Spot::AddOn(row.add_on.sku.clone()))
}
