//! The sorted words of a catalog, and the ways from what was typed to them: by beginning, by a slip of the finger, by
//! consonants alone, and by a piece from the middle.

use std::ops::Range;

use memchr::memmem::Finder;

use super::parts::{Part, Parts};
use super::terms::skeleton;

/// Words, by number; sorted by their bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vocabulary<'a>(pub &'a Parts);

/// Words that are near what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Near {
    pub words: Range<u32>,
    pub distance: u8,
}

impl<'a> Vocabulary<'a> {
    /// How many there are.
    pub fn len(self) -> u32 {
        self.0.numbers(Part::WordStarts).saturating_sub(1) as u32
    }

    /// The text of a word.
    #[inline]
    pub fn word(self, word: u32) -> &'a [u8] {
        let text = self.0.between(Part::Words, Part::WordStarts, word as usize);
        text.strip_suffix(b"\n").unwrap_or(text)
    }

    /// The byte of a word at a place that is not behind its end; the line end there, which is less than any letter.
    #[inline]
    fn byte(self, word: u32, at: usize) -> u8 {
        let start = self.0.number(Part::WordStarts, word as usize) as usize;
        self.0.part(Part::Words).get(start + at).copied().unwrap_or(b'\n')
    }

    /// The length of a word in bytes.
    #[inline]
    pub fn length(self, word: u32) -> usize {
        let start = |word: u32| self.0.number(Part::WordStarts, word as usize) as usize;
        start(word.saturating_add(1)).saturating_sub(start(word)).saturating_sub(1)
    }

    /// The words that begin with `prefix`, among those of `within`.
    pub fn beginning(self, prefix: &[u8], within: Range<u32>) -> Range<u32> {
        let start = partition(within.clone(), |word| self.word(word) < prefix);
        let end = partition(start..within.end, |word| self.word(word).starts_with(prefix));
        start..end
    }

    /// `text` itself, where it is a word.
    pub fn exactly(self, text: &[u8]) -> Option<u32> {
        let at = partition(0..self.len(), |word| self.word(word) < text);
        (at < self.len() && self.word(at) == text).then_some(at)
    }

    /// The words with `piece` somewhere in them, up to `most`.
    pub fn around(self, piece: &[u8], most: usize) -> Vec<u32> {
        let text = self.0.part(Part::Words);
        let mut found: Vec<u32> = Vec::new();
        for at in Finder::new(piece).find_iter(text) {
            let next = partition(0..self.len(), |word| self.0.number(Part::WordStarts, word as usize) as usize <= at);
            let word = next.saturating_sub(1);
            if found.last() != Some(&word) {
                found.push(word);
            }
            if found.len() == most {
                break;
            }
        }
        found
    }

    /// The words whose consonants begin with `bones`, up to `most`.
    pub fn boned(self, bones: &str, most: usize) -> impl Iterator<Item = u32> + 'a {
        let bones = bones.to_owned();
        let numbers = self.0.numbers(Part::Skeletons) as u32;
        let at = move |place: u32| self.0.number(Part::Skeletons, place as usize);
        let of = move |place: u32| skeleton(&String::from_utf8_lossy(self.word(at(place)))).unwrap_or_default();
        let start = partition(0..numbers, |place| of(place) < bones);
        (start..numbers).take_while(move |&place| of(place).starts_with(&bones)).map(at).take(most)
    }

    /// The words within `most` slips of `typed`, or that begin with such: a letter wrong, missing, too many, or two
    /// neighbours exchanged (Damerau, in the restricted form that edits no place twice). Beginnings count only where
    /// their last letter is the one typed last, since any word would be near otherwise. `same_first` asks for the right
    /// first letter.
    pub fn near(self, typed: &str, most: u8, same_first: bool) -> Vec<Near> {
        let mut walk = Walk::new(self, typed, most);
        let first = typed.chars().next().filter(|_| same_first);
        let within = match first {
            Some(first) => self.beginning(first.encode_utf8(&mut [0; 4]).as_bytes(), 0..self.len()),
            None => 0..self.len(),
        };
        walk.visit(within, 0);
        walk.found.sort_unstable_by_key(|near| near.words.start);
        walk.found
    }
}

/// The first of a range for which `before` does not hold any more.
fn partition(range: Range<u32>, before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// The same where the answer is likely to be close by.
fn gallop(range: Range<u32>, before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut step) = (range.start, 1);
    while low < range.end && before(low) {
        let next = low.saturating_add(step).min(range.end);
        if next == range.end || !before(next) {
            return partition(low + 1..next, before);
        }
        low = next;
        step *= 2;
    }
    low
}

/// A walk over the words as over a tree of their letters, with the table of edit distances to what was typed: a row for
/// each letter of the way down.
///
/// Letters are bytes where what was typed is ASCII, as most is: a letter that is none then counts for its bytes.
struct Walk<'a> {
    vocabulary: Vocabulary<'a>,
    typed: Vec<u32>,
    most: u8,
    ascii: bool,
    /// The way down.
    path: Vec<Letter>,
    /// Row `d`, of `width` cells: distances between the first `d` letters and every beginning of what was typed.
    cells: Vec<u8>,
    width: usize,
    found: Vec<Near>,
}

/// A letter of the path, and what is known of the table up to it.
#[derive(Clone, Copy, Debug)]
struct Letter {
    symbol: u32,
    /// The least distance in its row.
    least: u8,
    /// The best distance of a beginning so far.
    best: u8,
}

const FAR: u8 = u8::MAX / 2;

impl<'a> Walk<'a> {
    fn new(vocabulary: Vocabulary<'a>, typed: &str, most: u8) -> Self {
        let typed: Vec<u32> = typed.chars().map(u32::from).collect();
        let width = typed.len() + 1;
        let cells = (0..width).map(|length| u8::try_from(length).unwrap_or(FAR).min(FAR)).collect();
        let ascii = typed.iter().all(|&symbol| symbol < 0x80);
        Self { vocabulary, typed, most, ascii, path: Vec::new(), cells, width, found: Vec::new() }
    }

    /// Looks at words that share the path, which is their first `bytes` bytes.
    fn visit(&mut self, mut words: Range<u32>, bytes: usize) {
        let depth = self.path.len();
        let here = self.path.last().copied().unwrap_or(Letter { symbol: 0, least: 0, best: FAR });
        if !words.is_empty() && self.vocabulary.length(words.start) == bytes {
            // The first of them ends here.
            let whole = self.cells[depth * self.width + self.typed.len()].min(here.best);
            self.take(words.start..words.start + 1, whole);
            words.start += 1;
        }
        // Two rows, since an exchange of neighbours reaches over one.
        let before = depth.checked_sub(2).map_or(0, |before| self.path[before].least);
        let spent = here.least >= self.most;
        if words.is_empty() || (here.least > self.most && before >= self.most) || (spent && here.best <= self.most) {
            // Nothing further down comes nearer.
            self.take(words, here.best);
        } else if spent {
            // Only letters that were typed about here lead on.
            let band = usize::from(self.most) + 1;
            let mut next = self.typed[depth.saturating_sub(band).min(self.typed.len())..].to_vec();
            next.truncate(2 * band + 1);
            next.sort_unstable();
            next.dedup();
            for symbol in next {
                self.descend(symbol, words.clone(), bytes);
            }
        } else {
            while let Some((symbol, length)) = self.symbol(words.start, bytes) {
                let vocabulary = self.vocabulary;
                let end = if length == 1 {
                    gallop(words.clone(), |word| u32::from(vocabulary.byte(word, bytes)) == symbol)
                } else {
                    let shared = vocabulary.word(words.start).get(..bytes + length).unwrap_or_default();
                    gallop(words.clone(), |word| vocabulary.word(word).starts_with(shared))
                };
                self.path.truncate(depth);
                self.step(symbol);
                self.visit(words.start..end, bytes + length);
                words.start = end;
                if words.is_empty() {
                    break;
                }
            }
        }
        self.path.truncate(depth);
    }

    /// Goes on with the words that have this letter next.
    fn descend(&mut self, symbol: u32, words: Range<u32>, bytes: usize) {
        let depth = self.path.len();
        let vocabulary = self.vocabulary;
        let mut buffer = [0; 4];
        let (start, end, length) = if let Ok(letter @ ..0x80) = u8::try_from(symbol) {
            let start = partition(words.clone(), |word| vocabulary.byte(word, bytes) < letter);
            (start, gallop(start..words.end, |word| vocabulary.byte(word, bytes) == letter), 1)
        } else {
            let letter = char::from_u32(symbol).unwrap_or_default().encode_utf8(&mut buffer).as_bytes();
            let behind = |word: u32| vocabulary.word(word).get(bytes..).unwrap_or_default();
            let start = partition(words.clone(), |word| behind(word) < letter);
            (start, gallop(start..words.end, |word| behind(word).starts_with(letter)), letter.len())
        };
        if start < end {
            self.step(symbol);
            self.visit(start..end, bytes + length);
            self.path.truncate(depth);
        }
    }

    /// The letter of a word at a byte, and its length; `None` behind the end.
    fn symbol(&self, word: u32, at: usize) -> Option<(u32, usize)> {
        if self.ascii {
            return Some((u32::from(self.vocabulary.byte(word, at)), 1)).filter(|(byte, _)| *byte != u32::from(b'\n'));
        }
        let rest = self.vocabulary.word(word).get(at..)?;
        std::str::from_utf8(rest).ok()?.chars().next().map(|c| (u32::from(c), c.len_utf8()))
    }

    fn take(&mut self, words: Range<u32>, distance: u8) {
        if distance <= self.most && !words.is_empty() {
            self.found.push(Near { words, distance });
        }
    }

    /// Adds a row for a letter.
    fn step(&mut self, symbol: u32) {
        let depth = self.path.len() + 1;
        let length = self.typed.len();
        if self.cells.len() < (depth + 1) * self.width {
            self.cells.resize((depth + 1) * self.width, FAR);
        }
        let (above, row) = self.cells.split_at_mut(depth * self.width);
        let upper = &above[(depth - 1) * self.width..];
        // Only a band of the table can stay within the limit.
        let band = usize::from(self.most) + 1;
        let (from, to) = (depth.saturating_sub(band), (depth + band).min(length));
        let mut least = FAR;
        if let Some(cell) = from.checked_sub(1).and_then(|outside| row.get_mut(outside)) {
            *cell = FAR;
        }
        if from == 0 {
            row[0] = u8::try_from(depth).unwrap_or(FAR).min(FAR);
            least = row[0];
        }
        for at in from.max(1)..=to {
            let typed = self.typed[at - 1];
            let mut distance = (upper[at - 1] + u8::from(typed != symbol)).min(upper[at] + 1).min(row[at - 1] + 1);
            if at > 1 && depth > 1 && typed == self.path[depth - 2].symbol && self.typed[at - 2] == symbol {
                distance = distance.min(above[(depth - 2) * self.width + at - 2] + 1);
            }
            row[at] = distance.min(FAR);
            least = least.min(row[at]);
        }
        if to < length {
            row[to + 1..=length].fill(FAR);
        }
        let here = if to < from { FAR } else { row[length] };
        let before = self.path.last().map_or(FAR, |letter| letter.best);
        let ends_alike = self.typed.last() == Some(&symbol);
        let letter = Letter { symbol, least, best: if ends_alike { before.min(here) } else { before } };
        self.path.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::super::build::Entry;
    use super::super::index::Index;
    use super::*;
    use crate::domain::ItemId;

    /// Damerau's distance by the book, edits at one place counted once.
    fn distance(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut best = (table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]))
                        .min(table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        table[a.len()][b.len()]
    }

    fn near_by_the_book(typed: &str, word: &str, most: usize) -> Option<u8> {
        let beginnings = word.char_indices().map(|(at, c)| &word[..at + c.len_utf8()]);
        let alike = beginnings.filter(|beginning| beginning.chars().last() == typed.chars().last());
        let best = alike.chain([word]).map(|beginning| distance(typed, beginning)).min()?;
        (best <= most).then_some(best as u8)
    }

    proptest::proptest! {
        #[test]
        fn the_walk_over_all_words_finds_what_the_book_finds(
            words in proptest::collection::btree_set("[abc]{1,7}|[абв]{1,5}", 1..60),
            typed in "[abc]{1,7}|[абв]{1,5}",
            most in 1u8..=2,
        ) {
            let names: Vec<String> = words.iter().cloned().collect();
            let index = Index::build(names.iter().zip(1..).map(|(name, id)| Entry {
                id: ItemId(id), sku: name, name, brand: None, sold: 0,
            }));
            let vocabulary = Vocabulary(index.parts());
            let mut found: Vec<(String, u8)> = Vec::new();
            for near in vocabulary.near(&typed, most, false) {
                for word in near.words {
                    found.push((String::from_utf8_lossy(vocabulary.word(word)).into_owned(), near.distance));
                }
            }
            let expected: Vec<(String, u8)> = names.iter()
                .filter(|name| name.is_ascii() == typed.is_ascii())
                .filter_map(|name| Some((name.clone(), near_by_the_book(&typed, name, usize::from(most))?)))
                .collect();
            found.retain(|(name, _)| name.is_ascii() == typed.is_ascii());
            proptest::prop_assert_eq!(found, expected);
        }
    }
}
