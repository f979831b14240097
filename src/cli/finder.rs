//! The search behind the popup: a connection and an index of its own, on a thread of its own, so that a long search
//! never stands between a key and a saved sale.

use std::path::{Path, PathBuf};

use crossbeam_channel::Receiver;

use super::search;
use crate::db::{self, Catalog};
use crate::search::{Index, marks};
use crate::tui::message::Message;
use crate::tui::state::Hit;

/// What it can be asked.
#[derive(Clone, Debug)]
pub enum Request {
    /// Search in this snapshot from now on.
    Open(PathBuf),
    /// Items for a text.
    Search {
        /// Comes back with the answer.
        id: u64,
        /// The text.
        text: String,
    },
}

/// A catalog with its index.
#[derive(Debug)]
pub struct Finder {
    catalog: Catalog,
    index: Index,
}

impl Finder {
    /// Opens a snapshot and builds its index.
    pub fn open(path: &Path) -> Result<Self, db::Error> {
        let catalog = Catalog::open(path)?;
        let index = search::index(&catalog)?;
        Ok(Self { catalog, index })
    }

    /// Items for a text, with the letters that matched.
    pub fn search(&self, id: u64, text: &str) -> Message {
        let (items, total, nearest) = search::items(&self.catalog, &self.index, text).unwrap_or_default();
        let hit = |item: crate::domain::Item| Hit { marks: marks(item.name.as_str(), text), item };
        Message::FoundNames { id, rows: items.into_iter().map(hit).collect(), total, nearest }
    }
}

/// Answers requests until nobody asks any more; of several searches that wait only the last is answered.
pub fn serve(requests: &Receiver<Request>, answer: impl Fn(Message)) {
    let mut finder: Option<Finder> = None;
    while let Ok(request) = requests.recv() {
        match newest(request, requests) {
            Request::Open(path) => finder = Finder::open(&path).ok(),
            Request::Search { id, text } => match &finder {
                Some(finder) => answer(finder.search(id, &text)),
                None => answer(Message::FoundNames { id, rows: Vec::new(), total: 0, nearest: false }),
            },
        }
    }
}

/// The last of the searches that wait. Nothing is taken from the queue behind a request of another kind: a search that
/// came while a catalog was being opened is still to be answered.
fn newest(request: Request, waiting: &Receiver<Request>) -> Request {
    let mut last = request;
    while matches!(last, Request::Search { .. }) {
        match waiting.try_recv() {
            Ok(newer) => last = newer,
            Err(_) => break,
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_behind_the_opening_of_a_catalog_is_answered() {
        let (sender, receiver) = crossbeam_channel::unbounded();
        let search = |id| Request::Search { id, text: "stain".to_owned() };
        for request in [Request::Open(PathBuf::from("none")), search(1), search(2)] {
            sender.send(request).unwrap();
        }
        drop(sender);
        let answered = std::cell::RefCell::new(Vec::new());
        serve(&receiver, |message| {
            if let Message::FoundNames { id, .. } = message {
                answered.borrow_mut().push(id);
            }
        });
        assert_eq!(answered.into_inner(), [2]);
    }
}
