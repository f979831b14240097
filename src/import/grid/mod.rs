//! Other people's files as rows of text cells that know where they stand, whatever they were written with: CSV in any
//! encoding and with any delimiter, workbooks (XLSX, XLS, ODS), and the XML of BMEcat and of product feeds.
//!
//! What a cell means is not known here. Everything is streamed where the format allows it, and held to [`Limits`].

use crate::sheet::problem::At;

/// Between the values of a cell that an XML file gives several times.
pub const AND: char = '\u{1e}';
/// Between the parts of one such value: a relation's type, then what its target is named by, then the target.
pub const PART: char = '\u{1f}';

/// Bounds of what is read: beyond them a file is refused with a sentence that names the bound.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes in a cell.
    pub cell: usize,
    /// Columns.
    pub columns: usize,
    /// Rows of a sheet of a workbook.
    pub sheet_rows: usize,
    /// Bytes of a workbook, unpacked: as declared in it, and as really unpacked.
    pub unpacked: u64,
    /// How deep the elements of an XML file may stand in one another.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cell: 64 * 1024, columns: 2_000, sheet_rows: 1_048_576, unpacked: 1 << 30, depth: 64 }
    }
}

/// How a file was written, for the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Cells between delimiters.
    Csv {
        /// As the WHATWG names it: `UTF-8`, `windows-1252`, `UTF-16LE`.
        encoding: &'static str,
        /// Between cells.
        delimiter: u8,
    },
    /// A sheet of a workbook.
    Workbook {
        /// Its name.
        sheet: String,
    },
    /// A BMEcat catalog: one row a product, with the columns of [`xml::BMECAT`].
    Bmecat,
    /// A product feed in XML: one row an item, with the columns of [`xml::FEED`].
    Feed,
}

/// One row. Cells that the file does not have are empty.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The physical line (CSV, XML) or the row (workbook) at which it begins, from 1.
    pub line: u64,
    /// The cells, decoded, as written: nothing trimmed, nothing repaired.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text. A number of a workbook is written without an exponent.
    pub text: String,
    /// The line at which it begins.
    pub line: u64,
    /// True for a number of a workbook: blanks and zeros before it are gone, and beyond 2^53 digits are lost.
    pub number: bool,
}

impl Row {
    /// The text of a cell without blanks around it; empty where there is no such column.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.trim())
    }

    /// Where a cell stands.
    pub fn at(&self, column: usize) -> At {
        At { line: self.cells.get(column).map_or(self.line, |cell| cell.line), column: column as u64 + 1 }
    }
}
