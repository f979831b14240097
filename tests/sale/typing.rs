//! Typing: no letter is ever a command, Enter adds what is meant, Esc never destroys.

use goeswith::tui::Key;
use proptest::prelude::*;

use super::counter::Counter;

#[test]
fn words_in_any_order_find_an_item_and_enter_adds_it() {
    let mut counter = Counter::open();
    counter.keys("bru 100");
    assert_eq!(counter.state.line.text(), "bru100");
    let mut counter = Counter::open();
    counter.keys("100_bru");
    insta::assert_snapshot!(counter.screen());
    counter.keys("enter");
    assert_eq!((counter.basket(), counter.state.line.text()), (vec!["1 BRUSH".to_owned()], ""));
}

#[test]
fn an_exact_code_comes_before_the_highlighted_row() {
    let mut counter = Counter::open();
    counter.keys("3-4711 enter");
    assert_eq!(counter.basket(), ["1 3-4711"]);
    counter.keys("9520000000042 enter");
    assert_eq!(counter.basket(), ["1 3-4711", "1 TAPE"]);
    counter.keys("stain down enter");
    assert_eq!(counter.basket().len(), 3);
}

#[test]
fn enter_and_esc_on_an_empty_line_change_no_sale() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 enter enter esc esc enter");
    assert_eq!((counter.basket(), counter.rows().len()), (vec!["1 STAIN".to_owned()], 3));
    assert!(!counter.state.quit);
}

#[test]
fn esc_clears_then_closes_then_goes_back() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 / tap esc");
    assert!(counter.state.line.text().is_empty() && counter.shows("goes with"), "{}", counter.screen());
    counter.keys("esc");
    assert!(counter.shows("This sale"));
}

#[test]
fn what_matches_nothing_says_so() {
    let mut counter = Counter::open();
    counter.keys("xyzzy enter");
    assert_eq!((counter.said(), counter.basket().len()), ("said-no-match", 0));
}

#[test]
fn a_look_does_not_add() {
    let mut counter = Counter::open();
    counter.keys("torch f4");
    assert!(counter.shows("Torch 200 lumen") && counter.basket().is_empty(), "{}", counter.screen());
    counter.keys("esc");
    assert!(counter.basket().is_empty());
}

#[test]
fn the_menu_is_filtered_by_typing_and_does_what_it_says() {
    let mut counter = Counter::open();
    counter.keys("f8");
    insta::assert_snapshot!(counter.screen());
    counter.keys("look enter");
    assert!(!counter.state.face.looks.plain);
    counter.keys("f8 language enter");
    assert!(counter.shows("Scannez"), "{}", counter.screen());
}

#[test]
fn ctrl_c_says_what_it_would_do_and_ctrl_q_keeps_the_sale() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 ctrl+c");
    assert!(!counter.state.quit);
    assert_eq!(counter.said(), "said-quit-again");
    counter.keys("ctrl+c");
    assert!(counter.state.quit);
    let counter = counter.restart(1);
    assert_eq!(counter.basket(), ["1 STAIN"]);
    assert_eq!(counter.said(), "said-kept-going");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_letter_changes_anything_but_text(text in "[a-zA-Z0-9 ]{0,12}") {
        let mut counter = Counter::open();
        counter.keys("scan:9520000000011");
        let (rows, sale) = (counter.rows(), counter.state.desk.sale.clone());
        for c in text.chars() {
            counter.press(Key::Char(c), 300);
        }
        prop_assert_eq!(&counter.state.desk.sale, &sale);
        prop_assert_eq!(counter.rows(), rows);
        prop_assert_eq!(counter.state.line.text(), text);
    }

    #[test]
    fn a_scan_anywhere_adds_one_line_and_leaves_the_text(before in "[a-z]{0,5}", after in "[a-z]{0,5}", gap in 0_u64..31) {
        let mut counter = Counter::open();
        for c in before.chars() {
            counter.press(Key::Char(c), 300);
        }
        counter.burst("9520000000042", gap, Some(Key::Enter));
        for c in after.chars() {
            counter.press(Key::Char(c), 300);
        }
        prop_assert_eq!(counter.basket(), ["1 TAPE"]);
        prop_assert_eq!(counter.state.line.text(), before + &after);
    }

    #[test]
    fn any_keys_keep_the_sums_right_and_undo_leads_back(keys in proptest::collection::vec(any_key(), 0..30)) {
        let mut counter = Counter::open();
        for key in keys {
            counter.press(key, 200);
        }
        let basket = &counter.state.desk.basket;
        let sum: i64 = basket.lines.iter().map(|line| line.item.price.unwrap_or_default().0 * line.quantity).sum();
        prop_assert_eq!(basket.total().0, sum);
        prop_assert_eq!(&counter.state.desk.sale.basket(), basket);
        counter.screen();
        counter.keys("esc esc esc esc");
        counter.state.desk.finished = None;
        for _ in 0..60 {
            counter.keys("f6");
        }
        prop_assert!(counter.state.desk.basket.is_empty(), "{:?}", counter.state.desk.basket);
    }
}

/// Keys as cats and children press them; codes of the shop among them.
fn any_key() -> impl Strategy<Value = Key> {
    let letters = prop::sample::select("stainbrupe 0123+-*/?.,".chars().collect::<Vec<_>>()).prop_map(Key::Char);
    let named = prop::sample::select(vec![
        Key::Enter,
        Key::Enter,
        Key::Esc,
        Key::Tab,
        Key::BackTab,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::Delete,
        Key::Backspace,
        Key::PageDown,
        Key::F(2),
        Key::F(3),
        Key::F(4),
        Key::F(5),
        Key::F(6),
        Key::F(8),
        Key::F(9),
        Key::Ctrl('z'),
        Key::Ctrl('l'),
    ]);
    prop_oneof![letters, named]
}
