//! `goeswith status`: what is sold from, what is stored, and what is wrong. It changes nothing.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use super::count::many;
use super::place::Place;
use super::{Failure, Globals, clock, console, problems, unknown};
use crate::db;
use crate::db::store::{self, Counts, Store};
use crate::domain::{Problem, UnixMillis, UnknownCode};
use crate::settings::Settings;
use crate::sync::customers::Customers;
use crate::travel::overlay::Label;
use crate::{settings, sync};

/// Say what is sold from, what is stored, and what is wrong
#[derive(Debug, clap::Args)]
pub struct StatusArgs {}

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Status {
    catalog: Option<CatalogStatus>,
    store: Option<StoreStatus>,
    overlay: Option<OverlayStatus>,
    customers: Option<CustomersStatus>,
    unknown_codes: Vec<UnknownStatus>,
    problems: Vec<Problem>,
    sync: Option<SyncStatus>,
    terminal: Option<String>,
    terminal_id: Option<String>,
    /// As it is said to people: a path need not be Unicode.
    data_dir: String,
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

/// Whose cards may be linked, where this counter links them.
#[derive(Debug, Serialize)]
struct CustomersStatus {
    /// 0 where no list came yet.
    number: u64,
    customers: u64,
}

/// The store's own prices, stock and shelves.
#[derive(Debug, Serialize)]
struct OverlayStatus {
    store: String,
    number: u64,
    /// When the stock was counted, in milliseconds since 1970.
    as_of: UnixMillis,
    rows: usize,
    /// How many of its SKUs the catalog does not have.
    unknown: u64,
}

/// The sync folder.
#[derive(Debug, Serialize)]
struct SyncStatus {
    folder: String,
    /// When it was looked through last, in milliseconds since 1970.
    last_visit: Option<UnixMillis>,
    /// How many keys are pinned; 0 takes unsigned catalogs.
    keys: usize,
}

/// A code that was scanned and that nobody knew.
#[derive(Debug, Serialize)]
struct UnknownStatus {
    code: String,
    times: u64,
    last_day: String,
}

impl From<UnknownCode> for UnknownStatus {
    fn from(code: UnknownCode) -> Self {
        Self { code: code.code, times: code.times, last_day: clock::day_of(code.last).to_string() }
    }
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
        console::json(&status)?;
    } else {
        console::text(&text(&status))?;
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
    let folder = super::sync::folder(globals, &settings);
    problems.extend(problems::synced(&data_dir, folder.as_deref()).filter(|_| place.demo.is_none()));
    let last_visit = sync::LastVisit::read(&data_dir).filter(|_| place.follows);
    problems.extend(last_visit.iter().flat_map(|visit| visit.problems.clone()));
    let opened_catalog = place.open_catalog().ok();
    let overlay = opened_catalog.as_ref().and_then(overlay);
    if let (Some(store), Some(catalog)) = (&settings.store, &opened_catalog) {
        problems.extend(problems::of_held(store, &place.held(Some(store), catalog)));
    }
    let customers = customers(&settings, &data_dir);
    problems.extend(customers.is_some().then(|| super::problems::of_key(&settings, &data_dir)).flatten());
    let opened = Store::open_read_only(&data_dir.join(store::FILE));
    let mut terminal_id = None;
    let mut codes = Vec::new();
    let counted = opened.and_then(|store| {
        problems.extend(problems::clock(&store, clock::now()));
        terminal_id = Some(store.identity().terminal.clone());
        // Without a catalog that can be opened, what it would know by now stays on the list.
        codes = unknown::codes(&store, opened_catalog.as_ref())?;
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
    let installed = place.installed.as_ref().map(|(installed, _)| installed);
    problems.extend(installed.and_then(|installed| problems::age(installed, &data_dir, clock::now())));
    problems.sort_by_key(|problem| problem.code);
    problems.dedup_by_key(|problem| (problem.code, problem.sentence()));
    let sync_dir = super::sync::folder(globals, &settings).filter(|_| place.demo.is_none());
    let status = Status {
        catalog: catalog(&place),
        store,
        overlay,
        customers,
        unknown_codes: codes.into_iter().map(UnknownStatus::from).collect(),
        problems,
        sync: sync_dir.map(|folder| SyncStatus {
            folder: folder.display().to_string(),
            last_visit: last_visit.map(|visit| visit.at),
            keys: sync::Trust::read(&data_dir).map_or(0, |trust| trust.keys().len()),
        }),
        terminal: settings.terminal.map(|name| name.to_string()),
        terminal_id,
        data_dir: data_dir.display().to_string(),
        program: env!("CARGO_PKG_VERSION"),
    };
    Ok((status, error))
}

/// The catalog that a sale would be made from: the installed one, or the file that the arguments name.
fn catalog(place: &Place) -> Option<CatalogStatus> {
    match (&place.installed, &place.catalog) {
        (Some((installed, _)), _) => {
            Some(CatalogStatus { version: installed.version, sha256: installed.sha256.clone() })
        }
        (None, Some(path)) => Some(CatalogStatus { version: 0, sha256: sync::fingerprint(path).ok()? }),
        (None, None) => None,
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
            format!("{}, unsent: {}{oldest}", many(store.events, "event", "events"), store.unsent)
        }
    };
    let terminal = status.terminal.as_deref().or(status.terminal_id.as_deref()).unwrap_or("no name yet");
    let mut text = format!(
        "program   goeswith {}\nterminal  {terminal}\nfiles     {}\ncatalog   {catalog}\nstore     {store}\n",
        status.program, status.data_dir,
    );
    text += &overlay_text(status.overlay.as_ref());
    text += &customers_text(status.customers.as_ref());
    text += &sync_text(status.sync.as_ref());
    text += &unknown_text(&status.unknown_codes);
    if status.problems.is_empty() {
        text += "problems  none\n";
    }
    for problem in &status.problems {
        let _ = writeln!(text, "{}    {}\n          {}", problem.code, problem.sentence(), problem.todo);
    }
    text
}

fn customers(settings: &Settings, data_dir: &Path) -> Option<CustomersStatus> {
    let held = Customers::of(data_dir.to_owned());
    let number = held.label().map_or(0, |label| label.number);
    (!settings.customers.cards.is_empty()).then(|| CustomersStatus { number, customers: held.count() })
}

/// `cards     customers list 7: 1,204 customers`; nothing where no cards are linked.
fn customers_text(customers: Option<&CustomersStatus>) -> String {
    match customers {
        None => String::new(),
        Some(CustomersStatus { number: 0, .. }) => "cards     no customers list came yet\n".to_owned(),
        Some(CustomersStatus { number, customers }) => {
            format!("cards     customers list {number}: {}\n", many(*customers, "customer", "customers"))
        }
    }
}

fn overlay(catalog: &db::Catalog) -> Option<OverlayStatus> {
    let overlay = catalog.overlay()?;
    let Label { store, number, as_of, .. } = overlay.label().clone();
    let unknown = catalog.unknown_skus(overlay).unwrap_or(0);
    Some(OverlayStatus { store, number, as_of, rows: overlay.rows(), unknown })
}

/// `stock     north-12, number 42, counted 3 h ago: 1,204 rows, 2 SKUs are not in the catalog`.
fn overlay_text(overlay: Option<&OverlayStatus>) -> String {
    let Some(OverlayStatus { store, number, as_of, rows, unknown }) = overlay else {
        return "stock     as the catalog has it\n".to_owned();
    };
    let unknown = super::sync::unknown_skus(*unknown);
    let (age, rows) = (age(clock::now() - as_of), many(*rows, "row", "rows"));
    format!("stock     {store}, number {number}, counted {age} ago: {rows}{unknown}\n")
}

/// `sync      /mnt/stick, 3 min ago, unsigned catalogs are taken`.
fn sync_text(sync: Option<&SyncStatus>) -> String {
    let Some(sync) = sync else { return "sync      no folder is set\n".to_owned() };
    let when =
        sync.last_visit.map_or_else(|| "never looked at".to_owned(), |at| format!("{} ago", age(clock::now() - at)));
    let keys = match sync.keys {
        0 => "unsigned: whoever can write there decides what is sold from".to_owned(),
        1 => "1 key pinned".to_owned(),
        many => format!("{many} keys pinned"),
    };
    format!("sync      {}, {when}\n          {keys}\n", sync.folder)
}

/// The codes nobody knew, as many as a person reads at a glance.
fn unknown_text(codes: &[UnknownStatus]) -> String {
    const SHOWN: usize = 10;
    let mut text = match codes.len() {
        0 => return "unknown   no code that was scanned\n".to_owned(),
        1 => "unknown   1 code that was scanned\n".to_owned(),
        many => format!("unknown   {many} codes that were scanned\n"),
    };
    let width = codes.iter().take(SHOWN).map(|code| code.code.chars().count()).max().unwrap_or(0);
    for UnknownStatus { code, times, last_day } in codes.iter().take(SHOWN) {
        let often = if *times == 1 { "once".to_owned() } else { format!("{times} times, last") };
        let _ = writeln!(text, "          {code:<width$}  {often} on {last_day}");
    }
    if let Some(more) = codes.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = writeln!(text, "          and {more} more; --json has them all");
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
