//! The directories our files live in: made when missing, readable by nobody else on Unix.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why there is no directory for our files.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system names no home directory.
    #[error("no home directory is known to keep files in")]
    NoHome,
    /// It is not there and cannot be made, or it is a file.
    #[error("the directory cannot be used: {}: {source}", path.display())]
    Unusable {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The directory of the store, the catalogs and the caches: `given`, or the system's place for local data.
pub fn data_dir(given: Option<&Path>) -> Result<PathBuf, Error> {
    // Not the roaming profile on Windows: a store must not travel over the network at every logon.
    let path = match given {
        Some(path) => path.to_owned(),
        None => system()?.data_local_dir().to_owned(),
    };
    make(path)
}

/// The directory of `settings.toml` and `keys.toml`: `given`, or the system's place for settings.
pub fn config_dir(given: Option<&Path>) -> Result<PathBuf, Error> {
    let path = match given {
        Some(path) => path.to_owned(),
        None => system()?.config_dir().to_owned(),
    };
    make(path)
}

fn system() -> Result<directories::ProjectDirs, Error> {
    directories::ProjectDirs::from("", "", "goeswith").ok_or(Error::NoHome)
}

fn make(path: PathBuf) -> Result<PathBuf, Error> {
    match create(&path) {
        Ok(()) => Ok(path),
        Err(source) => Err(Error::Unusable { path, source }),
    }
}

fn create(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => return Ok(()),
        Ok(_) => return Err(io::Error::new(io::ErrorKind::NotADirectory, "it is a file")),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Err(_) => {}
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    // The directory must be on disk before anything inside it counts as saved.
    #[cfg(unix)]
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_directory_is_made_for_us_alone() {
        let outside = tempfile::tempdir().unwrap();
        let wanted = outside.path().join("a/b");
        assert_eq!(data_dir(Some(&wanted)).unwrap(), wanted);
        assert_eq!(config_dir(Some(&wanted)).unwrap(), wanted);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&wanted).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }

    #[test]
    fn a_file_in_its_place_is_said() {
        let outside = tempfile::tempdir().unwrap();
        let file = outside.path().join("file");
        fs::write(&file, "x").unwrap();
        let said = data_dir(Some(&file)).unwrap_err().to_string();
        assert!(said.ends_with("file: it is a file"), "{said}");
        assert!(data_dir(Some(&file.join("inside"))).is_err());
    }
}
