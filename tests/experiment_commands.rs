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
    assert!(
        table.lines().next().unwrap().contains(r#","arms","#) && table.contains(r#","wording=b","#),
        "{table:.900}"
    );
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

/// Sales of other tests as well: `arms` says which, for each number and arm of the first.
fn sales_among(many: u32, arms: impl Fn(u32, usize) -> String, price: i64) -> String {
    let mut dice = Dice(5);
    let mut lines = String::new();
    for number in 0..many {
        let arm = dice.below(2);
        let outcome = if dice.below(3) == 0 { "accepted" } else { "declined" };
        let (id, hour, minute) = (program::sale_id(2, number), number / 60 % 12 + 8, number % 60);
        let _ = writeln!(
            lines,
            r#"{{"event_id":"{id}","kind":"sale","wall_utc":"2026-11-{:02}T{hour:02}:{minute:02}:00Z","arms":{{{}}},"lines":[{{"sku":"STAIN","quantity":1,"price":{price}}}],"suggestions":[{{"item":"STAIN","add_on":"BRUSH","link_kind":"accessory","rank":1,"reason":"curated","outcome":"{outcome}"}}]}}"#,
            1 + number % 21,
            arms(number, arm),
        );
    }
    lines
}

#[test]
fn of_a_test_that_the_catalog_no_longer_has_the_sales_say_what_they_can() {
    let shop = shop();
    let lines = sales_among(400, |_, arm| format!(r#""old-words":"{}""#, ["short", "long"][arm]), 3199);
    goeswith(&shop, &["record"], &lines);
    let answer = goeswith(&shop, &["experiment", "show", "old-words"], "");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let first = answer.out.lines().next().unwrap();
    assert_eq!(first, "old-words  by sale, 2026-11-01 to 2026-11-21, no longer in the catalog");
    assert!(
        answer.out.contains("long (control)") && answer.out.contains("short against long: not enough data"),
        "{}",
        answer.out
    );
    assert!(
        answer
            .err
            .contains("the catalog does not have this test any more: dates, unit and control are taken from its sales")
    );
    // Without any catalog as well.
    let alone = run(&shop.path().join("data"), &["experiment", "show", "old-words"], "");
    assert_eq!(alone.out.lines().next().unwrap(), first);
    let none = goeswith(&shop, &["experiment", "show", "older"], "");
    assert_eq!(none.err, "error: the catalog has no such experiment: older\n\nhint: recorded sales are in old-words\n");
    let list: Value = serde_json::from_str(&goeswith(&shop, &["experiment", "list", "--json"], "").out).unwrap();
    assert_eq!(
        (&list[2]["id"], &list[2]["stage"], &list[2]["sales"]),
        (&"old-words".into(), &"gone".into(), &400.into())
    );
}

#[test]
fn an_arm_that_is_gone_stands_beside_the_others_and_is_compared_with_nothing() {
    let shop = shop();
    let arms = |number: u32, arm: usize| format!(r#""wording":"{}""#, if number < 30 { "c" } else { ["a", "b"][arm] });
    goeswith(&shop, &["record"], &sales_among(400, arms, 3199));
    let answer = goeswith(&shop, &["experiment", "show", "wording"], "");
    assert!(answer.out.contains("c (gone)") && !answer.out.contains("c against"), "{}", answer.out);
    assert!(
        answer.err.contains("the test does not have the arm c any more; it had 30 sales, compared with nothing"),
        "{}",
        answer.err
    );
    let report = show(&shop);
    assert_eq!((&report["vanished_arms"][0]["id"], &report["vanished_arms"][0]["sales"]), (&"c".into(), &30.into()));
}

#[test]
fn two_tests_over_the_same_sales_say_which_share_and_whether_they_interact() {
    let shop = shop();
    // In half of the sales of the first there is a second one that changes nothing.
    let both = |number: u32, arm: usize| {
        let other = if number.is_multiple_of(2) {
            format!(r#","cap":"{}""#, ["two", "three"][(number / 2 % 2) as usize])
        } else {
            String::new()
        };
        format!(r#""wording":"{}"{other}"#, ["a", "b"][arm])
    };
    let lines = sales_among(8_000, both, 3199);
    goeswith(&shop, &["record"], &lines);
    let said = goeswith(&shop, &["experiment", "show", "wording"], "").err;
    let start =
        "4,000 of 8,000 sales are in cap as well, drawn independently, so that neither makes a winner of the other's";
    assert!(said.contains(start), "{said}");
    let few = goeswith(&shop, &["experiment", "show", "wording", "--json"], "").out;
    let few: Value = serde_json::from_str(&few).unwrap();
    assert_eq!((&few["overlaps"][0]["share"], &few["overlaps"][0]["experiment"]), (&0.5.into(), &"cap".into()));

    // A sentence that helps in one arm of the other test only.
    let other = self::shop();
    let text = SHOP
        .replace("[[experiment]]\nid = \"advice\"\nunit = \"terminal-week\"", "[[experiment]]\nid = \"cap\"")
        .replace("\"with\", share = 0.9", "\"two\", share = 0.9")
        .replace("\"without\", share = 0.1, max = 0", "\"three\", share = 0.1, max = 3");
    other.write("shop.toml", text.as_bytes());
    assert_eq!(other.run(&["catalog", "build", ".", "-o", "shop.db"]).code, 0);
    let mut lines = String::new();
    for line in lines_of(&sales_among(
        6_000,
        |number, arm| format!(r#""wording":"{}","cap":"{}""#, ["a", "b"][arm], ["two", "three"][(number % 2) as usize]),
        3199,
    )) {
        let helped = line.contains(r#""wording":"b","cap":"three""#);
        lines += &(if helped { line.replace("declined", "accepted") } else { line });
        lines.push('\n');
    }
    goeswith(&other, &["record"], &lines);
    let said = goeswith(&other, &["experiment", "show", "wording"], "").err;
    assert!(said.contains("THEY INTERACT: what b adds changes by +0.") && said.contains("in three of cap"), "{said}");
    let said = goeswith(&other, &["experiment", "show", "cap"], "").err;
    assert!(said.contains("THEY INTERACT: what three adds changes by +0."), "{said}");
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn smaller_baskets_end_a_test_whatever_is_accepted() {
    let shop = shop();
    let mut lines = String::new();
    for line in lines_of(&sales_among(3_000, |_, arm| format!(r#""wording":"{}""#, ["a", "b"][arm]), 3199)) {
        let b = line.contains(r#""wording":"b""#);
        lines += &if b { line.replace("3199", "2799").replace("declined", "accepted") } else { line };
        lines.push('\n');
    }
    // Baskets differ a little, or nothing could be told.
    let lines: String = lines_of(&lines)
        .iter()
        .enumerate()
        .map(|(at, line)| line.replace("99}],", &format!("{:02}}}],", at % 90)) + "\n")
        .collect();
    goeswith(&shop, &["record"], &lines);
    let answer = goeswith(&shop, &["experiment", "show", "wording"], "");
    assert!(answer.out.contains("HARM: smaller baskets"), "{}", answer.out);
    assert!(
        answer.out.ends_with("  stop: baskets are smaller with b than with a, whatever else is better\n"),
        "{}",
        answer.out
    );
    assert_eq!(show(&shop)["comparisons"][0]["advice"], "harm");
}

#[test]
fn clocks_that_jump_are_counted_and_said() {
    let shop = shop();
    let mut lines = sales_among(60, |_, arm| format!(r#""wording":"{}""#, ["a", "b"][arm]), 3199);
    lines = lines.replacen("2026-11-02", "2019-11-02", 1).replacen("2026-11-03", "2025-12-03", 1);
    goeswith(&shop, &["record"], &lines);
    let report = show(&shop);
    let counted: u64 = (0..2).map(|arm| report["arms"][arm]["sales"].as_u64().unwrap()).sum();
    assert_eq!(counted, 60);
    let doubtful = report["date_in_doubt"].as_u64().unwrap() + report["date_outside"].as_u64().unwrap();
    assert_eq!(doubtful, 2, "{report}");
    assert!((report["sales_a_day"].as_f64().unwrap() - 58.0 / 21.0).abs() < 0.2, "{report}");
}

fn plan(shop: &Shop, arguments: &[&str]) -> program::Answer {
    goeswith(shop, &[&["experiment", "plan"], arguments].concat(), "")
}

#[test]
fn a_plan_says_how_long_a_test_must_run() {
    let shop = shop();
    let none = plan(&shop, &["wording"]);
    assert_eq!(none.code, Some(1));
    assert_eq!(
        none.err,
        "error: no sale is recorded here: --rate and --sales-a-day are missing\n\nhint: for example --rate 0.4 \
         --sales-a-day 120: accepted add-ons a sale, and sales a day; or --store STORE.db\n"
    );
    goeswith(&shop, &["record"], sales_among(1, |_, _| String::new(), 3199).as_str());
    let one = plan(&shop, &["wording", "--sales-a-day", "120"]);
    assert!(
        one.err.starts_with("error: only 1 sale is recorded here, too few to plan by: --rate is missing\n"),
        "{}",
        one.err
    );
    let given = plan(&shop, &["wording", "--rate", "0.4", "--sales-a-day", "120"]);
    assert_eq!(given.code, Some(0), "{}", given.err);
    goeswith(&shop, &["record"], &sales_among(1_000, |_, _| String::new(), 3199));
    let answer = plan(&shop, &["wording"]);
    insta::assert_snapshot!(format!("{}{}{}{}", given.out, given.err, answer.out, answer.err));
    let value: Value = serde_json::from_str(&plan(&shop, &["wording", "--effect", "5%", "--json"]).out).unwrap();
    assert_eq!((&value["recorded"]["sales"], value["needs"].as_array().unwrap().len()), (&1_000.into(), 1));
    assert!((value["rate"].as_f64().unwrap() - 1.0 / 3.0).abs() < 0.05);
    let days = |arguments: &[&str]| -> u64 {
        let value: Value =
            serde_json::from_str(&plan(&shop, &[arguments, &["--effect", "0.1", "--json"]].concat()).out).unwrap();
        value["needs"][0]["looked_at_daily"]["days"].as_u64().unwrap()
    };
    let two = days(&["--rate", "0.4", "--sales-a-day", "120"]);
    assert!(days(&["--rate", "0.4", "--sales-a-day", "240"]) < two);
    assert!(days(&["--rate", "0.4", "--sales-a-day", "120", "--arms", "3"]) > two);
    assert!(days(&["--rate", "0.4", "--sales-a-day", "120", "--power", "0.95"]) > two);
    let weeks = ["--rate", "0.4", "--sales-a-day", "120", "--unit", "terminal-week", "--terminals", "4"];
    assert!(days(&weeks) > two);
    for (arguments, said) in [
        (&["--effect", "5"][..], "not a share like 5% or 0.05"),
        (&["wording", "--arms", "3"], "cannot be used with"),
        (&["--unit", "week"], "not one of sale, terminal-week"),
    ] {
        let answer = plan(&shop, arguments);
        assert!(answer.code == Some(2) && answer.err.contains(said), "{}", answer.err);
    }
    let unknown = plan(&shop, &["word"]);
    assert_eq!(unknown.err, "error: the catalog has no such experiment: word\n\nhint: it has wording, advice\n");
}
