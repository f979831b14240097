//! The sale: the item, what goes with it, the basket and the total, and in a large window a panel of the marked
//! add-on.
//!
//! The split between list and basket stands still as long as both fit; where they do not, the basket gives way first,
//! down to its last lines, and the total stays. A low window keeps lines only while one of them is highlighted.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::columns::{Cells, Columns, Price};
use super::list::{self, NAME, Room};
use super::{add_ons, basket, item, panel};
use crate::tui::state::{Focus, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// From this size on the window holds the panel.
const PANEL: (u16, u16) = (120, 36);

/// Where the parts of the sale are.
#[derive(Clone, Copy, Debug)]
pub struct Areas {
    /// The item last scanned.
    pub item: Rect,
    /// The title and rows of the add-ons.
    pub list: Rect,
    /// The marked add-on in full; empty where there is no room.
    pub panel: Rect,
    /// The title and lines of the basket; empty in a low window whose list needs the rows.
    pub basket: Rect,
    /// One row.
    pub totals: Rect,
}

/// Draws the sale.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words) {
    let room = room(frame.area());
    let areas = split(area, room, state, words);
    let columns = columns(areas.list.width, state, words);
    item::view(frame, areas.item, state, theme, words, columns);
    let rows = list::rows(state, words, areas.list.width, areas.list.height.saturating_sub(1), room);
    add_ons::view(frame, areas.list, state, theme, words, &rows, columns);
    panel::view(frame, areas.panel, state, theme, words);
    if areas.basket.height > 0 {
        basket::view(frame, areas.basket, state, theme, words);
    }
    basket::totals(frame, areas.totals, state, theme, words);
}

/// How much room a window of this size has.
pub fn room(window: Rect) -> Room {
    match window {
        Rect { height: ..20, .. } => Room::Low,
        Rect { width, height, .. } if width >= PANEL.0 && height >= PANEL.1 => Room::Roomy,
        _ => Room::Normal,
    }
}

/// Divides the area of the sale.
pub fn split(area: Rect, room: Room, state: &State, words: &Words) -> Areas {
    let totals = Rect::new(area.x, area.bottom().saturating_sub(1), area.width, 1).intersection(area);
    let item_rows = 2.min(area.height.saturating_sub(1));
    let rows = area.height.saturating_sub(totals.height + item_rows);
    let width = if room == Room::Roomy { area.width * 2 / 3 } else { area.width };
    let list_rows = list_rows(rows, width, room, state, words);
    let item = Rect::new(area.x, area.y, width, item_rows);
    let list = Rect::new(area.x, item.bottom(), width, list_rows);
    Areas {
        item,
        list,
        panel: Rect::new(area.x + width, area.y, area.width - width, item_rows + list_rows),
        basket: Rect::new(area.x, list.bottom(), area.width, rows - list_rows),
        totals,
    }
}

/// How many of `rows` the list has, its title included; the basket has the others.
fn list_rows(rows: u16, width: u16, room: Room, state: &State, words: &Words) -> u16 {
    let lines = u16::try_from(state.desk.basket.lines.len()).unwrap_or(u16::MAX);
    let chosen = matches!(state.desk.focus, Focus::Line(_));
    let least_basket = if room == Room::Low && !chosen { 0 } else { lines.saturating_add(1).clamp(3, 4) };
    let usual = 1 + rows.saturating_sub(2) * 2 / 3;
    let wanted = list::wanted(state, words, width, room).saturating_add(1);
    let list = usual
        .min(rows.saturating_sub(lines.max(1).saturating_add(1)))
        .max(wanted)
        .min(rows.saturating_sub(least_basket));
    if rows - list < 2 { rows } else { list }
}

/// The columns that the item and its add-ons share.
fn columns(width: u16, state: &State, words: &Words) -> Columns {
    let subject = state.desk.subject.iter().map(|subject| &subject.item);
    let items = subject.chain(state.desk.rows.iter().map(|row| &row.add_on));
    let cells: Vec<_> = items.map(|item| Cells::of(item, state, words, Price::WithCode)).collect();
    Columns::of(cells.iter(), NAME, width.saturating_sub(1))
}
