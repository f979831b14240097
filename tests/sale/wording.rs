//! Staff's better sentence: typed at the counter, sent with the other events, read at head office.

use goeswith::domain::{EventKind, Spoken};
use goeswith::tui::state::Overlay;

use crate::counter::Counter;

fn typing() -> Counter {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 f8 sentence enter");
    counter
}

#[test]
fn a_sentence_goes_to_head_office_as_it_was_typed() {
    let mut counter = typing();
    assert!(counter.shows("A better sentence for Stain brush 100 mm"), "{}", counter.screen());
    assert!(
        counter.shows("A soft brush this wide does a fence panel in one pass, no lap marks."),
        "{}",
        counter.screen()
    );
    counter.keys("This_one_-_one_pass,_3+_years:_no_streaks.");
    assert!(counter.shows("This one - one pass, 3+ years: no streaks."), "{}", counter.screen());
    insta::assert_snapshot!("wording", counter.screen());
    insta::assert_snapshot!("wording_60x16", counter.screen_of(60, 16));
    counter.keys("enter");
    assert_eq!(counter.said(), "said-wording-sent");
    let event = counter.events().pop().unwrap();
    assert_eq!(event.kind, EventKind::Sentence);
    let wording = event.about.wording.unwrap();
    assert_eq!((wording.item.as_str(), wording.add_on.as_str(), wording.language.as_str()), ("STAIN", "BRUSH", "en"));
    assert_eq!((wording.part, wording.text.as_str()), (Spoken::Say, "This one - one pass, 3+ years: no streaks."));
    assert_eq!(counter.basket(), ["1 STAIN"], "the sale goes on");
    assert_eq!(counter.rows()[0], "[ ] BRUSH", "no sign was taken for an answer");
}

#[test]
fn the_question_has_its_turn_with_tab_and_from_the_details() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 / right f8 sentence enter tab");
    assert!(counter.shows("A better sentence for Wood cleaner 1 L"), "{}", counter.screen());
    assert!(counter.shows("ASK today:"), "{}", counter.screen());
    counter.keys("Did_it_rain_on_itt backspace ? enter");
    let wording = counter.events().pop().unwrap().about.wording.unwrap();
    assert_eq!((wording.part, wording.text.as_str()), (Spoken::Ask, "Did it rain on it?"));
}

#[test]
fn what_tells_of_somebody_is_not_sent_and_can_be_changed() {
    let mut counter = typing();
    counter.keys("Ask_ana@example.com enter");
    assert!(counter.shows("Not sent: it holds a mail address"), "{}", counter.screen());
    assert_eq!(counter.events().len(), 0);
    assert!(counter.holding("ana@example.com").is_empty());
    counter.keys(&"backspace ".repeat(16));
    counter.keys("_me enter");
    assert_eq!(counter.events()[0].about.wording.as_ref().unwrap().text.as_str(), "Ask me");
}

#[test]
fn a_scan_an_empty_enter_and_esc_send_nothing_and_lose_nothing() {
    let mut counter = typing();
    counter.keys("enter");
    assert!(matches!(counter.state.overlay, Some(Overlay::Wording(_))));
    counter.keys("Half_a_sen scan:9520000000042");
    assert_eq!(counter.basket(), ["1 STAIN", "1 TAPE"]);
    counter.keys("f8 sentence enter Again esc f6");
    assert_eq!(counter.basket(), ["1 STAIN"]);
    assert_eq!(counter.events().len(), 0);
}

#[test]
fn in_practice_nothing_is_sent() {
    let mut counter = Counter::open().practising(1);
    counter.keys("f8 practice enter scan:9520000000011 f8 sentence enter Better. enter");
    assert_eq!(counter.said(), "said-wording-practice");
    assert_eq!(counter.events().len(), 0);
}
