//! The checker as a colleague: a small source with one thing wrong → the line that says so. And the repairs it makes itself.

#![allow(clippy::type_complexity)] // files and the lines they are expected to give
#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "a test that cannot go on has failed; rows of files are short"
)]

#[path = "../shop/mod.rs"]
mod shop;

mod explained;
mod exported;
mod table;

use shop::Shop;

const TOML: &str = "name = \"F\"\nchain_id = \"f\"\ncurrency = \"EUR\"\nlanguages = [\"en\", \"fr\"]\n";
const ITEMS: &str = "sku,name,price,category,type,stock,barcodes,tags\n\
    P,Printer,129.00,Office > Printers,,4,4006381333931,desk\nI,Ink,15.00,Office > Ink,,9,,\nC,Cable,5.00,Cables,,9,,\nS,Set-up,20.00,Services,service,,,\n";
const TALKS: &str = "item,add_on,language,ask,say\n";

/// The findings of a source with these files beside an honest one, each as `name: line`.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let mut shop = Shop::new().file("shop.toml", TOML).file("items.csv", ITEMS);
    for (name, text) in files {
        shop = shop.file(name, text);
    }
    let ran = shop.run(&["catalog", "check", ".", "--json"]);
    let lines = ran.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    lines
        .map(|line| {
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            let value = text("value");
            let tail = if value.is_empty() { value } else { format!(": {value}") };
            format!(
                "{}: {}:{}:{}: {}: {}{tail}",
                text("name"),
                text("file"),
                line["line"],
                line["column"],
                text("gravity"),
                text("what")
            )
        })
        .collect()
}

/// One of the findings has this name and begins so.
fn says(files: &[(&str, &str)], expected: &str) {
    let all = found(files);
    assert!(all.iter().any(|line| line.starts_with(expected)), "{expected}\n{all:#?}");
}

fn link(rows: &str) -> String {
    format!("item,add_on,kind,ask,say,from,to,bundle_price,same,context\n{rows}")
}

const GOOD: &str = "Need ink with it?,It comes with little.";

#[test]
fn an_honest_source_has_nothing_to_find() {
    let links = link(&format!("P,I,required,{GOOD},,,,,\nP,S,service,{GOOD},,,,,\n"));
    let talks = format!(
        "{TALKS}P,I,fr,De l'encre avec ?,Elle en contient peu.\nP,S,fr,On vous l'installe ?,C'est fait en une heure.\n"
    );
    let all = found(&[("links.csv", &links), ("talking_points.csv", &talks)]);
    assert_eq!(all, [] as [String; 0]);
}

#[test]
fn every_mistake_of_a_merchandiser_has_its_line() {
    let rows = |rows: &str| link(rows);
    let table: [(&str, String); 12] = [
        (
            "dead-link: links.csv:2:2: warning: SKU is not in items.csv, row left out: X",
            rows(&format!("P,X,accessory,{GOOD},,,,,\n")),
        ),
        ("empty-selector: links.csv:2:1: warning:", rows(&format!("category:Cars,I,accessory,{GOOD},,,,,\n"))),
        ("no-sentence: links.csv:2:", rows("P,I,accessory,,,,,,,\n")),
        ("missing-language: ", rows(&format!("P,I,accessory,{GOOD},,,,,\n"))),
        ("price-in-sentence: links.csv:2:", rows("P,I,accessory,Ink?,Only 15.00 EUR today.,,,,,\n")),
        ("long-sentence: links.csv:2:", rows(&format!("P,I,accessory,Ink?,{},,,,,\n", "word ".repeat(60)))),
        ("contradiction: links.csv:", rows(&format!("P,I,upgrade,{GOOD},,,,,\nP,I,included,,,,,,,\n"))),
        ("ring: links.csv:", rows(&format!("P,I,upgrade,{GOOD},,,,,\nI,P,upgrade,{GOOD},,,,,\n"))),
        ("duplicate-link: links.csv:3:", rows(&format!("P,I,accessory,{GOOD},,,,,\nP,I,accessory,{GOOD},,,,,\n"))),
        ("expired: links.csv:2:", rows(&format!("P,I,accessory,{GOOD},2020-01-01,2020-02-01,,,\n"))),
        (
            "overlapping-campaigns: links.csv:",
            rows(&format!(
                "P,I,accessory,{GOOD},2090-01-01,2090-03-01,,,\nP,I,accessory,Ink today?,It lasts.,2090-02-01,2090-04-01,,,\n"
            )),
        ),
        ("no-saving: links.csv:2:", rows(&format!("P,I,bundle,{GOOD},,,150.00,,\n"))),
    ];
    for (expected, links) in table {
        says(&[("links.csv", &links)], expected);
    }
    let many: String = (0..40).map(|n| format!("N{n},Thing {n},1.00,Things,,,,all\n")).collect();
    let items = format!("{ITEMS}{many}").replace(",desk\n", ",all\n");
    says(
        &[("items.csv", &items), ("links.csv", &rows(&format!("tag:all,I,accessory,{GOOD},,,,,\n")))],
        "wide-selector: links.csv:2:1: warning:",
    );
}

#[test]
fn items_and_their_codes_are_looked_at() {
    let more = |rows: &str| format!("{ITEMS}{rows}");
    for (expected, items) in [
        (
            "check-digit: items.csv:6:7: warning: barcode fails its check digit: 4006381333932",
            more("A,Lamp,1.00,L,,,4006381333932,\n"),
        ),
        ("shared-barcode: items.csv:6:7: warning: barcode is also on P", more("A,Lamp,1.00,L,,,4006381333931,\n")),
        ("lost-digits: items.csv:6:7: warning:", more("A,Lamp,1.00,L,,,4.00638E+12,\n")),
        ("duplicate-sku: items.csv:6:1: error: SKU stands twice, first on line 2: P", more("P,Lamp,1.00,L,,,,\n")),
        ("same-name: items.csv:6:2: warning:", more("A,Printer,1.00,L,,,,\n")),
        ("look-alike-name: items.csv:6:2: hint:", more("A,PRINTER,1.00,L,,,,\n")),
        ("removed-characters: items.csv:6:2: warning:", more("A,La\u{200b}mp,1.00,L,,,,\n")),
        ("zero-price: items.csv:6:3: hint:", more("A,Lamp,0.00,L,,,,\n")),
    ] {
        says(&[("items.csv", &items)], expected);
    }
}

#[test]
fn what_sells_often_and_has_no_link_is_named() {
    let sales: String = (0..60).map(|n| format!("{n},C,2026-10-01\n{n},I,2026-10-01\n")).collect();
    says(
        &[("sales/a.csv", &format!("basket_id,sku,timestamp\n{sales}"))],
        "no-add-on: items.csv:3:1: hint: item was in 60 sales",
    );
}

#[test]
fn levels_decide_what_is_said_and_how_it_ends() {
    let links = link("P,I,accessory,,,,,,,\n");
    let shop = Shop::new().file("shop.toml", TOML).file("items.csv", ITEMS).file("links.csv", &links);
    let code = |more: &[&str]| shop.run(&[&["catalog", "check", "."], more].concat());
    assert_eq!(code(&[]).code, 0, "warnings stop nothing");
    let denied = code(&["--deny", "no-sentence"]);
    assert_eq!(denied.code, 1);
    assert!(denied.stdout.contains(": error: no ASK and no SAY"), "{}", denied.stdout);
    assert_eq!(code(&["--deny", "warning"]).code, 1);
    let allowed = code(&["--allow", "no-sentence", "--allow", "missing-language"]);
    assert!(allowed.code == 0 && !allowed.stdout.contains("no ASK"), "{}", allowed.stdout);
    assert_eq!(code(&["--level", "error"]).stdout, "");
    let unknown = code(&["--deny", "no-sentense"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("no-sentence"), "{}", unknown.stderr);
    let list = code(&["--list"]);
    assert!(list.code != 0, "a list is of no source");
    let list = shop.run(&["catalog", "check", "--list"]);
    assert!(list.stdout.lines().count() > 60 && list.stdout.contains("price-in-sentence"), "{}", list.stdout);
}

#[test]
fn repairs_change_what_needs_no_decision_and_nothing_else() {
    let items = "note;sku;name;price;category;barcodes\r\n\"a; b\";P;  Printer\u{200b} ;129.00;Office/Printers;4006381333931\r\n;I;Ink;15.00;Office > Ink;\r\n";
    let shop = Shop::new()
        .file("shop.toml", TOML)
        .file("items.csv", items)
        .file("links.csv", &link(&format!("P,I,accessory,{GOOD},,,,,\nP,I,accessory,{GOOD},,,,,\n")));
    let dry = shop.run(&["catalog", "check", ".", "--fix", "--dry-run"]);
    assert_eq!(shop.text("items.csv"), items, "a dry run writes nothing");
    assert!(dry.stdout.contains("fix:"), "{}", dry.stdout);
    let fixed = shop.run(&["catalog", "check", ".", "--fix"]);
    assert_eq!(fixed.code, 0, "{}", fixed.stderr);
    let after = shop.text("items.csv");
    assert!(
        after.contains("P;Printer;129.00;") && after.starts_with("note;sku;name;price;category;barcodes\r\n\"a; b\";"),
        "{after:?}"
    );
    assert_eq!(shop.text("links.csv").matches("P,I,accessory").count(), 1);
    let again = shop.run(&["catalog", "check", ".", "--fix"]);
    assert_eq!(shop.text("items.csv"), after, "a second run changes nothing");
    assert!(!again.stdout.contains("fix:"), "{}", again.stdout);
}
