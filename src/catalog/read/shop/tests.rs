//! What `shop.toml` may say, and what is said of its slips.

use super::*;

fn read_text(text: &str) -> (Shop, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), text).unwrap();
    let mut problems = Problems::default();
    let shop = read(folder.path(), &mut problems);
    problems.sort();
    (shop, problems.list().iter().map(ToString::to_string).collect())
}

#[test]
fn three_lines_make_a_shop() {
    let (shop, said) = read_text("name = \"Fenwick & Daughter\"\nchain_id = \"fenwick\"\ncurrency = \"JPY\"\n");
    assert_eq!(said, [] as [&str; 0]);
    assert_eq!((shop.currency.exponent, shop.rules, shop.languages), (0, Rules::default(), vec!["en".to_owned()]));
}

#[test]
fn all_of_it_is_kept() {
    let (shop, said) = read_text(
        "name = \"F\"\nchain_id = \"f\"\ncurrency = \"TND\"\nlanguages = [\"en\", \"fr-CA\"]\n[suggestions]\nmax = 5\n\
         mined = \"off\"\nmin_pair_count = 9\nminimum_relevance = 0\nmargin_weight = 0.5\nquiet_after_noes = 1\n\
         [contexts]\ngift = \"A gift\"\n[[barcode_rule]]\npattern = \"22......{NNDD}.\"\n[[experiment]]\nid = \"w\"\n\
         from = 2026-12-01\narms = [{ id = \"a\", share = 0.5 }]\n",
    );
    assert_eq!(said, [] as [&str; 0]);
    assert_eq!((shop.currency.exponent, shop.rules.max, shop.rules.mined), (3, 5, Mined::Off));
    assert_eq!(shop.contexts, [("gift".to_owned(), CleanText::new("A gift"))]);
    assert_eq!(shop.barcode_rules.to_string(), r#"[{"pattern":"22......{NNDD}."}]"#);
    assert_eq!(shop.experiments.to_string(), r#"[{"arms":[{"id":"a","share":0.5}],"from":"2026-12-01","id":"w"}]"#);
}

#[test]
fn every_slip_is_said_with_its_line() {
    let (_, said) = read_text(
        "nmae = \"F\"\nchain_id = 7\ncurrency = \"EURO\"\nlanguages = \"en\"\n[suggestions]\nmax = 9\nmined = \"on\"\n\
         minimum_relevance = \"low\"\n[contexts]\ngift = 1\n",
    );
    assert_eq!(
        said,
        [
            "shop.toml:1:1: error: required key is missing: name",
            "shop.toml:1:1: warning: unknown key, is it name?: nmae",
            "shop.toml:2:12: error: chain_id is not a text: 7",
            "shop.toml:3:12: error: currency is not an ISO 4217 code: \"EURO\"",
            "shop.toml:4:13: error: languages is not a list like [\"en\", \"fr\"]: \"en\"",
            "shop.toml:6:7: error: max is not a whole number from 1 to 5: 9",
            "shop.toml:7:9: error: mined is none of \"fill\", \"proposals\", \"off\": \"on\"",
            "shop.toml:8:21: error: minimum_relevance is not a number from 0 to 1: \"low\"",
            "shop.toml:10:8: error: context is not a text: 1",
        ]
    );
    let (_, said) = read_text(
        "name = \"F\"\nchain_id = \"f\"\ncurrency = \"EUR\"\n[[barcode_rule]]\npattern = \"22......{NNDD}\"\n\
         [[barcode_rule]]\npattern = \"21.....{NNDDD}.\"\nvalue = \"mass\"\n[[barcode_rule]]\nvalue = \"price\"\n\
         [[barcode_rule]]\npatern = 1\npattern = 2\n[[barcode_rule]]\npattern = \"22.....{DDNNN}.\"\n",
    );
    assert_eq!(
        said,
        [
            "shop.toml:8:9: error: value is none of \"weight\", \"pounds\", \"price\", \"count\": \"mass\"",
            "shop.toml:9:1: error: barcode rule has no pattern",
            "shop.toml:12:1: warning: unknown key, is it pattern?: patern",
            "shop.toml:13:11: error: pattern is not a text: 2",
            "shop.toml:15:11: error: pattern has not one value like {NNDD}: \"22.....{DDNNN}.\"",
        ]
    );
    let (_, said) = read_text("name = \"F\"\nchain_id = = 3\n");
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("shop.toml:2:12: error: "), "{said:?}");
}
