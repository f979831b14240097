//! How much of a file a tool has to move that copies only blocks that changed: blocks at the same place in both files,
//! byte by byte.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Serialize;

/// A page of a snapshot.
pub const PAGE: u64 = 4 << 10;
/// The smallest block of Syncthing.
const BLOCK: u64 = 128 << 10;
/// Its largest.
const LARGEST: u64 = 16 << 20;
/// It doubles the size of its blocks until a file has fewer.
const MOST_BLOCKS: u64 = 2_000;

/// Blocks of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Blocks {
    /// Bytes of a block.
    pub size: u64,
    /// Blocks of the second file.
    pub all: u64,
    /// Of them, those that the first file has not at the same place.
    pub changed: u64,
    /// The bytes of these.
    pub bytes: u64,
}

/// The blocks in which Syncthing copies a file of so many bytes.
pub fn block_of_syncthing(bytes: u64) -> u64 {
    let mut size = BLOCK;
    while size < LARGEST && bytes >= size * MOST_BLOCKS {
        size *= 2;
    }
    size
}

/// Compares two files in blocks of each of these sizes, which are multiples of [`PAGE`].
pub fn compare(before: &Path, after: &Path, sizes: [u64; 2]) -> io::Result<[Blocks; 2]> {
    let (mut before, mut after) = (File::open(before)?, File::open(after)?);
    let mut blocks = sizes.map(|size| (Blocks { size, all: 0, changed: 0, bytes: 0 }, Open::default()));
    let (mut old, mut new) = (Vec::new(), Vec::new());
    loop {
        fill(&mut before, &mut old)?;
        fill(&mut after, &mut new)?;
        if new.is_empty() {
            break;
        }
        for (at, page) in new.chunks(PAGE as usize).enumerate() {
            let from = at * PAGE as usize;
            let differs = old.get(from..(from + page.len()).min(old.len())) != Some(page);
            for (blocks, open) in &mut blocks {
                open.bytes += page.len() as u64;
                open.differs |= differs;
                if open.bytes >= blocks.size {
                    blocks.close(open);
                }
            }
        }
    }
    Ok(blocks.map(|(mut blocks, mut open)| {
        blocks.close(&mut open);
        blocks
    }))
}

/// A block that is being looked at.
#[derive(Default)]
struct Open {
    bytes: u64,
    differs: bool,
}

impl Blocks {
    fn close(&mut self, open: &mut Open) {
        let Open { bytes, differs } = std::mem::take(open);
        self.all += u64::from(bytes > 0);
        if differs {
            self.changed += 1;
            self.bytes += bytes;
        }
    }

    /// The changed ones in parts of all, 0 to 1.
    pub fn share(&self) -> f64 {
        if self.all == 0 { 0.0 } else { self.changed as f64 / self.all as f64 }
    }
}

/// Reads the next 128 KiB, fewer at the end.
fn fill(file: &mut File, buffer: &mut Vec<u8>) -> io::Result<()> {
    buffer.clear();
    file.take(BLOCK).read_to_end(buffer).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_differ_are_counted_at_their_place() {
        let folder = tempfile::tempdir().unwrap();
        let [before, after] = ["before", "after"].map(|name| folder.path().join(name));
        let mut bytes = vec![7_u8; 100 * PAGE as usize];
        std::fs::write(&before, &bytes).unwrap();
        bytes[5] = 8;
        bytes[6 * PAGE as usize] = 8;
        bytes.extend([1; 10]);
        std::fs::write(&after, &bytes).unwrap();
        let [pages, blocks] = compare(&before, &after, [PAGE, BLOCK]).unwrap();
        assert_eq!(pages, Blocks { size: PAGE, all: 101, changed: 3, bytes: 2 * PAGE + 10 });
        assert_eq!(blocks, Blocks { size: BLOCK, all: 4, changed: 2, bytes: BLOCK + 4 * PAGE + 10 });
        let same = compare(&before, &before, [PAGE, BLOCK]).unwrap();
        assert_eq!(same.map(|blocks| (blocks.changed, blocks.bytes)), [(0, 0); 2]);
        std::fs::write(&after, "").unwrap();
        assert_eq!(compare(&before, &after, [PAGE, BLOCK]).unwrap()[0].all, 0);
    }

    #[test]
    fn blocks_grow_with_the_file() {
        assert_eq!(block_of_syncthing(1 << 20), 128 << 10);
        assert_eq!(block_of_syncthing((250 << 20) + (10 << 20)), 256 << 10);
        assert_eq!(block_of_syncthing(1 << 40), 16 << 20);
    }
}
