//! Rows of counts of a part of a history in a temporary file, to be added up with those of the other parts.
//!
//! A row is its length in bytes, then for each pair: the step to its item, its baskets, its days and its weight, all in
//! numbers of variable length.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, Write as _};
use std::path::Path;

use super::lines::{get, put, unzigzag, zigzag};
use crate::domain::Day;
use crate::mine::Together;

/// Appends a row's pair; `last` is the item of the pair before.
pub fn encode(bytes: &mut Vec<u8>, last: &mut u32, pair: &Together) {
    put(bytes, u64::from(pair.other - *last));
    *last = pair.other;
    put(bytes, u64::from(pair.baskets));
    match (pair.first, pair.last) {
        (Some(first), Some(last)) => {
            put(bytes, zigzag(i64::from(first.0)) + 1);
            put(bytes, u64::from(last.0.abs_diff(first.0)));
        }
        _ => put(bytes, 0),
    }
    put(bytes, pair.weight);
}

/// Gives the pairs of a row to `each`.
pub fn decode(mut bytes: &[u8], mut each: impl FnMut(&Together)) {
    let mut other = 0;
    while let Some(step) = get(&mut bytes) {
        other += step as u32;
        let mut next = || get(&mut bytes).unwrap_or(0);
        let baskets = next() as u32;
        let days = next().checked_sub(1).map(|first| {
            let first = unzigzag(first) as i32;
            (Day(first), Day(first + next() as i32))
        });
        let weight = next();
        each(&Together { other, baskets, first: days.map(|days| days.0), last: days.map(|days| days.1), weight });
    }
}

/// Writes the rows of one part in order.
pub struct Writer {
    file: BufWriter<File>,
}

/// Reads them.
pub struct Reader {
    file: BufReader<File>,
    row: Vec<u8>,
}

impl Writer {
    /// Into a file without a name in `folder`.
    pub fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::with_capacity(1 << 18, tempfile::tempfile_in(folder)?) })
    }

    /// Appends rows that were put together with [`frame`].
    pub fn write(&mut self, rows: &[u8]) -> io::Result<()> {
        self.file.write_all(rows)
    }

    /// From the beginning.
    pub fn read(self) -> io::Result<Reader> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(Reader { file: BufReader::with_capacity(1 << 18, file), row: Vec::new() })
    }
}

/// Puts the length before a row.
pub fn frame(rows: &mut Vec<u8>, row: &[u8]) {
    rows.extend_from_slice(&(row.len() as u64).to_le_bytes());
    rows.extend_from_slice(row);
}

impl Reader {
    /// The next row.
    pub fn next(&mut self) -> io::Result<&[u8]> {
        let mut length = [0; 8];
        self.file.read_exact(&mut length)?;
        self.row.resize(u64::from_le_bytes(length) as usize, 0);
        self.file.read_exact(&mut self.row)?;
        Ok(&self.row)
    }
}
