//! Texts → numbers, in the order in which they first came.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Texts, each once, end to end in one piece of memory: millions of them cost little more than their bytes.
#[derive(Debug, Default)]
pub struct Names {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    table: HashTable<u32>,
}

/// The number by which texts are told apart at first sight; the same on every computer.
pub fn hash(name: &[u8]) -> u64 {
    FixedState::with_seed(0x676f_6573).hash_one(name)
}

impl Names {
    /// The number of a text; the next free one where it is new.
    pub fn number(&mut self, name: &[u8]) -> u32 {
        let Self { bytes, ends, table } = self;
        let same = |&number: &u32| text(bytes, ends, number) == name;
        let again = |&number: &u32| hash(text(bytes, ends, number));
        match table.entry(hash(name), same, again) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                let number = ends.len() as u32;
                free.insert(number);
                bytes.extend_from_slice(name);
                ends.push(bytes.len());
                number
            }
        }
    }

    /// The text of a number that was given.
    pub fn text(&self, number: u32) -> &[u8] {
        text(&self.bytes, &self.ends, number)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// About how many bytes of memory they take.
    pub fn memory(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<usize>() + self.table.capacity() * 6
    }
}

fn text<'a>(bytes: &'a [u8], ends: &[usize], number: u32) -> &'a [u8] {
    let number = number as usize;
    let start = if number == 0 { 0 } else { ends[number - 1] };
    &bytes[start..ends[number]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number() {
        let mut names = Names::default();
        for (text, number) in [("b", 0), ("a", 1), ("", 2), ("b", 0), ("", 2), ("ab", 3)] {
            assert_eq!(names.number(text.as_bytes()), number, "{text}");
        }
        assert_eq!((names.len(), names.text(3), names.text(2)), (4, &b"ab"[..], &b""[..]));
        assert!(!names.is_empty() && names.memory() > 0);
    }
}
