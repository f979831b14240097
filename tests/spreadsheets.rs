//! What the program writes for spreadsheets: no cell is a formula, a number stays a number, and where the program reads a
//! file of its own again every text is what it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;
mod shop;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use goeswith::sheet::formula::unguarded;
use program::{Dice, run};
use shop::Shop;

/// How a formula may begin, and what spreadsheets pass over before it.
const SIGNS: [&str; 12] =
    ["=", "+", "-", "@", "\t=", "\r=", "\n=", "\0=", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}"];
const BEFORE: [&str; 10] = ["", "", " ", "  ", "\u{a0}", "\u{3000}", "\u{2009}", "'", "''", "\u{feff}"];
const BEHIND: [&str; 10] = [
    "1+1",
    "cmd|' /C calc'!A0",
    "HYPERLINK(\"http://x\",\"y\")",
    "2",
    "A1;=1",
    ",=1",
    "\"=1",
    "SUM(A1)",
    "\u{202e}5",
    "x\n=1",
];

/// So many texts that want to be formulas, and some that do not.
fn texts(count: usize) -> Vec<String> {
    let mut dice = Dice(0x00c6_f0c6);
    let mut texts =
        vec!["Wood stain".to_owned(), "'tis".to_owned(), "-5".to_owned(), "a=b".to_owned(), "5 - 3".to_owned()];
    texts.extend((0..count).map(|_| {
        let [before, sign, behind] = [BEFORE[dice.below(10)], SIGNS[dice.below(12)], BEHIND[dice.below(10)]];
        format!("{before}{sign}{behind}")
    }));
    texts
}

/// True for a cell that a spreadsheet computes, by rules of its own: not those that the program guards by.
fn is_computed(cell: &str) -> bool {
    let first = cell.chars().find(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{feff}');
    let computes = first.is_some_and(|first| "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(first));
    computes && cell.parse::<f64>().is_err()
}

/// Every row of a file, as whoever opens it has them; no cell is computed.
fn cells(bytes: &[u8], file: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    let rows: Vec<Vec<String>> = rows.collect();
    for cell in rows.iter().flatten() {
        assert!(!is_computed(cell), "{file}: {cell:?}");
    }
    rows
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[test]
fn no_cell_of_an_export_is_a_formula_and_every_text_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let texts = texts(2_000);
    let mut lines = String::new();
    for text in &texts {
        let event = serde_json::json!({
            "kind": "sale", "context": [text], "arms": { text: text },
            "lines": [{ "sku": "A", "quantity": -3, "price": -250 }],
            "suggestions": [{
                "item": "A", "add_on": "B", "link_kind": "accessory", "rank": 1, "reason": text, "outcome": "accepted",
            }],
        });
        writeln!(lines, "{event}\n{}", serde_json::json!({ "kind": "unknown_code", "code": text })).unwrap();
    }
    let recorded = run(home.path(), &["record"], &lines);
    let stored = run(home.path(), &["export"], "").out;
    assert_eq!(stored.lines().count(), recorded.acknowledged().len());
    assert!(stored.lines().count() > 3_900, "{}", recorded.err);
    let export = run(home.path(), &["export", "--format", "csv"], "").out;
    let rows = cells(export.as_bytes(), "export");
    let place = |name: &str| rows[0].iter().position(|column| column == name).unwrap();
    let of = |key: &str| -> Vec<String> {
        let events = stored.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        events.filter_map(|event| event[key].as_str().map(str::to_owned)).collect()
    };
    let codes: Vec<&str> =
        rows[1..].iter().map(|row| unguarded(&row[place("code")])).filter(|code| !code.is_empty()).collect();
    assert_eq!(codes, of("code"));
    let lines: Vec<&Vec<String>> = rows[1..].iter().filter(|row| row[place("row")] == "line").collect();
    assert!(lines.iter().all(|row| row[place("quantity")] == "-3" && row[place("price")] == "-250"));
}

/// A shop whose SKUs are formulas, mined, decided on, mined again, and built.
#[test]
fn pairs_go_through_a_spreadsheet_and_back_with_skus_and_sentences_that_are_formulas() {
    let is_sku = |text: &String| goeswith::domain::Sku::parse(text).is_ok_and(|sku| sku.as_str() == text);
    let skus: Vec<String> = texts(400).into_iter().filter(is_sku).collect::<BTreeSet<_>>().into_iter().collect();
    assert!(skus.len() > 60, "{}", skus.len());
    let (mut items, mut sales) = ("sku,name,price\n".to_owned(), "basket_id,timestamp,sku\n".to_owned());
    for (at, sku) in skus.iter().enumerate() {
        writeln!(items, "{},Thing {at},1.50", quoted(sku)).unwrap();
        let next = &skus[(at + 1) % skus.len()];
        for basket in 0..4 {
            for sku in [sku, next] {
                writeln!(sales, "{at}-{basket},2026-03-0{},{}", basket + 1, quoted(sku)).unwrap();
            }
        }
    }
    let shop = Shop::new()
        .file("shop.toml", "name = \"F\"\nchain_id = \"fenwick\"\ncurrency = \"EUR\"\n")
        .file("items.csv", &items)
        .file("sales/a.csv", &sales);
    let mine = || {
        let run = shop.run(&["mine", "sales", "-o", "pairs.csv"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        cells(&shop.bytes("pairs.csv"), "pairs.csv")
    };
    let pairs = |rows: &[Vec<String>]| -> BTreeSet<(String, String)> {
        rows[1..].iter().map(|row| (unguarded(&row[0]).to_owned(), unguarded(&row[1]).to_owned())).collect()
    };
    let mined = mine();
    let ordered = |a: &String, b: &String| if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
    let bought = skus.iter().zip(skus.iter().cycle().skip(1)).map(|(a, b)| ordered(a, b)).collect();
    assert_eq!(pairs(&mined), bought);

    // A column of somebody's own, numbers and formulas in it, and a name that is one.
    let mut with_notes = String::new();
    for (at, row) in shop.text("pairs.csv").lines().enumerate() {
        let own = ["-5", "=1+1", "  @x", "'=y", "+3.5", ""][at % 6];
        writeln!(with_notes, "{row},{}", if at == 0 { "=notes" } else { own }).unwrap();
    }
    shop.write("pairs.csv", with_notes.as_bytes());
    for (one, other, ask, say) in [(0, 1, "=How many?", "@Two last longer."), (2, 3, "-Which one?", "+The large one.")]
    {
        let (ask, say) = (format!("--ask={ask}"), format!("--say={say}"));
        let run = shop.run(&["pairs", "accept", ".", &ask, &say, "--", &skus[one], &skus[other]]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let once = mine();
    assert_eq!(pairs(&once), pairs(&mined));
    let written = shop.bytes("pairs.csv");
    assert_eq!(mine(), once);
    assert_eq!(shop.bytes("pairs.csv"), written, "mined again it is the same file");
    let own: BTreeSet<&str> = once[1..].iter().map(|row| row[18].as_str()).collect();
    assert!(own.contains("-5") || own.is_empty() || own.len() > 1, "{own:?}");
    assert_eq!(once[0][18], "'=notes");
    for said in ["=How many?", "@Two last longer.", "-Which one?", "+The large one."] {
        assert!(once.iter().flatten().any(|cell| unguarded(cell) == said), "{said}");
    }

    let built = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let suggest = shop.run(&["suggest", "--catalog", "shop.db", "--", &skus[0]]);
    assert!(
        suggest.stdout.contains("=How many?") && suggest.stdout.contains("@Two last longer."),
        "{}",
        suggest.stdout
    );
    let mut baskets = "query_id,anchors\n".to_owned();
    for sku in &skus {
        writeln!(baskets, "{},{}", quoted(sku), quoted(sku)).unwrap();
    }
    shop.write("baskets.csv", baskets.as_bytes());
    let batch = shop.run(&["suggest", "--batch", "baskets.csv", "--catalog", "shop.db"]);
    let rows = cells(batch.stdout.as_bytes(), "suggest --batch");
    let asked: BTreeSet<&str> = rows[1..].iter().map(|row| unguarded(&row[0])).collect();
    assert_eq!(asked, skus.iter().map(String::as_str).collect());
    assert!(rows[1..].iter().all(|row| skus.iter().any(|sku| sku == unguarded(&row[2]))), "{rows:?}");
}
