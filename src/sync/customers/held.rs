//! The lists that a counter keeps, the newest and the one before. A file's name is its number, so that even a damaged one
//! says what must not be gone back behind.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::packed::{Label, Packed};
use crate::db::durable::{make_folder, sync_folder};
use crate::travel::customers::Bought;

/// The folder in the data directory.
const FOLDER: &str = "customers";
const EXTENSION: &str = ".cards";
const DRAFT: &str = ".cards-";
const LOCK: &str = "lock";
/// So often a lock is tried, and so long between: what holds it writes some megabytes.
const TURNS: u32 = 20;
const TURN: Duration = Duration::from_millis(10);
/// The newest, and the one before.
const KEPT: usize = 2;

/// What was agreed with a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// The segments the customer is in.
    pub segments: Vec<String>,
    /// Contexts to switch on, and what else is preferred.
    pub preferences: Vec<String>,
    /// What the customer buys again and again, as head office knows it.
    pub bought: Vec<Bought>,
}

/// The customers of a counter. Nothing is kept open and nothing in memory: what was taken or forgotten meanwhile, by
/// whichever program, holds at the next look-up.
#[derive(Clone, Debug)]
pub struct Customers {
    data_dir: PathBuf,
    /// Number and length of the file that was read from its first byte to its last.
    checked: Cell<Option<(u64, u64)>>,
}

impl Customers {
    /// Those of a data directory.
    pub fn of(data_dir: PathBuf) -> Self {
        Self { data_dir, checked: Cell::default() }
    }

    /// The list in use: the newest that is sound.
    pub fn label(&self) -> Option<Label> {
        self.open().map(|packed| packed.label)
    }

    /// How many customers the list in use has; 0 without one.
    pub fn count(&self) -> u64 {
        self.open().map_or(0, |packed| packed.rows())
    }

    /// What was agreed with the customer of a pseudonym; `None` for nobody on the list.
    pub fn find(&self, pseudonym: &str) -> Option<Agreed> {
        let pseudonym = bytes_of(pseudonym)?;
        let [segments, preferences, bought] = self.open()?.find(pseudonym).ok()??;
        let words = |text: &str| text.split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let bought = bought.split('|').filter_map(Bought::parse).collect();
        Some(Agreed { segments: words(&segments), preferences: words(&preferences), bought })
    }

    fn open(&self) -> Option<Packed> {
        numbers(&self.data_dir).into_iter().find_map(|number| {
            let packed = Packed::open(&path(&self.data_dir, number)).filter(|packed| packed.label.number == number)?;
            let stamp = Some((number, packed.length));
            if self.checked.get() != stamp {
                if !packed.is_sound() {
                    return None;
                }
                self.checked.set(stamp);
            }
            Some(packed)
        })
    }
}

/// Takes customers out of every list that is kept. Answers whether anything was changed.
///
/// # Errors
/// Where a list cannot be read or written again.
pub fn forget(data_dir: &Path, pseudonyms: &[String]) -> io::Result<bool> {
    let gone: Vec<[u8; 32]> = pseudonyms.iter().filter_map(|one| bytes_of(one)).collect();
    let mut changed = false;
    for number in numbers(data_dir) {
        let path = path(data_dir, number);
        let Some(packed) = Packed::open(&path) else {
            // Who is in it cannot be said; it is of no use either.
            fs::remove_file(&path)?;
            continue;
        };
        if let Some(bytes) = packed.without(&gone)? {
            drop(packed);
            write(data_dir, number, &bytes)?;
            changed = true;
        }
    }
    Ok(changed)
}

/// The highest number that was ever taken; 0 for none.
pub(super) fn trusted(data_dir: &Path) -> u64 {
    numbers(data_dir).first().copied().unwrap_or(0)
}

/// Keeps a list, and returns when it is on disk. False where another copy of the program is at it, or was quicker.
pub(super) fn keep(data_dir: &Path, number: u64, bytes: &[u8]) -> io::Result<bool> {
    let Some(_lock) = lock(data_dir)? else { return Ok(false) };
    if Customers::of(data_dir.to_owned()).label().is_some_and(|label| label.number >= number) {
        return Ok(false);
    }
    write(data_dir, number, bytes)?;
    for old in numbers(data_dir).into_iter().skip(KEPT) {
        let _ = fs::remove_file(path(data_dir, old));
    }
    Ok(true)
}

fn write(data_dir: &Path, number: u64, bytes: &[u8]) -> io::Result<()> {
    let folder = data_dir.join(FOLDER);
    make_folder(&folder)?;
    for left in fs::read_dir(&folder)?.flatten() {
        if left.file_name().to_string_lossy().starts_with(DRAFT) {
            let _ = fs::remove_file(left.path());
        }
    }
    let mut draft = tempfile::Builder::new().prefix(DRAFT).tempfile_in(&folder)?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    draft.persist(path(data_dir, number)).map_err(|error| error.error)?;
    sync_folder(&folder)
}

fn lock(data_dir: &Path) -> io::Result<Option<File>> {
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

fn path(data_dir: &Path, number: u64) -> PathBuf {
    data_dir.join(FOLDER).join(format!("{number:010}{EXTENSION}"))
}

/// The numbers there are files of, highest first.
fn numbers(data_dir: &Path) -> Vec<u64> {
    let names = fs::read_dir(data_dir.join(FOLDER)).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let mut numbers: Vec<u64> = names.filter_map(|name| name.to_str()?.strip_suffix(EXTENSION)?.parse().ok()).collect();
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers
}

fn bytes_of(pseudonym: &str) -> Option<[u8; 32]> {
    crate::travel::customers::bytes_of(pseudonym)
}
