//! `docs/codes.md` lists every number that the program may show, from the one table in the code.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::HashMap;
use std::fmt::Write as _;

use goeswith::domain::problem::Code;

const SOURCE: &str = include_str!("../src/domain/problem.rs");
const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/codes.md");
const PARTS: [(char, &str); 5] = [
    ('1', "Catalogs, and what is laid over them"),
    ('2', "The store of sales"),
    ('3', "What travels to head office"),
    ('4', "Scanner and till"),
    ('5', "Settings and directories"),
];

/// The comment above every variant.
fn meanings() -> HashMap<String, String> {
    let body = SOURCE.split_once("pub enum Code {").unwrap().1.split_once("\n}").unwrap().0;
    let (mut meanings, mut comment) = (HashMap::new(), String::new());
    for line in body.trim().lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            comment = comment + " " + text;
        } else {
            let what = std::mem::take(&mut comment).trim().to_owned();
            meanings.insert(line.trim_end_matches(',').to_owned(), what);
        }
    }
    meanings
}

fn table() -> String {
    let meanings = meanings();
    let mut text = "# What the numbers mean\n\n\
        Every problem has a number that stays the same in all languages and versions, to be read out on the telephone.\n\
        `goeswith status` and `goeswith doctor` show those of this computer, `goeswith fleet` those of all.\n"
        .to_owned();
    for (digit, part) in PARTS {
        write!(text, "\n## {part}\n\n| number | what it is | what to do |\n| --- | --- | --- |\n").unwrap();
        for code in Code::ALL.iter().filter(|code| code.number()[3..].starts_with(digit)) {
            let (what, todo) = (&meanings[&format!("{code:?}")], code.todo());
            writeln!(text, "| {} | {what} | {todo} |", code.number()).unwrap();
        }
    }
    text
}

#[test]
fn every_number_is_in_the_documentation() {
    let table = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(DOCS, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(DOCS).unwrap_or_default(), table, "UPDATE_DOCS=1 cargo test --test codes");
    assert_eq!(table.matches("| GW-").count(), Code::ALL.len());
    let mut numbers: Vec<&str> = Code::ALL.iter().map(|code| code.number()).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), Code::ALL.len());
    assert_eq!(numbers.len(), meanings().len(), "every variant stands in ALL");
}
