//! Which catalog is in use: `current.json`, the one small file that is replaced as a whole.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::lease::Lease;
use crate::db::durable::sync_folder;
use crate::domain::UnixMillis;

const FILE: &str = "current.json";
/// The folder of installed catalogs.
pub(super) const CATALOGS: &str = "catalogs";
/// The snapshot within its folder.
pub(super) const SNAPSHOT: &str = "catalog.db";

/// A catalog that was checked and put into use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstalledCatalog {
    /// The snapshot.
    pub path: PathBuf,
    /// Its version; 0 where it was installed by hand.
    pub version: u64,
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// When head office published it; `None` where it was installed by hand.
    pub published: Option<UnixMillis>,
    /// After so many days from then it is old.
    pub old_after_days: Option<u32>,
}

/// What `current.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pointer {
    pub version: u64,
    pub sha256: String,
    pub file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<UnixMillis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_after_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Box<Pointer>>,
}

/// The catalog in use: the current one, or the one before where its file is gone. `None` where nothing is installed.
pub fn current(data_dir: &Path) -> Option<InstalledCatalog> {
    let pointer = read(data_dir)?;
    let candidates = [Some(&pointer), pointer.previous.as_deref()];
    candidates.into_iter().flatten().map(|pointer| pointer.installed(data_dir)).find(|catalog| catalog.path.is_file())
}

/// The same, held so that nobody removes it meanwhile.
pub fn hold(data_dir: &Path) -> Option<(InstalledCatalog, Option<Lease>)> {
    // Whoever swaps twice between the two looks is met at most a few times.
    for _ in 0..8 {
        let catalog = current(data_dir)?;
        let lease = catalog.path.parent().and_then(Lease::take);
        if catalog.path.is_file() {
            return Some((catalog, lease));
        }
    }
    None
}

/// Reads the pointer; one that cannot be read points nowhere.
pub(super) fn read(data_dir: &Path) -> Option<Pointer> {
    let text = fs::read_to_string(data_dir.join(FILE)).ok()?;
    let pointer: Pointer = serde_json::from_str(&text).ok()?;
    pointer.is_sound().then_some(pointer)
}

/// Replaces the pointer, and returns when it is on disk.
pub(super) fn replace(data_dir: &Path, pointer: &Pointer) -> io::Result<()> {
    let mut draft = tempfile::Builder::new().prefix(".current-").tempfile_in(data_dir)?;
    let text = serde_json::to_string(pointer)?;
    draft.write_all(text.as_bytes())?;
    draft.write_all(b"\n")?;
    draft.as_file().sync_all()?;
    draft.persist(data_dir.join(FILE)).map_err(|error| error.error)?;
    sync_folder(data_dir)
}

/// Points nowhere from now on.
pub(super) fn forget(data_dir: &Path) -> io::Result<()> {
    fs::remove_file(data_dir.join(FILE))?;
    sync_folder(data_dir)
}

impl Pointer {
    pub fn new(version: u64, sha256: &str) -> Self {
        Self {
            version,
            sha256: sha256.to_owned(),
            file: format!("{CATALOGS}/{}/{SNAPSHOT}", folder_name(version, sha256)),
            published: None,
            old_after_days: None,
            previous: None,
        }
    }

    /// The path follows from version and hash, so that an edited pointer leads nowhere else.
    fn is_sound(&self) -> bool {
        let hex = self.sha256.len() == 64 && self.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex && self.file == Self::new(self.version, &self.sha256).file
            && self.previous.as_ref().is_none_or(|previous| previous.is_sound())
    }

    /// The name of its folder.
    pub fn folder(&self) -> String {
        folder_name(self.version, &self.sha256)
    }

    pub fn installed(&self, data_dir: &Path) -> InstalledCatalog {
        InstalledCatalog {
            path: data_dir.join(CATALOGS).join(self.folder()).join(SNAPSHOT),
            version: self.version,
            sha256: self.sha256.clone(),
            published: self.published,
            old_after_days: self.old_after_days,
        }
    }
}

/// `0000000124-9f3ac2d4e5b60718`.
fn folder_name(version: u64, sha256: &str) -> String {
    format!("{version:010}-{}", sha256.get(..16).unwrap_or(sha256))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_only_to_its_own_folder() {
        let folder = tempfile::tempdir().unwrap();
        let hash = "9f3ac2d4e5b60718".repeat(4);
        let mut pointer = Pointer::new(124, &hash);
        assert_eq!(pointer.file, "catalogs/0000000124-9f3ac2d4e5b60718/catalog.db");
        replace(folder.path(), &pointer).unwrap();
        assert_eq!(read(folder.path()), Some(pointer.clone()));
        assert_eq!(current(folder.path()), None, "the file is not there");
        pointer.file = "../../elsewhere.db".to_owned();
        replace(folder.path(), &pointer).unwrap();
        assert_eq!(read(folder.path()), None);
    }

    #[test]
    fn the_one_before_serves_where_the_file_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let older = Pointer::new(1, &"a".repeat(64));
        let pointer = Pointer { previous: Some(Box::new(older.clone())), ..Pointer::new(2, &"b".repeat(64)) };
        replace(folder.path(), &pointer).unwrap();
        let path = folder.path().join(&older.file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "").unwrap();
        assert_eq!(current(folder.path()).map(|catalog| catalog.version), Some(1));
    }
}
