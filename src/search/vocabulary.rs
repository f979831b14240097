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

    /// The length of a word in bytes.
    #[inline]
    pub fn length(self, word: u32) -> usize {
        let start = |word: u32| self.0.number(Part::WordStarts, word as usize) as usize;
        (start(word + 1) - start(word)).saturating_sub(1)
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
    pub fn near(self, typed: &[char], most: u8, same_first: bool) -> Vec<Near> {
        let mut walk = Walk::new(typed, most);
        let mut found: Vec<Near> = Vec::new();
        let mut range = 0..self.len();
        if let (true, Some(first)) = (same_first, typed.first()) {
            range = self.beginning(first.encode_utf8(&mut [0; 4]).as_bytes(), range);
        }
        let mut word = range.start;
        while word < range.end {
            let text = self.word(word);
            let (distance, dead) = walk.word(text);
            let mut end = word + 1;
            if let Some(bytes) = dead {
                // Nothing that shares this beginning can come nearer.
                end = gallop(end..range.end, |next| self.word(next).starts_with(&text[..bytes]));
            }
            if distance <= most {
                match found.last_mut() {
                    Some(last) if last.words.end == word && last.distance == distance => last.words.end = end,
                    _ => found.push(Near { words: word..end, distance }),
                }
            }
            word = end;
        }
        found
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

/// The table of edit distances between what was typed and a word, kept from word to word as far as they begin alike.
struct Walk<'a> {
    typed: &'a [char],
    most: u8,
    /// Letters of the word under way, with the place behind each.
    path: Vec<(char, usize)>,
    /// Row `d`: distances between the first `d` letters and every beginning of what was typed.
    rows: Vec<Vec<u8>>,
    /// The best distance of a beginning so far, by depth.
    best: Vec<u8>,
}

const FAR: u8 = u8::MAX / 2;

impl<'a> Walk<'a> {
    fn new(typed: &'a [char], most: u8) -> Self {
        let first = (0..=typed.len()).map(|length| u8::try_from(length).unwrap_or(FAR).min(FAR)).collect();
        Self { typed, most, path: Vec::new(), rows: vec![first], best: vec![FAR] }
    }

    /// The distance of a word, and the length in bytes of a beginning behind which nothing comes nearer.
    fn word(&mut self, text: &[u8]) -> (u8, Option<usize>) {
        let text = std::str::from_utf8(text).unwrap_or_default();
        let shared = text.char_indices().zip(&self.path).take_while(|((_, c), (before, _))| c == before).count();
        self.path.truncate(shared);
        let from = self.path.last().map_or(0, |(_, end)| *end);
        for (at, c) in text[from..].char_indices() {
            let end = from + at + c.len_utf8();
            self.step(c, end);
            if self.is_dead() {
                return (self.best[self.path.len()], Some(end));
            }
        }
        // A word that is a beginning of the one before cannot come in sorted order, so the last row is this word's.
        let depth = self.path.len();
        (self.rows[depth][self.typed.len()].min(self.best[depth]), None)
    }

    fn is_dead(&self) -> bool {
        let depth = self.path.len();
        // Two rows, since an exchange of neighbours reaches over one.
        let low = |row: &[u8]| row.iter().all(|&distance| distance > self.most);
        low(&self.rows[depth]) && (depth == 0 || self.rows[depth - 1].iter().all(|&distance| distance >= self.most))
    }

    fn step(&mut self, c: char, end: usize) {
        let depth = self.path.len() + 1;
        if self.rows.len() <= depth {
            self.rows.push(vec![FAR; self.typed.len() + 1]);
            self.best.push(FAR);
        }
        let (above, below) = self.rows.split_at_mut(depth);
        let (row, last) = (&mut below[0], &above[depth - 1]);
        // Only a band of the table can stay within the limit.
        let width = usize::from(self.most) + 1;
        let (from, to) = (depth.saturating_sub(width), (depth + width).min(self.typed.len()));
        row.fill(FAR);
        if from == 0 {
            row[0] = u8::try_from(depth).unwrap_or(FAR).min(FAR);
        }
        for at in from.max(1)..=to {
            let typed = self.typed[at - 1];
            let mut distance = (last[at - 1] + u8::from(typed != c)).min(last[at] + 1).min(row[at - 1] + 1);
            if at > 1 && depth > 1 && typed == self.path[depth - 2].0 && self.typed[at - 2] == c {
                distance = distance.min(above[depth - 2][at - 2] + 1);
            }
            row[at] = distance.min(FAR);
        }
        let here = row[self.typed.len()];
        let ends_alike = self.typed.last() == Some(&c);
        self.best[depth] = if ends_alike { self.best[depth - 1].min(here) } else { self.best[depth - 1] };
        self.path.push((c, end));
    }
}
