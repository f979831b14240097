//! The A/B tests and their reports for programs.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Shown;
use crate::domain::experiment::Stage;
use crate::domain::{Day, Experiment};
use crate::report::experiment::overlap::Overlap;
use crate::report::experiment::{ArmReport, Comparison, Metric, Verdict};
use crate::report::interval::Estimate;

/// All experiments, then those that only sales know of.
pub fn list(experiments: &[Experiment], today: Day, sales: &BTreeMap<String, BTreeMap<String, u64>>) -> Value {
    let of = |id: &str| {
        let arms = sales.get(id).cloned().unwrap_or_default();
        (arms.values().sum::<u64>(), arms)
    };
    let one = |one: &Experiment| {
        let mut value = definition(one, today);
        let (count, arms) = of(&one.id);
        (value["sales"], value["sales_by_arm"]) = (json!(count), json!(arms));
        value
    };
    let is_gone = |id: &&String| experiments.iter().all(|one| one.id != **id);
    let gone = |id: &String| {
        let (count, arms) = of(id);
        json!({ "id": id, "stage": "gone", "sales": count, "sales_by_arm": arms })
    };
    experiments.iter().map(one).chain(sales.keys().filter(is_gone).map(gone)).collect()
}

/// One experiment with everything that can be said of it.
pub fn show(shown: &Shown<'_>, today: Day) -> Value {
    let Shown { experiment, gone, report, overlaps, reading } = *shown;
    let mut definition = definition(experiment, today);
    if gone {
        definition["stage"] = json!("gone");
    }
    json!({
        "experiment": definition,
        "decides": report.decides.word(),
        "arms": report.arms.iter().map(arm).collect::<Vec<_>>(),
        "vanished_arms": report.vanished.iter().map(arm).collect::<Vec<_>>(),
        "comparisons": report.comparisons.iter().map(|one| comparison(one, &report.arms)).collect::<Vec<_>>(),
        "overlaps": overlaps.iter().map(|one| overlap(one, reading.tally.sales())).collect::<Vec<_>>(),
        "shares_are_off": report.shares_are_off,
        "sales_in_unknown_arms": report.vanished.iter().map(|arm| arm.figures.sales).sum::<u64>(),
        "sales_a_day": reading.pace(),
        "taken_back": reading.voided,
        "damaged": reading.left_out.damaged,
        "unreadable": reading.left_out.unreadable,
        "date_in_doubt": reading.in_doubt,
        "date_outside": reading.outside,
    })
}

fn overlap(one: &Overlap, all: u64) -> Value {
    let change = one.interaction.as_ref().map(|found| {
        json!({
            "arm": found.arm,
            "other_arm": found.other_arm,
            "change": interval(Some(found.change)),
            "is_real": found.is_real(),
        })
    });
    json!({
        "experiment": one.other,
        "sales": one.sales,
        "share": if all == 0 { 0.0 } else { one.sales as f64 / all as f64 },
        "interaction": change,
    })
}

fn definition(experiment: &Experiment, today: Day) -> Value {
    let mut value = serde_json::to_value(experiment).unwrap_or_default();
    value["stage"] = json!(match experiment.stage(today) {
        Stage::Planned => "planned",
        Stage::Running => "running",
        Stage::Over => "over",
    });
    value["in_test_today"] = match experiment.stage(today) {
        Stage::Running => json!(experiment.ramp_share(today)),
        Stage::Planned | Stage::Over => json!(0.0),
    };
    value
}

fn arm(arm: &ArmReport) -> Value {
    let figures = &arm.figures;
    let estimates: Map<String, Value> =
        Metric::ALL.iter().map(|metric| (metric.word().to_owned(), interval(arm.estimate(*metric)))).collect();
    json!({
        "id": arm.id,
        "units": arm.units,
        "sales": figures.sales,
        "shown": figures.shown,
        "asked": figures.asked(),
        "accepted": figures.accepted,
        "declined": figures.declined,
        "taken_without_asking": figures.taken_without_asking,
        "sales_with_add_on": figures.with_add_on,
        "scanned_afterwards": figures.confirmed,
        "lines": figures.lines,
        "lines_without_price": figures.unpriced,
        "revenue": figures.revenue,
        "estimates": estimates,
    })
}

fn comparison(one: &Comparison, arms: &[ArmReport]) -> Value {
    let (verdict, more) = match one.verdict {
        Verdict::Better => ("better", None),
        Verdict::Worse => ("worse", None),
        Verdict::Alike => ("alike", None),
        Verdict::NotYet { sales } => ("not_enough_data", sales),
    };
    let harm = [("smaller_basket", one.shrinks_baskets()), ("more_noes", one.annoys())];
    let harm: Vec<&str> = harm.into_iter().filter_map(|(word, holds)| holds.then_some(word)).collect();
    json!({
        "arm": one.arm,
        "against": arms.first().map(|control| &control.id),
        "verdict": verdict,
        "advice": one.advice().word(),
        "more_sales": more,
        "difference": interval(one.difference),
        "chance_better": one.chance,
        "revenue_per_sale": interval(one.basket),
        "noes_per_sale": interval(one.noes),
        "harm": harm,
    })
}

/// An end that is not known is left out of JSON as null.
fn interval(estimate: Option<Estimate>) -> Value {
    let number = |number: f64| if number.is_finite() { json!(number) } else { Value::Null };
    estimate.map_or(
        Value::Null,
        |one| json!({ "value": number(one.value), "low": number(one.low), "high": number(one.high) }),
    )
}
