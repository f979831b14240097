//! Which file to follow: the one of a path, or in a folder the newest, for tills that begin a new file each day.
//!
//! Only a name that was not there before takes over. A file of yesterday that somebody opens and saves again is not the
//! present.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::Loss;

/// Looks between two lists of a folder: a second.
const LIST_AFTER: u32 = 40;

/// A path and, where it leads to a folder, the file in it.
pub struct Place {
    path: PathBuf,
    folder: Option<Folder>,
}

struct Folder {
    known: HashSet<OsString>,
    newest: Option<PathBuf>,
    looks: u32,
}

impl Place {
    /// Looks at a path for the first time.
    pub fn new(path: &Path) -> Self {
        let folder = path.is_dir().then(|| Folder { known: HashSet::new(), newest: None, looks: 0 });
        Self { path: path.to_owned(), folder }
    }

    /// True for a folder.
    pub fn is_folder(&self) -> bool {
        self.folder.is_some()
    }

    /// The file to follow now.
    pub fn file(&mut self) -> Result<&Path, Loss> {
        let Some(folder) = &mut self.folder else { return Ok(&self.path) };
        if folder.looks == 0
            && let Some(newest) = newest(&self.path, &mut folder.known)?
        {
            folder.newest = Some(newest);
        }
        // While it is empty it is listed at each look: those are far apart.
        folder.looks = if folder.newest.is_some() { (folder.looks + 1) % LIST_AFTER } else { 0 };
        folder.newest.as_deref().ok_or(Loss::Missing)
    }
}

/// The file last changed of those in a folder that were not known, which are known from now on.
fn newest(folder: &Path, known: &mut HashSet<OsString>) -> Result<Option<PathBuf>, Loss> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Ok(metadata) = fs::metadata(entry.path()) else { continue };
        if metadata.is_file() && !name.to_string_lossy().starts_with('.') && known.insert(name) {
            files.push((metadata.modified().ok(), entry.path()));
        }
    }
    Ok(files.into_iter().max().map(|(_, path)| path))
}
