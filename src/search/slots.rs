//! What each typed word may stand for. A word of the query is a slot; slots are filled in stages, and the dear ones are
//! only asked where the cheap ones find too little.

use std::ops::Range;

use super::codes::{Codes, code};
use super::fold::{fold, words};
use super::parts::{Part, Parts};
use super::terms::is_skeleton;
use super::vocabulary::Vocabulary;

/// Words of a query that count; a longer text was pasted, not typed.
const MOST_SLOTS: usize = 12;
/// Characters of a query that are looked at, and of a word.
const MOST_TEXT: usize = 400;
const LONGEST: usize = 40;
/// Words that one kind of likeness may bring in.
const MOST_NEAR: usize = 400;
/// Items a code may bring in.
const MOST_CODED: usize = 200;
/// A word in fewer items than this may be a slip, or a piece of another.
const RARE: u32 = 5;

/// A word of the query.
#[derive(Clone, Debug, Default)]
pub(super) struct Slot {
    /// Its text, folded.
    pub text: String,
    letters: Vec<char>,
    /// The words that begin with it.
    pub words: Range<u32>,
    /// The word itself, which is then the first of these.
    pub exact: bool,
    /// Words that are like it, with how well they match.
    pub near: Alike,
    /// Two words of the catalog it is written together from: the left one whole, the right one by its beginning.
    pub splits: Vec<(u32, Range<u32>)>,
    /// Items with such a code, with how well it matches.
    pub coded: Vec<(u32, f32)>,
}

/// Words that are like a slot, with how well they match; asked for every word of every candidate.
#[derive(Clone, Debug, Default)]
pub(super) struct Alike {
    /// Sorted by word.
    words: Vec<(u32, f32)>,
    /// A bit for each remainder, so that most words are told off without a look at the list.
    filter: Vec<u64>,
}

/// Bits of the filter.
const FILTER: u32 = 4_096;

impl Alike {
    /// Adds words; of two matches of one the better stands.
    fn extend(&mut self, words: impl IntoIterator<Item = (u32, f32)>) {
        self.words.extend(words);
        self.words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        self.words.dedup_by_key(|(word, _)| *word);
        self.filter = vec![0; FILTER as usize / 64];
        for (word, _) in &self.words {
            self.filter[(word % FILTER / 64) as usize] |= 1 << (word % 64);
        }
    }

    /// How well a word matches, if it does.
    #[inline]
    pub fn get(&self, word: u32) -> Option<f32> {
        let bits = self.filter.get((word % FILTER / 64) as usize)?;
        if bits & (1 << (word % 64)) == 0 {
            return None;
        }
        let at = self.words.binary_search_by_key(&word, |(word, _)| *word).ok()?;
        Some(self.words[at].1)
    }

    /// All of them.
    pub fn words(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().map(|(word, _)| *word)
    }
}

/// Two neighbours typed apart that the catalog has in one.
#[derive(Clone, Debug)]
pub(super) struct Join {
    /// The first of the two slots.
    pub first: usize,
    /// Bytes that were typed.
    pub length: usize,
    pub words: Range<u32>,
    pub exact: bool,
}

/// A query.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    pub slots: Vec<Slot>,
    pub joins: Vec<Join>,
}

/// How well a word matches that begins with what was typed.
#[inline]
pub(super) fn beginning(typed: usize, whole: usize) -> f32 {
    0.6 + 0.3 * typed as f32 / whole.max(1) as f32
}

/// A number that goes on as a longer number is another number.
pub(super) const LONGER_NUMBER: f32 = 0.4;
/// All the figures of a SKU, `4711` of `ABC-4711`, beside the last figures of a longer number.
const WHOLE_NUMBER: f32 = 0.1;
/// Two words typed as one.
pub(super) const SPLIT: f32 = 0.85;

impl Slots {
    /// The slots of a text, with the words that begin as typed.
    pub fn of(parts: &Parts, text: &str) -> Self {
        let text: String = text.chars().take(MOST_TEXT).collect();
        let vocabulary = Vocabulary(parts);
        let mut slots: Vec<Slot> = Vec::new();
        for word in words(&fold(&text)).take(MOST_SLOTS) {
            let letters: Vec<char> = word.text.chars().take(LONGEST).collect();
            let text: String = letters.iter().collect();
            let words = vocabulary.beginning(text.as_bytes(), 0..vocabulary.len());
            let exact = !words.is_empty() && vocabulary.length(words.start) == text.len();
            slots.push(Slot { text, letters, words, exact, ..Slot::default() });
        }
        let mut joins = Vec::new();
        for (first, pair) in slots.windows(2).enumerate() {
            let text = [pair[0].text.as_str(), pair[1].text.as_str()].concat();
            let words = vocabulary.beginning(text.as_bytes(), pair[0].words.clone());
            if !words.is_empty() {
                let exact = vocabulary.length(words.start) == text.len();
                joins.push(Join { first, length: text.len(), words, exact });
            }
        }
        let mut slots = Self { slots, joins };
        slots.add_codes(parts, &text);
        slots
    }

    /// Codes by their beginning and by their last signs: of the whole text, and of each word with a figure in it.
    fn add_codes(&mut self, parts: &Parts, text: &str) {
        let whole = code(text);
        let codes = Codes(parts);
        let exact: Vec<(u32, f32)> = codes.exactly(&whole).into_iter().map(|item| (item, 1.5)).collect();
        let alone = self.slots.len() == 1;
        for slot in &mut self.slots {
            let typed = code(&slot.text);
            let figures = typed.bytes().any(|byte| byte.is_ascii_digit());
            if figures && typed.len() >= 4 {
                slot.coded = in_codes(codes, &typed);
            }
        }
        // What was typed with signs between, `ABC-123`, is one code over all its slots.
        if !alone && whole.len() >= 3 && whole.bytes().any(|byte| byte.is_ascii_digit()) && self.slots.len() <= 4 {
            let found = in_codes(codes, &whole);
            self.slots.iter_mut().for_each(|slot| slot.coded.extend(&found));
        }
        for slot in &mut self.slots {
            slot.coded.extend(&exact);
            slot.coded.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
            slot.coded.dedup_by_key(|(item, _)| *item);
        }
    }

    /// True where nothing in the catalog is written like this slot.
    pub fn is_unknown(&self, at: usize) -> bool {
        let slot = &self.slots[at];
        slot.words.is_empty() && slot.coded.is_empty() && !self.joins.iter().any(|join| join.covers(at))
    }

    /// Adds to a slot what one slip, a missing blank, missing vowels or a missing beginning may have made of a word.
    pub fn widen(&mut self, parts: &Parts, at: usize) {
        let unknown = self.is_unknown(at);
        let vocabulary = Vocabulary(parts);
        let slot = &mut self.slots[at];
        let letters = slot.letters.len();
        if letters >= 3 {
            slot.slips(vocabulary, 1, false);
        }
        let rare = unknown || slot.holders(parts) < RARE;
        if letters >= 4 && (rare || letters >= 6) {
            slot.split(vocabulary);
        }
        if letters >= 4 && rare {
            slot.pieces(vocabulary);
        }
        if is_skeleton(&slot.text) {
            slot.bones(vocabulary);
        }
    }

    /// Adds words two slips away that begin with the right letter, and codes that begin with it.
    pub fn widen_far(&mut self, parts: &Parts, at: usize) {
        let slot = &mut self.slots[at];
        if slot.letters.len() >= 5 {
            slot.slips(Vocabulary(parts), 2, true);
        }
        if slot.coded.is_empty() && slot.letters.len() >= 3 {
            slot.coded = Codes(parts).beginning(&slot.text, MOST_CODED).into_iter().map(|item| (item, 0.7)).collect();
        }
        let figures = slot.text.bytes().filter(u8::is_ascii_digit).count() as u32;
        // Fewer figures than tell the items apart would bring in any.
        if slot.coded.is_empty() && figures >= 4 && 10usize.saturating_pow(figures) >= parts.numbers(Part::Ids) {
            slot.coded = Codes(parts).around(&slot.text, MOST_CODED).into_iter().map(|item| (item, 0.6)).collect();
        }
    }
}

/// Items with a code that begins or ends with `typed`; the longer it is, the surer.
fn in_codes(codes: Codes<'_>, typed: &str) -> Vec<(u32, f32)> {
    let sure = 0.8 + 0.02 * typed.len().min(9) as f32;
    let mut found: Vec<(u32, f32)> = codes.beginning(typed, MOST_CODED).into_iter().map(|item| (item, sure)).collect();
    if typed.len() >= 4 {
        let whole = |whole: bool| if whole { WHOLE_NUMBER } else { 0.0 };
        found
            .extend(codes.ending(typed, MOST_CODED).into_iter().map(|(item, is_whole)| (item, sure + whole(is_whole))));
    }
    found
}

impl Join {
    /// True where the slot is one of the two.
    pub fn covers(&self, slot: usize) -> bool {
        slot == self.first || slot == self.first + 1
    }
}

impl Slot {
    /// In how many items a word of it is, at most.
    fn holders(&self, parts: &Parts) -> u32 {
        self.words.clone().take(RARE as usize).map(|word| parts.number(Part::Holders, word as usize)).sum()
    }

    fn is_number(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    }

    fn slips(&mut self, vocabulary: Vocabulary<'_>, most: u8, same_first: bool) {
        if self.is_number() {
            return; // Another number is another thing, not a slip.
        }
        let figures = self.text.bytes().any(|byte| byte.is_ascii_digit());
        let short = self.letters.len() <= 3;
        let mut taken: Vec<(u32, f32)> = Vec::new();
        for near in vocabulary.near(&self.text, most, same_first) {
            let base = match (near.distance, figures) {
                (0, _) => continue,
                (1, false) => 0.82,
                (1, true) => 0.62,
                (_, false) => 0.6,
                (_, true) => 0.4,
            };
            for word in near.words {
                let length = vocabulary.length(word);
                if short && length > self.text.len() + 1 {
                    continue;
                }
                let fit = self.text.len().min(length) as f32 / self.text.len().max(length).max(1) as f32;
                taken.push((word, base * (0.6 + 0.4 * fit)));
            }
        }
        self.take(taken);
    }

    fn split(&mut self, vocabulary: Vocabulary<'_>) {
        for (cut, _) in self.text.char_indices().skip(1) {
            let (left, right) = self.text.split_at(cut);
            // A letter alone is in every part number; a figure before its unit is not.
            if left.len() < 2 && !left.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let Some(left) = vocabulary.exactly(left.as_bytes()) else { continue };
            let words = vocabulary.beginning(right.as_bytes(), 0..vocabulary.len());
            if !words.is_empty() {
                self.splits.push((left, words));
            }
        }
    }

    fn pieces(&mut self, vocabulary: Vocabulary<'_>) {
        let typed = self.text.len() as f32;
        let fit = |word: u32| 0.45 + 0.3 * typed / vocabulary.length(word).max(1) as f32;
        let taken = vocabulary.around(self.text.as_bytes(), MOST_NEAR).into_iter().map(|word| (word, fit(word)));
        self.take(taken.collect());
    }

    fn bones(&mut self, vocabulary: Vocabulary<'_>) {
        let typed = self.text.len();
        let fit = |word: u32| if vocabulary.length(word) <= typed * 3 { 0.68 } else { 0.6 };
        self.take(vocabulary.boned(&self.text, MOST_NEAR).map(|word| (word, fit(word))).collect());
    }

    fn take(&mut self, mut words: Vec<(u32, f32)>) {
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.near.extend(words.into_iter().take(MOST_NEAR));
    }
}
