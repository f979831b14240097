//! Services, sets, campaigns, contexts, pieces, segments: from a cell of links.csv to what the counter says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod shop;

use shop::Shop;

const TOML: &str =
    "name = \"F\"\nchain_id = \"f\"\ncurrency = \"EUR\"\nlanguages = [\"en\", \"fr\"]\n[contexts]\ngift = \"A gift\"\n";
const ITEMS: &str = "sku,name,price,type,stock,category\nP,Printer,100.00,goods,5,A\nI,Ink,20.00,goods,9,B\n\
    S,Set-up,30.00,service,,C\nG,Gift wrap,2.00,goods,9,D\nB,Box of ten,90.00,goods,9,E\nX,Old offer,5.00,goods,9,F\n\
    V,For members,5.00,goods,9,G\nW,Invoice folder,5.00,goods,9,H\nD,Dear thing,60.00,goods,9,I\n";
const LINKS: &str = "item,add_on,kind,ask,say,bundle_price,from,to,context,min_quantity,segment,max_price_share\n\
    P,I,bundle,Ink with it?,Together it is cheaper.,110.00,,,,,,\nP,S,service,Shall we set it up?,It takes an hour.,,,,,,,\n\
    P,G,accessory,A gift?,We wrap it.,,,,gift,,,\nP,B,accessory,A whole office?,Ten in a box.,,,,,3,,\n\
    P,X,accessory,Now?,Only now.,,2020-01-01,2020-02-01,,,,\nP,V,accessory,A member?,For members only.,,,,,,vip,\n\
    P,W,accessory,An invoice?,It keeps them.,,,,business,,,\nP,D,accessory,More?,It is dear.,,,,,,,0.5\n";

fn built() -> Shop {
    let shop = Shop::new().file("shop.toml", TOML).file("items.csv", ITEMS).file("links.csv", LINKS);
    let ran = shop.run(&["catalog", "build", ".", "-o", "shop.db"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    shop
}

fn suggested(shop: &Shop, more: &[&str]) -> Vec<String> {
    let ran = shop.run(&[&["--catalog", "shop.db", "--json", "suggest"], more].concat());
    let answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let all = answer["suggestions"].as_array().unwrap();
    all.iter().map(|one| one["add_on"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_set_says_what_it_saves_and_a_service_has_no_stock() {
    let shop = built();
    let said = shop.run(&["--catalog", "shop.db", "suggest", "P"]).stdout;
    assert!(said.contains("Ink  20.00 EUR  9 left  [I, bundle: 10.00 less than apart]"), "{said}");
    assert!(said.contains("Set-up  30.00 EUR  [S, service]"), "{said}");
}

#[test]
fn a_link_shows_when_what_it_asks_for_is_so() {
    let shop = built();
    assert_eq!(suggested(&shop, &["P"]), ["I", "S"]);
    assert_eq!(suggested(&shop, &["P", "--context", "gift"]), ["I", "S", "G"]);
    assert_eq!(suggested(&shop, &["P", "--context", "business"]), ["I", "S", "W"]);
    assert_eq!(suggested(&shop, &["P", "P", "P"]), ["I", "S", "B"]);
}

#[test]
fn why_it_does_not_show_is_said_in_words() {
    let shop = built();
    for (add_on, why) in [
        ("G", "Its link asks for this kind of customer: gift"),
        ("W", "Its link asks for this kind of customer: business"),
        ("B", "Its link asks for at least 3 of Printer"),
        ("X", "Its link holds from 1 Jan 2020 to 1 Feb 2020"),
        ("V", "Its link is for customers of vip"),
        ("D", "price"),
    ] {
        let said = shop.run(&["--catalog", "shop.db", "suggest", "P", "--why", add_on]).stdout;
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("NOT SHOWN") && said.contains(why), "{add_on}: {said}");
    }
}
