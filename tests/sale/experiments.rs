//! A/B tests at the counter: a sale is drawn with its first line, keeps its arm to its end, and says so in its record.

use std::collections::BTreeSet;

use goeswith::domain::{Arms, EventKind};

use super::counter::Counter;

/// Suggestions in every second sale, on the day the tests run and those around it.
const ADVICE: &str = r#"
[[experiment]]
id = "advice"
from = 2026-11-01
to = 2026-12-31
arms = [ { id = "with", share = 0.5 }, { id = "without", share = 0.5, max = 0 } ]
"#;

fn arms_of(counter: &Counter) -> Vec<Arms> {
    counter.events().into_iter().filter(|event| event.kind == EventKind::Sale).map(|event| event.arms).collect()
}

fn only(arm: &str) -> Arms {
    Arms::from([("advice".to_owned(), arm.to_owned())])
}

/// Begins sales until one is in the arm.
fn begin_in(counter: &mut Counter, arm: &str) {
    for _ in 0..64 {
        counter.keys("scan:9520000000066 scan:9520000000011");
        if counter.state.desk.sale.arms() == Some(only(arm)) {
            return;
        }
        counter.keys("f9 f9");
    }
    panic!("no sale came into {arm}");
}

#[test]
fn every_sale_records_its_arm_also_where_nothing_was_suggested() {
    let mut counter = Counter::testing(ADVICE);
    let mut seen = BTreeSet::new();
    for _ in 0..40 {
        counter.keys("scan:9520000000011");
        let rows = counter.rows().len();
        counter.keys("scan:9520000000066");
        let needs = counter.rows().iter().any(|row| row.ends_with("CELLS"));
        counter.keys("f9 f9");
        let event = counter.events().pop().unwrap();
        let arm = event.arms["advice"].clone();
        assert_eq!((rows, needs), (if arm == "with" { 3 } else { 0 }, true), "{arm}");
        seen.insert(arm);
    }
    assert_eq!(seen.len(), 2);
    let event = counter.events().pop().unwrap();
    assert!(event.suggestions.iter().all(|one| one.rank > 0 && one.reason == "curated"));
    let hashes: BTreeSet<Option<String>> = counter.stored().into_iter().map(|stored| stored.catalog).collect();
    assert!(hashes.len() == 1 && hashes.iter().flatten().all(|hash| hash.len() == 64), "{hashes:?}");
}

#[test]
fn a_sale_keeps_its_arm_over_a_restart_undo_and_another_catalog() {
    let mut counter = Counter::testing(ADVICE);
    begin_in(&mut counter, "without");
    let mut counter = counter.restart(1);
    assert_eq!(counter.rows(), ["[ ] CELLS"]);
    counter.keys("f6 scan:9520000000011");
    assert_eq!(counter.rows(), ["[ ] CELLS"]);
    let before = arms_of(&counter).len();
    counter.keys("f9 f9 f6 scan:9520000000042 f9 f9");
    assert_eq!(arms_of(&counter)[before..], [only("without"), only("without")]);

    begin_in(&mut counter, "without");
    let shrunk = format!("{ADVICE}ramp = [ {{ from = 2026-11-01, share = 0 }} ]\n");
    let mut counter = counter.restart_testing(&shrunk);
    counter.keys("scan:9520000000042");
    assert_eq!(counter.rows(), ["[ ] CELLS"], "it goes on as it began");
    counter.keys("f9 f9 scan:9520000000011 f9 f9");
    let arms = arms_of(&counter);
    assert_eq!(arms[arms.len() - 2..], [only("without"), Arms::new()], "and the next is outside");
}

#[test]
fn a_sale_over_midnight_is_of_the_day_it_began() {
    let moment = jiff::Timestamp::from_millisecond(super::counter::MORNING).unwrap();
    let today = moment.to_zoned(jiff::tz::TimeZone::system()).date();
    let mut counter = Counter::testing(&ADVICE.replace("2026-12-31", &today.to_string()));
    counter.keys("scan:9520000000011");
    let drawn = counter.state.desk.sale.arms().unwrap();
    assert_eq!(drawn.len(), 1);
    let mut counter = counter.restart(24 * 60);
    counter.keys("enter scan:9520000000066 f9 f9");
    counter.keys("scan:9520000000011 f9 f9");
    assert_eq!(arms_of(&counter), [drawn, Arms::new()]);
}

#[test]
fn a_sale_that_began_before_the_test_is_not_in_it() {
    let mut counter = Counter::testing("");
    counter.keys("scan:9520000000011 scan:9520000000066");
    let mut counter = counter.restart_testing(ADVICE);
    counter.keys("scan:9520000000042 f9 f9");
    assert_eq!(arms_of(&counter), [Arms::new()]);
    assert!(counter.events()[0].suggestions.len() > 1);
}

#[test]
fn tills_and_weeks_are_drawn_together() {
    let weekly = ADVICE.replace("from =", "unit = \"terminal-week\"\nfrom =");
    let mut counter = Counter::testing(&weekly);
    for _ in 0..6 {
        counter.keys("scan:9520000000011 f9 f9");
    }
    let arms: BTreeSet<Arms> = arms_of(&counter).into_iter().collect();
    assert_eq!(arms.len(), 1, "{arms:?}");
    assert!(arms.first().unwrap().contains_key("advice"));
}
