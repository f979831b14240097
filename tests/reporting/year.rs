//! A year and some weeks of a counter, made by dice: every figure as SQL says it.

use std::fmt::Write as _;
use std::sync::OnceLock;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::program::Dice;
use super::{record, report};

const SALES: usize = 2_500;
/// 2025-10-01T00:00Z.
const BEGIN: i64 = 1_759_276_800;
const DAYS: usize = 418;
const PERIOD: [&str; 4] = ["--since", "2026-10-26", "--until", "2026-11-22"];

struct Year {
    folder: tempfile::TempDir,
}

fn year() -> &'static Year {
    static YEAR: OnceLock<Year> = OnceLock::new();
    YEAR.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        record(folder.path(), &events());
        Year { folder }
    })
}

/// Sales with all that can be odd: returns, lines without a price or a cost, the same add-on for two items, the same pair
/// twice, contexts twice, hold-outs, sales near midnight in two time zones, and sales taken back.
fn events() -> Vec<String> {
    let mut dice = Dice(20_261_122);
    let mut events = Vec::new();
    for number in 0..SALES {
        let id = format!("00000000-0000-7000-8000-{number:012}");
        let day = (number * DAYS / SALES).cast_signed() as i64;
        let wall = BEGIN + day * 86_400 + dice.below(86_400).cast_signed() as i64;
        let time = jiff::Timestamp::from_second(wall).unwrap();
        let is_held = dice.below(10) == 0;
        let mut event = json!({
            "event_id": id, "kind": "sale", "wall_utc": time.to_string(), "utc_offset_min": pick(&mut dice, &[60, 120]),
            "arms": { "advice": if is_held { "without" } else { "with" } },
        });
        let contexts: [&[&str]; 4] = [&[], &["hurry"], &["business", "business"], &["business", "gift"]];
        event["context"] = json!(contexts[dice.below(4)]);
        let mut lines = Vec::new();
        let mut suggestions = Vec::new();
        for _ in 0..=dice.below(3) {
            let item = dice.below(12);
            lines.push(line(&mut dice, &format!("I{item}"), item));
            if is_held {
                continue;
            }
            for rank in 1..=dice.below(4) {
                suggestion(&mut dice, item, rank, &mut lines, &mut suggestions);
            }
        }
        event["lines"] = json!(lines);
        event["suggestions"] = json!(suggestions);
        events.push(event.to_string());
        if dice.below(50) == 0 {
            let later = jiff::Timestamp::from_second(wall + 60).unwrap();
            events.push(json!({ "kind": "void", "sale": id, "wall_utc": later.to_string() }).to_string());
        }
    }
    events
}

fn pick<T: Copy>(dice: &mut Dice, of: &[T]) -> T {
    of[dice.below(of.len())]
}

fn line(dice: &mut Dice, sku: &str, number: usize) -> Value {
    let mut line = json!({ "sku": sku, "quantity": pick(dice, &[1, 1, 2, -1]) });
    if dice.below(12) > 0 {
        line["price"] = json!(499 + 100 * number);
    }
    if dice.below(3) > 0 {
        line["cost"] = json!(200 + 70 * number);
    }
    if dice.below(8) > 0 {
        line["category"] = json!(pick(dice, &["Paint", "Paint > Brushes", "Garden"]));
    }
    line
}

fn suggestion(dice: &mut Dice, item: usize, rank: usize, lines: &mut Vec<Value>, suggestions: &mut Vec<Value>) {
    let add_on = format!("A{}", (item + dice.below(3)) % 9);
    let outcome = ["accepted", "declined", "declined", "not_asked", "not_asked", "taken_without_asking"][dice.below(6)];
    let mut one = json!({
        "item": format!("I{item}"), "add_on": add_on, "link_kind": pick(dice, &["accessory", "required", "service"]),
        "rank": rank, "reason": pick(dice, &["curated", "mined"]), "outcome": outcome,
    });
    if outcome == "declined" && dice.below(2) == 0 {
        one["why"] = json!(pick(dice, &["has_one", "too_expensive", "not_now", "does_not_fit", "other"]));
    }
    suggestions.push(one);
    if matches!(outcome, "accepted" | "taken_without_asking") {
        let mut line = line(dice, &add_on, item);
        line["quantity"] = json!(1);
        if outcome == "accepted" {
            line["confirmed"] = json!(dice.below(5) > 0);
        }
        lines.push(line);
    }
}

/// The store with the tables of plain.sql.
fn plain() -> Connection {
    let connection = Connection::open(year().folder.path().join("store.db")).unwrap();
    connection.execute_batch(include_str!("plain.sql")).unwrap();
    connection
}

/// The columns of a query as JSON, a row each.
fn rows(connection: &Connection, sql: &str) -> Vec<Value> {
    let mut statement = connection.prepare(sql).unwrap();
    let names: Vec<String> = statement.column_names().map(ToOwned::to_owned).collect();
    let found = statement.query_map([], |row| {
        let cell = |(at, name): (usize, &String)| {
            let value = match row.get_ref(at)? {
                rusqlite::types::ValueRef::Integer(number) => json!(number),
                rusqlite::types::ValueRef::Real(number) => json!(number),
                rusqlite::types::ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
                _ => Value::Null,
            };
            Ok((name.clone(), value))
        };
        names.iter().enumerate().map(cell).collect::<rusqlite::Result<serde_json::Map<_, _>>>().map(Value::Object)
    });
    found.unwrap().collect::<Result<_, _>>().unwrap()
}

/// The sums of sales, as columns.
const SUMS: &str = "count(*) AS sales, sum(items) AS items, sum(revenue) AS revenue, sum(margin) AS margin,
    sum(accepted > 0) AS with_add_on, sum(shown) AS shown, sum(accepted) + sum(declined) AS asked,
    sum(accepted) AS accepted, sum(declined) AS declined, sum(unasked) AS taken_without_asking,
    sum(shown) - sum(accepted) - sum(declined) - sum(unasked) AS not_asked, sum(shown = 0) AS nothing_suggested,
    sum(claimed) AS claimed, sum(confirmed) AS confirmed, sum(add_on_revenue) AS add_on_revenue,
    sum(add_on_margin) AS add_on_margin, sum(unasked_revenue) AS unasked_revenue";

const WITHIN: &str = "day BETWEEN '2026-10-26' AND '2026-11-22'";

/// Holds each row of SQL, found by the columns `keys`, against the row of the report, and asks for no other rows.
fn same(by: &str, keys: &[&str], sql: &str) {
    let said = report(year().folder.path(), &[&PERIOD[..], &["--by", by, "--min-asked", "0"]].concat());
    let said = said["rows"].as_array().unwrap();
    let expected = rows(&plain(), sql);
    assert!(!expected.is_empty() && expected.len() == said.len(), "{by}: {} of {}", said.len(), expected.len());
    for row in expected {
        let is_it = |one: &&Value| keys.iter().all(|key| one[key] == row[key]);
        let found = said.iter().find(is_it).unwrap_or_else(|| panic!("{by}: no row {row}"));
        for (column, value) in row.as_object().unwrap() {
            assert_eq!(&found[column], value, "{by} {row}: {column}");
        }
    }
}

#[test]
fn the_headline_is_what_sql_counts() {
    let said = report(year().folder.path(), &PERIOD);
    let connection = plain();
    let periods = [
        ("figures", "day BETWEEN '2026-10-26' AND '2026-11-22'"),
        ("before", "day BETWEEN '2026-09-28' AND '2026-10-25'"),
        ("year_before", "day BETWEEN '2025-10-27' AND '2025-11-23'"),
    ];
    for (name, within) in periods {
        let figures = if name == "figures" { &said[name] } else { &said[name]["figures"] };
        let sums = &rows(&connection, &format!("SELECT {SUMS} FROM sale WHERE {within}"))[0];
        for (id, column) in [
            ("sales", "sales"),
            ("revenue", "revenue"),
            ("margin", "margin"),
            ("shown", "shown"),
            ("asked", "asked"),
            ("accepted", "accepted"),
            ("taken_without_asking", "taken_without_asking"),
            ("unasked_revenue", "unasked_revenue"),
            ("add_on_revenue", "add_on_revenue"),
            ("add_on_margin", "add_on_margin"),
            ("claimed", "claimed"),
        ] {
            assert_eq!(figures[id], sums[column], "{name} {id}");
        }
        let means = &rows(
            &connection,
            &format!(
                "SELECT avg(revenue) AS basket, avg(CASE WHEN accepted > 0 THEN revenue END) AS basket_with,
                 avg(CASE WHEN accepted = 0 THEN revenue END) AS basket_without, avg(items) AS items_a_sale,
                 avg(accepted) AS add_ons_a_sale FROM sale WHERE {within}"
            ),
        )[0];
        for (id, value) in means.as_object().unwrap() {
            let (said, counted) = (figures[id].as_f64().unwrap(), value.as_f64().unwrap());
            assert!((said - counted).abs() < 1e-5, "{name} {id}: {said} {counted}");
        }
        for (id, hits, of) in [
            ("with_add_on", "with_add_on", "sales"),
            ("asked_share", "asked", "shown"),
            ("acceptance", "accepted", "asked"),
            ("nothing", "nothing_suggested", "sales"),
            ("confirmed", "confirmed", "claimed"),
        ] {
            interval(&figures[id], sums[hits].as_f64().unwrap(), sums[of].as_f64().unwrap(), id);
        }
    }
    assert_eq!((&said["before"]["from"], &said["year_before"]["from"]), (&json!("2026-09-28"), &json!("2025-10-27")));
}

/// Wilson's interval, written once more: the roots of (p - x)² = z² x (1 - x) / n.
fn interval(said: &Value, hits: f64, of: f64, id: &str) {
    const Z: f64 = 1.959_963_984_540_054;
    let (p, z2) = (hits / of, Z * Z);
    let (a, b, c) = (1.0 + z2 / of, -(2.0 * p + z2 / of), p * p);
    let root = (b * b - 4.0 * a * c).sqrt();
    for (name, expected) in [("value", p), ("low", (-b - root) / (2.0 * a)), ("high", (-b + root) / (2.0 * a))] {
        let said = said[name].as_f64().unwrap();
        assert!((said - expected).abs() < 2e-6, "{id} {name}: {said} {expected}");
    }
}

#[test]
fn every_day_is_what_sql_counts() {
    let said = report(year().folder.path(), &PERIOD);
    let days = said["days"].as_array().unwrap();
    assert_eq!(days.len(), 28);
    let expected = rows(&plain(), &format!("SELECT day, {SUMS} FROM sale WHERE {WITHIN} GROUP BY day"));
    for row in expected {
        let day = days.iter().find(|day| day["day"] == row["day"]).unwrap();
        for column in ["sales", "with_add_on", "revenue", "shown", "asked", "accepted", "add_on_revenue"] {
            assert_eq!(day[column], row[column], "{row} {column}");
        }
    }
}

#[test]
fn sales_by_hour_week_context_arm_and_terminal_are_what_sql_counts() {
    let by = |key: &str, from: &str| format!("SELECT {key}, {SUMS} FROM {from} WHERE {WITHIN} GROUP BY 1");
    same("hour", &["hour"], &by("printf('%02d', hour) AS hour", "sale"));
    same("week", &["week"], &by("date(day, '-6 days', 'weekday 1') AS week", "sale"));
    let contexts = "(SELECT DISTINCT s.*, coalesce(c.value, '') AS context FROM sale AS s
        LEFT JOIN json_each(s.body, '$.context') AS c)";
    same("context", &["context"], &by("context", contexts));
    let arm = "json_extract(body, '$.arms.advice') AS arm, 'advice' AS experiment";
    same("arm", &["experiment", "arm"], &by(arm, "sale"));
    let all =
        format!("SELECT (SELECT value FROM meta WHERE key = 'terminal') AS terminal, {SUMS} FROM sale WHERE {WITHIN}");
    same("terminal", &["terminal"], &all);
    same("store", &["store"], &format!("SELECT '' AS store, {SUMS} FROM sale WHERE {WITHIN}"));
}

/// The sums of suggestions `s`, whose add-on brought `r`.
fn answers(of: &str) -> String {
    let mut sums = format!(
        "count(*) AS shown, sum({of}.outcome IN ('accepted', 'declined')) AS asked,
         sum({of}.outcome = 'accepted') AS accepted, sum({of}.outcome = 'declined') AS declined,
         sum({of}.outcome = 'not_asked') AS not_asked, sum({of}.outcome = 'taken_without_asking') AS taken_without_asking,
         coalesce(sum(CASE WHEN {of}.outcome = 'accepted' THEN r.revenue END), 0) AS add_on_revenue,
         sum(CASE WHEN {of}.outcome = 'accepted' THEN r.margin END) AS add_on_margin,
         coalesce(sum(CASE WHEN {of}.outcome = 'taken_without_asking' THEN r.revenue END), 0) AS unasked_revenue"
    );
    for (why, column) in [
        ("has_one", "has_one"),
        ("too_expensive", "too_expensive"),
        ("not_now", "not_now"),
        ("does_not_fit", "does_not_fit"),
        ("other", "other_reason"),
    ] {
        let _ = write!(sums, ", sum({of}.why IS '{why}') AS {column}");
    }
    sums
}

#[test]
fn suggestions_by_pair_kind_and_reason_are_what_sql_counts() {
    let joined = |table: &str| {
        format!("{table} AS s LEFT JOIN brought AS r ON r.id = s.id AND r.sku = s.add_on WHERE s.{WITHIN}")
    };
    // The same pair twice in a sale counts as it stood first.
    let pairs =
        "(SELECT *, row_number() OVER (PARTITION BY id, item, add_on, kind ORDER BY place) AS first FROM shown)";
    let sql =
        format!("SELECT item, add_on, kind, {} FROM {} AND first = 1 GROUP BY 1, 2, 3", answers("s"), joined(pairs));
    same("pair", &["item", "add_on", "kind"], &sql);
    for by in ["kind", "reason"] {
        let sql =
            format!("SELECT {by}, count(DISTINCT s.id) AS sales, {} FROM {} GROUP BY 1", answers("s"), joined("best"));
        same(by, &[by], &sql);
    }
}

#[test]
fn goods_by_item_are_what_sql_counts() {
    let sold = format!(
        "SELECT sku AS item, count(DISTINCT CASE WHEN quantity > 0 THEN id END) AS sales,
         coalesce(sum(revenue), 0) AS revenue, sum(CASE WHEN cost IS NOT NULL THEN revenue - cost END) AS margin
         FROM line WHERE {WITHIN} GROUP BY 1"
    );
    same("item", &["item"], &sold);
    let sold = format!(
        "SELECT category, count(DISTINCT id) AS sales FROM (
            SELECT l.id, l.sku, l.quantity, (SELECT f.category FROM line AS f WHERE f.id = l.id AND f.sku = l.sku
                ORDER BY f.rowid LIMIT 1) AS category FROM line AS l WHERE {WITHIN}) GROUP BY 1"
    );
    let said = report(year().folder.path(), &[&PERIOD[..], &["--by", "category"]].concat());
    let known: Vec<&Value> = said["rows"].as_array().unwrap().iter().map(|row| &row["category"]).collect();
    for row in rows(&plain(), &sold) {
        assert!(known.contains(&&row["category"]), "{row}");
    }
}

#[test]
fn the_rows_before_are_those_of_the_period_before() {
    let said = report(year().folder.path(), &[&PERIOD[..], &["--by", "kind"]].concat());
    let then = ["--since", "2026-09-28", "--until", "2026-10-25", "--by", "kind"];
    let before = report(year().folder.path(), &then);
    for row in said["rows"].as_array().unwrap() {
        let other = before["rows"].as_array().unwrap().iter().find(|other| other["kind"] == row["kind"]).unwrap();
        for (now, then) in [("asked_before", "asked"), ("accepted_before", "accepted"), ("sales_before", "sales")] {
            assert_eq!(row[now], other[then]);
        }
        assert_eq!(row["acceptance_before"], other["acceptance"]);
        assert_eq!(row["add_on_revenue_before"], other["add_on_revenue"]);
    }
}

#[test]
fn pairs_asked_too_few_times_are_hidden_and_counted() {
    let all = report(year().folder.path(), &[&PERIOD[..], &["--min-asked", "0"]].concat());
    let usual = report(year().folder.path(), &PERIOD);
    let few = |row: &&Value| row["asked"].as_i64().unwrap() < 10;
    let hidden = all["rows"].as_array().unwrap().iter().filter(few).count();
    assert!(hidden > 0 && usual["rows"].as_array().unwrap().iter().filter(few).count() == 0);
    assert_eq!(usual["hidden"], hidden);
}
