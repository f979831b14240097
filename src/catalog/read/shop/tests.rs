//! What `shop.toml` may say, and what is said of its slips.

use super::*;

fn read_text(text: &str) -> (Shop, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), text).unwrap();
    let mut problems = Problems::default();
    let shop = read(folder.path(), Day::parse("2026-11-22").unwrap(), &mut problems);
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
         from = 2026-12-01\nto = 2027-01-31\narms = [{ id = \"a\", share = 0.5 }, { id = \"b\", share = 0.5, max = 0 }]\n",
    );
    assert_eq!(said, [] as [&str; 0]);
    assert_eq!((shop.currency.exponent, shop.rules.max, shop.rules.mined), (3, 5, Mined::Off));
    assert_eq!(shop.contexts, [("gift".to_owned(), CleanText::new("A gift"))]);
    assert_eq!(shop.barcode_rules.to_string(), r#"[{"pattern":"22......{NNDD}."}]"#);
    let written = serde_json::to_string(&shop.experiments).unwrap();
    let arms = r#"[{"id":"a","share":0.5},{"id":"b","share":0.5,"max":0}]"#;
    assert_eq!(written, format!(r#"[{{"id":"w","unit":"sale","from":"2026-12-01","to":"2027-01-31","arms":{arms}}}]"#));
    assert_eq!(Experiment::read_all(&written), shop.experiments);
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

const SHOP: &str = "name = \"F\"\nchain_id = \"f\"\ncurrency = \"EUR\"\n";

#[test]
fn an_experiment_is_read_with_its_arms_and_its_ramp() {
    let (shop, said) = read_text(&format!(
        "{SHOP}[[experiment]]\nid = \"wording-brush\"\nunit = \"terminal-week\"\nfrom = 2026-12-01\nto = \"2027-01-31\"\n\
         arms = [ {{ id = \"a\", share = 0.33 }}, {{ id = \"b\", share = 0.33, variant = \"short\", only_links = [\"outdoor\"] }},\n\
         {{ id = \"c\", share = 0.33, margin_weight = 0, minimum_relevance = 0.5, without_links = [\"x\", \"y\"] }} ]\n\
         ramp = [ {{ from = 2026-12-01, share = 0.1 }}, {{ from = 2026-12-08, share = 1.0 }} ]\n"
    ));
    assert_eq!(said, [] as [&str; 0]);
    let one = &shop.experiments[0];
    let changes: Vec<String> = one.arms.iter().map(|arm| arm.changes.to_string()).collect();
    assert_eq!(
        changes,
        [
            "nothing changed",
            "variant short, only_links outdoor",
            "margin_weight 0, minimum_relevance 0.5, without_links x y"
        ]
    );
    assert_eq!((one.ramp.len(), one.unit.word(), one.to.to_string().as_str()), (2, "terminal-week", "2027-01-31"));
}

#[test]
fn every_slip_of_an_experiment_is_said_with_its_place() {
    let (shop, said) = read_text(&format!(
        "{SHOP}[[experiment]]\nunit = \"customer\"\nform = 1\n\
         [[experiment]]\nid = \"Big Test\"\nfrom = 2026-12-01T10:00:00\nto = 2026\narms = 3\n\
         [[experiment]]\nid = \"one\"\nfrom = 2026-12-09\nto = 2026-12-01\narms = [ {{ id = \"a\", share = 1 }} ]\n\
         [[experiment]]\nid = \"one\"\nfrom = 2026-12-01\nto = 2026-12-09\n\
         arms = [ 7, {{ share = 0 }}, {{ id = \"a\", share = 2 }}, {{ id = \"a\", share = 0.5, max = 6, colour = 1, only_links = [] }} ]\n\
         [[experiment]]\nid = \"two\"\nfrom = 2026-12-01\nto = 2026-12-09\n\
         arms = [ {{ id = \"a\", share = 0.5 }}, {{ id = \"b\", share = 0.4 }} ]\n\
         ramp = [ {{ from = 2026-12-05, share = 0.5 }}, {{ from = 2026-12-05, share = 0.2 }}, {{ share = 3 }}, 5 ]\n"
    ));
    assert_eq!(shop.experiments, []);
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_may_be_a_slip_of_an_experiment_is_a_warning() {
    let arms = "arms = [ { id = \"a\", share = 0.5 }, { id = \"b\", share = 0.5, max = 2 } ]\n";
    let table =
        |id: &str, from: &str, to: &str| format!("[[experiment]]\nid = \"{id}\"\nfrom = {from}\nto = {to}\n{arms}");
    let text = [
        SHOP.to_owned(),
        table("first", "2026-12-01", "2026-12-31"),
        "ramp = [ { from = 2026-11-30, share = 0.5 }, { from = 2026-12-02, share = 0.4 } ]\n".to_owned(),
        table("same", "2026-12-31", "2027-01-31"),
        table("later", "2027-02-01", "2027-02-28"),
        table("over", "2026-10-01", "2026-11-21"),
    ];
    let (shop, said) = read_text(&text.concat());
    assert_eq!(shop.experiments.len(), 4);
    assert_eq!(
        said,
        [
            "shop.toml:9:10: warning: step of the ramp is outside the test: 2026-11-30",
            "shop.toml:9:46: warning: share of the ramp falls: 0.4",
            "shop.toml:10:1: warning: sets max on the same days as the experiment on line 4: same",
            "shop.toml:20:1: warning: experiment is over: 2026-11-21",
        ]
    );
}
