//! What the sync folder brings → the list in use. The highest number above the one in use is taken; where it is no good or
//! not whole yet, the next lower one is looked at.

use std::collections::HashMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::super::{Error, plain};
use super::held::{self, Customers};
use super::packed::{Label, Packing};
use crate::domain::Problem;
use crate::domain::problem::Code;
use crate::travel::customers::{self, Fault, Wanted};
use crate::travel::names::{self, SIGNATURE};
use crate::travel::signature::{self, Key};

/// A step from one number to the next larger than this can only be a mistake.
const LARGEST_STEP: u64 = 1_000_000;
/// Names looked at in the folder, at most: more of them are none of ours.
const MOST_NAMES: usize = 10_000;
/// Lists looked at in one visit, highest first.
const MOST_LOOKED_AT: usize = 3;
/// After so many visits a file that was refused is read again, though nothing about it changed.
const PATIENCE: u32 = 40;

/// The counter a list is for.
#[derive(Clone, Copy, Debug)]
pub struct Counter<'a> {
    /// Where its files are.
    pub data_dir: &'a Path,
    /// The pinned keys; where there are any, a list must be signed by one of them.
    pub keys: &'a [Key],
    /// Its chain; empty where it is not known.
    pub chain_id: &'a str,
    /// Who is to be forgotten, whatever a list says.
    pub forgotten: &'a [String],
}

/// Why a list is not taken, as a clause.
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
    /// Not above what was in use before, or so far above that it can only be a mistake.
    #[error("its number {found} does not follow {trusted}, which was in use")]
    Number {
        /// Its number.
        found: u64,
        /// The highest that was ever in use here.
        trusted: u64,
    },
}

/// A list that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub number: u64,
    /// Why.
    pub refusal: Refusal,
}

impl Found {
    /// Its number, with what to do about it.
    pub fn code(&self) -> Code {
        match self.refusal {
            Refusal::Bytes(Fault::Cut) => Code::CustomersArriving,
            Refusal::Bytes(Fault::Newer(_)) => Code::CustomersNewer,
            _ => Code::CustomersRefused,
        }
    }

    /// What is said of it: what happened, and what still holds. `in_use` is the number of the list that is kept.
    pub fn problem(&self, in_use: Option<u64>) -> Problem {
        let code = self.code();
        let is = if code == Code::CustomersArriving { "is not taken yet" } else { "was refused" };
        let holds = match in_use {
            Some(number) => format!("Customers list {number} stays in use"),
            None => "No card is linked".to_owned(),
        };
        Problem::new(code, &format!("Customers list {} {is}: {}. {holds}.", self.number, self.refusal))
    }
}

/// What a visit brought.
#[derive(Debug, Default)]
pub struct Taken {
    /// The number of a list that was put into use.
    pub number: Option<u64>,
    /// The number of the list that is in use now, and how many customers it has.
    pub in_use: Option<(u64, u64)>,
    /// What was not taken.
    pub found: Vec<Found>,
}

/// Looks into the folder again and again, and remembers what it refused, so that a large bad file is not read every few
/// seconds.
#[derive(Debug, Default)]
pub struct Taker {
    /// What is kept, so that it is read whole but once.
    held: Option<Customers>,
    refused: HashMap<u64, (Stamp, Refusal, u32)>,
}

/// What tells a file from itself a moment ago: length, time as the system writes it, signature, pinned keys.
type Stamp = (u64, String, Option<Vec<u8>>, Vec<Key>);

impl Taker {
    /// Takes the newest good list of the folder, where it is newer than any before, and keeps it in the data directory.
    ///
    /// # Errors
    /// [`Error::Missing`] where the sync folder is not there, [`Error::Unreadable`], and [`Error::NotSaved`]. That a list is
    /// no good is no error.
    pub fn take(&mut self, sync_dir: &Path, counter: &Counter<'_>) -> Result<Taken, Error> {
        let folder = sync_dir.join(names::CUSTOMERS);
        let numbers = numbers(sync_dir, &folder)?;
        self.refused.retain(|number, _| numbers.contains(number));
        let trusted = held::trusted(counter.data_dir);
        let held = self.held.get_or_insert_with(|| Customers::of(counter.data_dir.to_owned())).clone();
        let in_use = held.label().map_or(0, |label| label.number);
        let highest = numbers.first().copied().unwrap_or(0);
        let mut taken = Taken::default();
        // What can no longer be read from this disk is taken again.
        let wanted = |number: &&u64| **number > in_use && **number >= trusted;
        for number in numbers.iter().filter(wanted).take(MOST_LOOKED_AT) {
            match self.judge(*number, trusted, &folder, counter)? {
                Ok(bytes) => {
                    let kept = held::keep(counter.data_dir, *number, &bytes).map_err(|error| Error::NotSaved {
                        path: counter.data_dir.to_owned(),
                        detail: error.to_string(),
                    })?;
                    taken.number = kept.then_some(*number);
                    break;
                }
                Err(refusal) => taken.found.push(Found { number: *number, refusal }),
            }
        }
        if (1..trusted).contains(&highest) {
            taken.found.push(Found { number: highest, refusal: Refusal::Number { found: highest, trusted } });
        }
        taken.in_use = held.label().map(|label| (label.number, held.count()));
        self.held = Some(held);
        Ok(taken)
    }

    fn judge(
        &mut self,
        number: u64,
        trusted: u64,
        folder: &Path,
        counter: &Counter<'_>,
    ) -> Result<Result<Vec<u8>, Refusal>, Error> {
        if trusted > 0 && number - trusted > LARGEST_STEP {
            return Ok(Err(Refusal::Number { found: number, trusted }));
        }
        let name = names::customers(number);
        let path = folder.join(&name);
        let unreadable = |error: io::Error| Error::Unreadable { path: path.clone(), detail: error.to_string() };
        let signature = plain::read(&folder.join([&name, SIGNATURE].concat()), signature::LONGEST as u64).ok();
        let stamp: Stamp = match plain::open(&path, customers::MOST_BYTES) {
            Ok((file, bytes)) => {
                let modified = format!("{:?}", file.metadata().and_then(|metadata| metadata.modified()).ok());
                (bytes, modified, signature.clone(), counter.keys.to_vec())
            }
            Err(plain::Fault::Unreadable(error)) => return Err(unreadable(error)),
            Err(fault) => return Ok(Err(Refusal::NoFile(fault.to_string()))),
        };
        if let Some((before, refusal, visits)) = self.refused.get_mut(&number)
            && *before == stamp
            && *visits < PATIENCE
        {
            *visits += 1;
            return Ok(Err(refusal.clone()));
        }
        let bytes = match plain::read(&path, customers::MOST_BYTES) {
            Ok(bytes) => bytes,
            Err(plain::Fault::Unreadable(error)) => return Err(unreadable(error)),
            Err(fault) => return Ok(Err(Refusal::NoFile(fault.to_string()))),
        };
        let packed = pack(&bytes, signature.as_deref(), number, counter);
        if let Err(refusal) = &packed {
            self.refused.insert(number, (stamp, refusal.clone(), 0));
        }
        Ok(packed)
    }
}

/// Everything is decided about the bytes in memory: whole, signed, ours, right. What is kept is made in the same pass.
fn pack(bytes: &[u8], signature: Option<&[u8]>, number: u64, counter: &Counter<'_>) -> Result<Vec<u8>, Refusal> {
    let forgotten: Vec<[u8; 32]> = counter.forgotten.iter().filter_map(|one| customers::bytes_of(one)).collect();
    let mut packing = Packing::default();
    let heading = customers::read(bytes, Wanted { chain_id: counter.chain_id }, |pseudonym, words| {
        if !forgotten.contains(&pseudonym) {
            packing.add(pseudonym, words);
        }
    })?;
    if !counter.keys.is_empty() {
        let signature = signature.ok_or(Refusal::Unsigned)?;
        let wrong = Refusal::WrongSignature;
        signature::check(bytes, signature, counter.keys).map_err(|fault| wrong(fault.to_string()))?;
        // A number stands in the name alone, so a good list of last week could come back under a new one.
        if signature::file_named(signature).is_some_and(|name| name != names::customers(number)) {
            return Err(wrong("it is for another file".to_owned()));
        }
    }
    Ok(packing.finish(&Label { number, chain_id: heading.chain_id, key: heading.key }))
}

/// The numbers in the folder, highest first. Where nothing was published yet there are none.
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
        numbers.extend(entry.map_err(unreadable)?.file_name().to_str().and_then(names::customers_number));
    }
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    Ok(numbers)
}
