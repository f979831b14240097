//! A CSV file of a catalog source as rows of cells, each of which knows where it stands.
//!
//! The whole file is in memory: these are files that people edit. A sales history is streamed instead (`history`). What
//! a cell means is the business of who reads it.

use std::path::Path;

use csv::{ByteRecord, StringRecord};

use super::format;
use super::formula::unguarded;
use super::problem::{At, Cell, Problems, nearest};
use crate::domain::CleanText;

/// A cell may be so many bytes long.
pub const MAX_CELL: usize = 64 * 1024;
/// Files with more columns are refused: no spreadsheet of people has as many, and each is compared with all others.
pub const MAX_COLUMNS: usize = 2_000;

/// A file with its header read.
#[derive(Debug)]
pub struct Table {
    /// Its name in the source.
    pub file: String,
    /// Its columns.
    pub header: Header,
    bytes: Vec<u8>,
    delimiter: u8,
    start: usize,
}

/// The columns of a file.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The line it stands on.
    pub line: u64,
    /// The names as written.
    pub names: Vec<CleanText>,
    folded: Vec<String>,
}

/// One row.
#[derive(Debug)]
pub struct Row {
    line: u64,
    record: StringRecord,
    /// A cell holds a line break.
    tall: bool,
}

impl Header {
    /// Reads the names.
    pub fn new(line: u64, record: &ByteRecord) -> Self {
        let names: Vec<CleanText> = record.iter().map(|cell| CleanText::new(&String::from_utf8_lossy(cell))).collect();
        let folded = names.iter().map(|name| name.as_str().to_lowercase()).collect();
        Self { line, names, folded }
    }

    /// The column of that name, without regard to case.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.folded.iter().position(|known| known == name)
    }

    /// Where a column's name stands.
    pub fn at(&self, column: usize) -> At {
        At { line: self.line, column: column as u64 + 1 }
    }

    /// Notes what is wrong with the header: required columns that are not there, names that stand twice. False where
    /// rows cannot be read.
    pub fn check(&self, file: &str, required: &[&str], problems: &mut Problems) -> bool {
        let mut good = true;
        for &name in required {
            if self.find(name).is_none() {
                good = false;
                match nearest(name, self.folded.iter().map(String::as_str)) {
                    Some(near) => problems.error(file, self.at(0), format!("no column {name}; is it this one?"), near),
                    None => problems.error(file, self.at(0), "no column", name),
                }
            }
        }
        for (column, name) in self.folded.iter().enumerate() {
            if !name.is_empty() && self.folded[..column].contains(name) {
                good = false;
                problems.error(file, self.at(column), "column stands twice", name);
            }
        }
        good
    }

    /// Warns of columns that are none of `known`, with the one that may have been meant.
    pub fn warn_unknown(&self, file: &str, known: &[&str], problems: &mut Problems) {
        for (column, name) in self.folded.iter().enumerate() {
            if name.is_empty() || known.contains(&name.as_str()) {
                continue;
            }
            match nearest(name, known.iter().copied()) {
                Some(near) => {
                    problems.warning(file, self.at(column), format!("unknown column, is it {near}?"), name);
                }
                None => problems.warning(file, self.at(column), "unknown column", name),
            }
        }
    }
}

impl Table {
    /// Opens a file that may be missing.
    pub fn open_optional(folder: &Path, file: &str, problems: &mut Problems) -> Option<Self> {
        if folder.join(file).exists() { Self::open(folder, file, problems) } else { None }
    }

    /// Opens a file and reads its header.
    pub fn open(folder: &Path, file: &str, problems: &mut Problems) -> Option<Self> {
        match std::fs::read(folder.join(file)) {
            Ok(bytes) => Self::read(file, bytes, problems),
            Err(error) => {
                problems.error(file, At::START, cannot_read(&error), "");
                None
            }
        }
    }

    /// Reads the header of a file whose bytes are here already.
    pub fn read(file: &str, bytes: Vec<u8>, problems: &mut Problems) -> Option<Self> {
        let format = match format::detect(&bytes) {
            Ok(format) => format,
            Err(what) => {
                problems.error(file, At::START, what, "");
                return None;
            }
        };
        let mut table =
            Self { file: file.to_owned(), header: Header::default(), bytes, delimiter: format.delimiter, start: 0 };
        let mut reader = table.reader(format.skip);
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record).ok()?;
        let end = format.skip + reader.position().byte() as usize;
        drop(reader);
        let mut lines = Lines::default();
        let line = lines.record_at(&table.bytes, format.skip);
        if record.len() > MAX_COLUMNS {
            let what = format!("more than {MAX_COLUMNS} columns");
            problems.error(file, cell_at(line, &record, 0), what, &record.len().to_string());
            return None;
        }
        if let Some(column) = record.iter().position(|cell| cell.len() > MAX_CELL) {
            let value = String::from_utf8_lossy(&record[column][..240]);
            problems.error(file, cell_at(line, &record, column), "name of a column is longer than 64 KiB", &value);
            return None;
        }
        table.header = Header::new(line, &record);
        table.start = end;
        Some(table)
    }

    /// Calls `each` with every row that can be read; rows without any text are passed over. The others are noted.
    pub fn each_row(&self, problems: &mut Problems, mut each: impl FnMut(&Row, &mut Problems)) {
        let mut reader = self.reader(self.start);
        let mut record = ByteRecord::new();
        let mut lines = Lines::default();
        let mut any = false;
        loop {
            let start = self.start + reader.position().byte() as usize;
            // Reading from memory in flexible mode cannot fail.
            if !reader.read_byte_record(&mut record).unwrap_or(false) {
                break;
            }
            if record.iter().all(|cell| cell.iter().all(u8::is_ascii_whitespace)) {
                continue;
            }
            any = true;
            let line = lines.record_at(&self.bytes, start);
            problems.rows += 1;
            let end = self.start + reader.position().byte() as usize;
            if self.open_quote(start, end) {
                let last = record.len().saturating_sub(1);
                let what = "quotation mark is opened and never closed";
                problems.error(&self.file, cell_at(line, &record, last), what, "");
                break;
            }
            if self.is_good(line, &record, problems)
                && let Some(row) = Row::new(line, std::mem::take(&mut record))
            {
                each(&row, problems);
                record = row.record.into_byte_record();
            }
        }
        if !any {
            let at = self.header.at(0);
            problems.warning(&self.file, at, "file has a header and no rows", "");
        }
    }

    /// Checks what holds for every cell, whatever its column.
    fn is_good(&self, line: u64, record: &ByteRecord, problems: &mut Problems) -> bool {
        let mut good = true;
        for (column, cell) in record.iter().enumerate() {
            let what = match () {
                () if column >= self.header.names.len() && !cell.iter().all(u8::is_ascii_whitespace) => {
                    "row has more cells than the header"
                }
                () if cell.len() > MAX_CELL => "cell is longer than 64 KiB",
                () if std::str::from_utf8(cell).is_err() => "text is not UTF-8; save the file as \"CSV UTF-8\"",
                () => continue,
            };
            let value = String::from_utf8_lossy(&cell[..cell.len().min(240)]);
            problems.error(&self.file, cell_at(line, record, column), what, &value);
            good = false;
            if column >= self.header.names.len() {
                break;
            }
        }
        good
    }

    /// True where the record reaches the end of the file within quotation marks.
    fn open_quote(&self, start: usize, end: usize) -> bool {
        end == self.bytes.len()
            && self.bytes[start..].split(|&byte| byte == b'"').count().is_multiple_of(2)
            && self.bytes[start..].trim_ascii().contains(&b'\n')
    }

    fn reader(&self, from: usize) -> csv::Reader<&[u8]> {
        csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(&self.bytes[from..])
    }
}

impl Row {
    /// `None` where it is not UTF-8.
    fn new(line: u64, record: ByteRecord) -> Option<Self> {
        let tall = line_breaks(record.as_slice()) > 0;
        Some(Self { line, record: StringRecord::from_byte_record(record).ok()?, tall })
    }

    /// The text of a cell without blanks around it; empty where the column or the cell is missing.
    pub fn text(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.record.get(column)).unwrap_or("").trim()
    }

    /// Where a cell stands; the row's beginning where there is no such column.
    pub fn at(&self, column: Option<usize>) -> At {
        let column = column.unwrap_or(0);
        if self.tall {
            cell_at(self.line, self.record.as_byte_record(), column)
        } else {
            At { line: self.line, column: column as u64 + 1 }
        }
    }

    /// A cell, to say something of it later.
    pub fn cell(&self, column: Option<usize>) -> Cell {
        Cell { at: self.at(column), text: self.text(column).into() }
    }

    /// The text of a cell, cleaned, without the `'` that keeps a spreadsheet from computing it; a warning where characters
    /// were taken out. `None` where nothing is left.
    pub fn clean(&self, column: Option<usize>, file: &str, problems: &mut Problems) -> Option<CleanText> {
        let raw = self.text(column);
        if raw.is_empty() {
            return None;
        }
        let (text, removed) = CleanText::counted(raw);
        if removed > 0 {
            let what = match removed {
                1 => "removed a character that cannot be shown".to_owned(),
                more => format!("removed {more} characters that cannot be shown"),
            };
            problems.warning(file, self.at(column), what, raw);
        }
        match text {
            Some(text) if text.as_str().starts_with('\'') => CleanText::non_empty(unguarded(text.as_str())),
            text => text,
        }
    }
}

/// What to say of a file that cannot be read.
pub fn cannot_read(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        std::io::ErrorKind::IsADirectory => "is a folder, not a file".to_owned(),
        _ => format!("file cannot be read ({error})"),
    }
}

/// Where a cell begins: line breaks inside the quoted cells before it count.
pub fn cell_at(line: u64, record: &ByteRecord, column: usize) -> At {
    let before = record.iter().take(column).map(line_breaks).sum::<u64>();
    At { line: line + before, column: column as u64 + 1 }
}

/// Line breaks in a text: `\n`, `\r\n`, `\r`.
pub fn line_breaks(text: &[u8]) -> u64 {
    let ends = |&at: &usize| text[at] == b'\n' || text.get(at + 1) != Some(&b'\n');
    memchr::memchr2_iter(b'\n', b'\r', text).filter(ends).count() as u64
}

/// Counts physical lines while going through a file.
#[derive(Debug, Default)]
pub struct Lines {
    seen: usize,
    breaks: u64,
}

impl Lines {
    /// The line of the record that begins at or, after blank lines, behind `start`. Starts must rise.
    pub fn record_at(&mut self, bytes: &[u8], start: usize) -> u64 {
        let rest = bytes.get(start..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = start + blank;
        self.breaks += line_breaks(bytes.get(self.seen..begin).unwrap_or_default());
        self.seen = begin.max(self.seen);
        self.breaks + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> (Vec<(u64, u64, String)>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("t.csv"), text).unwrap();
        let mut problems = Problems::default();
        let table = Table::open(folder.path(), "t.csv", &mut problems);
        let mut found = Vec::new();
        if let Some(table) = table {
            let last = table.header.names.len() - 1;
            table.each_row(&mut problems, |row, _| {
                found.push((row.at(Some(0)).line, row.at(Some(last)).line, row.text(Some(last)).to_owned()));
            });
        }
        (found, problems.list().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_file_of_nothing_but_commas_is_refused_at_once() {
        let (found, problems) = rows(&format!("sku,name{}\n", ",".repeat(200_000)));
        assert_eq!((found.len(), problems.len()), (0, 1));
        assert!(problems[0].contains("more than 2000 columns"), "{problems:?}");
    }

    #[test]
    fn lines_are_those_an_editor_shows() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "1,2", "\"x", "y\",3", ",", "", "5,6"].join(end);
            let expected = [(3, 3, "2"), (4, 5, "3"), (8, 8, "6")].map(|(a, b, c)| (a, b, c.to_owned()));
            assert_eq!(rows(&text), (expected.to_vec(), vec![]), "{end:?}");
        }
        assert_eq!(rows("\u{feff}sep=;\na;b\n1;2\n").0, [(3, 3, "2".to_owned())]);
    }

    #[test]
    fn what_no_cell_may_be_is_an_error() {
        let said = |text: &str| rows(text).1;
        assert_eq!(said(""), ["t.csv:1:1: error: file is empty"]);
        assert_eq!(said("a,b\n"), ["t.csv:1:1: warning: file has a header and no rows"]);
        assert_eq!(said("a,b\n1,2,,\n"), [] as [&str; 0]);
        assert_eq!(said("a,b\n1,2,3,4\n"), ["t.csv:2:3: error: row has more cells than the header: 3"]);
        assert_eq!(
            said(&format!("a,b\n1,{}\n", "x".repeat(MAX_CELL + 1))),
            [format!("t.csv:2:2: error: cell is longer than 64 KiB: {}...", "x".repeat(60))]
        );
        assert_eq!(
            said(&format!("a,{}\n1,2\n", "x".repeat(MAX_CELL + 1))),
            [format!("t.csv:1:2: error: name of a column is longer than 64 KiB: {}...", "x".repeat(60))]
        );
        assert_eq!(said("a,b\n1,\"2\n3,4\n"), ["t.csv:2:2: error: quotation mark is opened and never closed"]);
    }
}
