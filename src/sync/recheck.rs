//! The installed catalog read again: a disk may lose what it once held.

use std::io;
use std::path::Path;

use super::current::{self, CATALOGS, InstalledCatalog, Pointer, SNAPSHOT};
use super::fingerprint::fingerprint;
use super::stage;

/// Reads the catalog in use from the first byte to the last. Where its hash is another than when it was put into use it
/// is set aside and the one before serves; the one that was set aside comes back.
pub fn check_installed(data_dir: &Path) -> io::Result<Option<InstalledCatalog>> {
    let Some(pointer) = current::read(data_dir) else { return Ok(None) };
    let sound = |pointer: &Pointer| {
        let path = data_dir.join(CATALOGS).join(pointer.folder()).join(SNAPSHOT);
        fingerprint(&path).is_ok_and(|hash| hash == pointer.sha256)
    };
    if sound(&pointer) {
        return Ok(None);
    }
    let Ok(_lock) = stage::lock(data_dir) else { return Ok(None) };
    // Another copy may have seen to it meanwhile.
    if current::read(data_dir).as_ref() != Some(&pointer) {
        return Ok(None);
    }
    let damaged = pointer.installed(data_dir);
    match pointer.previous.as_deref().filter(|previous| sound(previous)) {
        Some(previous) => current::replace(data_dir, previous)?,
        None => current::forget(data_dir)?,
    }
    let folder = data_dir.join(CATALOGS).join(pointer.folder());
    if folder.exists() {
        stage::move_aside(data_dir, &folder)?;
    }
    Ok(Some(damaged))
}
