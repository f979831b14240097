//! From the items of a catalog to the bytes of its index.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::codes::{self, code};
use super::fold::{fold, words};
use super::heads;
use super::index::Index;
use super::parts::{Parts, put_ascending, put_varint};
use super::terms::{skeleton, terms};
use crate::domain::ItemId;

/// Words of a name that are indexed; nobody types more.
const MOST_WORDS: usize = 64;

/// What is indexed of one item.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its number in the catalog.
    pub id: ItemId,
    /// Its SKU.
    pub sku: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its maker.
    pub brand: Option<&'a str>,
    /// In how many sales it was.
    pub sold: u32,
}

/// An index that is being filled, in any order: what comes out depends on the items alone.
#[derive(Debug, Default)]
pub struct Building {
    numbers: HashMap<Box<str>, u32>,
    items: Vec<Draft>,
    /// Words of all items, `number << 1 | glued`, in the order of arrival.
    words: Vec<u32>,
    codes: Vec<(Box<str>, u32)>,
    places: HashMap<ItemId, u32>,
}

/// An item, before it has its place.
#[derive(Debug)]
struct Draft {
    id: ItemId,
    sold: u32,
    sku: Box<str>,
    /// Where its words begin.
    start: usize,
}

impl Building {
    /// Adds an item.
    pub fn add(&mut self, entry: &Entry<'_>) {
        let place = self.items.len() as u32;
        self.items.push(Draft { id: entry.id, sold: entry.sold, sku: entry.sku.into(), start: self.words.len() });
        let mut all = terms(&fold(entry.name));
        all.truncate(MOST_WORDS);
        let named = all.len();
        for word in entry.brand.iter().flat_map(|brand| words(&fold(brand)).collect::<Vec<_>>()) {
            if !all[..named].iter().any(|term| term.text == word.text) {
                all.push(super::terms::Term { text: word.text, glued: false });
            }
        }
        for term in all {
            let next = self.numbers.len() as u32;
            let number = match self.numbers.get(term.text.as_str()) {
                Some(&known) => known,
                None => *self.numbers.entry(term.text.into()).or_insert(next),
            };
            self.words.push(number << 1 | u32::from(term.glued));
        }
        self.codes.push((code(entry.sku).into(), place));
        self.places.insert(entry.id, place);
    }

    /// Adds a barcode of an item that is there already.
    pub fn add_barcode(&mut self, barcode: &str, id: ItemId) {
        if let Some(&place) = self.places.get(&id) {
            self.codes.push((code(barcode).into(), place));
        }
    }

    /// The index of all that was added, for the catalog with this SHA-256.
    pub fn finish(mut self, catalog: &[u8; 32]) -> Index {
        drop(std::mem::take(&mut self.places));
        let order = self.order();
        let mut place_of = vec![0u32; order.len()];
        order.iter().enumerate().for_each(|(place, &draft)| place_of[draft as usize] = place as u32);
        self.codes.iter_mut().for_each(|(_, item)| *item = place_of[*item as usize]);
        let [code_text, code_blocks, code_items, backward] = codes::build(std::mem::take(&mut self.codes));

        let (vocabulary, renumbered) = sorted(std::mem::take(&mut self.numbers));
        self.words.iter_mut().for_each(|word| *word = renumbered[(*word >> 1) as usize] << 1 | (*word & 1));
        let (words, word_starts) = texts(&vocabulary);
        let (names, name_starts) = self.names(&order);
        let (holders, postings, posting_starts) = self.postings(&order, vocabulary.len());
        let (head_table, head_items) = heads::build(&vocabulary, &postings, &posting_starts, order.len());
        let ids = numbers(order.iter().map(|&draft| self.items[draft as usize].id.0));
        let skeletons = skeletons(&vocabulary);
        let parts = [
            ids,
            words,
            word_starts,
            postings,
            numbers(posting_starts),
            holders,
            names,
            name_starts,
            skeletons,
            head_table,
            head_items,
            code_text,
            code_blocks,
            code_items,
            backward,
        ];
        Index::of(Parts::assemble(catalog, &parts))
    }

    /// What sells most first, then names that say little beyond what many say, then by SKU.
    ///
    /// How much a name says is its self-information under the words of the catalog, the sum of `ln(items / holders)`:
    /// short names before long ones, and of two that differ in one word the one with the commoner. Where no sales are
    /// known, that is the best guess of what is asked for: a white dishwasher rather than a coral one.
    fn order(&self) -> Vec<u32> {
        let mut holders = vec![0u32; self.numbers.len()];
        self.words.iter().for_each(|&word| holders[(word >> 1) as usize] += 1);
        let items = self.items.len() as f64;
        let says = |draft: u32| -> i64 {
            let plain = self.words_of(draft).iter().filter(|word| *word & 1 == 0);
            let sum: f64 = plain.map(|&word| (items / f64::from(holders[(word >> 1) as usize])).ln().max(0.1)).sum();
            (sum * 1000.0) as i64
        };
        let says: Vec<i64> = (0..self.items.len() as u32).map(says).collect();
        let mut order: Vec<u32> = (0..self.items.len() as u32).collect();
        order.sort_unstable_by_key(|&draft| {
            let item = &self.items[draft as usize];
            (Reverse(item.sold), says[draft as usize], &item.sku)
        });
        order
    }

    fn words_of(&self, draft: u32) -> &[u32] {
        let start = self.items[draft as usize].start;
        let end = self.items.get(draft as usize + 1).map_or(self.words.len(), |next| next.start);
        &self.words[start..end]
    }

    fn names(&self, order: &[u32]) -> (Vec<u8>, Vec<u8>) {
        let (mut names, mut starts) = (Vec::new(), Vec::new());
        for &draft in order {
            starts.push(names.len() as u32);
            self.words_of(draft).iter().for_each(|&word| put_varint(&mut names, word));
        }
        starts.push(names.len() as u32);
        (names, numbers(starts))
    }

    /// Words by item → items by word, by counting; each item once a word.
    fn postings(&self, order: &[u32], vocabulary: usize) -> (Vec<u8>, Vec<u8>, Vec<u32>) {
        let mut starts = vec![0u32; vocabulary + 1];
        self.words.iter().for_each(|&word| starts[(word >> 1) as usize + 1] += 1);
        for word in 0..vocabulary {
            starts[word + 1] += starts[word];
        }
        let mut next = starts.clone();
        let mut lists = vec![0u32; self.words.len()];
        for (place, &draft) in order.iter().enumerate() {
            for &word in self.words_of(draft) {
                let word = (word >> 1) as usize;
                let seen = next[word] > starts[word] && lists[next[word] as usize - 1] == place as u32;
                if !seen {
                    lists[next[word] as usize] = place as u32;
                    next[word] += 1;
                }
            }
        }
        let (mut bytes, mut byte_starts, mut holders) = (Vec::with_capacity(lists.len() * 2), Vec::new(), Vec::new());
        for word in 0..vocabulary {
            byte_starts.push(bytes.len() as u32);
            holders.push(next[word] - starts[word]);
            put_ascending(&mut bytes, lists[starts[word] as usize..next[word] as usize].iter().copied());
        }
        byte_starts.push(bytes.len() as u32);
        (numbers(holders), bytes, byte_starts)
    }
}

/// The words in order, and the new number of each.
fn sorted(interned: HashMap<Box<str>, u32>) -> (Vec<Box<str>>, Vec<u32>) {
    let mut sorted: Vec<(Box<str>, u32)> = interned.into_iter().collect();
    sorted.sort_unstable();
    let mut renumbered = vec![0; sorted.len()];
    sorted.iter().enumerate().for_each(|(new, (_, old))| renumbered[*old as usize] = new as u32);
    (sorted.into_iter().map(|(word, _)| word).collect(), renumbered)
}

fn texts(vocabulary: &[Box<str>]) -> (Vec<u8>, Vec<u8>) {
    let (mut text, mut starts) = (vec![b'\n'], Vec::new());
    for word in vocabulary {
        starts.push(text.len() as u32);
        text.extend_from_slice(word.as_bytes());
        text.push(b'\n');
    }
    starts.push(text.len() as u32);
    (text, numbers(starts))
}

fn skeletons(vocabulary: &[Box<str>]) -> Vec<u8> {
    let mut bones: Vec<(String, u32)> =
        vocabulary.iter().zip(0..).filter_map(|(word, number)| Some((skeleton(word)?, number))).collect();
    bones.sort_unstable();
    numbers(bones.into_iter().map(|(_, word)| word))
}

fn numbers(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    numbers.into_iter().flat_map(u32::to_le_bytes).collect()
}
