//! `goeswith catalog check SOURCE`: everything a careful colleague would say of a folder of spreadsheets, and the safe
//! repairs. What is found is the data.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::count::{grouped, many};
use super::progress::Progress;
use super::{Exit, Failure, Globals, console, repair};
use crate::catalog::check::{self, Check, Finding, Policy, UnknownName};
use crate::catalog::{self, Gravity};

/// So many hints of one check are said; the rest are counted.
const HINTS: u64 = 20;

/// Say everything that is wrong with a folder of spreadsheets
///
/// One finding a line, `file:line:column: level: what: value`, in the order of files and lines. Errors stop a build,
/// warnings do not, hints may be as they are meant. Every check has a name that stays the same in all versions, for --deny
/// and --allow; `--list` says them all.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArgs {
    /// The folder with shop.toml, items.csv and the rest
    #[arg(value_name = "SOURCE", required_unless_present = "list")]
    source: Option<PathBuf>,
    /// Repair what needs no decision: characters that cannot be shown, blanks around cells, rows that stand twice, zeros
    /// of barcodes, signs between categories. Everything else in the files stays as it is, byte for byte
    #[arg(long)]
    fix: bool,
    /// Say what --fix would do, and write nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Count a check, or all of a level, as an error, so that the exit code is 1 (can be repeated)
    #[arg(long, value_name = "NAME")]
    deny: Vec<String>,
    /// Say nothing of a check, or of a level (can be repeated)
    #[arg(long, value_name = "NAME")]
    allow: Vec<String>,
    /// The least grave level that is said
    #[arg(long, value_name = "LEVEL", default_value = "hint", value_parser = ["error", "warning", "hint"])]
    level: String,
    /// Say every hint; otherwise the first 20 of each check. With --json all are said
    #[arg(long)]
    all: bool,
    /// Print all checks with their names
    #[arg(long, conflicts_with_all = ["source", "fix"])]
    list: bool,
}

/// Checks.
pub fn run(args: &CheckArgs, globals: &Globals) -> Result<(), Failure> {
    let least = Gravity::ALL.into_iter().find(|level| level.word() == args.level).unwrap_or(Gravity::Hint);
    let policy = Policy::new(&args.deny, &args.allow, least)?;
    let Some(source) = args.source.as_deref().filter(|_| !args.list) else { return list(globals) };
    folder(source)?;
    if args.fix {
        repair::run(source, args.dry_run, globals)?;
    }
    let today = super::clock::today();
    let mut progress = Progress::start();
    let read = catalog::source::read(source, today, &mut progress);
    progress.finish();
    let (read, problems) = read.ok_or_else(|| Failure::new(Exit::Interrupted, "stopped"))?;
    let (rows, wrong) = (problems.rows, super::count::wrong_rows(&problems));
    let findings = policy.apply(check::check(source, &read, problems, today));
    say(&findings, args.all, globals)?;
    let count = |gravity| findings.iter().filter(|finding| finding.problem.gravity == gravity).count();
    let denied = findings
        .iter()
        .any(|finding| finding.problem.gravity == Gravity::Error && finding.check.gravity != Gravity::Error);
    if count(Gravity::Error) > 0 {
        let wrong = if denied { many(count(Gravity::Error), "error", "errors") } else { wrong };
        return Err(Failure::new(Exit::Data, wrong).hinted("fix what is marked error; warnings do not stop a build"));
    }
    let warnings = many(count(Gravity::Warning), "warning", "warnings");
    let hints = match count(Gravity::Hint) {
        0 => String::new(),
        some => format!(", and {}", many(some, "hint", "hints")),
    };
    console::note(&format!("no errors and {warnings} in {} rows{hints}", grouped(rows)));
    Ok(())
}

/// The findings as data; behind them, for people, each check with its name, how often it was found and what to do.
fn say(findings: &[Finding], all: bool, globals: &Globals) -> Result<(), Failure> {
    if globals.json {
        let lines: String = findings.iter().map(|finding| as_json(finding) + "\n").collect();
        return console::json_lines(&lines);
    }
    let mut text = String::new();
    let mut counts = BTreeMap::<&str, u64>::new();
    for finding in findings {
        let count = counts.entry(finding.check.name).or_default();
        *count += 1;
        if *count <= HINTS || all || finding.problem.gravity != Gravity::Hint {
            let _ = writeln!(text, "{finding}");
        }
    }
    console::text(&text)?;
    for check in check::CHECKS.iter().filter(|check| counts.contains_key(check.name)) {
        let count = counts[check.name];
        let todo = if check.todo.is_empty() { check.finds } else { check.todo };
        let more = if count > HINTS && !all && check.gravity == Gravity::Hint { "; --all says them" } else { "" };
        console::note(&format!("{:>7} {:<22} {todo}{more}", grouped(count), check.name));
    }
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

fn as_json(finding: &Finding) -> String {
    let problem = &finding.problem;
    json!({
        "file": &*problem.file,
        "line": problem.at.line,
        "column": problem.at.column,
        "gravity": problem.gravity.word(),
        "what": &*problem.what,
        "value": &*problem.value,
        "name": finding.check.name,
        "hint": finding.check.todo,
    })
    .to_string()
}

fn list(globals: &Globals) -> Result<(), Failure> {
    let line = |check: &Check| {
        let (name, level, finds) = (check.name, check.gravity.word(), check.finds);
        if globals.json {
            json!({ "name": name, "gravity": level, "finds": finds, "hint": check.todo }).to_string()
        } else {
            format!("{level:<9}{name:<24}{finds}")
        }
    };
    check::CHECKS.iter().try_for_each(|check| console::out(&line(check)))
}

impl From<UnknownName> for Failure {
    fn from(error: UnknownName) -> Self {
        let failure = Self::new(Exit::Usage, error.to_string());
        match error {
            UnknownName::Nothing { near: Some(near), .. } => failure.hinted(format!("is it {near}?")),
            UnknownName::Nothing { .. } => failure.hinted("`goeswith catalog check --list` says all names"),
            UnknownName::Error(_) => failure.hinted("warnings and hints can be allowed"),
        }
    }
}
