//! The bytes of an index: a header, then the parts one behind the other, every number little-endian. The same bytes
//! serve in memory and on disk, so that opening is one read and nothing is unpacked.

use crc32fast::Hasher;

/// Raised whenever the meaning of a part changes; an index of another number is built anew.
const FORMAT: u32 = 1;
const MAGIC: &[u8; 12] = b"goeswith ix\n";
/// Magic, format, checksum of all that follows it, hash of the catalog, then the length of each part.
const HEADER: usize = 12 + 4 + 4 + 32 + 8 * PARTS;
const CHECKED_FROM: usize = 20;
const PARTS: usize = 15;

/// The parts, in their order in the file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// `u32` an item: its number in the catalog. Items stand in order of prior: what sells most first.
    Ids,
    /// The words, sorted, each with a line end before it and one at the very end, so that none is found across two.
    Words,
    /// `u32` a word, and one more: where its text begins in `Words`, behind the line end.
    WordStarts,
    /// Items by word: gaps between ascending places, as varints.
    Postings,
    /// `u32` a word, and one more: where its postings begin.
    PostingStarts,
    /// `u32` a word: in how many items it is.
    Holders,
    /// Words by item, in the order of the name: word and a bit for "glued from several", as varints.
    Names,
    /// `u32` an item, and one more: where its words begin.
    NameStarts,
    /// `u32`: the words that have a skeleton, sorted by it.
    Skeletons,
    /// Prepared prefixes: `u32` × 4 each, see `heads`.
    Heads,
    /// Their items, as postings.
    HeadItems,
    /// Codes, sorted, each with a line end before it and one at the very end.
    Codes,
    /// `u32` for every sixteenth code: where its text begins in `Codes`, behind the line end.
    CodeBlocks,
    /// `u32` a code: its item.
    CodeItems,
    /// `u32`: the codes sorted by their text read backwards.
    CodesBackward,
}

/// Why bytes are no index of the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Something else, or cut short.
    #[error("not a search index, or cut short")]
    Foreign,
    /// Made by another version of the program.
    #[error("a search index of another format")]
    Format,
    /// Made for another catalog.
    #[error("the search index of another catalog")]
    Catalog,
    /// The checksum does not hold.
    #[error("a damaged search index")]
    Damaged,
}

/// An index as bytes. What would lie outside reads as nothing: no content can make it panic.
#[derive(Debug, Default)]
pub(super) struct Parts {
    bytes: Vec<u8>,
    /// Where each part begins, and where the last one ends.
    starts: [usize; PARTS + 1],
}

impl Parts {
    /// Puts parts together under a header.
    pub fn assemble(catalog: &[u8; 32], parts: &[Vec<u8>; PARTS]) -> Self {
        let mut bytes = Vec::with_capacity(HEADER + parts.iter().map(Vec::len).sum::<usize>());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        bytes.extend_from_slice(&[0; 4]);
        bytes.extend_from_slice(catalog);
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        }
        for part in parts {
            bytes.extend_from_slice(part);
        }
        let mut hasher = Hasher::new();
        hasher.update(&bytes[CHECKED_FROM..]);
        bytes[16..CHECKED_FROM].copy_from_slice(&hasher.finalize().to_le_bytes());
        let mut starts = [HEADER; PARTS + 1];
        for (at, part) in parts.iter().enumerate() {
            starts[at + 1] = starts[at] + part.len();
        }
        Self { bytes, starts }
    }

    /// Reads the header, and holds what follows against its checksum.
    pub fn read(bytes: Vec<u8>, catalog: &[u8; 32]) -> Result<Self, Unfit> {
        if bytes.len() < HEADER || !bytes.starts_with(MAGIC) {
            return Err(Unfit::Foreign);
        }
        if bytes[12..16] != FORMAT.to_le_bytes() {
            return Err(Unfit::Format);
        }
        if bytes[CHECKED_FROM..CHECKED_FROM + 32] != catalog[..] {
            return Err(Unfit::Catalog);
        }
        let starts = starts(&bytes).ok_or(Unfit::Foreign)?;
        let mut hasher = Hasher::new();
        hasher.update(&bytes[CHECKED_FROM..]);
        if bytes[16..CHECKED_FROM] != hasher.finalize().to_le_bytes() {
            return Err(Unfit::Damaged);
        }
        Ok(Self { bytes, starts })
    }

    /// The parts of bytes that nobody checked.
    #[cfg(test)]
    pub fn unchecked(bytes: Vec<u8>) -> Option<Self> {
        let starts = starts(&bytes)?;
        Some(Self { bytes, starts })
    }

    /// All of it, to be written.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// One part.
    pub fn part(&self, part: Part) -> &[u8] {
        self.bytes.get(self.starts[part as usize]..self.starts[part as usize + 1]).unwrap_or_default()
    }

    /// How many `u32` a part holds.
    pub fn numbers(&self, part: Part) -> usize {
        (self.starts[part as usize + 1] - self.starts[part as usize]) / 4
    }

    /// The `u32` number `at` of a part; 0 where there is none.
    #[inline]
    pub fn number(&self, part: Part, at: usize) -> u32 {
        let from = self.starts[part as usize] + at * 4;
        match self.bytes.get(from..from + 4) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
            _ => 0,
        }
    }

    /// What a part holds between two of the starts that stand in another part.
    #[inline]
    pub fn between(&self, part: Part, starts: Part, at: usize) -> &[u8] {
        let from = self.starts[part as usize];
        let range = from + self.number(starts, at) as usize..from + self.number(starts, at + 1) as usize;
        self.bytes.get(range).unwrap_or_default()
    }
}

/// Where the parts begin, if the lengths in the header add up to what is there.
fn starts(bytes: &[u8]) -> Option<[usize; PARTS + 1]> {
    let mut starts = [HEADER; PARTS + 1];
    for (at, length) in bytes.get(CHECKED_FROM + 32..HEADER)?.chunks_exact(8).enumerate() {
        let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
        starts[at + 1] = starts[at].checked_add(length)?;
    }
    (starts[PARTS] == bytes.len()).then_some(starts)
}

/// Appends a number as seven bits a byte, the lowest first; the last byte has its top bit clear (LEB128).
pub(super) fn put_varint(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The varints of some bytes.
#[derive(Clone, Debug)]
pub(super) struct Varints<'a>(pub &'a [u8]);

impl Iterator for Varints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        if first < 0x80 {
            return Some(u32::from(first));
        }
        let mut number = u32::from(first & 0x7f);
        for shift in [7, 14, 21, 28] {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Some(number)
    }
}

/// Ascending numbers as the gaps between them.
pub(super) fn put_ascending(bytes: &mut Vec<u8>, numbers: impl IntoIterator<Item = u32>) {
    let mut last = 0;
    for number in numbers {
        put_varint(bytes, number - last);
        last = number;
    }
}

/// Reads what [`put_ascending`] wrote.
#[inline]
pub(super) fn ascending(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    Varints(bytes).scan(0u32, |last, gap| {
        *last = last.wrapping_add(gap);
        Some(*last)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_named() {
        let parts: [Vec<u8>; PARTS] = std::array::from_fn(|at| vec![7; at]);
        let whole = Parts::assemble(&[1; 32], &parts);
        assert_eq!(Parts::read(whole.bytes().to_vec(), &[1; 32]).unwrap().part(Part::Words), [7]);
        let read = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = whole.bytes().to_vec();
            change(&mut bytes);
            Parts::read(bytes, &[1; 32]).err()
        };
        assert_eq!(read(&|_| ()), None);
        assert_eq!(read(&|bytes| bytes.clear()), Some(Unfit::Foreign));
        assert_eq!(read(&|bytes| bytes.truncate(bytes.len() - 1)), Some(Unfit::Foreign));
        assert_eq!(read(&|bytes| bytes[12] ^= 1), Some(Unfit::Format));
        assert_eq!(read(&|bytes| bytes[25] ^= 1), Some(Unfit::Catalog));
        assert_eq!(read(&|bytes| *bytes.last_mut().unwrap() ^= 1), Some(Unfit::Damaged));
    }

    proptest::proptest! {
        #[test]
        fn numbers_come_back(mut numbers: Vec<u32>) {
            numbers.sort_unstable();
            let mut bytes = Vec::new();
            put_ascending(&mut bytes, numbers.iter().copied());
            proptest::prop_assert_eq!(ascending(&bytes).collect::<Vec<_>>(), numbers);
        }
    }
}
