//! Events of a store of either kind, a terminal's or head office's: for whoever counts, learns or exports and does not ask
//! where they were collected.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use uuid::Uuid;

use super::collected::{Collected, Sealed};
use super::store::{Events, Store, StoredEvent};
use super::{COLLECTED_APPLICATION_ID, Error};
use crate::report::returns::Returns;

/// A store of events, open for reading.
#[derive(Debug)]
pub enum EventStore {
    /// Of one terminal.
    Terminal(Box<Store>),
    /// Of head office.
    Collected(Box<Collected>),
}

/// The events of a store in its order.
#[derive(Debug)]
pub enum StoredEvents<'s> {
    /// As they happened.
    Terminal(Events<'s>),
    /// Terminal after terminal.
    Collected(Sealed<'s>),
}

impl EventStore {
    /// Opens the store at `path`, of whichever kind it is.
    ///
    /// # Errors
    /// As [`Store::open_read_only`] and [`Collected::open_read_only`].
    pub fn open_read_only(path: &Path) -> Result<Self, Error> {
        if is_collected(path) {
            return Collected::open_read_only(path).map(|store| Self::Collected(Box::new(store)));
        }
        Store::open_read_only(path).map(|store| Self::Terminal(Box::new(store)))
    }

    /// All events. In a head-office store each counts once, however often it arrived.
    pub fn events(&self) -> Result<StoredEvents<'_>, Error> {
        match self {
            Self::Terminal(store) => Ok(StoredEvents::Terminal(store.events(0))),
            Self::Collected(store) => store.events().map(StoredEvents::Collected),
        }
    }

    /// The sales that were taken back, also those that are not here. A void may name its sale in any notation of a UUID; what
    /// is none names no sale.
    pub fn taken_back(&self) -> Result<HashSet<Uuid>, Error> {
        match self {
            Self::Terminal(store) => store.taken_back(),
            Self::Collected(store) => store.taken_back(),
        }
    }

    /// How many lines came from terminals that this version cannot read. A terminal stores what it cannot read as any other
    /// event, so that [`StoredEvent::event`] tells.
    pub fn unreadable(&self) -> Result<u64, Error> {
        match self {
            Self::Terminal(_) => Ok(0),
            Self::Collected(store) => store.unreadable(),
        }
    }

    /// How many customers came back within so many days after their first visit from one day to another, both included (days
    /// since 1970). Head office has the visits ready; those of a terminal are added up from its sales.
    pub fn returns(&self, from: i32, to: i32, within_days: u32) -> Result<Returns, Error> {
        match self {
            Self::Terminal(store) => store.returns(from, to, within_days),
            Self::Collected(store) => store.returns(from, to, within_days),
        }
    }

    /// How many there are.
    pub fn event_count(&self) -> Result<u64, Error> {
        match self {
            Self::Terminal(store) => Ok(store.counts()?.events),
            Self::Collected(store) => store.event_count(),
        }
    }

    /// The terminal whose store it is; events of a head-office store name theirs.
    pub fn terminal(&self) -> &str {
        match self {
            Self::Terminal(store) => &store.identity().terminal,
            Self::Collected(_) => "",
        }
    }
}

impl Iterator for StoredEvents<'_> {
    type Item = Result<StoredEvent, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Terminal(events) => events.next(),
            Self::Collected(events) => events.next(),
        }
    }
}

/// Whether the mark of a head-office store stands where SQLite keeps it (<https://sqlite.org/fileformat.html>, 1.3).
fn is_collected(path: &Path) -> bool {
    let mut start = [0; 72];
    let is_file = path.metadata().is_ok_and(|found| found.is_file());
    let read = is_file && File::open(path).is_ok_and(|mut file| file.read_exact(&mut start).is_ok());
    read && start[68..] == COLLECTED_APPLICATION_ID.to_be_bytes()
}
