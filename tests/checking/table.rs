//! Every check of `--list` with a source that has its mistake, and the exact lines of the report.

use std::collections::{BTreeMap, BTreeSet};

use super::shop::Shop;
use super::{GOOD, TOML, found};

/// Cases of a few rows, one behind another.
const CASES: &str = include_str!("cases.txt");
const ITEMS: &str = "sku,name,price,category,type,stock,barcodes,tags,variant_of,cost\n\
    P,Printer,129.00,Office > Printers,,4,4006381333931,desk,,\nI,Ink,15.00,Office > Ink,,9,,,,\n\
    C,Cable,5.00,Cables,,9,,,,\nS,Set-up,20.00,Services,service,,,,,\n";
const LINKS: &str = "item,add_on,kind,ask,say,from,to,bundle_price,same,context,priority,max_price_share,min_quantity,\
    if_too_expensive,if_has_one,if_not_now\n";
const TALKS: &str = "item,add_on,language,variant,ask,say\n";
const PAIRS: &str = "sku_a,sku_b,n_a,n_b,n_ab,n,decision\n";

/// What the checker says under one name of an honest source with these files in place of its own.
fn said(name: &str, files: &[(&str, String)]) -> Vec<String> {
    let mut all = vec![("items.csv", ITEMS)];
    all.extend(files.iter().map(|(file, text)| (*file, text.as_str())));
    let lines = found(&all).into_iter();
    lines.filter_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned)).collect()
}

/// A case's files from its rows, and the lines it expects.
fn case(text: &str) -> (Vec<(&'static str, String)>, Vec<String>) {
    let mut files = BTreeMap::<&str, String>::new();
    let mut expected = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (word, row) = line.split_once(' ').unwrap();
        let row = row.trim_start();
        let (file, beginning) = match word {
            "items" => ("items.csv", ITEMS),
            "links" => ("links.csv", LINKS),
            "talks" => ("talking_points.csv", TALKS),
            "pairs" => ("pairs.csv", PAIRS),
            "toml" => ("shop.toml", TOML),
            "says" => {
                expected.push(row.to_owned());
                continue;
            }
            other => panic!("{other}: {line}"),
        };
        let text = files.entry(file).or_insert_with(|| beginning.to_owned());
        *text += &row.replace("GOOD", GOOD);
        text.push('\n');
    }
    (files.into_iter().collect(), expected)
}

/// Cases with more rows than anybody wants to read, or with files that are no table.
fn large() -> Vec<(&'static str, Vec<(&'static str, String)>, &'static str)> {
    let rows = |count: u32, row: &dyn Fn(u32) -> String| (0..count).map(|n| row(n) + "\n").collect::<String>();
    let things = ITEMS.to_owned() + &rows(40, &|n| format!("N{n},Thing {n},1.00,Things,,,,all"));
    let good = |row: &str| format!("{LINKS}{row},accessory,{GOOD}\n");
    let eight = rows(8, &|n| format!("P,N{n},accessory,{GOOD},,,,,,9"));
    let sales = rows(60, &|n| format!("{n},C,2026-10-01\n{n},I,2026-10-01"));
    let many = rows(1_100, &|n| format!("N{n},Thing {n},1.00,Things"));
    let sold = |rows: &str| vec![("sales/a.csv", format!("basket_id,sku,timestamp\n{rows}"))];
    vec![
        ("missing-column", vec![("items.csv", "sku,price\nA,1\n".to_owned())], "items.csv:1:1: error: no column: name"),
        (
            "unknown-column",
            vec![("links.csv", format!("item,add_on,kind,ask,say,prioritty\nP,I,accessory,{GOOD},1\n"))],
            "links.csv:1:6: warning: unknown column, is it priority?: prioritty",
        ),
        ("empty-file", vec![("links.csv", LINKS.to_owned())], "links.csv:1:1: warning: file has a header and no rows"),
        (
            "removed-characters",
            vec![("items.csv", format!("{ITEMS}A,La\u{200b}mp,1.00\n"))],
            "items.csv:6:2: warning: removed a character that cannot be shown: Lamp",
        ),
        (
            "too-many-links",
            vec![("items.csv", format!("{ITEMS}{many}")), ("links.csv", good("category:Things,category:Things"))],
            "links.csv:2:1: error: row stands for more than 1000000 links, narrow its selectors: category:Things",
        ),
        (
            "wide-selector",
            vec![("items.csv", things.clone()), ("links.csv", good("tag:all,I"))],
            "links.csv:2:1: warning: selector stands for 40 of 44 items: tag:all",
        ),
        ("no-price", vec![("items.csv", things.clone() + "A,Lamp,,L\n")], "items.csv:46:3: hint: item has no price: A"),
        (
            "behind-others",
            vec![("items.csv", things), ("links.csv", format!("{LINKS}{eight}P,I,accessory,{GOOD},,,,,,1\n"))],
            "links.csv:10:11: hint: 3 are shown, and 8 come before it, line 2, 3, 4 first: I",
        ),
        (
            "sales",
            sold("1,ZZ,2026-10-01\n1,P,2026-10-01\n"),
            "sales/a.csv:2:2: warning: SKU is not in items.csv (1 line): ZZ",
        ),
        ("no-add-on", sold(&sales), "items.csv:3:1: hint: item was in 60 sales and has no link: I Ink"),
    ]
}

#[test]
fn every_check_says_its_exact_line() {
    let mut seen = BTreeSet::new();
    for block in CASES.split("\n# ").skip(1) {
        let (name, text) = block.split_once('\n').unwrap();
        let (files, expected) = case(text);
        assert_eq!(said(name, &files), expected, "{name}\n{text}");
        seen.insert(name.to_owned());
    }
    for (name, files, expected) in large() {
        assert_eq!(said(name, &files), [expected], "{name}");
        seen.insert(name.to_owned());
    }
    let bytes = Shop::new().file("shop.toml", TOML);
    bytes.write("items.csv", b"sku,name\nA,caf\xe9\n");
    let line = bytes.run(&["catalog", "check", "."]).stdout;
    assert!(line.starts_with("items.csv:2:2: error: text is not UTF-8; save the file as \"CSV UTF-8\""), "{line}");
    seen.insert("unreadable-file".to_owned());
    // `other` is what a reader says under no name; whatever comes of it gets one.
    seen.insert("other".to_owned());
    let list = bytes.run(&["catalog", "check", "--list"]).stdout;
    let listed: BTreeSet<String> =
        list.lines().map(|line| line.split_whitespace().nth(1).unwrap().to_owned()).collect();
    assert_eq!(seen, listed);
}
