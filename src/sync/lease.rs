//! A catalog that is read is not removed: every reader holds a shared lock beside it, and whoever cleans up takes the
//! same lock alone first. The locks are the system's and end with the process that holds them.

use std::fs::{self, File, OpenOptions};
use std::path::Path;

const FILE: &str = "lease";

/// While this lives, the catalog is not removed.
#[derive(Debug)]
pub struct Lease {
    _lock: File,
}

impl Lease {
    /// Holds the catalog in a folder. `None` where no lock can be had: then it is used without.
    pub(super) fn take(folder: &Path) -> Option<Self> {
        let path = folder.join(FILE);
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&path).or_else(|_| File::open(&path));
        let file = file.ok()?;
        file.lock_shared().ok()?;
        Some(Self { _lock: file })
    }
}

/// Removes the folder of a catalog, unless somebody holds it.
pub(super) fn remove_unless_held(folder: &Path) {
    let lock = OpenOptions::new().write(true).open(folder.join(FILE));
    if lock.as_ref().is_ok_and(|lock| lock.try_lock().is_err()) {
        return;
    }
    let _ = fs::remove_dir_all(folder);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_stays() {
        let folder = tempfile::tempdir().unwrap();
        let catalog = folder.path().join("0000000001-aaaa");
        fs::create_dir(&catalog).unwrap();
        let (first, second) = (Lease::take(&catalog).unwrap(), Lease::take(&catalog).unwrap());
        drop(first);
        remove_unless_held(&catalog);
        assert!(catalog.exists());
        drop(second);
        remove_unless_held(&catalog);
        assert!(!catalog.exists());
    }
}
