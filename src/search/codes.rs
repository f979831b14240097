//! SKUs and barcodes, found by their beginning and by their last signs. They stand outside the vocabulary: there are as
//! many as items, and each is in one item only.
//!
//! Codes are sorted and front-coded in blocks of sixteen: each says how many bytes it shares with the one before. The
//! same codes sorted by their text read backwards are a list of their numbers.

use std::ops::Range;

use super::fold::fold;
use super::parts::{Part, Parts, Varints, put_varint};

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

impl Codes<'_> {
    fn len(self) -> usize {
        self.0.numbers(Part::CodeItems)
    }

    /// The items of the code itself.
    pub fn exactly(self, code: &str) -> Vec<u32> {
        let start = partition(0..self.len(), |at| self.text(at).as_slice() < code.as_bytes());
        (start..self.len()).take_while(|&at| self.text(at) == code.as_bytes()).take(MOST_SEEN).map(|at| self.item(at)).collect()
    }

    /// The likeliest items with a code that begins so, `most` at most.
    pub fn beginning(self, code: &str, most: usize) -> Vec<u32> {
        let start = partition(0..self.len(), |at| self.text(at).as_slice() < code.as_bytes());
        let end = partition(start..self.len(), |at| self.text(at).starts_with(code.as_bytes()));
        likeliest((start..end.min(start + MOST_SEEN)).map(|at| self.item(at)), most)
    }

    /// The likeliest items with a code that ends so, `most` at most.
    pub fn ending(self, code: &str, most: usize) -> Vec<u32> {
        let backward = |at: usize| self.0.number(Part::CodesBackward, at) as usize;
        let wanted: Vec<u8> = code.bytes().rev().collect();
        let reversed = |at: usize| self.text(backward(at)).into_iter().rev().collect::<Vec<u8>>();
        let start = partition(0..self.len(), |at| reversed(at) < wanted);
        let end = partition(start..self.len(), |at| reversed(at).starts_with(&wanted));
        likeliest((start..end.min(start + MOST_SEEN)).map(|at| self.item(backward(at))), most)
    }

    fn item(self, at: usize) -> u32 {
        self.0.number(Part::CodeItems, at)
    }

    fn text(self, at: usize) -> Vec<u8> {
        let start = self.0.number(Part::CodeBlocks, at / BLOCK) as usize;
        let mut bytes = Varints(self.0.part(Part::Codes).get(start..).unwrap_or_default());
        let mut text = Vec::with_capacity(24);
        for _ in 0..=at % BLOCK {
            let (Some(shared), Some(length)) = (bytes.next(), bytes.next()) else { break };
            let Some((own, rest)) = bytes.0.split_at_checked(length as usize) else { break };
            text.truncate(shared as usize);
            text.extend_from_slice(own);
            bytes = Varints(rest);
        }
        text
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
    let (mut text, mut blocks, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for (at, (code, item)) in codes.iter().enumerate() {
        let mut shared = 0;
        if at % BLOCK == 0 {
            blocks.extend_from_slice(&(text.len() as u32).to_le_bytes());
        } else {
            shared = codes[at - 1].0.bytes().zip(code.bytes()).take_while(|(before, own)| before == own).count();
        }
        put_varint(&mut text, shared as u32);
        put_varint(&mut text, (code.len() - shared) as u32);
        text.extend_from_slice(&code.as_bytes()[shared..]);
        items.extend_from_slice(&item.to_le_bytes());
    }
    let mut backward: Vec<u32> = (0..codes.len() as u32).collect();
    backward.sort_by(|&a, &b| codes[a as usize].0.bytes().rev().cmp(codes[b as usize].0.bytes().rev()));
    [text, blocks, items, backward.iter().flat_map(|at| at.to_le_bytes()).collect()]
}
