//! Visits of customers whose card is linked → how many came back, by what happened at their first visit of a period.
//!
//! Whoever takes an add-on may be another kind of customer than whoever takes none: what stands side by side here is no
//! proof that advice brings anybody back. An A/B test with a hold-out is.

use std::collections::BTreeMap;

use super::interval::{Estimate, wilson};
use crate::domain::{Event, Outcome};

/// Of fewer customers no share is said.
pub const LEAST_CUSTOMERS: u64 = 10;

/// What a customer's sales of one day add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// Sales.
    pub sales: i64,
    /// Those to which an add-on was shown.
    pub advised: i64,
    /// Those in which one was accepted.
    pub accepted: i64,
}

impl Visit {
    /// What one sale adds.
    pub fn of(event: &Event) -> Self {
        let accepted = event.suggestions.iter().any(|one| one.outcome == Outcome::Accepted);
        Self { sales: 1, advised: i64::from(!event.suggestions.is_empty()), accepted: i64::from(accepted) }
    }

    /// Adds another, or takes it away where `sign` is -1.
    pub fn plus(&mut self, other: Self, sign: i64) {
        self.sales += sign * other.sales;
        self.advised += sign * other.advised;
        self.accepted += sign * other.accepted;
    }

    /// True where nothing is left of it.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// A customer's first visit of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct First {
    /// Its day.
    pub day: i32,
    /// What it came to.
    pub visit: Visit,
    /// The day of the next visit, if there was one.
    pub next: Option<i32>,
}

/// Customers by what happened at their first visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// How many.
    pub customers: u64,
    /// How many of them came back in time.
    pub returned: u64,
}

impl Group {
    /// The share that came back, with its 95 % interval; `None` of fewer than [`LEAST_CUSTOMERS`].
    pub fn share(self) -> Option<Estimate> {
        wilson(self.returned, self.customers).filter(|_| self.customers >= LEAST_CUSTOMERS)
    }
}

/// How many customers came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returns {
    /// Within so many days after the first visit.
    pub within_days: u32,
    /// Those who took an add-on.
    pub took: Group,
    /// Those who were shown one and took none.
    pub left: Group,
    /// Those to whom nothing was shown.
    pub not_advised: Group,
    /// Those whose first visit is not `within_days` ago yet: nobody can know, and they count nowhere.
    pub not_yet: u64,
}

impl Returns {
    /// Counts first visits; `last_day` is the last day of which sales are known. Days are days since 1970.
    pub fn of(firsts: impl IntoIterator<Item = First>, last_day: i32, within_days: u32) -> Self {
        let mut returns = Self { within_days, ..Self::default() };
        let within = i64::from(within_days);
        for first in firsts {
            let day = i64::from(first.day);
            if day + within > i64::from(last_day) {
                returns.not_yet += 1;
                continue;
            }
            let group = match first.visit {
                Visit { accepted: 1.., .. } => &mut returns.took,
                Visit { advised: 1.., .. } => &mut returns.left,
                _ => &mut returns.not_advised,
            };
            group.customers += 1;
            group.returned += u64::from(first.next.is_some_and(|next| i64::from(next) <= day + within));
        }
        returns
    }
}

/// The visits of customers, by pseudonym and day: what a store without figures adds up as it is read.
#[derive(Clone, Debug, Default)]
pub struct Visits(BTreeMap<String, BTreeMap<i32, Visit>>);

impl Visits {
    /// Adds a sale of a customer on a day.
    pub fn add(&mut self, pseudonym: &str, day: i32, event: &Event) {
        if !self.0.contains_key(pseudonym) {
            self.0.insert(pseudonym.to_owned(), BTreeMap::new());
        }
        if let Some(days) = self.0.get_mut(pseudonym) {
            days.entry(day).or_default().plus(Visit::of(event), 1);
        }
    }

    /// The first visit of each customer from one day to another, both included.
    pub fn firsts(&self, from: i32, to: i32) -> impl Iterator<Item = First> {
        self.0.values().filter_map(move |days| {
            let mut later = days.range(from..);
            let (day, visit) = later.next().filter(|(day, _)| **day <= to)?;
            Some(First { day: *day, visit: *visit, next: later.next().map(|(day, _)| *day) })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(day: i32, advised: i64, accepted: i64, next: Option<i32>) -> First {
        First { day, visit: Visit { sales: 1, advised, accepted }, next }
    }

    #[test]
    fn only_who_could_have_come_back_counts() {
        let firsts = [
            first(100, 1, 1, Some(190)),
            first(100, 1, 1, Some(191)),
            first(110, 1, 0, None),
            first(110, 0, 0, Some(111)),
            first(111, 1, 1, Some(112)),
        ];
        let returns = Returns::of(firsts, 200, 90);
        let group = |customers, returned| Group { customers, returned };
        assert_eq!((returns.took, returns.left, returns.not_advised), (group(2, 1), group(1, 0), group(1, 1)));
        assert_eq!((returns.not_yet, returns.within_days), (1, 90));
        assert_eq!(returns.took.share(), None, "of two nobody can say anything");
        let share = Group { customers: 10, returned: 4 }.share().unwrap();
        assert!((share.low - 0.1682).abs() < 1e-4 && (share.high - 0.6873).abs() < 1e-4, "{share:?}");
    }

    #[test]
    fn the_first_visit_is_that_of_the_period() {
        let sale: Event = serde_json::from_str(r#"{"kind":"sale"}"#).unwrap();
        let mut visits = Visits::default();
        for (who, day) in [("a", 10), ("a", 20), ("a", 20), ("a", 40), ("b", 5), ("c", 31)] {
            visits.add(who, day, &sale);
        }
        let firsts: Vec<_> = visits.firsts(15, 30).collect();
        assert_eq!(firsts, [First { day: 20, visit: Visit { sales: 2, advised: 0, accepted: 0 }, next: Some(40) }]);
    }
}
