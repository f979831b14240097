//! Shifts that a badge begins: whose sales are whose, by pseudonym, and one's own figures for oneself alone.

use std::path::PathBuf;

use goeswith::feed::Cards;
use goeswith::settings::Settings;
use goeswith::travel::pseudonym::Key;

use crate::cards::key_file;
use crate::counter::Counter;

const ANA: &str = "B104711";
const JO: &str = "B104712";

fn counter() -> Counter {
    let badges = Cards::new(&[r"B(\d{6})"]).unwrap();
    Counter::with_settings(Settings { badges, chain_key: Some(key_file().to_owned()), ..Settings::default() })
}

fn pseudonym(number: &str) -> Option<String> {
    Some(Key::parse(crate::cards::KEY.as_bytes()).unwrap().pseudonym(number))
}

/// Whose the sales are, in order.
fn whose(counter: &Counter) -> Vec<Option<String>> {
    counter.events().into_iter().map(|event| event.staff).collect()
}

#[test]
fn sales_are_the_shifts_until_another_badge_or_its_end() {
    let mut counter = counter();
    counter.keys("scan:9520000000011 f9 f9");
    counter.keys(&format!("scan:{ANA}"));
    assert!(counter.shows("A shift begins"), "{}", counter.screen());
    assert!(counter.shows("on shift"), "{}", counter.screen());
    counter.keys("scan:9520000000011 f9 f9 scan:9520000000028 f9 f9");
    counter.keys(&format!("scan:9520000000011 scan:{JO} f9 f9 scan:{JO}"));
    assert_eq!(counter.said(), "said-shift-goes-on");
    counter.keys("f8 shift enter");
    assert_eq!(counter.said(), "said-shift-ended");
    assert!(!counter.shows("on shift"), "{}", counter.screen());
    counter.keys("scan:9520000000011 f9 f9");
    let (ana, jo) = (pseudonym("104711"), pseudonym("104712"));
    assert_eq!(whose(&counter), [None, ana.clone(), ana, jo, None]);
    for number in [ANA, JO, "104711", "104712"] {
        assert_eq!(counter.holding(number), Vec::<PathBuf>::new(), "its number is nowhere");
    }
}

#[test]
fn one_sees_ones_own_figures_and_nobody_elses() {
    let mut counter = counter();
    counter.keys(&format!("scan:{ANA} scan:9520000000011 + - f9 f9 scan:9520000000011 f9"));
    assert!(counter.shows("You, today: 2 asked, 1 taken."), "{}", counter.screen());
    // A colleague takes over while the end of the sale is open.
    counter.keys(&format!("scan:{JO}"));
    assert!(counter.shows("You, today: 0 asked, 0 taken."), "{}", counter.screen());
    counter.keys("f8 shift enter");
    assert!(!counter.shows("You, today"), "{}", counter.screen());
    assert!(counter.shows("Today, this till: 1 sale, 1 with an add-on"), "{}", counter.screen());
}

#[test]
fn a_sale_that_was_left_is_still_of_the_shift_before() {
    let mut counter = counter();
    counter.keys(&format!("scan:{ANA} scan:9520000000011 wait:3600 scan:{JO} scan:9520000000028 f9 f9"));
    assert_eq!(whose(&counter), [pseudonym("104711"), pseudonym("104712")]);
}

#[test]
fn without_the_key_badges_stay_off_and_the_banner_says_why() {
    let badges = Cards::new(&[r"B\d{6}"]).unwrap();
    let mut counter = Counter::with_settings(Settings { badges, ..Settings::default() });
    assert!(counter.shows("No key of the chain is set. No badge begins a shift."), "{}", counter.screen());
    counter.keys(&format!("scan:{ANA}"));
    assert_eq!(counter.said(), "said-badge-no-key");
    counter.keys("scan:9520000000011 f9 f9");
    assert_eq!(whose(&counter), [None]);
    assert_eq!(counter.holding(ANA), Vec::<PathBuf>::new(), "and it is no unknown code");
    // A shop without badges knows none.
    let mut counter = Counter::open();
    counter.keys(&format!("scan:{ANA}"));
    assert_eq!(counter.said(), "said-unknown");
}
