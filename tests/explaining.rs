//! Why an add-on is shown or not: what holds for any basket and any item, a sentence for every case, and what a
//! merchandiser reads.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;
mod shop;

use std::collections::{HashMap, HashSet};

use goeswith::domain::{
    Changes, CleanText, ContextRule, Currency, Day, Item, ItemId, ItemType, Link, LinkKind, LinkTerms, Money,
    ShareOfPrice, Sku, Sold, Stock, WhyNot, Window,
};
use goeswith::rank::explain::{Case, Explanation, Known, Lacking, Outcome, Part, WAY};
use goeswith::rank::{
    BasketItem, Candidates, Circumstances, Decision, Fate, Limits, Mined, Rules, Scored, Totals, choose,
};
use goeswith::words::{LANGUAGES, Words};
use program::run;
use proptest::prelude::*;
use serde_json::Value;
use shop::Shop;

fn item(id: u32) -> Item {
    Item {
        id: ItemId(id),
        sku: Sku::parse(&format!("S{id}")).unwrap(),
        name: CleanText::new(&format!("Item {id}")),
        item_type: ItemType::Goods,
        category: Some(id / 3),
        variant_group: ItemId(if id == 19 { 1 } else { id }),
        price: Some(Money(i64::from(id) * 300)),
        cost: Some(Money(i64::from(id) * 100)),
        stock: Stock { quantity: [Some(5), Some(0), None][id as usize % 3], ..Stock::default() },
    }
}

fn terms() -> impl Strategy<Value = LinkTerms> {
    let priority = 0..3i32;
    (priority, prop::sample::select(vec!["", "gift", "!business"]), 0..6u8).prop_map(|(priority, context, other)| {
        let written =
            |name: &str| ContextRule { name: name.trim_start_matches('!').to_owned(), on: !name.starts_with('!') };
        LinkTerms {
            priority,
            contexts: (!context.is_empty()).then(|| written(context)).into_iter().collect(),
            window: Window { from: (other == 1).then_some(Day(20_001)), to: (other == 2).then_some(Day(20_002)) },
            max_price_share: (other == 3).then_some(ShareOfPrice(500)),
            min_quantity: (other == 4).then_some(2),
            segments: if other == 5 { vec!["trade".to_owned()] } else { Vec::new() },
            ..LinkTerms::default()
        }
    })
}

fn links() -> impl Strategy<Value = Vec<Link>> {
    let link = (1..3u32, 1..20u32, prop::sample::select(LinkKind::ALL.to_vec()), terms()).prop_map(
        |(item, add_on, kind, terms)| Link { item: ItemId(item), add_on: ItemId(add_on), kind, terms, talk: None },
    );
    prop::collection::vec(link, 0..8)
}

fn scored() -> impl Strategy<Value = Vec<Scored>> {
    let one = (3..20u32, 1..3u32, 0..40u64, 0.0..0.6f64, 0.0..9.0f64);
    prop::collection::vec(one, 0..8).prop_map(|all| {
        let mut seen = HashSet::new();
        all.into_iter()
            .filter(|one| seen.insert(one.0))
            .map(|(add_on, because, together, relevance, chance)| Scored {
                add_on: ItemId(add_on),
                order: relevance,
                relevance,
                because: ItemId(because),
                together,
                of: 100,
                chance,
            })
            .collect()
    })
}

fn circumstances() -> impl Strategy<Value = Circumstances> {
    let contexts = prop::sample::subsequence(vec!["hurry", "business", "gift"], 0..=3);
    let declined = prop::collection::vec(1..20u32, 0..3);
    let arms = prop::sample::select(vec![
        Vec::new(),
        vec![Changes { max: Some(0), ..Changes::default() }],
        vec![Changes { only_links: Some(vec!["x".to_owned()]), minimum_relevance: Some(0.4), ..Changes::default() }],
    ]);
    (contexts, declined, arms).prop_map(|(contexts, declined, arms)| Circumstances {
        contexts: contexts.into_iter().map(str::to_owned).collect(),
        declined: declined.into_iter().map(|id| item(id).sku).collect(),
        arms,
        today: Day(20_000),
        ..Circumstances::default()
    })
}

fn euro() -> Currency {
    Currency { code: "EUR".to_owned(), exponent: 2 }
}

/// Every step has its sentence, and nothing is missing in it.
fn is_said(explanation: &Explanation) {
    for words in LANGUAGES.map(Words::new) {
        for step in &explanation.steps {
            let id = format!("why-{}-{}", step.part.word(), step.word.replace('_', "-"));
            assert!(words.knows(&id), "{id}");
            let said = words.step(step, &euro());
            assert!(!said.contains(['{', '}']), "{id}: {said}");
        }
    }
    let (head, rest) = explanation.steps.split_first().unwrap();
    assert_eq!(head.part == Part::Shown, explanation.outcome.place().is_some());
    assert!(rest.iter().all(|step| step.part > Part::Stopped) && rest.is_sorted_by_key(|step| step.part));
}

proptest! {
    #[test]
    fn any_add_on_of_any_basket_has_its_reason(
        links in links(), scored in scored(), now in circumstances(), sizes in (0..3usize, 1..4i64),
        decided in prop::collection::vec((1..3u32, 3..20u32, any::<bool>()), 0..3),
        mined in prop::sample::select(vec![Mined::Fill, Mined::Proposals, Mined::Off]), max in 1..5usize,
    ) {
        let basket: Vec<_> = (1..=sizes.0 as u32).map(|id| BasketItem { item: item(id), quantity: sizes.1 }).collect();
        let joined = |id: ItemId| basket.iter().any(|joined| joined.item.id == id);
        let decision = |(item, add_on, accepted): (u32, u32, bool)| Decision {
            item: ItemId(item), add_on: ItemId(add_on), accepted, kind: LinkKind::Accessory, talk: None,
        };
        let candidates = Candidates {
            links: links.into_iter().filter(|link| joined(link.item)).collect(),
            scored: scored.into_iter().filter(|one| joined(one.because)).collect(),
            decisions: decided.into_iter().map(decision).filter(|decision| joined(decision.item)).collect(),
            bought_for: HashSet::from([ItemId(7)]),
            items: (1..20).map(|id| (ItemId(id), item(id))).collect(),
            kinds: [(None, 0.9), (Some(LinkKind::Accessory), 1.1)].into(),
            ..Candidates::default()
        };
        let rules = Rules { max, mined, ..Rules::default() };
        let choice = choose(&basket, &candidates, &rules, &now, Limits::Staff);
        let sold = |id| (ItemId(id), Sold { baskets: u64::from(id % 5) * 40, weight: 1.0, others: 90 });
        let known = Known {
            totals: Totals { sales: 1000, weight: 1000.0, lines: 2500, ..Totals::default() },
            sold: (1..25).map(sold).collect::<HashMap<_, _>>(),
            bought_for: Vec::new(),
        };
        let case = Case::new(&basket, &candidates, &rules, &now, &choice, &known);
        let all = case.all();
        prop_assert_eq!(all.len(), choice.verdicts.len());
        all.iter().for_each(is_said);
        for id in 1..25 {
            let explanation = case.why(&item(id));
            is_said(&explanation);
            if explanation.outcome.place().is_some() {
                is_said(&explanation.clone().left(WhyNot::OverCap, max));
            }
            let place = choice.verdicts.iter().find_map(|verdict| match verdict.fate {
                Fate::Shown(place) if verdict.add_on == ItemId(id) => Some(place),
                _ => None,
            });
            prop_assert_eq!(explanation.outcome.place(), place);
            if joined(ItemId(id)) {
                prop_assert!(place.is_none());
            }
        }
    }
}

#[test]
fn nothing_is_left_out_without_a_sentence() {
    for words in LANGUAGES.map(Words::new) {
        for word in WAY.map(WhyNot::word).into_iter().chain(Lacking::ALL.map(Lacking::word)) {
            assert!(words.knows(&format!("why-stopped-{}", word.replace('_', "-"))), "{word}");
        }
        for part in Part::ALL {
            assert!(words.knows(&format!("why-label-{}", part.word())));
        }
        for kind in LinkKind::ALL {
            assert!(words.knows(&format!("kind-{}", kind.word().replace('_', "-"))));
        }
    }
    assert_eq!(HashSet::from(WAY).len(), WAY.len());
}

#[test]
fn an_item_that_is_no_candidate_is_told_what_it_lacks() {
    let candidates = Candidates::default();
    let lacks = |basket: &[BasketItem], known: &Known, id| {
        let now = Circumstances::default();
        let choice = choose(basket, &candidates, &Rules::default(), &now, Limits::Staff);
        Case::new(basket, &candidates, &Rules::default(), &now, &choice, known).why(&item(id)).outcome
    };
    let basket = [BasketItem { item: item(1), quantity: 1 }];
    let history = |sold: &[u32]| Known {
        totals: Totals { sales: 100, ..Totals::default() },
        sold: sold.iter().map(|id| (ItemId(*id), Sold { baskets: 3, ..Sold::default() })).collect(),
        bought_for: Vec::new(),
    };
    let other_way = Known { bought_for: vec![ItemId(1)], ..history(&[1, 2]) };
    for (lacking, basket, known) in [
        (Lacking::EmptyBasket, &[][..], history(&[1, 2])),
        (Lacking::NoSales, &basket, Known::default()),
        (Lacking::NeverSold, &basket, history(&[1])),
        (Lacking::ItemsNeverSold, &basket, history(&[2])),
        (Lacking::NoLink, &basket, history(&[1, 2])),
        (Lacking::OtherDirection, &basket, other_way),
    ] {
        assert_eq!(lacks(basket, &known, 2), Outcome::Lacking(lacking));
    }
    assert_eq!(lacks(&basket, &history(&[]), 1).why_not(), Some("in_basket"));
    assert_eq!(lacks(&basket, &history(&[]), 19).why_not(), Some("variant_in_basket"));
}

const SHOP: &str = "name = \"Fenwick\"\nchain_id = \"fenwick\"\ncurrency = \"EUR\"\n[suggestions]\nmax = 1\n";
const ITEMS: &str = "sku,name,price,stock,category,variant_of\nSTAIN,Wood stain,31.99,4,Stain,\n\
    BRUSH,Brush,7.49,9,Brushes,\nBRUSH-S,Brush small,5.49,9,Brushes,BRUSH\nTAPE,Tape,4.25,0,Tape,\n\
    STICK,Stirring stick,0.50,,Stain,\nOIL,Wood oil,12.00,3,Oil,\nSPRAYER,Sprayer,149.00,1,Tools,\nMUG,Mug,6.00,8,Mugs,\n\
    ROLLER,Roller,5.00,8,Rollers,\n";
const LINKS: &str = "item,add_on,kind,priority,from,to,context,max_price_share,min_quantity,segment\n\
    STAIN,BRUSH,accessory,30,,,,,,\nSTAIN,TAPE,accessory,20,,,,,,\nSTAIN,STICK,included,,,,,,,\n\
    STAIN,OIL,not_with,,,,,,,\nSTAIN,SPRAYER,accessory,10,,,,0.5,,\nSTAIN,ROLLER,accessory,5,,,,,,\n\
    SPRAYER,STAIN,accessory,1,,,,,,\nOIL,MUG,accessory,,2020-01-01,2020-02-01,,,,\nOIL,ROLLER,accessory,,,,gift,,,\n\
    OIL,BRUSH,accessory,,,,,,3,\nOIL,STICK,accessory,,,,,,,trade\n";

fn fenwick() -> Shop {
    let files = [("shop.toml", SHOP), ("items.csv", ITEMS), ("links.csv", LINKS)];
    let shop = files.into_iter().fold(Shop::new(), |shop, (name, text)| shop.file(name, text));
    let built = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    shop
}

fn goeswith(shop: &Shop, arguments: &[&str]) -> program::Answer {
    let catalog = shop.path().join("shop.db");
    let with_catalog = [arguments, &["--catalog", catalog.to_str().unwrap()]].concat();
    run(&shop.path().join("data"), &with_catalog, "")
}

#[test]
fn a_merchandiser_reads_why_each_candidate_is_shown_or_not() {
    insta::assert_snapshot!(goeswith(&fenwick(), &["suggest", "STAIN", "--explain"]).out);
}

#[test]
fn any_item_can_be_asked_about() {
    let shop = fenwick();
    let why = |basket: &str, add_ons: &[&str]| {
        let asked: Vec<&str> = add_ons.iter().flat_map(|add_on| ["--why", add_on]).collect();
        goeswith(&shop, &[&["suggest", basket], asked.as_slice()].concat()).out
    };
    let of_stain = why("STAIN", &["MUG", "STAIN", "STICK", "SPRAYER"]);
    let of_oil = why("OIL", &["ROLLER", "BRUSH", "STICK"]);
    let campaign = why("OIL", &["MUG"]);
    assert!(campaign.contains("Its link holds from 1 Jan 2020 to 1 Feb 2020. Today is "), "{campaign}");
    insta::assert_snapshot!(format!(
        "{of_stain}\n{of_oil}\n{}\n{}",
        why("BRUSH", &["BRUSH-S"]),
        why("STAIN", &["oil"])
    ));
}

#[test]
fn a_code_that_nobody_knows_names_its_neighbours() {
    let shop = fenwick();
    let near = goeswith(&shop, &["suggest", "STAIN", "--why", "BRUSH-XL"]);
    assert_eq!(near.code, Some(1));
    assert_eq!(near.err, "error: not in the catalog: BRUSH-XL\n\nhint: nearest: BRUSH-S (Brush small)\n");
    let far = goeswith(&shop, &["suggest", "STAIN", "--why", "4711"]);
    assert!(far.err.contains("not in the catalog: 4711") && far.err.contains("goeswith search"), "{}", far.err);
}

#[test]
fn programs_get_the_same_as_people() {
    let shop = fenwick();
    let lines = |arguments: &[&str]| -> Vec<Value> {
        goeswith(&shop, arguments).out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let all = lines(&["suggest", "STAIN", "--explain", "--json"]);
    assert!(all.iter().all(|one| one["shown"].is_u64() != one["why_not"].is_string()));
    assert!(all.iter().all(|one| !one["steps"].as_array().unwrap().is_empty()));
    assert_eq!(
        (&all[0]["add_on"], &all[0]["shown"], &all[0]["steps"][0]["part"]),
        (&"BRUSH".into(), &1.into(), &"shown".into())
    );
    let mug = &lines(&["suggest", "STAIN", "--why", "MUG", "--json"])[0];
    assert_eq!((&mug["why_not"], &mug["link_kind"], &mug["item"]), (&"no_sales".into(), &Value::Null, &Value::Null));
    let dear = &lines(&["suggest", "STAIN", "--why", "SPRAYER", "--json"])[0];
    assert_eq!(dear["steps"][0]["values"]["share"], 0.5);
    assert_eq!(dear["steps"][0]["values"]["price"], 14_900);
}

#[test]
fn the_sample_shop_explains_what_sales_propose() {
    let folder = tempfile::tempdir().unwrap();
    let explained = run(folder.path(), &["--demo", "suggest", "NET-050", "--explain", "--why", "PRN-200"], "");
    // What is estimated from history moves with every improvement of the estimate; what is said does not.
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let masked = |word: &str| {
        if word.starts_with(|c: char| c.is_ascii_digit()) { word.replace(digit, "#") } else { word.to_owned() }
    };
    let said: Vec<String> = explained.out.split(' ').map(masked).collect();
    insta::assert_snapshot!(said.join(" "));
    let other_way = run(folder.path(), &["--demo", "suggest", "INK-305", "--why", "PRN-200", "--json"], "").out;
    assert_eq!(serde_json::from_str::<Value>(&other_way).unwrap()["why_not"], "other_way_round");
}
