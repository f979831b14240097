//! `goeswith catalog build SOURCE -o FILE.db`: a folder of spreadsheets becomes one snapshot.

use std::path::PathBuf;
use std::time::Instant;

use super::heard;
use super::progress::Progress;
use super::{Exit, Failure, Globals, console};
use crate::catalog::{self, Problems};
use crate::db::snapshot::{self, Numbers, Snapshot, Written};

/// Make a snapshot from a folder of spreadsheets
#[derive(Debug, clap::Args)]
pub struct BuildArgs {
    /// The folder with shop.toml, items.csv and the rest
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
    /// The snapshot to write; an older one is replaced only when the new one is whole
    #[arg(short, long, value_name = "FILE.db")]
    output: PathBuf,
    /// Keep the item numbers of this snapshot, so that little changes in the file
    #[arg(long, value_name = "OLD.db")]
    previous: Option<PathBuf>,
    /// Learn from the answers in this store, a collected one or a terminal's (can be repeated)
    #[arg(long, value_name = "STORE.db")]
    events: Vec<PathBuf>,
}

/// Builds.
pub fn run(args: &BuildArgs, _globals: &Globals) -> Result<(), Failure> {
    let started = Instant::now();
    super::check::folder(&args.source)?;
    refuse_source_file(args)?;
    let stores = heard::open(&args.events)?;
    let mut progress = Progress::start();
    let previous = match &args.previous {
        Some(path) => snapshot::read_numbers(path)?,
        None => Numbers::default(),
    };
    let today = super::clock::today();
    let (source, problems) = catalog::source::read(&args.source, today, &mut progress).ok_or_else(interrupted)?;
    progress.pause();
    console::notes(problems.list().iter().map(ToString::to_string));
    if problems.any_error() {
        return Err(not_built(&problems));
    }
    let warnings = problems.warnings();
    drop(problems);
    let answers = heard::read(&stores, &source, &mut progress)?.ok_or_else(interrupted)?;
    drop(stores);
    let rows = catalog::build::snapshot(source, &previous, &answers, &mut progress).ok_or_else(interrupted)?;
    drop(previous);
    let written = progress.write(&args.output, &rows)?;
    progress.finish();
    match written {
        Written::Stopped => Err(interrupted()),
        Written::Whole(_) => {
            if !args.events.is_empty() {
                console::note(&heard::learned(&answers));
            }
            console::note(&summary(args, &rows, warnings, started.elapsed().as_secs_f64()));
            // The program ends here: a million items would be given back to the system one by one.
            std::mem::forget(rows);
            Ok(())
        }
    }
}

/// A slip like `-o my-shop/items.csv` must not cost anybody their work.
fn refuse_source_file(args: &BuildArgs) -> Result<(), Failure> {
    let extension = args.output.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if ["csv", "toml"].contains(&extension.to_lowercase().as_str()) {
        let message = format!("output is named like a file of a source: {}", args.output.display());
        return Err(Failure::new(Exit::Usage, message).hinted("give a name that ends on .db"));
    }
    Ok(())
}

/// What is said where errors stop the build.
pub fn not_built(problems: &Problems) -> Failure {
    let message = format!("catalog not built: {}", super::count::wrong_rows(problems));
    let hint = match problems.errors() {
        1 => "fix this and build again; nothing was written",
        _ if problems.wrong_rows().is_some() => "fix these rows and build again; nothing was written",
        _ => "fix these errors and build again; nothing was written",
    };
    Failure::new(Exit::Data, message).hinted(hint)
}

fn interrupted() -> Failure {
    Failure::new(Exit::Interrupted, "stopped; nothing was written")
}

fn summary(args: &BuildArgs, rows: &Snapshot, warnings: usize, seconds: f64) -> String {
    use super::count::many;
    let file = args.output.file_name().unwrap_or_default().to_string_lossy();
    let mut parts = vec![many(rows.items.count(), "item", "items"), many(rows.links.len(), "link", "links")];
    if !rows.pairs.is_empty() {
        parts.push(many(rows.pairs.len(), "pair counted one way", "pairs counted both ways"));
    }
    let warnings = match warnings {
        0 => String::new(),
        some => format!(", {}", many(some, "warning", "warnings")),
    };
    format!("built {file}: {} in {seconds:.1} s{warnings}", parts.join(", "))
}
