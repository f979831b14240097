//! A first source, and a snapshot that becomes one again.

use super::shop::Shop;

// A shop with something of everything: prices in cents, two barcodes and one that is none, SKUs that look like formulas and
// selectors, variants, attributes with blanks in their names, selectors, campaigns, contexts, segments, sets, sentences of
// three languages and a variant, categories, decisions, rules, tests.
const TOML: &str = r#"name = "Fen \"wick\""
chain_id = "f"
currency = "EUR"
languages = ["fr","en","de"]
[suggestions]
max = 2
mined = "proposals"
min_pair_count = 7
minimum_relevance = 0.03
margin_weight = 0.4
quiet_after_noes = 3
[contexts]
gift = "A gift"
kids = "Enfants"
[[barcode_rule]]
pattern = "22......{NNDD}."
[[barcode_rule]]
pattern = "23.....{NNNDD}."
[[experiment]]
id = "wording"
unit = "sale"
from = 2026-12-01
to = 2027-01-31
arms = [ { id = "a", share = 0.5 }, { id = "b", share = 0.5, variant = "short", max = 1 } ]
ramp = [ { from = 2026-12-01, share = 0.1 }, { from = 2026-12-08, share = 1.0 } ]
[[experiment]]
id = "holdout"
unit = "terminal-week"
from = 2026-12-01
to = 2027-01-31
arms = [ { id = "a", share = 0.9 }, { id = "b", share = 0.1, max = 0, only_links = ["t1"] } ]
"#;
const ITEMS: &str = r#"sku,name,price,cost,category,type,stock,barcodes,tags,brand,location,note,variant_of,connector,Fits Model,in box,row
P,Printer,129.00,80.00,Office > Printers,,4,4006381333931|0036000291452|ABC-1,desk,HP,Aisle 1,"careful, heavy",,USB-C,M1|M2,,1
-I,"=Ink, ""black""",15.00,,Office > Ink,,9,2200001,,,,,,,M1,,2
I&2,Ink twin + cap,25.00,,Office > Ink,,0,,,,,,-I,,M2,,3
"'C",Cable,5.00,,,,9,96385074,,,,,,USB-C,,,4
D;E,"@Cable long",9.00,,Cables,,-2,,,,"=A7",,"'C",USB-C,,yes,5
S,Set-up,20.00,,Services,service,,,,,,,,,,,6
N,No price,,,Cables,,,10614141000415,,,,,,,,,7
É,"Ünï ""côde""",0.05,,Cables,,,,,,,,,,,,8
"#;
const LINKS: &str = r#"item,add_on,kind,same,ask,say,if_too_expensive,if_has_one,if_not_now,if_other,why,from,to,priority,context,max_price_share,bundle_price,min_quantity,segment,tags
category:Office > Printers,category:Office > Ink,required,"add_on.Fits Model = item.Fits Model",Encre ?,Elle en contient peu.,,Gardez-la.,,Oui.,Pourquoi pas.,,,,,,,,,
P,'C,accessory,connector,Un câble ?,Sans câble.,,,,,,2026-01-01,2099-02-01,5,business & !gift,0.25,,2,vip|b2b,t1|t2
P,'C,accessory,connector,Un câble en été ?,Sans câble en été.,,,,,,2026-06-01,2099-02-01,7,kids,,,,,
P,D;E,bundle,,Ensemble ?,Moins cher.,,,,,,,,,,,130.50,,,
P,S,service,,On installe ?,Une heure.,,,,,,,,-3,,,,,,
'C,D;E,upgrade,,,Plus long.,,,,,,,,,,,,,,
-I,I&2,substitute,,,La double.,,,,,,,,,,,,,,
P,É,included,,,,,,,,,,,,,,,,,
S,P,not_with,,,,,,,,Ne va pas.,,,,,,,,,
É,N,accessory,,,,,,,,,,,,,,,,,
"#;
const TALKS: &str = r"item,add_on,language,variant,ask,say,why
category:Office,category:Cables,en,,Cable?,It has none.,
category:Office,category:Cables,fr,,Câble ?,Il n'en a pas.,
P,-I,en,,Ink?,It holds little.,Because.
P,-I,de,,Tinte?,Es ist wenig drin.,
P,-I,fr,short,Encre?,Oui.,
P,'C,en,,A cable?,None in the box.,
";
const PAIRS: &str = r"sku_a,sku_b,n_a,n_b,n_ab,n,decision,kind,ask,say
-I,'C,60,70,40,300,accepted,,Encre et câble ?,Les deux.
-I,N,60,30,20,300,rejected,,,
";

#[test]
fn a_first_source_can_be_built_and_a_snapshot_becomes_one_again() {
    let shop = Shop::new();
    let first = shop.run(&["init", "first-shop"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let checked = shop.run(&["catalog", "check", "first-shop"]);
    assert_eq!((checked.code, checked.stdout.as_str()), (0, ""), "{}", checked.stderr);
    assert_eq!(shop.run(&["catalog", "build", "first-shop", "-o", "a.db"]).code, 0);
    let taken = shop.run(&["init", "first-shop"]);
    assert!(taken.code == 1 && taken.stderr.contains("not empty"), "{}", taken.stderr);
    let exported = shop.run(&["catalog", "export", "a.db", "-o", "again"]);
    assert_eq!(exported.code, 0, "{}", exported.stderr);
    assert_eq!(shop.run(&["catalog", "build", "again", "-o", "b.db"]).code, 0);
    let diff = shop.run(&["catalog", "diff", "a.db", "b.db"]);
    assert!(diff.stdout.contains("content     the same"), "{}", diff.stdout);
    let taken = shop.run(&["catalog", "export", "a.db", "-o", "again"]);
    assert!(taken.code == 1 && taken.stderr.contains("not empty"), "{}", taken.stderr);
    assert_eq!(shop.run(&["catalog", "export", "none.db", "-o", "other"]).code, 1);
    assert!(!shop.has("other"));
}

#[test]
fn what_was_exported_builds_to_the_same_catalog_and_the_same_advice() {
    let shop = Shop::new()
        .file("one/shop.toml", TOML)
        .file("one/items.csv", ITEMS)
        .file("one/links.csv", LINKS)
        .file("one/talking_points.csv", TALKS)
        .file("one/pairs.csv", PAIRS);
    assert_eq!(shop.run(&["catalog", "build", "one", "-o", "one.db"]).code, 0);
    let exported = shop.run(&["catalog", "export", "one.db", "-o", "two"]);
    assert_eq!(exported.code, 0, "{}", exported.stderr);
    assert_eq!(shop.entries("two"), ["items.csv", "links.csv", "pairs.csv", "shop.toml", "talking_points.csv"]);
    for missing in ["not the selectors", "tags of items", "counts of 300 sales"] {
        assert!(exported.stderr.contains(missing), "{missing}: {}", exported.stderr);
    }
    assert_eq!(shop.run(&["catalog", "build", "two", "-o", "two.db"]).code, 0);
    let diff = shop.run(&["catalog", "diff", "one.db", "two.db"]);
    assert!(diff.stdout.contains("content     the same"), "{}", diff.stdout);
    for sku in ["P", "-I", "I&2", "'C", "D;E", "S", "N", "É"] {
        for more in [&[][..], &["--context", "kids"], &["--context", "business"]] {
            let of = |file: &str| {
                let mut args = vec!["suggest", "--explain", "--json", "--catalog", file];
                args.extend(more);
                args.extend(["--", sku]);
                shop.run(&args)
            };
            let (one, two) = (of("one.db"), of("two.db"));
            assert_eq!((one.code, &one.stdout), (0, &two.stdout), "{sku}: {}", one.stderr);
        }
    }
    shop.run(&["catalog", "export", "two.db", "-o", "three"]);
    for file in shop.entries("two") {
        assert_eq!(shop.text(&format!("two/{file}")), shop.text(&format!("three/{file}")), "{file}");
    }
}

#[test]
fn a_new_source_comes_whole_or_not_at_all() {
    let shop = Shop::new().file("taken/note.txt", "mine").file("file", "mine");
    shop.run(&["init", "first"]);
    shop.run(&["catalog", "build", "first", "-o", "a.db"]);
    for args in [&["init"][..], &["catalog", "export", "a.db", "-o"]] {
        let into = |folder| shop.run(&[args, &[folder]].concat());
        let ran = into("taken");
        assert!(ran.code == 1 && ran.stderr.contains("folder is not empty: taken"), "{}", ran.stderr);
        let ran = into("file");
        assert!(ran.code == 1 && ran.stderr.contains("not a folder: file"), "{}", ran.stderr);
        assert_eq!((shop.entries("taken"), shop.text("file")), (vec!["note.txt".to_owned()], "mine".to_owned()));
        let deep = format!("{}/deep/er", args[0]);
        let ran = into(&deep);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(shop.entries(&deep).iter().all(|name| !name.starts_with('.')), "{:?}", shop.entries(&deep));
        std::fs::create_dir(shop.path().join(format!("{}-empty", args[0]))).unwrap();
        assert_eq!(into(&format!("{}-empty", args[0])).code, 0, "an empty folder is as good as a new one");
    }
    // What is no catalog leaves no folder behind.
    let ran = shop.run(&["catalog", "export", "file", "-o", "none"]);
    assert!(ran.code == 1 && !shop.has("none"), "{}", ran.stderr);
}
