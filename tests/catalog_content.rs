//! What stands in a snapshot that was built from a folder of spreadsheets, read as the counter reads it.

#![allow(clippy::unwrap_used)] // helpers of tests may panic like tests

mod shop;

use goeswith::catalog::{source, watch::Unwatched};
use goeswith::db::Catalog;
use goeswith::domain::{Day, Item, LinkKind};
use shop::Shop;

const SHOP: &str = "name = \"Fenwick\"\nchain_id = \"fenwick\"\ncurrency = \"EUR\"\nlanguages = [\"en\", \"fr\"]\n";
const ITEMS: &str = "sku,name,price,category,brand,tags,model,fits_model,variant_of\n\
    P1,Printer one,129,Printers > Inkjet,Acme,,XP-1,,\n\
    P2,Printer two,149,Printers > Inkjet,Brill,,XP-2,,P1\n\
    P3,Laser printer,199,Printers > Laser,Acme,,LP-3,,P2\n\
    I1,Ink,15,Ink,Acme,,,xp-1|XP-2,\n\
    I2,Ink XL,25,Ink,Acme,,,XP-2,\n\
    TONER,Toner,60,Toner,Acme,,,LP-3,\n\
    PAPER,Paper,5,Paper,,basic,,,\n";

fn build(files: &[(&str, &str)]) -> Catalog {
    let mut shop = Shop::new().file("shop.toml", SHOP).file("items.csv", ITEMS);
    for (name, text) in files {
        shop = shop.file(name, text);
    }
    let built = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    // On Unix an open file outlives its folder.
    Catalog::open(&shop.path().join("shop.db")).unwrap()
}

fn item(catalog: &Catalog, sku: &str) -> Item {
    catalog.item_by_sku(sku).unwrap().unwrap()
}

/// The links of an item in their order: `kind add-on`.
fn links(catalog: &Catalog, sku: &str) -> Vec<String> {
    let links = catalog.links_of(item(catalog, sku).id).unwrap();
    let text = |link: &goeswith::domain::Link| {
        let add_on = catalog.item(link.add_on).unwrap().unwrap();
        format!("{} {}", link.kind, add_on.sku)
    };
    links.iter().map(text).collect()
}

/// ASK, SAY and WHY of a link.
fn said(catalog: &Catalog, sku: &str, add_on: &str, language: &str) -> String {
    let id = item(catalog, add_on).id;
    let links = catalog.links_of(item(catalog, sku).id).unwrap();
    let talk = links.iter().find(|link| link.add_on == id).and_then(|link| link.talk);
    let talking = catalog.talking(talk.unwrap(), language).unwrap();
    let text = |text: &Option<goeswith::domain::CleanText>| text.as_ref().map_or("-".to_owned(), ToString::to_string);
    format!("{} {} {}", text(&talking.ask), text(&talking.say), text(&talking.why))
}

#[test]
fn selectors_and_fits_become_links() {
    let catalog = build(&[(
        "links.csv",
        "item,add_on,kind,same,ask\n\
         category:printers,category:Ink,required,add_on.fits_model = item.model,Ink?\n\
         category:Printers & brand:acme,tag:basic,accessory,,Paper?\n\
         P1,P2,upgrade,,\n",
    )]);
    assert_eq!(links(&catalog, "P1"), ["required I1", "accessory PAPER", "upgrade P2"]);
    assert_eq!(links(&catalog, "P2"), ["required I1", "required I2"]);
    assert_eq!(links(&catalog, "P3"), ["accessory PAPER"]);
}

#[test]
fn the_best_link_comes_first_and_the_most_exact_row_wins() {
    let catalog = build(&[(
        "links.csv",
        "item,add_on,kind,priority,ask,context\n\
         P1,PAPER,accessory,,Exact?,\n\
         category:Printers,PAPER,accessory,9,General?,\n\
         category:Printers,PAPER,accessory,,Gift?,!hurry\n\
         P1,TONER,not_with,,,\n\
         P1,I2,accessory,5,Ink?,\n\
         P1,I1,required,,Ink?,\n",
    )]);
    assert_eq!(
        links(&catalog, "P1"),
        ["required I1", "accessory I2", "accessory PAPER", "accessory PAPER", "not_with TONER"]
    );
    assert_eq!(said(&catalog, "P1", "PAPER", "en"), "Exact? - -");
    assert_eq!(said(&catalog, "P2", "PAPER", "en"), "General? - -");
}

#[test]
fn sentences_come_from_the_most_exact_row() {
    let catalog = build(&[
        (
            "links.csv",
            "item,add_on,kind,ask,why\nP1,PAPER,accessory,,It runs out first.\ncategory:Printers,PAPER,accessory,Own?,\n",
        ),
        (
            "talking_points.csv",
            "item,add_on,language,variant,ask,say\n\
             category:Printers,category:Paper,en,,General?,General.\n\
             category:Printers,category:Paper,fr,,Et papier ?,\n\
             P2,PAPER,en,,Exact?,\n\
             P2,PAPER,en,short,,Short.\n",
        ),
    ]);
    assert_eq!(said(&catalog, "P1", "PAPER", "en"), "General? General. It runs out first.");
    assert_eq!(said(&catalog, "P1", "PAPER", "fr"), "Et papier ? - -");
    assert_eq!(said(&catalog, "P2", "PAPER", "en"), "Exact? - -");
    assert_eq!(said(&catalog, "P3", "PAPER", "en"), "Own? - -", "an SKU is more exact than two selectors");
    let (printers, paper) = (item(&catalog, "P3").category, item(&catalog, "PAPER").category);
    let talk = catalog.category_talk(printers, paper).unwrap().unwrap();
    assert_eq!(catalog.talking(talk, "fr").unwrap().ask.unwrap().as_str(), "Et papier ?");
    assert_eq!(catalog.category_talk(paper, printers).unwrap(), None);
}

#[test]
fn variants_share_one_base() {
    let catalog = build(&[]);
    let base = item(&catalog, "P1").id;
    let groups = ["P1", "P2", "P3"].map(|sku| item(&catalog, sku).variant_group);
    assert_eq!(groups, [base; 3]);
}

#[test]
fn sales_are_counted_and_rank_the_items() {
    let catalog = build(&[(
        "sales/1.csv",
        "basket_id,sku,quantity\n\
         1,PAPER,1\n1,P1,1\n2,PAPER,3\n2,P1,1\n2,I1,1\n3,PAPER,1\n4,PAPER,1\n4,I2,1\n4,I2,-1\n5,P1,-1\n5,NONE,1\n",
    )]);
    let (paper, printer) = (item(&catalog, "PAPER").id, item(&catalog, "P1").id);
    assert_eq!((paper.0, printer.0), (1, 2));
    assert_eq!((catalog.sold(paper).unwrap().baskets, catalog.sold(printer).unwrap().baskets), (4, 2));
    assert_eq!(catalog.shop().sales, 4, "the fifth basket came to nothing");
    let pairs = catalog.pairs_of(paper).unwrap();
    assert_eq!(pairs.iter().map(|pair| (pair.add_on, pair.together)).collect::<Vec<_>>(), [(printer, 2)]);
}

#[test]
fn decisions_of_people_come_along_and_counts_where_there_are_no_sales() {
    let catalog = build(&[(
        "pairs.csv",
        "sku_a,sku_b,n_a,n_b,n_ab,n,decision,kind,ask\n\
         I1,PAPER,10,20,8,100,accepted,accessory,Paper?\n\
         I2,PAPER,5,20,3,100,rejected,,\n",
    )]);
    let (ink, paper) = (item(&catalog, "I1").id, item(&catalog, "PAPER").id);
    assert_eq!(paper.0, 1, "most sold first");
    assert_eq!(catalog.pairs_of(ink).unwrap()[0].together, 8);
    assert_eq!(catalog.sold(paper).unwrap().baskets, 20);
    let accepted = &catalog.decisions_of(ink).unwrap()[0];
    assert_eq!((accepted.add_on, accepted.accepted, accepted.kind), (paper, true, LinkKind::Accessory));
    // Somebody wrote a sentence: paper is asked for with ink, and not ink with paper.
    let of_paper = catalog.decisions_of(paper).unwrap();
    assert_eq!(of_paper.iter().map(|decision| decision.accepted).collect::<Vec<_>>(), [false]);
}

#[test]
fn numbers_are_kept_from_the_snapshot_before() {
    let sales = "basket_id,sku\n1,P3\n2,P3\n3,P2\n";
    let shop = Shop::new().file("shop.toml", SHOP).file("items.csv", ITEMS).file("sales/1.csv", sales);
    assert_eq!(shop.run(&["catalog", "build", ".", "-o", "old.db"]).code, 0);
    let more = format!("{ITEMS}NEW,New one,1,Ink > Photo,,,,,\n");
    let shop = shop.file("items.csv", &more).file("sales/1.csv", "basket_id,sku\n1,NEW\n2,P1\n");
    let built = shop.run(&["catalog", "build", ".", "-o", "new.db", "--previous", "old.db"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let (old, new) =
        (Catalog::open(&shop.path().join("old.db")).unwrap(), Catalog::open(&shop.path().join("new.db")).unwrap());
    for sku in ["P1", "P2", "P3", "I1", "PAPER"] {
        assert_eq!(item(&old, sku).id, item(&new, sku).id, "{sku}");
        assert_eq!(item(&old, sku).category, item(&new, sku).category, "{sku}");
    }
    assert_eq!(item(&new, "NEW").id.0, 8);
    let wrong = shop.run(&["catalog", "build", ".", "-o", "x.db", "--previous", "items.csv"]);
    assert_eq!(wrong.code, 1, "{}", wrong.stderr);
}

#[test]
fn a_new_price_touches_no_page_but_those_of_prices() {
    use std::fmt::Write as _;
    let mut items = String::from("sku,name,price,stock,category,barcodes,brand,colour,size\n");
    for number in 0..5_000 {
        let (price, category, shelf) = (3 + number % 90, number % 7, number % 40);
        writeln!(
            items,
            "S{number:05},Some item with a usual name {number},{price}.99,7,A{category} > B{shelf},\
             X{number:012},Acme,colour {shelf},{category} L"
        )
        .unwrap();
    }
    let shop = Shop::new().file("shop.toml", SHOP).file("items.csv", &items);
    assert_eq!(shop.run(&["catalog", "build", ".", "-o", "old.db"]).code, 0);
    let changed: String = items
        .lines()
        .enumerate()
        .map(|(line, text)| if line % 100 == 50 { text.replace(".99,", ".49,") } else { text.to_owned() } + "\n")
        .collect();
    let shop = shop.file("items.csv", &changed);
    assert_eq!(shop.run(&["catalog", "build", ".", "-o", "new.db", "--previous", "old.db"]).code, 0);
    let (old, new) = (shop.bytes("old.db"), shop.bytes("new.db"));
    let differ = old.chunks(4096).zip(new.chunks(4096)).filter(|(a, b)| a != b).count();
    // Five thousand prices fill fourteen pages below one of branches, and each of the fourteen holds some that changed.
    assert!(old.len() == new.len() && differ <= 15, "{differ} of {} pages", new.len() / 4096);
}

/// Pieces that files are made of, and what damages them.
const PIECES: [&str; 24] = [
    "sku",
    "name",
    "item",
    "add_on",
    "kind",
    "same",
    "ask",
    "price",
    ",",
    ",",
    ";",
    "\n",
    "\r\n",
    "\"",
    "|",
    " & ",
    "category:",
    "attr:a=b",
    "add_on.a = item.b",
    "\0",
    "\u{feff}",
    "A",
    "2026-02-29",
    "\u{202e}",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_file_however_odd_stops_the_reading(
        files in proptest::collection::vec(proptest::collection::vec(0..PIECES.len(), 0..60), 6),
        cut in 0_usize..4,
    ) {
        let mut shop = Shop::new().file("shop.toml", SHOP).file("items.csv", ITEMS);
        let names = ["items.csv", "links.csv", "talking_points.csv", "pairs.csv", "sales/1.csv", "shop.toml"];
        for (name, pieces) in names.into_iter().zip(&files).skip(cut) {
            let text: String = pieces.iter().map(|&piece| PIECES[piece]).collect();
            shop = shop.file(name, &text);
        }
        let (_, problems) = source::read(shop.path(), Day(0), &mut Unwatched).unwrap();
        for problem in problems.list() {
            let text = problem.to_string();
            proptest::prop_assert!(!text.chars().any(|c| c.is_control() || c == '\u{202e}'), "{text:?}");
        }
    }
}

#[test]
fn an_index_that_says_something_else_than_its_table_is_damage() {
    let shop = Shop::new().file("shop.toml", SHOP).file("items.csv", "sku,name,barcodes\nA,Cup,11\nB,Bowl,22\n");
    assert_eq!(shop.run(&["catalog", "build", ".", "-o", "shop.db"]).code, 0);
    let file = shop.path().join("shop.db");
    assert_eq!(shop.run(&["catalog", "install", "shop.db"]).code, 0);
    // The index is forgotten, its table changed, and the index remembered as it was.
    let run = |sql: &str| rusqlite::Connection::open(&file).unwrap().execute_batch(sql).unwrap();
    let index = "name = 'barcode_of_item'";
    let kept: (i64, String) = rusqlite::Connection::open(&file)
        .unwrap()
        .query_row(&format!("SELECT rootpage, sql FROM sqlite_schema WHERE {index}"), [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    run(&format!("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE {index};"));
    run("UPDATE barcode SET item = (SELECT id FROM item WHERE sku = 'A') WHERE code = '22';");
    run(&format!(
        "PRAGMA writable_schema = ON;
         INSERT INTO sqlite_schema VALUES ('index', 'barcode_of_item', 'barcode', {}, '{}');",
        kept.0, kept.1
    ));
    let refused = shop.run(&["catalog", "install", "shop.db"]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    assert!(refused.stderr.contains("barcode_of_item"), "{}", refused.stderr);
}
