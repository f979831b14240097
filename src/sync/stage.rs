//! The steps by which a snapshot from elsewhere becomes the catalog in use: copied into a private folder while it is
//! hashed, checked there, made searchable, renamed into place, and only then pointed at. What brings a file, by hand
//! (`install`) or through the sync folder (`receive`), does the same steps.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::current::{self, CATALOGS, Pointer, SNAPSHOT};
use super::fingerprint::{fingerprint, hex};
use super::index::{FILE as INDEX, IndexFile};
use super::{Error, Refusal, lease};
use crate::db;
use crate::db::durable::{make_folder, sync_folder};

/// Larger files are refused before a byte of them is copied.
pub(super) const MOST_BYTES: u64 = 2 << 30;
const STAGING: &str = "staging";
const DAMAGED: &str = "damaged";

/// What an installation is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Copying the file; counted in bytes.
    Copy,
    /// Looking at every row of it; not counted.
    Check,
    /// Making it searchable; counted in items.
    Index,
}

/// Is told how much of a stage is done and how much there is; `false` stops.
pub type Progress<'a> = dyn FnMut(Stage, u64, u64) -> bool + 'a;

/// One importer a data directory. The lock goes with the file.
pub(super) fn lock(data_dir: &Path) -> Result<File, Error> {
    let path = data_dir.join("install.lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| Error::NotSaved { path: path.clone(), detail: error.to_string() })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(Error::Busy(data_dir.to_owned())),
        Err(fs::TryLockError::Error(error)) => Err(Error::NotSaved { path, detail: error.to_string() }),
    }
}

/// A fresh private folder; what a killed copy left is removed first.
fn stage(data_dir: &Path) -> io::Result<tempfile::TempDir> {
    let staging = data_dir.join(STAGING);
    fs::create_dir_all(&staging)?;
    for left in fs::read_dir(&staging)?.flatten() {
        let _ = fs::remove_dir_all(left.path());
    }
    tempfile::tempdir_in(staging)
}

/// A copy of a snapshot in a private folder. It goes with the folder, unless it is put into use.
#[derive(Debug)]
pub(super) struct Staged {
    folder: tempfile::TempDir,
    /// The SHA-256 of what was copied, in hex.
    pub sha256: String,
}

impl Staged {
    /// Copies and hashes in one go, and returns when the copy is on disk. The caller holds the lock.
    pub fn copy(source: &mut File, path: &Path, data_dir: &Path, progress: &mut Progress<'_>) -> Result<Self, Error> {
        let of = |path: &Path| {
            let path: PathBuf = path.to_owned();
            move |error: io::Error| Error::NotSaved { path, detail: error.to_string() }
        };
        let unread = |error: io::Error| Error::Unreadable { path: path.to_owned(), detail: error.to_string() };
        let folder = stage(data_dir).map_err(of(data_dir))?;
        let bytes = source.metadata().map_err(unread)?.len();
        let to = folder.path().join(SNAPSHOT);
        let mut copy = File::create_new(&to).map_err(of(&to))?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 18];
        let mut done = 0;
        loop {
            let read = source.read(&mut buffer).map_err(unread)?;
            if read == 0 {
                break;
            }
            hash.update(&buffer[..read]);
            copy.write_all(&buffer[..read]).map_err(of(&to))?;
            done += read as u64;
            if done > MOST_BYTES {
                return Err(Error::Refused { refusal: Refusal::TooLarge(MOST_BYTES), path: path.to_owned() });
            }
            if !progress(Stage::Copy, done, bytes.max(done)) {
                return Err(Error::Stopped);
            }
        }
        copy.sync_all().map_err(of(&to))?;
        Ok(Self { folder, sha256: hex(hash) })
    }

    /// The copy.
    pub fn snapshot(&self) -> PathBuf {
        self.folder.path().join(SNAPSHOT)
    }

    /// Looks at all of it: header, limits, schema, pages, every cell. Says how many rows each table has.
    pub fn check(&self, progress: &mut Progress<'_>) -> Result<db::Rows, Fault> {
        let copy = self.snapshot();
        if let Some(refusal) = cut_short(&copy) {
            return Err(Fault::Refused(refusal));
        }
        if !progress(Stage::Check, 0, 0) {
            return Err(Fault::Stopped);
        }
        db::verify(&copy).map_err(Fault::of)?;
        db::content(&copy).map_err(Fault::of)
    }

    /// Builds the search index beside the copy, unless the catalog is installed with one. Where it cannot be written the
    /// catalog is used without: it will be made when the catalog is opened. One that cannot be read for it, although it
    /// passed every check, is refused.
    pub fn index(&self, pointer: &Pointer, data_dir: &Path, progress: &mut Progress<'_>) -> Result<(), Fault> {
        let installed = data_dir.join(CATALOGS).join(pointer.folder()).join(SNAPSHOT);
        if IndexFile::beside(&installed, &self.sha256).is_some_and(|file| file.read().is_some()) {
            return Ok(());
        }
        let copy = self.snapshot();
        let Some(file) = IndexFile::beside(&copy, &self.sha256) else { return Ok(()) };
        let mut progress = |done, all| progress(Stage::Index, done, all);
        let built = file.build(&db::Catalog::open(&copy).map_err(Fault::of)?, &mut progress).map_err(Fault::of)?;
        let _ = file.keep(&built.ok_or(Fault::Stopped)?);
        Ok(())
    }

    /// Moves the checked copy into place and points at it; the pointer is what decides, and it comes last.
    pub fn put(self, mut pointer: Pointer, data_dir: &Path) -> io::Result<()> {
        let catalogs = data_dir.join(CATALOGS);
        make_folder(&catalogs)?;
        let target = catalogs.join(pointer.folder());
        sync_folder(self.folder.path())?;
        if target.exists() && fingerprint(&target.join(SNAPSHOT)).ok().as_deref() != Some(&self.sha256) {
            move_aside(data_dir, &target)?;
        }
        if !target.exists() {
            fs::rename(self.folder.path(), &target)?;
            // Moved, so that there is nothing left to remove.
            let _ = self.folder.keep();
        } else if self.folder.path().join(INDEX).exists() {
            let _ = fs::rename(self.folder.path().join(INDEX), target.join(INDEX));
        }
        sync_folder(&catalogs)?;
        pointer.previous = match current::read(data_dir) {
            Some(before) if before.sha256 == pointer.sha256 && before.version == pointer.version => before.previous,
            Some(before) => Some(Box::new(Pointer { previous: None, ..before })),
            None => None,
        };
        current::replace(data_dir, &pointer)?;
        remove_older(&catalogs, &pointer);
        Ok(())
    }
}

/// Why a copy is not put into use.
pub(super) enum Fault {
    /// It is no good.
    Refused(Refusal),
    /// It could not be looked at.
    Failed(db::Error),
    /// The caller asked to stop.
    Stopped,
}

impl Fault {
    /// What an error of the copy means.
    pub fn of(error: db::Error) -> Self {
        match Refusal::of(error) {
            Ok(refusal) => Self::Refused(refusal),
            Err(other) => Self::Failed(other),
        }
    }

    /// The error about the file as it was given.
    pub fn about(self, path: &Path, data_dir: &Path) -> Error {
        match self {
            Self::Refused(refusal) => Error::Refused { refusal, path: path.to_owned() },
            Self::Failed(error) => Error::NotSaved { path: data_dir.to_owned(), detail: error.to_string() },
            Self::Stopped => Error::Stopped,
        }
    }
}

/// A file that ends before its header says it does: still arriving, or copied in part.
fn cut_short(path: &Path) -> Option<Refusal> {
    let mut header = [0; 32];
    let mut file = File::open(path).ok()?;
    let found = file.metadata().ok()?.len();
    file.read_exact(&mut header).ok()?;
    let pages = u32::from_be_bytes([header[28], header[29], header[30], header[31]]);
    let page = u64::from(u16::from_be_bytes([header[16], header[17]]));
    let promised = u64::from(pages) * page;
    (header.starts_with(b"SQLite format 3\0") && found < promised).then_some(Refusal::CutShort { found, promised })
}

/// Keeps a folder that is no longer what it was, under `damaged/`.
pub(super) fn move_aside(data_dir: &Path, folder: &Path) -> io::Result<()> {
    let damaged = data_dir.join(DAMAGED);
    fs::create_dir_all(&damaged)?;
    let aside = tempfile::tempdir_in(damaged)?.keep();
    fs::rename(folder, aside.join(folder.file_name().unwrap_or_default()))
}

/// Keeps the current catalog, the one before, and any that a running program still reads; what cannot be removed now is
/// removed another time.
fn remove_older(catalogs: &Path, pointer: &Pointer) {
    let kept: Vec<String> =
        [Some(pointer), pointer.previous.as_deref()].into_iter().flatten().map(Pointer::folder).collect();
    for entry in fs::read_dir(catalogs).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if !kept.iter().any(|kept| name == kept.as_str()) {
            lease::remove_unless_held(&entry.path());
        }
    }
}
