//! What the sync folder brings for a store → the overlay in use. The highest number above the one in use is taken; where
//! it is no good or not whole yet, the next lower one is looked at.

use std::collections::HashMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::{Error, plain};
use super::held::{self, Held};
use crate::db::Catalog;
use crate::domain::problem::Code;
use crate::domain::{Problem, UnixMillis};
use crate::travel::overlay::Overlay;
use crate::travel::signature::{self, Key};
use crate::travel::stock::{self, Fault, Wanted};
use crate::travel::{digest, names};

/// A step from one number to the next larger than this can only be a mistake.
const LARGEST_STEP: u64 = 1_000_000;
/// Names looked at in the folder, at most: more of them are none of ours.
const MOST_NAMES: usize = 10_000;
/// Overlays looked at in one visit, highest first.
const MOST_LOOKED_AT: usize = 4;
/// After so many visits a file that was refused is read again, though nothing about it changed.
const PATIENCE: u32 = 40;

/// The counter an overlay is for.
#[derive(Clone, Copy, Debug)]
pub struct Counter<'a> {
    /// Its store, as its settings name it.
    pub store: &'a str,
    /// Where its files are.
    pub data_dir: &'a Path,
    /// The pinned keys; where there are any, an overlay must be signed by one of them.
    pub keys: &'a [Key],
    /// The catalog it sells from.
    pub catalog: &'a Catalog,
    /// The number that is laid over already.
    pub in_use: Option<u64>,
    /// Its clock.
    pub now: UnixMillis,
}

/// Why an overlay is not taken, as a clause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its bytes or their meaning are no good.
    #[error("{0}")]
    Bytes(#[from] Fault),
    /// A link, a folder, too long.
    #[error("{0}")]
    NoFile(String),
    /// A key is pinned, and there is no signature.
    #[error("it is not signed, and a key is pinned on this computer")]
    Unsigned,
    /// There is a signature, and it is not good.
    #[error("its signature is not good: {0}")]
    WrongSignature(String),
    /// Not above what was in use before.
    #[error("it is older than the one in use ({found} < {trusted})")]
    Older {
        /// Its number.
        found: u64,
        /// The highest that was ever in use here.
        trusted: u64,
    },
    /// So far above that it can only be a mistake.
    #[error("number {found} after {trusted} is too large a step")]
    Jump {
        /// Its number.
        found: u64,
        /// The highest that was ever in use here.
        trusted: u64,
    },
}

impl Refusal {
    /// Its number, with what to do about it.
    pub fn code(&self) -> Code {
        match self {
            Self::Bytes(Fault::Cut) => Code::StockArriving,
            Self::Bytes(Fault::Newer(_)) => Code::StockNewer,
            Self::Bytes(Fault::OtherStore(_)) => Code::StockOtherStore,
            Self::Bytes(Fault::Damaged(_) | Fault::Wrong { .. }) | Self::NoFile(_) => Code::StockDamaged,
            Self::Unsigned | Self::WrongSignature(_) => Code::StockUnsigned,
            Self::Older { .. } => Code::StockOlder,
            Self::Jump { .. } => Code::VersionJump,
        }
    }
}

/// An overlay that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub number: u64,
    /// Why.
    pub refusal: Refusal,
}

impl Found {
    /// What is said of it: what happened, and what still holds. `in_use` is the number that is laid over.
    pub fn problem(&self, store: &str, in_use: Option<u64>) -> Problem {
        let holds = match in_use {
            Some(number) => format!("Stock list {number} stays in use"),
            None => "The catalog's own prices and stock are shown".to_owned(),
        };
        let code = self.refusal.code();
        let is = if code == Code::StockArriving { "is not taken yet" } else { "was refused" };
        let what = format!("Stock list {} of store {store} {is}: {}. {holds}.", self.number, self.refusal);
        let problem = Problem::new(code, &what);
        match self.refusal {
            Refusal::Jump { .. } => problem.with_todo("head office: remove that file and publish with the next number"),
            _ => problem,
        }
    }
}

/// What a visit brought.
#[derive(Debug, Default)]
pub struct Taken {
    /// What to lay over from now on; `None` where that stays as it is.
    pub overlay: Option<Arc<Overlay>>,
    /// How many of its SKUs the catalog does not have.
    pub unknown: u64,
    /// What was not taken.
    pub found: Vec<Found>,
}

/// Looks into a store's folder again and again, and remembers what it refused, so that a large bad file is not read every
/// few seconds.
#[derive(Debug, Default)]
pub struct Taker {
    refused: HashMap<u64, (Stamp, Refusal, u32)>,
}

/// What tells a file from itself a moment ago.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    /// As the system writes it, to be compared alone.
    modified: String,
    signature: Option<String>,
    keys: Vec<Key>,
}

impl Taker {
    /// Takes the newest good overlay of the folder, where it is newer than any before, and keeps it in the data directory.
    ///
    /// # Errors
    /// [`Error::Missing`] where the sync folder is not there, [`Error::Unreadable`], and [`Error::NotSaved`]. That an
    /// overlay is no good is no error.
    pub fn take(&mut self, sync_dir: &Path, counter: &Counter<'_>) -> Result<Taken, Error> {
        let folder = sync_dir.join(names::STORES).join(counter.store);
        let numbers = numbers(sync_dir, &folder)?;
        self.refused.retain(|number, _| numbers.contains(number));
        let highest = numbers.first().copied().unwrap_or(0);
        let trusted = held::trusted(counter.data_dir, counter.store);
        // As it is nearly always.
        if numbers.is_empty() || counter.in_use == Some(highest) && trusted == highest {
            return Ok(Taken::default());
        }
        let not_saved =
            |error: io::Error| Error::NotSaved { path: counter.data_dir.to_owned(), detail: error.to_string() };
        let held = match counter.in_use {
            // What is laid over need not be read again.
            Some(number) if number == trusted => Held { trusted, ..Held::default() },
            _ => held::held(counter.data_dir, counter.store, counter.catalog),
        };
        let floor = held.number().max(counter.in_use.unwrap_or(0));
        let mut taken = Taken::default();
        let wanted = |number: &&u64| **number > floor && **number >= held.trusted;
        for number in numbers.iter().filter(wanted).take(MOST_LOOKED_AT) {
            match self.judge(*number, held.trusted, &folder, counter)? {
                Ok(overlay) => {
                    taken.overlay = keep(overlay, counter).map_err(not_saved)?;
                    break;
                }
                Err(refusal) => taken.found.push(Found { number: *number, refusal }),
            }
        }
        if (1..held.trusted).contains(&highest) {
            let refusal = Refusal::Older { found: highest, trusted: held.trusted };
            taken.found.push(Found { number: highest, refusal });
        }
        // Another copy of the program may have taken one since.
        let since = || held.overlay.filter(|overlay| Some(overlay.label().number) != counter.in_use);
        taken.overlay = taken.overlay.or_else(since);
        if let Some(overlay) = &taken.overlay {
            let unread = |error: crate::db::Error| Error::Unreadable {
                path: counter.catalog.path().to_owned(),
                detail: error.to_string(),
            };
            taken.unknown = counter.catalog.unknown_skus(overlay).map_err(unread)?;
        }
        Ok(taken)
    }

    fn judge(
        &mut self,
        number: u64,
        trusted: u64,
        folder: &Path,
        counter: &Counter<'_>,
    ) -> Result<Result<Overlay, Refusal>, Error> {
        if trusted > 0 && number - trusted > LARGEST_STEP {
            return Ok(Err(Refusal::Jump { found: number, trusted }));
        }
        let path = folder.join(names::stock(number));
        let signature = plain::read(&signature_of(&path), signature::LONGEST as u64).ok();
        let stamp = match plain::open(&path, stock::MOST_BYTES) {
            Ok((file, bytes)) => Stamp {
                bytes,
                modified: format!("{:?}", file.metadata().and_then(|metadata| metadata.modified()).ok()),
                signature: signature.as_ref().map(|signature| digest::of(signature)),
                keys: counter.keys.to_vec(),
            },
            Err(plain::Fault::Unreadable(error)) => {
                return Err(Error::Unreadable { path, detail: error.to_string() });
            }
            Err(fault) => return Ok(Err(Refusal::NoFile(fault.to_string()))),
        };
        if let Some((before, refusal, visits)) = self.refused.get_mut(&number)
            && *before == stamp
            && *visits < PATIENCE
        {
            *visits += 1;
            return Ok(Err(refusal.clone()));
        }
        let bytes = match plain::read(&path, stock::MOST_BYTES) {
            Ok(bytes) => bytes,
            Err(plain::Fault::Unreadable(error)) => {
                return Err(Error::Unreadable { path, detail: error.to_string() });
            }
            Err(fault) => return Ok(Err(Refusal::NoFile(fault.to_string()))),
        };
        let read = read(&bytes, signature.as_deref(), number, counter);
        if let Err(refusal) = &read {
            self.refused.insert(number, (stamp, refusal.clone(), 0));
        }
        Ok(read)
    }
}

/// Everything is decided about the bytes in memory: whole, signed, ours, right.
fn read(bytes: &[u8], signature: Option<&[u8]>, number: u64, counter: &Counter<'_>) -> Result<Overlay, Refusal> {
    let shop = counter.catalog.shop();
    let wanted =
        Wanted { store: counter.store, number, chain_id: &shop.chain_id, currency: &shop.currency, now: counter.now };
    let overlay = stock::read(bytes, &wanted)?;
    if !counter.keys.is_empty() {
        let signature = signature.ok_or(Refusal::Unsigned)?;
        let wrong = |why: String| Refusal::WrongSignature(why);
        signature::check(bytes, signature, counter.keys).map_err(|fault| wrong(fault.to_string()))?;
        // A number stands in the name alone, so a good overlay of last week could come back under a new one.
        if signature::file_named(signature).is_some_and(|name| name != names::stock(number)) {
            return Err(wrong("it is for another file".to_owned()));
        }
    }
    Ok(overlay)
}

/// Keeps an overlay. Where another copy of the program was quicker its one holds; while it is at it, none yet.
fn keep(overlay: Overlay, counter: &Counter<'_>) -> io::Result<Option<Arc<Overlay>>> {
    let Some(_lock) = held::lock(counter.data_dir)? else { return Ok(None) };
    let since = held::held(counter.data_dir, counter.store, counter.catalog);
    if since.number() >= overlay.label().number {
        return Ok(since.overlay);
    }
    held::keep(counter.data_dir, &overlay)?;
    Ok(Some(Arc::new(overlay)))
}

fn signature_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(names::SIGNATURE);
    PathBuf::from(name)
}

/// The numbers in a store's folder, highest first. A store for which nothing was published yet has none.
fn numbers(sync_dir: &Path, folder: &Path) -> Result<Vec<u64>, Error> {
    let unreadable = |error: io::Error| Error::Unreadable { path: folder.to_owned(), detail: error.to_string() };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound && sync_dir.is_dir() => return Ok(Vec::new()),
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::Missing(sync_dir.to_owned())),
        Err(error) => return Err(unreadable(error)),
    };
    let mut numbers = Vec::new();
    for entry in entries.take(MOST_NAMES) {
        numbers.extend(entry.map_err(unreadable)?.file_name().to_str().and_then(names::stock_number));
    }
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    Ok(numbers)
}
