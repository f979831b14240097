//! Scans: any speed, any ending, on any screen, over half-typed text.

use goeswith::tui::Key;

use super::counter::Counter;

const STAIN: &str = "9520000000011";
const BRUSH: &str = "9520000000028";

#[test]
fn a_scan_shows_the_item_and_what_goes_with_it() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011");
    assert_eq!(counter.basket(), ["1 STAIN"]);
    assert_eq!(counter.rows(), ["[ ] BRUSH", "[ ] CLEANER", "[ ] TAPE"]);
    insta::assert_snapshot!(counter.screen());
}

#[test]
fn every_speed_and_ending_adds_one_line() {
    for gap in [0, 2, 8, 16, 30] {
        for end in [Some(Key::Enter), Some(Key::Tab), Some(Key::Ctrl('j')), None] {
            let mut counter = Counter::open();
            counter.burst(STAIN, gap, end);
            assert_eq!(counter.basket(), ["1 STAIN"], "gap {gap}, end {end:?}");
            assert_eq!(counter.state.line.text(), "", "gap {gap}, end {end:?}");
        }
    }
}

#[test]
fn cr_lf_ends_one_scan_and_not_two() {
    let mut counter = Counter::open();
    for key in STAIN.chars().map(Key::Char).chain([Key::Enter, Key::Ctrl('j')]) {
        counter.press(key, 5);
    }
    counter.pass(500);
    assert_eq!(counter.basket(), ["1 STAIN"]);
}

#[test]
fn half_typed_text_stays_when_a_scan_comes() {
    let mut counter = Counter::open();
    counter.keys("mas").burst(STAIN, 8, Some(Key::Enter));
    assert_eq!(counter.basket(), ["1 STAIN"]);
    assert_eq!(counter.state.line.text(), "mas");
    let mut counter = Counter::open();
    counter.keys("mas").burst(STAIN, 8, None);
    assert_eq!((counter.basket(), counter.state.line.text()), (vec!["1 STAIN".to_owned()], "mas"));
}

#[test]
fn a_scan_works_on_every_screen() {
    let before =
        ["?", "f8", "f8 look", "f5", "/", "tab", "f9", "f4", "mask", "tap", "3", "f8 drop enter", "x y", "tab tab"];
    for keys in before {
        let mut counter = Counter::open();
        counter.keys("scan:9520000000011").keys(keys).burst(BRUSH, 8, Some(Key::Enter));
        let finished = keys == "f9";
        let expected = if finished { vec!["1 BRUSH"] } else { vec!["1 STAIN", "1 BRUSH"] };
        assert_eq!(counter.basket(), expected, "after {keys}");
        assert!(counter.shows("This sale"), "after {keys}:\n{}", counter.screen());
        assert_eq!(counter.events().len(), usize::from(finished), "after {keys}");
    }
}

#[test]
fn signs_inside_a_code_are_no_answers() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011").burst("3-4711", 8, Some(Key::Enter));
    assert_eq!(counter.basket(), ["1 STAIN", "1 3-4711"]);
    assert!(counter.state.desk.basket.answers.is_empty());
    counter.burst("+A123BJC5D6E71", 8, Some(Key::Enter));
    assert!(counter.state.desk.basket.answers.is_empty());
    assert_eq!(counter.said(), "said-unknown");
}

#[test]
fn a_slow_code_that_fired_an_answer_says_so_and_undo_takes_it_back() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 3");
    counter.press(Key::Char('-'), 80);
    assert_eq!(counter.rows()[2], "[-] TAPE");
    for c in "4711".chars() {
        counter.press(Key::Char(c), 80);
    }
    counter.press(Key::Enter, 80);
    assert_eq!(counter.basket(), ["1 STAIN", "1 3-4711"]);
    assert_eq!(counter.said(), "said-code-not-answer");
    assert_eq!(counter.rows()[2], "[ ] TAPE");
}

#[test]
fn an_unknown_code_without_an_end_key_is_said_and_leaves_the_line() {
    let mut counter = Counter::open();
    counter.keys("3*").burst("4006381333931", 5, None);
    assert_eq!((counter.said(), counter.state.line.text(), counter.bells), ("said-unknown", "", 1));
    counter.keys("scan:9520000000042");
    assert_eq!(counter.basket(), ["1 TAPE"]);
}

#[test]
fn half_typed_text_can_still_be_entered_after_a_scan() {
    let mut counter = Counter::open();
    counter.keys("mask scan:9520000000066 enter");
    assert_eq!(counter.basket(), ["1 TORCH", "1 TAPE"]);
}

#[test]
fn an_unknown_code_beeps_once_and_changes_nothing() {
    let mut counter = Counter::open();
    counter.keys("scan:5901234123457");
    assert_eq!((counter.basket().len(), counter.bells), (0, 1));
    assert!(counter.shows("Not in the catalog: 5901234123457."), "{}", counter.screen());
    assert_eq!(counter.events()[0].about.code.as_deref(), Some("5901234123457"));
}

#[test]
fn unknown_codes_are_listed_and_come_off_the_list() {
    let mut counter = Counter::open();
    counter.keys("scan:5901234123457 scan:ZZZ-OTHER-2 scan:5901234123457 scan:WRONG-1 f8");
    assert!(counter.shows("Unknown codes: 3"), "{}", counter.screen());
    counter.keys("unknown enter");
    let listed = |counter: &Counter| counter.state.unknown.iter().map(|row| row.code.clone()).collect::<Vec<_>>();
    assert_eq!(listed(&counter), ["5901234123457", "WRONG-1", "ZZZ-OTHER-2"]);
    // The store notes the day by the clock of the computer, and the picture must not change with it.
    counter.state.unknown.iter_mut().for_each(|row| "2026-11-22".clone_into(&mut row.day));
    insta::assert_snapshot!(counter.screen());
    counter.keys("down delete delete f6");
    assert_eq!(listed(&counter), ["5901234123457", "ZZZ-OTHER-2"]);
    counter.keys("esc f8 unknown enter");
    assert_eq!(listed(&counter), ["5901234123457", "ZZZ-OTHER-2"]);
    // It was seen to, and comes again.
    counter.keys("scan:WRONG-1 f8 unknown enter");
    assert_eq!((listed(&counter).len(), counter.state.unknown[1].times), (3, 1));
    counter.keys("enter delete delete delete delete esc f8 unknown enter");
    assert!(counter.shows("Every code that was scanned is in the catalog."), "{}", counter.screen());
    assert_eq!(counter.events().len(), 5);
}

#[test]
fn the_same_item_twice_is_two_and_a_number_before_a_scan_multiplies() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 scan:9520000000011 3*");
    assert!(counter.shows("> 3 x"), "{}", counter.screen());
    counter.keys("scan:9520000000042");
    assert_eq!(counter.basket(), ["2 STAIN", "3 TAPE"]);
}

#[test]
fn a_code_of_two_items_asks_which() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000097");
    assert!(counter.shows("Twin hook, steel") && counter.shows("Twin hook, brass"), "{}", counter.screen());
    assert!(counter.basket().is_empty());
    counter.keys("down enter");
    assert_eq!(counter.basket(), ["1 TWIN2"]);
}

#[test]
fn the_first_scan_after_plus_confirms_the_promised_line() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 +");
    assert!(counter.shows("to fetch, Aisle 7C"), "{}", counter.screen());
    counter.keys("scan:9520000000028");
    assert_eq!(counter.basket(), ["1 STAIN", "1 BRUSH"]);
    assert_eq!(counter.rows()[0], "[+] BRUSH");
    counter.keys("scan:9520000000028");
    assert_eq!(counter.basket(), ["1 STAIN", "2 BRUSH"]);
}

#[test]
fn a_paste_is_a_scan_a_line() {
    let mut counter = Counter::open();
    counter.take(goeswith::tui::Message::Paste(format!("{STAIN}\r\n{BRUSH}\n")));
    assert_eq!(counter.basket(), ["1 STAIN", "1 BRUSH"]);
}
