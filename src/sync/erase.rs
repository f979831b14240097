//! Erasure lists: head office writes one for each time somebody asked to be forgotten, counters take each of them once.
//! None is ever taken away, so that a counter that was off for a year, or restored from a backup, forgets as well.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::once::write_once;
use super::plain;
use super::signing::{self, Signer};
use crate::db::Error;
use crate::db::store::Store;
use crate::domain::UnixMillis;
use crate::domain::problem::{Code, Problem};
use crate::travel::erase::{EraseList, FORMAT, LONGEST};
use crate::travel::names::{self, ERASE, SIGNATURE};
use crate::travel::signature::{self, Key};
use crate::travel::{MOST, digest};

/// So often another number is tried where somebody else publishes at the same moment.
const TURNS: usize = 8;

/// Why a list did not go out.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    /// The disk is full, or the folder cannot be written.
    #[error("not published: {}: {detail}", path.display())]
    Folder {
        /// The folder of lists.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The key cannot sign.
    #[error("not published: {0}")]
    Signing(#[from] signing::Error),
}

/// Writes a list under the next number, its signature first; answers the number.
pub fn publish(
    sync_dir: &Path,
    chain_id: &str,
    pseudonyms: Vec<String>,
    signer: Option<&Signer>,
) -> Result<u64, NotPublished> {
    let folder = sync_dir.join(ERASE);
    let failed = |error: io::Error| NotPublished::Folder { path: folder.clone(), detail: error.to_string() };
    let mut list = EraseList { format: FORMAT, number: 0, chain_id: chain_id.to_owned(), pseudonyms };
    for _ in 0..TURNS {
        let highest = taken(&folder).map_err(failed)?.last().copied().unwrap_or(0);
        list.number = highest + 1;
        if list.number > MOST {
            break;
        }
        let (name, bytes) = (names::erase(list.number), list.to_bytes());
        if let Some(signer) = signer {
            let text = signer.sign(&bytes, &name)?;
            if !write_once(&folder, &[&name, SIGNATURE].concat(), |file| file.write_all(text.as_bytes()))
                .map_err(failed)?
            {
                continue;
            }
        }
        if write_once(&folder, &name, |file| file.write_all(&bytes)).map_err(failed)? {
            return Ok(list.number);
        }
    }
    Err(failed(io::Error::other("no number is free")))
}

/// The numbers of lists and of their signatures, lowest first.
fn taken(folder: &Path) -> io::Result<Vec<u64>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let number = |name: &str| names::erase_number(name.strip_suffix(SIGNATURE).unwrap_or(name));
    let mut numbers: Vec<u64> = entries.flatten().filter_map(|entry| number(entry.file_name().to_str()?)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

/// Every list of a sync folder that is there whole, with its number and SHA-256, and what is wrong with the others.
/// `keys` are the pinned ones: where there are any, a list must be signed by one of them. `chain_id` is empty where it is
/// not known.
pub fn lists(sync_dir: &Path, keys: &[Key], chain_id: &str) -> (Vec<(EraseList, String)>, Vec<Problem>) {
    let folder = sync_dir.join(ERASE);
    let (mut lists, mut problems) = (Vec::new(), Vec::new());
    // A folder that cannot be read is told with the catalogs.
    for number in taken(&folder).unwrap_or_default() {
        match read(&folder, number, keys, chain_id) {
            Ok(found) => lists.extend(found),
            Err(why) => {
                let what = format!("Erasure list {number} was refused: {why}. Nothing was changed by it");
                problems.push(Problem::new(Code::EraseRefused, &what));
            }
        }
    }
    (lists, problems)
}

/// `None` where the list is not there yet, or cannot be read now.
fn read(folder: &Path, number: u64, keys: &[Key], chain_id: &str) -> Result<Option<(EraseList, String)>, String> {
    let name = names::erase(number);
    let bytes = match plain::read(&folder.join(&name), LONGEST) {
        Err(plain::Fault::Missing | plain::Fault::Unreadable(_)) => return Ok(None),
        Err(fault) => return Err(fault.to_string()),
        Ok(bytes) => bytes,
    };
    if !keys.is_empty() {
        let signature = plain::read(&folder.join([&name, SIGNATURE].concat()), signature::LONGEST as u64)
            .map_err(|_| "it is not signed, and a key is pinned on this computer".to_owned())?;
        signature::check(&bytes, &signature, keys).map_err(|fault| format!("its signature is not good: {fault}"))?;
        if signature::file_named(&signature).is_some_and(|named| named != name) {
            return Err("its signature is that of another file".to_owned());
        }
    }
    let list = EraseList::read(&bytes, number).map_err(|fault| fault.to_string())?;
    if !chain_id.is_empty() && list.chain_id != chain_id {
        return Err("it is of another chain".to_owned());
    }
    Ok(Some((list, digest::of(&bytes))))
}

/// Takes every list that this store did not take yet; answers what is wrong with those it cannot.
///
/// # Errors
/// Those of the store.
pub fn take(
    store: &mut Store,
    sync_dir: &Path,
    keys: &[Key],
    chain_id: &str,
    now: UnixMillis,
) -> Result<Vec<Problem>, Error> {
    let (lists, problems) = lists(sync_dir, keys, chain_id);
    for (list, sha256) in lists {
        if store.has_list(list.number, &sha256)? {
            continue;
        }
        // Whoever seals at the moment takes it, or the next visit does.
        let Some(_sealing) = store.sealing()? else { break };
        store.forget(&list.pseudonyms, Some((list.number, &sha256)), now)?;
    }
    Ok(problems)
}
