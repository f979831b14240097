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
    /// It lies on another computer, where locks and flushes cannot be relied on.
    #[error("the directory lies on the network, where sales cannot be kept safely: {}", .0.display())]
    Network(PathBuf),
}

/// The directory of the store, the catalogs and the caches: `given`, or the system's place for local data.
pub fn data_dir(given: Option<&Path>) -> Result<PathBuf, Error> {
    // Not the roaming profile on Windows: a store must not travel over the network at every logon.
    let path = match given {
        Some(path) => path.to_owned(),
        None => system()?.data_local_dir().to_owned(),
    };
    let path = make(path)?;
    if is_on_network(&path) { Err(Error::Network(path)) } else { Ok(path) }
}

/// True for a folder of another computer (reliability.md, B18); where the system does not say, it is taken for local.
#[cfg(target_os = "linux")]
fn is_on_network(path: &Path) -> bool {
    // The kernel's names: NFS, CIFS, SMB2, AFS, Ceph, NCP (linux/magic.h).
    const NETWORK: [u32; 6] = [0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x5346_414F, 0x00C3_6400, 0x564C];
    rustix::fs::statfs(path).is_ok_and(|found| NETWORK.contains(&(found.f_type as u32)))
}

/// Windows names another computer with two backslashes in front.
#[cfg(not(target_os = "linux"))]
fn is_on_network(path: &Path) -> bool {
    let text = path.to_string_lossy();
    cfg!(windows) && text.starts_with(r"\\") && !text.starts_with(r"\\?\") && !text.starts_with(r"\\.\")
}

/// The copying program in whose folder a directory lies, by the folder's name or by what such a program leaves there.
pub fn synced_by(directory: &Path, sync_dir: Option<&Path>) -> Option<String> {
    const NAMES: [&str; 7] =
        ["dropbox", "onedrive", "google drive", "googledrive", "icloud drive", "nextcloud", "owncloud"];
    const MARKS: [(&str, &str); 4] = [
        (".stfolder", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".nextcloudsync.log", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
    ];
    let directory = std::path::absolute(directory).ok()?;
    let sync_dir = sync_dir.and_then(|folder| std::path::absolute(folder).ok());
    directory.ancestors().find_map(|folder| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let known = NAMES.iter().any(|known| name.to_lowercase().starts_with(known));
        let marked = MARKS.iter().find(|(mark, _)| folder.join(mark).exists()).map(|(_, name)| (*name).to_owned());
        let ours = || (sync_dir.as_deref() == Some(folder)).then(|| "the sync folder".to_owned());
        marked.or_else(ours).or_else(|| known.then_some(name))
    })
}

/// The directory of `settings.toml` and `keys.toml`: `given`, or the system's place for settings.
pub fn config_dir(given: Option<&Path>) -> Result<PathBuf, Error> {
    let path = match given {
        Some(path) => path.to_owned(),
        None => system()?.config_dir().to_owned(),
    };
    make(path)
}

/// Where people look for their papers, where the system says it and it is there.
pub fn documents_dir() -> Option<PathBuf> {
    let dirs = directories::UserDirs::new()?;
    Some(dirs.document_dir()?.to_owned()).filter(|folder| folder.is_dir())
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
    fn a_folder_that_is_copied_is_noticed() {
        let outside = tempfile::tempdir().unwrap();
        let at = |name: &str| outside.path().join(name);
        assert_eq!(synced_by(&at("data"), None), None);
        assert_eq!(synced_by(&at("OneDrive - Corner/data"), None).as_deref(), Some("OneDrive - Corner"));
        assert_eq!(synced_by(&at("sync/data"), Some(&at("sync"))).as_deref(), Some("the sync folder"));
        fs::create_dir_all(at(".stfolder")).unwrap();
        assert_eq!(synced_by(&at("data"), None).as_deref(), Some("Syncthing"));
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
