//! `acks/<terminal>.json`: how far head office has everything of a terminal. It only advises; terminals delete nothing for it
//! alone. Written after the merge is on disk, never before.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::Error;
use crate::db::Collected;
use crate::db::durable::make_folder;
use crate::travel::names::ACKS;

/// Writes the acknowledgements of all terminals into a sync folder; those that say nothing new are left alone. Answers how
/// many were written.
pub fn acknowledge(store: &Collected, sync: &Path) -> Result<u64, Error> {
    let folder = sync.join(ACKS);
    let mut written = 0;
    for ack in store.acks()? {
        let path = folder.join(format!("{}.json", ack.terminal));
        let not_saved = |error: std::io::Error| Error::NotSaved { path: path.clone(), detail: error.to_string() };
        let bytes = ack.to_bytes();
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            continue;
        }
        make_folder(&folder).map_err(not_saved)?;
        // A name that begins with a dot is passed over by everybody.
        let mut file = temporary().tempfile_in(&folder).map_err(not_saved)?;
        file.write_all(&bytes).and_then(|()| file.as_file().sync_all()).map_err(not_saved)?;
        file.persist(&path).map_err(|error| not_saved(error.error))?;
        written += 1;
    }
    Ok(written)
}

/// A copying program may run as somebody else: it must be able to read it.
fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ack-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    builder
}
