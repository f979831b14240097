//! Opening files in a folder that others write: only a regular file that stands there itself, never one that a link
//! leads to, and never a pipe or device that would make the program wait.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

/// Why a file in a foreign folder was not opened.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Nothing is there.
    #[error("it is not there")]
    Missing,
    /// A link, a folder, a pipe, a device.
    #[error("it is not a plain file")]
    NotPlain,
    /// Longer than anything of its kind.
    #[error("it is longer than {0} bytes")]
    TooLong(u64),
    /// What the system says; a file that is still in the cloud says so here.
    #[error("it cannot be read: {0}")]
    Unreadable(io::Error),
}

/// Opens a regular file of at most so many bytes, and says how long it is.
pub fn open(path: &Path, longest: u64) -> Result<(File, u64), Fault> {
    let file = options().open(path).map_err(|error| sort(path, error))?;
    let metadata = file.metadata().map_err(Fault::Unreadable)?;
    if !metadata.is_file() || is_link(path) {
        return Err(Fault::NotPlain);
    }
    if metadata.len() > longest {
        return Err(Fault::TooLong(longest));
    }
    Ok((file, metadata.len()))
}

/// Reads a small file whole. One that grows meanwhile is read as far as `longest`.
pub fn read(path: &Path, longest: u64) -> Result<Vec<u8>, Fault> {
    let (file, length) = open(path, longest)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.take(longest + 1).read_to_end(&mut bytes).map_err(Fault::Unreadable)?;
    if bytes.len() as u64 > longest { Err(Fault::TooLong(longest)) } else { Ok(bytes) }
}

#[cfg(unix)]
fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::CLOEXEC;
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(flags.bits().cast_signed());
    options
}

#[cfg(windows)]
fn options() -> OpenOptions {
    use std::os::windows::fs::OpenOptionsExt as _;
    // FILE_FLAG_OPEN_REPARSE_POINT: a link is opened itself, and then is no regular file.
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(0x0020_0000);
    options
}

/// Where the flags above do not keep links out.
fn is_link(path: &Path) -> bool {
    !cfg!(unix) && path.symlink_metadata().is_ok_and(|metadata| metadata.file_type().is_symlink())
}

fn sort(path: &Path, error: io::Error) -> Fault {
    if error.kind() == ErrorKind::NotFound {
        return Fault::Missing;
    }
    match path.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => Fault::NotPlain,
        _ => Fault::Unreadable(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_file_within_its_length_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "four").unwrap();
        assert_eq!(read(&at("file"), 4).unwrap(), b"four");
        assert!(matches!(read(&at("file"), 3), Err(Fault::TooLong(3))));
        assert!(matches!(open(&at("none"), 9), Err(Fault::Missing)));
        assert!(matches!(open(folder.path(), 9), Err(Fault::NotPlain)));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_refused_and_nothing_waits() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "four").unwrap();
        std::os::unix::fs::symlink(at("file"), at("link")).unwrap();
        assert!(matches!(open(&at("link"), 9), Err(Fault::NotPlain)));
        let made = std::process::Command::new("mkfifo").arg(at("pipe")).status();
        if made.is_ok_and(|made| made.success()) {
            assert!(matches!(open(&at("pipe"), 9), Err(Fault::NotPlain)));
        }
    }
}
