//! Writing a file once, in a folder that others read at any moment: under a name nobody looks at, on disk, then under
//! its own. A file that stands there already is never replaced.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use super::current::sync_folder;

/// Writes `bytes` as `name`, and returns when they and the name are on disk. The folder is made where it is missing.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where something has that name.
pub fn once(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let (draft, target) = (folder.join(format!(".{name}.part")), folder.join(name));
    // What a killed copy left, or a link that somebody laid there.
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = write(&draft, bytes).and_then(|()| {
        if fs::symlink_metadata(&target).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        rename(&draft, &target)
    });
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written.and_then(|()| sync_folder(folder))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Windows refuses for a moment while a scanner for viruses or a sync tool looks at a file (reliability.md section 7).
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    for pause in [10, 20, 50, 100, 200, 400] {
        match fs::rename(from, to) {
            Err(error) if cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33)) => {
                std::thread::sleep(Duration::from_millis(pause));
            }
            other => return other,
        }
    }
    fs::rename(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_there_is_never_replaced_and_nothing_is_left_over() {
        let outside = tempfile::tempdir().unwrap();
        let folder = outside.path().join("outbox");
        once(&folder, "a", b"one").unwrap();
        assert_eq!(once(&folder, "a", b"two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(folder.join("a")).unwrap(), b"one");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_way_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let victim = folder.path().join("victim");
        fs::write(&victim, "mine").unwrap();
        std::os::unix::fs::symlink(&victim, folder.path().join(".a.part")).unwrap();
        once(folder.path(), "a", b"one").unwrap();
        assert_eq!(fs::read(&victim).unwrap(), b"mine");
        std::os::unix::fs::symlink(&victim, folder.path().join("b")).unwrap();
        assert!(once(folder.path(), "b", b"one").is_err());
    }
}
