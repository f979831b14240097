//! The prices, stock and shelves of a store change while somebody sells.

use super::counter::Counter;

#[test]
fn what_is_scanned_next_has_the_new_price_and_what_lies_in_the_basket_keeps_its_own() {
    let mut counter = Counter::open();
    counter.keys("scan:STAIN");
    assert!(counter.shows("31.99"));
    counter.stock("STAIN,29.99,3,Bay 2\nTAPE,4.00,,\nBRUSH,6.66,,\n", 1);
    counter.keys("scan:TAPE");
    let screen = counter.screen();
    assert!(screen.contains("4.00 EUR  60 left  Aisle 7A"), "an empty cell leaves what the catalog says: {screen}");
    assert!(screen.contains("List prices        35.99"), "{screen}");
    counter.keys("f9 scan:STAIN");
    let screen = counter.screen();
    assert!(screen.contains("29.99 EUR   3 left  Bay 2"), "{screen}");
    counter.keys("s t a i n _ b");
    assert!(counter.shows("6.66"), "search shows it too: {}", counter.screen());
}

#[test]
fn an_old_count_is_shown_with_its_age() {
    let mut counter = Counter::open();
    counter.stock("STAIN,,3,\n", 60);
    counter.keys("scan:STAIN");
    assert!(counter.shows("31.99 EUR  3 left, 2 days ago  Aisle 7B"), "{}", counter.screen());
}

#[test]
fn what_the_store_has_none_of_is_not_suggested() {
    let mut counter = Counter::open();
    counter.keys("scan:STAIN");
    assert!(counter.rows().contains(&"[ ] BRUSH".to_owned()), "{:?}", counter.rows());
    counter.keys("f9");
    counter.stock("BRUSH,,0,\n", -24 * 365 * 50);
    counter.keys("scan:STAIN");
    assert!(!counter.rows().contains(&"[ ] BRUSH".to_owned()), "{:?}", counter.rows());
}
