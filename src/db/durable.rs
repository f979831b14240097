//! What makes names last through a power cut: a file is on disk when its folder is, too.

use std::fs;
use std::io;
use std::path::Path;

/// Makes a rename last through a power cut.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Windows writes directory entries through by itself.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder where it is missing, and those above it; each is on disk before anything in it counts as saved.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    // The path of a file in the current folder has an empty one above it.
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
    if let Some(above) = above {
        make_folder(above)?;
    }
    match fs::create_dir(folder) {
        // Somebody else made it meanwhile.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
        made => made?,
    }
    above.map_or(Ok(()), sync_folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_made_with_those_above_them() {
        let outside = tempfile::tempdir().unwrap();
        let wanted = outside.path().join("a/b/c");
        make_folder(&wanted).unwrap();
        make_folder(&wanted).unwrap();
        assert!(wanted.is_dir());
        make_folder(Path::new("")).unwrap();
        fs::write(wanted.join("file"), "").unwrap();
        assert!(make_folder(&wanted.join("file")).is_err());
    }
}
