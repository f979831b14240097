//! Price, stock and place at the right of a row, in columns that all rows of a list share.
//!
//! Where the window is narrow the place gives way first, then what stock says of its age; name and price stay.

use ratatui::style::Style;

use super::pen::{Pen, width_of};
use crate::domain::{Item, ItemType};
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::words::{Words, is_low};

/// A name is never pressed into fewer columns.
const NAME: u16 = 18;
/// Columns between two cells.
const GAP: u16 = 2;

/// What a row says at its right.
pub struct Cells {
    price: String,
    stock: String,
    place: String,
    low: bool,
}

impl Cells {
    /// The cells of an item; `code` is true where the price carries the currency's code.
    pub fn of(item: &Item, state: &State, words: &Words, price: Price) -> Self {
        let (now, max_age) = (state.clock.now, state.face.ways.stock_max_age);
        let goods = item.item_type == ItemType::Goods;
        Self {
            price: match (price, item.price) {
                (Price::Bare, Some(amount)) => words.money(&state.face.currency, amount),
                (Price::Bare, None) => String::new(),
                (Price::WithCode, amount) => words.price_with_code(&state.face.currency, amount),
            },
            stock: if goods { words.stock(&item.stock, now, max_age) } else { String::new() },
            place: item.stock.place.as_ref().map_or_else(String::new, ToString::to_string),
            low: goods && is_low(&item.stock, now, max_age),
        }
    }

    /// Price, stock and place in this order, each with whether it is in the colour of low stock.
    pub fn texts(self) -> [(String, bool); 3] {
        [(self.price, false), (self.stock, self.low), (self.place, false)]
    }

    /// The words over the columns.
    pub fn heading(words: &Words) -> Self {
        Self {
            price: words.word("column-price"),
            stock: words.word("column-stock"),
            place: words.word("column-place"),
            low: false,
        }
    }
}

/// How a price is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price {
    /// `31.99`
    Bare,
    /// `31.99 EUR`
    WithCode,
}

/// The columns that the rows of one list share.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    price: u16,
    stock: u16,
    place: u16,
    /// The column after the last.
    end: u16,
}

impl Columns {
    /// Columns for these rows, ending before column `end`, behind names that start at column `start`.
    pub fn of<'a>(rows: impl Iterator<Item = &'a Cells>, start: u16, end: u16) -> Self {
        let mut columns = Self { price: 9, stock: 7, place: 8, end };
        for cells in rows {
            columns.price = columns.price.max(width_of(&cells.price)).min(16);
            columns.stock = columns.stock.max(width_of(&cells.stock)).min(22);
            columns.place = columns.place.max(width_of(&cells.place)).min(16);
        }
        let room = end.saturating_sub(start + NAME);
        let whole = columns.place;
        columns.place = columns.place.min(room.saturating_sub(columns.price + columns.stock + 3 * GAP));
        if columns.place < whole.min(8) {
            columns.place = 0;
        }
        let place = if columns.place == 0 { 0 } else { columns.place + GAP };
        columns.stock = columns.stock.min(room.saturating_sub(columns.price + place + 2 * GAP));
        columns
    }

    /// Draws the cells of a row, all in `style` where one is given, else in their own; gives the columns that are left
    /// for a name that starts at `start`.
    pub fn draw(self, pen: &mut Pen<'_>, y: u16, cells: &Cells, theme: &Theme, style: Option<Style>) {
        let low = if cells.low { theme.low_stock } else { theme.text };
        let mut end = self.end;
        if self.place > 0 {
            end = end.saturating_sub(self.place);
            pen.within(end, y, self.place, &cells.place, style.unwrap_or(theme.text));
            end = end.saturating_sub(GAP);
        }
        pen.right(end, y, self.stock, &cells.stock, style.unwrap_or(low));
        end = end.saturating_sub(self.stock + if self.stock > 0 { GAP } else { 0 });
        pen.right(end, y, self.price, &cells.price, style.unwrap_or(theme.text));
    }

    /// How many columns a name has that starts at `start`.
    pub fn name_width(self, start: u16) -> u16 {
        let taken = self.price
            + GAP
            + if self.stock > 0 { self.stock + GAP } else { 0 }
            + if self.place > 0 { self.place + GAP } else { 0 };
        self.end.saturating_sub(start + taken)
    }
}
