//! Practice: customers who are not there, a word afterwards, and nothing of it in any figure.

use goeswith::domain::Sku;
use goeswith::domain::practice::{Customer, Fate, Reply};
use goeswith::tui::state::Screen;

use crate::counter::Counter;

fn practising(seed: u64) -> Counter {
    let mut counter = Counter::open().practising(seed);
    counter.keys("f8 practice enter");
    counter
}

fn customer(counter: &Counter) -> &Customer {
    counter.state.practice.as_ref().unwrap().customer.as_ref().unwrap()
}

/// A customer who puts this down and nothing else.
fn with_customer(sku: &str) -> Counter {
    (0..200)
        .map(practising)
        .find(|counter| {
            let puts_down = &customer(counter).puts_down;
            puts_down.len() == 1 && puts_down[0].0.as_str() == sku
        })
        .unwrap()
}

fn fates(counter: &Counter) -> Vec<(Fate, &str)> {
    let Screen::Feedback(feedback) = &counter.state.screen else { panic!("{}", counter.screen()) };
    feedback.rows.iter().map(|row| (row.fate, row.name.as_str())).collect()
}

#[test]
fn a_customer_comes_from_the_live_catalog_and_the_header_says_practice() {
    let mut counter = practising(1);
    let first = &customer(&counter).puts_down[0].1;
    assert!(counter.shows(&format!("A customer puts down: {first}")), "{}", counter.screen());
    assert!(counter.screen().starts_with(" PRACTICE"), "{}", counter.screen());
    assert!(!counter.shows("Enter Ask"), "there is nothing to ask yet: {}", counter.screen());
    // The same seed brings the same customer, and only items come that something goes with.
    assert_eq!(customer(&counter), customer(&practising(1)));
    counter.keys("scan:9520000000066");
    assert!(counter.shows("Enter Ask"), "{}", counter.screen());
    for seed in 0..20 {
        for (sku, _) in &customer(&practising(seed)).puts_down {
            assert!(["STAIN", "TORCH", "ROLL", "CELLS"].contains(&sku.as_str()), "{sku}");
        }
    }
}

#[test]
fn what_is_asked_is_answered_and_what_is_needed_is_always_wanted() {
    let mut counter = with_customer("TORCH");
    counter.keys("scan:9520000000066");
    assert!(counter.shows("The customer waits. Enter asks about the marked one"), "{}", counter.screen());
    counter.keys("enter");
    assert_eq!(counter.said(), "said-practice-yes");
    assert!(counter.shows("\"AA batteries, 4 pack? Yes, please.\""), "{}", counter.screen());
    assert_eq!(counter.rows(), ["[ ] CELLS"], "asking notes nothing");
    counter.keys("+ f9");
    assert_eq!(fates(&counter), [(Fate::Took, "AA batteries, 4 pack")]);
    assert!(counter.shows("Everything was asked about, 1 taken. Well done."), "{}", counter.screen());
    assert!(counter.shows("A customer puts down: "), "the next one is there already: {}", counter.screen());
    counter.keys("f9");
    assert!(matches!(counter.state.screen, Screen::Sale));
    assert_eq!(counter.basket(), Vec::<String>::new());
}

#[test]
fn what_was_missed_stands_first_with_the_sentence_that_could_have_been_said() {
    let mut counter = with_customer("TORCH");
    counter.keys("scan:9520000000066 f9");
    assert_eq!(fates(&counter), [(Fate::MissedNeed, "AA batteries, 4 pack")]);
    for text in [
        "AA batteries, 4 pack: needed, and worth asking first",
        "It does not work without four AA batteries.",
        "Ask: Any batteries at home?",
        "Say: It takes four of these and has none in the box.",
        "Asked about 0 of 1, 0 taken.",
    ] {
        assert!(counter.shows(text), "{text}: {}", counter.screen());
    }
}

#[test]
fn a_no_has_a_reason_to_practise_on() {
    let mut counter = with_customer("STAIN");
    counter.keys("scan:9520000000011");
    let rows = counter.state.desk.rows.clone();
    let replies: Vec<Reply> = rows.iter().map(|row| customer(&counter).reply(row, false)).collect();
    for (place, reply) in replies.iter().enumerate() {
        counter.keys("enter");
        let heard = counter.state.practice.as_ref().unwrap().met[place].heard;
        assert_eq!(heard, Some(*reply));
        counter.keys(if *reply == Reply::Yes { "+" } else { "-" });
    }
    counter.keys("f9");
    let noes = replies.iter().filter(|reply| matches!(reply, Reply::No(_))).count();
    assert_eq!(fates(&counter).iter().filter(|(fate, _)| *fate == Fate::Declined).count(), noes);
    assert_eq!(noes > 0, counter.shows("A no is a no."), "{}", counter.screen());
}

#[test]
fn answers_follow_from_the_seed_alone_and_come_in_every_kind() {
    let mut counter = with_customer("STAIN");
    counter.keys("scan:9520000000011");
    let row = &counter.state.desk.rows[0];
    let replies: Vec<Reply> = (0..400).map(|seed| Customer { seed, puts_down: Vec::new() }.reply(row, false)).collect();
    let yes = replies.iter().filter(|reply| **reply == Reply::Yes).count();
    assert!((120..200).contains(&yes), "{yes}");
    for word in ["has_one", "too_expensive", "not_now"] {
        let count = replies.iter().filter(|reply| matches!(reply, Reply::No(why) if why.word() == word)).count();
        assert!(count > 30, "{word}: {count}");
    }
}

#[test]
fn nothing_of_it_reaches_store_outbox_or_figures() {
    let mut counter = Counter::open().practising(5);
    counter.keys("scan:9520000000028 f9 f9");
    let before = std::fs::read(counter.path("store.db")).unwrap();
    let files = || {
        let mut names: Vec<_> =
            std::fs::read_dir(counter.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let names = files();
    counter.keys("f8 practice enter");
    for _ in 0..5 {
        counter.keys("scan:9520000000011 enter + scan:9520000000066 enter + f5 1 scan:5901234123457 f9 f9");
    }
    counter.keys("scan:9520000000035");
    assert_eq!(counter.events().len(), 1);
    counter.keys("f8 end_practice enter");
    assert_eq!(counter.said(), "said-practice-over");
    assert_eq!(counter.basket(), Vec::<String>::new());
    assert!(counter.screen().starts_with(" GOESWITH"), "{}", counter.screen());
    assert_eq!(counter.events().len(), 1, "no sale and no unknown code");
    assert!(std::fs::read(counter.path("store.db")).unwrap() == before, "not one byte of the store changed");
    let mut after: Vec<_> = std::fs::read_dir(counter.path("")).unwrap().map(|e| e.unwrap().file_name()).collect();
    after.sort();
    assert_eq!(after, names, "and no file came");
    // Undo still knows the sale before, and selling goes on in the shop's store.
    counter.keys("f6 f9 f9 scan:9520000000042 f9 f9");
    let kinds: Vec<&str> = counter.events().iter().map(|event| event.kind.word()).collect();
    assert_eq!(kinds, ["sale", "void", "sale", "sale"]);
    let skus: Vec<Sku> = counter.events().into_iter().flat_map(|event| event.lines).map(|line| line.sku).collect();
    assert!(skus.iter().all(|sku| sku.as_str() != "TORCH"), "{skus:?}");
}

#[test]
fn an_open_sale_comes_first_and_the_tills_sales_are_no_practice() {
    let mut counter = Counter::open();
    counter.keys("scan:9520000000011 f8 practice enter");
    assert_eq!(counter.said(), "said-practice-later");
    assert!(counter.state.practice.is_none());
    let mut counter = practising(1);
    counter.keys("till:9520000000011");
    assert_eq!((counter.said(), counter.basket()), ("said-practice-till", Vec::new()));
    counter.keys("f7");
    assert_eq!(counter.said(), "said-practice-report");
}

#[test]
fn practice_at_every_size() {
    let mut counter = with_customer("STAIN");
    insta::assert_snapshot!("practice_begins", counter.screen());
    counter.keys("scan:9520000000011 enter + - f9");
    for (width, height) in [(80, 24), (120, 36), (60, 16)] {
        insta::assert_snapshot!(format!("practice_feedback_{width}x{height}"), counter.screen_of(width, height));
    }
    assert!(counter.screen_of(40, 10).contains("PRACTICE"), "{}", counter.screen_of(40, 10));
}
