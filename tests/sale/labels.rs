//! Labels of the shop's own with weight, price or count; codes with two meanings; codes that are no item; codes that a
//! keyboard garbled.

use goeswith::domain::Money;
use goeswith::tui::Key;

use super::counter::Counter;

/// What each line comes to, in cents.
fn prices(counter: &Counter) -> Vec<i64> {
    let price = |line: &goeswith::domain::Line| line.item.price.unwrap_or(Money(0)).0;
    counter.state.desk.basket.lines.iter().map(price).collect()
}

#[test]
fn a_weighed_piece_shows_its_weight_and_costs_by_it() {
    let mut counter = Counter::open();
    counter.keys("scan:2112345004822 scan:2112345005102");
    assert_eq!(counter.basket(), ["1 GOUDA", "1 GOUDA"]);
    // 0.482 kg and 0.510 kg at 15.90: 7.6638 and 8.109, to the nearest cent.
    assert_eq!(prices(&counter), [766, 811]);
    assert_eq!(counter.state.desk.basket.total(), Money(1577));
    insta::assert_snapshot!(counter.screen());
}

#[test]
fn price_and_count_of_a_label_come_into_the_basket() {
    let mut counter = Counter::open();
    counter.keys("scan:2212345607662 scan:2512347000127 scan:2512347000127");
    assert_eq!((counter.basket(), prices(&counter)), (vec!["1 HAM".to_owned(), "24 ROLL".to_owned()], vec![766, 45]));
    assert_eq!(counter.state.desk.basket.total(), Money(766 + 24 * 45));
    // Zero for the value, and the bare number of the item, are the item at its own price.
    counter.keys("f8 drop enter").keys("scan:2212345600007 scan:2112345000008");
    assert!(prices(&counter).ends_with(&[2150, 1590]), "{:?}", prices(&counter));
}

#[test]
fn an_element_string_brings_its_weight_and_price() {
    let mut counter = Counter::open();
    counter.keys("scan:]C101095200000000113103000482");
    assert_eq!((counter.basket(), prices(&counter)), (vec!["1 STAIN".to_owned()], vec![1542]));
    counter.keys("scan:]C1010952000000001131030004823922 f6");
    counter.keys("scan:(01)09520000000028(3922)0650(30)2");
    assert_eq!(counter.basket(), ["2 BRUSH"]);
    assert_eq!(prices(&counter), [650]);
}

#[test]
fn undo_takes_one_piece_and_delete_takes_the_marked_one() {
    let mut counter = Counter::open();
    counter.keys("scan:2112345004822 scan:2112345005102 f6");
    assert_eq!(prices(&counter), [766]);
    counter.keys("scan:2112345005102 tab del");
    assert_eq!((counter.basket().len(), counter.said()), (1, "said-took-out"));
    counter.keys("f6");
    assert_eq!(prices(&counter), [766, 811]);
}

#[test]
fn labels_survive_a_restart_and_are_recorded() {
    let mut counter = Counter::open();
    counter.keys("scan:2112345004822 scan:2212345607662");
    let mut counter = counter.restart(1);
    assert_eq!(prices(&counter), [766, 766]);
    assert!(counter.shows("0.482 kg"));
    counter.keys("f9 f9");
    let events = counter.events();
    let lines: Vec<_> = events[0]
        .lines
        .iter()
        .map(|line| (line.sku.as_str(), line.price, line.weight.map(|weight| weight.to_string())))
        .collect();
    let weight = Some("0.482 kg".to_owned());
    assert_eq!(lines, [("GOUDA", Some(Money(766)), weight), ("HAM", Some(Money(766)), None)]);
}

#[test]
fn eight_digits_with_two_meanings_ask_where_both_are_sold() {
    let mut counter = Counter::open();
    counter.keys("scan:01234565");
    assert!(counter.basket().is_empty());
    assert!(counter.shows("Shop tag") && counter.shows("Table salt"), "{}", counter.screen());
    counter.keys("down enter");
    assert_eq!(counter.basket(), ["1 SALT"]);
    counter.keys("scan:012345000065");
    assert_eq!(counter.basket(), ["2 SALT"]);
}

#[test]
fn a_code_that_is_no_item_says_what_it_is() {
    let table = [
        ("scan:350077523237513", "said-serial-number"),
        ("scan:https://example.com/p/1", "said-web-address"),
        ("scan:00106141412345678908", "said-no-item-in-code"),
        ("scan:4006381333931", "said-unknown"),
    ];
    for (keys, said) in table {
        let mut counter = Counter::open();
        counter.keys(keys);
        assert_eq!((counter.said(), counter.basket().len()), (said, 0), "{keys}");
    }
}

#[test]
fn links_and_identifiers_lead_to_the_item() {
    for code in [
        "https://id.gs1.org/01/09520000000011/10/L7?17=271231",
        "HTTPS://EXAMPLE.COM/01/9520000000011",
        "]C1010952000000001117271231",
        "(01)09520000000011(10)L7",
        "]E09520000000011",
        "09520000000011",
        "ç(éàààààààà&&",
    ] {
        let mut counter = Counter::open();
        counter.keys(&format!("scan:{code}"));
        assert_eq!((counter.basket(), counter.said()), (vec!["1 STAIN".to_owned()], "said-added"), "{code}");
    }
}

#[test]
fn separators_come_as_control_keys_and_leave_no_trace() {
    for separator in [Key::Ctrl('5'), Key::Ctrl(']')] {
        let mut counter = Counter::open();
        counter.keys("mas");
        let codes = "]C1010952000000001110L7".chars().map(Key::Char);
        for key in codes.chain([separator]).chain("17271231".chars().map(Key::Char)).chain([Key::Enter]) {
            counter.press(key, 5);
        }
        counter.pass(300);
        assert_eq!((counter.basket(), counter.state.line.text()), (vec!["1 STAIN".to_owned()], "mas"));
    }
}

#[test]
fn a_garbled_code_is_found_and_said_and_a_typed_one_is_searched() {
    for garbled in ["\")'è&&", "brush50", "BRuSH50"] {
        let mut counter = Counter::open();
        counter.keys(&format!("scan:{garbled}"));
        assert_eq!((counter.basket().len(), counter.said()), (1, "said-code-guessed"), "{garbled}");
    }
    let mut counter = Counter::open();
    counter.keys("stain enter");
    assert_eq!((counter.basket().len(), counter.said()), (1, "said-added"));
}
