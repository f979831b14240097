//! A till that is listened to, and a scanner that does not type: nobody scans twice, and nobody is disturbed.

use goeswith::domain::{EventKind, LineState};
use goeswith::tui::Message;
use goeswith::tui::state::{Fault, Feed, Overlay, Screen};

use super::counter::Counter;

const STAIN: &str = "till:SALE_9520000000011_STAIN_1_x_31.99";

#[test]
fn what_the_till_sells_joins_and_its_receipt_ends_the_sale() {
    let mut counter = Counter::open();
    counter.keys(STAIN);
    assert_eq!((counter.basket(), counter.said()), (vec!["1 STAIN".to_owned()], "said-added"));
    assert_eq!(counter.rows()[0], "[ ] BRUSH");
    counter.keys("+ till:SALE_9520000000028_BRUSH_1_x_7.49 till:SALE_9520000000042_TAPE_3_x_4.25 till:SUBTOTAL_50.00");
    assert_eq!(counter.basket(), ["1 STAIN", "1 BRUSH", "3 TAPE"]);
    assert!(matches!(counter.state.desk.basket.lines[1].state, LineState::Confirmed { .. }));
    counter.keys("till:TOTAL_50.00");
    let events = counter.events();
    assert_eq!((events.len(), counter.basket().len(), counter.said()), (1, 0, "said-finished"));
    let confirmed: Vec<_> = events[0].lines.iter().map(|line| (line.sku.as_str(), line.confirmed)).collect();
    assert_eq!(confirmed, [("STAIN", None), ("BRUSH", Some(true)), ("TAPE", None)]);
    counter.keys("till:CASH_50.00 till:CHANGE_0.00 till:THANK_YOU");
    assert_eq!((counter.events().len(), counter.said()), (1, "said-finished"));
    counter.keys("f6");
    assert_eq!(counter.basket(), ["1 STAIN", "1 BRUSH", "3 TAPE"]);
}

#[test]
fn what_the_till_takes_off_leaves_and_undo_puts_it_back() {
    let mut counter = Counter::open();
    counter.keys(STAIN).keys("till:9520000000042_TAPE_3_x_4.25 till:VOID_9520000000042_TAPE");
    assert_eq!((counter.basket(), counter.said()), (vec!["1 STAIN".to_owned(), "2 TAPE".to_owned()], "said-took-out"));
    counter.keys("f6");
    assert_eq!(counter.basket(), ["1 STAIN", "3 TAPE"]);
    counter.keys("till:9520000000042_TAPE_-3_x_4.25");
    assert_eq!(counter.basket(), ["1 STAIN"]);
    counter.keys("till:VOID_9520000000066_TORCH till:VOID_4006381333931");
    assert_eq!(counter.basket(), ["1 STAIN"]);
    let counter = counter.restart(1);
    assert_eq!(counter.basket(), ["1 STAIN"]);
}

#[test]
fn half_typed_text_and_a_number_before_a_scan_stay() {
    let mut counter = Counter::open();
    counter.keys("tor").keys(STAIN);
    assert_eq!((counter.state.line.text(), counter.basket()), ("tor", vec!["1 STAIN".to_owned()]));
    counter.keys("ch enter");
    assert_eq!(counter.basket(), ["1 STAIN", "1 TORCH"]);
    counter.keys("5 *").keys(STAIN).keys("scan:9520000000042");
    assert_eq!(counter.basket(), ["2 STAIN", "1 TORCH", "5 TAPE"]);
    counter.keys("sta till:TOTAL_1.00");
    assert_eq!((counter.state.line.text(), counter.basket().len(), counter.events().len()), ("sta", 0, 1));
}

#[test]
fn the_sale_is_shown_whatever_was_open() {
    for open in ["?", "f8", "f8 dro", "f5", "bru", "scan:9520000000042 /", "scan:9520000000042 f9", "f8 drop enter"] {
        let mut counter = Counter::open();
        counter.keys("scan:9520000000066").keys(open).keys(STAIN);
        assert!(matches!(counter.state.screen, Screen::Sale) && counter.state.overlay.is_none(), "{open}");
        assert!(counter.basket().contains(&"1 STAIN".to_owned()), "{open}");
    }
}

#[test]
fn the_end_of_a_receipt_is_the_end_of_the_sale_on_any_screen() {
    for open in ["", "?", "f8", "f9", "bru", "/", "scan:9520000000097"] {
        let mut counter = Counter::open();
        counter.keys(STAIN).keys(open).keys("till:TOTAL_31.99 till:9520000000042");
        assert_eq!((counter.events().len(), counter.basket()), (1, vec!["1 TAPE".to_owned()]), "{open}");
    }
}

#[test]
fn a_code_nobody_knows_is_noted_and_nothing_rings() {
    let mut counter = Counter::open();
    counter.keys(STAIN).keys("?").keys("till:4006381333931_CABLE till:4006381333931_CABLE till:PRN-999 till:HELLO");
    assert_eq!((counter.bells, counter.said()), (0, "said-till-unknown"));
    assert!(matches!(counter.state.overlay, Some(Overlay::Help)));
    let noted: Vec<_> = counter.events().into_iter().filter(|event| event.kind == EventKind::UnknownCode).collect();
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0].about.code.as_deref(), Some("4006381333931"));
    counter.keys("till:3-4711");
    assert_eq!(counter.basket(), ["1 STAIN", "1 3-4711"]);
}

#[test]
fn a_code_of_several_items_asks_and_the_till_goes_on_meanwhile() {
    let mut counter = Counter::open();
    counter.keys("till:9520000000097_HOOK").keys(STAIN);
    assert!(matches!(counter.state.overlay, Some(Overlay::Which(_))));
    counter.keys("down enter");
    assert_eq!(counter.basket(), ["1 STAIN", "1 TWIN2"]);
}

#[test]
fn an_answer_pressed_before_the_line_came_is_for_what_stood_there() {
    let mut counter = Counter::open();
    counter.keys(STAIN);
    counter.press(goeswith::tui::Key::Char('+'), 20);
    counter.keys("till:9520000000066_TORCH");
    assert_eq!(counter.basket(), ["1 STAIN", "1 BRUSH", "1 TORCH"]);
}

#[test]
fn lines_that_come_while_the_store_is_slow_wait_in_order() {
    let mut counter = Counter::open();
    counter.hold = true;
    counter.keys(STAIN).keys("till:9520000000042 till:TOTAL till:9520000000066");
    counter.hold = false;
    counter.release();
    assert_eq!((counter.events().len(), counter.basket()), (1, vec!["1 TORCH".to_owned()]));
    assert_eq!(counter.events()[0].lines.len(), 2);
}

#[test]
fn a_pause_of_the_till_is_a_pause() {
    let mut counter = Counter::open();
    counter.keys(STAIN).keys("wait:601 till:9520000000042");
    assert_eq!((counter.basket(), counter.said()), (vec!["1 TAPE".to_owned()], "said-finished-forgotten"));
}

#[test]
fn a_scanner_that_does_not_type_leaves_the_line_alone() {
    let mut counter = Counter::open();
    counter.keys("bru serial:9520000000011 serial:]E09520000000042");
    assert_eq!((counter.state.line.text(), counter.basket()), ("bru", vec!["1 STAIN".to_owned(), "1 TAPE".to_owned()]));
    counter.keys("serial:4006381333931");
    assert_eq!((counter.bells, counter.said()), (1, "said-unknown"));
}

#[test]
fn a_fault_goes_when_its_cause_is_gone() {
    let mut counter = Counter::open();
    let fault = |code: &str, what: &str| {
        Message::Fault(Fault { code: code.to_owned(), what: what.to_owned(), todo: String::new() })
    };
    counter.take(fault("GW-402", "till feed lost at 14:32: scan or type here."));
    counter.take(Message::Feed(Feed::Lost));
    counter.take(fault("GW-401", "scanner lost."));
    assert!(counter.shows("2 problems") && counter.shows("NO TILL"), "{}", counter.screen());
    counter.take(Message::Mended("GW-402"));
    counter.take(Message::Feed(Feed::Heard));
    assert!(counter.shows("scanner lost.") && counter.shows("Till OK"), "{}", counter.screen());
    counter.take(Message::Mended("GW-401"));
    assert!(!counter.shows("! "), "{}", counter.screen());
}
