//! A block of CSV → lines of sales: cells found, quantities and days read, what is wrong noted.

use memchr::{memchr, memchr_iter};

use super::blocks::{Block, Form, reader};
use super::lines::{Collector, PIECE};
use super::place::Place;
use super::slips::{Slip, Slips};
use crate::domain::Day;
use crate::sheet::problem::At;
use crate::sheet::table::{Header, Lines, line_breaks};

/// The columns that are read.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Of the basket.
    pub basket: usize,
    /// Of the SKU.
    pub sku: usize,
    /// Of the time, where there is one.
    pub timestamp: Option<usize>,
    quantity: Option<usize>,
    width: usize,
    delimiter: u8,
}

impl Columns {
    /// Those of a header that has what is required.
    pub fn of(header: &Header, delimiter: u8) -> Option<Self> {
        Some(Self {
            basket: header.find("basket_id")?,
            sku: header.find("sku")?,
            timestamp: header.find("timestamp"),
            quantity: header.find("quantity"),
            width: header.names.len(),
            delimiter,
        })
    }
}

/// Reads the blocks of one file.
pub struct Records<'a> {
    /// Where lines go.
    pub into: &'a mut Collector,
    /// What is wrong with them.
    pub slips: Slips,
    /// How many there were.
    pub rows: u64,
    columns: &'a Columns,
    /// The place of line 0.
    start: Place,
    unquoted: Vec<u8>,
    cells: Vec<(usize, usize)>,
    time: Vec<u8>,
    day: Option<Day>,
}

/// The cells of one record.
struct Cells<'a> {
    text: &'a [u8],
    ends: &'a [(usize, usize)],
}

impl<'a> Cells<'a> {
    fn get(&self, column: usize) -> &'a [u8] {
        self.ends.get(column).map_or(&[], |&(start, end)| self.text[start..end].trim_ascii())
    }

    /// Where a cell begins: line breaks inside the quoted cells before it count.
    fn at(&self, line: u64, column: usize) -> At {
        let before: u64 = (0..column.min(self.ends.len())).map(|column| line_breaks(self.raw(column))).sum();
        At { line: line + before, column: column as u64 + 1 }
    }

    fn raw(&self, column: usize) -> &'a [u8] {
        let (start, end) = self.ends[column];
        &self.text[start..end]
    }
}

impl<'a> Records<'a> {
    /// Reads blocks of a file whose line 0 has this place.
    pub fn new(into: &'a mut Collector, columns: &'a Columns, start: Place) -> Self {
        Self {
            into,
            slips: Slips::default(),
            rows: 0,
            columns,
            start,
            unquoted: Vec::new(),
            cells: Vec::new(),
            time: Vec::new(),
            day: None,
        }
    }

    /// Reads a block.
    pub fn block(&mut self, block: &Block) {
        match block.form {
            Form::Lines => self.lines(block),
            Form::Records => self.records(block),
        }
    }

    fn lines(&mut self, block: &Block) {
        let mut start = 0;
        let (mut cells, mut unquoted) = (std::mem::take(&mut self.cells), std::mem::take(&mut self.unquoted));
        let ends = memchr_iter(b'\n', &block.bytes).chain([block.bytes.len()]);
        for (end, line) in ends.zip(block.line..) {
            let text = &block.bytes[start..end];
            start = end + 1;
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            if text.is_empty() {
                continue;
            }
            cells.clear();
            // A look at every line for the rare one: the bytes are in the nearest cache by then.
            let text = if memchr(b'"', text).is_some() {
                unquote(text, self.columns.delimiter, &mut unquoted, &mut cells);
                &unquoted
            } else {
                split(text, self.columns.delimiter, &mut cells);
                text
            };
            self.record(&Cells { text, ends: &cells }, line);
        }
        (self.cells, self.unquoted) = (cells, unquoted);
    }

    fn records(&mut self, block: &Block) {
        let mut csv = reader(&block.bytes, self.columns.delimiter);
        let mut record = csv::ByteRecord::new();
        let mut lines = Lines::default();
        let mut ends = Vec::new();
        loop {
            let start = csv.position().byte() as usize;
            // Reading from memory in flexible mode cannot fail.
            if !csv.read_byte_record(&mut record).unwrap_or(false) {
                break;
            }
            ends.clear();
            ends.extend((0..record.len()).filter_map(|cell| record.range(cell)).map(|range| (range.start, range.end)));
            let line = lines.record_at(&block.bytes, start) - 1 + block.line;
            self.record(&Cells { text: record.as_slice(), ends: &ends }, line);
        }
    }

    fn record(&mut self, cells: &Cells, line: u64) {
        self.rows += 1;
        let columns = self.columns;
        let (basket, sku) = (cells.get(columns.basket), cells.get(columns.sku));
        if basket.is_empty() || sku.is_empty() {
            if (0..cells.ends.len()).all(|column| cells.get(column).is_empty()) {
                return;
            }
            for (column, name, value) in [(columns.basket, "basket_id", basket), (columns.sku, "sku", sku)] {
                if value.is_empty() {
                    self.slips.note(Slip::Empty(name), cells.at(line, column), name.as_bytes());
                }
            }
        }
        if cells.ends.len() > columns.width {
            self.more_than_the_header(cells, line);
        }
        if memchr(b'\n', cells.text).is_some() {
            self.breaks(cells, line);
        }
        if basket.is_empty() || sku.is_empty() {
            return;
        }
        let quantity = match columns.quantity.map_or(&b""[..], |column| cells.get(column)) {
            b"" | b"1" => PIECE,
            raw => quantity(raw).unwrap_or_else(|| {
                self.slips.note(Slip::Quantity, cells.at(line, columns.quantity.unwrap_or(0)), raw);
                PIECE
            }),
        };
        let day = columns.timestamp.and_then(|column| self.day(cells, line, column));
        self.into.line(basket, sku, day, quantity, self.start + line);
    }

    /// The day of a line: mostly that of the line before.
    fn day(&mut self, cells: &Cells, line: u64, column: usize) -> Option<Day> {
        let raw = cells.get(column);
        if self.day.is_some() && self.time == raw {
            return self.day;
        }
        raw.clone_into(&mut self.time);
        let found = day(raw);
        self.day = known(found);
        if self.day.is_none() {
            let slip = if found.is_some() { Slip::Epoch } else { Slip::Time };
            self.slips.note(slip, cells.at(line, column), raw);
        }
        self.day
    }

    #[cold]
    fn more_than_the_header(&mut self, cells: &Cells, line: u64) {
        let column = self.columns.width;
        if (column..cells.ends.len()).any(|column| !cells.get(column).is_empty()) {
            self.slips.note(Slip::TooMany, cells.at(line, column), cells.get(column));
        }
    }

    /// A quotation mark that is never closed swallows the rest of the file into one cell.
    #[cold]
    fn breaks(&mut self, cells: &Cells, line: u64) {
        let columns = self.columns;
        let read = [Some(columns.basket), Some(columns.sku), columns.timestamp, columns.quantity];
        for column in 0..cells.ends.len() {
            if memchr(b'\n', cells.get(column)).is_some() {
                let slip = if read.contains(&Some(column)) { Slip::Broken } else { Slip::Breaks };
                self.slips.note(slip, cells.at(line, column), cells.get(column));
            }
        }
    }
}

/// A day that says something: a clock without a battery begins at 1970.
pub fn known(day: Option<Day>) -> Option<Day> {
    day.filter(|day| day.to_civil().0 != 1970)
}

fn split(text: &[u8], delimiter: u8, cells: &mut Vec<(usize, usize)>) {
    let mut start = 0;
    for end in memchr_iter(delimiter, text) {
        cells.push((start, end));
        start = end + 1;
    }
    cells.push((start, text.len()));
}

/// The same for a line with quotation marks, which are taken out: those around a cell, and one of two inside it.
fn unquote(text: &[u8], delimiter: u8, into: &mut Vec<u8>, cells: &mut Vec<(usize, usize)>) {
    into.clear();
    let mut rest = text;
    loop {
        let start = into.len();
        if let Some(mut quoted) = rest.strip_prefix(b"\"") {
            loop {
                let end = memchr(b'"', quoted).unwrap_or(quoted.len());
                into.extend_from_slice(&quoted[..end]);
                quoted = quoted.get(end + 1..).unwrap_or_default();
                match quoted.strip_prefix(b"\"") {
                    Some(behind) => {
                        into.push(b'"');
                        quoted = behind;
                    }
                    None => break,
                }
            }
            rest = quoted;
        }
        let end = memchr(delimiter, rest).unwrap_or(rest.len());
        into.extend_from_slice(&rest[..end]);
        cells.push((start, into.len()));
        match rest.get(end + 1..) {
            Some(behind) => rest = behind,
            None => return,
        }
    }
}

/// Pieces in millionths: `2`, `-1`, `0.25`.
pub fn quantity(raw: &[u8]) -> Option<i64> {
    let number: f64 = std::str::from_utf8(raw).ok()?.parse().ok()?;
    whole(number)
}

/// A number of pieces in millionths.
pub fn whole(number: f64) -> Option<i64> {
    number.is_finite().then_some((number * PIECE as f64).round() as i64)
}

/// The day of an ISO 8601 date, with or without a time.
pub fn day(raw: &[u8]) -> Option<Day> {
    let text = std::str::from_utf8(raw).ok()?;
    let (date, time) = text.split_at_checked(10)?;
    let time_follows = time.is_empty() || (time.starts_with(['T', ' ', 't']) && time.len() >= 6);
    time_follows.then(|| Day::parse(date))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_and_days_are_read_or_not() {
        for (raw, expected) in
            [("2", Some(2_000_000)), ("-1", Some(-PIECE)), ("0.25", Some(250_000)), ("two", None), ("NaN", None)]
        {
            assert_eq!(quantity(raw.as_bytes()), expected, "{raw}");
        }
        for good in ["2026-11-22", "2026-11-22T14:32:00", "2026-11-22 14:32", "2026-11-22T14:32:00+01:00"] {
            assert_eq!(day(good.as_bytes()), Some(Day(20_779)), "{good}");
        }
        for bad in ["", "22.11.2026", "2026-13-01", "2026-11-22x", "20261122T1432"] {
            assert_eq!(day(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!((known(Some(Day(364))), known(Some(Day(365)))), (None, Some(Day(365))));
    }

    #[test]
    fn a_line_with_quotation_marks_has_the_cells_that_csv_finds() {
        for text in ["a,b", "\"a\",\"b\"", "\"a,1\",b", "\"a\"\"x\"\"\",b,", ",,", "a\"b,c\"", "\"\",\"\"", "\"a\"b,c"]
        {
            let (mut plain, mut ends) = (Vec::new(), Vec::new());
            unquote(text.as_bytes(), b',', &mut plain, &mut ends);
            let found: Vec<&[u8]> = ends.iter().map(|&(start, end)| &plain[start..end]).collect();
            let mut record = csv::ByteRecord::new();
            reader(text.as_bytes(), b',').read_byte_record(&mut record).unwrap();
            assert_eq!(found, record.iter().collect::<Vec<_>>(), "{text}");
        }
    }
}
