//! What advice adds: sales in the arms with suggestions beside those of a hold-out, an arm without any (recommend.md
//! "Experiments"). What customers would have taken without a word is in both, and so goes out of the difference.

use super::interval::{Estimate, Moments};
use super::measures::{Dimension, Measure, Measures};
use super::sums::{Span, Sums};

/// Nothing is said below so many sales in either group.
const LEAST_SALES: i64 = 100;
/// Nor below so many days with sales in both: days are what the interval is made of.
const LEAST_DAYS: usize = 7;

/// An arm without suggestions, and those beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldOut {
    /// The experiment.
    pub experiment: String,
    /// The arms without suggestions.
    pub without: Vec<String>,
    /// The others.
    pub with: Vec<String>,
}

/// What one hold-out says of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// The experiment.
    pub experiment: String,
    /// Sales with suggestions.
    pub sales_with: i64,
    /// Sales in the hold-out.
    pub sales_without: i64,
    /// Revenue a sale with suggestions less that without, in minor units, with its 95 % interval at one look; `None` where
    /// there is too little.
    pub revenue: Option<Estimate>,
    /// Different items a sale, likewise.
    pub items: Option<Estimate>,
}

impl Added {
    /// What advice brought in the sales that had it, in minor units.
    pub fn total(&self) -> Option<Estimate> {
        let times = self.sales_with as f64;
        self.revenue.map(|one| Estimate { value: one.value * times, low: one.low * times, high: one.high * times })
    }
}

/// Counts a hold-out over a span. A day is one observation of each group, as large as its sales: what makes a day good or bad
/// for both is then no chance finding of either.
pub(super) fn added<S: Sums>(sums: &S, hold_out: &HoldOut, span: Span) -> Result<Added, S::Error> {
    let with = group(sums, hold_out, &hold_out.with, span)?;
    let without = group(sums, hold_out, &hold_out.without, span)?;
    let enough = |group: &Group| group.sales >= LEAST_SALES && group.days >= LEAST_DAYS;
    let is_enough = enough(&with) && enough(&without);
    let has_prices = with.prices && without.prices;
    Ok(Added {
        experiment: hold_out.experiment.clone(),
        sales_with: with.sales,
        sales_without: without.sales,
        revenue: difference(&with.revenue, &without.revenue).filter(|_| is_enough && has_prices),
        items: difference(&with.items, &without.items).filter(|_| is_enough),
    })
}

#[derive(Default)]
struct Group {
    sales: i64,
    days: usize,
    prices: bool,
    revenue: Moments,
    items: Moments,
}

fn group<S: Sums>(sums: &S, hold_out: &HoldOut, arms: &[String], span: Span) -> Result<Group, S::Error> {
    let mut days = std::collections::BTreeMap::new();
    for arm in arms {
        let key = format!("{}={arm}", hold_out.experiment);
        for (day, more) in sums.by_day(Dimension::Arm, &[&key], span)? {
            days.entry(day).or_insert_with(Measures::default).plus(&more, 1);
        }
    }
    let mut group = Group { days: days.len(), ..Group::default() };
    for day in days.values() {
        let sales = day.get(Measure::Sales);
        group.sales += sales;
        group.prices |= day.get(Measure::Unpriced) < day.get(Measure::Lines);
        group.revenue.add(day.get(Measure::Revenue) as f64, sales as f64);
        group.items.add(day.get(Measure::Items) as f64, sales as f64);
    }
    Ok(group)
}

/// One ratio less the other, taken as independent: days are common to both, which makes the interval too wide rather than
/// too narrow.
fn difference(with: &Moments, without: &Moments) -> Option<Estimate> {
    let (one, other) = (with.estimate()?, without.estimate()?);
    let half = |estimate: &Estimate| estimate.high - estimate.value;
    let half = half(&one).hypot(half(&other));
    let value = one.value - other.value;
    half.is_finite().then_some(Estimate { value, low: value - half, high: value + half })
}
