//! A merchandiser's folder through `catalog check`, `build`, `info` and `install`: what is said, what is written, and
//! the exit code, whole outputs at a time.

#![allow(clippy::unwrap_used)] // helpers of tests may panic like tests

mod shop;

use shop::Shop;

/// The smallest good source.
fn small() -> Shop {
    Shop::new()
        .file("shop.toml", "name = \"Fenwick\"\nchain_id = \"fenwick\"\ncurrency = \"EUR\"\n")
        .file(
            "items.csv",
            "sku,name,barcodes,price,stock,category,brand\n\
             STAIN,Wood stain,4006381333931,31.99,14,Paint > Stain,Acme\n\
             BRUSH,Stain brush,,7.49,22,Paint > Brushes,Acme\n",
        )
        .file(
            "links.csv",
            "item,add_on,kind,ask,say\n\
             STAIN,BRUSH,accessory,What are you putting it on with?,A soft brush leaves no marks.\n",
        )
}

/// The small source with these rows below two good ones.
fn items(rows: &str) -> Shop {
    let head = "sku,name,price,stock,type\nSTAIN,Stain,,,\nBRUSH,Brush,,,\n";
    small().file("items.csv", &format!("{head}{rows}"))
}

/// The small source with other columns after SKU and name, and the rest of the rows from behind the first name on.
fn columns(head: &str, rows: &str) -> Shop {
    small().file("items.csv", &format!("sku,name,{head}\nSTAIN,Stain,{rows}"))
}

/// The small source with these links; `head` names columns after `ask`.
fn links(head: &str, rows: &str) -> Shop {
    small().file("links.csv", &format!("item,add_on,kind,ask{head}\n{rows}"))
}

fn settings(more: &str) -> Shop {
    small().file("shop.toml", &format!("name = \"F\"\nchain_id = \"f\"\n{more}"))
}

#[test]
fn a_good_folder_becomes_a_snapshot() {
    let shop = small();
    let built = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!((built.code, built.stdout.as_str()), (0, ""), "{}", built.stderr);
    assert!(built.stderr.starts_with("built shop.db: 2 items, 1 link in "), "{}", built.stderr);
    let info = shop.run(&["catalog", "info", "shop.db"]).stdout;
    assert_eq!(
        info.lines().take(10).collect::<Vec<_>>(),
        [
            "shop        Fenwick (chain fenwick)",
            "currency    EUR",
            "languages   en",
            "items       2, of them 0 services",
            "            2 with a price, 2 with a stock, 0 ever sold",
            "barcodes    1",
            "categories  3",
            "links       1: 1 accessory",
            "sentences   1: 1 en",
            "pairs       0, 0 accepted and 0 rejected by a person",
        ]
    );
    let checked = shop.run(&["catalog", "check", "."]);
    assert_eq!((checked.code, checked.stdout.as_str()), (0, ""));
    assert_eq!(checked.stderr, "no errors and 0 warnings in 3 rows\n");
    assert_eq!(shop.left_over(), [] as [String; 0]);
}

#[test]
fn one_source_gives_the_same_bytes() {
    let sales = "basket_id,sku,timestamp\n1,STAIN,2026-01-01\n1,BRUSH,2026-01-01\n";
    let shop = small().file("sales/a.csv", sales);
    for file in ["one.db", "two.db"] {
        assert_eq!(shop.run(&["catalog", "build", ".", "-o", file]).code, 0);
    }
    assert!(shop.bytes("one.db") == shop.bytes("two.db"), "the two files differ");
}

#[test]
fn a_build_with_errors_writes_nothing() {
    let shop = small();
    shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    let before = shop.bytes("shop.db");
    let shop = shop
        .file("items.csv", "sku,name,price\nA,One,\"12,9O\"\nB,Two,1\nA,Three,2\n")
        .file("links.csv", "item,add_on,kind\n");
    let built = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!(built.code, 1);
    assert_eq!(
        built.stderr,
        "items.csv:2:3: error: price is not a number: 12,9O\n\
         items.csv:4:1: error: SKU stands twice, first on line 2: A\n\
         links.csv:1:1: warning: file has a header and no rows\n\
         error: catalog not built: 2 of 3 rows are wrong\n\
         \n\
         hint: fix these rows and build again; nothing was written\n"
    );
    assert!(shop.bytes("shop.db") == before);
    assert_eq!(shop.left_over(), [] as [String; 0]);
}

#[test]
fn a_file_that_cannot_be_used_is_named() {
    let table = [
        (small().without("items.csv"), "items.csv:1:1: error: no such file"),
        (small().without("shop.toml"), "shop.toml:1:1: error: no such file"),
        (
            settings(&format!("currency = \"EUR\"\n# {}", "x".repeat(200_000))),
            "shop.toml:1:1: error: file is longer than 128 KB",
        ),
        (small().file("items.csv", ""), "items.csv:1:1: error: file is empty"),
        (small().file("items.csv", "sku,name\n").without("links.csv"), "items.csv:1:1: error: no items"),
        (
            small().file("items.csv", "PK\u{3}\u{4}..."),
            "items.csv:1:1: error: file is a spreadsheet, not CSV; save it as \"CSV UTF-8\"",
        ),
        (small().file("items.csv", "sku;price\nA;1\n"), "items.csv:1:1: error: no column: name"),
        (small().file("items.csv", "sku,nmae\nA,One\n"), "items.csv:1:1: error: no column name; is it this one?: nmae"),
        (small().file("items.csv", "sku,name,Name\nA,One,Two\n"), "items.csv:1:3: error: column stands twice: name"),
        (
            small().file("items.csv", "sku,name\nSTAIN,\"Wood\nBRUSH,Brush\n"),
            "items.csv:2:2: error: quotation mark is opened and never closed",
        ),
        (small().file("links.csv", "item,add_on\nSTAIN,BRUSH\n"), "links.csv:1:1: error: no column: kind"),
        (small().file("sales/1.csv", "basket,sku\n1,STAIN\n"), "sales/1.csv:1:1: error: no column: basket_id"),
        (small().file("sales/1.csv", ""), "sales/1.csv:1:1: error: file is empty"),
        (
            small().file("shop.toml", "name = \n"),
            "shop.toml:1:8: error: string values must be quoted, expected literal string",
        ),
    ];
    for (shop, expected) in table {
        let checked = shop.run(&["catalog", "check", "."]);
        assert_eq!((checked.errors(), checked.code), (vec![expected], 1), "{}", checked.stdout);
    }
    let none = small().run(&["catalog", "build", "nowhere", "-o", "x.db"]);
    assert_eq!(none.code, 1);
    assert_eq!(
        none.stderr,
        "error: no such folder: nowhere\n\nhint: give the folder that holds shop.toml and items.csv\n"
    );
}

#[test]
fn every_error_of_the_table_stops_a_build() {
    let latin = small();
    latin.write("items.csv", b"sku,name\nSTAIN,Sp\xe4tzle\nBRUSH,Brush\n");
    let pairs = |row: &str| small().file("pairs.csv", &format!("sku_a,sku_b,n_ab,decision\n{row}\n"));
    let talk = "item,add_on,language,ask\nSTAIN,BRUSH,,A?\n";
    let table = [
        (items(",Name,,,"), "items.csv:4:1: error: required cell is empty: sku"),
        (items("A,,,,"), "items.csv:4:2: error: required cell is empty: name"),
        (items("STAIN,Again,,,"), "items.csv:4:1: error: SKU stands twice, first on line 2: STAIN"),
        (items("A|B,One,,,"), "items.csv:4:1: error: SKU holds \"|\": A|B"),
        (items("A,One,\"12,90\",,"), "items.csv:4:3: error: price is not a number: 12,90"),
        (items("A,One,-1,,"), "items.csv:4:3: error: price is below zero: -1"),
        (items("A,One,1.005,,"), "items.csv:4:3: error: price has more decimals than the currency: 1.005"),
        (items("A,One,1,many,"), "items.csv:4:4: error: stock is not a whole number: many"),
        (items("A,One,1,1,good"), "items.csv:4:5: error: type is neither goods nor service: good"),
        (items("A,One,1,1,goods,more"), "items.csv:4:6: error: row has more cells than the header: more"),
        (latin, "items.csv:2:2: error: text is not UTF-8; save the file as \"CSV UTF-8\": Sp\u{fffd}tzle"),
        (
            links(",priority", "STAIN,BRUSH,accessory,A?,high"),
            "links.csv:2:5: error: priority is not a whole number: high",
        ),
        (
            links(",from", "STAIN,BRUSH,accessory,A?,1.12.2026"),
            "links.csv:2:5: error: from is not a date like 2026-11-22: 1.12.2026",
        ),
        (
            links(",to", "STAIN,BRUSH,accessory,A?,2026-02-30"),
            "links.csv:2:5: error: to is not a date like 2026-11-22: 2026-02-30",
        ),
        (links("", "STAIN,BRUSH,accesory,A?"), "links.csv:2:3: error: unknown kind, is it accessory?: accesory"),
        (links("", "STAIN,BRUSH,,A?"), "links.csv:2:3: error: required cell is empty: kind"),
        (links("", ",BRUSH,accessory,A?"), "links.csv:2:1: error: required cell is empty: item"),
        (
            links("", "catgory:Paint,BRUSH,accessory,A?"),
            "links.csv:2:1: error: selector cannot be read, is it category:?: catgory:Paint",
        ),
        (
            links("", "attr:size,BRUSH,accessory,A?"),
            "links.csv:2:1: error: selector cannot be read, it is not attr:name=value: attr:size",
        ),
        (
            links(",same", "STAIN,BRUSH,accessory,A?,a = b"),
            "links.csv:2:5: error: same cannot be read, it is not name or add_on.name = item.name: a = b",
        ),
        (
            links(",bundle_price", "STAIN,BRUSH,bundle,A?,cheap"),
            "links.csv:2:5: error: bundle_price is not a number: cheap",
        ),
        (
            links(",max_price_share", "STAIN,BRUSH,accessory,A?,half"),
            "links.csv:2:5: error: max_price_share is not a number like 0.25: half",
        ),
        (
            links(",min_quantity", "STAIN,BRUSH,accessory,A?,two"),
            "links.csv:2:5: error: min_quantity is not a whole number: two",
        ),
        (settings("currency = \"EURO\"\n"), "shop.toml:3:12: error: currency is not an ISO 4217 code: \"EURO\""),
        (
            small().file("sales/1.csv", "basket_id,sku,timestamp\n1,\"STAIN,2026-01-01\n2,BRUSH,2026-01-01\n"),
            "sales/1.csv:2:2: error: cell spans lines, is a quotation mark not closed?: STAIN,2026-01-01 2,BRUSH,2026-01-01",
        ),
        (settings(""), "shop.toml:1:1: error: required key is missing: currency"),
        (small().file("sales/1.csv", "basket_id,sku\n1,\n"), "sales/1.csv:2:2: error: required cell is empty: sku"),
        (pairs("BRUSH,STAIN,7,acepted"), "pairs.csv:2:4: error: unknown decision, is it accepted?: acepted"),
        (pairs("BRUSH,STAIN,few,"), "pairs.csv:2:3: error: n_ab is not a whole number: few"),
        (small().file("talking_points.csv", talk), "talking_points.csv:2:3: error: required cell is empty: language"),
    ];
    for (shop, expected) in table {
        let checked = shop.run(&["catalog", "check", "."]);
        assert_eq!((checked.errors(), checked.code), (vec![expected], 1), "{}", checked.stdout);
        let built = shop.run(&["catalog", "build", ".", "-o", "x.db"]);
        assert!(built.code == 1 && !shop.has("x.db"), "{expected}");
    }
}

#[test]
fn every_barcode_rule_that_cannot_be_used_is_named() {
    let rules = "currency = \"EUR\"\n[[barcode_rule]]\npattern = \"22......{DDNN}.\"\n\
                 [[barcode_rule]]\npattern = \"21.....{NNDDD}.\"\n\
                 [[barcode_rule]]\npattern = \"25.....{NNNNN}.\"\nvalue = \"pieces\"\n\
                 [[barcode_rule]]\npattern = \"28...{NNDDD}.\"\n";
    let run = settings(rules).run(&["catalog", "check", "."]);
    assert_eq!(
        run.errors(),
        [
            "shop.toml:5:11: error: pattern has not one value like {NNDD}: \"22......{DDNN}.\"",
            "shop.toml:10:9: error: value is none of \"weight\", \"pounds\", \"price\", \"count\": \"pieces\"",
            "shop.toml:12:11: error: pattern has not 8, 12 or 13 places: \"28...{NNDDD}.\"",
        ]
    );
}

#[test]
fn every_warning_of_the_table_is_said_and_built() {
    let ask = |text: &str| links("", &format!("STAIN,BRUSH,accessory,{text}"));
    let say = |text: &str| links(",say", &format!("STAIN,BRUSH,accessory,,{text}"));
    let talk = |rows: &str| small().file("talking_points.csv", &format!("item,add_on,language,ask\n{rows}"));
    let sales = |text: &str| small().file("sales/1.csv", text);
    let long = "This sentence is far too long to be said at a counter by anybody who has a queue of three behind them";
    let both = "STAIN,BRUSH,accessory,A?";
    let table: Vec<(Shop, &str)> = vec![
        (
            columns("barcodes", "4006381333932\nBRUSH,Brush,\n"),
            "items.csv:2:3: warning: barcode fails its check digit: 4006381333932\n",
        ),
        (
            columns("barcodes", "4006381333931\nBRUSH,Brush,04006381333931\n"),
            "items.csv:3:3: warning: barcode is also on STAIN: 04006381333931\n",
        ),
        (
            columns("barcodes", "4.00638E+12\nBRUSH,Brush,\n"),
            "items.csv:2:3: warning: barcode lost digits in a spreadsheet: 4.00638E+12\n",
        ),
        (
            columns("note", "a\u{200b}b\nBRUSH,Brush,\n"),
            "items.csv:2:3: warning: removed a character that cannot be shown: ab\n",
        ),
        (
            columns("variant_of", "NONE\nBRUSH,Brush,BRUSH\n"),
            "items.csv:2:3: warning: variant_of names no SKU of items.csv: NONE\n\
             items.csv:3:3: warning: item is a variant of itself: BRUSH\n",
        ),
        (
            columns("variant_of", "BRUSH\nBRUSH,Brush,STAIN\n"),
            "items.csv:2:3: warning: variant_of goes round in a ring: BRUSH\n\
             items.csv:3:3: warning: variant_of goes round in a ring: STAIN\n",
        ),
        (
            columns("category", "Paint\nBRUSH,,Brushes\n"),
            "items.csv:3:2: warning: name is empty; category and SKU stand in: Brushes BRUSH\n",
        ),
        (
            links("", "STAIN,NONE,accessory,A?\n"),
            "links.csv:2:2: warning: SKU is not in items.csv, row left out: NONE\n",
        ),
        (links(",colour", &format!("{both},\n")), "links.csv:1:5: warning: unknown column: colour\n"),
        (
            links(",prioriti", &format!("{both},\n")),
            "links.csv:1:5: warning: unknown column, is it priority?: prioriti\n",
        ),
        (links(",to", &format!("{both},2001-01-01\n")), "links.csv:2:5: warning: campaign is over: 2001-01-01\n"),
        (
            links(",from,to", &format!("{both},2901-01-02,2901-01-01\n")),
            "links.csv:2:6: warning: link can never show, it ends before it begins: 2901-01-01\n",
        ),
        (
            links("", "STAIN,STAIN,accessory,A?\n"),
            "links.csv:2:2: warning: link can never show, item and add-on are the same: STAIN\n",
        ),
        (
            links("", "STAIN,category:Rollers,accessory,A?\n"),
            "links.csv:2:2: warning: link can never show, no item has this category: category:Rollers\n",
        ),
        (
            links("", "attr:colour=red,BRUSH,accessory,A?\n"),
            "links.csv:2:1: warning: link can never show, items.csv has no column colour: attr:colour=red\n",
        ),
        (
            links(",same", &format!("{both},category\n")),
            "links.csv:2:5: warning: link can never show, no pair has the same on both sides: category\n",
        ),
        (
            links(",max_price_share", "BRUSH,STAIN,accessory,A?,0.5\n"),
            "links.csv:2:5: warning: link can never show, every add-on is dearer: 0.5\n",
        ),
        (
            links("", &format!("{both}\nSTAIN,BRUSH,included,\n")),
            "links.csv:2:3: warning: link can never show, line 3 says included: accessory\n",
        ),
        (
            links("", &format!("{both}\nSTAIN,BRUSH,accessory,B?\n")),
            "links.csv:3:3: warning: link stands twice, first on line 2: accessory\n",
        ),
        (links(",context", &format!("{both},!gift\n")), "links.csv:2:5: warning: context is not in shop.toml: gift\n"),
        (
            links("", "STAIN,BRUSH,bundle,A?\n"),
            "links.csv:2:3: warning: bundle has no bundle_price, so it shows no saving\n",
        ),
        (ask(""), "links.csv:2:4: warning: no ASK and no SAY in en: BRUSH\n"),
        (ask("Take a brush"), "links.csv:2:4: warning: ASK does not end with a question mark: Take a brush\n"),
        (say("Only today!"), "links.csv:2:5: warning: SAY has an exclamation mark: Only today!\n"),
        (
            say("It is just 7.49 EUR."),
            "links.csv:2:5: warning: SAY holds a price or stock, which the screen shows live: It is just 7.49 EUR.\n",
        ),
        (
            say(long),
            "links.csv:2:5: warning: SAY has 22 words, more than 20: \
             This sentence is far too long to be said at a counter by any...\n",
        ),
        (talk("STAIN,BRUSH,fr,A ?\n"), "talking_points.csv:2:3: warning: language is not one of shop.toml's: fr\n"),
        (
            talk("BRUSH,STAIN,en,A?\n"),
            "talking_points.csv:2:1: warning: no link or accepted pair is between these two\n",
        ),
        (talk("STAIN,BRUSH,en,\n"), "talking_points.csv:2:1: warning: row says nothing\n"),
        (settings("currency = \"EUR\"\ncolour = 1\n"), "shop.toml:4:1: warning: unknown key: colour\n"),
        (
            settings("currency = \"EUR\"\nlanguages = [\"en\", \"fr\"]\n"),
            "links.csv:1:1: warning: 1 of 1 links have no ASK and no SAY in this language: fr\n",
        ),
        (
            sales("basket_id,sku\n1,STAIN\n"),
            "sales/1.csv:1:1: warning: no column timestamp, these sales count without their age\n",
        ),
        (
            sales("basket_id,sku,timestamp,quantity\n1,STAIN,yesterday,one\n"),
            "sales/1.csv:2:3: warning: timestamp is not a date, counts without age: yesterday\n\
             sales/1.csv:2:4: warning: quantity is not a number, counted as 1: one\n",
        ),
    ];
    for (shop, expected) in table {
        let checked = shop.run(&["catalog", "check", "."]);
        assert_eq!((checked.stdout.as_str(), checked.code), (expected, 0));
        let built = shop.run(&["catalog", "build", ".", "-o", "x.db"]);
        let count = expected.lines().count();
        let said = format!("{count} warning{}\n", if count == 1 { "" } else { "s" });
        assert!(built.code == 0 && shop.has("x.db"), "{}", built.stderr);
        assert!(built.stderr.starts_with(expected) && built.stderr.ends_with(&said), "{}", built.stderr);
    }
}

#[test]
fn unknown_skus_in_sales_are_counted_and_listed_once() {
    let two = |number: i32| format!("{number},X{number:02},2026-01-01\n{number},X00,2026-01-01\n");
    let lines: String = (0..25).map(two).collect();
    let shop = small().file("sales/2026.csv", &format!("basket_id,sku,timestamp\n{lines}"));
    let checked = shop.run(&["catalog", "check", "."]);
    let said: Vec<&str> = checked.stdout.lines().collect();
    assert_eq!((said.len(), checked.code), (21, 0));
    assert_eq!(said[0], "sales/2026.csv:2:2: warning: SKU is not in items.csv (26 lines): X00");
    assert_eq!(said[1], "sales/2026.csv:4:2: warning: SKU is not in items.csv (1 line): X01");
    assert_eq!(said[20], "sales/2026.csv:42:2: warning: and 5 more SKUs are not in items.csv (5 lines, 50 in all)");
}

#[test]
fn problems_can_be_read_by_programs() {
    let shop = small().file("items.csv", "sku,name,price\nSTAIN,Stain,x\nBRUSH,Brush,\n");
    assert_eq!(
        shop.run(&["catalog", "check", ".", "--json"]).stdout,
        "{\"file\":\"items.csv\",\"line\":2,\"column\":3,\"gravity\":\"error\",\
         \"what\":\"price is not a number\",\"value\":\"x\",\"name\":\"unreadable-value\",\"hint\":\"\"}\n"
    );
}

#[test]
fn what_is_no_snapshot_is_refused_and_the_old_one_stays() {
    let shop = small();
    shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    let good = shop.bytes("shop.db");
    let installed = shop.run(&["catalog", "install", "shop.db", "--data-dir", "data"]);
    assert_eq!(installed.code, 0, "{}", installed.stderr);
    let pointer = shop.text("data/current.json");
    let changed = |at: usize, bytes: &[u8]| {
        let mut file = good.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        file
    };
    let table: [(&str, Vec<u8>, i32, &str); 6] = [
        ("text.db", b"not a database, by far".to_vec(), 3, "GW-110): not a goeswith catalog"),
        ("empty.db", Vec::new(), 3, "GW-110): not a goeswith catalog"),
        ("foreign.db", changed(68, b"none"), 3, "GW-110): not a goeswith catalog"),
        ("cut.db", good[..good.len() / 2].to_vec(), 3, "GW-111): it is cut short"),
        ("page.db", changed(4096, &[0xff; 4096]), 3, "GW-112): it is damaged"),
        ("newer.db", changed(60, &99_u32.to_be_bytes()), 7, "GW-113): it needs a newer goeswith, its schema is 99"),
    ];
    for (name, bytes, code, said) in table {
        shop.write(name, &bytes);
        let refused = shop.run(&["catalog", "install", name, "--data-dir", "data"]);
        assert_eq!(refused.code, code, "{name}: {}", refused.stderr);
        let start = format!("error: catalog refused ({said}");
        assert!(refused.stderr.starts_with(&start), "{}", refused.stderr);
        assert!(refused.stderr.ends_with("; the catalog in use stays as it is\n"), "{}", refused.stderr);
        assert_eq!(shop.text("data/current.json"), pointer, "{name}");
        let described = shop.run(&["catalog", "info", name]);
        assert_eq!(described.code, if code == 7 { 7 } else { 1 }, "{name}: {}", described.stderr);
    }
    let missing = shop.run(&["catalog", "install", "none.db", "--data-dir", "data"]);
    assert_eq!(missing.code, 1, "{}", missing.stderr);
    assert_eq!(shop.entries("data/staging"), [] as [String; 0]);
}

#[test]
fn a_new_catalog_keeps_the_one_before_and_no_more() {
    let mut shop = small();
    let mut names = Vec::new();
    for round in 0..3 {
        let text = format!("name = \"Round {round}\"\nchain_id = \"f\"\ncurrency = \"EUR\"\n");
        shop = shop.file("shop.toml", &text);
        assert_eq!(shop.run(&["catalog", "build", ".", "-o", "shop.db"]).code, 0);
        assert_eq!(shop.run(&["catalog", "install", "shop.db", "--data-dir", "data"]).code, 0);
        for name in shop.entries("data/catalogs") {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let mut last_two = names[1..].to_vec();
    last_two.sort();
    assert_eq!(shop.entries("data/catalogs"), last_two);
    let again = shop.run(&["catalog", "install", "shop.db", "--data-dir", "data"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert_eq!(shop.entries("data/catalogs"), last_two);
}

#[test]
fn an_output_that_cannot_be_is_refused() {
    let shop = small();
    let before = shop.text("items.csv");
    let built = shop.run(&["catalog", "build", ".", "-o", "items.csv"]);
    assert_eq!((built.code, shop.text("items.csv")), (2, before));
    for (output, code) in [("no/such/folder/shop.db", 4), ("sales", 1)] {
        let shop = small().file("sales/1.csv", "basket_id,sku,timestamp\n1,STAIN,2026-01-01\n");
        let built = shop.run(&["catalog", "build", ".", "-o", output]);
        assert_eq!(built.code, code, "{}", built.stderr);
    }
}

/// Stopped at whatever moment, a build leaves the whole new file or nothing.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_half_done() {
    use std::fmt::Write as _;
    let mut items = String::from("sku,name\n");
    let mut sales = String::from("basket_id,sku,timestamp\n");
    for number in 0..300 {
        writeln!(items, "S{number},Item {number}").unwrap();
    }
    for basket in 0..2_000 {
        for line in 0..20 {
            let item = (basket * 7 + line * line) % 300;
            writeln!(sales, "{basket},S{item},2026-01-01").unwrap();
        }
    }
    let shop = Shop::new()
        .file("shop.toml", "name = \"F\"\nchain_id = \"f\"\ncurrency = \"EUR\"\n")
        .file("items.csv", &items)
        .file("sales/1.csv", &sales);
    let mut build = shop.spawn(&["catalog", "build", ".", "-o", "shop.db"]);
    while shop.left_over().is_empty() && !shop.has("shop.db") && build.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let kill = std::process::Command::new("kill").args(["-INT", &build.id().to_string()]).status();
    let code = build.wait().unwrap().code();
    assert!(kill.is_ok());
    match code {
        Some(130) => assert!(!shop.has("shop.db")),
        code => assert!(code == Some(0) && shop.has("shop.db"), "{code:?}"),
    }
    assert_eq!(shop.left_over(), [] as [String; 0]);
}
