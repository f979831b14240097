//! A new source: files into a folder that holds nothing yet, all of them or none.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::db::durable::{make_folder, sync_folder};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is something in the folder, or the path is a file.
    #[error("{what}: {}", path.display())]
    Taken {
        /// What is there.
        what: &'static str,
        /// Where.
        path: PathBuf,
    },
    /// The system did not let it.
    #[error("{}: {source}", path.display())]
    NotSaved {
        /// What could not be written.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
}

/// Refuses a folder that holds anything; one that is missing is fine.
pub fn check(folder: &Path) -> Result<(), Error> {
    let taken = |what| Err(Error::Taken { what, path: folder.to_owned() });
    match fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(true) => taken("folder is not empty"),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => taken("not a folder"),
        _ => Ok(()),
    }
}

/// Writes the files into `folder`, which is made where it is missing and must be empty otherwise. Where one cannot be
/// written, none is left.
///
/// All are drafted under hidden names and on disk before the first gets its own, and the first of `files` is the last to
/// get it: a folder without its `shop.toml` is no source, so that none is ever half one, whenever the power fails.
pub fn write(folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), Error> {
    check(folder)?;
    let is_new = !folder.exists();
    let written = make_folder(folder)
        .map_err(|source| Error::NotSaved { path: folder.to_owned(), source })
        .and_then(|()| place(folder, files));
    if written.is_err() {
        for (file, _) in files {
            let _ = fs::remove_file(folder.join(file));
        }
        if is_new {
            let _ = fs::remove_dir(folder);
        }
    }
    written
}

fn place(folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), Error> {
    let failed = |file: &str, source| Error::NotSaved { path: folder.join(file), source };
    let draft = |bytes: &[u8]| -> io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".new-").suffix(".tmp");
        // As any other file of this person; a draft would be for its owner alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(file)
    };
    let drafts = files.iter().map(|(file, bytes)| Ok((*file, draft(bytes).map_err(|source| failed(file, source))?)));
    let drafts: Vec<(&str, NamedTempFile)> = drafts.collect::<Result<_, Error>>()?;
    for (file, draft) in drafts.into_iter().rev() {
        draft.persist_noclobber(folder.join(file)).map_err(|error| failed(file, error.error))?;
    }
    // The names have to be on disk as well. Not every system lets a folder be opened.
    let _ = sync_folder(folder);
    Ok(())
}
