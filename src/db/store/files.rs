//! The names of the files around a store.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// All in the directory of the store.
#[derive(Clone, Debug)]
pub(super) struct Files {
    /// The store itself.
    pub store: PathBuf,
    /// The directory it lies in.
    pub directory: PathBuf,
    /// Where lock files lie.
    pub locks: PathBuf,
    /// Where damaged stores are kept.
    pub damaged: PathBuf,
    /// Room kept for a full disk.
    pub reserve: PathBuf,
    /// How far it was sealed.
    pub mark: PathBuf,
    /// Its own copies of its segments.
    pub outbox: PathBuf,
    /// A repaired store before it takes the place of the damaged one.
    pub repaired: PathBuf,
}

impl Files {
    pub fn of(store: &Path) -> Self {
        let directory = match store.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        Self {
            store: store.to_owned(),
            locks: directory.join("locks"),
            damaged: directory.join("damaged"),
            mark: with_ending(store, ".mark"),
            outbox: directory.join(if store.file_name() == Some(OsStr::new(super::FILE)) {
                "outbox".to_owned()
            } else {
                format!("{}-outbox", store.file_stem().unwrap_or_default().to_string_lossy())
            }),
            reserve: with_ending(store, ".reserve"),
            repaired: with_ending(store, ".repaired"),
            directory,
        }
    }

    /// A lock file of this store.
    pub fn lock(&self, purpose: &str) -> PathBuf {
        let mut name = self.stem();
        name.push("-");
        name.push(purpose);
        name.push(".lock");
        self.locks.join(name)
    }

    /// `store` of `store.db`.
    pub fn stem(&self) -> OsString {
        self.store.file_stem().unwrap_or_default().to_owned()
    }
}

/// The path with something put behind its whole name: `store.db` and `-wal`.
pub(in crate::db) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
