//! The report held against plain SQL over a generated year, and what it says where there is little, or something wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../program/mod.rs"]
mod program;

mod forms;
mod honest;
mod year;

use std::path::Path;

use program::run;
use serde_json::Value;

/// A report as JSON.
fn report(directory: &Path, arguments: &[&str]) -> Value {
    let all = [&["report", "--json"], arguments].concat();
    let answer = run(directory, &all, "");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    serde_json::from_str(&answer.out).unwrap()
}

/// Records events, one JSON object each.
fn record(directory: &Path, events: &[String]) {
    let answer = run(directory, &["record"], &(events.join("\n") + "\n"));
    assert_eq!((answer.code, answer.acknowledged().len()), (Some(0), events.len()), "{}", answer.err);
}

/// The remarks of a report.
fn remarks(report: &Value) -> Vec<String> {
    report["remarks"].as_array().unwrap().iter().map(|remark| remark.as_str().unwrap().to_owned()).collect()
}
