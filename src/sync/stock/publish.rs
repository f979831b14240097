//! An overlay goes out: written once under the next number, with its signature, the last three kept.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::super::once::write_once;
use super::super::signing::{self, Signer};
use crate::travel::{MOST, names};

/// Overlays kept in the folder, so that a slow copy completes.
const KEPT: usize = 3;
/// So often another number is tried where somebody else publishes at the same moment.
const TURNS: usize = 8;

/// Why an overlay did not go out.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    /// The disk is full, or the folder cannot be written.
    #[error("not published: {}: {detail}", path.display())]
    Folder {
        /// The store's folder.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The key cannot sign.
    #[error("not published: {0}")]
    Signing(#[from] signing::Error),
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

/// Writes an overlay of a store into a sync folder, which is made when missing. It gets the number after the highest that
/// is there, `least` at least; no name is ever written twice. The signature comes first, so that a counter that sees the
/// overlay mostly sees both.
///
/// # Errors
/// [`NotPublished`]; then no overlay was.
pub fn publish(
    sync_dir: &Path,
    store: &str,
    bytes: &[u8],
    least: u64,
    signer: Option<&Signer>,
) -> Result<Published, NotPublished> {
    let folder = sync_dir.join(names::STORES).join(store);
    let failed = |error: io::Error| NotPublished::Folder { path: folder.clone(), detail: error.to_string() };
    for _ in 0..TURNS {
        let number = numbers(&folder).map_err(failed)?.first().map_or(1, |highest| highest + 1).max(least);
        if number > MOST {
            return Err(failed(io::Error::other(format!("number {number} is too large"))));
        }
        let name = names::stock(number);
        let signature = signer.map(|signer| signer.sign(bytes, &name)).transpose()?;
        let beside = |text: &String| write_once(&folder, &signature_of(&name), |file| file.write_all(text.as_bytes()));
        if signature.as_ref().map(beside).transpose().map_err(failed)? == Some(false) {
            continue;
        }
        let written = write_once(&folder, &name, |file| file.write_all(bytes));
        if signature.is_some() && !matches!(written, Ok(true)) {
            let _ = fs::remove_file(folder.join(signature_of(&name)));
        }
        if written.map_err(failed)? {
            remove_oldest(&folder).map_err(failed)?;
            return Ok(Published { number, path: folder.join(name), signed: signature.is_some() });
        }
    }
    Err(failed(io::Error::other("somebody else publishes there all the time")))
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
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut numbers = Vec::new();
    for entry in entries {
        numbers.extend(entry?.file_name().to_str().and_then(number_of));
    }
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers.dedup();
    Ok(numbers)
}

/// What cannot be removed now is removed another time.
fn remove_oldest(folder: &Path) -> io::Result<()> {
    for old in numbers(folder)?.into_iter().skip(KEPT) {
        let name = names::stock(old);
        for name in [signature_of(&name), name] {
            let _ = fs::remove_file(folder.join(name));
        }
    }
    Ok(())
}
