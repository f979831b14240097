//! A numbered list goes out: written once under the next number, with its signature, the last three kept. Store overlays
//! and customers lists are such lists.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::once::write_once;
use super::signing::{self, Signer};
use crate::travel::{MOST, names};

/// Which lists: how their names are written, and how they are read.
#[derive(Clone, Copy, Debug)]
pub struct Lists {
    /// The name of a number.
    pub name: fn(u64) -> String,
    /// The number of a name.
    pub number: fn(&str) -> Option<u64>,
}

/// Lists kept in the folder, so that a slow copy completes.
const KEPT: usize = 3;
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

/// A list that went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its number.
    pub number: u64,
    /// The file.
    pub path: PathBuf,
    /// Whether it was signed.
    pub signed: bool,
}

/// Writes a list into its folder, which is made when missing. It gets the number after the highest that is there, `least`
/// at least; no name is ever written twice. The signature comes first, so that a counter that sees the list mostly sees both.
///
/// # Errors
/// [`NotPublished`]; then no list was.
pub fn publish(
    folder: &Path,
    lists: Lists,
    bytes: &[u8],
    least: u64,
    signer: Option<&Signer>,
) -> Result<Published, NotPublished> {
    let failed = |error: io::Error| NotPublished::Folder { path: folder.to_owned(), detail: error.to_string() };
    for _ in 0..TURNS {
        let number = lists.numbers(folder).map_err(failed)?.first().map_or(1, |highest| highest + 1).max(least);
        if number > MOST {
            return Err(failed(io::Error::other(format!("number {number} is too large"))));
        }
        let name = (lists.name)(number);
        let signature = signer.map(|signer| signer.sign(bytes, &name)).transpose()?;
        let beside = |text: &String| write_once(folder, &signature_of(&name), |file| file.write_all(text.as_bytes()));
        if signature.as_ref().map(beside).transpose().map_err(failed)? == Some(false) {
            continue;
        }
        let written = write_once(folder, &name, |file| file.write_all(bytes));
        if signature.is_some() && !matches!(written, Ok(true)) {
            let _ = fs::remove_file(folder.join(signature_of(&name)));
        }
        if written.map_err(failed)? {
            lists.remove_oldest(folder).map_err(failed)?;
            return Ok(Published { number, path: folder.join(name), signed: signature.is_some() });
        }
    }
    Err(failed(io::Error::other("somebody else publishes there all the time")))
}

fn signature_of(name: &str) -> String {
    [name, names::SIGNATURE].concat()
}

impl Lists {
    /// The numbers that are taken, by a list or by a signature, highest first.
    ///
    /// # Errors
    /// Where the folder is there and cannot be read.
    pub fn numbers(self, folder: &Path) -> io::Result<Vec<u64>> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let number = |name: &str| (self.number)(name.strip_suffix(names::SIGNATURE).unwrap_or(name));
        let mut numbers = Vec::new();
        for entry in entries {
            numbers.extend(entry?.file_name().to_str().and_then(number));
        }
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        numbers.dedup();
        Ok(numbers)
    }

    /// Takes a list and its signature away. What cannot be removed now is removed another time.
    pub fn remove(self, folder: &Path, number: u64) {
        let name = (self.name)(number);
        for name in [signature_of(&name), name] {
            let _ = fs::remove_file(folder.join(name));
        }
    }

    fn remove_oldest(self, folder: &Path) -> io::Result<()> {
        self.numbers(folder)?.into_iter().skip(KEPT).for_each(|old| self.remove(folder, old));
        Ok(())
    }
}
