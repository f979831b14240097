//! What one recorded sale says, in numbers that can be added up.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use crate::domain::{Event, Money, Outcome};

/// One sale, or the sum of many.
///
/// What was shown is not what was asked: only a key press accepts or declines, and what the customer took without being
/// asked counts for nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Sales.
    pub sales: u64,
    /// Different items, summed over sales.
    pub items: u64,
    /// Lines.
    pub lines: u64,
    /// Lines without a price: they add nothing to the revenue.
    pub unpriced: u64,
    /// List prices times quantities, in minor units.
    pub revenue: i64,
    /// Suggestions that stood on the screen.
    pub shown: u64,
    /// Suggestions with a yes.
    pub accepted: u64,
    /// Suggestions with a no.
    pub declined: u64,
    /// Suggestions that nobody answered and the customer bought all the same.
    pub taken_without_asking: u64,
    /// Sales with a yes.
    pub with_add_on: u64,
    /// Lines taken with a yes and scanned afterwards.
    pub confirmed: u64,
}

impl Figures {
    /// The figures of a sale. The same add-on shown for two items counts once, with its best outcome.
    pub fn of(event: &Event) -> Self {
        let items: BTreeSet<_> = event.lines.iter().filter(|line| line.quantity > 0).map(|line| &line.sku).collect();
        let amounts = event.lines.iter().filter_map(|line| Some(line.price?.times(line.quantity)));
        let mut outcomes = BTreeMap::new();
        for one in &event.suggestions {
            let kept = outcomes.entry(&one.add_on).or_insert(one.outcome);
            if weight(one.outcome) > weight(*kept) {
                *kept = one.outcome;
            }
        }
        let count = |wanted: Outcome| outcomes.values().filter(|outcome| **outcome == wanted).count() as u64;
        let accepted = count(Outcome::Accepted);
        Self {
            sales: 1,
            items: items.len() as u64,
            lines: event.lines.len() as u64,
            unpriced: event.lines.iter().filter(|line| line.price.is_none()).count() as u64,
            revenue: amounts.fold(Money(0), Money::plus).0,
            shown: outcomes.len() as u64,
            accepted,
            declined: count(Outcome::Declined),
            taken_without_asking: count(Outcome::TakenWithoutAsking),
            with_add_on: u64::from(accepted > 0),
            confirmed: event.lines.iter().filter(|line| line.confirmed == Some(true)).count() as u64,
        }
    }

    /// Suggestions that were asked: those with a yes or a no.
    pub fn asked(&self) -> u64 {
        self.accepted + self.declined
    }
}

fn weight(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotAsked => 0,
        Outcome::TakenWithoutAsking => 1,
        Outcome::Declined => 2,
        Outcome::Accepted => 3,
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.sales += other.sales;
        self.items += other.items;
        self.lines += other.lines;
        self.unpriced += other.unpriced;
        self.revenue = self.revenue.saturating_add(other.revenue);
        self.shown += other.shown;
        self.accepted += other.accepted;
        self.declined += other.declined;
        self.taken_without_asking += other.taken_without_asking;
        self.with_add_on += other.with_add_on;
        self.confirmed += other.confirmed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sale_is_counted_as_it_was_recorded() {
        let line = r#"{"kind":"sale","lines":[{"sku":"A","quantity":2,"price":150},{"sku":"A","quantity":1},
            {"sku":"B","quantity":1,"price":399,"confirmed":true},{"sku":"C","quantity":-1,"price":100}],"suggestions":[
            {"item":"A","add_on":"B","link_kind":"accessory","rank":1,"reason":"curated","outcome":"accepted"},
            {"item":"C","add_on":"B","link_kind":"accessory","rank":2,"reason":"mined","outcome":"not_asked"},
            {"item":"A","add_on":"D","link_kind":"service","rank":3,"reason":"curated","outcome":"declined"},
            {"item":"A","add_on":"E","link_kind":"accessory","rank":3,"reason":"mined","outcome":"taken_without_asking"}]}"#;
        let mut figures = Figures::of(&serde_json::from_str(line).unwrap());
        let once = Figures {
            sales: 1,
            items: 2,
            lines: 4,
            unpriced: 1,
            revenue: 599,
            shown: 3,
            accepted: 1,
            declined: 1,
            taken_without_asking: 1,
            with_add_on: 1,
            confirmed: 1,
        };
        assert_eq!((figures, figures.asked()), (once, 2));
        figures += once;
        assert_eq!((figures.sales, figures.revenue, figures.with_add_on), (2, 1198, 2));
    }
}
