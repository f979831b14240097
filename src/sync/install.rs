//! A snapshot file, put into use by hand, or a refusal that changes nothing.

use std::fs;
use std::io;
use std::path::Path;

use super::current::{self, InstalledCatalog, Pointer};
use super::stage::{self, MOST_BYTES, Progress, Staged};
use super::{Error, Refusal};
use crate::db::durable::make_folder;

/// Puts a snapshot into use by hand, as version 0, with its search index.
pub fn install(file: &Path, data_dir: &Path, progress: &mut Progress<'_>) -> Result<InstalledCatalog, Error> {
    let refused = |refusal| Error::Refused { refusal, path: file.to_owned() };
    let metadata = fs::metadata(file).map_err(|_| Error::Missing(file.to_owned()))?;
    if !metadata.is_file() {
        return Err(refused(Refusal::NotAFile));
    }
    if metadata.len() > MOST_BYTES {
        return Err(refused(Refusal::TooLarge(MOST_BYTES)));
    }
    let not_saved = |error: io::Error| Error::NotSaved { path: data_dir.to_owned(), detail: error.to_string() };
    let unread = |error: io::Error| Error::NotSaved { path: file.to_owned(), detail: error.to_string() };
    make_folder(data_dir).map_err(not_saved)?;
    let _lock = stage::lock(data_dir)?;
    let staged = Staged::copy(&mut fs::File::open(file).map_err(unread)?, file, data_dir, progress)?;
    staged.check(progress).map_err(|fault| fault.about(file, data_dir))?;
    let pointer = Pointer::new(0, &staged.sha256);
    staged.index(&pointer, data_dir, progress).map_err(|fault| fault.about(file, data_dir))?;
    staged.put(pointer, data_dir).map_err(not_saved)?;
    current::current(data_dir).ok_or_else(|| not_saved(io::Error::other("the catalog vanished while it was installed")))
}
