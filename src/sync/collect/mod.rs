//! What terminals sent → the store of head office. Files are read, checked and counted on several threads; one thread writes,
//! a transaction for each batch. Nothing in a sync folder is changed, save the acknowledgements of head office.
//!
//! It may be stopped or killed at any moment: what was not merged is found again the next time.

mod acks;
mod aside;
mod outbox;
#[cfg(test)]
mod tests;

pub use acks::acknowledge;
pub use outbox::{Folder, folders};

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};

use super::plain;
use crate::db::collected::{Bad, Batch, Drafting, Merged};
use crate::db::{self, Collected};
use crate::travel::segment::{Fault, LONGEST};
use outbox::Candidate;

/// A batch is merged once it has so many rows of figures, bytes or segments: what a thread holds in memory.
const ROWS: usize = 100_000;
const PACKED: usize = 24 << 20;
const SEGMENTS: usize = 4_096;
/// More threads would wait for the one that writes.
const MOST_THREADS: usize = 4;

/// Why nothing more was collected. What was merged before stays merged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A folder that is not there, or cannot be read.
    #[error("folder cannot be read: {}: {detail}", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The store of head office.
    #[error(transparent)]
    Store(#[from] db::Error),
    /// An acknowledgement, or a file that was to be kept aside, could not be written.
    #[error("not saved: {}: {detail}", path.display())]
    NotSaved {
        /// Which.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// No memory, no threads.
    #[error("{0}")]
    System(std::io::Error),
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
}

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What the merges did, all together.
    pub merged: Merged,
    /// Terminals with a folder.
    pub terminals: usize,
    /// Files that are cut short or cannot be read now: looked at again the next time.
    pub arriving: Vec<PathBuf>,
    /// Files of a newer version, with its format.
    pub newer: Vec<(PathBuf, u64)>,
    /// Files that are no segments; a copy of each is kept aside.
    pub bad: Vec<(String, Bad)>,
}

/// What a thread that reads has to say.
enum Said {
    Merge(Box<Batch>),
    Fault(usize, Told),
}

/// Why a file was not merged.
enum Told {
    Plain(plain::Fault),
    Segment(Fault),
}

/// What the threads share.
struct Work<'w> {
    candidates: &'w [Candidate],
    folders: &'w [Folder],
    next: AtomicUsize,
    done: AtomicU64,
    stop: AtomicBool,
}

/// Merges everything in these folders that is not in the store yet. `at` is told bytes done and bytes in all; where it says
/// `false`, it stops.
pub fn collect(
    store: &mut Collected,
    folders: &[Folder],
    at: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Found, Error> {
    let mut found = Found { terminals: outbox::terminals(folders).len(), ..Found::default() };
    let (candidates, known) = outbox::candidates(store, folders, &mut found.bad, &mut || at(0, 0))?;
    found.merged.known = known;
    let total = candidates.iter().map(|candidate| candidate.size).sum();
    let work = Work {
        candidates: &candidates,
        folders,
        next: AtomicUsize::new(0),
        done: AtomicU64::new(0),
        stop: AtomicBool::new(false),
    };
    let mut faults = Vec::new();
    let merged = thread::scope(|scope| {
        let (sender, receiver) = bounded(0);
        let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS).min(candidates.len());
        let readers: Vec<_> = (0..threads)
            .map(|_| {
                let sender = sender.clone();
                let work = &work;
                scope.spawn(move || read(work, &sender))
            })
            .collect();
        drop(sender);
        let mut write = || loop {
            if !at(work.done.load(Ordering::Relaxed), total) {
                return Err(Error::Stopped);
            }
            match receiver.recv_timeout(Duration::from_millis(100)) {
                Ok(Said::Merge(batch)) => found.merged.plus(store.merge(*batch)?),
                Ok(Said::Fault(place, told)) => faults.push((place, told)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        };
        let written = write();
        work.stop.store(true, Ordering::Relaxed);
        drop(receiver);
        let read = readers.into_iter().map(|reader| reader.join().unwrap_or_else(|_| Ok(())));
        let read: Result<(), Error> = read.collect();
        written.and(read)
    });
    merged?;
    faults.sort_by_key(|(place, _)| *place);
    for (place, told) in faults {
        sort_out(store.path(), folders, &candidates[place], told, &mut found)?;
    }
    store.note_bad(&outbox::terminals(folders), &found.bad)?;
    Ok(found)
}

/// One reading thread: the next file, as long as there is one.
fn read(work: &Work<'_>, sender: &Sender<Said>) -> Result<(), Error> {
    let mut drafting = Drafting::new().map_err(Error::System)?;
    loop {
        let place = work.next.fetch_add(1, Ordering::Relaxed);
        let Some(candidate) = work.candidates.get(place) else { break };
        if work.stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        let folder = &work.folders[candidate.folder];
        let read = plain::read(&folder.path.join(&*candidate.file), LONGEST).map_err(Told::Plain);
        let added =
            read.and_then(|bytes| drafting.add(&bytes, &folder.terminal, &candidate.name()).map_err(Told::Segment));
        work.done.fetch_add(candidate.size, Ordering::Relaxed);
        if let Err(told) = added {
            if sender.send(Said::Fault(place, told)).is_err() {
                return Ok(());
            }
            continue;
        }
        let is_full = drafting.ledger.len() > ROWS || drafting.packed > PACKED || drafting.drafts.len() >= SEGMENTS;
        if is_full && sender.send(Said::Merge(Box::new(drafting.take()))).is_err() {
            return Ok(());
        }
    }
    let rest = drafting.take();
    if !rest.is_empty() {
        // Where nobody listens any more, the writer says why.
        let _ = sender.send(Said::Merge(Box::new(rest)));
    }
    Ok(())
}

/// Says what a file is that could not be merged; one that is no segment is kept aside.
fn sort_out(
    store: &Path,
    folders: &[Folder],
    candidate: &Candidate,
    told: Told,
    found: &mut Found,
) -> Result<(), Error> {
    let folder = &folders[candidate.folder];
    let path = folder.path.join(&*candidate.file);
    let reason = match told {
        Told::Plain(plain::Fault::Missing) => return Ok(()),
        Told::Plain(plain::Fault::Unreadable(_)) | Told::Segment(Fault::CutShort) => {
            found.arriving.push(path);
            return Ok(());
        }
        Told::Segment(Fault::Newer(format)) => {
            found.newer.push((path, format));
            return Ok(());
        }
        Told::Plain(fault @ (plain::Fault::NotPlain | plain::Fault::TooLong(_))) => fault.to_string(),
        Told::Segment(fault @ (Fault::Damaged(_) | Fault::Mixed(_))) => {
            aside::keep(store, &folder.terminal, &candidate.file, &path)?;
            fault.to_string()
        }
    };
    found.bad.push((folder.terminal.clone(), Bad { name: candidate.file.to_string(), reason }));
    Ok(())
}
