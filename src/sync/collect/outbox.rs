//! The folders of terminals, and the files in them that were not merged yet.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::super::plain;
use super::Error;
use crate::db::Collected;
use crate::db::collected::{Bad, Known};
use crate::travel::names::{OUTBOX, SegmentName, is_id, segment_of_copy};
use crate::travel::segment::{Footer, LONGEST};

/// The folder of a terminal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Folder {
    /// Its random name, which is the folder's.
    pub terminal: String,
    /// Where it is.
    pub path: PathBuf,
}

/// A file that may be a segment.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Where in the list of folders its own stands.
    pub folder: usize,
    pub file: Box<str>,
    pub size: u64,
}

impl Candidate {
    /// The segment it is by its name, or that it is a copy of.
    pub fn name(&self) -> SegmentName {
        segment_of(&self.file).unwrap_or(SegmentName { epoch: String::new(), number: 0, revision: 0 })
    }
}

/// The folders of terminals in what somebody named: a sync folder, its `outbox`, or the folder of one terminal. Everything
/// else in there is passed over.
pub fn folders(given: &Path) -> Result<Vec<Folder>, Error> {
    let unreadable = |error: io::Error| Error::Folder { path: given.to_owned(), detail: error.to_string() };
    let full = fs::canonicalize(given).map_err(unreadable)?;
    if let Some(folder) = folder(full.clone()) {
        return Ok(vec![folder]);
    }
    let outbox = full.join(OUTBOX);
    let inside = if outbox.is_dir() { outbox } else { full };
    let mut folders = Vec::new();
    for entry in fs::read_dir(&inside).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            folders.extend(folder(entry.path()));
        }
    }
    folders.sort();
    Ok(folders)
}

fn folder(path: PathBuf) -> Option<Folder> {
    let terminal = path.file_name()?.to_str().filter(|name| is_id(name))?.to_owned();
    Some(Folder { terminal, path })
}

/// The terminals of these folders, each once.
pub(super) fn terminals(folders: &[Folder]) -> Vec<&str> {
    folders.iter().map(|folder| folder.terminal.as_str()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Every file that has the name of a segment, or of a copy of one, and is not in the store already; and how many are. They
/// come in about the order of time over all terminals, so that the figures of a day are written together.
pub(super) fn candidates(
    store: &Collected,
    folders: &[Folder],
    bad: &mut Vec<(String, Bad)>,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(Vec<Candidate>, u64), Error> {
    let mut known = 0;
    let mut all: Vec<(u64, Candidate)> = Vec::new();
    for (place, folder) in folders.iter().enumerate() {
        let merged = store.known(&folder.terminal)?;
        let mut here: Vec<(u64, Candidate)> = Vec::new();
        for (segment, file) in files(folder)? {
            if !go_on() {
                return Err(Error::Stopped);
            }
            match look(&folder.path.join(&*file), &segment, &merged) {
                Ok(Looked::Known) => known += 1,
                Ok(Looked::New(size)) => here.push((segment.number, Candidate { folder: place, file, size })),
                Err(plain::Fault::Missing) => {}
                // Read again by whoever reads all of them, and said there.
                Err(plain::Fault::Unreadable(_)) => {
                    here.push((segment.number, Candidate { folder: place, file, size: 0 }));
                }
                Err(fault) => {
                    bad.push((folder.terminal.clone(), Bad { name: file.into(), reason: fault.to_string() }));
                }
            }
        }
        here.sort_by_key(|(number, _)| *number);
        let count = here.len() as u64;
        all.extend(here.into_iter().enumerate().map(|(at, (_, one))| ((at as u64) * 1_000_000 / count.max(1), one)));
    }
    all.sort_by_key(|(at, candidate)| (*at, candidate.folder));
    Ok((all.into_iter().map(|(_, candidate)| candidate).collect(), known))
}

/// Names that are a segment's or a copy's, in order.
fn files(folder: &Folder) -> Result<Vec<(SegmentName, Box<str>)>, Error> {
    let unreadable = |error: io::Error| Error::Folder { path: folder.path.clone(), detail: error.to_string() };
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder.path).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        if let Some(name) = name.to_str()
            && let Some(segment) = segment_of(name)
        {
            files.push((segment, name.into()));
        }
    }
    files.sort_unstable();
    Ok(files)
}

fn segment_of(name: &str) -> Option<SegmentName> {
    SegmentName::parse(name).or_else(|| segment_of_copy(name))
}

enum Looked {
    Known,
    New(u64),
}

/// Whether a file was merged before, by its last line alone. Where the rest of it was changed since, the store has the
/// better copy.
fn look(path: &Path, segment: &SegmentName, merged: &Known) -> Result<Looked, plain::Fault> {
    const LAST_LINE: u64 = 1024;
    let (mut file, size) = plain::open(path, LONGEST)?;
    if !merged.is_empty() {
        let mut end = Vec::with_capacity(LAST_LINE as usize);
        let read = file.seek(SeekFrom::Start(size.saturating_sub(LAST_LINE)));
        read.and_then(|_| file.take(LAST_LINE).read_to_end(&mut end)).map_err(plain::Fault::Unreadable)?;
        let end = end.strip_suffix(b"\n").unwrap_or_default();
        let last = end.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        if serde_json::from_slice::<Footer>(last).is_ok_and(|footer| merged.has(segment, &footer.sha256)) {
            return Ok(Looked::Known);
        }
    }
    Ok(Looked::New(size))
}
