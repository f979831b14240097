//! Why a link is there, in the words of the spreadsheets.

use super::shop::Shop;
use super::{GOOD, ITEMS, TALKS, TOML, link};

#[test]
fn a_pair_is_explained_by_its_rows_and_by_what_the_counter_would_do() {
    let links =
        link(&format!("category:Office > Printers,I,required,{GOOD},,,,,\nP,C,accessory,,,2020-01-01,2020-02-01,,,\n"));
    let talks = format!("{TALKS}P,I,fr,De l'encre ?,Elle en contient peu.\n");
    let shop = Shop::new()
        .file("shop.toml", TOML)
        .file("items.csv", ITEMS)
        .file("links.csv", &links)
        .file("talking_points.csv", &talks);
    let ran = shop.run(&["catalog", "explain", ".", "P", "I"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for said in [
        "links.csv:2",
        "required: category:Office > Printers > I",
        "talking_points.csv:2",
        "sentences in fr: P > I",
        "Place 1",
    ] {
        assert!(ran.stdout.contains(said), "{said}: {}", ran.stdout);
    }
    let over = shop.run(&["catalog", "explain", ".", "P", "C"]).stdout;
    assert!(over.contains("links.csv:3") && over.contains("NOT SHOWN"), "{over}");
    let none = shop.run(&["catalog", "explain", ".", "4006381333931", "S"]).stdout;
    assert!(none.contains("no row links them; one would be: P,S,accessory"), "{none}");
    let wrong = shop.run(&["catalog", "explain", ".", "PP", "I"]);
    assert!(wrong.code == 1 && wrong.stderr.contains("not in items.csv: PP"), "{}", wrong.stderr);
    let json = shop.run(&["catalog", "explain", ".", "P", "I", "--json"]).stdout;
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!((&first["links"][0]["line"], &first["links"][0]["counts"]), (&2.into(), &true.into()));
    assert_eq!(shop.entries("."), ["items.csv", "links.csv", "shop.toml", "talking_points.csv"], "nothing is left");
}

/// A source whose pairs do not show, each for another reason.
fn silent() -> Shop {
    let items = "sku,name,price,category,type,stock\nP,Printer,129.00,Printers,,4\nI,Ink,15.00,Ink,,0\n\
        I2,Ink twin,25.00,Ink,,3\nI3,Ink black,9.00,Ink,,3\nC,Cable,5.00,Cables,,9\nB,Bag,30.00,Bags,,9\n\
        L,Lamp,10.00,Lamps,,9\nT,Table,99.00,Tables,,1\n";
    let links = "item,add_on,kind,priority,context,from,to,max_price_share,min_quantity,ask,say\n\
        P,I,required,,,,,,,Ink?,It is empty.\n\
        category:Printers,category:Ink,accessory,7,,,,,,Ink with it?,It comes with little.\n\
        P,C,accessory,5,business,,,,,A cable?,There is none in the box.\n\
        P,B,accessory,4,,2020-01-01,2020-02-01,,,A bag?,It carries well.\n\
        P,L,accessory,3,,,,0.01,,A lamp?,It is dark there.\n\
        P,T,accessory,2,,,,,3,A table?,It stands well.\n\
        P,T,not_with,,,,,,,,\n\
        P,GONE,accessory,,,,,,,Gone?,It went.\n";
    let talks = "item,add_on,language,variant,ask,say,why\n\
        category:Printers,category:Ink,fr,,De l'encre ?,Il y en a peu.,\n\
        P,I2,fr,,Deux encres ?,Elles durent.,\n\
        P,I2,en,,,,Two are cheaper than one and one.\n\
        P,I2,en,short,Twin ink?,,\n";
    Shop::new()
        .file("shop.toml", TOML)
        .file("items.csv", items)
        .file("links.csv", links)
        .file("talking_points.csv", talks)
}

#[test]
fn the_rows_are_named_with_their_terms_and_every_sentence_with_its_row() {
    let shop = silent();
    let said = shop.run(&["catalog", "explain", ".", "P", "I2"]).stdout;
    let rows: Vec<&str> = said.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(
        rows,
        [
            "links.csv:3              accessory: category:Printers > category:Ink, priority 7",
            "links.csv:3              - en: ASK Ink with it?",
            "links.csv:3              - en: SAY It comes with little.",
            "talking_points.csv:4     - en: WHY Two are cheaper than one and one.",
            "talking_points.csv:3     - fr: ASK Deux encres ?",
            "talking_points.csv:3     - fr: SAY Elles durent.",
            "talking_points.csv:5     - en, short: ASK Twin ink?",
            "talking_points.csv:4     - en, short: WHY Two are cheaper than one and one.",
            "talking_points.csv:5     sentences in en, variant short: P > I2",
            "talking_points.csv:4     sentences in en: P > I2",
            "talking_points.csv:3     sentences in fr: P > I2",
            "talking_points.csv:2     sentences in fr: category:Printers > category:Ink; not spoken: a more exact or later row is",
        ]
    );
    let json = shop.run(&["catalog", "explain", ".", "P", "I2", "--json"]).stdout;
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    let link = &first["links"][0];
    assert_eq!((&link["terms"]["priority"], &link["spoken"][1]["language"]), (&"7".into(), &"fr".into()));
    assert_eq!(link["spoken"][1]["cells"][0]["file"], "talking_points.csv");
    assert_eq!(first["sentences"][3]["spoken"], false);
}

#[test]
fn a_pair_that_does_not_show_says_why_and_what_would_change_it() {
    let shop = silent();
    for (add_on, row, why) in [
        ("I", "links.csv:2", "None is left here (stock 0)."),
        (
            "I3",
            "links.csv:3              accessory: category:Printers > category:Ink, priority 7",
            "Another of its category comes before it: Ink twin.",
        ),
        ("C", "links.csv:4              accessory: P > C, priority 5, context business", "NOT SHOWN"),
        (
            "B",
            "links.csv:5              accessory: P > B, priority 4, from 2020-01-01, to 2020-02-01",
            "from 1 Jan 2020",
        ),
        ("L", "links.csv:6              accessory: P > L, priority 3, max_price_share 0.01", "NOT SHOWN"),
        ("T", "links.csv:8              not_with: P > T", "does not fit"),
    ] {
        let said = shop.run(&["catalog", "explain", ".", "P", add_on]).stdout;
        assert!(said.contains(row) && said.contains(why) && said.contains("NOT SHOWN"), "{add_on}: {said}");
    }
    let asked = shop.run(&["catalog", "explain", ".", "P", "C", "--context", "business"]).stdout;
    assert!(asked.contains("SHOWN         Place"), "{asked}");
    let back = shop.run(&["catalog", "explain", ".", "C", "P"]).stdout;
    assert!(back.contains("links.csv:4              accessory the other way round: P > C"), "{back}");
    assert!(back.contains("no row links them; one would be: C,P,accessory"), "{back}");
}

#[test]
fn a_code_of_no_item_names_the_rows_that_are_left_out_and_the_nearest() {
    let shop = silent();
    let gone = shop.run(&["catalog", "explain", ".", "P", "GONE"]);
    assert_eq!((gone.code, gone.stdout.as_str()), (1, ""));
    assert!(
        gone.stderr.contains("not in items.csv: GONE\n  links.csv:9: SKU is not in items.csv, row left out"),
        "{}",
        gone.stderr
    );
    let slip = shop.run(&["catalog", "explain", ".", "P", "I22"]);
    assert!(slip.code == 1 && slip.stderr.contains("is it I2?"), "{}", slip.stderr);
}
