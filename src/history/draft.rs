//! A file written beside its target and renamed over it once it is whole: what was there stays until then, and nothing
//! stays behind of what was not finished.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A file on its way.
pub struct Draft {
    file: BufWriter<tempfile::NamedTempFile>,
    target: PathBuf,
}

/// The folder in which a file stands.
pub fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Draft {
    /// Begins one beside `target`, with the rights of a file that is there already.
    pub fn begin(target: &Path) -> io::Result<Self> {
        // What a link leads to is written, not the link.
        let target = std::fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let mut builder = tempfile::Builder::new();
        builder.prefix(".goeswith-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder_of(&target))?;
        if let Ok(metadata) = std::fs::metadata(&target) {
            file.as_file().set_permissions(metadata.permissions())?;
        }
        Ok(Self { file: BufWriter::with_capacity(1 << 18, file), target })
    }

    /// Appends.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Puts it in place, on disk.
    pub fn finish(self) -> io::Result<()> {
        self.ready()?.finish()
    }

    /// Everything of it is on disk, but for its name.
    pub fn ready(self) -> io::Result<Ready> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        Ok(Ready { file, target: self.target })
    }
}

/// A file that is whole and only lacks its name.
pub struct Ready {
    file: tempfile::NamedTempFile,
    target: PathBuf,
}

impl Ready {
    /// Puts it in place.
    pub fn finish(self) -> io::Result<()> {
        self.file.persist(&self.target).map_err(|error| error.error)?;
        sync(folder_of(&self.target))
    }
}

/// A rename is on disk when its folder is; only Unix can flush one.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
