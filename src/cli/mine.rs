//! `goeswith mine SALES... -o pairs.csv`: what was bought together, counted exactly.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::count::{grouped, many, wrong_rows};
use super::progress::Progress;
use super::{Exit, Failure, Globals, console};
use crate::history::draft::{Draft, folder_of};
use crate::history::kept::Kept;
use crate::history::pairs::{self, Mined, Options};
use crate::history::{self, Error, History, Memory, Source, Unknown};
use crate::sheet::Problems;

/// Count what was bought together, from sales to pairs.csv
///
/// SALES are files or folders: CSV, plain or packed with xz, gzip or zstd, Parquet, or a store of this program
/// (store.db). Needed are the columns basket_id and sku; timestamp and quantity are used where they are there. A basket
/// counts once for a pair, however often it holds the items, and returns take their line back.
///
/// Over a pairs.csv that is there already, decisions and sentences that people wrote are kept, and so are their columns.
#[derive(Debug, clap::Args)]
#[allow(clippy::doc_markdown, reason = "the text of --help")]
pub struct MineArgs {
    /// Files of sales, or folders of them
    #[arg(value_name = "SALES", required = true)]
    sales: Vec<PathBuf>,
    /// The file to write; - is standard output
    #[arg(short, long, value_name = "pairs.csv")]
    output: PathBuf,
    /// Leave out pairs that fewer baskets hold
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    min_count: u32,
    /// In the column weight a basket counts half after so many days
    #[arg(long, value_name = "DAYS", value_parser = days)]
    half_life: Option<f64>,
    /// Leave out baskets of more items
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    max_basket: u64,
    /// Use about so much memory, and temporary files beside the output for the rest
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = size)]
    memory: usize,
}

/// What the program takes beside lines and baskets: itself, text on its way, rows on theirs.
const BESIDE: usize = 40 * MIB;
const MIB: usize = 1024 * 1024;
/// Less than this leaves nothing to count with.
const LEAST_MEMORY: usize = 64 * MIB;
/// So many SKUs that are none are named.
const SAID: usize = 20;

/// Mines.
pub fn run(args: &MineArgs, _globals: &Globals) -> Result<(), Failure> {
    let started = Instant::now();
    let sources = sources(&args.sales)?;
    let mut problems = Problems::default();
    let to_stdout = args.output.as_os_str() == "-";
    let kept = if to_stdout { Kept::default() } else { kept(&args.output, &mut problems)? };
    let folder = if to_stdout { std::env::temp_dir() } else { folder_of(&args.output).to_owned() };
    let memory = Memory { bytes: (args.memory - BESIDE) / 10 * 9, folder };
    let mut progress = Progress::start();
    let mut history = history::read(&sources, memory, &mut problems, &mut progress).map_err(|e| failure(args, e))?;
    history.say(&mut problems);
    if problems.any_error() {
        progress.pause();
        say(&mut problems);
        let message = format!("not mined: {}", wrong_rows(&problems));
        return Err(Failure::new(Exit::Data, message).hinted("fix what is marked error; nothing was written"));
    }
    let read = Read::of(&history);
    let options = Options {
        min_count: args.min_count,
        half_life: args.half_life,
        max_basket: usize::try_from(args.max_basket).unwrap_or(usize::MAX),
    };
    let (mined, unknown) = if to_stdout {
        pairs::write(history, &options, &kept, &mut problems, &mut progress, &mut |bytes| {
            console::text(&String::from_utf8_lossy(bytes)).map_err(|failure| std::io::Error::other(failure.message))
        })
        .map_err(|error| failure(args, error))?
    } else {
        let mut draft = Draft::begin(&args.output).map_err(|error| failure(args, Error::Output(error)))?;
        let written =
            pairs::write(history, &options, &kept, &mut problems, &mut progress, &mut |bytes| draft.write(bytes))
                .map_err(|error| failure(args, error))?;
        draft.finish().map_err(|error| failure(args, Error::Output(error)))?;
        written
    };
    progress.finish();
    say_unknown(&unknown, &mut problems);
    say(&mut problems);
    for line in summary(args, &read, &mined, &problems, started.elapsed().as_secs_f64()) {
        console::note(&line);
    }
    Ok(())
}

/// The files that are meant: folders are looked into, one level deep.
pub fn sources(given: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let mut sources: Vec<Source> = Vec::new();
    for path in given {
        if !path.is_dir() {
            sources.push(path.as_path().into());
            continue;
        }
        if path.join("shop.toml").exists() {
            let message = format!("a folder of spreadsheets, not of sales: {}", path.display());
            return Err(Failure::new(Exit::Data, message).hinted(format!("give {}", path.join("sales").display())));
        }
        let inside = history::in_folder(path)
            .map_err(|error| Failure::new(Exit::Data, format!("folder cannot be read: {}: {error}", path.display())))?;
        if inside.is_empty() {
            let message = format!("no sales in this folder: {}", path.display());
            let hint = format!("sales end on {}", history::ENDINGS.join(", "));
            return Err(Failure::new(Exit::Data, message).hinted(hint));
        }
        sources.extend(inside.iter().map(|path| path.as_path().into()));
    }
    Ok(sources)
}

/// What people wrote in the file that is about to be written anew.
fn kept(output: &Path, problems: &mut Problems) -> Result<Kept, Failure> {
    if output.is_dir() {
        let message = format!("output is a folder: {}", output.display());
        return Err(Failure::new(Exit::Usage, message).hinted("give a file, like pairs.csv in it"));
    }
    let kept = Kept::read(output, problems);
    if problems.any_error() {
        say(problems);
        let message = format!("not mined: what people wrote in {} would be lost", output.display());
        return Err(
            Failure::new(Exit::Data, message).hinted("fix these rows, or give another name; nothing was written")
        );
    }
    Ok(kept)
}

/// What stays to be said of a history once it is counted.
struct Read {
    lines: u64,
    damaged: u64,
    had_room: bool,
}

impl Read {
    fn of(history: &History) -> Self {
        Self { lines: history.lines(), damaged: history.damaged, had_room: !history.has_spilled() }
    }
}

fn summary(args: &MineArgs, read: &Read, mined: &Mined, problems: &Problems, seconds: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut left_out = |count: u64, one: &str, more: &str| {
        if count > 0 {
            lines.push(format!("left out: {}", many(count, one, more)));
        }
    };
    let most = grouped(args.max_basket);
    left_out(
        mined.too_large,
        &format!("basket of more than {most} items"),
        &format!("baskets of more than {most} items"),
    );
    left_out(mined.unknown_lines, "line without a SKU that can be one", "lines without a SKU that can be one");
    left_out(read.damaged, "event that can no longer be read", "events that can no longer be read");
    if mined.kept_below > 0 {
        let pairs = many(mined.kept_below, "pair", "pairs");
        lines.push(format!(
            "kept for what people wrote: {pairs} in fewer than {} baskets",
            grouped(args.min_count.into())
        ));
    }
    if mined.baskets == 0 {
        lines.push("no sales: no basket holds an item".to_owned());
    } else if mined.pairs == 0 {
        let least = many(args.min_count, "basket", "baskets");
        lines.push(format!("no pairs: no two items are together in {least} or more"));
    }
    let output = if args.output.as_os_str() == "-" {
        "pairs".into()
    } else {
        args.output.file_name().unwrap_or_default().to_string_lossy()
    };
    let warnings = match problems.warnings() {
        0 => String::new(),
        some => format!(", {}", many(some, "warning", "warnings")),
    };
    let room = if read.had_room { "" } else { ", with temporary files" };
    lines.push(format!(
        "mined {output}: {} of {} in {}, {}, in {seconds:.1} s{room}{warnings}",
        many(mined.pairs, "pair", "pairs"),
        many(mined.items, "item", "items"),
        many(mined.baskets, "basket", "baskets"),
        many(read.lines, "line", "lines"),
    ));
    lines
}

fn say(problems: &mut Problems) {
    problems.sort();
    for problem in problems.list() {
        console::note(&problem.to_string());
    }
}

/// Says which SKUs are none.
pub fn say_unknown(unknown: &[Unknown], problems: &mut Problems) {
    for unknown in unknown.iter().take(SAID) {
        let why = unknown.error.map_or_else(|| "SKU is none".to_owned(), |error| error.to_string());
        let what = format!("{why} ({})", many(unknown.lines, "line left out", "lines left out"));
        problems.warning(&unknown.file, unknown.at, what, &unknown.spelling);
    }
    if let Some(next) = unknown.get(SAID) {
        let more = many(unknown.len() - SAID, "more that is no SKU", "more that are no SKUs");
        problems.warning(&next.file, next.at, format!("and {more}"), "");
    }
}

/// What went wrong while sales were read that are not written anywhere.
pub fn not_read(error: Error) -> Failure {
    match error {
        Error::Stopped => Failure::new(Exit::Interrupted, "stopped"),
        Error::Store(error) => error.into(),
        Error::Spill { .. } | Error::Output(_) => Failure::new(Exit::NotSaved, error.to_string()),
    }
}

fn failure(args: &MineArgs, error: Error) -> Failure {
    match error {
        Error::Stopped => Failure::new(Exit::Interrupted, "stopped; nothing was written"),
        Error::Store(error) => error.into(),
        Error::Spill { .. } => Failure::new(Exit::NotSaved, error.to_string())
            .hinted("free some disk space there, or give more --memory; nothing was written"),
        Error::Output(error) => Failure::new(Exit::NotSaved, format!("not saved: {}: {error}", args.output.display()))
            .hinted("free some disk space or check the rights of the folder; nothing was changed"),
    }
}

/// `512M`, `1G`: bytes in powers of 1,024.
fn size(raw: &str) -> Result<usize, String> {
    let digits = raw.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match raw[digits.len()..].trim().to_uppercase().trim_end_matches("IB").trim_end_matches('B') {
        "" => 1,
        "K" => 1 << 10,
        "M" => MIB,
        "G" => 1 << 30,
        "T" => 1 << 40,
        _ => return Err("write a size like 512M or 2G".to_owned()),
    };
    let number: usize = digits.parse().map_err(|_| "write a size like 512M or 2G".to_owned())?;
    let bytes = number.saturating_mul(unit);
    if bytes < LEAST_MEMORY { Err("at least 64M is needed".to_owned()) } else { Ok(bytes) }
}

fn days(raw: &str) -> Result<f64, String> {
    let days = raw.parse::<f64>().ok().filter(|days| days.is_finite() && *days > 0.0);
    days.ok_or_else(|| "write a number of days above 0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (raw, bytes) in [("512M", 512 * MIB), ("1G", 1 << 30), ("2GiB", 2 << 30), ("100mb", 100 * MIB)] {
            assert_eq!(size(raw), Ok(bytes), "{raw}");
        }
        for bad in ["", "M", "1.5G", "12", "63M", "1X", "-1G"] {
            assert!(size(bad).is_err(), "{bad}");
        }
        assert!(days("0").is_err() && days("inf").is_err() && days("90") == Ok(90.0));
    }
}
