//! The search behind the popup: a connection and an index of its own, on a thread of its own, so that a long search
//! never stands between a key and a saved sale.
//!
//! Where no index of the catalog is kept, one is built on a further thread; what can be found without is found meanwhile.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, select};

use super::place::Snapshot;
use super::search;
use crate::db::{self, Catalog};
use crate::search::{Index, marks};
use crate::travel::overlay::Overlay;
use crate::tui::message::Message;
use crate::tui::state::Fit;
use crate::tui::state::Hit;

/// What it can be asked.
#[derive(Clone, Debug)]
pub enum Request {
    /// Search in this snapshot from now on.
    Open(Snapshot),
    /// Show what the store says itself from now on; `None` what the catalog says.
    LayOver(Option<Arc<Overlay>>),
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
    /// `None` while it is being built.
    index: Option<Index>,
}

impl Finder {
    /// Opens a snapshot with its index, built now where none is kept.
    pub fn open(snapshot: &Snapshot) -> Result<Self, db::Error> {
        let catalog = snapshot.open()?;
        let index = Some(snapshot.index(&catalog, &mut |_, _| true)?.unwrap_or_default());
        Ok(Self { catalog, index })
    }

    /// Shows what the store says itself from now on; `None` what the catalog says.
    pub fn lay_over(&mut self, overlay: Option<Arc<Overlay>>) {
        self.catalog.lay_over(overlay);
    }

    /// Items for a text, with the letters that matched.
    pub fn search(&self, id: u64, text: &str) -> Message {
        let found = match &self.index {
            Some(index) => search::items(&self.catalog, index, text),
            None => search::without_index(&self.catalog, text),
        };
        let (items, total, fit) = found.unwrap_or_default();
        let hit = |item: crate::domain::Item| Hit { marks: marks(item.name.as_str(), text), item };
        Message::FoundNames { id, rows: items.into_iter().map(hit).collect(), total, fit }
    }
}

/// An index that was built, for the catalog that was opened as the so-manieth.
type Built = (u64, Index);

/// Answers requests until nobody asks any more; of several searches that wait only the last is answered.
pub fn serve(requests: &Receiver<Request>, answer: impl Fn(Message)) {
    let (to_self, built) = crossbeam_channel::unbounded::<Built>();
    let mut finder: Option<Finder> = None;
    let mut last: Option<(u64, String)> = None;
    let mut opened = 0;
    loop {
        let request = select! {
            recv(requests) -> request => match request {
                Ok(request) => newest(request, requests),
                Err(_) => return,
            },
            recv(built) -> index => {
                if let (Ok((number, index)), Some(finder)) = (index, &mut finder) && number == opened {
                    finder.index = Some(index);
                    // What was typed meanwhile is answered again, now from all of the catalog.
                    if let Some((id, text)) = &last {
                        answer(finder.search(*id, text));
                    }
                }
                continue;
            }
        };
        match request {
            Request::Open(snapshot) => {
                opened += 1;
                finder = snapshot.open().ok().map(|catalog| Finder { catalog, index: snapshot.kept() });
                if finder.as_ref().is_some_and(|finder| finder.index.is_none()) {
                    build(snapshot, opened, to_self.clone());
                }
            }
            Request::LayOver(overlay) => {
                if let Some(finder) = &mut finder {
                    finder.lay_over(overlay);
                }
            }
            Request::Search { id, text } => {
                super::fault::rehearse();
                answer(match &finder {
                    Some(finder) => finder.search(id, &text),
                    None => Message::FoundNames { id, rows: Vec::new(), total: 0, fit: Fit::Every },
                });
                last = Some((id, text));
            }
        }
    }
}

/// Builds an index beside the work. Where that fails, searching goes on without.
fn build(snapshot: Snapshot, number: u64, done: Sender<Built>) {
    std::thread::spawn(move || {
        crate::sync::step_back();
        let built = Catalog::open(&snapshot.path).and_then(|catalog| snapshot.index(&catalog, &mut |_, _| true));
        if let Ok(Some(index)) = built {
            let _ = done.send((number, index));
        }
    });
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
        for request in [Request::Open(Snapshot::alone("none".into())), search(1), search(2)] {
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
