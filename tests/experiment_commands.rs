//! `goeswith experiment` and `suggest --arm`: from `[[experiment]]` in a shop.toml to what is said of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;
mod shop;

use std::fmt::Write as _;

use program::{Dice, run};
use serde_json::Value;
use shop::Shop;

const SHOP: &str = r#"name = "Fenwick"
chain_id = "fenwick"
currency = "EUR"
[[experiment]]
id = "wording"
from = 2026-01-01
to = 2199-12-31
arms = [ { id = "a", share = 0.5 }, { id = "b", share = 0.5, variant = "short" } ]
[[experiment]]
id = "advice"
unit = "terminal-week"
from = 2026-01-01
to = 2026-01-31
arms = [ { id = "with", share = 0.9 }, { id = "without", share = 0.1, max = 0 } ]
"#;
const ITEMS: &str = "sku,name,price\nSTAIN,Wood stain,31.99\nBRUSH,Brush,7.49\nTAPE,Tape,4.25\nCAN,Can,1.00\n";
const LINKS: &str = "item,add_on,kind,ask,tags\nSTAIN,BRUSH,accessory,What do you put it on with at home?,x\n\
    STAIN,TAPE,accessory,Any glass near?,\nSTAIN,CAN,required,A can?,\n";
const TALK: &str = "item,add_on,language,variant,ask\nSTAIN,BRUSH,en,short,Got a brush?\n";

fn shop() -> Shop {
    let files = [("shop.toml", SHOP), ("items.csv", ITEMS), ("links.csv", LINKS), ("talking_points.csv", TALK)];
    let shop = files.into_iter().fold(Shop::new(), |shop, (name, text)| shop.file(name, text));
    let built = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    shop
}

fn goeswith(shop: &Shop, arguments: &[&str], input: &str) -> program::Answer {
    let catalog = shop.path().join("shop.db");
    let with_catalog = [arguments, &["--catalog", catalog.to_str().unwrap()]].concat();
    run(&shop.path().join("data"), &with_catalog, input)
}

/// So many sales of the test, of whose suggestions one of `every` is accepted in each arm; without prices on request.
fn sales(many: u32, every: [usize; 2], price: &str) -> String {
    let mut dice = Dice(7);
    let mut lines = String::new();
    for number in 0..many {
        let arm = dice.below(2);
        let outcome = match dice.below(every[arm]) {
            0 => "accepted",
            1 => "not_asked",
            _ => "declined",
        };
        let id = program::sale_id(1, number);
        let _ = writeln!(
            lines,
            r#"{{"event_id":"{id}","kind":"sale","wall_utc":"2026-11-22T14:00:00Z","arms":{{"wording":"{}"}},"lines":[{{"sku":"STAIN","quantity":1{price}}}],"suggestions":[{{"item":"STAIN","add_on":"BRUSH","link_kind":"accessory","rank":1,"reason":"curated","outcome":"{outcome}"}}]}}"#,
            ["a", "b"][arm]
        );
    }
    lines
}

fn show(shop: &Shop) -> Value {
    let answer = goeswith(shop, &["experiment", "show", "wording", "--json"], "");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    serde_json::from_str(&answer.out).unwrap()
}

#[test]
fn each_arm_can_be_looked_at_before_anybody_sells_with_it() {
    let shop = shop();
    let suggest = |arms: &[&str]| {
        let arms: Vec<&str> = arms.iter().flat_map(|arm| ["--arm", arm]).collect();
        goeswith(&shop, &[&["suggest", "STAIN"], arms.as_slice()].concat(), "")
    };
    assert!(suggest(&[]).out.contains("What do you put it on with at home?"));
    assert!(suggest(&["wording=a"]).out.contains("What do you put it on with at home?"));
    let short = suggest(&["wording=b"]).out;
    assert!(short.contains("Got a brush?") && short.contains("Any glass near?"), "{short}");
    let without = suggest(&["wording=b", "advice=without"]).out;
    assert!(without.contains("CAN") && !without.contains("BRUSH"), "{without}");
    let explained = goeswith(&shop, &["suggest", "STAIN", "--explain", "--arm", "advice=without"], "").out;
    assert_eq!(explained.matches("An A/B test shows nothing").count(), 2, "{explained}");
    for (arms, code, said) in [
        ("wording", 2, "error: --arm is not EXPERIMENT=ARM: wording\n\nhint: for example --arm wording=b\n"),
        ("wording=c", 1, "error: wording has no such arm: c\n\nhint: its arms are a, b\n"),
        ("words=a", 1, "error: the catalog has no such experiment: words\n\nhint: it has wording, advice\n"),
    ] {
        let answer = suggest(&[arms]);
        assert_eq!((answer.code, answer.err.as_str()), (Some(code), said));
    }
}

#[test]
fn the_list_says_what_runs() {
    let shop = shop();
    goeswith(&shop, &["record"], &sales(12, [2, 2], ""));
    insta::assert_snapshot!(goeswith(&shop, &["experiment", "list"], "").out);
    let list: Value = serde_json::from_str(&goeswith(&shop, &["experiment", "list", "--json"], "").out).unwrap();
    assert_eq!(
        (&list[0]["sales"], &list[0]["stage"], &list[1]["stage"]),
        (&12.into(), &"running".into(), &"over".into())
    );
    let none = Shop::new().file("shop.toml", SHOP.split("[[").next().unwrap()).file("items.csv", ITEMS);
    none.run(&["catalog", "build", ".", "-o", "shop.db"]);
    let answer = goeswith(&none, &["experiment", "list"], "");
    assert_eq!(answer.err, "the catalog has no experiment; [[experiment]] in shop.toml defines one\n");
    let answer = goeswith(&none, &["experiment", "show", "wording"], "");
    assert_eq!(answer.code, Some(1));
    assert!(answer.err.contains("it has none; [[experiment]] in shop.toml defines one"), "{}", answer.err);
}

#[test]
fn little_data_names_no_winner_and_says_how_much_is_missing() {
    let shop = shop();
    let nothing = show(&shop);
    assert_eq!(
        (&nothing["comparisons"][0]["verdict"], &nothing["comparisons"][0]["more_sales"]),
        (&"not_enough_data".into(), &200.into())
    );
    goeswith(&shop, &["record"], &sales(60, [3, 2], r#","price":3199"#));
    insta::assert_snapshot!(goeswith(&shop, &["experiment", "show", "wording"], "").out);
}

#[test]
fn a_clear_difference_is_named_with_its_interval() {
    let shop = shop();
    goeswith(&shop, &["record"], &sales(1_500, [8, 4], ""));
    let answer = goeswith(&shop, &["experiment", "show", "wording"], "");
    insta::assert_snapshot!(format!("{}{}", answer.out, answer.err));
    let report = show(&shop);
    assert_eq!(report["comparisons"][0]["verdict"], "better");
    assert_eq!(report["arms"][0]["estimates"]["revenue_per_sale"], Value::Null);
    assert_eq!(report["decides"], "add_ons_per_sale");
    let table = goeswith(&shop, &["export", "--format", "csv"], "").out;
    assert!(table.lines().next().unwrap().ends_with(r#","arms""#) && table.contains(r#","wording=b""#), "{table:.900}");
}

#[test]
fn sales_taken_back_do_not_count_whatever_names_them() {
    let shop = shop();
    let mut lines = sales(50, [2, 2], "");
    let taken_back = program::sale_id(1, 3).to_uppercase();
    let _ = writeln!(lines, r#"{{"kind":"void","sale":"{taken_back}"}}"#);
    let other =
        sales(51, [2, 2], "").lines().last().unwrap().replace(r#":"a""#, r#":"z""#).replace(r#":"b""#, r#":"z""#);
    goeswith(&shop, &["record"], &(lines + &other + "\n"));
    let report = show(&shop);
    let counted: u64 = (0..2).map(|arm| report["arms"][arm]["sales"].as_u64().unwrap()).sum();
    assert_eq!((counted, &report["taken_back"], &report["sales_in_unknown_arms"]), (49, &1.into(), &1.into()));
    let elsewhere = shop.path().join("data/store.db");
    let named = run(
        &shop.path().join("other"),
        &[
            "experiment",
            "show",
            "wording",
            "--store",
            elsewhere.to_str().unwrap(),
            "--catalog",
            shop.path().join("shop.db").to_str().unwrap(),
            "--json",
        ],
        "",
    );
    assert_eq!(serde_json::from_str::<Value>(&named.out).unwrap(), report);
}

#[test]
fn weeks_of_a_terminal_are_one_observation_each() {
    let shop = shop();
    let mut lines = String::new();
    let mut dice = Dice(11);
    for sale in 0..900_u32 {
        let (terminal, week) = (sale % 6, sale / 6 % 5);
        let arm = if (terminal + week) % 2 == 0 { "with" } else { "without" };
        let day = 5 + 7 * week;
        let second = if dice.below(2) == 0 { r#",{"sku":"TAPE","quantity":1}"# } else { "" };
        let _ = writeln!(
            lines,
            r#"{{"kind":"sale","terminal":"till-{terminal}","wall_utc":"2026-01-{day:02}T12:00:00Z","arms":{{"advice":"{arm}"}},"lines":[{{"sku":"STAIN","quantity":1}}{second}]}}"#
        );
    }
    lines = lines.replace("2026-01-33", "2026-02-02");
    assert_eq!(goeswith(&shop, &["record"], &lines).code, Some(0));
    let answer = goeswith(&shop, &["experiment", "show", "advice", "--json"], "");
    let report: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!((&report["arms"][0]["units"], &report["arms"][1]["units"]), (&15.into(), &15.into()));
    assert_eq!((&report["decides"], &report["shares_are_off"]), (&"items_per_sale".into(), &true.into()));
    assert_eq!(report["comparisons"][0]["noes_per_sale"], Value::Null);
}

#[test]
fn an_arm_that_names_nothing_there_is_warned_of() {
    let shop = shop();
    let text = SHOP.replace("\"short\"", "\"shrot\"").replace("max = 0", "only_links = [\"x\", \"nowhere\"]");
    shop.write("shop.toml", text.as_bytes());
    let said = shop.run(&["catalog", "check", "."]).stdout;
    let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("shop.toml")).collect();
    let over = lines.iter().filter(|line| line.contains("is over")).count();
    assert_eq!(over, 1, "{said}");
    assert!(said.contains("shop.toml:8:72: warning: no sentence has this variant: shrot"), "{said}");
    assert!(said.contains("warning: no link has this tag: nowhere"), "{said}");
    assert_eq!(lines.len(), 3, "{said}");
}
