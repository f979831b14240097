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
    assert_eq!(counter.rows(), ["[-] BRUSH", "[-] CLEANER", "[ ] TAPE"]);
    assert!(!counter.shows("Any glass or metal"), "{}", counter.screen());
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

#[test]
fn the_next_sign_is_for_the_add_on_whose_words_stand_on_the_screen() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 + -");
    assert_eq!(counter.rows(), ["[+] BRUSH", "[-] CLEANER", "[ ] TAPE"]);
    counter.keys("up -");
    assert_eq!(counter.rows(), ["[-] BRUSH", "[-] CLEANER", "[ ] TAPE"]);
}

#[test]
fn a_number_answers_that_add_on_on_every_screen() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 / 2+");
    assert_eq!(counter.rows(), ["[ ] BRUSH", "[+] CLEANER", "[ ] TAPE"]);
    counter.keys("esc f9 3-");
    assert_eq!(counter.rows(), ["[ ] BRUSH", "[+] CLEANER", "[-] TAPE"]);
}

#[test]
fn answers_typed_ahead_are_applied_in_order() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011");
    counter.hold = true;
    for key in ["1", "+", "3", "-", "2", "+"] {
        counter.keys(key);
    }
    counter.hold = false;
    counter.release();
    counter.pass(300);
    assert_eq!(counter.rows(), ["[+] BRUSH", "[+] CLEANER", "[-] TAPE"]);
}

#[test]
fn what_is_taken_instead_of_an_add_on_has_its_outcome() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000066 / tab + f9 f9");
    let event = &counter.events()[0];
    let accepted = event.suggestions.iter().find(|one| one.outcome == goeswith::domain::Outcome::Accepted);
    assert_eq!(accepted.map(|one| one.add_on.as_str()), Some("CELLSPRO"), "{:?}", event.suggestions);
}

#[test]
fn signs_under_help_answer_nothing() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 f1 +");
    assert_eq!(counter.rows(), ["[ ] BRUSH", "[ ] CLEANER", "[ ] TAPE"]);
    assert!(counter.shows("This sale"));
}
