//! Which running program a basket belongs to. Several copies may sell at once; a basket whose program ended is offered
//! to the next one.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::lock;

/// The running programs of a data directory.
#[derive(Clone, Debug)]
pub struct Sessions {
    folder: PathBuf,
}

/// One running program: while this lives, its baskets belong to nobody else.
#[derive(Debug)]
pub struct Session {
    id: String,
    path: PathBuf,
    _lock: File,
}

impl Sessions {
    /// Those of a data directory.
    pub fn of(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("locks") }
    }

    /// Begins one.
    pub fn start(&self) -> io::Result<Session> {
        let id = uuid::Uuid::new_v4().to_string();
        let path = self.path(&id);
        let file = lock::file(&path)?;
        // Blocking: at most another copy looks whether the lock is held, for an instant.
        file.lock()?;
        Ok(Session { id, path, _lock: file })
    }

    /// True while the program of that session runs. What ended leaves no file behind after this.
    pub fn is_running(&self, id: &str) -> bool {
        let path = self.path(id);
        let file = match File::open(&path) {
            Ok(file) => file,
            // Where nobody can say, nothing is taken from a copy that may be running.
            Err(error) => return error.kind() != io::ErrorKind::NotFound,
        };
        match file.try_lock() {
            Ok(()) => {
                let _ = fs::remove_file(&path);
                false
            }
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => true,
        }
    }

    fn path(&self, id: &str) -> PathBuf {
        // Ids are our own UUIDs; anything else must not lead out of the folder.
        let safe: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        self.folder.join(format!("session-{safe}.lock"))
    }
}

impl Session {
    /// Random; names the session in the store.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
