//! The store of head office: the segments of every terminal, whole, and the figures that follow from them.
//!
//! What it says is a function of the set of segments that arrived, never of the order: each step of a merge asks what held
//! before and what holds after, and adds the difference. Of one segment with two contents none counts; a segment that was
//! issued again counts in the place of its elder; an event that stands in several segments counts once; a sale that was
//! taken back counts nowhere, whichever came first.
//!
//! Reading order: `entry`, [`draft`] (one segment, made ready on any thread), [`merge`] and `sales` (what
//! changes), `figures` and `visits` (the rows), then what is read: [`reading`], [`fleet`], `digest`; `erase` and `rebuild`.

mod digest;
mod draft;
mod entry;
mod erase;
mod figures;
mod fleet;
mod known;
mod merge;
mod opening;
mod reading;
mod rebuild;
mod sales;
mod visits;

#[cfg(test)]
mod tests;

pub use draft::{Batch, Drafting};
pub use fleet::{Bad, Conflict, Gap, Heard};
pub use known::Known;
pub use merge::Merged;
pub use reading::Sealed;

use std::fs::File;
use std::path::{Path, PathBuf};

use hashbrown::HashSet;
use rusqlite::Connection;

use super::Error;
use super::store::fault;
use entry::Id;

/// The store of head office, open for merging or for reading.
#[derive(Debug)]
pub struct Collected {
    path: PathBuf,
    connection: Connection,
    /// Every sale that was taken back, for merging.
    voided: HashSet<Id>,
    /// Every pseudonym that was to be forgotten, for merging.
    erased: HashSet<String>,
    words: figures::Words,
    /// One merge at a time. Dropped after the connection.
    _lock: Option<File>,
}

impl Collected {
    /// Opens the store at `path` for merging, or begins one. Figures of an older version are made again from the segments.
    ///
    /// # Errors
    /// [`Error::Busy`] where another merge goes on for longer than ten seconds, [`Error::Foreign`] where another program's
    /// file lies there, [`Error::Newer`], [`Error::Damaged`], [`Error::NotSaved`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        let mut store = opening::open(path)?;
        store.bring_up_to_date()?;
        Ok(store)
    }

    /// Opens the store at `path` for reading. A merge may go on meanwhile. One of an older version is brought up to date first.
    ///
    /// # Errors
    /// [`Error::Missing`] where there is none; otherwise as [`Collected::open`].
    pub fn open_read_only(path: &Path) -> Result<Self, Error> {
        if opening::is_older(path)? {
            drop(Self::open(path)?);
        }
        opening::open_read_only(path)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does something, with `SQLite`'s complaint sorted.
    fn run<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        work(&self.connection).map_err(|error| fault::sort(&self.path, error))
    }
}
