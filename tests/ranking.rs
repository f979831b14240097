//! What is shown for a basket and why everything else is not: the filters, the order, the bar and the discipline, as
//! tables, and what must hold for any shop.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::HashMap;

use goeswith::domain::counts::Tally;
use goeswith::domain::{
    Changes, CleanText, ContextRule, Day, Item, ItemId, ItemType, Link, LinkKind, LinkTerms, Money, Reason,
    ShareOfPrice, Sku, Stock, WhyNot, Window,
};
use goeswith::rank::{
    Answered, BasketItem, Candidates, Choice, Circumstances, Decision, Fate, Limits, Mined, Quiet, Rules, Scored,
    choose,
};
use proptest::prelude::*;

fn item(id: u32) -> Item {
    Item {
        id: ItemId(id),
        sku: Sku::parse(&format!("S{id}")).unwrap(),
        name: CleanText::new(&format!("Item {id}")),
        item_type: ItemType::Goods,
        category: Some(id),
        variant_group: ItemId(id),
        price: Some(Money(1000)),
        cost: None,
        stock: Stock { quantity: Some(5), ..Stock::default() },
    }
}

fn link(add_on: u32, kind: LinkKind, priority: i32) -> Link {
    let terms = LinkTerms { priority, ..LinkTerms::default() };
    Link { item: ItemId(1), add_on: ItemId(add_on), kind, terms, talk: None }
}

fn with_terms(add_on: u32, terms: LinkTerms) -> Link {
    Link { terms, ..link(add_on, LinkKind::Accessory, 0) }
}

/// A pair that is plainly more than chance: 40 of 100 sales.
fn mined(add_on: u32, relevance: f64) -> Scored {
    Scored {
        add_on: ItemId(add_on),
        order: relevance,
        relevance,
        because: ItemId(1),
        together: 40,
        of: 100,
        chance: 4.0,
    }
}

fn candidates(links: Vec<Link>, scored: Vec<Scored>) -> Candidates {
    let items: HashMap<ItemId, Item> = (1..40).map(|id| (ItemId(id), item(id))).collect();
    Candidates { links, scored, items, ..Candidates::default() }
}

fn basket() -> Vec<BasketItem> {
    vec![BasketItem { item: item(1), quantity: 1 }]
}

fn now() -> Circumstances {
    Circumstances { today: Day(20_000), ..Circumstances::default() }
}

fn shown(choice: &Choice) -> Vec<u32> {
    choice.chosen.iter().map(|chosen| chosen.suggestion.add_on.id.0).collect()
}

fn fate(choice: &Choice, add_on: u32) -> Option<WhyNot> {
    choice.verdicts.iter().find(|verdict| verdict.add_on == ItemId(add_on)).and_then(|verdict| match verdict.fate {
        Fate::Left(why) => Some(why),
        Fate::Shown(_) => None,
    })
}

#[test]
fn every_hard_filter_leaves_its_word() {
    let terms = LinkTerms::default;
    let context = |name: &str, on| vec![ContextRule { name: name.to_owned(), on }];
    let table: Vec<(WhyNot, Link)> = vec![
        (WhyNot::InBasket, link(1, LinkKind::Accessory, 0)),
        (WhyNot::Included, link(2, LinkKind::Included, 0)),
        (WhyNot::NotWith, link(3, LinkKind::NotWith, 0)),
        (WhyNot::NotAnAddOn, link(4, LinkKind::Upgrade, 0)),
        (WhyNot::NotAnAddOn, link(5, LinkKind::Substitute, 0)),
        (WhyNot::OtherContext, with_terms(6, LinkTerms { contexts: context("gift", true), ..terms() })),
        (WhyNot::OtherContext, with_terms(7, LinkTerms { contexts: context("business", false), ..terms() })),
        (
            WhyNot::OutsideCampaign,
            with_terms(8, LinkTerms { window: Window { from: Some(Day(20_001)), to: None }, ..terms() }),
        ),
        (
            WhyNot::OutsideCampaign,
            with_terms(9, LinkTerms { window: Window { from: None, to: Some(Day(19_999)) }, ..terms() }),
        ),
        (WhyNot::TooFewPieces, with_terms(10, LinkTerms { min_quantity: Some(2), ..terms() })),
        (WhyNot::TooDear, with_terms(11, LinkTerms { max_price_share: Some(ShareOfPrice(500)), ..terms() })),
        (WhyNot::OtherSegment, with_terms(12, LinkTerms { segments: vec!["trade".to_owned()], ..terms() })),
    ];
    for (why, link) in table {
        let add_on = link.add_on.0;
        let circumstances = Circumstances { contexts: vec!["business".to_owned()], ..now() };
        let choice =
            choose(&basket(), &candidates(vec![link], Vec::new()), &Rules::default(), &circumstances, Limits::Staff);
        assert_eq!(fate(&choice, add_on), Some(why), "{add_on}");
        assert!(choice.chosen.is_empty());
    }
}

#[test]
fn declined_variants_and_what_is_out_are_never_shown() {
    let mut candidates = candidates((2..=5).map(|id| link(id, LinkKind::Accessory, 0)).collect(), Vec::new());
    candidates.items.get_mut(&ItemId(3)).unwrap().variant_group = ItemId(1);
    candidates.items.get_mut(&ItemId(4)).unwrap().stock.quantity = Some(0);
    candidates.items.get_mut(&ItemId(5)).unwrap().stock.quantity = None;
    let now = Circumstances { declined: vec![item(2).sku], ..now() };
    let choice = choose(&basket(), &candidates, &Rules::default(), &now, Limits::Staff);
    assert_eq!(fate(&choice, 2), Some(WhyNot::Declined));
    assert_eq!(fate(&choice, 3), Some(WhyNot::VariantInBasket));
    assert_eq!(fate(&choice, 4), Some(WhyNot::OutOfStock));
    assert_eq!((shown(&choice), choice.out_of_stock), (vec![5], 1));
}

#[test]
fn an_arm_withholds_changes_rules_and_never_what_is_required() {
    let tagged = |id, tag: &str| with_terms(id, LinkTerms { tags: vec![tag.to_owned()], ..LinkTerms::default() });
    let links = vec![
        link(2, LinkKind::Required, 0),
        tagged(3, "old"),
        tagged(4, "new"),
        link(5, LinkKind::Accessory, 0),
        link(6, LinkKind::NotWith, 0),
        link(7, LinkKind::Accessory, 0),
    ];
    let mut candidates = candidates(links, Vec::new());
    candidates.items.get_mut(&ItemId(7)).unwrap().stock.quantity = Some(0);
    let under = |arms: &[Changes]| {
        let now = Circumstances { arms: arms.to_vec(), ..now() };
        let choice = choose(&basket(), &candidates, &Rules::default(), &now, Limits::Staff);
        assert_eq!(fate(&choice, 6), Some(WhyNot::NotWith), "{arms:?}");
        let left: Vec<_> = (2..=7).filter_map(|id| fate(&choice, id)).filter(|why| *why != WhyNot::NotWith).collect();
        (shown(&choice), left, choice.out_of_stock)
    };
    let tags = |tags: &[&str]| Some(tags.iter().map(|tag| (*tag).to_owned()).collect());
    assert_eq!(under(&[]), (vec![2, 3, 4], vec![WhyNot::OverCap, WhyNot::OutOfStock], 1));
    let hold_out = Changes { max: Some(0), ..Changes::default() };
    assert_eq!(under(std::slice::from_ref(&hold_out)), (vec![2], vec![WhyNot::HoldOut; 4], 0));
    let one = Changes { max: Some(1), ..Changes::default() };
    assert_eq!(under(std::slice::from_ref(&one)).0, [2]);
    let four = Changes { max: Some(4), ..Changes::default() };
    assert_eq!(under(&[four.clone(), one.clone()]).0, [2, 3, 4, 5], "the first that sets it holds");
    assert_eq!(under(&[four, hold_out]).0, [2], "a hold-out withholds, whatever the others set");
    let only = Changes { only_links: tags(&["new"]), ..Changes::default() };
    assert_eq!(under(&[only]), (vec![2, 4], vec![WhyNot::OtherArm; 3], 0));
    let without = Changes { without_links: tags(&["old", "new"]), ..Changes::default() };
    assert_eq!(under(&[without]), (vec![2, 5], vec![WhyNot::OtherArm, WhyNot::OtherArm, WhyNot::OutOfStock], 1));
}

#[test]
fn the_bar_and_the_margin_of_an_arm_are_those_of_the_list() {
    let changes = Changes { minimum_relevance: Some(0.9), margin_weight: Some(0.0), ..Changes::default() };
    let rules = Rules::default().under(&[changes]);
    assert_eq!((rules.minimum_relevance, rules.margin_weight, rules.max), (0.9, 0.0, 3));
}

#[test]
fn required_comes_first_then_priority_then_sales_then_the_catalogs_order() {
    let links = vec![
        link(2, LinkKind::Accessory, 0),
        link(3, LinkKind::Accessory, 0),
        link(4, LinkKind::Service, 7),
        link(5, LinkKind::Required, 0),
    ];
    let rules = Rules { max: 5, ..Rules::default() };
    let choice =
        choose(&basket(), &candidates(links, vec![mined(3, 0.2), mined(6, 0.9)]), &rules, &now(), Limits::Staff);
    assert_eq!(shown(&choice), [5, 4, 3, 2, 6]);
    assert_eq!(choice.chosen[2].suggestion.reason, Reason::Counts { together: 40, of: 100 });
    assert_eq!(choice.chosen[3].suggestion.reason, Reason::Linked);
    assert!(choice.chosen[3].suggestion.curated && !choice.chosen[4].suggestion.curated);
}

#[test]
fn the_bar_keeps_out_the_rare_the_merely_popular_and_the_unlikely() {
    let scored = vec![
        Scored { together: 4, ..mined(2, 0.9) },
        Scored { chance: 30.0, ..mined(3, 0.8) },
        mined(4, 0.019),
        mined(5, 0.02),
    ];
    let choice = choose(&basket(), &candidates(Vec::new(), scored), &Rules::default(), &now(), Limits::Staff);
    assert_eq!(shown(&choice), [5]);
    assert_eq!(fate(&choice, 2), Some(WhyNot::TooFewSales));
    assert_eq!(fate(&choice, 3), Some(WhyNot::NoRealLink));
    assert_eq!(fate(&choice, 4), Some(WhyNot::BelowBar));
}

#[test]
fn what_an_item_is_bought_for_is_no_add_on_of_it() {
    let mut candidates = candidates(Vec::new(), vec![mined(2, 0.9), mined(3, 0.8), mined(4, 0.7)]);
    candidates.bought_for.insert(ItemId(2));
    candidates.items.get_mut(&ItemId(3)).unwrap().price = Some(Money(3001));
    candidates.items.get_mut(&ItemId(4)).unwrap().price = Some(Money(3000));
    let choice = choose(&basket(), &candidates, &Rules::default(), &now(), Limits::Staff);
    assert_eq!(shown(&choice), [4]);
    assert_eq!(fate(&choice, 2), Some(WhyNot::OtherWayRound));
    assert_eq!(fate(&choice, 3), Some(WhyNot::OtherWayRound));
}

#[test]
fn a_shop_may_want_only_what_a_person_accepted() {
    let decision = |add_on: u32, accepted| Decision {
        item: ItemId(1),
        add_on: ItemId(add_on),
        accepted,
        kind: LinkKind::Accessory,
        talk: None,
    };
    let mut candidates = candidates(Vec::new(), vec![mined(2, 0.9), mined(3, 0.8), mined(4, 0.7)]);
    candidates.decisions = vec![decision(3, true), decision(4, false)];
    let rules = Rules { mined: Mined::Proposals, ..Rules::default() };
    let choice = choose(&basket(), &candidates, &rules, &now(), Limits::Staff);
    assert_eq!(shown(&choice), [3]);
    assert_eq!(fate(&choice, 2), Some(WhyNot::MinedNotShown));
    let choice = choose(&basket(), &candidates, &Rules::default(), &now(), Limits::Staff);
    assert_eq!(shown(&choice), [3, 2]);
    assert_eq!(fate(&choice, 4), Some(WhyNot::RejectedPair));
}

#[test]
fn one_of_a_category_unless_it_will_not_work_without() {
    let mut candidates = candidates(
        vec![link(2, LinkKind::Accessory, 9), link(3, LinkKind::Accessory, 8), link(4, LinkKind::Required, 0)],
        Vec::new(),
    );
    for id in [2, 3, 4] {
        candidates.items.get_mut(&ItemId(id)).unwrap().category = Some(99);
    }
    let choice = choose(&basket(), &candidates, &Rules::default(), &now(), Limits::Staff);
    assert_eq!(shown(&choice), [4, 2]);
    assert_eq!(fate(&choice, 3), Some(WhyNot::SameCategory));
}

#[test]
fn hurry_and_two_noes_leave_what_it_needs() {
    let links = vec![link(2, LinkKind::Accessory, 0), link(3, LinkKind::Required, 0)];
    let hurry = Circumstances { contexts: vec!["hurry".to_owned()], ..now() };
    let choice = choose(&basket(), &candidates(links.clone(), Vec::new()), &Rules::default(), &hurry, Limits::Staff);
    assert_eq!((shown(&choice), choice.quiet), (vec![3], Some(Quiet::Hurry)));
    let noes = Circumstances { declined: vec![item(8).sku, item(9).sku], ..now() };
    let choice = choose(&basket(), &candidates(links.clone(), Vec::new()), &Rules::default(), &noes, Limits::Staff);
    assert_eq!((shown(&choice), choice.quiet), (vec![3], Some(Quiet::Noes(2))));
    let never = Rules { quiet_after_noes: 0, ..Rules::default() };
    let choice = choose(&basket(), &candidates(links, Vec::new()), &never, &noes, Limits::Staff);
    assert_eq!(shown(&choice), [3, 2]);
}

#[test]
fn margin_reorders_only_what_is_close() {
    let mut candidates = candidates((2..=4).map(|id| link(id, LinkKind::Accessory, 0)).collect(), Vec::new());
    candidates.scored = vec![mined(2, 0.30), mined(3, 0.29), mined(4, 0.20)];
    for id in [3, 4] {
        candidates.items.get_mut(&ItemId(id)).unwrap().cost = Some(Money(100));
    }
    let choice = choose(&basket(), &candidates, &Rules::default(), &now(), Limits::Staff);
    assert_eq!(shown(&choice), [3, 2, 4]);
}

#[test]
fn the_item_just_scanned_has_a_say() {
    let older = BasketItem { item: item(30), quantity: 1 };
    let basket = vec![older, BasketItem { item: item(1), quantity: 1 }];
    let of_older = |add_on: u32| Link { item: ItemId(30), ..link(add_on, LinkKind::Accessory, 50) };
    let links = vec![of_older(2), of_older(3), of_older(4), link(5, LinkKind::Accessory, 0)];
    let choice = choose(&basket, &candidates(links, Vec::new()), &Rules::default(), &now(), Limits::Staff);
    assert_eq!(shown(&choice), [2, 3, 5]);
}

#[test]
fn the_plain_ranking_knows_neither_cap_nor_bar_but_every_hard_filter() {
    let scored = vec![mined(2, 0.9), Scored { together: 1, ..mined(3, 0.01) }, mined(4, 0.001), mined(1, 1.0)];
    let mut candidates = candidates(Vec::new(), scored);
    candidates.items.get_mut(&ItemId(4)).unwrap().stock.quantity = Some(0);
    let choice = choose(&basket(), &candidates, &Rules::default(), &now(), Limits::Plain(25));
    assert_eq!(shown(&choice), [2, 3]);
}

#[test]
fn a_set_says_what_it_saves() {
    let bundle = |price| LinkTerms { bundle_price: Some(Money(price)), ..LinkTerms::default() };
    for (price, saves) in [(1500, Some(Money(500))), (2000, None), (2500, None)] {
        let link = Link { kind: LinkKind::Bundle, ..with_terms(2, bundle(price)) };
        let choice = choose(&basket(), &candidates(vec![link], Vec::new()), &Rules::default(), &now(), Limits::Staff);
        assert_eq!(choice.chosen[0].suggestion.saves, saves, "{price}");
    }
}

#[test]
fn two_things_that_do_not_fit_are_named() {
    let basket = vec![BasketItem { item: item(1), quantity: 1 }, BasketItem { item: item(2), quantity: 1 }];
    let links = vec![link(2, LinkKind::NotWith, 0), link(3, LinkKind::NotWith, 0)];
    let choice = choose(&basket, &candidates(links, Vec::new()), &Rules::default(), &now(), Limits::Staff);
    assert_eq!(choice.careful.iter().map(|link| link.add_on.0).collect::<Vec<_>>(), [2]);
}

fn any_link() -> impl Strategy<Value = Link> {
    (1_u32..30, 0_usize..8, -5_i32..5).prop_map(|(add_on, kind, priority)| link(add_on, LinkKind::ALL[kind], priority))
}

fn any_scored() -> impl Strategy<Value = Scored> {
    (1_u32..30, 0.0..1.0_f64, 0_u64..60, 0.0..60.0_f64).prop_map(|(add_on, relevance, together, chance)| Scored {
        together,
        chance,
        ..mined(add_on, relevance)
    })
}

proptest! {
    #[test]
    fn whatever_the_shop_the_rules_hold(
        links in proptest::collection::vec(any_link(), 0..20),
        scored in proptest::collection::vec(any_scored(), 0..20),
        declined in proptest::collection::vec(1_u32..30, 0..3),
        max in 1_usize..6,
        others in proptest::collection::btree_set(2_u32..6, 0..3),
    ) {
        let bought: Vec<u32> = others.into_iter().chain([1]).collect();
        let basket: Vec<BasketItem> =
            bought.iter().map(|id| BasketItem { item: item(*id), quantity: 1 }).collect();
        let candidates = candidates(links, scored);
        let rules = Rules { max, ..Rules::default() };
        let now = Circumstances { declined: declined.iter().map(|id| item(*id).sku).collect(), ..now() };
        let choice = choose(&basket, &candidates, &rules, &now, Limits::Staff);
        prop_assert_eq!(&choice, &choose(&basket, &candidates, &rules, &now, Limits::Staff));
        prop_assert!(choice.chosen.len() <= max);
        let mut seen = std::collections::HashSet::new();
        for add_on in shown(&choice) {
            prop_assert!(seen.insert(add_on));
            prop_assert!(!bought.contains(&add_on));
            prop_assert!(!declined.contains(&add_on));
        }
        let places: Vec<usize> = choice.verdicts.iter().filter_map(|verdict| match verdict.fate {
            Fate::Shown(place) => Some(place),
            Fate::Left(_) => None,
        }).collect();
        prop_assert_eq!(places.len(), choice.chosen.len());
    }
}

/// The candidates with what answers taught of some of the item's add-ons.
fn taught(mut candidates: Candidates, factors: &[(u32, f64)]) -> Candidates {
    for (add_on, factor) in factors {
        let tally = Tally { asked: 300, accepted: 30, unasked: 10, taken: 1 };
        candidates.answers.insert((ItemId(1), ItemId(*add_on)), Answered { tally, factor: *factor });
    }
    candidates
}

#[test]
fn answers_reorder_what_people_linked_and_take_nothing_away() {
    let links =
        || vec![link(2, LinkKind::Accessory, 0), link(3, LinkKind::Accessory, 0), link(4, LinkKind::Accessory, 0)];
    let list = |scored: Vec<Scored>, factors: &[(u32, f64)]| {
        let candidates = taught(candidates(links(), scored), factors);
        shown(&choose(&basket(), &candidates, &Rules::default(), &now(), Limits::Staff))
    };
    assert_eq!(list(vec![], &[]), [2, 3, 4]);
    assert_eq!(list(vec![], &[(2, 0.5), (4, 1.3)]), [4, 3, 2]);
    let scored = || vec![mined(2, 0.3), mined(3, 0.2), mined(4, 0.1)];
    assert_eq!(list(scored(), &[(2, 0.5), (4, 1.6)]), [3, 4, 2]);
    // A link of which sales know nothing can be lifted, but not over what sells well.
    assert_eq!(list(vec![mined(2, 0.3), mined(3, 0.01)], &[(4, 2.0)]), [2, 4, 3]);
    // Priority and what is required stay before it.
    let links = vec![link(2, LinkKind::Required, 0), link(3, LinkKind::Accessory, 1), link(4, LinkKind::Accessory, 0)];
    let candidates = taught(candidates(links, scored()), &[(2, 0.5), (3, 0.5), (4, 2.0)]);
    let choice = choose(&basket(), &candidates, &Rules::default(), &now(), Limits::Staff);
    assert_eq!(shown(&choice), [2, 3, 4]);
    let said = choice.verdicts.iter().find(|verdict| verdict.add_on == ItemId(4)).unwrap().answered.unwrap();
    assert_eq!((said.tally.asked, said.tally.accepted), (300, 30));
}

#[test]
fn answers_take_a_mined_pair_over_the_bar_or_below_it() {
    let with = |relevance: f64, factors: &[(u32, f64)], limits: Limits| {
        let candidates = taught(candidates(Vec::new(), vec![mined(2, relevance), mined(3, 0.03)]), factors);
        choose(&basket(), &candidates, &Rules::default(), &now(), limits)
    };
    assert_eq!(shown(&with(0.035, &[], Limits::Staff)), [2, 3]);
    let noes = with(0.035, &[(2, 0.5)], Limits::Staff);
    assert_eq!((shown(&noes), fate(&noes, 2)), (vec![3], Some(WhyNot::BelowBar)));
    assert_eq!(shown(&with(0.015, &[(2, 1.5)], Limits::Staff)), [3, 2]);
    assert_eq!(fate(&with(0.015, &[], Limits::Staff), 2), Some(WhyNot::BelowBar));
    // The plain ranking has the order of it and no bar.
    assert_eq!(shown(&with(0.035, &[(2, 0.5)], Limits::Plain(5))), [3, 2]);
}
