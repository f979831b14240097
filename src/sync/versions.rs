//! What a sync folder holds, for head office: its versions and their snapshots. Counters look with
//! [`super::Receiver`], which believes less.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Error, plain};
use crate::travel::manifest::{self, Manifest};
use crate::travel::names;

/// The folder of catalogs of a sync folder; where that one is given itself, it.
pub fn catalogs(sync_dir: &Path) -> Result<PathBuf, Error> {
    let folder = sync_dir.join(names::CATALOGS);
    match fs::metadata(&folder) {
        Ok(found) if found.is_dir() => Ok(folder),
        _ if sync_dir.file_name().is_some_and(|name| name == names::CATALOGS) && sync_dir.is_dir() => {
            Ok(sync_dir.to_owned())
        }
        Ok(_) => Err(Error::Unreadable { path: folder, detail: "not a folder".to_owned() }),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Error::Missing(folder)),
        Err(error) => Err(Error::Unreadable { path: folder, detail: error.to_string() }),
    }
}

/// The newest version that a folder of catalogs has a manifest of.
pub fn newest(folder: &Path) -> Result<Option<u64>, Error> {
    let unreadable = |error: std::io::Error| Error::Unreadable { path: folder.to_owned(), detail: error.to_string() };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    Ok(entries.flatten().filter_map(|entry| names::manifest_version(entry.file_name().to_str()?)).max())
}

/// The snapshot of a version, of the newest where none is named. That it is whole is not looked at.
pub fn snapshot(sync_dir: &Path, version: Option<u64>) -> Result<PathBuf, Error> {
    let folder = catalogs(sync_dir)?;
    let unreadable = |path: &Path, detail: String| Error::Unreadable { path: path.to_owned(), detail };
    let newest = || newest(&folder)?.ok_or_else(|| Error::Missing(folder.join("catalog-*.manifest.json")));
    let version = version.map_or_else(newest, Ok)?;
    let path = folder.join(names::manifest(version));
    let bytes = plain::read(&path, manifest::LONGEST as u64).map_err(|fault| match fault {
        plain::Fault::Missing => Error::Missing(path.clone()),
        other => unreadable(&path, other.to_string()),
    })?;
    let manifest = Manifest::read(&bytes, version).map_err(|fault| unreadable(&path, fault.to_string()))?;
    Ok(folder.join(manifest.file))
}
