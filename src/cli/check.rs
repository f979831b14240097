//! `goeswith catalog check SOURCE`: everything that is wrong with a folder of spreadsheets. The problems are the data.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::count::{grouped, many, wrong_rows};
use super::progress::Progress;
use super::{Exit, Failure, Globals, console};
use crate::catalog::{self, Gravity, Problem};

/// Say everything that is wrong with a folder of spreadsheets
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// The folder with shop.toml, items.csv and the rest
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
}

/// Checks.
pub fn run(args: &CheckArgs, globals: &Globals) -> Result<(), Failure> {
    folder(&args.source)?;
    let mut progress = Progress::start();
    let read = catalog::source::read(&args.source, super::clock::today(), &mut progress);
    progress.finish();
    let (_, problems) = read.ok_or_else(|| Failure::new(Exit::Interrupted, "stopped"))?;
    for problem in problems.list() {
        let line = if globals.json { as_json(problem) } else { problem.to_string() };
        console::out(&line)?;
    }
    if problems.any_error() {
        let wrong = wrong_rows(&problems);
        return Err(Failure::new(Exit::Data, wrong).hinted("fix what is marked error; warnings do not stop a build"));
    }
    let warnings = many(problems.warnings(), "warning", "warnings");
    console::note(&format!("no errors and {warnings} in {} rows", grouped(problems.rows)));
    Ok(())
}

/// A source is a folder; anything else is said before its files are missed one by one.
pub fn folder(source: &Path) -> Result<(), Failure> {
    let hint = "give the folder that holds shop.toml and items.csv";
    match std::fs::metadata(source) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(Failure::new(Exit::Data, format!("not a folder: {}", source.display())).hinted(hint)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Failure::new(Exit::Data, format!("no such folder: {}", source.display())).hinted(hint))
        }
        Err(error) => Err(Failure::new(Exit::Data, format!("folder cannot be read: {}: {error}", source.display()))),
    }
}

fn as_json(problem: &Problem) -> String {
    let gravity = match problem.gravity {
        Gravity::Error => "error",
        Gravity::Warning => "warning",
    };
    json!({
        "file": &*problem.file,
        "line": problem.at.line,
        "column": problem.at.column,
        "gravity": gravity,
        "what": &*problem.what,
        "value": &*problem.value,
    })
    .to_string()
}
