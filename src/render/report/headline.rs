//! The figures on top of a report: one list for all its forms.

use super::Value;
use crate::report::measures::{Measure, Measures};
use crate::report::overview::Overview;

/// One figure of the whole period.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// Its name in files; `report-` and this, with `-` for `_`, are its words for people.
    pub id: &'static str,
    /// The period.
    pub now: Value,
    /// The period before.
    pub before: Option<Value>,
    /// The same weeks of the year before.
    pub year_before: Option<Value>,
}

type Of = fn(&Measures) -> Value;

fn count(measures: &Measures, measure: Measure) -> Value {
    Value::Count(measures.get(measure))
}

const HEADLINES: [(&str, Of); 21] = [
    ("sales", |m| count(m, Measure::Sales)),
    ("revenue", |m| Value::Money(m.get(Measure::Revenue))),
    ("margin", |m| Value::money(m.margin())),
    ("basket", |m| Value::mean_money(m.basket())),
    ("basket_with", |m| Value::mean_money(m.basket_with())),
    ("basket_without", |m| Value::mean_money(m.basket_without())),
    ("items_a_sale", |m| Value::mean(m.items_a_sale())),
    ("with_add_on", |m| Value::share(m.with_add_on())),
    ("add_ons_a_sale", |m| Value::mean(m.add_ons_a_sale())),
    ("add_on_revenue", |m| Value::Money(m.get(Measure::AddOnRevenue))),
    ("add_on_margin", |m| Value::money(m.add_on_margin())),
    ("shown", |m| count(m, Measure::Shown)),
    ("asked", |m| Value::Count(m.asked())),
    ("accepted", |m| count(m, Measure::Accepted)),
    ("asked_share", |m| Value::share(m.asked_share())),
    ("acceptance", |m| Value::share(m.acceptance())),
    ("taken_without_asking", |m| count(m, Measure::TakenWithoutAsking)),
    ("unasked_revenue", |m| Value::Money(m.get(Measure::UnaskedRevenue))),
    ("nothing", |m| Value::share(m.nothing())),
    ("claimed", |m| count(m, Measure::Claimed)),
    ("confirmed", |m| Value::share(m.confirmed())),
];

/// All of them.
pub fn headline(overview: &Overview) -> Vec<Headline> {
    let one = |(id, of): (&'static str, Of)| Headline {
        id,
        now: of(&overview.whole),
        before: overview.before.map(|past| of(&past.whole)),
        year_before: overview.year_before.map(|past| of(&past.whole)),
    };
    HEADLINES.into_iter().map(one).collect()
}
