//! Sums of a store of either kind, for reports.

use super::store::Counted;
use super::{Collected, Error, EventStore};
use crate::domain::Day;
use crate::report::ledger::Keep;
use crate::report::measures::{Dimension, Measures};
use crate::report::sums::{Figure, Span, Sums};

/// The sums of a store.
#[derive(Debug)]
pub enum StoreFigures<'s> {
    /// A counter's own sales, added up when it was asked.
    Counted(Box<Counted>),
    /// Those that head office keeps.
    Kept(&'s Collected),
}

impl EventStore {
    /// The sums of this store, as far as `keep` asks for them. Of a counter's: `store` is where it stands, or empty; `ahead` the
    /// minutes its clock is ahead of UTC, for sales that do not say it.
    pub fn figures(&self, store: &str, ahead: i32, keep: &Keep) -> Result<StoreFigures<'_>, Error> {
        match self {
            Self::Terminal(terminal) => {
                terminal.counted(store, ahead, keep).map(|counted| StoreFigures::Counted(Box::new(counted)))
            }
            Self::Collected(collected) => Ok(StoreFigures::Kept(collected)),
        }
    }
}

impl StoreFigures<'_> {
    /// Events that this version cannot read, and those that are no longer what was stored.
    pub fn left_out(&self) -> Result<(u64, u64), Error> {
        match self {
            Self::Counted(counted) => Ok((counted.unreadable, counted.damaged)),
            Self::Kept(collected) => Ok((collected.unreadable()?, 0)),
        }
    }
}

impl Sums for StoreFigures<'_> {
    type Error = Error;

    fn by_key(&self, dimension: Dimension, span: Span) -> Result<Vec<Figure>, Error> {
        match self {
            Self::Counted(counted) => counted.ledger.by_key(dimension, span).map_err(|never| match never {}),
            Self::Kept(collected) => collected.by_key(dimension, span),
        }
    }

    fn sales_by_key(&self, dimension: Dimension, span: Span) -> Result<Vec<(String, i64)>, Error> {
        match self {
            Self::Counted(counted) => counted.ledger.sales_by_key(dimension, span).map_err(|never| match never {}),
            Self::Kept(collected) => collected.sales_by_key(dimension, span),
        }
    }

    fn by_day(&self, dimension: Dimension, key: &[&str], span: Span) -> Result<Vec<(Day, Measures)>, Error> {
        match self {
            Self::Counted(counted) => counted.ledger.by_day(dimension, key, span).map_err(|never| match never {}),
            Self::Kept(collected) => collected.by_day(dimension, key, span),
        }
    }

    fn by_hour(&self, span: Span) -> Result<Vec<(u8, Measures)>, Error> {
        match self {
            Self::Counted(counted) => counted.ledger.by_hour(span).map_err(|never| match never {}),
            Self::Kept(collected) => collected.by_hour(span),
        }
    }
}
