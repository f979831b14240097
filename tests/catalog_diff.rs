//! Head office asks what is different between two catalogs, and what of it will travel.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../benches/goods/mod.rs"]
#[allow(dead_code, reason = "the benches use the rest")]
mod goods;
mod program;

use std::fs;
use std::path::Path;

use program::{Answer, run};
use tempfile::TempDir;

const SHOP: &str = "name = \"Corner\"\nchain_id = \"corner\"\ncurrency = \"EUR\"\n";
const ITEMS: &str = "sku,name,price,stock,location,category,barcodes\n\
    KET-1,Kettle,30.00,3,Shelf 1,Kitchen > Kettles,4006381333931\n\
    DES-1,Descaler,4.99,9,Shelf 2,Kitchen > Care,\n\
    CUP-1,Cup,2.50,0,Shelf 3,Tableware,\n\
    TEA-1,Tea,3.20,40,Shelf 4,Food,\n";
const LINKS: &str = "item,add_on,kind,ask\n\
    KET-1,DES-1,accessory,Is your water hard?\n\
    KET-1,CUP-1,accessory,\n";

/// Builds a catalog and says how it is called.
fn build(folder: &Path, name: &str, items: &str, links: &str, more: &[&str]) -> String {
    let source = folder.join(format!("{name}-source"));
    fs::create_dir_all(&source).unwrap();
    fs::write(source.join("shop.toml"), SHOP).unwrap();
    fs::write(source.join("items.csv"), items).unwrap();
    fs::write(source.join("links.csv"), links).unwrap();
    let file = folder.join(name).display().to_string();
    let built =
        run(&folder.join("data"), &[&["catalog", "build", source.to_str().unwrap(), "-o", &file], more].concat(), "");
    assert_eq!(built.code, Some(0), "{}", built.err);
    file
}

fn diff(folder: &TempDir, arguments: &[&str]) -> Answer {
    run(&folder.path().join("data"), &[&["catalog", "diff"], arguments].concat(), "")
}

#[test]
fn everything_that_staff_will_notice_is_counted_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let before = build(folder.path(), "before.db", ITEMS, LINKS, &[]);
    let items = ITEMS
        .replace("Kettle,30.00,3", "Kettle 1.7 L,33.00,0")
        .replace("2.50,0", "2.00,12")
        .replace("Shelf 2", "Shelf 9")
        .replace("4006381333931", "4006381333948")
        .replace("TEA-1,Tea,3.20,40,Shelf 4,Food,\n", "FIL-1,Filter,1.00,5,Shelf 2,Kitchen > Care,\n");
    let links = LINKS.replace("hard?", "hard at home?").replace("KET-1,CUP-1,accessory", "KET-1,FIL-1,accessory");
    let after = build(folder.path(), "after.db", &items, &links, &["--previous", &before]);
    let said = diff(&folder, &[&before, &after]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let (content, _) = said.out.split_once("file        ").unwrap();
    insta::assert_snapshot!(content, @r#"
    before      before.db, 4 items
    after       after.db, 4 items
    items       1 new, 1 gone, 1 renamed
                + FIL-1  Filter
                - TEA-1  Tea
                ~ KET-1  Kettle -> Kettle 1.7 L
    prices      1 up, 1 down
                CUP-1  Cup  2.50 -> 2.00 EUR, -20.0 %
                KET-1  Kettle 1.7 L  30.00 -> 33.00 EUR, +10.0 %
    stock       2 changed, 1 now out, 1 back in stock
    facts       1 on another shelf, 2 barcodes
    links       1 new, 1 gone
                + KET-1 -> FIL-1, accessory
                - KET-1 -> CUP-1, accessory
    sentences   1 reworded
                KET-1 -> DES-1, en: "Is your water hard?" -> "Is your water hard at home?"
    add-ons     others to choose from for 1 item
                KET-1  Kettle  + FIL-1  - CUP-1
    "#);
    let again = diff(&folder, &[&before, &after, "--json"]);
    let said: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(said["prices"]["count"], 2);
    assert_eq!(said["prices"]["examples"][0]["sku"], "CUP-1");
    assert_eq!(said["links"]["gone"]["examples"][0]["add_on"], "CUP-1");
    assert!(said["pages"]["changed"].as_u64().unwrap() < said["pages"]["all"].as_u64().unwrap(), "{said}");
}

#[test]
fn the_same_content_is_the_same_whatever_its_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let before = build(folder.path(), "before.db", ITEMS, LINKS, &[]);
    // Built from other rows in another order, and then with the numbers of a catalog in which one item was missing.
    let without_tea = ITEMS.replace("TEA-1,Tea,3.20,40,Shelf 4,Food,\n", "");
    let other = build(folder.path(), "other.db", &without_tea.replace("CUP-1", "AAA-1"), "item,add_on,kind\n", &[]);
    let after = build(folder.path(), "after.db", ITEMS, LINKS, &["--previous", &other]);
    let said = diff(&folder, &[&before, &after]);
    assert!(said.out.contains("content     the same\n"), "{}", said.out);
}

#[test]
fn versions_are_found_in_the_sync_folder() {
    let folder = tempfile::tempdir().unwrap();
    let sync = folder.path().join("sync").display().to_string();
    for (name, price) in [("one.db", "30.00"), ("two.db", "31.00")] {
        let file = build(folder.path(), name, &ITEMS.replace("30.00", price), LINKS, &[]);
        let published = run(&folder.path().join("data"), &["catalog", "publish", &file, "--to", &sync], "");
        assert_eq!(published.code, Some(0), "{}", published.err);
    }
    let said = diff(&folder, &["1", "2", "--sync-dir", &sync]);
    assert!(
        said.out.contains("prices      1 up\n            KET-1  Kettle  30.00 -> 31.00 EUR, +3.3 %\n"),
        "{}",
        said.out
    );
    let newest = diff(&folder, &[&folder.path().join("one.db").display().to_string(), &sync]);
    assert!(newest.out.contains("1 up"), "{}", newest.out);
    let none = diff(&folder, &["1", "7", "--sync-dir", &sync]);
    assert_eq!(none.code, Some(1));
    assert!(none.err.contains("catalog-0000000007.manifest.json"), "{}", none.err);
    let unset = diff(&folder, &["1", "2"]);
    assert_eq!((unset.code, unset.err.contains("--sync-dir")), (Some(2), true), "{}", unset.err);
}

#[test]
fn what_is_no_catalog_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let good = build(folder.path(), "good.db", ITEMS, LINKS, &[]);
    let bad = folder.path().join("bad.db");
    let mut bytes = fs::read(&good).unwrap();
    bytes.truncate(9_000);
    fs::write(&bad, bytes).unwrap();
    let said = diff(&folder, &[&good, bad.to_str().unwrap()]);
    assert_eq!((said.code, said.err.contains("bad.db")), (Some(1), true), "{}", said.err);
    assert_eq!(diff(&folder, &[&good, "missing.db"]).code, Some(1));
}

#[test]
fn a_new_price_here_and_there_changes_few_pages() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    goods::write(&source, &goods::Shop { items: 4_000, baskets: 12_000 }).unwrap();
    let [before, after] = ["before.db", "after.db"].map(|name| folder.path().join(name).display().to_string());
    let build = |to: &str, more: &[&str]| {
        let arguments = ["catalog", "build", source.to_str().unwrap(), "-o", to];
        let answer = run(&folder.path().join("data"), &[&arguments, more].concat(), "");
        assert_eq!(answer.code, Some(0), "{}", answer.err);
    };
    build(&before, &[]);
    goods::raise_prices(&source).unwrap();
    build(&after, &["--previous", &before]);
    let said: serde_json::Value = serde_json::from_str(&diff(&folder, &[&before, &after, "--json"]).out).unwrap();
    let (moved, all) = (said["pages"]["changed"].as_f64().unwrap(), said["pages"]["all"].as_f64().unwrap());
    assert_eq!((said["prices"]["count"].as_u64(), said["renamed"]["count"].as_u64()), (Some(40), Some(0)), "{said}");
    assert!(moved / all < 0.05, "{moved} of {all} pages");
}
