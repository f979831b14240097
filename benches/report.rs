//! What F7 takes on a counter with a year of sales behind it: from the key to the answer, its thread and its drawing apart.
//!
//! `cargo bench --bench report`: 50,000 sales, as one of 200 counters of a chain with 10 million a year has.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)] // a measurement that cannot go on stops

#[allow(dead_code)] // each bench uses its part
mod figures;

use std::path::Path;
use std::time::Instant;

use figures::{Figures, heading};
use goeswith::cli::figures::Where;
use goeswith::cli::reporter::answer_to;
use goeswith::db::store::{FILE, Incoming, Store};
use goeswith::report::by::By;
use goeswith::tui::message::{Effect, Message};
use goeswith::tui::state::{Length, ReportQuestion};

const SALES: u64 = 50_000;
const DAY: i64 = 86_400_000;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    fill(&folder.path().join(FILE));
    let at = Where {
        store: folder.path().join(FILE),
        catalog: None,
        config_dir: folder.path().to_owned(),
        papers: folder.path().to_owned(),
    };
    let today = jiff::Zoned::now().date().to_string();
    let today = goeswith::domain::Day::parse(&today).unwrap();
    println!("{}", heading());
    for (what, length, by) in [
        ("F7: four weeks by pair", Length::Month, By::Pair),
        ("F7: the whole year by pair", Length::Year, By::Pair),
        ("F7: the whole year by item", Length::Year, By::Item),
    ] {
        let question = ReportQuestion { length, by, ..ReportQuestion::default() };
        let mut times = Vec::new();
        for id in 0..20 {
            let before = Instant::now();
            let answer = answer_to(&at, &Effect::Report { id, question: question.clone() }, today);
            times.push(before.elapsed());
            assert!(matches!(answer, Some(Message::Reported { board: Some(_), .. })));
        }
        println!("{}", Figures::of_times(times).row(what, "ms"));
    }
}

/// A year that ends today: some 3,000 items, up to three lines and suggestions a sale.
fn fill(path: &Path) {
    let now = jiff::Timestamp::now().as_millisecond();
    let mut store = Store::open(path, now).unwrap().0;
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |limit: u64| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice % limit
    };
    let mut batch = Vec::new();
    for number in 0..SALES {
        let wall = now - 364 * DAY + (number * 364 / SALES).cast_signed() * DAY + below(3_600_000).cast_signed();
        let (mut lines, mut suggestions) = (Vec::new(), Vec::new());
        for _ in 0..=below(3) {
            let item = below(60) * below(50);
            lines.push(format!(
                r#"{{"sku":"I{item}","quantity":1,"price":{},"cost":300,"category":"C{}"}}"#,
                500 + item,
                item % 40
            ));
            for rank in 1..=below(3) {
                let outcome = ["accepted", "declined", "not_asked", "taken_without_asking"][below(4) as usize];
                let add_on = (item * 7 + rank * 13) % 400;
                suggestions.push(format!(
                    r#"{{"item":"I{item}","add_on":"A{add_on}","link_kind":"accessory","rank":{rank},"reason":"curated","outcome":"{outcome}"}}"#
                ));
                if outcome == "accepted" {
                    lines
                        .push(format!(r#"{{"sku":"A{add_on}","quantity":1,"price":399,"cost":150,"confirmed":true}}"#));
                }
            }
        }
        let time = jiff::Timestamp::from_millisecond(wall).unwrap();
        let line = format!(
            r#"{{"kind":"sale","wall_utc":"{time}","utc_offset_min":60,"lines":[{}],"suggestions":[{}],"context":[],"arms":{{}}}}"#,
            lines.join(","),
            suggestions.join(",")
        );
        batch.push(Incoming::parse(&line, now).unwrap());
        if batch.len() == 1_000 {
            store.record(&std::mem::take(&mut batch), now).unwrap();
        }
    }
}
