//! A snapshot file → the catalog in use, or a refusal that changes nothing.
//!
//! Copied into a private folder while it is hashed, checked there, renamed into place, and only then pointed at. A copy
//! of the program that is killed on the way leaves the old catalog in use; what it left is cleaned up by the next.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::current::{self, CATALOGS, InstalledCatalog, Pointer, SNAPSHOT, sync_folder};
use super::fingerprint::{fingerprint, hex};
use super::index::{FILE as INDEX, IndexFile};
use super::{Error, Refusal};
use crate::db;

/// Larger files are refused before a byte of them is copied.
const MOST_BYTES: u64 = 2 << 30;
const STAGING: &str = "staging";
const DAMAGED: &str = "damaged";

/// What an installation is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Copying the file; counted in bytes.
    Copy,
    /// Making it searchable; counted in items.
    Index,
}

/// Puts a snapshot into use by hand, as version 0, with its search index. `progress` is told how much of a stage is done
/// and how much there is; `false` stops.
pub fn install(
    file: &Path,
    data_dir: &Path,
    progress: &mut dyn FnMut(Stage, u64, u64) -> bool,
) -> Result<InstalledCatalog, Error> {
    let refused = |refusal| Error::Refused { refusal, path: file.to_owned() };
    let metadata = fs::metadata(file).map_err(|_| Error::Missing(file.to_owned()))?;
    if !metadata.is_file() {
        return Err(refused(Refusal::NotAFile));
    }
    if metadata.len() > MOST_BYTES {
        return Err(refused(Refusal::TooLarge(MOST_BYTES)));
    }
    let not_saved = |error: io::Error| Error::NotSaved { path: data_dir.to_owned(), detail: error.to_string() };
    fs::create_dir_all(data_dir.join(CATALOGS)).map_err(not_saved)?;
    let _lock = lock(data_dir)?;
    let staging = stage(data_dir).map_err(not_saved)?;
    let copy = staging.path().join(SNAPSHOT);
    let Some(sha256) = copy_hashing(file, &copy, metadata.len(), &mut |done, all| progress(Stage::Copy, done, all))?
    else {
        return Err(Error::Stopped);
    };
    if let Some(refusal) = cut_short(&copy) {
        return Err(refused(refusal));
    }
    db::verify(&copy).map_err(|error| match Refusal::of(error) {
        Ok(refusal) => refused(refusal),
        Err(other) => Error::NotSaved { path: data_dir.to_owned(), detail: other.to_string() },
    })?;
    index(&copy, &sha256, data_dir, &mut |done, all| progress(Stage::Index, done, all))?;
    put(data_dir, staging, &sha256).map_err(not_saved)?;
    current::current(data_dir).ok_or_else(|| not_saved(io::Error::other("the catalog vanished while it was installed")))
}

/// One importer a data directory. The lock goes with the file.
fn lock(data_dir: &Path) -> Result<File, Error> {
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

/// Copies and hashes in one go, and returns when the copy is on disk; `None` where the caller asked to stop.
fn copy_hashing(
    from: &Path,
    to: &Path,
    bytes: u64,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Option<String>, Error> {
    let of = |path: &Path| {
        let path: PathBuf = path.to_owned();
        move |error: io::Error| Error::NotSaved { path, detail: error.to_string() }
    };
    let mut source = File::open(from).map_err(of(from))?.take(MOST_BYTES);
    let mut copy = File::create_new(to).map_err(of(to))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut done = 0;
    loop {
        let read = source.read(&mut buffer).map_err(of(from))?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        copy.write_all(&buffer[..read]).map_err(of(to))?;
        done += read as u64;
        if !progress(done, bytes.max(done)) {
            return Ok(None);
        }
    }
    copy.sync_all().map_err(of(to))?;
    Ok(Some(hex(hash)))
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

/// Builds the search index beside the copy. Where it cannot be written the catalog is installed without: it will be made
/// when the catalog is opened.
fn index(copy: &Path, sha256: &str, data_dir: &Path, progress: &mut dyn FnMut(u64, u64) -> bool) -> Result<(), Error> {
    let installed = data_dir.join(CATALOGS).join(Pointer::new(0, sha256).folder()).join(SNAPSHOT);
    if IndexFile::beside(&installed, sha256).is_some_and(|file| file.read().is_some()) {
        return Ok(());
    }
    let unread = |error: db::Error| Error::NotSaved { path: data_dir.to_owned(), detail: error.to_string() };
    let Some(file) = IndexFile::beside(copy, sha256) else { return Ok(()) };
    let built = file.build(&db::Catalog::open(copy).map_err(unread)?, progress).map_err(unread)?;
    let _ = file.keep(&built.ok_or(Error::Stopped)?);
    Ok(())
}

/// Moves the checked copy into place and points at it; the pointer is what decides, and it comes last.
fn put(data_dir: &Path, staging: tempfile::TempDir, sha256: &str) -> io::Result<()> {
    let catalogs = data_dir.join(CATALOGS);
    let mut pointer = Pointer::new(0, sha256);
    let target = catalogs.join(pointer.folder());
    sync_folder(staging.path())?;
    if target.exists() && fingerprint(&target.join(SNAPSHOT)).ok().as_deref() != Some(sha256) {
        let damaged = data_dir.join(DAMAGED);
        fs::create_dir_all(&damaged)?;
        let aside = tempfile::tempdir_in(damaged)?.keep();
        fs::rename(&target, aside.join(pointer.folder()))?;
    }
    if !target.exists() {
        fs::rename(staging.path(), &target)?;
        // Moved, so that there is nothing left to remove.
        let _ = staging.keep();
    } else if staging.path().join(INDEX).exists() {
        let _ = fs::rename(staging.path().join(INDEX), target.join(INDEX));
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

/// Keeps the current catalog and the one before; what cannot be removed now is removed another time.
fn remove_older(catalogs: &Path, pointer: &Pointer) {
    let kept: Vec<String> =
        [Some(pointer), pointer.previous.as_deref()].into_iter().flatten().map(Pointer::folder).collect();
    for entry in fs::read_dir(catalogs).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if !kept.iter().any(|kept| name == kept.as_str()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
