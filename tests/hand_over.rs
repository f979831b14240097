//! What goes to other programs: what became of suggestions, for CRM and marketing tools, and links for shop systems, which our
//! own importers read back.

#![allow(clippy::similar_names, reason = "items and links of a table")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;
mod shop;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use program::{Answer, run, sale_id};
use serde_json::Value;
use shop::Shop;

const SHOP: &str = "name = \"Corner\"\nchain_id = \"corner\"\ncurrency = \"EUR\"\n";
const ITEMS: &str = "sku,name,price,barcodes,handle\nPRN-200,Inkjet printer,129.00,,inkjet\n\"INK 305, black\",=Ink,17.99,4006381333931,ink-305\n\
    CAB-1,USB cable,8.99,,cab-1\nSET-1,Desk set,12.00,,set-1\nPRN-900,Laser printer,299.00,,laser\nPRN-100,Small printer,79.00,,small\nFOIL,Foil,2.00,,foil\n";
const LINKS: &str = "item,add_on,kind,from,to,context,ask\nPRN-200,\"INK 305, black\",required,,,,Ink?\nPRN-200,CAB-1,accessory,,,,Cable?\n\
    PRN-200,SET-1,bundle,,,,Set?\nPRN-200,PRN-900,upgrade,,,,\nPRN-200,PRN-100,substitute,,,,\nPRN-200,FOIL,not_with,,,,\n\
    CAB-1,FOIL,accessory,2020-01-01,2020-02-01,,Foil?\nCAB-1,SET-1,accessory,,,business,Set?\nSET-1,CAB-1,accessory,,,,Cable?\n";

fn shop() -> Shop {
    let shop = Shop::new().file("shop.toml", SHOP).file("items.csv", ITEMS).file("links.csv", LINKS);
    let built = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    shop
}

fn goeswith(shop: &Shop, arguments: &[&str], input: &str) -> Answer {
    let catalog = shop.path().join("shop.db");
    run(&shop.path().join("data"), &[arguments, &["--catalog", catalog.to_str().unwrap()]].concat(), input)
}

const SALE: &str = r#"{"event_id":"ID","kind":"sale","wall_utc":"2026-11-DAYT23:30:05Z","utc_offset_min":60,"customer":"c0ffee","context":["gift","hurry"],"arms":{"words":"b"},"lines":[{"sku":"PRN-200","quantity":1,"price":12900},{"sku":"CAB-1","quantity":2,"price":899,"confirmed":true}],"suggestions":[{"item":"PRN-200","add_on":"CAB-1","link_kind":"accessory","rank":1,"reason":"curated","outcome":"accepted"},{"item":"PRN-200","add_on":"INK 305, black","link_kind":"required","rank":2,"reason":"curated","outcome":"declined","why":"has_one"},{"item":"PRN-200","add_on":"GONE","link_kind":"accessory","rank":3,"reason":"mined","outcome":"not_asked"}]}"#;

fn sale(number: u32, day: u32) -> String {
    SALE.replace("ID", &sale_id(3, number)).replace("DAY", &format!("{day:02}")) + "\n"
}

#[test]
fn outcomes_are_a_row_a_suggestion_and_as_their_schema_says() {
    let shop = shop();
    let void = format!("{{\"kind\":\"void\",\"sale\":\"{}\"}}\n", sale_id(3, 2));
    let nothing = r#"{"kind":"sale","wall_utc":"2026-11-10T12:00:00Z","lines":[{"sku":"PRN-200","quantity":1}]}"#;
    goeswith(&shop, &["record"], &(sale(1, 10) + &sale(2, 11) + &void + nothing + "\n" + &sale(4, 15)));
    shop.write("data/settings.toml", b"terminal = \"Till 3\"\nstore = \"north-12\"\n");
    let csv = goeswith(&shop, &["outcomes"], "");
    assert_eq!(csv.code, Some(0), "{}", csv.err);
    let terminal = csv.out.lines().nth(1).unwrap().split(',').nth(5).unwrap().trim_matches('"').to_owned();
    insta::assert_snapshot!(csv.out.replace(&terminal, "TERMINAL"));
    let json = goeswith(&shop, &["outcomes", "--format", "jsonl"], "");
    let schema: Value = serde_json::from_str(include_str!("../docs/outcomes.schema.json")).unwrap();
    let rows: Vec<Value> = json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 6);
    for row in &rows {
        conforms(row, &schema);
    }
    let named: Vec<&str> = csv.out.lines().next().unwrap().split(',').map(|name| name.trim_matches('"')).collect();
    let required: Vec<&str> =
        schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(named, required);
    let page = include_str!("../docs/handover.md").split("## What became of suggestions").nth(1).unwrap();
    let page = page.split("\n## ").next().unwrap();
    let documented: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(documented, required);
}

/// The part of JSON Schema that ours uses.
fn conforms(row: &Value, schema: &Value) {
    let (row, known) = (row.as_object().unwrap(), schema["properties"].as_object().unwrap());
    assert_eq!(schema["additionalProperties"], Value::Bool(false));
    assert!(row.keys().all(|key| known.contains_key(key)), "{row:?}");
    for name in schema["required"].as_array().unwrap() {
        assert!(row.contains_key(name.as_str().unwrap()), "{name} is missing: {row:?}");
    }
    for (name, value) in row {
        let wanted = &known[name];
        if let Some(words) = wanted["enum"].as_array() {
            assert!(words.contains(value), "{name}: {value}");
            continue;
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_i64() => "integer",
            Value::String(_) => "string",
            _ => "other",
        };
        let allowed = |one: &Value| one == kind;
        assert!(
            allowed(&wanted["type"]) || wanted["type"].as_array().is_some_and(|all| all.iter().any(allowed)),
            "{name}: {value}"
        );
    }
}

#[test]
fn outcomes_of_some_days_go_into_a_file_that_is_whole_or_not_there() {
    let shop = shop();
    let early = sale(7, 12).replace("2026-11-12", "2011-11-12");
    goeswith(&shop, &["record"], &(sale(1, 10) + &sale(4, 15) + &early));
    let file = shop.path().join("out.csv");
    let into = ["outcomes", "--since", "2026-11-16", "--until", "2026-11-16", "-o", file.to_str().unwrap()];
    let answer = goeswith(&shop, &into, "");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert!(answer.err.contains("out.csv: 3 suggestions"), "{}", answer.err);
    // Half past eleven in the evening is the next day in a shop an hour ahead.
    let text = shop.text("out.csv");
    assert!(
        text.lines().skip(1).all(|line| line.contains(r#""2026-11-16","00:30:05""#)) && text.lines().count() == 4,
        "{text}"
    );
    let nowhere = goeswith(&shop, &["outcomes", "-o", "/nowhere/out.csv"], "");
    assert!(nowhere.code == Some(4) && nowhere.err.contains("cannot be written"), "{}", nowhere.err);
    let turned = goeswith(&shop, &["outcomes", "--since", "2026-11-16", "--until", "2026-11-15"], "");
    assert_eq!(
        (turned.code, turned.err.as_str()),
        (Some(2), "error: --until 2026-11-15 lies before --since 2026-11-16\n")
    );
    let fresh = run(&shop.path().join("fresh"), &["outcomes"], "");
    assert!(
        fresh.code == Some(0) && fresh.out.starts_with("\"event_id\"") && fresh.err.contains("nothing is stored yet")
    );
}

#[test]
fn outcomes_of_a_chain_name_the_terminals() {
    let shop = shop();
    std::fs::create_dir_all(shop.path().join("sync")).unwrap();
    for (till, name, number) in [("one", "Till 1", 1), ("two", "Till 2", 2)] {
        let data = shop.path().join(till);
        shop.write(&format!("{till}/settings.toml"), format!("terminal = \"{name}\"\nstore = \"{till}\"\n").as_bytes());
        run(&data, &["record"], &sale(number, 10));
        run(&data, &["sync", "--once", "--sync-dir", shop.path().join("sync").to_str().unwrap()], "");
    }
    let (sync, store) = (shop.path().join("sync"), shop.path().join("all.db"));
    let collected = goeswith(&shop, &["collect", sync.to_str().unwrap(), "-o", store.to_str().unwrap()], "");
    assert_eq!(collected.code, Some(0), "{}", collected.err);
    let rows = goeswith(&shop, &["outcomes", "--store", store.to_str().unwrap(), "--format", "jsonl"], "");
    let who: BTreeSet<(String, String)> = rows
        .out
        .lines()
        .map(|line| {
            let row: Value = serde_json::from_str(line).unwrap();
            (row["store"].as_str().unwrap().to_owned(), row["terminal_name"].as_str().unwrap().to_owned())
        })
        .collect();
    let wanted = [("one", "Till 1"), ("two", "Till 2")].map(|(store, name)| (store.to_owned(), name.to_owned()));
    assert_eq!((rows.out.lines().count(), who), (6, wanted.into()), "{}", rows.err);
}

/// Relations of a source as item, add-on and kind.
fn relations(shop: &Shop, folder: &str) -> BTreeSet<(String, String, String)> {
    let text = std::fs::read(shop.path().join(folder).join("links.csv")).unwrap_or_default();
    let mut links = csv::Reader::from_reader(text.as_slice());
    let header = links.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|one| one == name).unwrap();
    let places = ["item", "add_on", "kind"].map(place);
    links
        .records()
        .map(|row| {
            let row = row.unwrap();
            let [item, add_on, kind] = places.map(|place| row[place].to_owned());
            (item, add_on, kind)
        })
        .collect()
}

fn wanted(rows: &[(&str, &str, &str)]) -> BTreeSet<(String, String, String)> {
    rows.iter().map(|(item, add_on, kind)| ((*item).to_owned(), (*add_on).to_owned(), (*kind).to_owned())).collect()
}

/// Exports for a system, and reads it back into a source with the same items and no links.
fn there_and_back(shop: &Shop, system: &str, more: &[&str]) -> (String, BTreeSet<(String, String, String)>) {
    let name = format!("{system}.{}", if system == "google" { "tsv" } else { "csv" });
    let file = shop.path().join(&name);
    let arguments = [&["links", "export", "--to", system, "-o", file.to_str().unwrap()], more].concat();
    let exported = goeswith(shop, &arguments, "");
    assert_eq!(exported.code, Some(0), "{}", exported.err);
    let source = format!("back-{system}");
    shop.write(&format!("{source}/shop.toml"), SHOP.as_bytes());
    shop.write(&format!("{source}/items.csv"), ITEMS.as_bytes());
    let read = shop.run(&["import", system, &name, "-o", &source]);
    assert_eq!(read.code, 0, "{}{}", read.stdout, read.stderr);
    (exported.err, relations(shop, &source))
}

#[test]
fn links_come_back_from_every_shop_system_as_they_went() {
    let shop = shop();
    let (said, google) = there_and_back(&shop, "google", &[]);
    let ink = "INK 305, black";
    assert_eq!(
        google,
        wanted(&[
            ("PRN-200", ink, "required"),
            ("PRN-200", "CAB-1", "accessory"),
            ("PRN-200", "SET-1", "bundle"),
            ("PRN-200", "PRN-100", "substitute"),
            ("SET-1", "CAB-1", "accessory"),
        ])
    );
    assert!(said.contains("google.tsv: 5 links of 2 products"), "{said}");
    assert!(said.contains("left out: 2 links for some customers, contexts, quantities, prices or days only"), "{said}");
    assert!(said.contains("left out: 1 up-sells, for which Google has no word"), "{said}");
    assert_eq!(
        shop.text("google.tsv").lines().nth(1).unwrap(),
        "PRN-200\trequired_part:gtin:4006381333931,accessory:id:CAB-1,part_of_set:id:SET-1,substitute:id:PRN-100"
    );
    let (said, woocommerce) = there_and_back(&shop, "woocommerce", &[]);
    // WooCommerce tells up-sells from the rest, and no more.
    assert_eq!(
        woocommerce,
        wanted(&[
            ("PRN-200", ink, "accessory"),
            ("PRN-200", "CAB-1", "accessory"),
            ("PRN-200", "SET-1", "accessory"),
            ("PRN-200", "PRN-900", "upgrade"),
            ("SET-1", "CAB-1", "accessory"),
        ])
    );
    assert!(said.contains("left out: 1 substitutes, for which WooCommerce has no column"), "{said}");
    assert_eq!(
        shop.text("woocommerce.csv"),
        "\"SKU\",\"Cross-sells\",\"Upsells\"\n\"PRN-200\",\"INK 305\\, black, CAB-1, SET-1\",\"PRN-900\"\n\"SET-1\",\"CAB-1\",\n"
    );
    let shopify = goeswith(&shop, &["links", "export", "--to", "shopify"], "");
    assert!(
        shopify.out.contains("\n\"inkjet\",\"Inkjet printer\",\"ink-305; cab-1; set-1\",\"laser; small\"\n"),
        "{}",
        shopify.out
    );
}

#[test]
fn shopify_products_find_their_links_again_by_handle() {
    let shop = Shop::new();
    shop.write("products.csv", b"Handle,Title,Vendor,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Barcode,Status\n\
        inkjet,Inkjet printer,,,TRUE,Title,Default Title,PRN-200,129.00,,active\nink,Ink,,,TRUE,Title,Default Title,INK-305,17.99,,active\n\
        mug,Mug,,,TRUE,Color,Red,MUG-R,9.00,,active\nmug,,,,,,Blue,MUG-B,9.00,,active\n");
    shop.write("mine/shop.toml", SHOP.as_bytes());
    assert_eq!(shop.run(&["import", "products.csv", "-o", "mine"]).code, 0);
    shop.write("mine/links.csv", b"item,add_on,kind,ask\nPRN-200,INK-305,accessory,Ink?\nPRN-200,MUG-R,accessory,Mug?\nMUG-B,INK-305,accessory,Ink?\n");
    assert_eq!(shop.run(&["catalog", "build", "mine", "-o", "shop.db"]).code, 0);
    let answer = goeswith(&shop, &["links", "export", "--to", "shopify"], "");
    let mut rows: Vec<&str> = answer.out.lines().skip(1).collect();
    rows.sort_unstable();
    assert_eq!(rows, ["\"inkjet\",\"Inkjet printer\",\"ink; mug\",", "\"mug\",\"Mug\",\"ink\","], "{}", answer.out);
    shop.write("links-only.csv", answer.out.as_bytes());
    let read = shop.run(&["import", "products.csv", "links-only.csv", "-o", "again"]);
    assert_eq!(read.code, 0, "{}{}", read.stdout, read.stderr);
    let found = relations(&shop, "again");
    let accessory = |item, add_on| (item, add_on, "accessory");
    // What is one product there goes with every variant of it here.
    assert!(
        found.is_superset(&wanted(&[
            accessory("PRN-200", "INK-305"),
            accessory("MUG-R", "INK-305"),
            accessory("MUG-B", "INK-305")
        ])),
        "{found:?}"
    );
    assert!(found.iter().any(|(item, add_on, _)| item == "PRN-200" && add_on.starts_with("MUG")), "{found:?}");
}

#[test]
fn what_does_not_fit_or_holds_now_and_then_never_goes_out() {
    let shop = Shop::new().file("shop.toml", SHOP);
    shop.write(
        "items.csv",
        b"sku,name,price,category,variant_of\n=CAB,Odd cable,3.00,,\nPRN,Printer,99.00,,\nINK-R,Ink red,9.00,Ink,\n\
        INK-B,Ink blue,9.00,Ink,INK-R\nINK-X,Ink of others,9.00,Ink,\nBAG,Bag,90.00,,\n",
    );
    shop.write("links.csv", b"item,add_on,kind,min_quantity,max_price_share,ask\nPRN,category:Ink,accessory,,,Ink?\nPRN,INK-X,not_with,,,\n\
        PRN,BAG,accessory,,0.5,Bag?\nINK-R,INK-B,accessory,,,Blue?\n=CAB,PRN,accessory,,,Printer?\nINK-R,=CAB,accessory,,,Cable?\n\
        INK-X,PRN,accessory,3,,Printer?\n");
    let built = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!(built.code, 0, "{}{}", built.stdout, built.stderr);
    let answer = goeswith(&shop, &["links", "export", "--to", "woocommerce"], "");
    let mut rows: Vec<&str> = answer.out.lines().skip(1).collect();
    rows.sort_unstable();
    assert!(rows[0].starts_with("\"'=CAB\",\"PRN\"") && rows[1].starts_with("\"INK-R\",\"'=CAB\""), "{}", answer.out);
    assert!(rows[2].contains("INK-R") && rows[2].contains("INK-B") && !answer.out.contains("INK-X"), "{}", answer.out);
    assert_eq!(rows.len(), 3, "{}", answer.out);
    assert!(answer.err.contains("left out: 2 links for some customers"), "{}", answer.err);
    // What a spreadsheet would compute comes back as it was, on either side.
    shop.write("back/shop.toml", SHOP.as_bytes());
    shop.write("back/items.csv", shop.text("items.csv").as_bytes());
    shop.write("woo.csv", answer.out.as_bytes());
    assert_eq!(shop.run(&["import", "woo.csv", "-o", "back"]).code, 0);
    let accessory = |item, add_on| (item, add_on, "accessory");
    assert_eq!(
        relations(&shop, "back"),
        wanted(&[
            accessory("=CAB", "PRN"),
            accessory("INK-R", "=CAB"),
            accessory("PRN", "INK-B"),
            accessory("PRN", "INK-R")
        ])
    );
}

#[test]
fn with_sales_only_links_that_work_go_out() {
    let shop = shop();
    let mut lines = String::new();
    // The cable is taken by six of twelve, the set by one of forty, and nobody was asked for the cable with the set.
    for number in 0..40_u32 {
        let answer = |yes: bool| if yes { "accepted" } else { "declined" };
        let mut suggestions = vec![("SET-1", "bundle", answer(number == 0))];
        if number < 12 {
            suggestions.push(("CAB-1", "accessory", answer(number % 2 == 0)));
        }
        let suggestions: Vec<String> = suggestions.iter().map(|(add_on, kind, outcome)| {
            format!(r#"{{"item":"PRN-200","add_on":"{add_on}","link_kind":"{kind}","rank":1,"reason":"curated","outcome":"{outcome}"}}"#)
        }).collect();
        let _ = writeln!(
            lines,
            r#"{{"kind":"sale","wall_utc":"2026-11-10T12:00:00Z","lines":[{{"sku":"PRN-200","quantity":1}}],"suggestions":[{}]}}"#,
            suggestions.join(",")
        );
    }
    goeswith(&shop, &["record"], &lines);
    let store = shop.path().join("data/store.db");
    let with = ["--store", store.to_str().unwrap()];
    let (said, links) = there_and_back(&shop, "google", &with);
    let kept = [
        ("PRN-200", "INK 305, black", "required"),
        ("PRN-200", "CAB-1", "accessory"),
        ("PRN-200", "PRN-100", "substitute"),
    ];
    assert_eq!(links, wanted(&kept));
    assert!(said.contains("left out: 2 links that do not work, or were asked too seldom"), "{said}");
    let strict = goeswith(&shop, &["links", "export", "--to", "google", "--store", with[1], "--min-asked", "13"], "");
    assert!(!strict.out.contains("CAB-1"), "{}", strict.out);
    let alone = goeswith(&shop, &["links", "export", "--to", "google", "--min-asked", "13"], "");
    assert_eq!(alone.code, Some(2));
    let named = run(
        &shop.path().join("none"),
        &["links", "export", shop.path().join("shop.db").to_str().unwrap(), "--to", "google"],
        "",
    );
    assert!(named.code == Some(0) && named.out.contains("\nPRN-200\trequired_part:"), "{}", named.err);
    let nothing = run(&shop.path().join("none"), &["links", "export", "--to", "google"], "");
    assert!(
        nothing.err.starts_with("error: no catalog is installed on this computer\n\nhint: name one"),
        "{}",
        nothing.err
    );
}
