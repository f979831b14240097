//! Why an add-on is there or not: asked on its details, answered in words, left by any scan.

use goeswith::tui::state::{Overlay, Screen};

use super::counter::Counter;

fn is_open(counter: &Counter) -> bool {
    matches!(counter.state.overlay, Some(Overlay::Why(_)))
}

#[test]
fn the_key_of_the_details_says_on_the_details_why() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 /");
    assert!(counter.shows("/ Why?"), "{}", counter.screen());
    counter.keys("/");
    insta::assert_snapshot!("why_shown", counter.screen());
    insta::assert_snapshot!("why_shown_60x16", counter.screen_of(60, 16));
    // The next add-on, without going back.
    counter.keys("right");
    assert!(counter.shows("Why Wood cleaner 1 L?"), "{}", counter.screen());
    counter.keys("esc");
    assert!(matches!(counter.state.screen, Screen::Details(_)) && !is_open(&counter));
    counter.keys("esc");
    assert!(matches!(counter.state.screen, Screen::Sale));
    assert_eq!(counter.basket(), ["1 STAIN"]);
}

#[test]
fn a_look_at_any_item_says_why_it_is_not_suggested() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 torch f4 f4");
    let screen = counter.screen();
    assert!(counter.shows("NOT SHOWN") && counter.shows("Nothing in the basket has a link to it"), "{screen}");
    assert!(counter.shows("write a link STAIN -> TORCH in links.csv"), "{screen}");
    counter.keys("esc esc gloves f4 /");
    assert!(counter.shows("None is left here"), "{}", counter.screen());
    counter.keys("esc esc - brush f4 f4");
    assert!(counter.shows("The customer said no to it in this sale."), "{}", counter.screen());
}

#[test]
fn a_scan_leaves_it_and_letters_search() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 / / down down");
    assert!(is_open(&counter));
    counter.keys("scan:9520000000066");
    assert_eq!(counter.basket(), ["1 STAIN", "1 TORCH"]);
    assert!(matches!(counter.state.screen, Screen::Sale) && counter.state.overlay.is_none());
    counter.keys("/ / brush");
    assert!(matches!(counter.state.overlay, Some(Overlay::Search(_))), "{}", counter.screen());
}

#[test]
fn an_answer_to_an_old_question_is_dropped() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 /");
    counter.hold = true;
    counter.keys("/");
    assert!(counter.shows("Looking it up"), "{}", counter.screen());
    counter.keys("esc");
    counter.hold = false;
    counter.release();
    assert!(!is_open(&counter), "{}", counter.screen());
    counter.hold = true;
    counter.keys("/ right");
    counter.hold = false;
    counter.release();
    assert!(counter.shows("Why Wood cleaner 1 L? For"), "{}", counter.screen());
}

#[test]
fn what_the_till_takes_off_meanwhile_changes_the_answer() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 scan:9520000000066 cells f4 f4");
    assert!(counter.shows("Place 1, of 3"), "{}", counter.screen());
    counter.keys("till:VOID_9520000000066_TORCH_1_x_12.00");
    assert_eq!(counter.basket(), ["1 STAIN"]);
    assert!(!is_open(&counter) || counter.shows("Nothing in the basket has a link to it"), "{}", counter.screen());
}

#[test]
fn an_answer_key_does_not_answer_what_it_hides() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 / / +");
    assert_eq!(counter.basket(), ["1 STAIN"]);
    assert!(!is_open(&counter));
}
