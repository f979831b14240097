//! The overlays that a counter keeps, of each store the newest and the one before. A file's name is its number, so that
//! even a damaged one says what must not be gone back behind.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::db::Catalog;
use crate::db::durable::{make_folder, sync_folder};
use crate::travel::overlay::Overlay;

/// The folder in the data directory; in it one folder a store.
const FOLDER: &str = "stock";
const EXTENSION: &str = ".overlay";
const DRAFT: &str = ".overlay-";
const LOCK: &str = "lock";
/// So often a lock is tried, and so long between: what holds it writes some megabytes.
const TURNS: u32 = 20;
const TURN: Duration = Duration::from_millis(10);
/// The newest, and the one before.
const KEPT: usize = 2;
/// Larger files are none of ours: a million rows with the longest SKUs.
const MOST_BYTES: u64 = 512 << 20;

/// What is kept for a store.
#[derive(Debug, Default)]
pub struct Held {
    /// The newest overlay that is sound and fits the catalog.
    pub overlay: Option<Arc<Overlay>>,
    /// The highest number that was ever taken; 0 for none.
    pub trusted: u64,
    /// True where what was taken last can no longer be read from this disk.
    pub is_damaged: bool,
}

impl Held {
    /// The number of what can be used; 0 for nothing.
    pub fn number(&self) -> u64 {
        self.overlay.as_ref().map_or(0, |overlay| overlay.label().number)
    }
}

/// Opens what is kept for a store, to be laid over a catalog. Takes milliseconds; nothing from the sync folder is read.
pub fn held(data_dir: &Path, store: &str, catalog: &Catalog) -> Held {
    let numbers = numbers(&folder(data_dir, store));
    let mut held = Held { trusted: numbers.first().copied().unwrap_or(0), ..Held::default() };
    for number in numbers {
        let sound = open(&path(data_dir, store, number));
        match sound.filter(|overlay| overlay.label().number == number && overlay.label().store == store) {
            Some(overlay) => {
                // What was made for another chain or currency is taken from the sync folder again.
                held.overlay = Some(overlay).filter(|overlay| catalog.fits(overlay)).map(Arc::new);
                break;
            }
            None => held.is_damaged = true,
        }
    }
    held
}

/// The highest number that was ever taken; 0 for none.
pub(super) fn trusted(data_dir: &Path, store: &str) -> u64 {
    numbers(&folder(data_dir, store)).first().copied().unwrap_or(0)
}

/// The lock of whoever takes overlays; `None` where another copy of the program is at it.
pub(super) fn lock(data_dir: &Path) -> io::Result<Option<File>> {
    let folder = data_dir.join(FOLDER);
    make_folder(&folder)?;
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
    for _ in 0..TURNS {
        match lock.try_lock() {
            Ok(()) => return Ok(Some(lock)),
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(TURN),
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(None)
}

/// Keeps an overlay, and returns when it is on disk. The caller holds the lock.
pub(super) fn keep(data_dir: &Path, overlay: &Overlay) -> io::Result<()> {
    let label = overlay.label();
    let folder = folder(data_dir, &label.store);
    make_folder(&folder)?;
    for left in fs::read_dir(&folder)?.flatten() {
        if left.file_name().to_string_lossy().starts_with(DRAFT) {
            let _ = fs::remove_file(left.path());
        }
    }
    let mut draft = tempfile::Builder::new().prefix(DRAFT).tempfile_in(&folder)?;
    draft.write_all(overlay.bytes())?;
    draft.as_file().sync_all()?;
    draft.persist(path(data_dir, &label.store, label.number)).map_err(|error| error.error)?;
    sync_folder(&folder)?;
    for old in numbers(&folder).into_iter().skip(KEPT) {
        let _ = fs::remove_file(path(data_dir, &label.store, old));
    }
    Ok(())
}

fn open(path: &Path) -> Option<Overlay> {
    let file = File::open(path).ok()?;
    let length = file.metadata().ok().filter(|found| found.is_file() && found.len() <= MOST_BYTES)?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
    file.take(length).read_to_end(&mut bytes).ok()?;
    Overlay::read(bytes)
}

/// The prefix keeps names off those that Windows reserves.
fn folder(data_dir: &Path, store: &str) -> PathBuf {
    data_dir.join(FOLDER).join(format!("store-{store}"))
}

fn path(data_dir: &Path, store: &str, number: u64) -> PathBuf {
    folder(data_dir, store).join(format!("{number:010}{EXTENSION}"))
}

/// The numbers there are files of, highest first.
fn numbers(folder: &Path) -> Vec<u64> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let mut numbers: Vec<u64> = names.filter_map(|name| name.to_str()?.strip_suffix(EXTENSION)?.parse().ok()).collect();
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers
}
