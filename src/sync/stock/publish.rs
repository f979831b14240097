//! An overlay goes out: written once under the next number, with its signature, the last three kept.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::super::current::sync_folder;
use super::sign::Signer;
use crate::travel::{MOST, names};

/// Overlays kept in the folder, so that a slow copy completes.
const KEPT: usize = 3;
/// So often another number is tried where somebody else publishes at the same moment.
const TURNS: usize = 8;
const DRAFT: &str = ".stock-";

/// Why an overlay did not go out: the disk is full, the folder cannot be written, the key cannot sign.
#[derive(Debug, thiserror::Error)]
#[error("not published: {}: {detail}", path.display())]
pub struct NotPublished {
    /// The store's folder.
    pub path: PathBuf,
    /// What the system said.
    pub detail: String,
}

/// An overlay that went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its number.
    pub number: u64,
    /// The file.
    pub path: PathBuf,
    /// Whether it was signed.
    pub signed: bool,
}

/// Writes an overlay of a store into a sync folder, which is created where it is missing. It gets the number after the
/// highest that is there, `least` at least; no name is ever written twice. The signature comes first, so that a counter
/// that sees the overlay mostly sees both.
///
/// # Errors
/// [`NotPublished`]; then nothing was.
pub fn publish(
    sync_dir: &Path,
    store: &str,
    bytes: &[u8],
    least: u64,
    signer: Option<&Signer>,
) -> Result<Published, NotPublished> {
    let folder = sync_dir.join(names::STORES).join(store);
    let failed = |error: io::Error| NotPublished { path: folder.clone(), detail: error.to_string() };
    fs::create_dir_all(&folder).map_err(failed)?;
    for _ in 0..TURNS {
        let highest = numbers(&folder).map_err(failed)?.first().copied().unwrap_or(0);
        let number = (highest + 1).max(least);
        let name = names::stock(number);
        if number > MOST {
            return Err(failed(io::Error::other(format!("number {number} is too large"))));
        }
        if let Some(signer) = signer {
            let signature = signer.sign(bytes, &name).map_err(|why| failed(io::Error::other(why)))?;
            match write_once(&folder, &signature_of(&name), &signature) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                other => other.map_err(failed)?,
            }
        }
        if let Err(error) = write_once(&folder, &name, bytes) {
            if signer.is_some() {
                let _ = fs::remove_file(folder.join(signature_of(&name)));
            }
            if error.kind() == ErrorKind::AlreadyExists {
                continue;
            }
            return Err(failed(error));
        }
        remove_oldest(&folder).map_err(failed)?;
        return Ok(Published { number, path: folder.join(name), signed: signer.is_some() });
    }
    Err(failed(io::Error::other("somebody else publishes there all the time")))
}

/// Writes under a name that sync tools pass over, and gives the real one when all of it is on disk. A name that is taken
/// stays as it is.
fn write_once(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut draft = tempfile::Builder::new().prefix(DRAFT).tempfile_in(folder)?;
    draft.write_all(bytes)?;
    readable(draft.as_file())?;
    draft.as_file().sync_all()?;
    draft.persist_noclobber(folder.join(name)).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Others copy these files, so that they may read them.
#[cfg(unix)]
fn readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

fn signature_of(name: &str) -> String {
    [name, names::SIGNATURE].concat()
}

/// The number of an overlay or of its signature.
fn number_of(name: &str) -> Option<u64> {
    names::stock_number(name.strip_suffix(names::SIGNATURE).unwrap_or(name))
}

/// The numbers that are taken, highest first.
fn numbers(folder: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder)? {
        numbers.extend(entry?.file_name().to_str().and_then(number_of));
    }
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers.dedup();
    Ok(numbers)
}

fn remove_oldest(folder: &Path) -> io::Result<()> {
    for old in numbers(folder)?.into_iter().skip(KEPT) {
        let name = names::stock(old);
        for name in [signature_of(&name), name] {
            match fs::remove_file(folder.join(name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}
