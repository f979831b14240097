//! Which items each slot is in, as bits, and from them the candidates: those that every slot is in, then those that most
//! are in.

use super::parts::{Part, Parts, Varints, ascending};
use super::set::{Set, levels};
use super::slots::{Slot, Slots};
use super::{ENOUGH, MOST_SCORED};

/// Bytes of postings from which on a slot is checked on the candidates of others, where there are others.
const DEAR: usize = 300_000;

/// Items with a word missing that are scored exactly.
const MOST_INCOMPLETE: usize = 1_000;

/// The items of each slot.
#[derive(Debug)]
pub(super) struct Sets {
    items: usize,
    /// By slot; `None` where it is in so many items that candidates of the others are asked instead.
    of: Vec<Option<Set>>,
    holders: Vec<usize>,
}

/// Items to be scored, each once.
#[derive(Debug)]
pub(super) struct Candidates {
    pub items: Vec<u32>,
    seen: Set,
}

impl Candidates {
    pub fn new(items: usize) -> Self {
        Self { items: Vec::new(), seen: Set::new(items) }
    }

    pub fn push(&mut self, item: u32) {
        if !self.is_full() && !self.seen.contains(item) {
            self.seen.insert(item);
            self.items.push(item);
        }
    }

    fn is_full(&self) -> bool {
        self.items.len() >= MOST_SCORED
    }
}

impl Sets {
    /// The sets of the slots as they are.
    pub fn new(parts: &Parts, slots: &Slots) -> Self {
        let items = parts.numbers(Part::Ids);
        let costs: Vec<usize> = slots.slots.iter().map(|slot| cost(parts, slot)).collect();
        let cheapest = costs.iter().enumerate().min_by_key(|(_, cost)| **cost).map(|(at, _)| at);
        let is_dear = |at: usize| costs[at] > DEAR && Some(at) != cheapest;
        let of: Vec<Option<Set>> =
            (0..slots.slots.len()).map(|at| (!is_dear(at)).then(|| items_of(parts, slots, at, items))).collect();
        let holders = of.iter().zip(&costs).map(|(set, cost)| set.as_ref().map_or(*cost, Set::count)).collect();
        Self { items, of, holders }
    }

    /// In how many items each slot is.
    pub fn holders(&self) -> &[usize] {
        &self.holders
    }

    /// Makes the sets of some slots anew.
    pub fn renew(&mut self, parts: &Parts, slots: &Slots, changed: &[usize]) {
        for &at in changed {
            if self.of[at].is_some() {
                let set = items_of(parts, slots, at, self.items);
                self.holders[at] = set.count();
                self.of[at] = Some(set);
            }
        }
    }

    /// The items that every slot is in, the likeliest [`MOST_SCORED`] at most, and how many there are.
    pub fn complete(&self, parts: &Parts, slots: &Slots) -> (Candidates, usize) {
        let mut found = Candidates::new(self.items);
        let mut kept = self.of.iter().flatten();
        let Some(mut every) = kept.next().cloned() else { return (found, 0) };
        kept.for_each(|set| every.keep(set));
        let dear: Vec<usize> = (0..self.of.len()).filter(|&at| self.of[at].is_none()).collect();
        let total = if dear.is_empty() { every.count() } else { 0 };
        if total > MOST_SCORED {
            // Of so many, those with a word whole before those where it goes on.
            let mut whole = every.clone();
            for slot in slots.slots.iter().filter(|slot| slot.exact) {
                let mut set = Set::new(self.items);
                add_word(parts, slot.words.start, &mut set);
                whole.keep(&set);
            }
            whole.ones().take(MOST_SCORED / 2).for_each(|item| found.push(item));
        }
        for item in every.ones() {
            if found.is_full() {
                break;
            }
            if dear.iter().all(|&at| holds(parts, slots, at, item)) {
                found.push(item);
            }
        }
        let total = total.max(found.items.len());
        (found, total)
    }

    /// Adds items that all slots but one are in; where there are none, all but two, and so on.
    pub fn add_incomplete(&self, found: &mut Candidates) {
        let kept = self.of.iter().flatten().count();
        for (level, set) in levels(self.items, self.of.iter().flatten()).iter().enumerate().rev() {
            set.ones().take(MOST_INCOMPLETE).for_each(|item| found.push(item));
            if level + 2 <= kept && found.items.len() >= ENOUGH {
                break;
            }
        }
    }
}

/// Bytes of postings of the words that begin as typed.
fn cost(parts: &Parts, slot: &Slot) -> usize {
    let start = |word: u32| parts.number(Part::PostingStarts, word as usize) as usize;
    start(slot.words.end).saturating_sub(start(slot.words.start))
}

fn items_of(parts: &Parts, slots: &Slots, at: usize, items: usize) -> Set {
    let slot = &slots.slots[at];
    let mut set = Set::new(items);
    slot.words.clone().for_each(|word| add_word(parts, word, &mut set));
    slot.near.words().for_each(|word| add_word(parts, word, &mut set));
    for join in slots.joins.iter().filter(|join| join.covers(at)) {
        join.words.clone().for_each(|word| add_word(parts, word, &mut set));
    }
    for (left, right) in &slot.splits {
        let (mut both, mut second) = (Set::new(items), Set::new(items));
        add_word(parts, *left, &mut both);
        right.clone().for_each(|word| add_word(parts, word, &mut second));
        both.keep(&second);
        set.add(&both);
    }
    slot.coded.iter().for_each(|&(item, _)| set.insert(item));
    set
}

fn add_word(parts: &Parts, word: u32, set: &mut Set) {
    ascending(parts.between(Part::Postings, Part::PostingStarts, word as usize)).for_each(|item| set.insert(item));
}

/// True where an item has a word that begins as typed.
fn holds(parts: &Parts, slots: &Slots, at: usize, item: u32) -> bool {
    let bytes = parts.between(Part::Names, Part::NameStarts, item as usize);
    let fits = |word: u32| {
        slots.slots[at].words.contains(&word)
            || slots.joins.iter().any(|join| join.covers(at) && join.words.contains(&word))
    };
    Varints(bytes).any(|code| fits(code >> 1))
}
