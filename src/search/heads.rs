//! One to three letters begin so many words that their items are prepared in advance: the likeliest of them, and how
//! many there are in all.

use std::ops::Range;

use super::parts::{Part, Parts, ascending, put_ascending};
use super::set::Set;

/// Letters a prepared prefix has at most.
const LETTERS: usize = 3;
/// Bytes of postings below which a prefix is quick enough without.
const WORTH: u32 = 3_000;
/// Items that are kept of each.
const KEPT: usize = 1_000;

/// A prepared prefix.
#[derive(Clone, Debug)]
pub(super) struct Head<'a> {
    /// Its likeliest items, as ascending numbers.
    items: &'a [u8],
    /// How many there are in all.
    pub total: usize,
}

impl Head<'_> {
    /// Its likeliest items, ascending.
    pub fn items(&self) -> impl Iterator<Item = u32> + '_ {
        ascending(self.items)
    }
}

/// The prepared prefix whose words are these.
pub(super) fn find<'a>(parts: &'a Parts, words: &Range<u32>) -> Option<Head<'a>> {
    let heads = parts.numbers(Part::Heads) / 4;
    let at = |head: usize, field: usize| parts.number(Part::Heads, head * 4 + field);
    let key = (words.start, words.end);
    let (mut low, mut high) = (0, heads);
    while low < high {
        let middle = low + (high - low) / 2;
        if (at(middle, 0), at(middle, 1)) < key { low = middle + 1 } else { high = middle }
    }
    if low >= heads || (at(low, 0), at(low, 1)) != key {
        return None;
    }
    let all = parts.part(Part::HeadItems);
    let end = if low + 1 < heads { at(low + 1, 2) as usize } else { all.len() };
    Some(Head { items: all.get(at(low, 2) as usize..end)?, total: at(low, 3) as usize })
}

/// The parts `Heads` and `HeadItems`.
pub(super) fn build(vocabulary: &[Box<str>], postings: &[u8], starts: &[u32], items: usize) -> (Vec<u8>, Vec<u8>) {
    let mut prefixes: Vec<(u32, u32)> = (1..=LETTERS).flat_map(|letters| groups(vocabulary, letters)).collect();
    prefixes.retain(|&(start, end)| starts[end as usize] - starts[start as usize] > WORTH);
    prefixes.sort_unstable();
    prefixes.dedup();
    let (mut table, mut kept) = (Vec::new(), Vec::new());
    for (start, end) in prefixes {
        let mut set = Set::new(items);
        for word in start as usize..end as usize {
            ascending(&postings[starts[word] as usize..starts[word + 1] as usize]).for_each(|item| set.insert(item));
        }
        let fields = [start, end, kept.len() as u32, set.count() as u32];
        table.extend(fields.into_iter().flat_map(u32::to_le_bytes));
        put_ascending(&mut kept, set.ones().take(KEPT));
    }
    (table, kept)
}

/// The runs of words that share their first letters.
fn groups(vocabulary: &[Box<str>], letters: usize) -> Vec<(u32, u32)> {
    let head = |word: &str| word.char_indices().nth(letters).map_or(word.len(), |(end, _)| end);
    let mut groups: Vec<(u32, u32)> = Vec::new();
    for (number, word) in (0..).zip(vocabulary) {
        let own = &word[..head(word)];
        if own.chars().count() < letters {
            continue;
        }
        match groups.last_mut() {
            Some(last) if last.1 == number && vocabulary[last.0 as usize].starts_with(own) => last.1 = number + 1,
            _ => groups.push((number, number + 1)),
        }
    }
    groups
}
