//! Everything that is wrong with this installation, for `status`, `doctor` and the banners.

use std::path::{Path, PathBuf};

use crate::db::Error;
use crate::db::store::{self, Store};
use crate::domain::UnixMillis;
use crate::domain::problem::{Code, Problem};
use crate::settings::Settings;
use crate::sync::customers::Customers;
use crate::sync::stock::Held;
use crate::sync::{self, InstalledCatalog};

/// Below this much free disk people are told, and below three times the catalog in use: the next one needs two, and
/// sales some.
const LITTLE_ROOM: u64 = 200 * 1024 * 1024;

/// What an error of the store is to a person.
pub fn of_store(error: &Error) -> Problem {
    let code = match error {
        Error::Content { .. } | Error::Damaged { .. } => Code::StoreDamaged,
        Error::Newer { .. } => Code::StoreNewer,
        Error::Foreign { .. } | Error::NotAFile(_) => Code::StoreForeign,
        Error::Busy(_) => Code::StoreBusy,
        Error::Missing(_) | Error::NotSaved { .. } | Error::Sqlite { .. } => Code::NotSaved,
    };
    Problem::new(code, &error.to_string())
}

/// Stores that were moved aside and still lie in the data directory.
pub fn moved_aside(data_dir: &Path) -> Vec<Problem> {
    let of = |path: &PathBuf| {
        let what = format!("an earlier store was damaged and lies in {}", path.display());
        Problem::new(Code::StoreMovedAside, &what)
    };
    store::moved_aside(&data_dir.join(store::FILE)).iter().map(of).collect()
}

/// Little room on the disk of the data directory.
pub fn disk(data_dir: &Path) -> Option<Problem> {
    let catalog = sync::current(data_dir).and_then(|installed| std::fs::metadata(installed.path).ok());
    let enough = LITTLE_ROOM.max(3 * catalog.map_or(0, |file| file.len()));
    let free = store::room(data_dir).filter(|free| *free < enough)?;
    let what = format!("the disk has only {} MB left", free / 1_000_000);
    Some(Problem::new(Code::DiskNearlyFull, &what))
}

/// A store's own prices and stock that can no longer be read from this disk.
pub fn of_held(store: &str, held: &Held) -> Option<Problem> {
    let serves = match held.number() {
        0 => "The catalog's own prices and stock are shown".to_owned(),
        number => format!("Stock list {number} is in use"),
    };
    let what = format!("Stock list {} of store {store} changed on this disk. {serves}", held.trusted);
    let todo = "nothing, where a sync folder is set: it is taken from there again; have the disk checked";
    held.is_damaged.then(|| Problem::new(Code::StockDamaged, &what).with_todo(todo))
}

/// A data directory that a copying program works in.
pub fn synced(data_dir: &Path, sync_dir: Option<&Path>) -> Option<Problem> {
    let by = crate::settings::synced_by(data_dir, sync_dir)?;
    let what = format!(
        "the data directory lies in a folder that is copied ({by}): {}. You can keep selling",
        data_dir.display()
    );
    Some(Problem::new(Code::DirectorySynced, &what))
}

/// A clock that cannot be right.
pub fn clock(store: &Store, now: UnixMillis) -> Option<Problem> {
    let is_suspect = store.is_clock_suspect(now).unwrap_or(false);
    is_suspect.then(|| Problem::new(Code::ClockSuspect, "the date of this computer cannot be right"))
}

/// A catalog that was published longer ago than head office finds right, by a clock that can be right.
pub fn age(installed: &InstalledCatalog, data_dir: &Path, now: UnixMillis) -> Option<Problem> {
    const DAY: UnixMillis = 86_400_000;
    let days = now.saturating_sub(installed.published?) / DAY;
    let old = days > i64::from(installed.old_after_days?);
    if !old || Store::open_read_only(&data_dir.join(store::FILE)).is_ok_and(|store| clock(&store, now).is_some()) {
        return None;
    }
    Some(Problem::new(Code::CatalogOld, &format!("The catalog is {days} days old. You can keep selling")))
}

/// The chain's key, where cards are linked and it is not the right one.
pub fn of_key(settings: &Settings, data_dir: &Path) -> Option<Problem> {
    let what = super::chain_key::of_cards(settings, &Customers::of(data_dir.to_owned())).err()?;
    Some(Problem::new(Code::ChainKey, &format!("{what}. No card is linked.")))
}
