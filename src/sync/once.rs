//! Files that are written once and never again: whole under a name that sync tools pass over, flushed, and only then under
//! the name that counts, which is never taken from somebody else.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::db::durable::{make_folder, sync_folder};

/// What a file is called while it is written.
pub(super) const DRAFT: &str = ".goeswith-";

/// Writes a file of that name, unless there is one. Returns when it is on disk; false where the name was taken. The
/// folder is made when missing.
pub(super) fn write_once(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<bool> {
    make_folder(folder)?;
    let mut draft = tempfile::Builder::new().prefix(DRAFT).tempfile_in(folder)?;
    write(draft.as_file_mut())?;
    share(draft.as_file())?;
    draft.as_file().sync_all()?;
    match draft.persist_noclobber(folder.join(name)) {
        Ok(_) => sync_folder(folder).map(|()| true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.error),
    }
}

/// Readable by the program that copies the folder, which may run as somebody else.
#[cfg(unix)]
fn share(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644)).or_else(|error| match error.kind() {
        // A stick knows no rights.
        io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported => Ok(()),
        _ => Err(error),
    })
}

#[cfg(not(unix))]
fn share(_file: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_name_is_given_once_and_nothing_half_is_ever_seen() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("new");
        assert!(write_once(&at, "a", |file| file.write_all(b"first")).unwrap());
        assert!(!write_once(&at, "a", |file| file.write_all(b"second")).unwrap());
        assert!(write_once(&at, "b", |_| Err(io::Error::other("no room"))).is_err());
        assert_eq!(fs::read(at.join("a")).unwrap(), b"first");
        assert_eq!(fs::read_dir(&at).unwrap().count(), 1);
    }
}
