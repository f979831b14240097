//! What only a whole column says: its decimal sign, the order of its days, the currency it names.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::import::amount::{self, Sign};
use crate::import::bound::Bound;
use crate::import::format::Field;
use crate::import::grid::{Grid, Limits};
use crate::import::when;
use crate::sheet::problem::Problems;

/// So many rows are looked at where they agree; where they do not, all.
const ENOUGH: u64 = 50_000;
const MONEY: [Field; 4] = [Field::Price, Field::Cost, Field::Total, Field::Refunded];

/// What columns say.
#[derive(Debug, Default)]
pub struct Signs {
    /// By column.
    columns: BTreeMap<usize, amount::Votes>,
    /// Of days.
    pub days: when::Votes,
    /// Currencies that are named.
    pub currencies: BTreeMap<&'static str, u64>,
}

impl Signs {
    /// Looks through a file. Problems of its form are told when it is read.
    pub fn of(grid: &Grid, bound: &Bound, limits: &Limits) -> Self {
        let mut signs = Self::default();
        let money: Vec<usize> = MONEY.iter().flat_map(|&field| bound.columns(field)).copied().collect();
        let days: Vec<usize> =
            [Field::Date, Field::Timestamp].iter().flat_map(|&field| bound.columns(field)).copied().collect();
        let named = bound.columns(Field::Currency);
        if money.is_empty() && days.is_empty() {
            return signs;
        }
        let mut seen = 0_u64;
        grid.each_row(limits, &mut Problems::default(), |row, _| {
            for &column in &money {
                let text = row.text(column);
                if text.is_empty() {
                    continue;
                }
                signs.columns.entry(column).or_default().hear(text);
                if let Some(code) = amount::currency(text) {
                    *signs.currencies.entry(code).or_default() += 1;
                }
            }
            for &column in named {
                if let Some(code) = amount::currency(row.text(column)) {
                    *signs.currencies.entry(code).or_default() += 1;
                }
            }
            days.iter().for_each(|&column| signs.days.hear(row.text(column)));
            seen += 1;
            let agreed = signs.columns.values().all(|votes| votes.sign().is_some() && votes.point.min(votes.comma) == 0);
            let days_agreed = days.is_empty() || signs.days.order().is_some();
            if seen >= ENOUGH && agreed && days_agreed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        signs
    }

    /// All columns together.
    pub fn all(&self) -> amount::Votes {
        self.columns.values().fold(amount::Votes::default(), |sum, votes| sum.plus(*votes))
    }

    /// The sign of a column: its own, that of the file, or the one given.
    pub fn sign(&self, column: usize, otherwise: Sign) -> Sign {
        let own = self.columns.get(&column).and_then(|votes| votes.sign());
        own.or_else(|| self.all().sign()).unwrap_or(otherwise)
    }

    /// True where amounts like `1.299` cannot be read without being told.
    pub fn is_unclear(&self) -> bool {
        let all = self.all();
        all.sign().is_none() && all.either > 0
    }
}
