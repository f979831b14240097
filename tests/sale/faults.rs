//! When the store takes nothing: it is said, it stays said, and nothing is lost once there is room again.

use goeswith::domain::Outcome;

use super::counter::Counter;

#[test]
fn what_is_not_saved_is_marked_until_it_is() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011");
    counter.disk_full = true;
    counter.keys("+ scan:9520000000042");
    insta::assert_snapshot!(counter.screen());
    counter.keys("esc ? esc");
    assert!(counter.shows("NOT SAVED"));
    counter.disk_full = false;
    counter.keys("scan:9520000000066");
    assert!(!counter.shows("NOT SAVED"), "{}", counter.screen());
    let counter = counter.restart(1);
    assert_eq!(counter.basket(), ["1 STAIN", "1 BRUSH", "1 TAPE", "1 TORCH"]);
}

#[test]
fn a_sale_finished_on_a_full_disk_is_recorded_as_soon_as_there_is_room() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 +");
    counter.disk_full = true;
    counter.keys("f9 f9");
    assert!(counter.shows("NOT SAVED") && counter.events().is_empty());
    counter.disk_full = false;
    counter.keys("scan:9520000000042");
    assert!(!counter.shows("NOT SAVED"), "{}", counter.screen());
    let events = counter.events();
    assert_eq!((events.len(), events[0].lines.len()), (1, 2));
    assert_eq!(events[0].suggestions[0].outcome, Outcome::Accepted);
}

#[test]
fn noting_what_was_shown_does_not_pass_for_saving_a_line() {
    let mut counter = Counter::open();
    counter.disk_full = true;
    counter.keys("scan:9520000000011");
    assert!(counter.shows("NOT SAVED"));
    counter.disk_full = false;
    counter.keys("f5 2");
    assert!(counter.state.desk.unsaved.is_empty());
    let counter = counter.restart(1);
    assert_eq!(counter.basket(), ["1 STAIN"]);
}
