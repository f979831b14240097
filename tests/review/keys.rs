//! What keys do, and what stands in the file afterwards.

use goeswith::tui::Key;
use goeswith::tui::review::{Effect, Focus, Input};
use goeswith::tui::state::Said;

use crate::desk::{PAIRS, Session};

fn said(session: &Session) -> &'static str {
    session.state.said.as_ref().map_or("", |said: &Said| said.id)
}

#[test]
fn the_most_convincing_come_first_and_the_linked_ones_last() {
    let mut session = Session::new();
    assert_eq!(session.state.counts, [5, 0, 0]);
    let mut order = Vec::new();
    for _ in 0..5 {
        order.push(session.pair());
        session.press("<Down>");
    }
    let expected = [
        "Printer 200 + Ink 305, black",
        "Printer 200 + Paper A4, 500 sheets",
        "Printer 200 + Set up at home",
        // Everybody buys bags: more often than by chance, but not by much.
        "Paper A4, 500 sheets + Carrier bag",
        // The shop's own links have it.
        "Printer 200 + USB cable 2 m",
    ];
    assert_eq!(order, expected);
}

#[test]
fn a_decision_is_in_the_file_at_once_and_the_next_pair_is_highlighted() {
    let mut session = Session::new();
    session.press("+");
    assert_eq!(
        session.changed(),
        ["INK-305,PRN-200,530,411,255,5000,0.051,2025-01-03,2026-10-30,accepted,accessory,,,\"ask Jo, then decide\""]
    );
    assert_eq!(
        (said(&session), session.pair().as_str()),
        ("review-said-accepted", "Printer 200 + Paper A4, 500 sheets")
    );
    session.press("<F3>");
    assert_eq!(session.changed()[1], "PAP-A4,PRN-200,600,411,140,5000,0.028,2025-01-03,2026-10-30,rejected,,,,");
    assert_eq!(session.state.counts, [3, 1, 1]);
    session.press("<Up><Del>");
    assert_eq!(session.changed().len(), 1);
    session.press("<F6><Ctrl+Z><F6>");
    assert_eq!(session.shop.text("pairs.csv"), PAIRS);
    assert_eq!(session.state.counts, [5, 0, 0]);
    session.press("<F6>");
    assert_eq!(said(&session), "review-said-nothing-to-undo");
}

#[test]
fn sentences_are_written_one_after_the_other_and_the_kind_beside() {
    let mut session = Session::new();
    session.press("<Tab>Ink + paper - at home?<Enter>Fits, and is in stock.<Tab><Right>+");
    assert_eq!(
        session.changed(),
        ["INK-305,PRN-200,530,411,255,5000,0.051,2025-01-03,2026-10-30,accepted,required,Ink + paper - at home?,\
          \"Fits, and is in stock.\",\"ask Jo, then decide\""]
    );
    // Esc keeps what was written, and so do an answer and the end.
    session.press("<Tab>Who?<Esc><Up><Tab>x<F2>");
    assert!(session.changed()[0].contains("Ink + paper - at home?x"), "{:?}", session.changed());
    session.press("<Tab><Tab>Half a senten");
    session.take(Input::Quit);
    assert!(session.changed().iter().any(|row| row.contains("Half a senten")), "{:?}", session.changed());
    assert!(session.state.is_over());
}

/// Letters, digits and blanks are text on this screen too, and signs are once there is text.
#[test]
fn no_letter_is_a_command() {
    for c in ('a'..='z').chain('A'..='Z').chain('0'..='9').chain(['é', 'ß', '木']) {
        let mut session = Session::new();
        session.press(&c.to_string());
        assert_eq!((session.state.search.value(), session.effects.len()), (c.to_string().as_str(), 0));
        assert!(!session.state.leaving && !session.state.help);
    }
    let mut session = Session::new();
    session.press("usb-2+?/.");
    assert_eq!((session.state.search.value(), session.effects.len()), ("usb-2+?/.", 0));
    session.press("<Esc><Tab>no - yes + 1?<Tab>");
    assert_eq!(session.effects.len(), 1);
    session.press("<Enter><Enter>");
    assert_eq!(session.effects.len(), 1);
}

#[test]
fn search_and_filter_narrow_the_list() {
    let mut session = Session::new();
    session.press("prn ink");
    assert_eq!((session.state.shown.len(), session.pair().as_str()), (1, "Printer 200 + Ink 305, black"));
    assert!(matches!(session.state.focus, Focus::Search));
    // The list has the keys again after an arrow or Enter, and the search stays.
    session.press("<Enter>+");
    assert_eq!((session.state.counts, session.state.search.value()), ([4, 1, 0], "prn ink"));
    session.press("<Esc><F5>");
    assert_eq!((session.state.shown.len(), session.pair().as_str()), (1, "Printer 200 + Ink 305, black"));
    session.press("<F5>");
    assert!(session.state.shown.is_empty());
    session.press("+<Tab><Left>");
    assert_eq!(session.changed().len(), 1);
    session.press("<F5>");
    assert_eq!(session.state.shown.len(), 7, "weak ones too, but not the row of an unknown SKU");
    session.press("<F5>nobody buys this");
    assert!(session.state.shown.is_empty());
}

#[test]
fn a_key_held_down_answers_once() {
    let mut session = Session::new();
    session.hold(Key::Char('-'), 20);
    assert_eq!(session.state.counts, [4, 0, 1]);
    session.press("--");
    assert_eq!(session.state.counts, [2, 0, 3]);
}

#[test]
fn what_somebody_else_decided_meanwhile_holds() {
    let mut session = Session::new();
    let theirs = PAIRS.replace("2026-10-30,,,,,\"ask", "2026-10-30,rejected,,,,\"ask");
    session.shop.write("pairs.csv", theirs.as_bytes());
    session.press("+");
    assert_eq!(session.shop.text("pairs.csv"), theirs);
    assert_eq!((said(&session), session.state.counts), ("review-said-theirs", [4, 0, 1]));
    // Another pair is added to what they wrote.
    let more = theirs.replace("PAP-A4,STP-1,600,80", "PAP-A4,STP-1,601,81");
    session.shop.write("pairs.csv", more.as_bytes());
    session.press("+");
    assert_eq!(said(&session), "review-said-merged");
    let now = session.shop.text("pairs.csv");
    assert!(
        now.contains("PAP-A4,STP-1,601,81") && now.contains("rejected") && now.contains("accepted,accessory"),
        "{now}"
    );
}

#[test]
fn what_is_not_on_disk_says_so() {
    let mut session = Session::new();
    session.slow = true;
    session.press("+");
    assert!(!session.state.drawable() && session.state.deadline().is_some());
    session.press("<Ctrl+Q>");
    assert!(!session.state.is_over(), "it waits for the file");
    assert!(session.picture((80, 24)).contains("Saving..."));
    let failed = Some("disk full".to_owned());
    session.take(Input::Saved { deeds: 1, by_others: false, theirs: Vec::new(), failed });
    assert!(session.state.is_over());
    assert!(session.picture((80, 24)).contains("NOT SAVED  disk full."));
    let effects: Vec<&Effect> = session.effects.iter().filter(|effect| matches!(effect, Effect::Save(_))).collect();
    assert_eq!(effects.len(), 1);
}
