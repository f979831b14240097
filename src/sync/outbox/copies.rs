//! A folder with the segments of one terminal: its own in the data directory, or its outbox in the sync folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::sync::{plain, put};
use crate::travel::names::{OUTBOX, SegmentName};
use crate::travel::segment;

/// The folder, and what lay in it when it was looked through.
#[derive(Debug)]
pub(super) struct Copies {
    folder: PathBuf,
    names: BTreeSet<SegmentName>,
}

/// What became of a file that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// It is written.
    Written,
    /// The same bytes were there.
    There,
    /// Other bytes have its name.
    Taken,
}

impl Copies {
    /// Those in a folder of our own; a folder that cannot be read has none.
    pub fn own(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), names: names(folder).unwrap_or_default() }
    }

    /// Those in the sync folder. `None` where the sync folder is not there.
    ///
    /// # Errors
    /// Where the outbox cannot be read, or is no folder but a link that leads somewhere else.
    pub fn theirs(sync_dir: &Path, terminal: &str) -> io::Result<Option<Self>> {
        if !fs::metadata(sync_dir).is_ok_and(|found| found.is_dir()) {
            return Ok(None);
        }
        let outbox = sync_dir.join(OUTBOX);
        let folder = outbox.join(terminal);
        for path in [&outbox, &folder] {
            if fs::symlink_metadata(path).is_ok_and(|found| !found.is_dir()) {
                return Err(io::Error::other(format!("not a folder: {}", path.display())));
            }
        }
        let names = match names(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeSet::new(),
            other => other?,
        };
        Ok(Some(Self { folder, names }))
    }

    /// The segments, in their order.
    pub fn names(&self) -> &BTreeSet<SegmentName> {
        &self.names
    }

    /// True where a file of that name is there.
    pub fn has(&self, name: &SegmentName) -> bool {
        self.names.contains(name)
    }

    /// The bytes of a file; `None` where it is no file of ours to read.
    pub fn read(&self, name: &SegmentName) -> Option<Vec<u8>> {
        plain::read(&self.path(name), segment::LONGEST).ok()
    }

    /// Writes a file, unless something has its name.
    pub fn put(&mut self, name: &SegmentName, bytes: &[u8]) -> io::Result<Put> {
        let put = if self.has(name) { Err(io::ErrorKind::AlreadyExists.into()) } else { self.write(name, bytes) };
        match put {
            Ok(()) => Ok(Put::Written),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Ok(if self.read(name).is_some_and(|found| found == bytes) { Put::There } else { Put::Taken })
            }
            Err(error) => Err(error),
        }
    }

    /// Writes a file in place of whatever has its name: for a folder that is ours alone.
    pub fn replace(&mut self, name: &SegmentName, bytes: &[u8]) -> io::Result<()> {
        if self.put(name, bytes)? == Put::Taken {
            self.remove(name);
            self.write(name, bytes)?;
        }
        Ok(())
    }

    fn write(&mut self, name: &SegmentName, bytes: &[u8]) -> io::Result<()> {
        put::once(&self.folder, &name.to_string(), bytes)?;
        self.names.insert(name.clone());
        Ok(())
    }

    /// Removes a file; what cannot be removed now is removed another time.
    pub fn remove(&mut self, name: &SegmentName) {
        let _ = fs::remove_file(self.path(name));
        self.names.remove(name);
    }

    fn path(&self, name: &SegmentName) -> PathBuf {
        self.folder.join(name.to_string())
    }
}

fn names(folder: &Path) -> io::Result<BTreeSet<SegmentName>> {
    let entries = fs::read_dir(folder)?;
    Ok(entries.flatten().filter_map(|entry| SegmentName::parse(entry.file_name().to_str()?)).collect())
}
