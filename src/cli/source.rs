//! `goeswith catalog export FILE.db -o SOURCE`: a snapshot as a folder of spreadsheets again.

use std::path::PathBuf;

use serde_json::json;

use super::count::{grouped, many};
use super::{Failure, Globals, console};
use crate::catalog::export;
use crate::db::{self, whole};

/// Turn a snapshot back into a folder of spreadsheets
///
/// The folder builds to the same items, links, sentences and decisions. Selectors come out as the rows they stood for, tags
/// of items are not in a snapshot, and of sales there are only the counts of pairs: put the histories into sales/ of the
/// folder to learn from them anew. The same snapshot gives the same bytes; a folder that holds anything is refused.
#[derive(Debug, clap::Args)]
pub struct SourceArgs {
    /// The snapshot
    #[arg(value_name = "FILE.db")]
    file: PathBuf,
    /// The folder to write, new or empty
    #[arg(short, long, value_name = "SOURCE")]
    output: PathBuf,
}

/// Writes.
pub fn run(args: &SourceArgs, globals: &Globals) -> Result<(), Failure> {
    crate::catalog::fresh::check(&args.output)?;
    db::verify(&args.file)?;
    let whole = whole::read(&args.file)?;
    let summary = export::write(&args.output, &whole)?;
    if globals.json {
        let files: Vec<_> = summary.files.iter().map(|(file, rows)| json!({ "file": file, "rows": rows })).collect();
        return console::json(&json!({
            "source": args.output.to_string_lossy(), "files": files, "sales": summary.sales,
            "answers": summary.answers, "left_out": summary.left_out,
        }));
    }
    for (file, rows) in &summary.files {
        let rows = if *rows == 0 { String::new() } else { format!("  {}", many(*rows, "row", "rows")) };
        console::out(&format!("{}{rows}", args.output.join(file).display()))?;
    }
    let mut notes = Vec::new();
    if !whole.links.is_empty() {
        notes.push(
            "links.csv has one row a pair: a snapshot holds what selectors stood for, not the selectors, and no tags of items"
                .to_owned(),
        );
    }
    if summary.sales > 0 {
        let sales = many(summary.sales, "sale", "sales");
        notes.push(format!(
            "pairs.csv has the counts of {sales}; what was learned of them differs until sales/ holds the histories again"
        ));
    }
    if summary.answers > 0 {
        let pairs = many(summary.answers, "pair", "pairs");
        notes.push(format!("what answers taught of {pairs} is not in a source; build with --events again"));
    }
    if summary.left_out > 0 {
        notes.push(format!(
            "{} left out: two links of one pair say different things in one language",
            if summary.left_out == 1 {
                "1 sentence was".to_owned()
            } else {
                format!("{} sentences were", grouped(summary.left_out))
            }
        ));
    }
    for note in &notes {
        console::note(note);
    }
    Ok(())
}
