//! `goeswith sync`: takes what the sync folder brings and sends what happened here.

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use super::count::{grouped, many};
use super::progress::Progress;
use super::visit::{Visit, Visitor, Weight, named};
use super::{Exit, Failure, Globals, console};
use crate::catalog::watch::Watch as _;
use crate::domain::Problem;
use crate::settings;
use crate::sync::outbox::Occasion;
use crate::travel::overlay::Label;

/// Take what the sync folder brings, and send what happened here
///
/// The folder is the one of --sync-dir, else `dir` under [sync] in settings.toml. An open counter does the same by itself
/// every 15 seconds. Every catalog, store list or other file that was refused or is still arriving is one line on
/// stderr; the catalog in use stays as it is.
#[derive(Debug, clap::Args)]
pub struct SyncArgs {
    /// Look once and end: with 3 where something was refused
    #[arg(long)]
    once: bool,
    /// Take this version, however far ahead of the one in use it is
    #[arg(long, value_name = "N")]
    accept_version: Option<u64>,
}

/// Between two looks.
pub const PAUSE: Duration = Duration::from_secs(15);

/// What `--json` prints of a look.
#[derive(Serialize)]
struct Looked<'a> {
    installed: Option<Installed<'a>>,
    overlay: Option<Laid<'a>>,
    customers: Option<Linked>,
    sent: usize,
    problems: Vec<&'a Problem>,
}

#[derive(Serialize)]
struct Installed<'a> {
    version: u64,
    sha256: &'a str,
}

/// Whose cards may be linked.
#[derive(Serialize)]
struct Linked {
    number: u64,
    customers: u64,
}

/// A store's own prices, stock and shelves.
#[derive(Serialize)]
struct Laid<'a> {
    store: &'a str,
    number: u64,
    rows: usize,
    unknown: u64,
}

/// Runs the command.
pub fn run(args: &SyncArgs, globals: &Globals) -> Result<(), Failure> {
    let data_dir = settings::data_dir(globals.data_dir.as_deref())?;
    let config_dir = settings::config_dir(globals.data_dir.as_deref())?;
    let settings = settings::read(&config_dir).0;
    let sync_dir = folder(globals, &settings).ok_or_else(|| {
        Failure::new(Exit::Usage, "no sync folder is set")
            .hinted("give one with --sync-dir DIR, or as `dir` under [sync] in settings.toml")
    })?;
    let mut visitor = Visitor::new(sync_dir, data_dir, &settings);
    let occasion = if args.once { Occasion::Once } else { Occasion::Visit };
    loop {
        let mut progress = Progress::start();
        let mut at = None;
        let visit = visitor.visit(occasion, args.accept_version, &mut |stage, done, total| {
            if at != Some(stage) {
                progress.step(stage.into(), total);
                at = Some(stage);
            }
            progress.at(done)
        });
        let stopped = !progress.at(0);
        progress.finish();
        tell(&visit, globals.json)?;
        if stopped {
            return Err(Failure::new(Exit::Interrupted, "stopped; the catalog in use stays as it is"));
        }
        if args.once {
            return exit(&visit).map_or(Ok(()), |(exit, message)| Err(Failure::new(exit, message)));
        }
        std::thread::sleep(PAUSE);
    }
}

/// The sync folder of a run.
pub fn folder(globals: &Globals, settings: &settings::Settings) -> Option<PathBuf> {
    globals.sync_dir.clone().or_else(|| settings.sync_dir.clone())
}

fn tell(visit: &Visit, json: bool) -> Result<(), Failure> {
    if json {
        let looked = Looked {
            installed: visit
                .installed
                .as_ref()
                .map(|installed| Installed { version: installed.version, sha256: &installed.sha256 }),
            overlay: visit.stock.as_ref().map(|(overlay, unknown)| Laid {
                store: &overlay.label().store,
                number: overlay.label().number,
                rows: overlay.rows(),
                unknown: *unknown,
            }),
            customers: visit.customers.map(|(number, customers)| Linked { number, customers }),
            sent: visit.sent,
            problems: visit.problems.iter().map(|(_, problem)| problem).collect(),
        };
        console::json(&looked)?;
    }
    if let Some(installed) = &visit.installed {
        console::note(&format!("{} is in use now", named(installed)));
    }
    if let Some((overlay, unknown)) = &visit.stock {
        let Label { store, number, .. } = overlay.label();
        let rows = many(overlay.rows(), "row", "rows");
        console::note(&format!("stock list {number} of store {store} is in use now: {rows}{}", unknown_skus(*unknown)));
    }
    if let Some((number, count)) = visit.customers {
        let customers = many(count, "customer", "customers");
        console::note(&format!("customers list {number} is in use now: {customers}"));
    }
    for (_, problem) in &visit.problems {
        console::note(&format!("{} {} {}", problem.code, problem.sentence(), sentence(&problem.todo)));
    }
    Ok(())
}

/// `, 2 SKUs are not in the catalog`; nothing for none.
pub fn unknown_skus(unknown: u64) -> String {
    match unknown {
        0 => String::new(),
        1 => ", 1 SKU is not in the catalog".to_owned(),
        some => format!(", {} SKUs are not in the catalog", grouped(some)),
    }
}

/// `Head office: publish it again.`
pub fn sentence(todo: &str) -> String {
    let mut letters = todo.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(Some('.')).collect()
}

/// The exit code of one look; what was refused goes before what failed.
fn exit(visit: &Visit) -> Option<(Exit, &'static str)> {
    let weights = || visit.problems.iter().map(|(weight, _)| *weight);
    if weights().any(|weight| weight == Weight::Refused) {
        return Some((Exit::Refused, "something was refused; what was in use stays in use"));
    }
    if weights().any(|weight| weight == Weight::TooNew) {
        return Some((Exit::TooNew, "something needs a newer goeswith; what was in use stays in use"));
    }
    weights().find_map(|weight| match weight {
        Weight::Failed(exit) => Some((exit, "the sync folder could not be looked through")),
        _ => None,
    })
}
