//! The store of sales: events that travel to head office, and baskets that are not finished yet.
//!
//! What it acknowledges is on disk: one commit and one flush for each call, no debounce. It never asks the clock; time
//! comes in with each call. It deletes nothing that was not sent: a damaged store is moved aside and its readable
//! events are taken over.
//!
//! Reading order: [`incoming`] (a line becomes an event), `sales` and `record` (what is written), `reading`, then
//! `commit` (what happens when a disk fails), `opening`, `damage` and `salvage`; for what travels `epoch`, `segments`,
//! `seal`, `sent`, `rebuild` and `erase`.

pub(in crate::db) mod check;
mod clock;
mod commit;
mod counting;
mod customer;
mod damage;
mod epoch;
mod erase;
pub(in crate::db) mod fault;
pub(in crate::db) mod files;
mod incoming;
pub(in crate::db) mod lock;
mod mark;
mod migrate;
pub(in crate::db) mod opening;
mod reading;
mod rebuild;
mod record;
mod reserve;
mod sales;
mod salvage;
mod seal;
mod segments;
mod sent;
mod session;
mod unknown;

#[cfg(test)]
mod tests;

pub use counting::Counted;
pub use damage::moved_aside;
pub use incoming::{BadLine, Incoming, LONGEST_LINE};
pub use opening::sqlite_version;
pub use reading::{Counts, Events, Figures, StoredEvent};
pub use record::Recorded;
pub use reserve::room;
pub use sales::KeptSale;
pub use segments::{Sealed, Sealing, Unsealed};
pub use session::{Session, Sessions};

use std::path::Path;

use rusqlite::Connection;

use super::Error;
use crate::domain::{Problem, UnixMillis};
use files::Files;
use opening::Live;

/// The name of the store in the data directory.
pub const FILE: &str = "store.db";
/// The name of the store of practice sales.
pub const PRACTICE_FILE: &str = "practice.db";

/// The store, open for writing or for reading.
#[derive(Debug)]
pub struct Store {
    /// `None` in memory.
    files: Option<Files>,
    /// `None` after a commit that failed for good, until the next one.
    live: Option<Live>,
    access: Access,
    identity: Identity,
    /// The latest time that was told to us; names what is moved aside.
    now: UnixMillis,
    /// No time before this can be right: when this version, or the catalog in use, was made.
    not_before: UnixMillis,
    /// What was repaired on the way and nobody was told yet.
    notice: Option<Problem>,
    /// Successful commits since the reserve was given up; 0 while it is there.
    without_reserve: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Write,
    ReadOnly,
}

/// Who writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Random name of this installation.
    pub terminal: String,
    /// Random, another one for each store that was ever begun here.
    pub epoch: String,
}

impl Store {
    /// Opens the store at `path`, or begins one. A damaged one is moved to `damaged/` beside it, what can still be read
    /// is taken over, and the problem says so.
    ///
    /// # Errors
    /// [`Error::NotSaved`] where the directory cannot be written, [`Error::Newer`], [`Error::Foreign`],
    /// [`Error::Busy`] after ten seconds, and [`Error::Damaged`] where another copy still has a damaged store open.
    pub fn open(path: &Path, now: UnixMillis) -> Result<(Self, Option<Problem>), Error> {
        Self::open_at(path, now, check::Depth::Quick)
    }

    /// The same after reading every page and index: slow for a large store.
    pub fn open_thoroughly(path: &Path, now: UnixMillis) -> Result<(Self, Option<Problem>), Error> {
        Self::open_at(path, now, check::Depth::Full)
    }

    /// The same without reading anything that is not needed: for whoever opened it a moment ago.
    pub fn open_lightly(path: &Path, now: UnixMillis) -> Result<(Self, Option<Problem>), Error> {
        Self::open_at(path, now, check::Depth::None)
    }

    fn open_at(path: &Path, now: UnixMillis, depth: check::Depth) -> Result<(Self, Option<Problem>), Error> {
        let files = Files::of(path);
        let open = || opening::open_or_repair(&files, now, depth);
        let (live, identity, notice) = match open() {
            // Even opening needs some room.
            Err(Error::NotSaved { .. }) if std::fs::remove_file(&files.reserve).is_ok() => open()?,
            other => other?,
        };
        let mut store = Self::new(Some(files), live, identity, now);
        store.keep_reserve();
        store.catch_up(now)?;
        Ok((store, notice))
    }

    /// Opens the store at `path` without being able to change it: for `status`, `export` and reports. It repairs nothing.
    ///
    /// # Errors
    /// [`Error::Missing`] where none was begun; otherwise as [`Store::open`], with [`Error::Damaged`] for any damage.
    pub fn open_read_only(path: &Path) -> Result<Self, Error> {
        let files = Files::of(path);
        let (live, identity) = opening::open_read_only(&files)?;
        Ok(Self { access: Access::ReadOnly, ..Self::new(Some(files), live, identity, 0) })
    }

    /// A store that is gone when it is closed: for tests and one-off practice.
    pub fn in_memory(now: UnixMillis) -> Result<Self, Error> {
        let (live, identity) = opening::in_memory(now)?;
        Ok(Self::new(None, live, identity, now))
    }

    fn new(files: Option<Files>, live: Live, identity: Identity, now: UnixMillis) -> Self {
        Self {
            files,
            live: Some(live),
            access: Access::Write,
            identity,
            now,
            not_before: clock::RELEASED,
            notice: None,
            without_reserve: 0,
        }
    }

    /// Random name of this installation and of this store.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Where its own copies of its segments are kept; `None` in memory.
    pub fn outbox(&self) -> Option<&Path> {
        self.files.as_ref().map(|files| files.outbox.as_path())
    }

    /// Tells when the catalog in use was made: a clock before that cannot be right.
    pub fn set_catalog_made(&mut self, made: UnixMillis) {
        self.not_before = clock::RELEASED.max(made);
    }

    /// What was repaired since it was last asked, to be shown to people.
    pub fn take_notice(&mut self) -> Option<Problem> {
        self.notice.take()
    }

    fn path(&self) -> &Path {
        self.files.as_ref().map_or(Path::new(":memory:"), |files| &files.store)
    }

    fn connection(&self) -> Result<&Connection, Error> {
        match &self.live {
            Some(live) => Ok(&live.connection),
            None => Err(Error::NotSaved {
                path: self.path().to_owned(),
                detail: "the store could not be opened again".to_owned(),
            }),
        }
    }

    /// Reads, with `SQLite`'s complaint sorted.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        work(self.connection()?).map_err(|error| fault::sort(self.path(), error))
    }
}
