//! Nothing sold, one sale, clocks that jump, experiments that are gone: figures where they are honest, a line where they are not.

use serde_json::{Value, json};

use super::program::run;
use super::{record, remarks, report};

fn sale(wall: &str, arms: &Value) -> String {
    json!({
        "kind": "sale", "wall_utc": wall, "utc_offset_min": 0, "arms": arms,
        "lines": [{ "sku": "P", "quantity": 1, "price": 1_000 }, { "sku": "I", "quantity": 1, "price": 500 }],
        "suggestions": [{ "item": "P", "add_on": "I", "link_kind": "accessory", "rank": 1, "reason": "curated",
            "outcome": "accepted" }],
    })
    .to_string()
}

#[test]
fn nothing_is_stored_yet() {
    let folder = tempfile::tempdir().unwrap();
    let answer = run(folder.path(), &["report"], "");
    assert_eq!((answer.code, answer.out.as_str(), answer.err.as_str()), (Some(0), "", "nothing is stored yet\n"));
    let missing = run(folder.path(), &["report", "--store", "none.db"], "");
    assert_eq!(missing.code, Some(1), "{missing:?}");
    assert!(missing.err.contains("there is no store: none.db"), "{}", missing.err);
}

#[test]
fn one_sale_is_shown_as_one_sale() {
    let folder = tempfile::tempdir().unwrap();
    record(folder.path(), &[sale("2026-11-10T10:00:00Z", &json!({}))]);
    let said = report(folder.path(), &["--since", "2026-11-01", "--until", "2026-11-20"]);
    assert_eq!((&said["figures"]["sales"], &said["figures"]["basket_without"]), (&json!(1), &Value::Null));
    // One of one is no certainty.
    assert!(said["figures"]["acceptance"]["low"].as_f64().unwrap() < 0.21);
    assert_eq!((said["before"].is_null(), said["hidden"].as_u64()), (true, Some(1)));
    assert_eq!(
        remarks(&said),
        [
            "Only 1 sale: shares say little yet.",
            "Recording began on 10 Nov 2026: there is no whole period before to compare with.",
            "1 pair asked fewer than 10 times is not shown: not enough data yet.",
        ]
    );
    let none = report(folder.path(), &["--since", "2026-11-11", "--until", "2026-11-20"]);
    assert_eq!((&none["figures"]["sales"], &none["figures"]["acceptance"]), (&json!(0), &Value::Null));
    assert!(remarks(&none).contains(&"No sales in this period. The last one was on 10 Nov 2026.".to_owned()));
}

#[test]
fn sales_of_a_clock_that_jumped_are_named_and_count_in_no_period() {
    let folder = tempfile::tempdir().unwrap();
    let events = [sale("2026-11-10T10:00:00Z", &json!({})), sale("1970-01-02T10:00:00Z", &json!({}))];
    record(folder.path(), &events);
    let said = report(folder.path(), &["--since", "2026-11-01", "--until", "2026-11-20"]);
    assert_eq!(said["figures"]["sales"], 1);
    assert!(remarks(&said).contains(&"1 sale has a date in doubt and counts in no period.".to_owned()), "{said}");
    let ever = report(folder.path(), &["--ever"]);
    assert_eq!((&ever["figures"]["sales"], &ever["from"]), (&json!(2), &Value::Null));
}

#[test]
fn an_arm_that_no_catalog_knows_is_shown_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let arms = [json!({ "old": "a", "new": "x" }), json!({ "old": "b" })];
    let events: Vec<String> = arms.iter().map(|arms| sale("2026-11-10T10:00:00Z", arms)).collect();
    record(folder.path(), &events);
    let said = report(folder.path(), &["--since", "2026-11-01", "--until", "2026-11-20", "--by", "arm"]);
    let rows: Vec<(&str, &str, i64)> = said["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["experiment"].as_str().unwrap(), row["arm"].as_str().unwrap(), row["sales"].as_i64().unwrap()))
        .collect();
    assert_eq!(rows, [("new", "x", 1), ("old", "a", 1), ("old", "b", 1)]);
    let said = remarks(&said);
    assert!(said.contains(&"3 arms are in no experiment of this catalog.".to_owned()), "{said:?}");
    assert!(said.contains(&"2 experiments ran: a sale may stand in an arm of each.".to_owned()), "{said:?}");
}

#[test]
fn a_wrong_question_says_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    record(folder.path(), &[sale("2026-11-10T10:00:00Z", &json!({}))]);
    for (arguments, said) in [
        (&["report", "--since", "2026-13-01"][..], "not a day; write it as 2026-11-22"),
        (&["report", "--since", "2026-11-10", "--until", "2026-11-09"], "the last day is before the first"),
        (&["report", "--by", "colour"], "possible values"),
        (&["report", "--ever", "--since", "2026-11-10"], "cannot be used with"),
    ] {
        let answer = run(folder.path(), arguments, "");
        assert_eq!(answer.code, Some(2), "{answer:?}");
        assert!(answer.err.contains(said), "{}", answer.err);
    }
    let folder_as_file = run(folder.path(), &["report", "-o", "/"], "");
    assert_eq!(folder_as_file.code, Some(4), "{folder_as_file:?}");
}
