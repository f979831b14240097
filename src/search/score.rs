//! How well an item answers a query, exactly: each slot by its best word, weighed by how much that word tells apart, then
//! order, neighbourhood, the first word, how much of the name was typed, and what sells.

use super::parts::{Part, Parts, Varints};
use super::slots::{LONGER_NUMBER, SPLIT, Slots, beginning};
use super::vocabulary::Vocabulary;

/// Words of one item that are looked at.
const MOST_WORDS: usize = 96;

/// The shares of what is no match of a word, beside 1 for the matches themselves.
const NEXT_TO: f32 = 0.02;
const IN_ORDER: f32 = 0.03;
const FIRST: f32 = 0.03;
const COVERED: f32 = 0.05;
const PRIOR: f32 = 0.02;

/// Scores the items of one query.
#[derive(Debug)]
pub(super) struct Scorer<'a> {
    parts: &'a Parts,
    slots: &'a Slots,
    weights: Vec<f32>,
    items: f32,
    words: Vec<(u32, usize)>,
    /// By slot the two best words: a word answers one slot, so the second must stand in where two want the first.
    best: Vec<[Hit; 2]>,
}

/// A word that answers a slot.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Hit {
    /// How well; 0 is not at all.
    fit: f32,
    /// Its place in the name, from 1.
    place: usize,
    /// True where it answers its neighbour as well: two words typed apart.
    shared: bool,
}

/// What an item is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Score {
    /// Slots that nothing answers.
    pub missing: usize,
    /// More is better.
    pub value: f32,
}

impl<'a> Scorer<'a> {
    /// `holders` says of each slot in how many items it was found.
    pub fn new(parts: &'a Parts, slots: &'a Slots, holders: &[usize]) -> Self {
        let items = parts.numbers(Part::Ids) as f32;
        let weight = |&held: &usize| 0.3 + (items / (1.0 + held as f32)).ln_1p() / (2.0 + items).ln();
        Self {
            parts,
            slots,
            weights: holders.iter().map(weight).collect(),
            items,
            words: Vec::new(),
            best: vec![[Hit::default(); 2]; slots.slots.len()],
        }
    }

    /// The score of an item.
    pub fn score(&mut self, item: u32) -> Score {
        let plain = self.read(item);
        self.best.fill([Hit::default(); 2]);
        for at in 0..self.words.len() {
            let (word, place) = self.words[at];
            self.match_word(word, place);
        }
        self.match_splits();
        self.match_codes(item);
        self.share_out();
        self.total(item, plain)
    }

    /// Reads the words of an item with their places; gives the number of places.
    fn read(&mut self, item: u32) -> usize {
        self.words.clear();
        let mut places = 0;
        let bytes = self.parts.between(Part::Names, Part::NameStarts, item as usize);
        for code in Varints(bytes).take(MOST_WORDS) {
            if code & 1 == 0 {
                places += 1;
            }
            self.words.push((code >> 1, places));
        }
        places
    }

    #[inline]
    fn take(&mut self, slot: usize, fit: f32, place: usize, shared: bool) {
        let [first, second] = &mut self.best[slot];
        let hit = Hit { fit, place, shared };
        if first.place == place && first.fit > 0.0 {
            // A word and what is glued from it are one.
            if fit > first.fit {
                *first = hit;
            }
        } else if fit > first.fit {
            (*first, *second) = (hit, *first);
        } else if fit > second.fit {
            *second = hit;
        }
    }

    /// Where two slots want one word, the one it fits less takes its second best.
    fn share_out(&mut self) {
        for at in 1..self.best.len() {
            for before in 0..at {
                let (one, two) = (self.best[before][0], self.best[at][0]);
                if one.fit > 0.0 && two.fit > 0.0 && one.place == two.place && !(one.shared && two.shared) {
                    let yields = if two.fit > one.fit { before } else { at };
                    self.best[yields] = [self.best[yields][1], Hit::default()];
                }
            }
        }
    }

    fn match_word(&mut self, word: u32, place: usize) {
        for at in 0..self.slots.slots.len() {
            let slot = &self.slots.slots[at];
            if slot.words.contains(&word) {
                let fit = self.by_beginning(
                    &slot.text,
                    word,
                    slot.exact && word == slot.words.start,
                    at + 1 == self.slots.slots.len(),
                );
                self.take(at, fit, place, false);
            } else if let Some(fit) = slot.near.get(word) {
                self.take(at, fit, place, false);
            }
        }
        for join in &self.slots.joins {
            if join.words.contains(&word) {
                let exact = join.exact && word == join.words.start;
                let whole = Vocabulary(self.parts).length(word);
                let fit = if exact { 1.0 } else { beginning(join.length, whole) - 0.1 };
                self.take(join.first, fit, place, true);
                self.take(join.first + 1, fit, place, true);
            }
        }
    }

    fn by_beginning(&self, typed: &str, word: u32, exact: bool, last: bool) -> f32 {
        if exact {
            return 1.0;
        }
        let text = Vocabulary(self.parts).word(word);
        let number = typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match text.get(typed.len()) {
            Some(b'0'..=b'9' | b'.') if number => LONGER_NUMBER,
            // A number with its unit behind it.
            Some(_) if number && text.len() <= typed.len() + 5 => 0.96,
            // The last word is still being typed: how much of it is there says little.
            _ if last => 0.85 + 0.1 * typed.len() as f32 / text.len() as f32,
            _ => beginning(typed.len(), text.len()),
        }
    }

    fn match_splits(&mut self) {
        for at in 0..self.slots.slots.len() {
            for (left, right) in &self.slots.slots[at].splits {
                let Some(&(_, place)) = self.words.iter().find(|(word, _)| word == left) else { continue };
                let next = self.words.iter().filter(|(word, _)| right.contains(word));
                let Some(&(_, second)) = next.min_by_key(|(_, second)| second.abs_diff(place)) else { continue };
                let apart = if second == place + 1 { 0.0 } else { 0.2 };
                self.take(at, SPLIT - apart, place, true);
            }
        }
    }

    fn match_codes(&mut self, item: u32) {
        for at in 0..self.slots.slots.len() {
            let coded = &self.slots.slots[at].coded;
            if let Ok(found) = coded.binary_search_by_key(&item, |(item, _)| *item) {
                self.take(at, coded[found].1, 0, true);
            }
        }
    }

    fn total(&self, item: u32, places: usize) -> Score {
        let (mut matched, mut weight, mut missing) = (0.0, 0.0, 0);
        let (mut next_to, mut in_order) = (0usize, 0usize);
        for (at, &[Hit { fit, place, .. }, _]) in self.best.iter().enumerate() {
            matched += self.weights[at] * fit;
            weight += self.weights[at];
            missing += usize::from(fit == 0.0);
            if let Some(&[Hit { fit: before_fit, place: before, .. }, _]) =
                at.checked_sub(1).and_then(|before| self.best.get(before))
                && fit > 0.0
                && before_fit > 0.0
            {
                next_to += usize::from(place == before + 1 || place == before);
                in_order += usize::from(place >= before);
            }
        }
        let pairs = self.best.len().saturating_sub(1).max(1) as f32;
        let first = f32::from(u8::from(self.best.first().is_some_and(|[hit, _]| hit.fit > 0.0 && hit.place <= 1)));
        let covered = (self.best.len() - missing) as f32 / places.max(self.best.len()).max(1) as f32;
        let rank = 1.0 - (1.0 + item as f32).ln() / (2.0 + self.items).ln();
        let value = matched / weight.max(f32::MIN_POSITIVE)
            + NEXT_TO * next_to as f32 / pairs
            + IN_ORDER * in_order as f32 / pairs
            + FIRST * first
            + COVERED * covered
            + PRIOR * rank;
        Score { missing, value }
    }
}
