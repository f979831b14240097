//! Where the rows and cells of a CSV file lie, byte by byte, for those who change a cell and leave every other byte alone.

use std::borrow::Cow;
use std::ops::Range;

use super::format::Format;

/// The rows of a file with the place of every cell.
#[derive(Debug)]
pub struct Rows<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    at: usize,
}

/// Where a row and its cells are. The end is before its line break.
#[derive(Debug)]
pub struct RowPlace {
    /// Its first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// Its cells, with their quotation marks.
    pub cells: Vec<Range<usize>>,
}

impl<'a> Rows<'a> {
    /// The rows of a file, from its header on.
    pub fn new(bytes: &'a [u8], format: Format) -> Self {
        Self { bytes, delimiter: format.delimiter, at: format.skip }
    }

    /// The file.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// What stands between cells.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The next row that is not empty. Quotation marks are read as RFC 4180 has them: they quote where a cell begins
    /// with one, and two of them stand for one.
    #[allow(clippy::should_implement_trait, reason = "rows are asked for their texts while they are gone through")]
    pub fn next(&mut self) -> Option<RowPlace> {
        let bytes = self.bytes;
        while bytes.get(self.at).is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.at += 1;
        }
        let start = self.at;
        if start >= bytes.len() {
            return None;
        }
        let mut cells = Vec::with_capacity(20);
        let (mut cell, mut at, mut quoted) = (start, start, false);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' if quoted && bytes.get(at + 1) == Some(&b'"') => at += 1,
                b'"' if quoted => quoted = false,
                b'"' if at == cell => quoted = true,
                b'\n' | b'\r' if !quoted => break,
                byte if byte == self.delimiter && !quoted => {
                    cells.push(cell..at);
                    cell = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        cells.push(cell..at);
        self.at = at;
        Some(RowPlace { start, end: at, cells })
    }

    /// The text of a cell, without its quotation marks.
    pub fn text(&self, cell: &Range<usize>) -> Cow<'a, str> {
        let raw = String::from_utf8_lossy(&self.bytes[cell.clone()]);
        match raw.strip_prefix('"') {
            Some(rest) => Cow::Owned(rest.strip_suffix('"').unwrap_or(rest).replace("\"\"", "\"")),
            None => raw,
        }
    }
}

/// A cell as bytes: in quotes where it needs them, or had them.
pub fn encoded(text: &str, delimiter: u8, quoted: bool) -> Vec<u8> {
    let special = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    if quoted || text.bytes().any(special) {
        format!("\"{}\"", text.replace('"', "\"\"")).into_bytes()
    } else {
        text.as_bytes().to_vec()
    }
}
