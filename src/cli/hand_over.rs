//! What goes to other programs as CSV or JSON lines: printed piece by piece, or into a file that is there whole or not at all.

use std::path::{Path, PathBuf};

use super::{Exit, Failure, console};
use crate::domain::Day;
use crate::history::draft::Draft;

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For spreadsheets and CRMs
    Csv,
    /// JSON lines
    Jsonl,
}

/// Printed or written at once.
const CHUNK: usize = 64 * 1024;

/// Where it goes.
pub struct Paper {
    to: Target,
    chunk: String,
}

enum Target {
    Printed(Print),
    File(Draft, PathBuf),
}

/// How pieces are printed.
pub type Print = fn(&str) -> Result<(), Failure>;

impl Format {
    /// How it is printed.
    pub fn print(self) -> Print {
        match self {
            Self::Csv => console::text,
            Self::Jsonl => console::json_lines,
        }
    }
}

impl Paper {
    /// Begins a file, or to print where none is named.
    pub fn begin(file: Option<&Path>, print: Print) -> Result<Self, Failure> {
        let to = match file {
            None => Target::Printed(print),
            Some(path) => Target::File(Draft::begin(path).map_err(|error| not_written(path, &error))?, path.to_owned()),
        };
        Ok(Self { to, chunk: String::new() })
    }

    /// Adds lines, with their ends.
    pub fn put(&mut self, lines: &str) -> Result<(), Failure> {
        self.chunk += lines;
        if self.chunk.len() < CHUNK { Ok(()) } else { self.flush() }
    }

    /// It is all there: a file gets its name.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        match self.to {
            Target::Printed(_) => Ok(()),
            Target::File(draft, path) => draft.finish().map_err(|error| not_written(&path, &error)),
        }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let lines = std::mem::take(&mut self.chunk);
        match &mut self.to {
            Target::Printed(print) => print(&lines),
            Target::File(draft, path) => draft.write(lines.as_bytes()).map_err(|error| not_written(path, &error)),
        }
    }
}

fn not_written(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(Exit::NotSaved, format!("{} cannot be written: {error}", path.display()))
        .hinted("check the folder and its rights; nothing was written")
}

/// A day on the command line.
pub fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "not a day like 2026-11-22".to_owned())
}

/// Fails where the last day lies before the first.
pub fn in_order(since: Option<Day>, until: Option<Day>) -> Result<(), Failure> {
    match (since, until) {
        (Some(since), Some(until)) if until < since => {
            Err(Failure::new(Exit::Usage, format!("--until {until} lies before --since {since}")))
        }
        _ => Ok(()),
    }
}

/// What is left out because it can no longer be read ends in an exit code of its own.
pub fn damaged(count: u64) -> Result<(), Failure> {
    if count == 0 {
        return Ok(());
    }
    let message = format!("events that can no longer be read were left out: {count}");
    Err(Failure::new(Exit::StoreDamaged, message).hinted("run `goeswith doctor`; nothing was deleted"))
}
