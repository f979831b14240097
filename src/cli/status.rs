//! `goeswith status`: what is sold from, what is stored, and what is wrong. It changes nothing.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use super::place::Place;
use super::{Failure, Globals, clock, console, problems};
use crate::db;
use crate::db::store::{self, Counts, Store};
use crate::domain::{Problem, UnixMillis};
use crate::{settings, sync};

/// Say what is sold from, what is stored, and what is wrong
#[derive(Debug, clap::Args)]
pub struct StatusArgs {}

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Status {
    catalog: Option<CatalogStatus>,
    store: Option<StoreStatus>,
    problems: Vec<Problem>,
    terminal: Option<String>,
    terminal_id: Option<String>,
    data_dir: PathBuf,
    program: &'static str,
}

/// These two alone, so that two looks can be compared.
#[derive(Debug, Serialize)]
struct CatalogStatus {
    version: u64,
    sha256: String,
}

#[derive(Debug, Default, Serialize)]
struct StoreStatus {
    events: u64,
    unsent: u64,
    #[serde(skip)]
    oldest_unsent: Option<UnixMillis>,
}

impl From<Counts> for StoreStatus {
    fn from(counts: Counts) -> Self {
        Self { events: counts.events, unsent: counts.unsent, oldest_unsent: counts.oldest_unsent }
    }
}

/// Runs the command. A store that cannot be read decides the exit code, after everything was said.
pub fn run(_args: &StatusArgs, globals: &Globals) -> Result<(), Failure> {
    let (status, error) = look(globals)?;
    if globals.json {
        let json = serde_json::to_string(&status).unwrap_or_default();
        console::out(&json)?;
    } else {
        console::raw(text(&status).as_bytes())?;
    }
    error.map_or(Ok(()), |error| Err(error.into()))
}

fn look(globals: &Globals) -> Result<(Status, Option<db::Error>), Failure> {
    let place = Place::of(globals)?;
    place.fill_demo()?;
    let data_dir = place.data_dir.clone();
    let (settings, mut problems) = settings::read(&place.config_dir);
    problems.extend(super::keys::read(&place.config_dir.join(settings::KEYS_FILE)).1);
    problems.extend(problems::moved_aside(&data_dir));
    problems.extend(problems::disk(&data_dir));
    let opened = Store::open_read_only(&data_dir.join(store::FILE));
    let mut terminal_id = None;
    let counted = opened.and_then(|store| {
        problems.extend(problems::clock(&store, clock::now()));
        terminal_id = Some(store.identity().terminal.clone());
        store.counts()
    });
    let (store, error) = match counted {
        Ok(counts) => (Some(counts.into()), None),
        Err(db::Error::Missing(_)) => (Some(StoreStatus::default()), None),
        Err(error) => {
            problems.push(problems::of_store(&error));
            (None, Some(error))
        }
    };
    problems.sort_by_key(|problem| problem.code);
    let status = Status {
        catalog: catalog(&place),
        store,
        problems,
        terminal: settings.terminal.map(|name| name.to_string()),
        terminal_id,
        data_dir,
        program: env!("CARGO_PKG_VERSION"),
    };
    Ok((status, error))
}

/// The catalog that a sale would be made from: the installed one, or the file that the arguments name.
fn catalog(place: &Place) -> Option<CatalogStatus> {
    let path = place.catalog.as_ref()?;
    let installed = sync::current(&place.data_dir).filter(|installed| &installed.path == path);
    match installed {
        Some(installed) => Some(CatalogStatus { version: installed.version, sha256: installed.sha256 }),
        None => Some(CatalogStatus { version: 0, sha256: sync::fingerprint(path).ok()? }),
    }
}

fn text(status: &Status) -> String {
    let catalog = match &status.catalog {
        None => "none is installed".to_owned(),
        Some(catalog) => format!("version {}, sha256 {}", catalog.version, catalog.sha256),
    };
    let store = match &status.store {
        None => "cannot be read".to_owned(),
        Some(store) => {
            let oldest = store.oldest_unsent.map(|oldest| age(clock::now() - oldest));
            let oldest = oldest.map_or_else(String::new, |age| format!(", oldest {age}"));
            format!("{} events, unsent: {}{oldest}", store.events, store.unsent)
        }
    };
    let terminal = status.terminal.as_deref().or(status.terminal_id.as_deref()).unwrap_or("no name yet");
    let mut text = format!(
        "program   goeswith {}\nterminal  {terminal}\nfiles     {}\ncatalog   {catalog}\nstore     {store}\n",
        status.program,
        status.data_dir.display(),
    );
    if status.problems.is_empty() {
        text += "problems  none\n";
    }
    for problem in &status.problems {
        let _ = writeln!(text, "{}    {}\n          {}", problem.code, problem.sentence(), problem.todo);
    }
    text
}

/// `3 h`, `2 days`: the largest unit alone.
fn age(milliseconds: UnixMillis) -> String {
    let minutes = milliseconds.max(0) / 60_000;
    match minutes {
        0..120 => format!("{minutes} min"),
        120..2880 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}
