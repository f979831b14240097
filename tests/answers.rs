//! What customers answered makes the next catalog better: from recorded events to the order of suggestions.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;
mod shop;

use std::fmt::Write as _;

use goeswith::domain::LinkKind;
use goeswith::domain::counts::Tally;
use goeswith::learn::answers::{Answered, Pools, Told};
use program::{Dice, run};
use serde_json::Value;
use shop::{Run, Shop};

const SHOP: &str = r#"name = "Fenwick"
chain_id = "fenwick"
currency = "EUR"
[[experiment]]
id = "advice"
from = 2026-01-01
to = 2199-12-31
arms = [ { id = "with", share = 0.5 }, { id = "without", share = 0.5, max = 0 } ]
"#;
const ITEMS: &str = "sku,name,price,category\nSTAIN,Wood stain,31.99,Paint\nVARNISH,Varnish,28.00,Paint\n\
    BRUSH,Brush,7.49,Tools\nTAPE,Tape,4.25,Tapes\nBAG,Bag,0.50,Bags\nROLLER,Roller,9.00,Tools\nCAN,Can,1.00,Cans\n\
    CARE,Care plan,9.90,Plans\n";
const LINKS: &str = "item,add_on,kind,priority,ask\nSTAIN,BAG,accessory,,A bag?\nSTAIN,TAPE,accessory,,Any glass near?\n\
    STAIN,BRUSH,accessory,,What do you put it on with?\nSTAIN,CAN,required,,A can?\nVARNISH,BAG,accessory,,A bag?\n\
    VARNISH,ROLLER,accessory,,A roller?\nVARNISH,TAPE,accessory,,Any glass near?\nSTAIN,CARE,service,5,A care plan?\n";

fn shop() -> Shop {
    [("shop.toml", SHOP), ("items.csv", ITEMS), ("links.csv", LINKS)]
        .into_iter()
        .fold(Shop::new(), |shop, (name, text)| shop.file(name, text))
}

/// So many sales of an item in which an add-on was shown, with this outcome.
fn sales(many: u32, item: &str, add_on: &str, outcome: &str) -> String {
    let line = |sku: &str| format!(r#"{{"sku":"{sku}","quantity":1}}"#);
    let bought = ["accepted", "taken_without_asking"].contains(&outcome).then(|| line(add_on));
    let lines: Vec<String> = [line(item)].into_iter().chain(bought).collect();
    let mut text = String::new();
    for _ in 0..many {
        let _ = writeln!(
            text,
            r#"{{"kind":"sale","lines":[{}],"suggestions":[{{"item":"{item}","add_on":"{add_on}","link_kind":"accessory","rank":1,"reason":"curated","outcome":"{outcome}"}}]}}"#,
            lines.join(",")
        );
    }
    text
}

/// Brushes sell by asking, tape now and then, and of bags two of three would be taken anyway.
fn told() -> String {
    let outcomes: &[(u32, &str, &str)] = &[
        (40, "BRUSH", "accepted"),
        (40, "BRUSH", "declined"),
        (100, "BRUSH", "not_asked"),
        (25, "TAPE", "accepted"),
        (55, "TAPE", "declined"),
        (100, "TAPE", "not_asked"),
        (60, "BAG", "accepted"),
        (20, "BAG", "declined"),
        (200, "BAG", "taken_without_asking"),
        (100, "BAG", "not_asked"),
    ];
    outcomes.iter().map(|(many, add_on, outcome)| sales(*many, "STAIN", add_on, outcome)).collect()
}

fn record(shop: &Shop, store: &str, lines: &str) {
    let answer = run(&shop.path().join(store), &["record"], lines);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
}

fn build(shop: &Shop, stores: &[&str]) -> Run {
    let events: Vec<String> = stores.iter().map(|store| format!("{store}/store.db")).collect();
    let events: Vec<&str> = events.iter().flat_map(|store| ["--events", store.as_str()]).collect();
    shop.run(&[&["catalog", "build", ".", "-o", "shop.db"], events.as_slice()].concat())
}

fn suggested(shop: &Shop, item: &str) -> Vec<String> {
    let answer = shop.run(&["suggest", item, "--json", "--catalog", "shop.db"]);
    let answer: Value = serde_json::from_str(&answer.stdout).unwrap();
    let sku = |one: &Value| one["add_on"].as_str().unwrap().to_owned();
    answer["suggestions"].as_array().unwrap().iter().map(sku).collect()
}

fn ranked(shop: &Shop, item: &str) -> Vec<String> {
    let batch = format!("query_id,anchors\n1,{item}\n");
    shop.write("batch.csv", batch.as_bytes());
    let answer = shop.run(&["suggest", "--batch", "batch.csv", "--catalog", "shop.db"]);
    answer.stdout.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().to_owned()).collect()
}

#[test]
fn what_asking_sells_comes_first_and_nothing_leaves_the_list() {
    let shop = shop();
    assert_eq!(build(&shop, &[]).code, 0);
    assert_eq!(suggested(&shop, "STAIN"), ["CAN", "CARE", "BAG"]);
    let plain = ranked(&shop, "STAIN");
    assert_eq!(plain, ["CAN", "CARE", "BAG", "TAPE", "BRUSH"]);
    record(&shop, "till", &told());
    let built = build(&shop, &["till"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(built.stderr.contains("learned from 240 answers in 740 sales\n"), "{}", built.stderr);
    // Priority and what is required stay before it.
    assert_eq!(suggested(&shop, "STAIN"), ["CAN", "CARE", "BRUSH"]);
    assert_eq!(ranked(&shop, "STAIN"), ["CAN", "CARE", "BRUSH", "TAPE", "BAG"]);
    // Nobody was asked about varnish, but roller and brush are of one category, and the bag is the same bag.
    assert_eq!(suggested(&shop, "VARNISH")[0], "ROLLER");
    let info = shop.run(&["catalog", "info", "shop.db", "--json"]);
    let info: Value = serde_json::from_str(&info.stdout).unwrap();
    assert_eq!(info["answers"], 240);
    assert!(shop.run(&["catalog", "info", "shop.db"]).stdout.contains("answers     240"));
}

#[test]
fn sales_taken_back_teach_nothing_and_the_order_of_events_does_not_matter() {
    let shop = shop();
    let lines = told();
    record(&shop, "one", &lines);
    assert_eq!(build(&shop, &["one"]).code, 0);
    let bytes = shop.bytes("shop.db");
    let mut back: Vec<&str> = lines.lines().rev().collect();
    let wrong = sales(1, "STAIN", "TAPE", "accepted").replace("\"kind\"", &format!(r#""event_id":"{ID}","kind""#));
    let void = format!(r#"{{"kind":"void","sale":"{}"}}"#, ID.to_uppercase());
    back.extend([void.as_str(), wrong.trim_end()]);
    record(&shop, "other", &(back.join("\n") + "\n"));
    let built = build(&shop, &["other"]);
    assert!(built.stderr.contains("learned from 240 answers in 740 sales, 1 taken back left out"), "{}", built.stderr);
    assert!(shop.bytes("shop.db") == bytes);
    // A store given twice counts once.
    let built = build(&shop, &["other", "other"]);
    assert!(built.stderr.contains("learned from 240 answers in 740 sales, 1 taken back left out"), "{}", built.stderr);
    assert!(shop.bytes("shop.db") == bytes);
}

const ID: &str = "0190f3c2-0001-7000-8000-00000000abcd";

#[test]
fn a_hold_out_tells_what_is_bought_unasked() {
    let shop = shop();
    let asked = sales(40, "STAIN", "BRUSH", "accepted") + &sales(40, "STAIN", "BRUSH", "declined");
    let rest = sales(40, "STAIN", "TAPE", "accepted") + &sales(40, "STAIN", "TAPE", "declined");
    let held_out = r#"{"kind":"sale","arms":{"advice":"without"},"lines":[{"sku":"STAIN","quantity":1},{"sku":"BRUSH","quantity":1}]}"#;
    let before = r#"{"kind":"sale","arms":{"advice":"without"},"lines":[{"sku":"TAPE","quantity":1},{"sku":"STAIN","quantity":1}]}"#;
    let lines = asked + &rest + &format!("{held_out}\n{before}\n").repeat(100);
    record(&shop, "till", &lines);
    assert_eq!(build(&shop, &["till"]).code, 0);
    let ranked = ranked(&shop, "STAIN");
    let place = |sku: &str| ranked.iter().position(|one| one == sku).unwrap();
    assert!(place("TAPE") < place("BRUSH"), "{ranked:?}");
}

#[test]
fn a_store_that_cannot_be_used_stops_the_build_and_nothing_is_written() {
    let shop = shop();
    record(&shop, "till", &told());
    shop.write("damaged/store.db", &shop.bytes("till/store.db")[..5000]);
    shop.write("practice.db", &[]);
    let mut newer = shop.bytes("till/store.db");
    newer[60..64].copy_from_slice(&1_000_i32.to_be_bytes());
    shop.write("newer/store.db", &newer);
    assert_eq!(build(&shop, &[]).code, 0);
    let bytes = shop.bytes("shop.db");
    std::fs::copy(shop.path().join("shop.db"), shop.path().join("catalog.db")).unwrap();
    for (store, code, said) in [
        ("none/store.db", 1, "error: no such file: none/store.db\n\nhint: check the path; a terminal keeps its sales"),
        (".", 1, "error: not a file: .\n"),
        ("catalog.db", 1, "error: not a goeswith store: catalog.db\n\nhint: give a store.db of a terminal"),
        ("practice.db", 1, "error: practice sales teach nothing: practice.db\n"),
        ("damaged/store.db", 6, "error: store is damaged: damaged/store.db: "),
        ("newer/store.db", 7, "error: store needs a newer goeswith: newer/store.db has schema 1000"),
    ] {
        let built =
            shop.run(&["catalog", "build", ".", "-o", "shop.db", "--events", "till/store.db", "--events", store]);
        assert_eq!(built.code, code, "{store}: {}", built.stderr);
        assert!(built.stderr.contains(said), "{store}: {}", built.stderr);
        assert!(shop.bytes("shop.db") == bytes && shop.left_over().is_empty());
    }
}

#[test]
fn what_cannot_count_is_said() {
    let shop = shop();
    assert_eq!(build(&shop, &[]).code, 0);
    let bytes = shop.bytes("shop.db");
    record(&shop, "empty", "{\"kind\":\"sale\",\"lines\":[{\"sku\":\"STAIN\",\"quantity\":1}]}\n");
    let built = build(&shop, &["empty"]);
    assert!(built.stderr.contains("warning: no answers to learn from in 1 sale\n"), "{}", built.stderr);
    assert!(built.code == 0 && shop.bytes("shop.db") == bytes);
    record(&shop, "old", &sales(3, "STAIN", "GONE", "declined"));
    let built = build(&shop, &["empty", "old"]);
    let said = "warning: no answers to learn from in 4 sales, 1 pair not in items.csv left out\n";
    assert!(built.code == 0 && built.stderr.contains(said), "{}", built.stderr);
}

#[test]
fn a_store_in_use_is_read() {
    let shop = shop();
    record(&shop, "till", &told());
    let (open, _) = goeswith::db::store::Store::open(&shop.path().join("till/store.db"), 1_800_000_000_000).unwrap();
    let built = build(&shop, &["till"]);
    assert!(built.stderr.contains("learned from 240 answers"), "{}", built.stderr);
    drop(open);
}

/// Forty items of eight categories with six links each. What asking adds depends on the categories and on the pair; what
/// is taken unasked, on the add-on. Answers the mean of what asking for the first of each list adds, in thousandths: in the
/// order of the source, as learned, and as an oracle would; and the same for items that nobody was asked about.
fn simulated(asked: u64, seed: u64) -> [[usize; 3]; 2] {
    let mut dice = Dice(seed);
    let mut told = Vec::new();
    let mut truth = Vec::new();
    let of_categories: Vec<usize> = (0..64).map(|_| dice.below(300)).collect();
    let unasked: Vec<usize> = (0..8).map(|number| if number == 0 { 500 } else { dice.below(60) }).collect();
    for item in 0..40_u32 {
        for add_on in 0..6_u32 {
            let (of_item, of_add_on) = (item % 8, (item + add_on) % 8);
            let taken = unasked[of_add_on as usize];
            let adds = (of_categories[(of_item * 8 + of_add_on) as usize] + dice.below(200)).min(950 - taken);
            let asked = if item < 20 { asked } else { 0 };
            let mut yes = |n: u64, share: usize| (0..n).filter(|_| dice.below(1000) < share).count() as u64;
            let tally =
                Tally { asked, accepted: yes(asked, adds + taken), unasked: 3 * asked, taken: yes(3 * asked, taken) };
            let pools = Pools { link: None, categories: Some((of_item, of_add_on)), kind: Some(LinkKind::Accessory) };
            told.push(Told { pair: (item, 100 + add_on), pools, promise: 1.0, tally });
            truth.push(adds);
        }
    }
    let heard: Vec<Told> = told.iter().filter(|one| one.tally.asked > 0).copied().collect();
    let answered = Answered::new(&heard);
    let first = |items: std::ops::Range<usize>| {
        let mut sums = [0; 3];
        for item in items.clone() {
            let pairs = 6 * item..6 * item + 6;
            // Of equals the first, as in a list.
            let learned = pairs
                .clone()
                .rev()
                .max_by(|a, b| answered.factor(&told[*a]).total_cmp(&answered.factor(&told[*b])))
                .unwrap();
            let best = truth[pairs.clone()].iter().max().unwrap();
            sums = [sums[0] + truth[pairs.start], sums[1] + truth[learned], sums[2] + best];
        }
        sums.map(|sum| sum / items.len())
    };
    [first(0..20), first(20..40)]
}

#[test]
fn in_a_simulated_shop_asking_for_the_first_adds_more_with_every_answer() {
    let mut learned = Vec::new();
    for asked in [0, 5, 20, 100] {
        let mut sums = [[0; 3]; 2];
        for seed in 1..=20 {
            let one = simulated(asked, seed);
            (0..6).for_each(|at| sums[at / 3][at % 3] += one[at / 3][at % 3]);
        }
        let [told, silent] = sums.map(|of| of.map(|sum| sum / 20));
        learned.push((told, silent));
    }
    let share = |of: [usize; 3]| of[1] as f64 / of[2] as f64;
    assert!(learned.is_sorted_by(|a, b| share(a.0) <= share(b.0) + 0.02), "{learned:?}");
    let [none, few, some, many] = learned.as_slice() else { panic!("{learned:?}") };
    assert!(share(none.0) < 0.7 && share(few.0) > 0.75 && share(some.0) > 0.8 && share(many.0) > 0.9, "{learned:?}");
    assert!(share(many.1) > share(none.1) + 0.15, "{learned:?}");
}
