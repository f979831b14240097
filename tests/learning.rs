//! What a history teaches, and how good it would have been: from baskets to add-ons, and from files of sales to the report.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;

mod shop;
use goeswith::domain::Day;
use goeswith::learn::{self, Counted, Estimate, Goods, Learned, Likeness, Model, Priors, Seasons};
use goeswith::mine::{Baskets, Pairs, Weighting};
use goeswith::rank::{Calibration, Parameters};
use proptest::prelude::*;
use serde_json::Value;
use shop::Shop;

const ITEMS: usize = 12;

fn goods() -> Goods {
    Goods {
        category: (0..ITEMS as u32).map(|item| (item % 3 != 0).then_some(item % 2)).collect(),
        parent: vec![None, Some(0)],
        likeness: Likeness::new((0..ITEMS).map(|_| "Thing")),
    }
}

/// Everything that is learned of an item, by the defaults of the formula.
fn learned(baskets: &Baskets, item: u32, goods: &Goods) -> Vec<Learned> {
    let shop = Parameters::default();
    let mut pairs = Pairs::new(baskets, ITEMS, Weighting::of(baskets, shop.size, shop.half_life));
    let priors = Priors::new(&mut pairs, goods, shop.parent, &mut |_| true).unwrap();
    let mut model = Model::new(&mut pairs, goods, priors, Seasons::new(baskets, ITEMS));
    learn::add_ons_of(&mut model, item, &shop, &Calibration::default(), &|_| true)
}

fn history(sales: &[Vec<u32>]) -> Baskets {
    let mut baskets = Baskets::default();
    for sale in sales {
        baskets.push_basket(sale, None);
    }
    baskets
}

proptest! {
    #[test]
    fn one_more_sale_of_both_never_lowers_a_pair(
        sales in proptest::collection::vec(proptest::collection::vec(0..ITEMS as u32, 1..6), 1..40),
        a in 0..6_u32,
        b in 6..12_u32,
    ) {
        // A category's own sales change with every basket; without any, the pair stands alone.
        let plain = Goods { category: vec![None; ITEMS], parent: Vec::new(), likeness: Likeness::default() };
        let before = learned(&history(&sales), a, &plain);
        let after = learned(&history(&[sales, vec![vec![a, b]]].concat()), a, &plain);
        let of = |learned: &[Learned]| learned.iter().find(|one| one.add_on == b).copied();
        let after = of(&after).unwrap();
        if let Some(before) = of(&before) {
            prop_assert!(after.probability >= before.probability, "{} < {}", after.probability, before.probability);
            prop_assert!(after.alone >= before.alone && after.relevance >= before.relevance);
        }
    }

    #[test]
    fn whatever_the_history_probabilities_are_some(
        sales in proptest::collection::vec(proptest::collection::vec(0..ITEMS as u32, 0..9), 0..60),
        dated in any::<bool>(),
    ) {
        let mut baskets = Baskets::default();
        for (day, sale) in (0..).zip(&sales) {
            baskets.push_basket(sale, dated.then_some(Day(day % 50)));
        }
        for item in 0..ITEMS as u32 {
            let list = learned(&baskets, item, &goods());
            prop_assert_eq!(&list, &learned(&baskets, item, &goods()));
            for one in list {
                prop_assert!((0.0..=1.0).contains(&one.relevance) && one.alone >= 0.0 && one.in_basket >= 0.0);
                prop_assert!(one.add_on != item && one.chance >= 0.0);
            }
        }
        prop_assert_eq!(learn::estimate(&baskets, &goods(), &mut |_| true), Some(Estimate::default()));
    }
}

#[test]
fn counts_without_a_history_teach_the_same_formula() {
    let mut counted = Counted::default();
    counted.sold.resize(ITEMS, goeswith::domain::Sold::default());
    counted.rows.resize(ITEMS, Vec::new());
    let goods = goods();
    let mut model = Model::new(&mut counted, &goods, Priors::default(), Seasons::default());
    assert_eq!(learn::add_ons_of(&mut model, 1, &Parameters::default(), &Calibration::default(), &|_| true), []);
}

/// Two years of a shop in which printers sell with their ink, lamps with their bulbs, and bread with everything. Cards and
/// candles are bought in December alone, and have nothing to do with each other.
fn sales() -> String {
    let mut text = "basket_id,timestamp,sku\n".to_owned();
    let mut drawn = 7_u64;
    let mut below = |end: u64| {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (drawn >> 33) % end
    };
    for sale in 0..6_000 {
        let day = Day(19_000 + sale * 730 / 6_000);
        let december = day.to_string()[5..7] == *"12";
        let mut basket: Vec<String> = Vec::new();
        let kind = below(8);
        match below(3) {
            0 => basket.extend([format!("PRINTER-{kind}"), "PAPER".to_owned()].into_iter().take(1 + below(2) as usize)),
            1 => basket.push(format!("LAMP-{kind}")),
            _ => basket.push(format!("OTHER-{}", below(30))),
        }
        if below(10) < 6 {
            basket.extend(basket[0].strip_prefix("PRINTER").map(|kind| format!("INK{kind}")));
            basket.extend(basket[0].strip_prefix("LAMP").map(|kind| format!("BULB{kind}")));
        }
        if below(10) < 7 {
            basket.push("BREAD".to_owned());
        }
        if december {
            basket.extend((below(2) == 0).then(|| "CARDS".to_owned()));
            basket.extend((below(2) == 0).then(|| "CANDLES".to_owned()));
        }
        for sku in basket {
            writeln!(text, "B{sale},{day},{sku}").unwrap();
        }
    }
    text
}

fn source() -> Shop {
    let sales = sales();
    let mut skus: Vec<&str> = sales.lines().skip(1).filter_map(|line| line.rsplit(',').next()).collect();
    skus.sort_unstable();
    skus.dedup();
    let mut items = "sku,name,category,price\n".to_owned();
    for sku in skus {
        writeln!(items, "{sku},{sku},{},9.90", sku.split('-').next().unwrap()).unwrap();
    }
    Shop::new()
        .file("shop.toml", "name = \"S\"\nchain_id = \"s\"\ncurrency = \"EUR\"\n")
        .file("items.csv", &items)
        .file("sales/all.csv", &sales)
}

#[test]
fn an_evaluation_tells_what_is_found_what_is_promised_and_what_is_merely_popular() {
    let shop = source();
    let run = shop.run(&["evaluate", ".", "--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["later"]["baskets"], report["earlier"]["baskets"].as_u64().unwrap() / 4);
    let hits = |task: &str, method: &str| {
        let rows = report["outcomes"].as_array().unwrap();
        let row = rows.iter().find(|row| row["task"] == task && row["method"] == method).unwrap();
        row["without_staples"]["hit@1"][0].as_f64().unwrap()
    };
    assert!(hits("A", "ours") > 0.45 && hits("A", "best_sellers") < 0.2, "{report}");
    assert!(hits("B", "ours") >= hits("B", "confidence"), "{report}");
    assert!(report["promises"]["error"].as_f64().unwrap() < 0.15, "{report}");
    let passed = |which: &str| report["shuffled"][which].as_u64().unwrap();
    assert!(passed("as_it_is") >= 32 && passed("shuffled") <= 2, "{}", report["shuffled"]);
    assert!(report["weeks"].as_array().unwrap().len() > 10);

    let text = shop.run(&["evaluate", ".", "--split", "2023-12-01"]);
    assert_eq!(text.code, 0, "{}", text.stderr);
    assert!(text.stdout.contains("to 2023-11-30") && text.stdout.contains("2023-12-01 to"), "{}", text.stdout);
    assert!(text.stdout.contains("expected calibration error") && text.stdout.contains("Merely popular"));
    let sales = shop.run(&["evaluate", "sales/all.csv"]);
    assert_eq!(sales.code, 0, "{}", sales.stderr);
}

#[test]
fn what_is_bought_in_the_same_weeks_is_no_add_on_of_each_other() {
    let shop = source();
    assert_eq!(shop.run(&["catalog", "build", ".", "-o", "s.db"]).code, 0);
    let suggested = |sku: &str| shop.run(&["suggest", sku, "--catalog", "s.db"]).stdout;
    assert!(suggested("PRINTER-3").starts_with("1  INK-3"), "{}", suggested("PRINTER-3"));
    assert!(suggested("LAMP-1").contains("BULB-1"));
    for (sku, other) in [("CARDS", "CANDLES"), ("CANDLES", "CARDS"), ("PRINTER-3", "BREAD"), ("OTHER-1", "BREAD")] {
        assert!(!suggested(sku).contains(other), "{sku}: {}", suggested(sku));
    }
}

#[test]
fn histories_that_teach_nothing_leave_suggestions_sensible() {
    let header = "basket_id,timestamp,sku,quantity\n";
    let lines = |line: &dyn Fn(usize) -> String| (0..400).map(line).collect::<String>();
    let alone = lines(&|sale| format!("B{sale},2026-01-{:02},A,1\n", 1 + sale % 28));
    let three = lines(&|sale| format!("B{sale},2026-01-01,{},1\nB{sale},,C,1\n", ["A", "B"][sale % 2]));
    for (what, sales) in [("none", String::new()), ("one item a basket", alone), ("three items", three)] {
        let shop = Shop::new()
            .file("shop.toml", "name = \"S\"\nchain_id = \"s\"\ncurrency = \"EUR\"\n")
            .file("items.csv", "sku,name\nA,Apple\nB,Bread\nC,Cider\n")
            .file("links.csv", "item,add_on,kind\nA,B,accessory\n")
            .file("sales/all.csv", &format!("{header}{sales}"));
        let built = shop.run(&["catalog", "build", ".", "-o", "s.db"]);
        assert_eq!(built.code, 0, "{what}: {}", built.stderr);
        let run = shop.run(&["suggest", "A", "--catalog", "s.db"]);
        assert!(run.stdout.starts_with("1  Bread"), "{what}: {}", run.stdout);
        assert_eq!(run.stdout.matches("\n2 ").count(), 0, "{what}: {}", run.stdout);
    }
}

#[test]
fn what_cannot_be_evaluated_is_said() {
    let shop = Shop::new()
        .file("shop.toml", "name = \"S\"\nchain_id = \"s\"\ncurrency = \"EUR\"\n")
        .file("items.csv", "sku,name\nA,Apple\nB,Bread\n");
    let run = shop.run(&["evaluate", "."]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("no sales in this source"), "{}", run.stderr);
    let shop = shop.file("sales/all.csv", "basket_id,sku\n1,A\n2,A\n3,B\n");
    let run = shop.run(&["evaluate", "."]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("too short to evaluate"), "{}", run.stderr);
    for wrong in [&["evaluate"][..], &["evaluate", ".", "--split", "soon"], &["evaluate", ".", "--questions", "0"]] {
        assert_eq!(shop.run(wrong).code, 2, "{wrong:?}");
    }
    assert_eq!(shop.run(&["evaluate", "nowhere"]).code, 1);
}
