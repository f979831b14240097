//! `goeswith feed`: what the lines of a till's journal would count as, before anybody relies on it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::place::Place;
use super::{Exit, Failure, Globals, console, place};
use crate::domain::text::clean;
use crate::feed::{Entry, Rules};
use crate::input::{Lines, Manner};
use crate::settings;

/// Say what the lines of a till's journal count as
///
/// Lines are read as `goeswith sell --feed` reads them, by the patterns under [feed] in settings.toml. Nothing is sold and
/// nothing kept.
#[derive(Debug, clap::Args)]
pub struct FeedArgs {
    /// A file that the till wrote, or a copy of it; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// How many lines were what.
#[derive(Debug, Default)]
struct Counts {
    sold: usize,
    maybe: usize,
    void: usize,
    ends: usize,
    nothing: usize,
}

#[derive(Serialize)]
struct Answer<'l> {
    line: &'l str,
    means: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<i64>,
}

/// Runs it.
pub fn run(args: &FeedArgs, globals: &Globals) -> Result<(), Failure> {
    let (settings, problems) = settings::read(&Place::settings_only(globals)?);
    problems.iter().for_each(place::say);
    let rules = Rules::new(&settings.feed.patterns);
    let mut lines = Lines::new(Manner::Till);
    let mut counts = Counts::default();
    let mut source = open(&args.file)?;
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let length = source.read(&mut bytes).map_err(|error| unreadable(&args.file, &error))?;
        let whole = if length == 0 { lines.end().into_iter().collect() } else { lines.push(&bytes[..length]) };
        for line in whole {
            answer(&line, rules.read(&line).as_ref(), &mut counts, globals.json)?;
        }
        if length == 0 {
            break;
        }
    }
    if !globals.json {
        console::note(&summary(&counts));
    }
    Ok(())
}

fn answer(line: &str, entry: Option<&Entry>, counts: &mut Counts, json: bool) -> Result<(), Failure> {
    let (means, count, code, quantity) = match entry {
        Some(Entry::Sold { code, quantity, sure: true }) => ("sold", &mut counts.sold, Some(code), Some(*quantity)),
        Some(Entry::Sold { code, quantity, .. }) => ("maybe", &mut counts.maybe, Some(code), Some(*quantity)),
        Some(Entry::Void { code, quantity }) => ("void", &mut counts.void, Some(code), Some(*quantity)),
        Some(Entry::End) => ("end", &mut counts.ends, None, None),
        None => ("-", &mut counts.nothing, None, None),
    };
    *count += 1;
    if json {
        let answer = Answer { line, means, code: code.map(String::as_str), quantity };
        return console::json(&answer);
    }
    let what = match (code, quantity) {
        (Some(code), Some(quantity)) => format!("{quantity} x {code}"),
        _ => String::new(),
    };
    console::out(&clean(&format!("{means:<6}{what:<18}  | {line}")).text)
}

fn summary(counts: &Counts) -> String {
    let Counts { sold, maybe, void, ends, nothing } = counts;
    let maybe = match maybe {
        0 => String::new(),
        many => format!("; {many} maybe, where the catalog has the code"),
    };
    let ends = if *ends == 1 { "1 end of a receipt".to_owned() } else { format!("{ends} ends of a receipt") };
    let count = sold + void + counts.ends;
    format!("{count} lines count: {sold} sold, {void} taken off, {ends}{maybe}; {nothing} mean nothing")
}

fn open(file: &Path) -> Result<Box<dyn Read>, Failure> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(File::open(file).map_err(|error| unreadable(file, &error))?))
}

fn unreadable(file: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::Data, format!("{} cannot be read: {error}", file.display())).hinted("check the path")
}
