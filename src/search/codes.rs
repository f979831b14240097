//! SKUs and barcodes, found by their beginning and by their last signs. They stand outside the vocabulary: there are as
//! many as items, and each is in one item only.
//!
//! Codes are sorted; where every sixteenth begins is known, the others are counted from there. The same codes sorted by
//! their text read backwards are a list of their numbers.

use std::ops::Range;

use memchr::memmem::Finder;

use super::fold::fold;
use super::parts::{Part, Parts};

/// Codes in a block.
const BLOCK: usize = 16;
/// Codes looked at where very many match.
const MOST_SEEN: usize = 4_096;

/// The form in which codes are compared: letters and digits, folded, and no zeros in front of digits, since a UPC-A and
/// its EAN-13 are one code.
pub(super) fn code(text: &str) -> String {
    let code: String = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return code;
    }
    let short = code.trim_start_matches('0');
    if short.is_empty() { code } else { short.to_owned() }
}

/// The codes of a catalog.
#[derive(Clone, Copy, Debug)]
pub(super) struct Codes<'a>(pub &'a Parts);

impl<'a> Codes<'a> {
    fn len(self) -> usize {
        self.0.numbers(Part::CodeItems)
    }

    /// The items of the code itself.
    pub fn exactly(self, code: &str) -> Vec<u32> {
        let start = partition(0..self.len(), |at| self.text(at) < code.as_bytes());
        (start..self.len())
            .take_while(|&at| self.text(at) == code.as_bytes())
            .take(MOST_SEEN)
            .map(|at| self.item(at))
            .collect()
    }

    /// The likeliest items with a code that begins so, `most` at most.
    pub fn beginning(self, code: &str, most: usize) -> Vec<u32> {
        let start = partition(0..self.len(), |at| self.text(at) < code.as_bytes());
        let end = partition(start..self.len(), |at| self.text(at).starts_with(code.as_bytes()));
        likeliest((start..end.min(start + MOST_SEEN)).map(|at| self.item(at)), most)
    }

    /// Items with a code that ends so, `most` at most, the likeliest; `true` where nothing but letters stands before it,
    /// as in a SKU with its number.
    pub fn ending(self, code: &str, most: usize) -> Vec<(u32, bool)> {
        let backward = |at: usize| self.0.number(Part::CodesBackward, at) as usize;
        let reversed = |at: usize| self.text(backward(at)).iter().rev();
        let start = partition(0..self.len(), |at| reversed(at).lt(code.as_bytes().iter().rev()));
        let end = partition(start..self.len(), |at| self.text(backward(at)).ends_with(code.as_bytes()));
        let mut found: Vec<(u32, bool)> = (start..end.min(start + MOST_SEEN))
            .map(|at| {
                let before = self.text(backward(at));
                let before = &before[..before.len().saturating_sub(code.len())];
                (self.item(backward(at)), !before.iter().any(u8::is_ascii_digit))
            })
            .collect();
        found.sort_unstable_by_key(|&(item, whole)| (!whole, item));
        found.truncate(most);
        found
    }

    /// The likeliest items with a code that has `piece` anywhere in it, `most` at most. All codes are read.
    pub fn around(self, piece: &str, most: usize) -> Vec<u32> {
        let text = self.0.part(Part::Codes);
        let start = |block: usize| self.0.number(Part::CodeBlocks, block) as usize;
        let blocks = 0..self.0.numbers(Part::CodeBlocks);
        let number = |at: usize| {
            let block = partition(blocks.clone(), |block| start(block) <= at).saturating_sub(1);
            let before = text.get(start(block)..at).unwrap_or_default();
            block * BLOCK + memchr::memchr_iter(b'\n', before).count()
        };
        let finder = Finder::new(piece.as_bytes());
        let found = finder.find_iter(text).take(MOST_SEEN);
        likeliest(found.map(|at| self.item(number(at))), most)
    }

    fn item(self, at: usize) -> u32 {
        self.0.number(Part::CodeItems, at)
    }

    fn text(self, at: usize) -> &'a [u8] {
        let start = self.0.number(Part::CodeBlocks, at / BLOCK) as usize;
        let block = self.0.part(Part::Codes).get(start..).unwrap_or_default();
        block.split(|&byte| byte == b'\n').nth(at % BLOCK).unwrap_or_default()
    }
}

fn likeliest(items: impl Iterator<Item = u32>, most: usize) -> Vec<u32> {
    let mut items: Vec<u32> = items.collect();
    items.sort_unstable();
    items.dedup();
    items.truncate(most);
    items
}

fn partition(range: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// The parts `Codes`, `CodeBlocks`, `CodeItems` and `CodesBackward` of codes with their items.
pub(super) fn build(mut codes: Vec<(Box<str>, u32)>) -> [Vec<u8>; 4] {
    codes.sort_unstable();
    codes.dedup();
    let (mut text, mut blocks, mut items) = (vec![b'\n'], Vec::new(), Vec::new());
    for (at, (code, item)) in codes.iter().enumerate() {
        if at % BLOCK == 0 {
            blocks.extend_from_slice(&(text.len() as u32).to_le_bytes());
        }
        text.extend_from_slice(code.as_bytes());
        text.push(b'\n');
        items.extend_from_slice(&item.to_le_bytes());
    }
    let mut backward: Vec<u32> = (0..codes.len() as u32).collect();
    backward.sort_by(|&a, &b| codes[a as usize].0.bytes().rev().cmp(codes[b as usize].0.bytes().rev()));
    [text, blocks, items, backward.iter().flat_map(|at| at.to_le_bytes()).collect()]
}
