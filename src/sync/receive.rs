//! What the sync folder brings → the catalog in use: the steps of reliability.md section 6, in their order.
//!
//! The highest version above the trusted one is taken; where it is no good or not whole yet, the next lower one is looked
//! at, so that one bad version keeps nobody from a good one. The trusted version is written last.

use std::collections::HashMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::current::{self, InstalledCatalog, Pointer};
use super::stage::{self, Fault, MOST_BYTES, Progress, Staged};
use super::{Error, Refusal, Trust, judge, plain};
use crate::db;
use crate::db::durable::make_folder;
use crate::travel::manifest::{self, Manifest};
use crate::travel::signature::{self, Key};
use crate::travel::{digest, names};

/// A step from one version to the next larger than this can only be a mistake.
const LARGEST_STEP: u64 = 1_000_000;
/// Names looked at in the folder, at most: more of them are none of ours.
const MOST_NAMES: usize = 10_000;
/// Versions looked at in one visit, highest first.
const MOST_VERSIONS: usize = 8;
/// After so many visits a file that was refused is read again, though nothing about it changed.
const PATIENCE: u32 = 40;

/// What was found about one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The version.
    pub version: u64,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is no good.
    Refused(Refusal),
    /// Not all of it is here yet: bytes there are, and bytes there will be, where that is known.
    Arriving(Option<(u64, u64)>),
}

/// What a visit brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// The catalog that was put into use.
    pub installed: Option<InstalledCatalog>,
    /// What was not.
    pub findings: Vec<Finding>,
}

/// Looks into a sync folder again and again, and remembers what it refused, so that a bad file of a gigabyte is not
/// copied every few seconds.
#[derive(Debug, Default)]
pub struct Receiver {
    refused: HashMap<u64, (Stamp, Refusal, u32)>,
}

/// What tells a file from itself a moment ago.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    manifest: String,
    signature: Option<Vec<u8>>,
    bytes: u64,
    /// As the system writes it, to be compared alone.
    modified: String,
    keys: Vec<Key>,
    trusted: u64,
}

impl Receiver {
    /// Puts the newest good catalog of the folder into use, where it is newer than any before. `accept` is a version
    /// that may be far ahead.
    ///
    /// # Errors
    /// [`Error::Missing`] where the folder is not there, [`Error::Busy`] where another copy installs, and
    /// [`Error::NotSaved`]. That a version is no good is a finding.
    pub fn receive(
        &mut self,
        sync_dir: &Path,
        data_dir: &Path,
        accept: Option<u64>,
        progress: &mut Progress<'_>,
    ) -> Result<Received, Error> {
        let folder = sync_dir.join(names::CATALOGS);
        let versions = versions(sync_dir, &folder)?;
        self.refused.retain(|version, _| versions.contains(version));
        let not_saved = |error: io::Error| Error::NotSaved { path: data_dir.to_owned(), detail: error.to_string() };
        if versions.is_empty() {
            return Ok(Received::default());
        }
        let read_trust = || {
            let path = data_dir.join(super::trust::FILE);
            Trust::read(data_dir).map_err(|error| Error::Trust { path, detail: error.to_string() })
        };
        if !is_worth_a_look(&versions, &read_trust()?, data_dir, &folder) {
            return Ok(Received::default());
        }
        make_folder(data_dir).map_err(not_saved)?;
        let _lock = stage::lock(data_dir)?;
        // Another copy may have installed while we waited for nothing.
        let trust = read_trust()?;
        let mut received = Received::default();
        for version in versions.into_iter().take(MOST_VERSIONS) {
            if !trust.wants(version, data_dir) && !received.findings.is_empty() {
                break;
            }
            let here = Here { folder: &folder, data_dir, trust: &trust, accept };
            match self.judge(version, &here, progress)? {
                Judged::Installed(catalog) => {
                    received.installed = Some(*catalog);
                    break;
                }
                Judged::Known => break,
                Judged::Found(verdict) => received.findings.push(Finding { version, verdict }),
            }
        }
        Ok(received)
    }

    fn judge(&mut self, version: u64, here: &Here<'_>, progress: &mut Progress<'_>) -> Result<Judged, Error> {
        let name = here.folder.join(names::manifest(version));
        let bytes = match plain::read(&name, manifest::LONGEST as u64) {
            Ok(bytes) => bytes,
            Err(plain::Fault::Missing) => return Ok(Judged::Found(Verdict::Arriving(None))),
            Err(fault) => return Ok(Judged::refused(Refusal::Manifest(format!("its manifest: {fault}")))),
        };
        if judge::is_growing(&bytes) {
            return Ok(Judged::Found(Verdict::Arriving(None)));
        }
        let signature = plain::read(&judge::signature_of(&name), signature::LONGEST as u64).ok();
        let manifest = match here.believe(version, &bytes, signature.as_deref()) {
            Ok(Some(manifest)) => manifest,
            Ok(None) => return Ok(Judged::Known),
            Err(refusal) => return Ok(Judged::refused(refusal)),
        };
        let path = here.folder.join(&manifest.file);
        let (mut file, found) = match plain::open(&path, MOST_BYTES) {
            Ok(opened) => opened,
            Err(plain::Fault::Missing) => return Ok(Judged::arriving(0, manifest.bytes)),
            Err(plain::Fault::NotPlain) => return Ok(Judged::refused(Refusal::NotAFile)),
            Err(plain::Fault::TooLong(most)) => return Ok(Judged::refused(Refusal::TooLarge(most))),
            Err(plain::Fault::Unreadable(error)) => {
                return Err(Error::Unreadable { path, detail: error.to_string() });
            }
        };
        if found < manifest.bytes {
            return Ok(Judged::arriving(found, manifest.bytes));
        }
        if let Some(refusal) = judge::longer(found, &manifest) {
            return Ok(Judged::refused(refusal));
        }
        let stamp = Stamp {
            manifest: digest::of(&bytes),
            signature,
            bytes: found,
            modified: format!("{:?}", file.metadata().and_then(|metadata| metadata.modified()).ok()),
            keys: here.trust.keys(),
            trusted: here.trust.version,
        };
        if let Some((before, refusal, visits)) = self.refused.get_mut(&version)
            && *before == stamp
            && *visits < PATIENCE
        {
            *visits += 1;
            return Ok(Judged::refused(refusal.clone()));
        }
        match here.install(&mut file, &path, &manifest, progress)? {
            Ok(catalog) => Ok(Judged::Installed(Box::new(catalog))),
            Err(refusal) => {
                self.refused.insert(version, (stamp, refusal.clone(), 0));
                Ok(Judged::refused(refusal))
            }
        }
    }
}

enum Judged {
    Installed(Box<InstalledCatalog>),
    /// It is the one in use.
    Known,
    Found(Verdict),
}

impl Judged {
    fn refused(refusal: Refusal) -> Self {
        Self::Found(Verdict::Refused(refusal))
    }

    fn arriving(found: u64, promised: u64) -> Self {
        Self::Found(Verdict::Arriving(Some((found, promised))))
    }
}

/// Where a version is looked at, and what is believed there.
struct Here<'a> {
    folder: &'a Path,
    data_dir: &'a Path,
    trust: &'a Trust,
    accept: Option<u64>,
}

impl Here<'_> {
    /// What the manifest says, where it may be believed and is about something new; `None` where it is about the catalog
    /// that is trusted already.
    fn believe(&self, version: u64, bytes: &[u8], signature: Option<&[u8]>) -> Result<Option<Manifest>, Refusal> {
        let manifest = judge::read(version, bytes, signature, &self.trust.keys())?;
        let trust = self.trust;
        if !trust.chain_id.is_empty() && manifest.chain_id != trust.chain_id {
            let found = crate::domain::text::clean(&manifest.chain_id).text;
            return Err(Refusal::OtherChain { found, known: trust.chain_id.clone() });
        }
        if version < trust.version || version == trust.version && manifest.sha256 != trust.sha256 {
            return Err(Refusal::Older { found: version, trusted: trust.version });
        }
        if version == trust.version && !trust.wants(version, self.data_dir) {
            return Ok(None);
        }
        if version - trust.version > LARGEST_STEP && self.accept != Some(version) {
            return Err(Refusal::Jump { found: version, trusted: trust.version });
        }
        judge::is_for_us(&manifest)?;
        Ok(Some(manifest))
    }

    /// Copies, checks and puts into use.
    fn install(
        &self,
        file: &mut fs::File,
        path: &Path,
        manifest: &Manifest,
        progress: &mut Progress<'_>,
    ) -> Result<Result<InstalledCatalog, Refusal>, Error> {
        let data_dir = self.data_dir;
        let not_saved = |error: io::Error| Error::NotSaved { path: data_dir.to_owned(), detail: error.to_string() };
        if db::store::room(data_dir).is_some_and(|free| free < 2 * manifest.bytes) {
            return Err(not_saved(io::Error::from(ErrorKind::StorageFull)));
        }
        let staged = Staged::copy(file, path, data_dir, progress)?;
        let refuse_or_fail = |fault| match fault {
            Fault::Refused(refusal) => Ok(Err(refusal)),
            fault => Err(fault.about(path, data_dir)),
        };
        if let Err(fault) = judge::hold_against(&staged, manifest, progress) {
            return refuse_or_fail(fault);
        }
        let mut pointer = Pointer::new(manifest.version, &staged.sha256);
        pointer.published = manifest.created();
        pointer.old_after_days = Some(manifest.expires_hint_days);
        if let Err(fault) = staged.index(&pointer, data_dir, progress) {
            return refuse_or_fail(fault);
        }
        staged.put(pointer, data_dir).map_err(not_saved)?;
        self.trust.after(manifest).write(data_dir).map_err(not_saved)?;
        let installed = current::current(data_dir);
        installed.map(Ok).ok_or_else(|| not_saved(io::Error::other("the catalog vanished while it was installed")))
    }
}

impl Trust {
    /// True for a version above the trusted one, and for the trusted one where it is no longer here though it should be:
    /// it was damaged on this disk. A catalog that was installed by hand stays.
    fn wants(&self, version: u64, data_dir: &Path) -> bool {
        let lost = || current::current(data_dir).is_none_or(|found| found.version != 0 && found.version < version);
        version > self.version || version == self.version && version > 0 && lost()
    }

    /// What is believed once a catalog is in use. Keys that head office announced may sign from now on, where one that
    /// was pinned has signed so.
    fn after(&self, manifest: &Manifest) -> Self {
        let mut trust = Self {
            version: manifest.version,
            sha256: manifest.sha256.clone(),
            chain_id: manifest.chain_id.clone(),
            ..self.clone()
        };
        if !self.keys().is_empty() {
            for key in manifest.next_keys.iter().filter_map(|key| Key::parse(key)) {
                trust.pin(&key);
            }
        }
        trust
    }
}

/// The versions there are manifests of, highest first.
fn versions(sync_dir: &Path, folder: &Path) -> Result<Vec<u64>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        // A folder into which nothing was published yet.
        Err(error) if error.kind() == ErrorKind::NotFound && sync_dir.is_dir() => return Ok(Vec::new()),
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::Missing(sync_dir.to_owned())),
        Err(error) => return Err(Error::Unreadable { path: folder.to_owned(), detail: error.to_string() }),
    };
    let mut versions = Vec::new();
    for entry in entries.take(MOST_NAMES) {
        let entry = entry.map_err(|error| Error::Unreadable { path: folder.to_owned(), detail: error.to_string() })?;
        versions.extend(entry.file_name().to_str().and_then(names::manifest_version));
    }
    versions.sort_unstable_by(|a, b| b.cmp(a));
    Ok(versions)
}

/// True unless the highest version is the trusted one, as it is nearly always: then no lock is asked for.
fn is_worth_a_look(versions: &[u64], trust: &Trust, data_dir: &Path, folder: &Path) -> bool {
    let highest = versions.first().copied().unwrap_or(0);
    let same = || {
        let bytes = plain::read(&folder.join(names::manifest(highest)), manifest::LONGEST as u64).ok()?;
        Manifest::read(&bytes, highest).ok().map(|manifest| manifest.sha256 == trust.sha256)
    };
    highest != trust.version || trust.wants(highest, data_dir) || same() != Some(true)
}
