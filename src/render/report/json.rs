//! A report as JSON: amounts in minor units, shares from 0 to 1 with their interval.

use serde_json::{Map, Value as Json, json};

use super::column::{COLUMNS, keys};
use super::{Sheet, Value, headline};
use crate::report::interval::Estimate;
use crate::report::measures::{Measure, Measures};
use crate::report::returns::Group;
use crate::report::sums::Span;

/// The whole of it.
pub fn json(sheet: &Sheet<'_>) -> Json {
    let overview = sheet.overview;
    let heads = headline(overview);
    let whole: Map<String, Json> = heads.iter().map(|one| (one.id.to_owned(), value(&one.now))).collect();
    let past = |span: Option<Span>, of: fn(&super::Headline) -> Option<&Value>| {
        span.map(|days| {
            let figures: Map<String, Json> =
                heads.iter().filter_map(|one| Some((one.id.to_owned(), value(of(one)?)))).collect();
            json!({ "from": days.from.to_string(), "to": days.to.to_string(), "figures": figures })
        })
    };
    let rows: Vec<Json> = overview
        .rows
        .iter()
        .map(|row| {
            let named = keys(overview.by).iter().map(|key| (key.id.to_owned(), Json::from((key.text)(sheet, row))));
            let said = COLUMNS.iter().map(|column| (column.id.to_owned(), value(&(column.value)(row))));
            Json::Object(named.chain(said).collect())
        })
        .collect();
    let (from, to) = ends(overview.span);
    json!({
        "shop": sheet.shop,
        "scope": sheet.scope,
        "currency": sheet.currency.code,
        "from": from,
        "to": to,
        "figures": whole,
        "before": past(overview.before.map(|past| past.span), |one| one.before.as_ref()),
        "year_before": past(overview.year_before.map(|past| past.span), |one| one.year_before.as_ref()),
        "reasons": reasons(&overview.whole),
        "added": overview.added.iter().map(|one| json!({
            "experiment": one.experiment,
            "sales_with": one.sales_with,
            "sales_without": one.sales_without,
            "revenue_a_sale": one.revenue.map(estimate),
            "items_a_sale": one.items.map(estimate),
            "revenue": one.total().map(estimate),
        })).collect::<Vec<_>>(),
        "returns": overview.returns.map(|one| json!({
            "within_days": one.within_days,
            "took": group(one.took),
            "left": group(one.left),
            "not_advised": group(one.not_advised),
            "not_yet": one.not_yet,
        })),
        "days": overview.days.iter().map(|(day, sums)| json!({
            "day": day.to_string(),
            "sales": sums.get(Measure::Sales),
            "with_add_on": sums.get(Measure::WithAddOn),
            "revenue": sums.get(Measure::Revenue),
            "shown": sums.get(Measure::Shown),
            "asked": sums.asked(),
            "accepted": sums.get(Measure::Accepted),
            "add_on_revenue": sums.get(Measure::AddOnRevenue),
        })).collect::<Vec<_>>(),
        "by": overview.by.word(),
        "hidden": overview.hidden,
        "rows": rows,
        "remarks": sheet.remarks(),
    })
}

/// The days of a span; a span without an end has none.
fn ends(span: Span) -> (Option<String>, Option<String>) {
    let is_known = span.from.0 > 0 && span.to.0 < i32::MAX;
    (is_known.then(|| span.from.to_string()), is_known.then(|| span.to.to_string()))
}

fn reasons(whole: &Measures) -> Json {
    let (given, none) = whole.reasons();
    let [has_one, too_expensive, not_now, does_not_fit, other] = given;
    json!({
        "has_one": has_one,
        "too_expensive": too_expensive,
        "not_now": not_now,
        "does_not_fit": does_not_fit,
        "other": other,
        "none_given": none,
    })
}

fn group(group: Group) -> Json {
    json!({ "customers": group.customers, "returned": group.returned, "share": group.share().map(estimate) })
}

fn value(value: &Value) -> Json {
    match value {
        Value::Nothing => Json::Null,
        Value::Text(text) => json!(text),
        Value::Count(number) | Value::Money(number) => json!(number),
        Value::MeanMoney(mean) | Value::Mean(mean) => json!(rounded(*mean)),
        Value::Share(share) => estimate(*share),
    }
}

fn estimate(estimate: Estimate) -> Json {
    json!({ "value": rounded(estimate.value), "low": rounded(estimate.low), "high": rounded(estimate.high) })
}

/// Six decimals are more than anything here holds.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
