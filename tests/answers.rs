//! What customers answered makes the next catalog better: from recorded events to the order of suggestions.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

mod shop;
use shop::Shop;

const ITEMS: &str = "sku,name,category\nP1,Printer one,Printers\nP2,Printer two,Printers\nINK,Ink,Ink\nPAPER,Paper,Paper\n\
                     BAG,Bag,Bags\nCASE,Case,Cases\n";
const LINKS: &str = "item,add_on,kind\nP1,INK,accessory\nP1,PAPER,accessory\nP1,BAG,accessory\nP2,BAG,accessory\n\
                     P2,INK,accessory\nP1,CASE,required\n";

fn source() -> Shop {
    Shop::new()
        .file("shop.toml", "name = \"S\"\nchain_id = \"s\"\ncurrency = \"EUR\"\n")
        .file("items.csv", ITEMS)
        .file("links.csv", LINKS)
}

/// So many sales of an item with one suggestion, of which some were accepted.
fn events(text: &mut String, (item, add_on): (&str, &str), asked: usize, accepted: usize, first: usize) {
    for sale in 0..asked {
        let outcome = if sale < accepted { "accepted" } else { "declined" };
        writeln!(
            text,
            r#"{{"event_id":"00000000-0000-4000-8000-{:012x}","kind":"sale","lines":[{{"sku":"{item}","quantity":1}}],"suggestions":[{{"item":"{item}","add_on":"{add_on}","link_kind":"accessory","rank":1,"reason":"curated","outcome":"{outcome}"}}]}}"#,
            first + sale
        )
        .unwrap();
    }
}

fn record(shop: &Shop, events: &str) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_goeswith"));
    program.args(["record", "--data-dir", "data"]).current_dir(shop.path());
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(events.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

fn order(shop: &Shop, item: &str, catalog: &str) -> Vec<String> {
    let run = shop.run(&["suggest", item, "--catalog", catalog, "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let suggestions = answer["suggestions"].as_array().unwrap();
    suggestions.iter().map(|one| one["add_on"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_accepted_moves_up_and_what_is_refused_moves_down() {
    let shop = source();
    let mut text = String::new();
    events(&mut text, ("P1", "INK"), 100, 5, 0);
    events(&mut text, ("P1", "PAPER"), 100, 20, 1_000);
    events(&mut text, ("P1", "BAG"), 100, 80, 2_000);
    record(&shop, &text);
    assert_eq!(shop.run(&["catalog", "build", ".", "-o", "before.db"]).code, 0);
    assert_eq!(order(&shop, "P1", "before.db"), ["CASE", "INK", "PAPER"]);

    let built = shop.run(&["catalog", "build", ".", "-o", "after.db", "--events", "data/store.db"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(built.stderr.contains("learned from 300 answers in 300 sales\n"), "{}", built.stderr);
    // What an item will not work without stays first, whatever was answered.
    assert_eq!(order(&shop, "P1", "after.db"), ["CASE", "BAG", "PAPER"]);
    // The other printer was never answered: it has the answers of its like.
    assert_eq!(order(&shop, "P2", "before.db"), ["BAG", "INK"]);
    assert_eq!(order(&shop, "P2", "after.db"), ["BAG", "INK"]);

    // The same source and the same answers give the same bytes.
    assert_eq!(shop.run(&["catalog", "build", ".", "-o", "again.db", "--events", "data/store.db"]).code, 0);
    assert_eq!(shop.bytes("after.db"), shop.bytes("again.db"));
}

#[test]
fn sales_taken_back_teach_nothing_and_unknown_items_are_counted() {
    let mut text = String::new();
    events(&mut text, ("P1", "INK"), 2, 2, 0);
    events(&mut text, ("P1", "GONE"), 1, 1, 10);
    writeln!(text, r#"{{"kind":"void","sale":"00000000-0000-4000-8000-000000000001"}}"#).unwrap();
    let shop = source();
    record(&shop, &text);
    let built = shop.run(&["catalog", "build", ".", "-o", "s.db", "--events", "data/store.db"]);
    assert!(
        built
            .stderr
            .contains("learned from 2 answers in 2 sales, 1 taken back left out, 1 pair not in items.csv left out"),
        "{}",
        built.stderr
    );
}

#[test]
fn a_store_that_cannot_be_read_stops_the_build() {
    let shop = source().file("broken.db", "this is no store");
    for (store, code) in [("nowhere.db", 1), ("broken.db", 6)] {
        let built = shop.run(&["catalog", "build", ".", "-o", "s.db", "--events", store]);
        assert_eq!(built.code, code, "{store}: {}", built.stderr);
        assert!(!shop.has("s.db"));
    }
    record(&shop, "");
    let built = shop.run(&["catalog", "build", ".", "-o", "s.db", "--events", "data/store.db"]);
    assert!(built.code == 0 && built.stderr.contains("learned from 0 answers in 0 sales"), "{}", built.stderr);
}
