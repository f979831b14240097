//! One visit to the sync folder: what came is put into use, what happened here is sent, and what is wrong is named.
//! `goeswith sync` and the open counter do the same.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Exit, clock, machine, problems};
use crate::db::Catalog;
use crate::db::store;
use crate::domain::problem::{Code, Problem};
use crate::settings::Settings;
use crate::sync::outbox::{About, Occasion, deliver};
use crate::sync::stock::{Counter, Found, Taker};
use crate::sync::{self, Finding, InstalledCatalog, Progress, Receiver, Refusal, Trust, Verdict};
use crate::sync::{customers, erase};
use crate::travel::overlay::Overlay;
use crate::travel::segment::CatalogInUse;

/// What a problem of a visit means for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something was refused.
    Refused,
    /// Refused because this program is too old for it.
    TooNew,
    /// Something is still arriving.
    Waiting,
    /// Something could not be done.
    Failed(Exit),
}

/// What one visit brought.
#[derive(Debug, Default)]
pub struct Visit {
    /// The catalog that was put into use.
    pub installed: Option<InstalledCatalog>,
    /// The store's own prices, stock and shelves, to be laid over the catalog from now on, and how many of its SKUs the
    /// catalog does not have.
    pub stock: Option<(Arc<Overlay>, u64)>,
    /// The number of the customers list that was put into use, and how many customers it has.
    pub customers: Option<(u64, u64)>,
    /// How many segments of events went into the outbox.
    pub sent: usize,
    /// What is wrong, and how much that weighs.
    pub problems: Vec<(Weight, Problem)>,
}

/// Visits one sync folder again and again.
#[derive(Debug)]
pub struct Visitor {
    sync_dir: PathBuf,
    data_dir: PathBuf,
    /// The names that this terminal and its store go by.
    terminal: Option<String>,
    store: Option<String>,
    receiver: Receiver,
    taker: Taker,
    /// Whose cards may be linked; `None` where this counter links none.
    customers: Option<customers::Taker>,
    /// The number of the overlay in use, 0 for none, once that was looked up.
    stock: Option<u64>,
    /// True once the installed catalog was read again from the first byte to the last.
    read_again: bool,
    /// True once the store was opened and looked through.
    sent: bool,
}

impl Visitor {
    /// Of a sync folder, for a data directory.
    pub fn new(sync_dir: PathBuf, data_dir: PathBuf, settings: &Settings) -> Self {
        Self {
            sync_dir,
            data_dir,
            terminal: settings.terminal.as_ref().map(ToString::to_string),
            store: settings.store.clone(),
            receiver: Receiver::default(),
            taker: Taker::default(),
            customers: (!settings.customers.cards.is_empty()).then(customers::Taker::default),
            stock: None,
            read_again: false,
            sent: false,
        }
    }

    /// Looks once. `accept` is a version that may be far ahead.
    pub fn visit(&mut self, occasion: Occasion, accept: Option<u64>, progress: &mut Progress<'_>) -> Visit {
        let mut visit = Visit::default();
        if !self.read_again {
            self.read_again = true;
            visit.problems.extend(mend(&self.data_dir).map(|problem| (Weight::Waiting, problem)));
        }
        self.receive(&mut visit, accept, progress);
        if visit.installed.is_some() {
            // What is kept was made for the catalog before, and may not fit this one.
            self.stock = None;
        }
        self.take_stock(&mut visit);
        self.take_customers(&mut visit);
        visit.problems.extend(
            sync::current(&self.data_dir)
                .and_then(|installed| problems::age(&installed, &self.data_dir, clock::now()))
                .map(|problem| (Weight::Waiting, problem)),
        );
        let synced = problems::synced(&self.data_dir, Some(&self.sync_dir));
        visit.problems.extend(synced.map(|problem| (Weight::Waiting, problem)));
        self.deliver(&mut visit, occasion);
        let found: Vec<Problem> = visit.problems.iter().map(|(_, problem)| problem.clone()).collect();
        // What `status` says of the last visit; selling does not need it.
        let _ = sync::LastVisit { at: clock::now(), problems: found }.write(&self.data_dir);
        visit
    }

    fn receive(&mut self, visit: &mut Visit, accept: Option<u64>, progress: &mut Progress<'_>) {
        match self.receiver.receive(&self.sync_dir, &self.data_dir, accept, progress) {
            Ok(received) => {
                let in_use = sync::current(&self.data_dir);
                let tell = |finding: &Finding| of_finding(finding, in_use.as_ref());
                visit.problems.extend(received.findings.iter().map(tell));
                visit.installed = received.installed;
            }
            // Whoever holds the lock installs the same catalog.
            Err(sync::Error::Busy(_)) => {}
            Err(error) => visit.problems.push(of_error(&error, &self.data_dir)),
        }
    }

    /// The newest overlay of the store, where the settings name one. Without a catalog there is nothing to lay it over, and
    /// prices have no currency.
    fn take_stock(&mut self, visit: &mut Visit) {
        let Some(store) = self.store.as_deref() else { return };
        let catalog = sync::current(&self.data_dir).and_then(|installed| Catalog::open(&installed.path).ok());
        // Where it cannot be said who is trusted nobody is; that was told with the catalogs.
        let (Some(catalog), Ok(trust)) = (catalog, Trust::read(&self.data_dir)) else { return };
        let held = || sync::stock::held(&self.data_dir, store, &catalog).number();
        let in_use = *self.stock.get_or_insert_with(held);
        let counter = Counter {
            store,
            data_dir: &self.data_dir,
            keys: &trust.keys(),
            catalog: &catalog,
            in_use: Some(in_use).filter(|number| *number > 0),
            now: clock::now(),
        };
        match self.taker.take(&self.sync_dir, &counter) {
            Ok(taken) => {
                let number = taken.overlay.as_ref().map_or(in_use, |overlay| overlay.label().number);
                self.stock = Some(number);
                let holds = Some(number).filter(|number| *number > 0);
                let tell = |found: &Found| (weight_of(found.refusal.code()), found.problem(store, holds));
                visit.problems.extend(taken.found.iter().map(tell));
                visit.stock = taken.overlay.map(|overlay| (overlay, taken.unknown));
            }
            // The folder is gone; that was told with the catalogs.
            Err(sync::Error::Missing(_)) => {}
            Err(sync::Error::NotSaved { path, detail }) => {
                let what = format!("A new stock list of store {store} could not be kept: {}: {detail}", path.display());
                visit.problems.push((Weight::Failed(Exit::NotSaved), Problem::new(Code::NoRoomForCatalog, &what)));
            }
            Err(error) => visit.problems.push(of_error(&error, &self.data_dir)),
        }
    }

    /// The newest customers list, where this counter links cards; and whoever is to be forgotten, out of those that it ever
    /// took.
    fn take_customers(&mut self, visit: &mut Visit) {
        // Where it cannot be said who is trusted nobody is; that was told with the catalogs.
        let Ok(trust) = Trust::read(&self.data_dir) else { return };
        let keys = trust.keys();
        let (lists, _) = erase::lists(&self.sync_dir, &keys, &trust.chain_id);
        let forgotten: Vec<String> = lists.into_iter().flat_map(|(list, _)| list.pseudonyms).collect();
        let not_kept = |what: &str, detail: &str| {
            let what = format!("{what}: {detail}");
            (Weight::Failed(Exit::NotSaved), Problem::new(Code::NoRoomForCatalog, &what))
        };
        if let Err(error) = customers::forget(&self.data_dir, &forgotten) {
            visit.problems.push(not_kept("The customers list could not be written again", &error.to_string()));
        }
        let Some(customers_taker) = &mut self.customers else { return };
        let counter = customers::Counter {
            data_dir: &self.data_dir,
            keys: &keys,
            chain_id: &trust.chain_id,
            forgotten: &forgotten,
        };
        match customers_taker.take(&self.sync_dir, &counter) {
            Ok(taken) => {
                let holds = taken.in_use.map(|(number, _)| number);
                let tell = |found: &customers::Found| {
                    let problem = found.problem(holds);
                    (weight_of(found.code()), problem)
                };
                visit.problems.extend(taken.found.iter().map(tell));
                visit.customers = taken.in_use.filter(|_| taken.number.is_some());
            }
            // The folder is gone; that was told with the catalogs.
            Err(sync::Error::Missing(_)) => {}
            Err(sync::Error::NotSaved { detail, .. }) => {
                visit.problems.push(not_kept("A new customers list could not be kept", &detail));
            }
            Err(error) => visit.problems.push(of_error(&error, &self.data_dir)),
        }
    }

    /// What happened here, into the outbox.
    fn deliver(&mut self, visit: &mut Visit, occasion: Occasion) {
        let mut problems: Vec<String> = visit.problems.iter().map(|(_, problem)| problem.code.to_owned()).collect();
        problems.extend(problems::disk(&self.data_dir).map(|problem| problem.code.to_owned()));
        problems.extend(problems::moved_aside(&self.data_dir).iter().map(|problem| problem.code.to_owned()));
        let about = About {
            name: self.terminal.clone(),
            store: self.store.clone(),
            catalog: sync::current(&self.data_dir)
                .map(|installed| CatalogInUse { version: installed.version, sha256: installed.sha256 }),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            problems,
        };
        let path = self.data_dir.join(store::FILE);
        let opened = if self.sent { machine::open_store_again(&path) } else { machine::open_store(&path) };
        self.sent = true;
        let delivered = opened.and_then(|(mut store, notice)| {
            visit.problems.extend(notice.map(|problem| (Weight::Waiting, problem)));
            // Where it cannot be said who is trusted nobody is; that was told with the catalogs.
            if let Ok(trust) = Trust::read(&self.data_dir) {
                let refused = erase::take(&mut store, &self.sync_dir, &trust.keys(), &trust.chain_id, clock::now())?;
                visit.problems.extend(refused.into_iter().map(|problem| (Weight::Refused, problem)));
            }
            deliver(&mut store, &self.sync_dir, &about, occasion, clock::now())
        });
        match delivered {
            Ok(delivered) => {
                visit.sent = delivered.copied;
                visit.problems.extend(delivered.problems.into_iter().map(|problem| (Weight::Waiting, problem)));
            }
            Err(error) => visit.problems.push((Weight::Failed(Exit::NotSaved), problems::of_store(&error))),
        }
    }
}

/// What a list that was not taken means for the exit code.
fn weight_of(code: Code) -> Weight {
    match code {
        Code::StockArriving | Code::CustomersArriving => Weight::Waiting,
        Code::StockNewer | Code::CustomersNewer => Weight::TooNew,
        _ => Weight::Refused,
    }
}

/// Reads the installed catalog again; one that changed on the disk is set aside, and the one before serves.
fn mend(data_dir: &Path) -> Option<Problem> {
    let damaged = sync::check_installed(data_dir).ok()??;
    let now = from(sync::current(data_dir).as_ref());
    let what = format!("Catalog {} changed on this disk and was set aside. {now}", damaged.version);
    Some(Problem::new(Code::InstalledDamaged, &what))
}

fn of_finding(finding: &Finding, in_use: Option<&InstalledCatalog>) -> (Weight, Problem) {
    let version = finding.version;
    let selling = from(in_use);
    match &finding.verdict {
        Verdict::Refused(refusal) => {
            let weight = match refusal {
                Refusal::Newer { .. } | Refusal::NewerProgram(_) => Weight::TooNew,
                _ => Weight::Refused,
            };
            let what = format!("New catalog {version} was refused: {refusal}. {selling}");
            (weight, Problem::new(refusal.code(), &what))
        }
        Verdict::Arriving(bytes) => {
            let how_far = bytes.map_or_else(String::new, |(found, promised)| format!(", {found} of {promised} bytes"));
            let what = format!("New catalog {version} is still arriving{how_far}. {selling}");
            (Weight::Waiting, Problem::new(Code::StillArriving, &what))
        }
    }
}

fn of_error(error: &sync::Error, data_dir: &Path) -> (Weight, Problem) {
    let selling = from(sync::current(data_dir).as_ref());
    let of = |weight, code, what: String| (weight, Problem::new(code, &format!("{what}. {selling}")));
    match error {
        sync::Error::Missing(path) => of(
            Weight::Failed(Exit::Data),
            Code::SyncFolderGone,
            format!("The sync folder is not there: {}", path.display()),
        ),
        sync::Error::Unreadable { .. } => {
            of(Weight::Failed(Exit::Data), Code::SyncFolderGone, format!("The sync folder {error}"))
        }
        sync::Error::Refused { refusal, .. } => of(Weight::Refused, refusal.code(), error.to_string()),
        sync::Error::Trust { .. } => of(Weight::Refused, Code::TrustUnreadable, format!("What is trusted {error}")),
        sync::Error::NotSaved { .. } | sync::Error::Busy(_) | sync::Error::Stopped => {
            of(Weight::Failed(Exit::NotSaved), Code::NoRoomForCatalog, format!("A new {error}"))
        }
    }
}

/// `You are still selling from catalog 123 (Tue 17 Nov).`
fn from(in_use: Option<&InstalledCatalog>) -> String {
    match in_use {
        None => "No catalog is in use yet.".to_owned(),
        Some(catalog) => format!("You are still selling from {}.", named(catalog)),
    }
}

/// `catalog 123 (Tue 17 Nov)`.
pub fn named(catalog: &InstalledCatalog) -> String {
    let day = catalog.published.and_then(|published| Timestamp::from_millisecond(published).ok());
    match (catalog.version, day) {
        (0, _) => "the catalog installed by hand".to_owned(),
        (version, None) => format!("catalog {version}"),
        (version, Some(day)) => {
            format!("catalog {version} ({})", day.to_zoned(TimeZone::system()).strftime("%a %-d %b"))
        }
    }
}
