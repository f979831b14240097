//! Files that are no segments are kept beside the store, as they were, for whoever wants to know what happened.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::plain;
use super::Error;
use crate::db::durable::{make_folder, sync_folder};
use crate::travel::digest;
use crate::travel::segment::LONGEST;

/// What the folder's name ends in, behind that of the store.
const ASIDE: &str = ".aside";

/// Copies a file to `STORE.db.aside/<terminal>/`, its hash in front of its name, so that another content under the same name
/// is kept as well. One that vanished meanwhile is none.
pub(super) fn keep(store: &Path, terminal: &str, name: &str, path: &Path) -> Result<(), Error> {
    let Ok(bytes) = plain::read(path, LONGEST) else { return Ok(()) };
    let hash = digest::of(&bytes);
    let mut folder = store.as_os_str().to_owned();
    folder.push(ASIDE);
    let folder = PathBuf::from(folder).join(terminal);
    let target = folder.join(format!("{}-{name}", &hash[..8]));
    let not_saved = |error: std::io::Error| Error::NotSaved { path: target.clone(), detail: error.to_string() };
    if target.exists() {
        return Ok(());
    }
    make_folder(&folder).map_err(not_saved)?;
    let file = tempfile::NamedTempFile::new_in(&folder).map_err(not_saved)?;
    fs::write(file.path(), &bytes).and_then(|()| file.as_file().sync_all()).map_err(not_saved)?;
    file.persist(&target).map_err(|error| not_saved(error.error))?;
    sync_folder(&folder).map_err(not_saved)
}
