//! The two sides of a row of `links.csv` or `talking_points.csv`, and how exact they are.

use super::items::Items;
use super::table::{Header, Row};
use crate::catalog::problem::{Cell, Problems};
use crate::catalog::select::{self, Side, Unreadable};

/// The sides of a row, and where they stand.
#[derive(Clone, Debug)]
pub struct Sides {
    /// What is bought.
    pub item: Side,
    /// What goes with it.
    pub add_on: Side,
    /// The cell `item`.
    pub item_cell: Cell,
    /// The cell `add_on`.
    pub add_on_cell: Cell,
}

/// How exact a row is: two SKUs before one, the item's SKU before the add-on's, any SKU before none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exactness {
    /// Two selectors.
    Selectors,
    /// A selector and the add-on's SKU.
    AddOn,
    /// The item's SKU and a selector.
    Item,
    /// Two SKUs.
    Both,
}

impl Sides {
    /// Where the columns are.
    pub fn columns(header: &Header) -> [Option<usize>; 2] {
        ["item", "add_on"].map(|name| header.find(name))
    }

    /// Reads both cells; all that is wrong is noted. `None` where the row stands for nothing.
    pub fn read(
        row: &Row,
        [item_column, add_on_column]: [Option<usize>; 2],
        items: &Items,
        file: &str,
        problems: &mut Problems,
    ) -> Option<Self> {
        let item = side(row, item_column, "item", items, file, problems);
        let add_on = side(row, add_on_column, "add_on", items, file, problems);
        let ((item, item_cell), (add_on, add_on_cell)) = (item?, add_on?);
        Some(Self { item, add_on, item_cell, add_on_cell })
    }

    /// How exact the row is.
    pub fn exactness(&self) -> Exactness {
        match (&self.item, &self.add_on) {
            (Side::Item(_), Side::Item(_)) => Exactness::Both,
            (Side::Item(_), Side::All(_)) => Exactness::Item,
            (Side::All(_), Side::Item(_)) => Exactness::AddOn,
            (Side::All(_), Side::All(_)) => Exactness::Selectors,
        }
    }
}

fn side(
    row: &Row,
    column: Option<usize>,
    name: &str,
    items: &Items,
    file: &str,
    problems: &mut Problems,
) -> Option<(Side, Cell)> {
    let cell = row.clean(column, file, problems);
    let at = row.at(column);
    let Some(cell) = cell else {
        problems.error(file, at, "required cell is empty", name);
        return None;
    };
    match select::parse(cell.as_str(), items) {
        // The text of an SKU is the item's, held once for all rows.
        Ok(Side::Item(index)) => Some((Side::Item(index), Cell { at, text: items.list[index as usize].sku.shared() })),
        Ok(side) => Some((side, row.cell(column))),
        Err(Unreadable::UnknownSku) => {
            problems.warning(file, at, "SKU is not in items.csv, row left out", cell.as_str());
            None
        }
        Err(Unreadable::Selector(why)) => {
            problems.error(file, at, why, cell.as_str());
            None
        }
    }
}
