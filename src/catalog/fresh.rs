//! A new source: files into a folder that holds nothing yet, all of them or none.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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
pub fn write(folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), Error> {
    check(folder)?;
    fs::create_dir_all(folder).map_err(|source| Error::NotSaved { path: folder.to_owned(), source })?;
    for (place, (file, bytes)) in files.iter().enumerate() {
        let path = folder.join(file);
        let written = File::create_new(&path).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        if let Err(source) = written {
            for (file, _) in &files[..=place] {
                let _ = fs::remove_file(folder.join(file));
            }
            return Err(Error::NotSaved { path, source });
        }
    }
    Ok(())
}
