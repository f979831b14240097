//! Where a report takes its sums from: the figures that head office keeps by day, or the sales of one counter added up now.

use super::measures::{Dimension, Measure, Measures};
use crate::domain::Day;

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: Day,
    /// The last.
    pub to: Day,
}

impl Span {
    /// Every day there is, and the sales whose date is in doubt, which count in no other span
    /// ([`super::measures::Moment::IN_DOUBT`]).
    pub const EVER: Self = Self { from: Day(0), to: Day(i32::MAX) };
    /// The sales whose date is in doubt.
    pub const IN_DOUBT: Self = Self { from: Day(0), to: Day(0) };

    /// So many days that end with one.
    pub fn ending(to: Day, days: i32) -> Self {
        Self { from: Day(to.0.saturating_sub(days - 1)), to }
    }

    /// How many days.
    pub fn days(self) -> i32 {
        self.to.0.saturating_sub(self.from.0).saturating_add(1)
    }

    /// The same length, so many days earlier; later where they are negative.
    #[must_use]
    pub fn earlier(self, days: i32) -> Self {
        Self { from: Day(self.from.0.saturating_sub(days)), to: Day(self.to.0.saturating_sub(days)) }
    }

    /// True where the day lies in it.
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// What a dimension comes to for one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// One word; item, add-on and kind for a pair.
    pub key: Vec<String>,
    /// The sums.
    pub measures: Measures,
}

/// A source of sums.
pub trait Sums {
    /// What can go wrong.
    type Error;

    /// The sums of one dimension over a span, a row a key, in no order.
    fn by_key(&self, dimension: Dimension, span: Span) -> Result<Vec<Figure>, Self::Error>;

    /// How many sales each key of one dimension comes to over a span, in no order: [`Sums::by_key`] for whoever needs no more.
    fn sales_by_key(&self, dimension: Dimension, span: Span) -> Result<Vec<(String, i64)>, Self::Error> {
        let sales = |figure: Figure| (figure.key.join(" "), figure.measures.get(Measure::Sales));
        Ok(self.by_key(dimension, span)?.into_iter().map(sales).collect())
    }

    /// The sums of one key by day, in order; days without any are left out.
    fn by_day(&self, dimension: Dimension, key: &[&str], span: Span) -> Result<Vec<(Day, Measures)>, Self::Error>;

    /// Every sale by the hour of the day, in order; hours without any are left out.
    fn by_hour(&self, span: Span) -> Result<Vec<(u8, Measures)>, Self::Error>;
}
