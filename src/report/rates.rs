//! Shares and means of sums, each with how sure it is (product.md "Words", recommend.md "Counting honestly").

use super::interval::{Estimate, wilson};
use super::measures::{Measure, Measures};

/// Pairs asked fewer times are hidden, and no share of asked is shown below it (recommend.md "Counting honestly").
pub const LEAST_ASKED: i64 = 10;

impl Measures {
    /// Suggestions that were asked: those with a yes or a no. What nobody asked about counts for nobody.
    pub fn asked(&self) -> i64 {
        self.get(Measure::Accepted).saturating_add(self.get(Measure::Declined))
    }

    /// Acceptance rate: accepted of asked.
    pub fn acceptance(&self) -> Option<Estimate> {
        share(self.get(Measure::Accepted), self.asked())
    }

    /// Asked of shown.
    pub fn asked_share(&self) -> Option<Estimate> {
        share(self.asked(), self.get(Measure::Shown))
    }

    /// Taken without asking, of shown.
    pub fn unprompted(&self) -> Option<Estimate> {
        share(self.get(Measure::TakenWithoutAsking), self.get(Measure::Shown))
    }

    /// Sales with an accepted add-on, of all: for an item its attach rate with anything that was suggested for it.
    pub fn with_add_on(&self) -> Option<Estimate> {
        share(self.get(Measure::WithAddOn), self.get(Measure::Sales))
    }

    /// Sales in which nothing was worth adding, of all.
    pub fn nothing(&self) -> Option<Estimate> {
        share(self.get(Measure::NothingSuggested), self.get(Measure::Sales))
    }

    /// Of the lines taken with a yes, those that were scanned afterwards.
    pub fn confirmed(&self) -> Option<Estimate> {
        share(self.get(Measure::Confirmed), self.get(Measure::Claimed))
    }

    /// Sales with both of sales with the item, as far as the add-on stood on the screen: accepted or taken without asking. For a pair, given the `sales` of its item.
    pub fn attach(&self, sales: i64) -> Option<Estimate> {
        let both = self.get(Measure::Accepted).saturating_add(self.get(Measure::TakenWithoutAsking));
        share(both.min(sales), sales)
    }

    /// Revenue a sale in minor units.
    pub fn basket(&self) -> Option<f64> {
        mean(self.get(Measure::Revenue), self.get(Measure::Sales))
    }

    /// Revenue of a sale with an accepted add-on, in minor units.
    pub fn basket_with(&self) -> Option<f64> {
        mean(self.get(Measure::WithAddOnRevenue), self.get(Measure::WithAddOn))
    }

    /// Revenue of a sale without one, in minor units.
    pub fn basket_without(&self) -> Option<f64> {
        let rest = |all: Measure, with: Measure| self.get(all).saturating_sub(self.get(with));
        mean(rest(Measure::Revenue, Measure::WithAddOnRevenue), rest(Measure::Sales, Measure::WithAddOn))
    }

    /// Different items a sale.
    pub fn items_a_sale(&self) -> Option<f64> {
        mean(self.get(Measure::Items), self.get(Measure::Sales))
    }

    /// Accepted add-ons a sale.
    pub fn add_ons_a_sale(&self) -> Option<f64> {
        mean(self.get(Measure::Accepted), self.get(Measure::Sales))
    }

    /// Revenue less cost of all lines whose cost is known, in minor units; `None` where none is.
    pub fn margin(&self) -> Option<i64> {
        self.less(Measure::CostedRevenue, Measure::Cost)
    }

    /// The same of accepted add-ons.
    pub fn add_on_margin(&self) -> Option<i64> {
        self.less(Measure::AddOnCostedRevenue, Measure::AddOnCost)
    }

    fn less(&self, revenue: Measure, cost: Measure) -> Option<i64> {
        let (revenue, cost) = (self.get(revenue), self.get(cost));
        (revenue != 0 || cost != 0).then(|| revenue.saturating_sub(cost))
    }

    /// The reasons of noes in the order of [`REASONS`], and what has none.
    pub fn reasons(&self) -> ([i64; 5], i64) {
        let given = REASONS.map(|reason| self.get(reason));
        (given, self.get(Measure::Declined).saturating_sub(given.iter().sum()))
    }
}

/// Why customers said no, in the order of the keys.
pub const REASONS: [Measure; 5] =
    [Measure::HasOne, Measure::TooExpensive, Measure::NotNow, Measure::DoesNotFit, Measure::OtherReason];

/// A share with Wilson's interval; `None` where nothing was counted.
pub fn share(hits: i64, of: i64) -> Option<Estimate> {
    wilson(u64::try_from(hits).unwrap_or(0), u64::try_from(of).unwrap_or(0))
}

fn mean(sum: i64, of: i64) -> Option<f64> {
    (of > 0).then(|| sum as f64 / of as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(counts: &[(Measure, i64)]) -> Measures {
        let mut measures = Measures::default();
        for (measure, count) in counts {
            measures.0[*measure as usize] = *count;
        }
        measures
    }

    #[test]
    fn rates_are_those_of_the_words() {
        let some = of(&[
            (Measure::Sales, 8),
            (Measure::Items, 12),
            (Measure::Revenue, 8_000),
            (Measure::WithAddOn, 3),
            (Measure::WithAddOnRevenue, 5_000),
            (Measure::NothingSuggested, 2),
            (Measure::Shown, 10),
            (Measure::Accepted, 3),
            (Measure::Declined, 2),
            (Measure::HasOne, 1),
            (Measure::TakenWithoutAsking, 1),
            (Measure::Claimed, 3),
            (Measure::Confirmed, 2),
            (Measure::AddOnCostedRevenue, 900),
            (Measure::AddOnCost, 400),
        ]);
        let value = |estimate: Option<Estimate>| (estimate.unwrap().value * 1000.0).round() as i64;
        assert_eq!(value(some.acceptance()), 600);
        assert_eq!(value(some.asked_share()), 500);
        assert_eq!(value(some.unprompted()), 100);
        assert_eq!(value(some.with_add_on()), 375);
        assert_eq!(value(some.nothing()), 250);
        assert_eq!(value(some.confirmed()), 667);
        assert_eq!(value(some.attach(16)), 250);
        assert_eq!((some.basket(), some.basket_without()), (Some(1_000.0), Some(600.0)));
        assert_eq!((some.items_a_sale(), some.add_ons_a_sale()), (Some(1.5), Some(0.375)));
        assert_eq!((some.add_on_margin(), some.margin()), (Some(500), None));
        assert_eq!(some.reasons(), ([1, 0, 0, 0, 0], 1));
    }

    #[test]
    fn nothing_counted_is_no_rate() {
        let none = Measures::default();
        assert_eq!((none.acceptance(), none.asked_share(), none.basket(), none.attach(0)), (None, None, None, None));
    }
}
