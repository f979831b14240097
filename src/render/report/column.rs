//! The columns of a report: one list for the table, CSV, JSON and HTML.

use super::{Sheet, Value};
use crate::report::by::By;
use crate::report::measures::Measure;
use crate::report::overview::Row;
use crate::report::rates::LEAST_ASKED;

/// What names a row.
pub struct KeyColumn {
    /// Its name in files.
    pub id: &'static str,
    /// True where people see it; a name goes before a number.
    pub is_shown: bool,
    /// Its text in a row.
    pub text: fn(&Sheet<'_>, &Row) -> String,
}

/// What a row says.
pub struct Column {
    /// Its name in files; `report-col-` and this, with `-` for `_`, are its words for people.
    pub id: &'static str,
    /// True where the table for people has it.
    pub is_shown: fn(By) -> bool,
    /// Its value in a row.
    pub value: fn(&Row) -> Value,
}

const fn key(id: &'static str, is_shown: bool, text: fn(&Sheet<'_>, &Row) -> String) -> KeyColumn {
    KeyColumn { id, is_shown, text }
}

fn part(row: &Row, at: usize) -> String {
    row.key.get(at).cloned().unwrap_or_default()
}

fn named(sheet: &Sheet<'_>, row: &Row, at: usize) -> String {
    let key = part(row, at);
    (sheet.name)(&key).unwrap_or(key)
}

const PAIR: &[KeyColumn] = &[
    key("item", false, |_, row| part(row, 0)),
    key("item_name", true, |sheet, row| named(sheet, row, 0)),
    key("add_on", false, |_, row| part(row, 1)),
    key("add_on_name", true, |sheet, row| named(sheet, row, 1)),
    key("kind", false, |_, row| part(row, 2)),
];
const ITEM: &[KeyColumn] =
    &[key("item", false, |_, row| part(row, 0)), key("item_name", true, |sheet, row| named(sheet, row, 0))];
const TERMINAL: &[KeyColumn] =
    &[key("terminal", false, |_, row| part(row, 0)), key("terminal_name", true, |sheet, row| named(sheet, row, 0))];
const ARM: &[KeyColumn] = &[key("experiment", true, |_, row| part(row, 0)), key("arm", true, |_, row| part(row, 1))];
const CATEGORY: &[KeyColumn] = &[key("category", true, |_, row| part(row, 0))];
const KIND: &[KeyColumn] = &[key("kind", true, |_, row| part(row, 0))];
const REASON: &[KeyColumn] = &[key("reason", true, |_, row| part(row, 0))];
const STORE: &[KeyColumn] = &[key("store", true, |_, row| part(row, 0))];
const CONTEXT: &[KeyColumn] = &[key("context", true, |_, row| part(row, 0))];
const HOUR: &[KeyColumn] = &[key("hour", true, |_, row| format!("{:0>2}", part(row, 0)))];
const WEEK: &[KeyColumn] = &[key("week", true, |_, row| part(row, 0))];

/// What names a row.
pub fn keys(by: By) -> &'static [KeyColumn] {
    match by {
        By::Pair => PAIR,
        By::Item => ITEM,
        By::Category => CATEGORY,
        By::Kind => KIND,
        By::Reason => REASON,
        By::Terminal => TERMINAL,
        By::Store => STORE,
        By::Hour => HOUR,
        By::Week => WEEK,
        By::Context => CONTEXT,
        By::Arm => ARM,
    }
}

const fn col(id: &'static str, is_shown: fn(By) -> bool, value: fn(&Row) -> Value) -> Column {
    Column { id, is_shown, value }
}

fn count(row: &Row, measure: Measure) -> Value {
    Value::Count(row.measures.get(measure))
}

fn money(row: &Row, measure: Measure) -> Value {
    Value::Money(row.measures.get(measure))
}

/// What a row says, in order.
pub const COLUMNS: &[Column] = &[
    col("sales", |by| !by.is_of_suggestions(), |row| count(row, Measure::Sales)),
    col("items", |_| false, |row| count(row, Measure::Items)),
    col("revenue", |_| false, |row| money(row, Measure::Revenue)),
    col("margin", |_| false, |row| Value::money(row.measures.margin())),
    col(
        "basket",
        |by| matches!(by, By::Terminal | By::Store | By::Hour | By::Week | By::Context | By::Arm),
        |row| Value::mean_money(row.measures.basket()),
    ),
    col("with_add_on", |_| false, |row| count(row, Measure::WithAddOn)),
    col("with_add_on_share", |by| !by.is_of_suggestions(), |row| Value::share(row.measures.with_add_on())),
    col("shown", |_| true, |row| count(row, Measure::Shown)),
    col("asked", |_| true, |row| Value::Count(row.measures.asked())),
    col("accepted", |_| true, |row| count(row, Measure::Accepted)),
    col("declined", |_| false, |row| count(row, Measure::Declined)),
    col("not_asked", |_| false, |row| count(row, Measure::NotAsked)),
    col("taken_without_asking", |_| true, |row| count(row, Measure::TakenWithoutAsking)),
    col("acceptance", |_| true, |row| Value::share(row.measures.acceptance())),
    col("asked_share", |_| false, |row| Value::share(row.measures.asked_share())),
    col("attach", |by| by == By::Pair, |row| Value::share(row.item_sales.and_then(|sales| row.measures.attach(sales)))),
    col("claimed", |_| false, |row| count(row, Measure::Claimed)),
    col("confirmed", |_| false, |row| count(row, Measure::Confirmed)),
    col("nothing_suggested", |_| false, |row| count(row, Measure::NothingSuggested)),
    col("has_one", |_| false, |row| count(row, Measure::HasOne)),
    col("too_expensive", |_| false, |row| count(row, Measure::TooExpensive)),
    col("not_now", |_| false, |row| count(row, Measure::NotNow)),
    col("does_not_fit", |_| false, |row| count(row, Measure::DoesNotFit)),
    col("other_reason", |_| false, |row| count(row, Measure::OtherReason)),
    col("add_on_revenue", |_| true, |row| money(row, Measure::AddOnRevenue)),
    col("add_on_margin", |_| false, |row| Value::money(row.measures.add_on_margin())),
    col("unasked_revenue", |_| false, |row| money(row, Measure::UnaskedRevenue)),
    col("sales_before", |_| false, |row| row.before.map_or(Value::Nothing, |b| Value::Count(b.get(Measure::Sales)))),
    col("asked_before", |_| false, |row| row.before.map_or(Value::Nothing, |b| Value::Count(b.asked()))),
    col(
        "accepted_before",
        |_| false,
        |row| row.before.map_or(Value::Nothing, |b| Value::Count(b.get(Measure::Accepted))),
    ),
    col("acceptance_before", |_| false, |row| Value::share(row.before.and_then(|before| before.acceptance()))),
    col(
        "add_on_revenue_before",
        |_| false,
        |row| row.before.map_or(Value::Nothing, |before| Value::Money(before.get(Measure::AddOnRevenue))),
    ),
];

/// A row's share of asked that took it, where enough were asked for people to read it.
pub fn of_100(row: &Row) -> Option<crate::report::interval::Estimate> {
    row.measures.acceptance().filter(|_| row.measures.asked() >= LEAST_ASKED)
}

/// How many of a hundred more or less than before, where enough were asked both times.
pub fn against_before(row: &Row) -> Option<i64> {
    let before = row.before.filter(|before| before.asked() >= LEAST_ASKED)?.acceptance()?;
    let now = of_100(row)?;
    Some(((now.value - before.value) * 100.0).round() as i64)
}
