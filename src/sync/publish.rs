//! A snapshot → the sync folder, as the next version: the snapshot first, its manifest last, and no name taken twice
//! (reliability.md section 3). A bad catalog is undone by publishing the old content again, as a new version.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::once::write_once;
use super::signing::{self, Signer};
use super::{Error, Refusal, fingerprint, plain};
use crate::db;
use crate::db::durable::make_folder;
use crate::domain::UnixMillis;
use crate::travel::manifest::{self, Manifest};
use crate::travel::signature::Key;
use crate::travel::{MOST, names};

/// Versions that stay in the folder, so that slow copies complete.
const KEPT: usize = 5;
/// How often another publisher may take the version before this one gives up.
const ATTEMPTS: usize = 20;

/// What is said of a snapshot beside its bytes.
#[derive(Debug)]
pub struct Publication<'a> {
    /// The snapshot.
    pub file: &'a Path,
    /// The sync folder; made when missing.
    pub sync_dir: &'a Path,
    /// Signs, where the chain signs.
    pub signer: Option<&'a Signer>,
    /// The least version, where it is raised by hand.
    pub least_version: Option<u64>,
    /// After so many days counters say that their catalog is old.
    pub old_after_days: u32,
    /// Keys that may sign from now on.
    pub next_keys: Vec<Key>,
    /// The time, for people.
    pub now: UnixMillis,
}

/// What was published.
#[derive(Debug)]
pub struct Published {
    /// What stands in the folder now.
    pub manifest: Manifest,
    /// True where the version before has the same content.
    pub same_as_before: bool,
}

/// Why nothing was published. The folder holds nothing new then.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    /// The snapshot is no good, or cannot be read.
    #[error(transparent)]
    Snapshot(#[from] Error),
    /// The folder holds catalogs of another chain.
    #[error("the sync folder holds catalogs of the chain {there}, this one is of {ours}: {}", folder.display())]
    OtherChain {
        /// The chain of the newest version there.
        there: String,
        /// The chain of the snapshot.
        ours: String,
        /// The sync folder.
        folder: PathBuf,
    },
    /// The newest manifest there cannot be read.
    #[error("the newest manifest in the sync folder cannot be read: {}: {detail}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The key cannot sign.
    #[error(transparent)]
    Signing(#[from] signing::Error),
    /// No version is left, or others take every one.
    #[error("no version is free in the sync folder: {}", .0.display())]
    NoVersion(PathBuf),
}

/// Publishes. `progress` is told bytes done and bytes in all; `false` stops.
pub fn publish(
    publication: &Publication<'_>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Published, NotPublished> {
    let file = publication.file;
    let rows = check(file)?;
    let shop = db::Catalog::open(file).map_err(|error| sort(error, file))?.shop().clone();
    let folder = publication.sync_dir.join(names::CATALOGS);
    let failed = |error: io::Error| Error::NotSaved { path: folder.clone(), detail: error.to_string() };
    make_folder(&folder).map_err(failed)?;
    let newest = newest(&folder)?;
    if let Some(newest) = newest.as_ref().filter(|newest| newest.chain_id != shop.chain_id) {
        return Err(NotPublished::OtherChain {
            there: crate::domain::text::clean(&newest.chain_id).text,
            ours: shop.chain_id,
            folder: publication.sync_dir.to_owned(),
        });
    }
    let sha256 = fingerprint(file).map_err(failed)?;
    let first = newest.as_ref().map_or(1, |newest| newest.version + 1).max(publication.least_version.unwrap_or(1));
    for version in (first..=MOST).take(ATTEMPTS) {
        let manifest = manifest_of(publication, version, &sha256, &shop.chain_id, &rows)?;
        if put(&folder, &manifest, publication, progress)? {
            remove_oldest(&folder);
            let same_as_before = newest.is_some_and(|newest| newest.sha256 == sha256);
            return Ok(Published { manifest, same_as_before });
        }
    }
    Err(NotPublished::NoVersion(publication.sync_dir.to_owned()))
}

/// Everything a counter will look at.
fn check(file: &Path) -> Result<db::Rows, Error> {
    db::verify(file).and_then(|()| db::content(file)).map_err(|error| sort(error, file))
}

fn sort(error: db::Error, file: &Path) -> Error {
    match error {
        db::Error::Missing(path) => Error::Missing(path),
        other => match Refusal::of(other) {
            Ok(refusal) => Error::Refused { refusal, path: file.to_owned() },
            Err(other) => Error::Unreadable { path: file.to_owned(), detail: other.to_string() },
        },
    }
}

fn newest(folder: &Path) -> Result<Option<Manifest>, NotPublished> {
    let Some(version) = versions(folder).into_iter().max() else { return Ok(None) };
    let path = folder.join(names::manifest(version));
    let unreadable = |detail: String| NotPublished::Manifest { path: path.clone(), detail };
    let bytes = plain::read(&path, manifest::LONGEST as u64).map_err(|fault| unreadable(fault.to_string()))?;
    Manifest::read(&bytes, version).map(Some).map_err(|fault| unreadable(fault.to_string()))
}

/// The chain whose catalogs a sync folder holds.
pub fn chain_of(sync: &Path) -> Option<String> {
    newest(&sync.join(names::CATALOGS)).ok().flatten().map(|manifest| manifest.chain_id)
}

/// The newest version that a sync folder offers by its names; what it holds nobody has looked at.
pub fn newest_version(sync: &Path) -> Option<u64> {
    versions(&sync.join(names::CATALOGS)).into_iter().max()
}

fn versions(folder: &Path) -> Vec<u64> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.filter_map(|name| names::manifest_version(name.to_str()?)).collect()
}

fn manifest_of(
    publication: &Publication<'_>,
    version: u64,
    sha256: &str,
    chain_id: &str,
    rows: &db::Rows,
) -> Result<Manifest, Error> {
    let path = publication.file;
    let unreadable = |error: io::Error| Error::Unreadable { path: path.to_owned(), detail: error.to_string() };
    let created = jiff::Timestamp::from_millisecond(publication.now).unwrap_or_default();
    Ok(Manifest {
        format: manifest::FORMAT,
        chain_id: chain_id.to_owned(),
        version,
        schema: db::CATALOG_SCHEMA,
        min_app: MIN_APP.to_owned(),
        created_utc: format!("{created:.0}"),
        expires_hint_days: publication.old_after_days,
        file: names::snapshot(version, sha256),
        bytes: fs::metadata(path).map_err(unreadable)?.len(),
        sha256: sha256.to_owned(),
        rows: rows.iter().map(|(table, count)| (table.clone(), *count)).collect::<BTreeMap<_, _>>(),
        critical: Vec::new(),
        next_keys: publication.next_keys.iter().map(|key| key.as_str().to_owned()).collect(),
    })
}

/// The oldest program that reads snapshots of [`db::CATALOG_SCHEMA`].
const MIN_APP: &str = "0.1.0";

/// Writes snapshot, signature and manifest, in this order: no counter sees an unsigned manifest. False where somebody
/// else took the version; what was written of it is taken away again.
fn put(
    folder: &Path,
    manifest: &Manifest,
    publication: &Publication<'_>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<bool, NotPublished> {
    let failed = |error: io::Error| Error::NotSaved { path: folder.to_owned(), detail: error.to_string() };
    let name = names::manifest(manifest.version);
    if folder.join(&name).exists() {
        return Ok(false);
    }
    let mut stopped = false;
    let wrote =
        write_once(folder, &manifest.file, |target| copy(publication.file, target, manifest, progress, &mut stopped));
    let wrote = match wrote {
        Err(_) if stopped => return Err(Error::Stopped.into()),
        other => other.map_err(failed)?,
    };
    let bytes = manifest.to_bytes();
    let take_back = |names: &[&str]| names.iter().for_each(|name| drop(fs::remove_file(folder.join(name))));
    let signature = format!("{name}{}", names::SIGNATURE);
    let finish = || -> Result<bool, NotPublished> {
        if let Some(signer) = publication.signer {
            let signed = signer.sign(&bytes, &name)?;
            if !write_once(folder, &signature, |file| file.write_all(signed.as_bytes())).map_err(failed)? {
                return Ok(false);
            }
        }
        let put = write_once(folder, &name, |file| file.write_all(&bytes)).map_err(failed)?;
        if !put && publication.signer.is_some() {
            take_back(&[&signature]);
        }
        Ok(put)
    };
    let finished = finish();
    if wrote && !matches!(finished, Ok(true)) {
        take_back(&[&manifest.file]);
    }
    finished
}

/// Copies the snapshot, and says so where it is no longer the one that was checked.
fn copy(
    from: &Path,
    to: &mut File,
    manifest: &Manifest,
    progress: &mut dyn FnMut(u64, u64) -> bool,
    stopped: &mut bool,
) -> io::Result<()> {
    use sha2::Digest as _;
    let mut source = File::open(from)?;
    let mut hash = sha2::Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut done = 0;
    loop {
        let read = source.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        done += read as u64;
        if !progress(done, manifest.bytes.max(done)) {
            *stopped = true;
            return Err(io::Error::from(io::ErrorKind::Interrupted));
        }
    }
    if super::fingerprint::hex(hash) == manifest.sha256 {
        Ok(())
    } else {
        Err(io::Error::other("the snapshot changed while it was published"))
    }
}

/// Takes away what is older than the last five versions; only what is named like a catalog of ours.
fn remove_oldest(folder: &Path) {
    let mut kept = versions(folder);
    kept.sort_unstable_by(|a, b| b.cmp(a));
    let Some(oldest) = kept.get(KEPT - 1).copied() else { return };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let plain_name = name.strip_suffix(names::SIGNATURE).unwrap_or(name);
        let snapshot = names::snapshot_version(name).map(|(version, _)| version);
        if names::manifest_version(plain_name).or(snapshot).is_some_and(|version| version < oldest) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
