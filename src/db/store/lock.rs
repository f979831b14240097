//! Locks of the operating system on small files: they end with the process that holds them, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::db::durable::make_folder;

const PAUSE: Duration = Duration::from_millis(20);

/// Waits up to `pauses` × 20 ms for the lock alone; `None` where others keep it.
pub(in crate::db) fn alone(path: &Path, pauses: u32) -> io::Result<Option<File>> {
    wait(file(path)?, pauses, File::try_lock)
}

/// The same for a lock that any number may hold together.
pub(super) fn together(path: &Path, pauses: u32) -> io::Result<Option<File>> {
    wait(file(path)?, pauses, File::try_lock_shared)
}

fn wait(file: File, pauses: u32, lock: fn(&File) -> Result<(), TryLockError>) -> io::Result<Option<File>> {
    for _ in 0..=pauses {
        match lock(&file) {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(None)
}

/// Opens the lock file, made when missing.
pub(super) fn file(path: &Path) -> io::Result<File> {
    if let Some(parent) = path.parent() {
        make_folder(parent)?;
    }
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}
