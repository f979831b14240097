//! What a counter would make of a snapshot or of a whole sync folder, found out at head office: the same checks, on a
//! private copy, of every version and not only the newest. Nothing is put into use.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::stage::{Fault, MOST_BYTES, Progress, Staged};
use super::{Error, Refusal, Verdict, judge, plain, versions};
use crate::db;
use crate::travel::manifest::{self, Manifest};
use crate::travel::names;
use crate::travel::signature::{self, Key};

/// A snapshot in which nothing is wrong.
#[derive(Debug)]
pub struct Good {
    /// Its SHA-256 in hex.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// How many rows each table has.
    pub rows: db::Rows,
}

/// What was found of a sync folder.
#[derive(Debug)]
pub struct Folder {
    /// Every version there is a manifest of, newest first.
    pub versions: Vec<Version>,
    /// Files that are named like ours and belong to no version: no counter looks at them.
    pub strays: Vec<String>,
}

/// One version.
#[derive(Debug)]
pub struct Version {
    /// Its number.
    pub version: u64,
    /// What its manifest says, where it can be read.
    pub manifest: Option<Manifest>,
    /// What is known of its signature.
    pub signed: Signed,
    /// What a counter would find wrong.
    pub verdict: Option<Verdict>,
}

/// What is known of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// There is none.
    No,
    /// There is one; no key was given to check it with, or it is no good.
    Unchecked,
    /// By one of the keys.
    Good,
}

/// Looks at a snapshot as a counter does before it is put into use.
pub fn file(path: &Path, progress: &mut Progress<'_>) -> Result<Good, Error> {
    let refused = |refusal| Error::Refused { refusal, path: path.to_owned() };
    let (mut source, bytes) = plain::open(path, MOST_BYTES).map_err(|fault| match fault {
        plain::Fault::Missing => Error::Missing(path.to_owned()),
        plain::Fault::NotPlain => refused(Refusal::NotAFile),
        plain::Fault::TooLong(most) => refused(Refusal::TooLarge(most)),
        plain::Fault::Unreadable(error) => Error::Unreadable { path: path.to_owned(), detail: error.to_string() },
    })?;
    let room = room()?;
    let staged = Staged::copy(&mut source, path, room.path(), progress)?;
    let rows = staged.check(progress).map_err(|fault| fault.about(path, room.path()))?;
    Ok(Good { sha256: staged.sha256, bytes, rows })
}

/// Looks at every version of a sync folder. Where there are `keys`, each must be signed by one of them.
pub fn folder(sync_dir: &Path, keys: &[Key], progress: &mut Progress<'_>) -> Result<Folder, Error> {
    let folder = versions::catalogs(sync_dir)?;
    let unreadable = |path: &Path, detail: String| Error::Unreadable { path: path.to_owned(), detail };
    let mut ours = BTreeSet::new();
    for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, error.to_string()))? {
        let entry = entry.map_err(|error| unreadable(&folder, error.to_string()))?;
        ours.extend(entry.file_name().into_string());
    }
    let numbers: BTreeSet<u64> = ours.iter().filter_map(|name| names::manifest_version(name)).collect();
    let room = room()?;
    let mut found = Vec::new();
    for version in numbers.into_iter().rev() {
        let version = Version::look(&folder, version, keys, room.path(), progress)?;
        found.push(version);
    }
    // A counter takes one chain for good: that of the newest version is what the folder is for.
    let chain = found.iter().find_map(|version| version.manifest.as_ref()).map(|manifest| manifest.chain_id.clone());
    for version in &mut found {
        let other =
            version.manifest.as_ref().map(|manifest| &manifest.chain_id).filter(|id| Some(*id) != chain.as_ref());
        if let (None, Some(other)) = (&version.verdict, other) {
            let found = crate::domain::text::clean(other).text;
            let known = chain.clone().unwrap_or_default();
            version.verdict = Some(Verdict::Refused(Refusal::OtherChain { found, known }));
        }
    }
    let belongs = |name: &String| {
        let manifest = name.strip_suffix(names::SIGNATURE).unwrap_or(name);
        match names::manifest_version(manifest) {
            Some(_) => ours.contains(manifest),
            None => found.iter().any(|version| version.manifest.as_ref().is_some_and(|one| one.file == *name)),
        }
    };
    let is_named = |name: &str| {
        names::snapshot_version(name).is_some()
            || names::manifest_version(name.strip_suffix(names::SIGNATURE).unwrap_or(name)).is_some()
    };
    let strays = ours.iter().filter(|name| is_named(name) && !belongs(name)).cloned().collect();
    Ok(Folder { versions: found, strays })
}

impl Version {
    fn look(
        folder: &Path,
        version: u64,
        keys: &[Key],
        room: &Path,
        progress: &mut Progress<'_>,
    ) -> Result<Self, Error> {
        let mut found = Self { version, manifest: None, signed: Signed::No, verdict: None };
        let name = folder.join(names::manifest(version));
        let bytes = match plain::read(&name, manifest::LONGEST as u64) {
            Ok(bytes) => bytes,
            Err(fault) => {
                found.verdict = Some(Verdict::Refused(Refusal::Manifest(format!("its manifest: {fault}"))));
                return Ok(found);
            }
        };
        let signature = plain::read(&judge::signature_of(&name), signature::LONGEST as u64).ok();
        if signature.is_some() {
            found.signed = Signed::Unchecked;
        }
        if judge::is_growing(&bytes) {
            found.verdict = Some(Verdict::Arriving(None));
            return Ok(found);
        }
        let manifest = match judge::read(version, &bytes, signature.as_deref(), keys) {
            Ok(manifest) => manifest,
            Err(refusal) => {
                // What it says is shown all the same.
                found.manifest = Manifest::read(&bytes, version).ok();
                found.verdict = Some(Verdict::Refused(refusal));
                return Ok(found);
            }
        };
        if !keys.is_empty() {
            found.signed = Signed::Good;
        }
        found.verdict = match judge::is_for_us(&manifest) {
            Err(refusal) => Some(Verdict::Refused(refusal)),
            Ok(()) => of_snapshot(&folder.join(&manifest.file), &manifest, room, progress)?,
        };
        found.manifest = Some(manifest);
        Ok(found)
    }
}

/// What is wrong with the snapshot that a manifest speaks of.
fn of_snapshot(
    path: &Path,
    manifest: &Manifest,
    room: &Path,
    progress: &mut Progress<'_>,
) -> Result<Option<Verdict>, Error> {
    let refused = |refusal| Ok(Some(Verdict::Refused(refusal)));
    let (mut file, bytes) = match plain::open(path, MOST_BYTES) {
        Ok(opened) => opened,
        Err(plain::Fault::Missing) => return Ok(Some(Verdict::Arriving(Some((0, manifest.bytes))))),
        Err(plain::Fault::NotPlain) => return refused(Refusal::NotAFile),
        Err(plain::Fault::TooLong(most)) => return refused(Refusal::TooLarge(most)),
        Err(plain::Fault::Unreadable(error)) => {
            return Err(Error::Unreadable { path: path.to_owned(), detail: error.to_string() });
        }
    };
    if bytes < manifest.bytes {
        return Ok(Some(Verdict::Arriving(Some((bytes, manifest.bytes)))));
    }
    if let Some(refusal) = judge::longer(bytes, manifest) {
        return refused(refusal);
    }
    let staged = Staged::copy(&mut file, path, room, progress)?;
    match judge::hold_against(&staged, manifest, progress) {
        Ok(()) => Ok(None),
        Err(Fault::Refused(refusal)) => refused(refusal),
        Err(fault) => Err(fault.about(path, room)),
    }
}

/// Room for copies, gone when they were looked at.
fn room() -> Result<tempfile::TempDir, Error> {
    let path: PathBuf = std::env::temp_dir();
    tempfile::tempdir().map_err(|error| Error::NotSaved { path, detail: error.to_string() })
}
