//! Baskets replayed from steps.

use super::*;
use crate::domain::measure::Unit;
use crate::domain::{CleanText, LinkKind, Weight};

fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

fn item(text: &str, price: i64) -> LineItem {
    LineItem { sku: sku(text), name: CleanText::new(text), price: Some(Money(price)), place: None, measure: None }
}

fn add(text: &str) -> Step {
    Step::Add { item: item(text, 100), quantity: 1 }
}

fn shown(of: &str, add_on: &str) -> Shown {
    Shown {
        item: sku(of),
        add_on: sku(add_on),
        name: CleanText::new(add_on),
        link_kind: LinkKind::Accessory,
        rank: 1,
        price: None,
        reason: "curated".to_owned(),
    }
}

#[test]
fn the_same_item_twice_is_two_of_it() {
    let basket = Basket::replay(&[add("A"), add("B"), add("A")]);
    assert_eq!(basket.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(basket.total(), Money(300));
}

#[test]
fn a_scan_confirms_what_plus_promised_once() {
    let take = Step::Take { add_on: item("B", 50), for_item: sku("A") };
    let promised = Basket::replay(&[add("A"), take.clone()]);
    assert_eq!(promised.lines[1].state, LineState::Promised { for_item: sku("A") });
    let confirmed = Basket::replay(&[add("A"), take.clone(), add("B")]);
    assert_eq!((confirmed.lines.len(), confirmed.lines[1].quantity), (2, 1));
    assert_eq!(confirmed.event_lines()[1].confirmed, Some(true));
    let twice = Basket::replay(&[add("A"), take, add("B"), add("B")]);
    assert_eq!(twice.lines[1].quantity, 2);
}

#[test]
fn every_label_is_a_line_of_its_own() {
    let cut = |grams: i64, price| {
        let weight = Weight::new(grams, 3, Unit::Kg);
        let item = LineItem { measure: Some(Measure { weight, ..Measure::default() }), ..item("CHEESE", price) };
        Step::Add { item, quantity: 1 }
    };
    let steps = [cut(482, 766), cut(510, 811), cut(482, 766), add("CHEESE")];
    let basket = Basket::replay(&steps);
    assert_eq!(basket.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [2, 1, 1]);
    assert_eq!(basket.total(), Money(2 * 766 + 811 + 100));
    assert_eq!(basket.event_lines()[1].weight.map(|weight| weight.to_string()), Some("0.510 kg".to_owned()));
    let measure = basket.lines[1].item.measure;
    let without = Basket::replay(steps.iter().chain([&Step::Remove { sku: sku("CHEESE"), measure }]));
    assert_eq!(without.total(), Money(2 * 766 + 100));
    let take = Step::Take { add_on: item("CHEESE", 1590), for_item: sku("A") };
    let promised = Basket::replay(&[add("A"), take, cut(482, 766)]);
    assert_eq!((promised.lines.len(), promised.total()), (2, Money(866)));
}

#[test]
fn the_till_takes_off_what_it_added() {
    let take_off = |quantity| Step::TakeOff { sku: sku("A"), quantity };
    let three = Step::Add { item: item("A", 100), quantity: 3 };
    assert_eq!(Basket::replay(&[three.clone(), take_off(1)]).lines[0].quantity, 2);
    assert!(Basket::replay(&[three.clone(), take_off(3)]).lines.is_empty());
    assert!(Basket::replay(&[three, take_off(9)]).lines.is_empty());
    assert!(Basket::replay(&[take_off(1)]).lines.is_empty());
}

#[test]
fn an_outcome_needs_a_key_press_to_be_a_yes_or_a_no() {
    let show = Step::Show { shown: vec![shown("A", "B"), shown("A", "C"), shown("A", "D"), shown("A", "E")] };
    let basket = Basket::replay(&[
        add("A"),
        show,
        Step::Take { add_on: item("B", 50), for_item: sku("A") },
        Step::Decline { add_on: sku("C"), for_item: sku("A") },
        add("D"),
    ]);
    let outcomes: Vec<_> = basket.event_suggestions().into_iter().map(|suggestion| suggestion.outcome).collect();
    let expected = [Outcome::Accepted, Outcome::Declined, Outcome::TakenWithoutAsking, Outcome::NotAsked];
    assert_eq!(outcomes, expected);
}

#[test]
fn a_changed_mind_replaces_the_answer() {
    let take = Step::Take { add_on: item("B", 50), for_item: sku("A") };
    let decline = Step::Decline { add_on: sku("B"), for_item: sku("A") };
    let basket = Basket::replay(&[add("A"), take.clone(), decline.clone()]);
    assert_eq!((basket.lines.len(), basket.noes(), basket.add_ons()), (1, 1, 0));
    let basket = Basket::replay(&[add("A"), decline, take]);
    assert_eq!((basket.lines.len(), basket.noes(), basket.add_ons()), (2, 0, 1));
}

#[test]
fn a_no_after_the_scan_leaves_plain_goods() {
    let take = Step::Take { add_on: item("B", 50), for_item: sku("A") };
    let decline = Step::Decline { add_on: sku("B"), for_item: sku("A") };
    let basket = Basket::replay(&[add("A"), take, add("B"), decline]);
    assert_eq!((basket.lines.len(), basket.add_ons(), basket.event_lines()[1].confirmed), (2, 0, None));
}

#[test]
fn a_swap_never_makes_two_lines_of_one_item() {
    let swap = Step::Swap { out: sku("A"), item: item("B", 70) };
    let basket = Basket::replay(&[add("A"), add("A"), add("B"), swap.clone()]);
    assert_eq!(basket.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [3]);
    let basket = Basket::replay(&[add("A"), add("A"), swap]);
    assert_eq!((basket.lines[0].quantity, basket.total()), (2, Money(140)));
}

#[test]
fn what_was_shown_for_a_wrong_scan_is_not_counted() {
    let basket = Basket::replay(&[
        add("A"),
        Step::Show { shown: vec![shown("A", "B")] },
        Step::Remove { sku: sku("A"), measure: None },
    ]);
    assert_eq!(basket.event_suggestions(), []);
}
