//! `goeswith catalog check --fix`: the safe repairs, each said as what was and what will be.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;

use super::count::many;
use super::progress::Progress;
use super::{Exit, Failure, Globals, console};
use crate::catalog::repair::{self, Repair};
use crate::domain::text::clean;

/// Repairs a source; `dry` says what would be done and writes nothing.
pub fn run(source: &Path, dry: bool, globals: &Globals) -> Result<(), Failure> {
    let mut progress = Progress::start();
    let repairs = repair::find(source, &mut progress);
    progress.finish();
    let repairs = repairs?;
    if !dry {
        repairs.write()?;
    }
    for one in &repairs.list {
        if globals.json {
            console::json(&as_json(one, dry))?;
        } else {
            console::text(&as_text(one))?;
        }
    }
    let done = many(repairs.list.len(), "repair", "repairs");
    console::note(&if dry { format!("{done} to do; nothing was written") } else { format!("{done} done") });
    Ok(())
}

/// What was with `-` before it, what is with `+`; blanks at the ends are seen by the quotation marks.
fn as_text(repair: &Repair) -> String {
    let Repair { file, at, what, before, after } = repair;
    // What nobody sees stands as its number.
    let shown = |text: &str| format!("{text:?}");
    let mut text = format!("{file}:{}:{}: fix: {}\n  - {}\n", at.line, at.column, clean(what).text, shown(before));
    if let Some(after) = after {
        let _ = writeln!(text, "  + {}", shown(after));
    }
    text
}

fn as_json(repair: &Repair, dry: bool) -> serde_json::Value {
    json!({
        "file": repair.file,
        "line": repair.at.line,
        "column": repair.at.column,
        "gravity": "fix",
        "what": repair.what,
        "before": repair.before,
        "after": repair.after,
        "done": !dry,
    })
}

impl From<repair::Error> for Failure {
    fn from(error: repair::Error) -> Self {
        Self::new(Exit::NotSaved, format!("not repaired: {error}"))
            .hinted("check the rights of the folder, and that no other program holds the file")
    }
}
