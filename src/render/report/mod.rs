//! A report as a table, as CSV, as JSON and as one page of HTML. All four show the same columns from one list ([`column`]).

pub mod chart;
pub mod column;
mod csv;
mod headline;
mod html;
mod json;
mod table;

pub use csv::csv;
pub use headline::{Headline, headline};
pub use html::html;
pub use json::json;
pub use table::table;

use crate::domain::{Currency, Day, Money};
use crate::report::interval::Estimate;
use crate::report::overview::{Overview, Remark, Row};
use crate::report::returns::Group;
use crate::words::Words;

/// A report with what it needs to be read by people.
pub struct Sheet<'a> {
    /// The figures.
    pub overview: &'a Overview,
    /// The name of the shop; empty where it is not known.
    pub shop: &'a str,
    /// Whose sales they are: `Till 3`, `12 terminals`.
    pub scope: &'a str,
    /// The currency of all amounts.
    pub currency: &'a Currency,
    /// The language.
    pub words: &'a Words,
    /// The name of an item by its SKU, and of a terminal by its random one, where it is known.
    pub name: &'a dyn Fn(&str) -> Option<String>,
}

/// A value of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing can be said.
    Nothing,
    /// A name.
    Text(String),
    /// A number of things.
    Count(i64),
    /// An amount in minor units.
    Money(i64),
    /// A mean amount in minor units.
    MeanMoney(f64),
    /// A mean number of things.
    Mean(f64),
    /// A share from 0 to 1, with its interval.
    Share(Estimate),
}

impl Value {
    /// A share, where there is one.
    pub fn share(estimate: Option<Estimate>) -> Self {
        estimate.map_or(Self::Nothing, Self::Share)
    }

    /// A mean amount, where there is one.
    pub fn mean_money(mean: Option<f64>) -> Self {
        mean.map_or(Self::Nothing, Self::MeanMoney)
    }

    /// An amount, where there is one.
    pub fn money(amount: Option<i64>) -> Self {
        amount.map_or(Self::Nothing, Self::Money)
    }

    /// A mean number, where there is one.
    pub fn mean(mean: Option<f64>) -> Self {
        mean.map_or(Self::Nothing, Self::Mean)
    }
}

impl Sheet<'_> {
    /// A word of the language.
    pub fn word(&self, id: &str) -> String {
        self.words.word(id)
    }

    /// A value as people read it: shares as whole numbers of a hundred.
    pub fn text(&self, value: &Value) -> String {
        match value {
            Value::Nothing => "-".to_owned(),
            Value::Text(text) => text.clone(),
            Value::Count(count) => self.words.number(*count),
            Value::Money(amount) => self.words.amount(self.currency, Money(*amount)),
            Value::MeanMoney(mean) => self.words.amount(self.currency, Money(mean.round() as i64)),
            Value::Mean(mean) => self.words.hundredths(*mean),
            Value::Share(share) => format!("{:.0}", share.value * 100.0),
        }
    }

    /// `26 Oct to 22 Nov 2026`.
    pub fn period(&self) -> String {
        period(self.overview.span.from, self.overview.span.to, self.words)
    }

    /// A row's name for people: of a pair `Kettle > Descaler`.
    pub fn name_of(&self, row: &Row) -> String {
        let cells = column::keys(self.overview.by).iter().filter(|key| key.is_shown);
        let names: Vec<String> = cells.map(|key| (key.text)(self, row)).collect();
        match names.as_slice() {
            [one] if one.is_empty() => self.word("report-unnamed"),
            names => names.join(" > "),
        }
    }

    /// What has to be said beside the figures.
    pub fn remarks(&self) -> Vec<String> {
        let remark = |one: &Remark| remark(one, self.overview, self.words);
        self.overview.remarks.iter().map(remark).collect()
    }

    /// What advice adds by each hold-out, and how many customers came back, as sentences.
    pub fn added(&self) -> Vec<String> {
        let text = |one: &crate::report::hold_out::Added| {
            let Some(revenue) = one.revenue else { return String::new() };
            let money = |amount: f64| self.words.amount(self.currency, Money(amount.round() as i64));
            let total = one.total().map_or(0.0, |total| total.value);
            let id = if revenue.low > 0.0 || revenue.high < 0.0 { "report-added" } else { "report-added-unsure" };
            let with = [
                ("experiment", one.experiment.clone()),
                ("value", money(revenue.value)),
                ("low", money(revenue.low)),
                ("high", money(revenue.high)),
                ("total", money(total)),
                ("with", self.words.number(one.sales_with)),
                ("without", self.words.number(one.sales_without)),
            ];
            self.words.say(id, &with)
        };
        let added = self.overview.added.iter().map(text).filter(|text| !text.is_empty());
        added.chain(returned(self)).collect()
    }
}

/// How many customers came back, as a sentence.
fn returned(sheet: &Sheet<'_>) -> Option<String> {
    let returns = sheet.overview.returns?;
    let group = |id: &str, group: Group| {
        let share = group.share().map_or_else(
            || sheet.word("report-too-few"),
            |share| {
                let [value, low, high] = [share.value, share.low, share.high].map(|one| format!("{:.0}", one * 100.0));
                sheet.words.say("report-back-share", &[("value", value), ("low", low), ("high", high)])
            },
        );
        let customers = i64::try_from(group.customers).unwrap_or(i64::MAX);
        sheet.words.say(id, &[("share", share), ("customers", sheet.words.number(customers))])
    };
    let with = [
        ("days", sheet.words.number(i64::from(returns.within_days))),
        ("took", group("report-back-took", returns.took)),
        ("left", group("report-back-left", returns.left)),
        ("none", group("report-back-none", returns.not_advised)),
    ];
    Some(sheet.words.say("report-back", &with))
}

/// Two days as a period.
pub fn period(from: Day, to: Day, words: &Words) -> String {
    if from.0 <= 0 || to.0 == i32::MAX {
        return words.word("report-ever");
    }
    let long = |day: Day| words.day_long(Some(&day.to_string()));
    if from == to {
        long(to)
    } else {
        words.say("report-from-to", &[("from", words.day_short(Some(&from.to_string()))), ("to", long(to))])
    }
}

/// A remark as a sentence.
pub fn remark(remark: &Remark, overview: &Overview, words: &Words) -> String {
    let unsigned = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    match remark {
        Remark::NoSales(None) => words.word("report-no-sales"),
        Remark::NoSales(Some(last)) => {
            words.say("report-no-sales-since", &[("day", words.day_long(Some(&last.to_string())))])
        }
        Remark::FewSales(sales) => words.count("report-few-sales", *sales, &[]),
        Remark::InDoubt(sales) => words.count("report-in-doubt", *sales, &[]),
        Remark::Ahead(sales) => words.count("report-ahead", *sales, &[]),
        Remark::BeginsOn(day) => words.say("report-begins", &[("day", words.day_long(Some(&day.to_string())))]),
        Remark::Unpriced(lines) => words.count("report-unpriced", *lines, &[]),
        Remark::Hidden(pairs, least) => {
            let pairs = i64::try_from(*pairs).unwrap_or(i64::MAX);
            words.count("report-hidden", pairs, &[("least", words.number(*least))])
        }
        Remark::HoldOutTooSmall(place) => {
            let experiment = overview.added.get(*place).map(|one| one.experiment.clone()).unwrap_or_default();
            words.say("report-hold-out-small", &[("experiment", experiment)])
        }
        Remark::UnknownArms(arms) => words.count("report-unknown-arms", i64::try_from(*arms).unwrap_or(i64::MAX), &[]),
        Remark::SeveralExperiments(several) => {
            words.count("report-experiments", i64::try_from(*several).unwrap_or(i64::MAX), &[])
        }
        Remark::Unreadable(events) => words.count("report-unreadable", unsigned(*events), &[]),
        Remark::Damaged(events) => words.count("report-damaged", unsigned(*events), &[]),
    }
}
