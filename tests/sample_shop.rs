//! The sample shop is what it promises to be: a source without a fault, large enough to be believed, with sentences that
//! can be spoken in both languages, and a history that its generator writes again byte for byte.

#![allow(clippy::unwrap_used)] // helpers of tests may panic like tests

#[path = "../examples/sample_history/history/mod.rs"]
mod history;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use goeswith::domain::Gtin;

type Row = HashMap<String, String>;

fn shop() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/sample-shop")
}

fn rows(name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(shop().join(name)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// The cells of a column that hold something.
fn filled<'a>(rows: &'a [Row], column: &str) -> Vec<&'a str> {
    let cells = rows.iter().filter_map(|row| row.get(column));
    cells.map(String::as_str).filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn it_has_no_fault() {
    let output = Command::new(env!("CARGO_BIN_EXE_goeswith"))
        .args(["catalog", "check", "--level", "warning"])
        .arg(shop())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    assert!(said.starts_with("no errors and 0 warnings in "), "{said}");
    assert!(output.status.success());
}

#[test]
fn it_is_a_whole_town_store() {
    let (items, links) = (rows("items.csv"), rows("links.csv"));
    assert!(items.len() >= 400, "{} items", items.len());
    assert!(links.len() >= 250, "{} links", links.len());
    let kinds: BTreeSet<&str> = filled(&links, "kind").into_iter().collect();
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ["accessory", "bundle", "included", "not_with", "required", "service", "substitute", "upgrade"]
    );
    let campaigns: BTreeMap<(&str, &str), usize> = links
        .iter()
        .filter(|link| !link["from"].is_empty() && !link["to"].is_empty())
        .map(|link| (link["from"].as_str(), link["to"].as_str()))
        .fold(BTreeMap::new(), |mut campaigns, dates| {
            *campaigns.entry(dates).or_default() += 1;
            campaigns
        });
    assert_eq!(campaigns.len(), 2, "{campaigns:?}");
    assert!(items.iter().filter(|item| item["type"] == "service").count() >= 10);
    assert!(filled(&links, "bundle_price").len() >= 5);
    for column in ["price", "cost", "stock", "location"] {
        assert!(filled(&items, column).len() >= 400, "{column}");
    }
}

#[test]
fn its_barcodes_are_demonstration_numbers_with_a_right_check_digit() {
    let items = rows("items.csv");
    let codes: Vec<&str> = filled(&items, "barcodes").into_iter().flat_map(|cell| cell.split('|')).collect();
    assert!(codes.len() >= 400, "{}", codes.len());
    for code in &codes {
        assert!(code.starts_with("952") && code.len() == 13 && Gtin::parse(code).is_ok(), "{code}");
    }
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    let goods = items.iter().filter(|item| item["type"] != "service");
    assert_eq!(goods.filter(|item| item["barcodes"].is_empty()).count(), 0);
}

/// The limits for writers: a question of ten words, a sentence of twenty words and two lines of 60, answers of twenty
/// words and at most two of them, no exclamation mark and no price.
#[test]
fn its_sentences_can_be_spoken_in_both_languages() {
    let of_links = rows("links.csv").into_iter().map(|row| (row, "en".to_owned()));
    let of_talk = rows("talking_points.csv").into_iter().map(|row| {
        let language = row["language"].clone();
        (row, language)
    });
    let mut questions: BTreeMap<String, usize> = BTreeMap::new();
    for (row, language) in of_links.chain(of_talk) {
        // In French a blank stands before some signs; a sign alone is no word.
        let words = |text: &str| text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
        let (ask, say) = (row["ask"].as_str(), row["say"].as_str());
        if !ask.is_empty() {
            assert!(words(ask) <= 10 && ask.ends_with('?'), "{ask}");
            *questions.entry(language).or_default() += 1;
        }
        assert!(words(say) <= 20 && textwrap::wrap(say, 60).len() <= 2, "{say}");
        let answers = ["if_too_expensive", "if_has_one", "if_not_now", "if_other"].map(|column| row[column].as_str());
        assert!(answers.iter().filter(|answer| !answer.is_empty()).count() <= 2, "{answers:?}");
        for answer in answers {
            assert!(words(answer) <= 20, "{answer}");
        }
        for text in [&[ask, say, row["why"].as_str()][..], &answers[..]].concat() {
            assert!(!text.contains(['!', '€', '$', '£']) && !text.contains("EUR"), "{text}");
        }
    }
    assert!(questions["en"] >= 250 && questions["fr"] >= 250, "{questions:?}");
}

#[test]
fn every_sentence_of_a_link_is_there_in_french() {
    let talk = rows("talking_points.csv");
    let french: BTreeSet<(&str, &str)> = talk
        .iter()
        .filter(|row| row["language"] == "fr" && !row["say"].is_empty())
        .map(|row| (row["item"].as_str(), row["add_on"].as_str()))
        .collect();
    for link in rows("links.csv").iter().filter(|link| !link["say"].is_empty()) {
        assert!(french.contains(&(link["item"].as_str(), link["add_on"].as_str())), "{link:?}");
    }
}

#[test]
fn its_history_is_what_the_generator_writes() {
    let again = tempfile::tempdir().unwrap();
    history::write(&shop(), again.path()).unwrap();
    for name in ["sales/2025-2026.csv", "answers.jsonl"] {
        let (written, kept) = (fs::read(again.path().join(name)).unwrap(), fs::read(shop().join(name)).unwrap());
        assert!(written == kept, "{name} differs: cargo run --example sample_history");
    }
    let sales = rows("sales/2025-2026.csv");
    let baskets: BTreeSet<&str> = filled(&sales, "basket_id").into_iter().collect();
    assert!(baskets.len() >= 5_000, "{} baskets", baskets.len());
}

#[test]
fn its_last_weeks_have_answers_of_every_kind() {
    let text = fs::read_to_string(shop().join("answers.jsonl")).unwrap();
    let events: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(events.len() >= 500, "{}", events.len());
    let shown = events.iter().flat_map(|event| event["suggestions"].as_array().unwrap());
    let outcomes: BTreeSet<&str> = shown.map(|shown| shown["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes.into_iter().collect::<Vec<_>>(), ["accepted", "declined", "not_asked", "taken_without_asking"]);
}
