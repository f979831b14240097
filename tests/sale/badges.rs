//! Colleagues' badges: a shift begins with a scan, its events carry a pseudonym, and the number of a badge is nowhere.

use std::path::PathBuf;

use goeswith::feed::Cards;
use goeswith::settings::{CustomersSettings, Settings};
use goeswith::travel::pseudonym::Key;

use crate::counter::Counter;

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn settings(key: Option<PathBuf>) -> Settings {
    let badges = Cards::new(&[r"28\d{11}", r"STAFF-(\d+)"]).unwrap();
    Settings { chain_key: key, badges, ..Settings::default() }
}

/// A counter with badges, and the folder of its key.
fn counter() -> (Counter, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("chain.key");
    std::fs::write(&key, KEY).unwrap();
    (Counter::with_settings(settings(Some(key))), folder)
}

fn staff(counter: &Counter) -> Vec<Option<String>> {
    counter.events().into_iter().map(|event| event.staff).collect()
}

fn pseudonym(token: &str) -> String {
    Key::parse(KEY.as_bytes()).unwrap().pseudonym(&format!("badge:{token}"))
}

#[test]
fn a_badge_begins_a_shift_and_its_events_carry_a_pseudonym() {
    let (mut counter, _folder) = counter();
    counter.keys("scan:9520000000011 scan:2800000000017");
    assert_eq!(counter.said(), "said-shift-begins");
    assert_eq!(counter.basket(), ["1 STAIN"], "the sale goes on");
    counter.keys("f9 f9 scan:5901234123457 scan:9520000000011 f8 sentence enter Better. enter f9 f9 f6 f9 f9");
    let ana = Some(pseudonym("2800000000017"));
    assert_eq!(counter.events().len(), 6);
    assert!(staff(&counter).iter().all(|staff| *staff == ana), "{:?}", staff(&counter));
    for text in ["2800000000017", "00000000017"] {
        assert_eq!(counter.holding(text), Vec::<PathBuf>::new(), "its number is nowhere");
    }
    // Another badge takes over, and without one the sales are nobody's.
    counter.keys("scan:STAFF-12 scan:9520000000042 f9 f9 f8 end_shift enter");
    assert_eq!(counter.said(), "said-shift-over");
    counter.keys("scan:9520000000042 f9 f9");
    assert_eq!(staff(&counter)[6..], [Some(pseudonym("12")), None]);
}

#[test]
fn ones_own_figures_stand_at_the_end_of_a_sale_and_nobody_elses() {
    let (mut counter, _folder) = counter();
    counter.keys("scan:2800000000017 scan:9520000000011 + - f9 f9");
    counter.keys("scan:9520000000066 f9");
    assert!(counter.shows("Today, your own sales: asked about 2, taken 1"), "{}", counter.screen());
    insta::assert_snapshot!("badge_finish_60x16", counter.screen_of(60, 16));
    counter.keys("f9 scan:2800000000024 scan:9520000000011 f9");
    assert!(counter.shows("Today, your own sales: asked about 0, taken 0"), "{}", counter.screen());
    counter.keys("f9 f8 end_shift enter scan:9520000000011 f9");
    assert!(!counter.shows("your own sales"), "{}", counter.screen());
}

#[test]
fn without_a_key_there_is_no_shift_and_a_banner_says_why() {
    for key in [None, Some(PathBuf::from("/nowhere/chain.key"))] {
        let mut counter = Counter::with_settings(settings(key));
        counter.keys("scan:2800000000017 scan:9520000000011");
        let banner = counter.state.banners.faults.iter().find(|fault| fault.code == "GW-308").unwrap();
        assert!(banner.what.ends_with("No badge begins a shift."), "{}", banner.what);
        counter.keys("f9 f9");
        assert_eq!(staff(&counter), [None], "and it is no unknown code");
        assert_eq!(counter.holding("2800000000017"), Vec::<PathBuf>::new());
    }
}

#[test]
fn where_badges_are_off_the_code_is_one_that_nobody_knows() {
    let mut counter = Counter::open();
    counter.keys("scan:2800000000017");
    assert_eq!(counter.said(), "said-unknown");
    assert!(!counter.state.face.ways.cards);
}

#[test]
fn a_badge_is_nobodys_customer_card_even_with_the_same_number() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("chain.key");
    std::fs::write(&key, KEY).unwrap();
    let customers = CustomersSettings { cards: Cards::new(&[r"CARD-(\d+)"]).unwrap(), link_without_list: true };
    let mut counter = Counter::with_settings(Settings { customers, ..settings(Some(key)) });
    counter.keys("scan:STAFF-12 scan:CARD-12 scan:9520000000011 f9 f9");
    let event = counter.events().pop().unwrap();
    assert!(event.staff.is_some() && event.customer.is_some());
    assert_ne!(event.staff, event.customer);
}

#[test]
fn a_sale_that_was_left_is_still_of_the_shift_before() {
    let (mut counter, _folder) = counter();
    counter.keys("scan:2800000000017 scan:9520000000011 wait:3600 scan:STAFF-12 scan:9520000000028 f9 f9");
    assert_eq!(staff(&counter), [Some(pseudonym("2800000000017")), Some(pseudonym("12"))]);
}

#[test]
fn a_colleague_who_takes_over_at_the_end_of_a_sale_sees_nobody_elses_figures() {
    let (mut counter, _folder) = counter();
    counter.keys("scan:2800000000017 scan:9520000000011 + f9 f9 scan:9520000000011 f9");
    assert!(counter.shows("your own sales: asked about 1, taken 1"), "{}", counter.screen());
    assert!(counter.shows(", on shift"), "{}", counter.screen());
    counter.keys("scan:STAFF-12");
    assert!(counter.shows("your own sales: asked about 0, taken 0"), "{}", counter.screen());
    counter.keys("f8 end_shift enter");
    assert!(!counter.shows("your own sales"), "{}", counter.screen());
    assert!(!counter.shows(", on shift"), "{}", counter.screen());
}

#[test]
fn that_badges_are_off_is_said_before_anybody_scans_one() {
    let counter = Counter::with_settings(settings(None));
    assert!(counter.shows("No key of the chain is set. No badge begins a shift."), "{}", counter.screen());
}
