//! Thousands of questions at once: baskets, texts and scans from a file, answers on standard output.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn goeswith(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_goeswith"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn baskets_get_ranked_places_in_the_order_of_the_questions() {
    let input = "query_id,anchors\nq1,PRN-200\nq2,PRN-200|PAP-080\nq3,NOT-THERE\nq4,\n";
    let output = goeswith(&["--demo", "suggest", "--batch", "-", "--limit", "4"], input);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let answer = text(&output.stdout);
    let rows: Vec<Vec<&str>> = answer.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert!(answer.starts_with("query_id,rank,item\n"));
    for id in ["q1", "q2", "q3", "q4"] {
        let ranks: Vec<&str> = rows.iter().filter(|row| row[0] == id).map(|row| row[1]).collect();
        assert_eq!(ranks, ["1", "2", "3", "4"], "{id}");
    }
    let of_q2: Vec<&str> = rows.iter().filter(|row| row[0] == "q2").map(|row| row[2]).collect();
    assert!(!of_q2.contains(&"PRN-200") && !of_q2.contains(&"PAP-080"), "{of_q2:?}");
    assert_eq!(output.stdout, goeswith(&["--demo", "suggest", "--batch", "-", "--limit", "4"], input).stdout);
}

#[test]
fn a_batch_without_its_columns_says_which() {
    let output = goeswith(&["--demo", "suggest", "--batch", "-"], "id,items\n1,A\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("missing column: query_id"), "{}", text(&output.stderr));
}

#[test]
fn texts_get_skus_and_a_bad_line_stops_nobody() {
    let input = "{\"id\":1,\"query\":\"ink 305 black\"}\nnonsense\n{\"id\":\"b\",\"query\":\"prn-200\"}\n\n";
    let output = goeswith(&["--demo", "search", "--batch", "-"], input);
    assert_eq!(output.status.code(), Some(1));
    let answers: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0]["skus"][0], "INK-305");
    assert_eq!((answers[1]["id"].as_str(), answers[1]["skus"][0].as_str()), (Some("b"), Some("PRN-200")));
    assert!(answers.iter().all(|answer| answer["skus"].as_array().unwrap().len() <= 10));
    assert!(text(&output.stderr).contains("-:2: not a query"), "{}", text(&output.stderr));
}

#[test]
fn a_code_of_several_items_names_them_and_a_garbled_one_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let items = "sku,name,barcodes\nTWIN-1,Steel hook,4006381333931\nTWIN-2,Brass hook,4006381333931\n";
    let shop = "name = \"F\"\nchain_id = \"f\"\ncurrency = \"EUR\"\n";
    for (name, text) in [("shop.toml", shop), ("items.csv", items)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let (source, file) = (folder.path().to_str().unwrap(), folder.path().join("shop.db"));
    let file = file.to_str().unwrap();
    assert!(goeswith(&["catalog", "build", source, "-o", file], "").status.success());
    let output = goeswith(&["--catalog", file, "suggest", "]E04006381333931"], "");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "error: several items carry ]E04006381333931: TWIN-1, TWIN-2\n\nhint: give the SKU of the one you mean\n"
    );
    let output = goeswith(&["--catalog", file, "suggest", "TWINß2"], "");
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "TWINß2 is not in the catalog; taken for TWIN-2\n");
}

#[test]
fn scans_say_what_they_mean_one_a_line() {
    let input = "{\"input\":\"14252611\",\"symbology\":\"UPC-E\"}\n{\"input\":\"4006381333931\",\"symbology\":null}\n\
                 {\"input\":\"PRN-200\",\"symbology\":\"Nobody knows\"}\n{\"input\":\"4006381333932\",\"symbology\":\"EAN-13\"}\n";
    let output = goeswith(&["scan", "--batch", "-"], input);
    assert!(output.status.success());
    let answers: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0], serde_json::json!({"kind": "gtin", "gtin14": "00142100005261", "ais": null}));
    assert_eq!(answers[1]["gtin14"], "04006381333931");
    assert_eq!(answers[2], serde_json::json!({"kind": "sku", "gtin14": null, "ais": null, "text": "PRN-200"}));
    assert_eq!(answers[3]["kind"], "reject");
}

#[test]
fn suggest_explains_and_speaks_json() {
    let answer = text(&goeswith(&["--demo", "suggest", "PRN-200", "--json"], "").stdout);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["suggestions"].as_array().unwrap().len(), 3);
    assert_eq!(answer["suggestions"][0]["reason"], "curated");
    let explained = text(&goeswith(&["--demo", "suggest", "PRN-200", "--explain", "--json"], "").stdout);
    let verdicts: Vec<serde_json::Value> = explained.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(verdicts.iter().filter(|verdict| verdict["shown"].is_u64()).count(), 3);
    assert!(verdicts.iter().all(|verdict| verdict["shown"].is_u64() != verdict["why_not"].is_string()));
}

#[test]
fn reading_a_catalog_needs_no_directory_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    std::fs::write(&file, "").unwrap();
    let shop = folder.path().join("shop.db");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample-shop");
    let shop = shop.to_str().unwrap();
    assert!(goeswith(&["catalog", "build", source, "-o", shop], "").status.success());
    let below_a_file = file.join("data");
    let arguments = ["--data-dir", below_a_file.to_str().unwrap(), "--catalog", shop, "suggest", "PRN-200"];
    let output = goeswith(&arguments, "");
    assert!(output.status.success() && text(&output.stdout).contains("INK-305"), "{}", text(&output.stderr));
}
