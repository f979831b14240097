//! Customers' cards: linked where the customer agreed, forgotten at once where nobody did, and never by their number.

use std::path::Path;
use std::sync::OnceLock;

use goeswith::db::store::{Incoming, Store};
use goeswith::domain::Day;
use goeswith::feed::Cards;
use goeswith::settings::{CustomersSettings, Settings};
use goeswith::travel::customers::Row;
use goeswith::travel::pseudonym::Key;

use crate::counter::Counter;

const KEY: &str = "0123456789abcdef0123456789abcdef";
const CRM: &str = "token,segments,consent,preferences,name\n\
                   2900000000014,trade|garden,yes,gift|fr,Ana\n2900000000021,,yes,,Jo\n2900000000038,trade,no,,Vera\n";

fn key_file() -> &'static Path {
    static FILE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FILE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("chain.key"), KEY).unwrap();
        folder
    });
    Box::leak(folder.path().join("chain.key").into_boxed_path())
}

fn pseudonym(token: &str) -> String {
    Key::parse(KEY.as_bytes()).unwrap().pseudonym(token)
}

fn settings() -> Settings {
    Settings {
        chain_key: Some(key_file().to_owned()),
        customers: CustomersSettings {
            cards: Cards::new(&[r"29\d{11}", "CARD-.*"]).unwrap(),
            link_without_list: false,
        },
        ..Settings::default()
    }
}

fn counter() -> Counter {
    let counter = Counter::with_settings(settings());
    counter.customers(CRM, &Key::parse(KEY.as_bytes()).unwrap());
    counter
}

/// A sale of before, so many days ago.
fn bought(counter: &Counter, customer: &str, skus: &[&str], days: i64) {
    let now = jiff::Timestamp::now().as_millisecond();
    let at = jiff::Timestamp::from_millisecond(now - days * 86_400_000).unwrap();
    let lines: Vec<_> = skus.iter().map(|sku| serde_json::json!({ "sku": sku, "quantity": 1 })).collect();
    let sale = serde_json::json!({ "kind": "sale", "wall_utc": at.to_string(), "lines": lines, "customer": customer });
    let (mut store, _) = Store::open(&counter.path("store.db"), now).unwrap();
    store.record(&[Incoming::parse(&sale.to_string(), now).unwrap()], now).unwrap();
}

#[test]
fn a_card_is_linked_by_a_scan_and_the_sale_is_that_customers() {
    let mut counter = counter();
    counter.keys("scan:9520000000011 scan:2900000000014");
    assert_eq!(counter.said(), "said-card-linked");
    assert!(counter.shows("Customer card linked: bought before is used, as agreed."), "{}", counter.screen());
    assert!(counter.shows("This sale: customer card, A gift"), "{}", counter.screen());
    counter.keys("f9 f9");
    let event = counter.events().pop().unwrap();
    assert_eq!(event.customer, Some(pseudonym("2900000000014")));
    assert_eq!(event.context, ["gift"]);
    assert_eq!(counter.holding("2900000000014"), Vec::<std::path::PathBuf>::new(), "its number is nowhere");
    // The next customer is somebody else.
    counter.keys("scan:9520000000011 f9 f9");
    assert_eq!(counter.events().pop().unwrap().customer, None);
}

#[test]
fn without_consent_nothing_is_remembered() {
    for card in ["2900000000038", "2900000009991"] {
        let mut counter = counter();
        counter.keys(&format!("scan:9520000000011 scan:{card}"));
        assert!(counter.shows("No consent: nothing is remembered."), "{}", counter.screen());
        counter.keys("f9 f9");
        assert_eq!(counter.events().len(), 1, "and it is no unknown code");
        assert_eq!(counter.events()[0].customer, None);
        for text in [card, &pseudonym(card)] {
            assert_eq!(counter.holding(text), Vec::<std::path::PathBuf>::new(), "{text}");
        }
    }
}

#[test]
fn it_is_taken_off_by_undo_and_by_its_digit() {
    let mut counter = counter();
    counter.keys("scan:9520000000011 scan:2900000000014 f6");
    assert!(!counter.shows("customer card"), "{}", counter.screen());
    assert!(!counter.shows("A gift"), "{}", counter.screen());
    counter.keys("scan:2900000000014 f5");
    assert!(counter.shows("4  [+] customer card: linked; again takes it off"), "{}", counter.screen());
    counter.keys("4");
    assert_eq!(counter.said(), "said-card-off");
    assert!(!counter.shows("A gift"), "{}", counter.screen());
    counter.keys("f5");
    assert!(counter.shows("4  [ ] customer card: scan it, or type its number"), "{}", counter.screen());
    counter.keys("4 CARD-77 enter");
    assert_eq!(counter.said(), "said-card-no-consent");
    counter.keys("2900000000021 enter f9 f9");
    assert_eq!(counter.events().pop().unwrap().customer, Some(pseudonym("2900000000021")));
}

#[test]
fn at_the_end_of_a_sale_it_is_still_this_customers() {
    let mut counter = counter();
    counter.keys("scan:9520000000011 f9 scan:2900000000021 f9");
    assert_eq!(counter.events().len(), 1);
    assert_eq!(counter.events()[0].customer, Some(pseudonym("2900000000021")));
}

#[test]
fn a_card_alone_does_not_wait_for_the_next_customer() {
    let mut counter = counter();
    counter.keys("scan:2900000000021 wait:900 scan:9520000000011 f9 f9");
    assert_eq!(counter.events().pop().unwrap().customer, None);
    counter.keys("scan:2900000000021 wait:60 scan:9520000000011 f9 f9");
    assert_eq!(counter.events().pop().unwrap().customer, Some(pseudonym("2900000000021")));
}

#[test]
fn a_link_of_a_segment_is_for_the_customers_in_it() {
    let mut counter = counter();
    counter.keys("scan:0000001234 ROLL enter");
    assert_eq!(counter.rows(), Vec::<String>::new());
    counter.keys("scan:2900000000021");
    assert_eq!(counter.rows(), Vec::<String>::new());
    counter.keys("scan:2900000000014");
    assert_eq!(counter.rows(), ["[ ] HAM"]);
    counter.keys("f6");
    assert_eq!(counter.rows(), Vec::<String>::new());
}

#[test]
fn what_is_due_again_is_said_once() {
    let mut counter = counter();
    let customer = pseudonym("2900000000021");
    for days in [123, 93, 63, 33] {
        bought(&counter, &customer, &["TAPE", "TORCH"], days);
    }
    bought(&counter, &pseudonym("2900000000014"), &["CELLS"], 3);
    counter.keys("scan:2900000000021");
    assert_eq!(counter.said(), "said-card-linked-due");
    counter.keys("f5");
    assert!(counter.shows("Due again: Masking tape 50 m: bought 4 times, about every 30"), "{}", counter.screen());
    assert!(counter.shows("days, last 33 days ago."), "{}", counter.screen());
    // An add-on that is due says so where its reason stands.
    counter.keys("esc scan:9520000000011 down down");
    assert!(counter.shows("WHY  This customer: bought 4 times, about every 30 days, last 33"), "{}", counter.screen());
    assert_eq!(counter.state.desk.due_line().map(|due| due.name.as_str()), Some("Torch 200 lumen"));
    // Bought today, it is due no more.
    counter.keys("scan:9520000000042 scan:9520000000066 f9 f9 scan:2900000000021");
    assert_eq!(counter.said(), "said-card-linked");
}

#[test]
fn what_is_bought_at_other_tills_is_due_here_too() {
    let mut counter = Counter::with_settings(settings());
    let today = jiff::Zoned::now().date();
    let last = Day::from_civil(today.year().into(), today.month().into(), today.day().into()).0 - 61;
    let row = Row {
        pseudonym: pseudonym("2900000000021"),
        bought: vec![format!("TORCH=5/60/58/64/{last}"), "GONE=9/30/30/30/20000".to_owned()],
        ..Row::default()
    };
    counter.take_list(vec![row], &Key::parse(KEY.as_bytes()).unwrap());
    counter.keys("scan:2900000000021 f5");
    assert!(counter.shows("Due again: Torch 200 lumen: bought 5 times, about every 60"), "{}", counter.screen());
    assert!(counter.shows("days (58-64), last 61 days ago."), "{}", counter.screen());
}

#[test]
fn without_the_key_no_card_is_linked_and_none_is_noted() {
    let mut counter = Counter::with_settings(Settings { chain_key: None, ..settings() });
    counter.keys("scan:9520000000011 scan:2900000000014");
    assert_eq!(counter.said(), "said-card-no-key");
    assert!(counter.shows("No key of the chain is set"), "{}", counter.screen());
    counter.keys("f9 f9");
    assert_eq!(counter.holding("2900000000014"), Vec::<std::path::PathBuf>::new());
    // A list that was made with another key would know nobody.
    let mut counter = Counter::with_settings(settings());
    counter.customers(CRM, &Key::parse(&[b'x'; 40]).unwrap());
    counter.keys("scan:2900000000014");
    assert_eq!(counter.said(), "said-card-no-key");
}

#[test]
fn a_shop_may_link_cards_without_a_list() {
    let linking = CustomersSettings { link_without_list: true, ..settings().customers };
    let mut counter = Counter::with_settings(Settings { customers: linking, ..settings() });
    counter.keys("scan:9520000000011 scan:2900000000014 f9 f9");
    assert_eq!(counter.events()[0].customer, Some(pseudonym("2900000000014")));
    assert_eq!(counter.holding("2900000000014"), Vec::<std::path::PathBuf>::new());
    // And one that turned nothing on links none.
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 scan:2900000000014");
    assert_eq!(counter.said(), "said-unknown");
    counter.keys("f5");
    assert!(!counter.shows("card"), "{}", counter.screen());
}

#[test]
fn who_is_forgotten_is_forgotten_while_he_is_served() {
    let mut counter = counter();
    let customer = pseudonym("2900000000021");
    counter.keys("scan:9520000000011 scan:2900000000021");
    assert_ne!(counter.holding(&customer), Vec::<std::path::PathBuf>::new());
    let now = jiff::Timestamp::now().as_millisecond();
    let (mut store, _) = Store::open(&counter.path("store.db"), now).unwrap();
    store.forget(std::slice::from_ref(&customer), None, now).unwrap();
    drop(store);
    assert_eq!(counter.holding(&customer), Vec::<std::path::PathBuf>::new());
    counter.keys("f9 f9 scan:9520000000011 scan:2900000000021");
    assert_eq!(counter.said(), "said-card-no-consent");
    counter.keys("f9 f9");
    assert!(counter.events().iter().all(|event| event.customer.is_none()));
    assert_eq!(counter.holding(&customer), Vec::<std::path::PathBuf>::new());
}
