//! How long a keystroke's search takes beside what SQLite brings for it, on the same catalog in the same run, and which
//! of them finds what was meant.
//!
//! `cargo bench --bench search -- [--catalog FILE.db | --items N] [--queries FILE.jsonl]... [--turns N]`. Queries are JSON
//! lines `{"query", "class", "relevant": [SKU]}`, the last two if known, each line one keystroke; without a file they are
//! made of the names of the catalog. Each text is searched on one thread, and up to ten items are read from the catalog.
//! Where other work disturbs, `--turns` goes through all texts several times and keeps the quickest time of each. On
//! large catalogs FTS5 answers a sample only; every ratio is one of the same texts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)] // a measurement that cannot go on stops

#[allow(dead_code)] // each bench uses its part
mod figures;
#[allow(dead_code)]
mod goods;
mod rivals;
mod typed;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use figures::{Figures, option, options};
use goeswith::cli::search::items;
use goeswith::db::Catalog;
use goeswith::domain::Item;
use goeswith::search::Index;
use goeswith::sync::IndexFile;
use rivals::{Kind, Rival};
use typed::Line;

/// How often the index is opened and the names are read.
const OPENED: usize = 15;
/// Items times searches that FTS5 is asked for, about; never fewer than [`FEWEST`] texts.
const PATIENCE: usize = 100_000_000;
const FEWEST: usize = 150;
const PARTS: [(&str, f64); 4] = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("worst", 1.0)];

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = option("--catalog").map_or_else(|| generated(folder.path()), PathBuf::from);
    let catalog = Catalog::open(&path).unwrap();
    let count = catalog.item_count().unwrap();
    let (names, floor) = floor(&catalog);
    println!("items {count}, one thread; names {:.1} MB, read once: {:.3} ms (p50)\n", mega(names), floor.median());

    println!("{:<16} {:>10} {:>10} {:>16}", "", "built, s", "index, MB", "opened, ms (p50)");
    let index = our_index(&catalog, &path, folder.path());
    let rivals = [Kind::Prefix, Kind::Trigram].map(|kind| Rival::build(kind, &catalog, folder.path()));
    for rival in &rivals {
        let (built, bytes) = (rival.built_in.as_secs_f64(), mega(rival.bytes as usize));
        println!("{:<16} {built:>10.2} {bytes:>10.1}", rival.kind.name());
    }

    let mut files: Vec<(String, Vec<Line>)> =
        options("--queries").into_iter().map(|file| (last(&file), typed::read(&file))).collect();
    if files.is_empty() {
        let (whole, beginnings) = typed::made(&catalog);
        files = vec![("made of names".to_owned(), whole), ("made of names, key by key".to_owned(), beginnings)];
    }
    for (name, lines) in &files {
        println!("\n{name}: {} texts", lines.len());
        compare(&catalog, &index, &rivals, lines);
    }
}

/// A catalog of made-up goods.
fn generated(folder: &Path) -> PathBuf {
    let items = option("--items").map_or(20_000, |items| items.parse().unwrap());
    goods::catalog(folder, &goods::Shop { items, baskets: items.min(20_000) })
}

/// How many bytes all names have, and how long it takes to read every one of them: no scan is faster.
fn floor(catalog: &Catalog) -> (usize, Figures) {
    let mut names = Vec::new();
    let each = catalog.each_search_row(|row| {
        names.extend_from_slice(row.name.as_bytes());
        names.push(b'\n');
        true
    });
    each.unwrap();
    let times = (0..OPENED).map(|_| time(|| memchr::memchr(0, black_box(&names))).1);
    (names.len(), Figures::of_times(times))
}

/// The index as an installed catalog has it: built, kept in a file, opened from there.
fn our_index(catalog: &Catalog, path: &Path, folder: &Path) -> Index {
    let file = IndexFile::cached(folder, path).unwrap();
    let (built, built_in) = time(|| file.build(catalog, &mut |_, _| true).unwrap().unwrap());
    file.keep(&built).unwrap();
    drop(built);
    let opened = Figures::of_times((0..OPENED).map(|_| time(|| file.read().unwrap()).1));
    let index = file.read().unwrap();
    let (built_in, bytes) = (built_in.as_secs_f64(), mega(index.bytes().len()));
    println!("{:<16} {built_in:>10.2} {bytes:>10.1} {:>16.2}", "goeswith", opened.median());
    index
}

fn compare(catalog: &Catalog, index: &Index, rivals: &[Rival], lines: &[Line]) {
    let turns = option("--turns").map_or(1, |turns| turns.parse().unwrap());
    let most = (PATIENCE / (catalog.item_count().unwrap() * turns).max(1)).max(FEWEST);
    let every = lines.len().div_ceil(most);
    let sample: Vec<&Line> = lines.iter().step_by(every).collect();
    let ours = |text: &str| items(catalog, index, text).unwrap().0;

    println!("{}", heading());
    let all = Answers::of(&lines.iter().collect::<Vec<_>>(), turns, ours);
    let base = if every == 1 {
        all
    } else {
        println!("{}", all.row("goeswith", &all));
        println!("one text in {every} only, since FTS5 would take long for all:");
        // The same answers again rather than a part of those above, so that all three meet the same machine.
        Answers::of(&sample, turns, ours)
    };
    println!("{}", base.row("goeswith", &base));
    let mut found = vec![];
    for rival in rivals {
        let read = |text: &str| rival.search(text).into_iter().filter_map(|id| catalog.item(id).unwrap()).collect();
        let answers = Answers::of(&sample, turns, read);
        println!("{}", answers.row(rival.kind.name(), &base));
        found.push(answers);
    }
    let classes: BTreeSet<&str> = sample.iter().map(|line| line.class.as_str()).collect();
    if classes.len() > 1 {
        println!(
            "\nfound among the first five, per cent{:>15} {:>12} {:>13}",
            "goeswith", "FTS5 prefix", "FTS5 trigram"
        );
        for class in classes {
            let [ours, prefix, trigram] =
                [&base, &found[0], &found[1]].map(|answers| percent(answers.success(5, class)));
            println!("  {class:<34}{ours:>14} {prefix:>12} {trigram:>13}");
        }
    }
}

/// How long each text took, and the place of the first item that was meant.
struct Answers<'l> {
    times: Figures,
    /// The line, and the place from nought.
    places: Vec<(&'l Line, Option<usize>)>,
}

impl<'l> Answers<'l> {
    /// Searches every text once a turn, and keeps its quickest.
    fn of(lines: &[&'l Line], turns: usize, search: impl Fn(&str) -> Vec<Item>) -> Self {
        let mut times = vec![Duration::MAX; lines.len()];
        let mut places = Vec::new();
        for _ in 0..turns {
            places.clear();
            for (line, least) in lines.iter().zip(&mut times) {
                let (items, took) = time(|| search(&line.query));
                *least = took.min(*least);
                places.push((*line, items.iter().position(|item| line.relevant.contains(item.sku.as_str()))));
            }
        }
        Self { times: Figures::of_times(times), places }
    }

    /// The part of the texts of a class, or of all with an empty name, that found one of their items among the first.
    fn success(&self, first: usize, class: &str) -> Option<f64> {
        let known = self.places.iter().filter(|(line, _)| !line.relevant.is_empty());
        let known = known.filter(|(line, _)| class.is_empty() || line.class == class);
        let places: Vec<_> = known.map(|(_, place)| place.is_some_and(|place| place < first)).collect();
        let right = places.iter().filter(|right| **right).count();
        (!places.is_empty()).then(|| right as f64 / places.len() as f64)
    }

    fn row(&self, name: &str, ours: &Answers<'_>) -> String {
        let mut row = format!("{name:<16} {:>6}", self.places.len());
        for (_, part) in PARTS {
            put(&mut row, format_args!(" {:>9.3}", self.times.part(part)));
        }
        for (_, part) in PARTS {
            put(&mut row, format_args!(" {:>7.1}", self.times.part(part) / ours.times.part(part)));
        }
        for first in [1, 5] {
            put(&mut row, format_args!(" {:>6}", percent(self.success(first, ""))));
        }
        row
    }
}

fn heading() -> String {
    let mut heading = format!("{:<16} {:>6}", "milliseconds", "count");
    for (part, _) in PARTS {
        put(&mut heading, format_args!(" {part:>9}"));
    }
    for (part, _) in PARTS {
        put(&mut heading, format_args!(" {:>7}", ["x", part].join(" ")));
    }
    heading + &format!(" {:>6} {:>6}", "at 1 %", "at 5 %")
}

fn put(line: &mut String, cell: std::fmt::Arguments<'_>) {
    line.write_fmt(cell).unwrap();
}

fn percent(part: Option<f64>) -> String {
    part.map_or_else(|| "-".to_owned(), |part| format!("{:.1}", part * 100.0))
}

fn time<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let before = Instant::now();
    let result = black_box(what());
    (result, before.elapsed())
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn last(file: &str) -> String {
    Path::new(file).file_name().map_or_else(|| file.to_owned(), |name| name.to_string_lossy().into_owned())
}
