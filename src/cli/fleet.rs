//! `goeswith fleet`: how every terminal is, by what it last said of itself.

use std::cmp::Reverse;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::Serialize;

use super::collect::gaps;
use super::count::{grouped, many};
use super::{Failure, Globals, clock, console};
use crate::db::Collected;
use crate::db::collected::Heard;
use crate::domain::UnixMillis;
use crate::domain::problem::Code;
use crate::domain::text::clean;
use crate::sync::publish::newest_version;

/// Show which terminal sells from what, was heard of when, and what is wrong there
///
/// STORE.db is what `goeswith collect` made. Those in trouble come first: one line a terminal, and below it what is wrong.
/// A terminal is behind where it sells from an older catalog than the newest that any terminal has, or with --sync-dir than
/// the newest in that sync folder; it is silent where nothing of it was heard for more than two days.
#[derive(Debug, clap::Args)]
pub struct FleetArgs {
    /// A collected store
    #[arg(value_name = "STORE.db")]
    store: PathBuf,
}

const DAY: UnixMillis = 86_400_000;
/// Terminals send something at least once a day.
const SILENT: UnixMillis = 2 * DAY;

/// What `--json` prints of a terminal, and what the table shows.
#[derive(Debug, Serialize)]
struct Row {
    terminal: String,
    name: Option<String>,
    store: Option<String>,
    heard_utc: Option<String>,
    hours_ago: Option<i64>,
    number: u64,
    program: String,
    catalog_version: Option<u64>,
    catalog_sha256: Option<String>,
    events: u64,
    silent: bool,
    behind: bool,
    two_writers: bool,
    missing: Vec<[u64; 2]>,
    conflicts: u64,
    bad_files: u64,
    unreadable: u64,
    problems: Vec<String>,
    #[serde(skip)]
    notes: Vec<String>,
}

/// Runs the command.
pub fn run(args: &FleetArgs, globals: &Globals) -> Result<(), Failure> {
    let store = Collected::open_read_only(&args.store)?;
    let terminals = store.terminals()?;
    let published = globals.sync_dir.as_deref().and_then(newest_version);
    let seen = terminals.iter().filter_map(|heard| heard.catalog_version).max();
    let newest = published.max(seen);
    let mut rows: Vec<Row> = terminals.iter().map(|heard| row(heard, newest, clock::now())).collect();
    rows.sort_by_cached_key(|row| (Reverse(weight(row)), row.store.clone(), row.name.clone(), row.terminal.clone()));
    if globals.json {
        return console::out(&serde_json::json!({"newest_catalog": newest, "terminals": rows}).to_string());
    }
    if rows.is_empty() {
        console::note("no terminal was heard of yet; `goeswith collect` merges what they sent");
        return Ok(());
    }
    console::out(&text(&rows))
}

fn row(heard: &Heard, newest: Option<u64>, now: UnixMillis) -> Row {
    let ago = heard.sealed.map(|sealed| now - sealed);
    let silent = ago.is_none_or(|ago| ago > SILENT);
    let behind = heard.catalog_version.is_some_and(|version| Some(version) < newest);
    let mut row = Row {
        terminal: heard.terminal.clone(),
        name: heard.name.as_deref().map(|name| clean(name).text),
        store: heard.store.clone(),
        heard_utc: heard
            .sealed
            .and_then(|sealed| Timestamp::from_millisecond(sealed).ok())
            .map(|utc| format!("{utc:.0}")),
        hours_ago: ago.map(|ago| ago / 3_600_000),
        number: heard.number,
        program: clean(&heard.program).text,
        catalog_version: heard.catalog_version,
        catalog_sha256: heard.catalog_sha256.clone(),
        events: heard.events,
        silent,
        behind,
        two_writers: heard.two_writers,
        missing: heard.gaps.iter().map(|gap| [gap.first, gap.last]).collect(),
        conflicts: heard.conflicts.len() as u64,
        bad_files: heard.bad.len() as u64,
        unreadable: heard.unreadable,
        problems: heard.problems.clone(),
        notes: Vec::new(),
    };
    row.notes = notes(heard, &row, newest);
    row
}

/// What is wrong, a clause each.
fn notes(heard: &Heard, row: &Row, newest: Option<u64>) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |is_so: bool, code: Code, what: String| {
        if is_so {
            notes.push(format!("{} {what}", code.number()));
        }
    };
    note(row.two_writers, Code::StoreCopied, "two stores of sales were written at once".to_owned());
    note(
        row.conflicts > 0,
        Code::SegmentTwice,
        format!("{} with two contents", many(row.conflicts, "segment", "segments")),
    );
    note(!heard.gaps.is_empty(), Code::EventsMissing, format!("missing {}", gaps(heard)));
    note(row.bad_files > 0, Code::SegmentBad, format!("{} set aside", many(row.bad_files, "file", "files")));
    note(row.silent, Code::TerminalSilent, "silent".to_owned());
    let newest = newest.map_or_else(String::new, grouped);
    note(row.behind, Code::TerminalBehind, format!("behind: the newest catalog is {newest}"));
    if row.unreadable > 0 {
        notes.push(format!("{} this version cannot read", many(row.unreadable, "event", "events")));
    }
    notes.extend(row.problems.iter().map(|number| format!("{} reported there", clean(number).text)));
    notes
}

/// The more there is to do, the higher it stands: lost or doubted sales first, then silence, then the rest.
fn weight(row: &Row) -> u64 {
    let sales = u64::from(row.two_writers) + row.conflicts.min(1) + u64::from(!row.missing.is_empty());
    8 * sales
        + 4 * u64::from(row.silent)
        + 2 * row.bad_files.min(1)
        + u64::from(row.behind)
        + row.problems.len().min(1) as u64
}

/// One line a terminal within 80 columns, what is wrong below it.
fn text(rows: &[Row]) -> String {
    let mut lines = vec![line(["terminal", "store", "heard", "catalog", "program", "events"])];
    for row in rows {
        let name = row.name.clone().unwrap_or_else(|| row.terminal.chars().take(8).collect());
        let catalog = match row.catalog_version {
            None => "none".to_owned(),
            Some(0) => "by hand".to_owned(),
            Some(version) => version.to_string(),
        };
        let heard = row.hours_ago.map_or_else(|| "unknown".to_owned(), age);
        lines.push(line([
            &name,
            row.store.as_deref().unwrap_or("-"),
            &heard,
            &catalog,
            &row.program,
            &grouped(row.events),
        ]));
        let indent = textwrap::Options::new(80).initial_indent("  ").subsequent_indent("         ");
        lines.extend(row.notes.iter().flat_map(|note| textwrap::wrap(note, &indent)).map(String::from));
    }
    let well = rows.iter().filter(|row| row.notes.is_empty()).count() as u64;
    lines.push(format!("{}, {} well", many(rows.len() as u64, "terminal", "terminals"), grouped(well)));
    lines.join("\n")
}

fn line(cells: [&str; 6]) -> String {
    let [name, store, heard, catalog, program, events] = cells;
    let fit = |text: &str, width: usize| {
        let count = text.chars().count();
        if count > width { text.chars().take(width - 1).chain(['…']).collect() } else { format!("{text:width$}") }
    };
    let cells = [fit(name, 20), fit(store, 16), fit(heard, 8), fit(catalog, 10), fit(program, 8)];
    format!("{} {events:>11}", cells.join(" "))
}

/// `3 h`, `2 days`.
fn age(hours: i64) -> String {
    match hours {
        ..1 => "now".to_owned(),
        1..48 => format!("{hours} h"),
        _ => format!("{} days", hours / 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::collected::Gap;

    fn heard(name: &str, version: u64, sealed: UnixMillis) -> Heard {
        Heard {
            terminal: format!("id-{name}"),
            name: Some(name.to_owned()),
            store: Some("north-12".to_owned()),
            program: "0.1.0".to_owned(),
            catalog_version: Some(version),
            sealed: Some(sealed),
            events: 41_204,
            ..Heard::default()
        }
    }

    #[test]
    fn trouble_comes_first_and_every_line_fits() {
        const NOW: UnixMillis = 1_795_357_800_000;
        let gap = Gap { epoch: "e".to_owned(), first: 4_101, last: 4_180 };
        let fleet = [
            heard("Till 1", 124, NOW - 3_600_000),
            heard("Till 2", 123, NOW - 60_000),
            heard("Till with a name that is long", 124, NOW - 5 * DAY),
            Heard { gaps: vec![gap], problems: vec!["GW-207".to_owned()], ..heard("T07", 124, NOW - 7_200_000) },
        ];
        let mut rows: Vec<Row> = fleet.iter().map(|heard| row(heard, Some(124), NOW)).collect();
        rows.sort_by_cached_key(|row| Reverse(weight(row)));
        let text = text(&rows);
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        insta::assert_snapshot!(text, @r"
        terminal             store            heard    catalog    program       events
        T07                  north-12         2 h      124        0.1.0         41,204
          GW-323 missing 4,101–4,180
          GW-207 reported there
        Till with a name th… north-12         5 days   124        0.1.0         41,204
          GW-326 silent
        Till 2               north-12         now      123        0.1.0         41,204
          GW-327 behind: the newest catalog is 124
        Till 1               north-12         1 h      124        0.1.0         41,204
        4 terminals, 1 well
        ");
    }
}
