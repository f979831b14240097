//! The end of a sale: recorded once, taken back, forgotten, kept over a restart.

use goeswith::domain::{EventKind, Outcome};

use super::counter::Counter;

#[test]
fn finishing_records_what_was_shown_and_what_became_of_it() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 + 2- f9");
    insta::assert_snapshot!(counter.screen());
    counter.keys("f9");
    let events = counter.events();
    assert_eq!(events.len(), 1);
    let outcomes: Vec<_> = events[0].suggestions.iter().map(|one| (one.add_on.as_str(), one.outcome)).collect();
    let expected = [("BRUSH", Outcome::Accepted), ("CLEANER", Outcome::Declined), ("TAPE", Outcome::NotAsked)];
    assert_eq!(outcomes, expected);
    let lines: Vec<_> = events[0].lines.iter().map(|line| (line.sku.as_str(), line.confirmed)).collect();
    assert_eq!(lines, [("STAIN", None), ("BRUSH", Some(false))]);
    assert!(counter.basket().is_empty());
}

#[test]
fn an_answer_can_be_changed_at_the_end() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 f9 down down + f9");
    let events = counter.events();
    assert_eq!(events[0].suggestions[2].outcome, Outcome::Accepted);
    assert_eq!(events[0].lines[1].sku.as_str(), "TAPE");
}

#[test]
fn undo_brings_a_finished_sale_back_and_says_so_to_head_office() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 f9 f9 f6");
    assert_eq!(counter.basket(), ["1 STAIN"]);
    counter.keys("scan:9520000000042 f9 f9");
    let events = counter.events();
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Sale, EventKind::Void, EventKind::Sale]);
    assert_eq!(events[1].about.sale, events[0].event_id);
    assert_eq!(events[2].lines.len(), 2);
}

#[test]
fn a_forgotten_sale_is_finished_by_the_next_scan_and_undo_joins_them() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 wait:601 scan:9520000000042");
    assert_eq!((counter.basket(), counter.events().len()), (vec!["1 TAPE".to_owned()], 1));
    assert_eq!(counter.said(), "said-finished-forgotten");
    counter.keys("f6");
    assert_eq!(counter.basket(), ["1 STAIN", "1 TAPE"]);
    assert_eq!(counter.said(), "said-joined-again");
    counter.keys("f9 f9");
    assert_eq!(counter.events().len(), 3);
}

#[test]
fn a_sale_survives_a_restart_with_its_answers() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 + 3- f6");
    let mut counter = counter.restart(2);
    assert_eq!(counter.basket(), ["1 STAIN", "1 BRUSH"]);
    counter.keys("f9 f9");
    assert_eq!(counter.events().len(), 1);
    let counter = counter.restart(1);
    assert!(counter.basket().is_empty());
}

#[test]
fn an_old_open_sale_is_offered() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011");
    let mut counter = counter.restart(45);
    assert!(counter.basket().is_empty());
    insta::assert_snapshot!(counter.screen());
    counter.keys("enter");
    assert_eq!(counter.basket(), ["1 STAIN"]);
    counter.keys("scan:9520000000042");
    assert_eq!(counter.basket(), ["1 STAIN", "1 TAPE"]);
}

#[test]
fn an_unknown_code_at_the_end_belongs_to_the_next_customer() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 f9 scan:4006381333931 scan:9520000000042");
    assert_eq!((counter.basket(), counter.events().len()), (vec!["1 TAPE".to_owned()], 2));
}

#[test]
fn a_sale_left_empty_by_undo_hides_no_other() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 f9 f9 scan:9520000000066 f6 f6");
    assert_eq!(counter.basket(), ["1 STAIN"]);
    let counter = counter.restart(1);
    assert_eq!(counter.basket(), ["1 STAIN"]);
}

#[test]
fn reading_for_a_long_time_is_not_leaving() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 wait:700 / esc scan:9520000000042");
    assert_eq!(counter.basket(), ["1 STAIN", "1 TAPE"]);
}

#[test]
fn dropping_a_sale_asks_and_the_default_is_no() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 f8 drop enter enter");
    assert_eq!(counter.basket(), ["1 STAIN"]);
    counter.keys("f8 drop enter down enter");
    assert!(counter.basket().is_empty() && counter.events().is_empty());
}

#[test]
fn the_day_is_counted_at_the_end_of_a_sale() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 f9 f9 scan:9520000000011 f9");
    assert!(counter.shows("Today"), "{}", counter.screen());
}
