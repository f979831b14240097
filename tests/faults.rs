//! The suite of faults (`examples/faults`), some of each: enough to notice that something broke. `.ci/run` does more, and
//! `cargo run --release --example faults -- --full` everything.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "the suite as a program uses the rest")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the suite as a program reports")]

#[path = "../examples/faults/suite/mod.rs"]
mod suite;

use std::path::PathBuf;

use suite::{Scale, Suite};

/// The faults whose numbers begin with this letter; what cannot be run on this machine is left to `.ci/run`.
fn no_harm_is_done(family: char) {
    let suite = Suite::new(PathBuf::from(env!("CARGO_BIN_EXE_goeswith")), Scale::Tiny, 20_261_123);
    let mut seen = 0;
    for fault in suite::all().into_iter().filter(|fault| fault.id.starts_with(family) && fault.units[0] > 0) {
        let verdict = suite.verdict(fault);
        let good = verdict.left_out.is_some() || verdict.is_good();
        assert!(good, "{}\n{}", verdict.line(suite.seed), verdict.found.said.join("\n"));
        seen += 1;
    }
    assert!(seen > 3, "{seen}");
}

#[test]
fn sales_are_neither_lost_nor_doubled() {
    no_harm_is_done('A');
}

#[test]
fn no_bad_catalog_replaces_a_good_one() {
    no_harm_is_done('B');
}

#[test]
fn no_text_does_harm() {
    no_harm_is_done('C');
}
