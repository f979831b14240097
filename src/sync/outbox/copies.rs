//! A folder with the segments of one terminal: its own in the data directory, or its outbox in the sync folder.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::sync::{once, plain};
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
        if !self.has(name) && self.write(name, bytes)? {
            return Ok(Put::Written);
        }
        Ok(if self.read(name).is_some_and(|found| found == bytes) { Put::There } else { Put::Taken })
    }

    /// Writes a file in place of whatever has its name: for a folder that is ours alone.
    pub fn replace(&mut self, name: &SegmentName, bytes: &[u8]) -> io::Result<()> {
        if self.put(name, bytes)? == Put::Taken {
            self.remove(name);
            self.write(name, bytes)?;
        }
        Ok(())
    }

    /// False where something has that name.
    fn write(&mut self, name: &SegmentName, bytes: &[u8]) -> io::Result<bool> {
        let written = once::write_once(&self.folder, &name.to_string(), |file| file.write_all(bytes))?;
        self.names.insert(name.clone());
        Ok(written)
    }

    /// Removes a file; what cannot be removed now is removed another time.
    pub fn remove(&mut self, name: &SegmentName) {
        let _ = fs::remove_file(self.path(name));
        self.names.remove(name);
    }

    /// Removes the revisions of a segment before this one: what was taken out of it must not lie about.
    pub fn remove_elder(&mut self, name: &SegmentName) {
        let first = SegmentName { revision: 0, ..name.clone() };
        let elder: Vec<SegmentName> = self.names.range(first..name.clone()).cloned().collect();
        for name in elder {
            self.remove(&name);
        }
    }

    fn path(&self, name: &SegmentName) -> PathBuf {
        self.folder.join(name.to_string())
    }
}

/// The segments in a folder. What a killed copy of the program left half written is taken away: nobody else writes here.
fn names(folder: &Path) -> io::Result<BTreeSet<SegmentName>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)?.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with(once::DRAFT) {
            let _ = fs::remove_file(entry.path());
        }
        names.extend(SegmentName::parse(&name));
    }
    Ok(names)
}
