//! What happened here goes to head office: sealed into segments, kept in the data directory, copied into the outbox of
//! the sync folder, and copied again whenever they are missing there, until head office acknowledges them.
//!
//! The store decides what a segment is; this is about when one is sealed and where its file lies. Everything here may be
//! cut off at any point and is done again by the next visit.

mod copies;
mod due;
mod news;

use std::path::Path;

use crate::db::Error;
use crate::db::store::{Sealed, Store};
use crate::domain::UnixMillis;
use crate::domain::problem::{Code, Problem};
use crate::travel::segment;
pub use crate::travel::segment::About;
use copies::{Copies, Put};
pub use due::Occasion;

/// What one visit sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Segments that were sealed.
    pub sealed: usize,
    /// Segments that were copied into the outbox.
    pub copied: usize,
    /// Segments that are not in the outbox yet.
    pub waiting: usize,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// How often a name that is taken may lead to sealing anew in one visit.
const ROUNDS: usize = 3;
/// So many files of the outbox are read again where somebody asks.
const READ_AGAIN: usize = 200;

/// Seals what is due, and brings the outbox of the sync folder up to date. Nothing is done where another copy of the
/// program is doing it. Where the sync folder is not there what is sealed waits; that it is not is for others to say.
///
/// # Errors
/// Those of the store.
pub fn deliver(
    store: &mut Store,
    sync_dir: &Path,
    about: &About,
    occasion: Occasion,
    now: UnixMillis,
) -> Result<Delivered, Error> {
    let (Some(_sealing), Some(own)) = (store.sealing()?, store.outbox().map(Copies::own)) else {
        return Ok(Delivered::default());
    };
    let mut delivered = Delivered::default();
    let theirs = Copies::theirs(sync_dir, &store.identity().terminal).unwrap_or_else(|error| {
        delivered.problems.push(unwritable(&error));
        None
    });
    let mut visit = Visit { store, own, theirs, occasion, now, delivered };
    news::take_back(&mut visit)?;
    news::hear(&mut visit, sync_dir)?;
    if let Some(catalog) = &about.catalog {
        visit.store.note_catalog(catalog, now)?;
    }
    let mut anew = false;
    for _ in 0..ROUNDS {
        while due::is_due(visit.store, about, occasion, now)? || std::mem::take(&mut anew) {
            visit.delivered.sealed += 1;
            if visit.store.seal(about, now)?.events() == 0 {
                break;
            }
        }
        anew = visit.copy()?;
        if !anew {
            break;
        }
    }
    visit.tidy()?;
    Ok(visit.delivered)
}

/// One visit.
struct Visit<'s> {
    store: &'s mut Store,
    own: Copies,
    /// `None` where the outbox cannot be used.
    theirs: Option<Copies>,
    occasion: Occasion,
    now: UnixMillis,
    delivered: Delivered,
}

impl Visit<'_> {
    /// Brings own copies and the outbox up to date. True where a name was taken, so that something is sealed anew.
    fn copy(&mut self) -> Result<bool, Error> {
        let waiting = self.store.waiting()?;
        let mut seen = Vec::new();
        let mut anew = false;
        for (left, sealed) in (0..waiting.len()).rev().zip(&waiting) {
            if !self.is_wanting(sealed, left) {
                continue;
            }
            let Some(bytes) = self.bytes_of(sealed)? else {
                // No copy of it is whole any more; what there is of it travels under another name.
                self.store.unseal(sealed, self.now)?;
                anew = true;
                break;
            };
            if let Err(error) = self.own.replace(&sealed.name, &bytes) {
                self.problem(Problem::new(Code::NotSaved, &format!("a sealed segment cannot be kept here: {error}")));
            }
            match self.theirs.as_mut().map(|theirs| theirs.put(&sealed.name, &bytes)) {
                None => {}
                Some(Ok(Put::Taken)) => {
                    self.problem(self.taken(sealed));
                    if sealed.delivered.is_none() {
                        self.unseal_from(sealed, &waiting)?;
                        anew = true;
                        break;
                    }
                }
                Some(Ok(put)) => {
                    self.delivered.copied += usize::from(put == Put::Written);
                    seen.push(sealed.clone());
                }
                Some(Err(error)) => {
                    self.problem(unwritable(&error));
                    self.theirs = None;
                }
            }
        }
        self.store.mark_delivered(&seen, self.now)?;
        Ok(anew)
    }

    /// True where a segment is to be looked at: it is missing somewhere, or somebody asked. `left` come after it.
    fn is_wanting(&self, sealed: &Sealed, left: usize) -> bool {
        let is_there = |theirs: &Copies| sealed.delivered.is_some() && theirs.has(&sealed.name);
        let fine = self.own.has(&sealed.name) && self.theirs.as_ref().is_none_or(is_there);
        !fine || self.occasion == Occasion::Once && left < READ_AGAIN
    }

    /// The bytes of a segment, from the store, else from a copy that is whole.
    fn bytes_of(&self, sealed: &Sealed) -> Result<Option<Vec<u8>>, Error> {
        if let Some(bytes) = self.store.bytes_of(sealed)? {
            return Ok(Some(bytes));
        }
        let terminal = &self.store.identity().terminal;
        let is_it = |bytes: &Vec<u8>| {
            segment::read(bytes, terminal, &sealed.name).is_ok_and(|read| read.footer.sha256 == sealed.sha256)
        };
        let copies = [Some(&self.own), self.theirs.as_ref()];
        Ok(copies.into_iter().flatten().find_map(|copies| copies.read(&sealed.name).filter(is_it)))
    }

    /// Another store has sealed under our epoch. What it has not seen of us travels under another.
    fn unseal_from(&mut self, taken: &Sealed, waiting: &[Sealed]) -> Result<(), Error> {
        let later = |sealed: &&Sealed| {
            sealed.name.epoch == taken.name.epoch
                && sealed.name.number >= taken.name.number
                && sealed.delivered.is_none()
        };
        for sealed in waiting.iter().filter(later) {
            self.store.unseal(sealed, self.now)?;
            self.own.remove(&sealed.name);
        }
        Ok(())
    }

    /// A file of the outbox that is not what was sealed here.
    fn taken(&self, sealed: &Sealed) -> Problem {
        let terminal = &self.store.identity().terminal;
        let found = self.theirs.as_ref().and_then(|theirs| theirs.read(&sealed.name));
        let is_segment = found.is_some_and(|bytes| segment::read(&bytes, terminal, &sealed.name).is_ok());
        let name = &sealed.name;
        match (is_segment, sealed.delivered) {
            (true, None) => Problem::new(
                Code::TwoWriters,
                &format!("another computer sends sales under this one's name ({name}); no sale is mixed up or lost"),
            ),
            _ => Problem::new(
                Code::OutboxChanged,
                &format!("a file in the outbox is not what was put there: {name}; it was left as it is"),
            ),
        }
    }

    /// Takes away what need not be kept, and counts what still waits.
    fn tidy(&mut self) -> Result<(), Error> {
        let waiting = self.store.waiting()?;
        let done: Vec<_> = self
            .own
            .names()
            .iter()
            .filter(|name| !waiting.iter().any(|sealed| sealed.name == **name))
            .cloned()
            .collect();
        for name in done {
            // What the store does not know was looked at above and is no segment of ours.
            if !self.store.lacks(&name)? {
                self.own.remove(&name);
            }
        }
        for again in self.store.reissued()? {
            for copies in [Some(&mut self.own), self.theirs.as_mut()].into_iter().flatten() {
                copies.remove_elder(&again);
            }
        }
        self.store.purge(self.now)?;
        self.store.retire(self.now)?;
        self.delivered.waiting = waiting.iter().filter(|sealed| sealed.delivered.is_none()).count();
        Ok(())
    }

    fn problem(&mut self, problem: Problem) {
        if !self.delivered.problems.iter().any(|known| known.code == problem.code) {
            self.delivered.problems.push(problem);
        }
    }
}

fn unwritable(error: &std::io::Error) -> Problem {
    Problem::new(
        Code::OutboxUnwritable,
        &format!("sales cannot be copied into the sync folder: {error}; they are saved here"),
    )
}
