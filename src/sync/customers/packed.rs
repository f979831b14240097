//! The file of cards that a counter keeps: pseudonyms in order, each with the number of a group, and of each group the
//! segments, preferences and habits that its customers share.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// Raised whenever the meaning of the bytes changes; others are taken from the sync folder again.
const MAGIC: &[u8; 16] = b"goeswith cards1\n";
/// Magic, checksum of all that follows it, then the lengths of label, rows, groups and texts.
const HEADER: usize = 16 + 4 + 4 * 4;
const CHECKED_FROM: usize = 20;
/// A pseudonym, and the number of its group.
const ROW: u64 = 36;
/// Longer labels are none of ours.
const LONGEST_LABEL: u64 = 4 << 10;
/// Longer texts of groups are none of ours.
const LONGEST_TEXT: u64 = 16 << 10;

/// Which list it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Its number in the sync folder.
    pub number: u64,
    /// The chain it is of.
    pub chain_id: String,
    /// Which of the chain's keys made the pseudonyms.
    pub key: String,
}

/// Rows on their way into a file, in order of pseudonym.
#[derive(Debug, Default)]
pub struct Packing {
    rows: Vec<u8>,
    groups: HashMap<String, u32>,
    texts: String,
    ends: Vec<u8>,
}

impl Packing {
    /// Takes a customer: segments, preferences and what is bought, each with `|` between.
    pub fn add(&mut self, pseudonym: [u8; 32], words: [&str; 3]) {
        let text = words.join(",");
        let next = self.groups.len() as u32;
        let group = *self.groups.entry(text).or_insert_with_key(|text| {
            self.texts.push_str(text);
            self.ends.extend_from_slice(&(self.texts.len() as u32).to_le_bytes());
            next
        });
        self.rows.extend_from_slice(&pseudonym);
        self.rows.extend_from_slice(&group.to_le_bytes());
    }

    /// The bytes to keep.
    pub fn finish(&self, label: &Label) -> Vec<u8> {
        let label = serde_json::to_vec(label).unwrap_or_default();
        let parts = [&label, &self.rows, &self.ends, self.texts.as_bytes()];
        let mut bytes = Vec::with_capacity(HEADER + parts.iter().map(|part| part.len()).sum::<usize>());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&[0; 4]);
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u32).to_le_bytes());
        }
        for part in parts {
            bytes.extend_from_slice(part);
        }
        let checksum = crc32fast::hash(&bytes[CHECKED_FROM..]);
        bytes[16..CHECKED_FROM].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }
}

/// A file of cards, open for looking up.
#[derive(Debug)]
pub struct Packed {
    /// Which list it is.
    pub label: Label,
    /// How long the file is.
    pub length: u64,
    file: File,
    checksum: u32,
    /// Where rows, ends of groups and texts begin, and where the last of them ends.
    starts: [u64; 4],
}

impl Packed {
    /// Opens a file; `None` where it is none, or not as long as it says. Its bytes are not checked ([`Packed::is_sound`]).
    pub fn open(path: &Path) -> Option<Self> {
        let mut file = File::open(path).ok()?;
        let length = file.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
        let mut header = [0; HEADER];
        file.read_exact(&mut header).ok()?;
        let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let [label, rows, ends, texts] = [20, 24, 28, 32].map(|at| u64::from(number(at)));
        if !header.starts_with(MAGIC) || label > LONGEST_LABEL || rows % ROW != 0 || ends % 4 != 0 {
            return None;
        }
        let start = HEADER as u64 + label;
        let starts = [start, start + rows, start + rows + ends, start + rows + ends + texts];
        if starts[3] != length {
            return None;
        }
        let mut bytes = vec![0; usize::try_from(label).ok()?];
        file.read_exact(&mut bytes).ok()?;
        Some(Self { label: serde_json::from_slice(&bytes).ok()?, length, checksum: number(16), file, starts })
    }

    /// Whether the bytes are those that were kept: a disk may forget.
    pub fn is_sound(&self) -> bool {
        let check = || -> io::Result<u32> {
            let mut file = &self.file;
            file.seek(SeekFrom::Start(CHECKED_FROM as u64))?;
            let mut hasher = crc32fast::Hasher::new();
            let mut block = vec![0; 1 << 16];
            loop {
                match file.read(&mut block)? {
                    0 => return Ok(hasher.finalize()),
                    read => hasher.update(&block[..read]),
                }
            }
        };
        check().is_ok_and(|found| found == self.checksum)
    }

    /// How many customers there are.
    pub fn rows(&self) -> u64 {
        (self.starts[1] - self.starts[0]) / ROW
    }

    /// The segments, the preferences and what is bought of a customer, each with `|` between; `None` for nobody's pseudonym.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn find(&self, pseudonym: [u8; 32]) -> io::Result<Option<[String; 3]>> {
        let (mut low, mut high) = (0, self.rows());
        while low < high {
            let middle = low.midpoint(high);
            let (found, group) = self.row(middle)?;
            match found.cmp(&pseudonym) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.group(group).map(Some),
            }
        }
        Ok(None)
    }

    /// The same list without some customers; `None` where it has none of them.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn without(&self, gone: &[[u8; 32]]) -> io::Result<Option<Vec<u8>>> {
        let mut found = false;
        for one in gone {
            found |= self.find(*one)?.is_some();
        }
        if !found {
            return Ok(None);
        }
        let mut packing = Packing::default();
        for row in 0..self.rows() {
            let (pseudonym, group) = self.row(row)?;
            if !gone.contains(&pseudonym) {
                let words = self.group(group)?;
                packing.add(pseudonym, [&words[0], &words[1], &words[2]]);
            }
        }
        Ok(Some(packing.finish(&self.label)))
    }

    fn row(&self, row: u64) -> io::Result<([u8; 32], u32)> {
        let bytes: [u8; 36] = self.at(self.starts[0] + row * ROW)?;
        let mut pseudonym = [0; 32];
        pseudonym.copy_from_slice(&bytes[..32]);
        Ok((pseudonym, u32::from_le_bytes([bytes[32], bytes[33], bytes[34], bytes[35]])))
    }

    fn group(&self, group: u32) -> io::Result<[String; 3]> {
        let damaged = || io::Error::other("the file of cards is damaged");
        let end = |group: u32| -> io::Result<u64> {
            let at = self.starts[1] + u64::from(group) * 4;
            if at + 4 > self.starts[2] { Err(damaged()) } else { self.at(at).map(u32::from_le_bytes).map(u64::from) }
        };
        let from = if group == 0 { 0 } else { end(group - 1)? };
        let to = end(group)?;
        let length = to.checked_sub(from).filter(|length| *length <= LONGEST_TEXT).ok_or_else(damaged)?;
        let mut text = vec![0; usize::try_from(length).map_err(|_| damaged())?];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(self.starts[2] + from))?;
        file.read_exact(&mut text)?;
        let text = String::from_utf8(text).map_err(|_| damaged())?;
        let words: Vec<String> = text.split(',').map(str::to_owned).collect();
        words.try_into().map_err(|_| damaged())
    }

    fn at<const N: usize>(&self, at: u64) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cards: &[(u8, &str, &str)]) -> (tempfile::TempDir, std::path::PathBuf) {
        let mut packing = Packing::default();
        for (byte, segments, preferences) in cards {
            packing.add([*byte; 32], [segments, preferences, "INK=4/30/26/35/1"]);
        }
        let label = Label { number: 7, chain_id: "fenwick".to_owned(), key: "17ddd675ef4801ad".to_owned() };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.cards");
        std::fs::write(&path, packing.finish(&label)).unwrap();
        (folder, path)
    }

    #[test]
    fn customers_are_found_by_pseudonym() {
        let cards = [(1, "garden|trade", "business"), (3, "", ""), (4, "garden|trade", "business"), (250, "x", "")];
        let (_folder, path) = written(&cards);
        let packed = Packed::open(&path).unwrap();
        assert!(packed.is_sound());
        assert_eq!((packed.rows(), packed.label.number), (4, 7));
        for (byte, segments, preferences) in cards {
            let found = packed.find([byte; 32]).unwrap();
            assert_eq!(found.unwrap(), [segments, preferences, "INK=4/30/26/35/1"]);
        }
        for none in [0, 2, 5, 255] {
            assert_eq!(packed.find([none; 32]).unwrap(), None);
        }
        assert_eq!(packed.without(&[[9; 32]]).unwrap(), None);
        std::fs::write(&path, packed.without(&[[3; 32], [9; 32]]).unwrap().unwrap()).unwrap();
        let less = Packed::open(&path).unwrap();
        assert!(less.is_sound());
        assert_eq!((less.rows(), less.find([3; 32]).unwrap()), (3, None));
        assert_eq!(less.find([250; 32]).unwrap().unwrap()[0], "x");
    }

    #[test]
    fn nothing_but_the_whole_is_sound() {
        let (_folder, path) = written(&[(1, "a", ""), (2, "b", "c")]);
        let whole = std::fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(&path, &whole[..cut]).unwrap();
            assert!(Packed::open(&path).is_none(), "cut at {cut}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 4;
            std::fs::write(&path, &changed).unwrap();
            let opened = Packed::open(&path);
            assert!(!opened.as_ref().is_some_and(Packed::is_sound), "a bit wrong in byte {at}");
            // Not even one that nobody checked makes it panic.
            if let Some(packed) = opened {
                let _ = (packed.find([1; 32]), packed.find([2; 32]), packed.without(&[[1; 32]]));
            }
        }
    }
}
