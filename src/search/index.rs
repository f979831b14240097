//! The index of one catalog: typed text → the likeliest items.
//!
//! First every word as it was typed, whole, by its beginning, joined with its neighbour, or as a code. Only where fewer
//! than [`ENOUGH`] items hold every word: slips, blanks and vowels left out, pieces; unknown words first, two slips
//! last. What is left is items with a word missing. At most [`MOST_SCORED`] items are scored exactly, and since items are
//! numbered by what sells, those beyond are less asked for than all of these.

use super::build::{Building, Entry};
use super::heads;
use super::parts::{Part, Parts, Unfit, ascending};
use super::score::{Score, Scorer};
use super::sets::{Candidates, Sets};
use super::slots::Slots;
use crate::domain::ItemId;

use super::{ENOUGH, MOST_SCORED};

/// Items for a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best, in order.
    pub items: Vec<ItemId>,
    /// How many match in all; more than are looked at count as [`MOST_SCORED`].
    pub total: usize,
    /// True where no item holds every word as typed, and those that come nearest are shown.
    pub nearest: bool,
}

/// The index of one catalog.
#[derive(Debug, Default)]
pub struct Index {
    parts: Parts,
}

impl Index {
    /// An index to be filled item by item.
    pub fn building() -> Building {
        Building::default()
    }

    /// Indexes items.
    pub fn build<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Self {
        let mut building = Building::default();
        for entry in entries {
            building.add(&entry);
        }
        building.finish(&[0; 32])
    }

    /// Takes the bytes of an index, if they are whole and belong to the catalog with this SHA-256.
    pub fn read(bytes: Vec<u8>, catalog: &[u8; 32]) -> Result<Self, Unfit> {
        Ok(Self::of(Parts::read(bytes, catalog)?))
    }

    pub(super) fn of(parts: Parts) -> Self {
        Self { parts }
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The bytes to be kept, which [`Index::read`] takes.
    pub fn bytes(&self) -> &[u8] {
        self.parts.bytes()
    }

    /// The items that match `text`, best first, `limit` at most.
    pub fn search(&self, text: &str, limit: usize) -> Found {
        let mut slots = Slots::of(&self.parts, text);
        if slots.slots.is_empty() {
            return Found::default();
        }
        if let Some(found) = self.by_one_prefix(&slots, limit) {
            return found;
        }
        let mut sets = Sets::new(&self.parts, &slots);
        let (mut found, mut total) = sets.complete(&self.parts, &slots);
        let nearest = total == 0;
        for stage in Stage::ALL {
            if total >= ENOUGH {
                break;
            }
            let changed = stage.widen(&self.parts, &mut slots);
            if !changed.is_empty() {
                sets.renew(&self.parts, &slots, &changed);
                (found, total) = sets.complete(&self.parts, &slots);
            }
        }
        if total < ENOUGH {
            sets.add_incomplete(&mut found);
            total = total.max(found.items.len().min(MOST_SCORED));
        }
        let items = self.best(&slots, sets.holders(), found.items, limit);
        Found { nearest: nearest && !items.is_empty(), items, total }
    }

    fn by_one_prefix(&self, slots: &Slots, limit: usize) -> Option<Found> {
        let [slot] = slots.slots.as_slice() else { return None };
        let head = heads::find(&self.parts, &slot.words)?;
        let mut candidates = Candidates::new(self.parts.numbers(Part::Ids));
        slot.coded.iter().for_each(|&(item, _)| candidates.push(item));
        if slot.exact {
            let whole = self.parts.between(Part::Postings, Part::PostingStarts, slot.words.start as usize);
            ascending(whole).take(MOST_SCORED / 2).for_each(|item| candidates.push(item));
        }
        head.items().for_each(|item| candidates.push(item));
        let items = self.best(slots, &[head.total], candidates.items, limit);
        Some(Found { items, total: head.total, nearest: false })
    }

    fn best(&self, slots: &Slots, holders: &[usize], candidates: Vec<u32>, limit: usize) -> Vec<ItemId> {
        let mut scorer = Scorer::new(&self.parts, slots, holders);
        let mut scored: Vec<(Score, u32)> = candidates.into_iter().map(|item| (scorer.score(item), item)).collect();
        scored.sort_unstable_by(|(a, x), (b, y)| {
            a.missing.cmp(&b.missing).then(b.value.total_cmp(&a.value)).then(x.cmp(y))
        });
        let id = |item: u32| ItemId(self.parts.number(Part::Ids, item as usize));
        scored.into_iter().take(limit).map(|(_, item)| id(item)).collect()
    }
}

/// What is tried one after the other while too few items hold every word.
#[derive(Clone, Copy, Debug)]
enum Stage {
    Unknown,
    Known,
    Far,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Unknown, Self::Known, Self::Far];

    /// Widens the slots that are this stage's, and names them.
    fn widen(self, parts: &Parts, slots: &mut Slots) -> Vec<usize> {
        let unknown: Vec<usize> = (0..slots.slots.len()).filter(|&at| slots.is_unknown(at)).collect();
        let known = (0..slots.slots.len()).filter(|at| !unknown.contains(at));
        let changed = match self {
            Self::Known => known.collect(),
            Self::Far if unknown.is_empty() => known.collect(),
            Self::Unknown | Self::Far => unknown,
        };
        for &at in &changed {
            match self {
                Self::Unknown | Self::Known => slots.widen(parts, at),
                Self::Far => slots.widen_far(parts, at),
            }
        }
        changed
    }
}
