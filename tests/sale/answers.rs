//! Answers: took it, no thanks, undo, and what becomes of the list.

use goeswith::settings::{SaleSettings, Settings};

use super::counter::Counter;

#[test]
fn plus_and_minus_answer_the_marked_one_and_a_number_another() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 + 3-");
    assert_eq!(counter.rows(), ["[+] BRUSH", "[ ] CLEANER", "[-] TAPE"]);
    assert_eq!(counter.basket(), ["1 STAIN", "1 BRUSH"]);
    insta::assert_snapshot!(counter.screen());
}

#[test]
fn undo_takes_back_one_thing_after_the_other() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 + 2- f6");
    assert_eq!(counter.rows(), ["[+] BRUSH", "[ ] CLEANER", "[ ] TAPE"]);
    counter.keys("f6");
    assert_eq!((counter.rows()[0].as_str(), counter.basket().len()), ("[ ] BRUSH", 1));
    counter.keys("ctrl+z");
    assert!(counter.basket().is_empty() && counter.rows().is_empty());
    counter.keys("f6");
    assert_eq!(counter.said(), "said-nothing-to-undo");
}

#[test]
fn a_held_down_key_counts_once() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011");
    for _ in 0..20 {
        counter.press(goeswith::tui::Key::Char('-'), 33);
    }
    counter.pass(500);
    assert_eq!(counter.rows(), ["[-] BRUSH", "[ ] CLEANER", "[ ] TAPE"]);
}

#[test]
fn after_two_noes_only_what_it_needs_is_proposed() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 1- 2-");
    assert_eq!(counter.rows(), ["[-] BRUSH", "[-] CLEANER"]);
    assert!(counter.shows("Quiet: the customer said no twice."), "{}", counter.screen());
    counter.keys("scan:9520000000066");
    assert_eq!(counter.rows(), ["[ ] CELLS"]);
    assert!(counter.shows("NEEDS"), "{}", counter.screen());
}

#[test]
fn hurry_leaves_what_it_will_not_work_without() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 scan:9520000000066");
    assert_eq!(counter.rows().len(), 3);
    counter.keys("f5 1");
    assert_eq!(counter.rows(), ["[ ] CELLS"]);
    assert!(counter.shows("HURRY"), "{}", counter.screen());
    counter.keys(". 1");
    assert_eq!(counter.rows().len(), 3);
}

#[test]
fn open_rows_keep_their_place_when_another_item_joins() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 1+ scan:9520000000066");
    assert!(counter.rows().contains(&"[ ] CELLS".to_owned()), "{:?}", counter.rows());
    assert!(!counter.rows().contains(&"[+] BRUSH".to_owned()));
    let cleaner = counter.rows().iter().position(|row| row == "[ ] CLEANER");
    assert!(cleaner.is_none_or(|place| place == 1), "{:?}", counter.rows());
}

#[test]
fn what_does_not_fit_is_warned_of() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000066 scan:9520000000035");
    assert!(counter.shows("CAREFUL"), "{}", counter.screen());
    assert!(counter.shows("Wood cleaner makes the lens of this torch blind."));
}

#[test]
fn out_of_stock_is_never_proposed() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011");
    assert!(counter.rows().iter().all(|row| !row.contains("GLOVES")));
}

#[test]
fn details_show_everything_and_take_answers() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 /");
    insta::assert_snapshot!(counter.screen());
    counter.keys("right +");
    assert_eq!(counter.rows()[1], "[+] CLEANER");
}

#[test]
fn the_better_item_can_take_the_place_of_the_one_scanned() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011");
    assert!(counter.shows("In the box: Stirring stick.") && counter.shows("Better: Pro wood stain"));
    counter.keys("tab down enter");
    assert_eq!(counter.basket(), ["1 STAINPRO"]);
    counter.keys("f6");
    assert_eq!(counter.basket(), ["1 STAIN"]);
}

#[test]
fn a_line_is_taken_out_with_del_and_comes_back_with_undo() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000066 scan:9520000000042 tab del");
    assert_eq!(counter.basket(), ["1 TORCH"]);
    counter.keys("f6");
    assert_eq!(counter.basket(), ["1 TORCH", "1 TAPE"]);
}

#[test]
fn a_second_minus_gives_the_reason_where_the_shop_wants_it() {
    let sale = SaleSettings { ask_reasons: true, ..SaleSettings::default() };
    let mut counter = Counter::with_settings(Settings { sale, ..Settings::default() });
    counter.keys("scan:9520000000011 - -");
    insta::assert_snapshot!(counter.screen());
    counter.keys("2 f9 f9");
    let why = counter.events()[0].suggestions[0].why;
    assert_eq!(why, Some(goeswith::domain::Objection::TooExpensive));
}
