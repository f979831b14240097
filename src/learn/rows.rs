//! Where counts of what was bought together come from: a history, or the pairs somebody mined before.

use crate::domain::Sold;
use crate::mine::{Pair, Pairs};

/// Counts by item, whose numbers are indices.
pub trait Rows {
    /// All sales, their weight, and their items in all (0 where not known).
    fn totals(&self) -> Totals;

    /// Sales of an item.
    fn sold(&self, item: u32) -> Sold;

    /// What was bought together with an item, by rising number.
    fn row(&mut self, item: u32) -> &[Pair];
}

/// What holds for the whole history.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// All sales.
    pub sales: u64,
    /// Their weight.
    pub weight: f64,
    /// Their items, in all.
    pub lines: u64,
}

impl Rows for Pairs<'_> {
    fn totals(&self) -> Totals {
        Totals { sales: self.baskets().len() as u64, weight: self.total_weight(), lines: self.baskets().total() as u64 }
    }

    fn sold(&self, item: u32) -> Sold {
        Pairs::sold(self, item)
    }

    fn row(&mut self, item: u32) -> &[Pair] {
        Pairs::row(self, item)
    }
}

/// Counts that were mined before.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// What holds for the history behind them.
    pub totals: Totals,
    /// Sales by item.
    pub sold: Vec<Sold>,
    /// Rows by item.
    pub rows: Vec<Vec<Pair>>,
}

impl Rows for Counted {
    fn totals(&self) -> Totals {
        self.totals
    }

    fn sold(&self, item: u32) -> Sold {
        self.sold[item as usize]
    }

    fn row(&mut self, item: u32) -> &[Pair] {
        &self.rows[item as usize]
    }
}
