//! Cells between delimiters, streamed: a record at a time, with the physical line of every cell.
//!
//! Quotation marks are those of RFC 4180, as spreadsheets write them: a mark that does not begin a cell is a letter, and
//! what stands behind the closing one belongs to the cell. Lines end with `\n`, `\r\n` or `\r`.

use std::io::{self, BufRead, Read as _};

use super::packed::size;
use super::pass::Pass;
use super::text::Text;
use super::{Cell, Limits, Row};
use crate::sheet::format;
use crate::sheet::problem::At;

/// So much of a file is looked at for its delimiter.
const SAMPLE: u64 = 1 << 20;

/// How a CSV file is written.
#[derive(Debug)]
pub struct Csv {
    text: Text,
    /// Between cells.
    pub delimiter: u8,
    /// Bytes of UTF-8 before the first record.
    skip: usize,
}

impl Csv {
    /// Looks for the delimiter. The inner error says what the file is instead.
    pub fn open(text: Text) -> io::Result<Result<Self, &'static str>> {
        let mut sample = Vec::new();
        text.read()?.take(SAMPLE).read_to_end(&mut sample)?;
        Ok(format::detect(&sample).map(|found| Self { text, delimiter: found.delimiter, skip: found.skip }))
    }

    /// The name of the encoding, as the WHATWG writes it.
    pub fn encoding(&self) -> &'static str {
        self.text.encoding.name()
    }

    /// Gives every record to `pass`.
    pub fn rows(&self, limits: &Limits, pass: &mut Pass) -> io::Result<()> {
        let mut records = Records::new(self.text.read()?, self.delimiter, limits);
        records.skip(self.skip)?;
        let mut row = Row::default();
        loop {
            match records.next(&mut row)? {
                Next::Record => {
                    if pass.row(&row).is_break() {
                        return Ok(());
                    }
                }
                Next::Wrong(fault) => {
                    let (at, what) = fault.said(limits);
                    if pass.wrong(at, what, "").is_break() {
                        return Ok(());
                    }
                }
                Next::End => return Ok(()),
            }
        }
    }
}

/// Reads records.
struct Records<R> {
    input: R,
    delimiter: u8,
    cell: usize,
    columns: usize,
    lines: Lines,
}

/// Counts lines as an editor does.
struct Lines {
    /// The line on which the next byte stands.
    line: u64,
    /// True behind a `\r`, to which a `\n` would belong.
    is_behind_cr: bool,
}

impl Lines {
    fn count(&mut self, text: &[u8]) {
        for at in memchr::memchr2_iter(b'\n', b'\r', text) {
            let is_behind_cr = if at == 0 { self.is_behind_cr } else { text[at - 1] == b'\r' };
            self.line += u64::from(text[at] == b'\r' || !is_behind_cr);
        }
        if let Some(&last) = text.last() {
            self.is_behind_cr = last == b'\r';
        }
    }
}

enum Next {
    Record,
    Wrong(Fault),
    End,
}

#[derive(Clone, Copy)]
enum Fault {
    Long(At),
    Columns(At),
    Open(At),
}

impl Fault {
    fn said(self, limits: &Limits) -> (At, String) {
        match self {
            Self::Long(at) => (at, format!("cell is longer than {}", size(limits.cell as u64))),
            Self::Columns(at) => (at, format!("more than {} columns", limits.columns)),
            Self::Open(at) => (at, "quotation mark is opened and never closed".to_owned()),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark within a quoted cell.
    Mark,
}

impl<R: BufRead> Records<R> {
    fn new(input: R, delimiter: u8, limits: &Limits) -> Self {
        Self {
            input,
            delimiter,
            cell: limits.cell,
            columns: limits.columns,
            lines: Lines { line: 1, is_behind_cr: false },
        }
    }

    /// Passes over what stands before the first record.
    fn skip(&mut self, bytes: usize) -> io::Result<()> {
        let mut skipped = Vec::new();
        self.input.by_ref().take(bytes as u64).read_to_end(&mut skipped)?;
        self.lines.count(&skipped);
        Ok(())
    }

    fn next(&mut self, row: &mut Row) -> io::Result<Next> {
        let mut cells = Cells::new(row, self.cell, self.columns);
        let mut state = State::Start;
        // Where the open quotation mark stands.
        let mut opened = At::START;
        cells.begin(self.lines.line);
        loop {
            let buffer = self.input.fill_buf()?;
            let Some(&first) = buffer.first() else {
                return Ok(match state {
                    State::Quoted => Next::Wrong(Fault::Open(opened)),
                    State::Start if cells.is_first() => Next::End,
                    _ => cells.end(),
                });
            };
            let ends_line = matches!(first, b'\n' | b'\r');
            let used = match state {
                State::Start if ends_line && cells.is_first() => {
                    // A blank line, or the second half of the end of the line before.
                    self.lines.count(&[first]);
                    cells.begin(self.lines.line);
                    self.input.consume(1);
                    continue;
                }
                State::Start if first == b'"' => {
                    self.lines.is_behind_cr = false;
                    opened = cells.at();
                    state = State::Quoted;
                    1
                }
                State::Start | State::Plain => {
                    let end = memchr::memchr3(self.delimiter, b'\n', b'\r', buffer);
                    cells.push(&buffer[..end.unwrap_or(buffer.len())]);
                    state = State::Plain;
                    self.lines.is_behind_cr = false;
                    match end {
                        None => buffer.len(),
                        Some(end) if buffer[end] == self.delimiter => {
                            cells.begin_next(self.lines.line);
                            state = State::Start;
                            end + 1
                        }
                        Some(end) => {
                            self.lines.count(&buffer[end..=end]);
                            self.input.consume(end + 1);
                            return Ok(cells.end());
                        }
                    }
                }
                State::Quoted => {
                    let end = memchr::memchr(b'"', buffer);
                    let text = &buffer[..end.unwrap_or(buffer.len())];
                    cells.push(text);
                    self.lines.count(text);
                    if end.is_some() {
                        state = State::Mark;
                    }
                    text.len() + usize::from(end.is_some())
                }
                State::Mark if first == b'"' => {
                    cells.push(b"\"");
                    state = State::Quoted;
                    self.lines.is_behind_cr = false;
                    1
                }
                State::Mark => {
                    state = State::Plain;
                    0
                }
            };
            self.input.consume(used);
        }
    }
}

/// The cells of the record that is being read; those of the record before lend their memory.
struct Cells<'a> {
    row: &'a mut Row,
    /// The cell that is being read.
    now: usize,
    text: Vec<u8>,
    line: u64,
    longest: usize,
    columns: usize,
    fault: Option<Fault>,
}

impl<'a> Cells<'a> {
    fn new(row: &'a mut Row, longest: usize, columns: usize) -> Self {
        Self { row, now: 0, text: Vec::new(), line: 0, longest, columns, fault: None }
    }

    fn is_first(&self) -> bool {
        self.now == 0
    }

    fn at(&self) -> At {
        At { line: self.line, column: self.now as u64 + 1 }
    }

    /// Begins a cell in the place of `now`.
    fn begin(&mut self, line: u64) {
        if self.now == 0 {
            self.row.line = line;
        }
        self.line = line;
        self.text =
            self.row.cells.get_mut(self.now).map(|cell| std::mem::take(&mut cell.text)).unwrap_or_default().into();
        self.text.clear();
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.text.len() + bytes.len() > self.longest {
            let at = self.at();
            self.fault.get_or_insert(Fault::Long(at));
        }
        if self.fault.is_none() {
            self.text.extend_from_slice(bytes);
        }
    }

    fn begin_next(&mut self, line: u64) {
        self.keep();
        self.now += 1;
        if self.now >= self.columns {
            let at = self.at();
            self.fault.get_or_insert(Fault::Columns(at));
        }
        self.begin(line);
    }

    fn keep(&mut self) {
        if self.fault.is_some() {
            return;
        }
        let text = match String::from_utf8(std::mem::take(&mut self.text)) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        let cell = Cell { text, line: self.line, number: false };
        match self.row.cells.get_mut(self.now) {
            Some(place) => *place = cell,
            None => self.row.cells.push(cell),
        }
    }

    fn end(mut self) -> Next {
        self.keep();
        match self.fault {
            Some(fault) => Next::Wrong(fault),
            None => {
                self.row.cells.truncate(self.now + 1);
                Next::Record
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, limits: &Limits) -> (Vec<(u64, Vec<(u64, String)>)>, Vec<(At, String)>) {
        // A buffer of few bytes, so that everything stands on a border some time.
        let input = io::BufReader::with_capacity(3, text.as_bytes());
        let mut records = Records::new(input, b',', limits);
        let (mut row, mut found, mut wrong) = (Row::default(), Vec::new(), Vec::new());
        loop {
            match records.next(&mut row).unwrap() {
                Next::Record => {
                    let cells = row.cells.iter().map(|cell| (cell.line, cell.text.clone())).collect();
                    found.push((row.line, cells));
                }
                Next::Wrong(fault) => wrong.push(fault.said(limits)),
                Next::End => return (found, wrong),
            }
        }
    }

    #[test]
    fn every_cell_knows_its_line() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "1,\"x", "", "y\",3", ",", "5,\"6\"\"7\""].join(end);
            let inner = format!("x{end}{end}y");
            let cells = |cells: &[(u64, &str)]| cells.iter().map(|&(line, text)| (line, text.to_owned())).collect();
            let expected: Vec<(u64, Vec<(u64, String)>)> = vec![
                (1, cells(&[(1, "a"), (1, "b")])),
                (3, cells(&[(3, "1"), (3, &inner), (5, "3")])),
                (6, cells(&[(6, ""), (6, "")])),
                (7, cells(&[(7, "5"), (7, "6\"7")])),
            ];
            assert_eq!(rows(&text, &Limits::default()), (expected, vec![]), "{end:?}");
        }
    }

    #[test]
    fn what_is_beyond_the_bounds_is_not_held() {
        let limits = Limits { cell: 8, columns: 3, ..Limits::default() };
        let (found, wrong) =
            rows(&format!("a,b\n1,{}\n2,\"{}\",x\n{}\n3,4\n", "x".repeat(9), "\n".repeat(20), ",".repeat(9)), &limits);
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 25]);
        let at = |line, column| At { line, column };
        let expected = [
            (at(2, 2), "cell is longer than 8 bytes".to_owned()),
            (at(3, 2), "cell is longer than 8 bytes".to_owned()),
            (at(24, 4), "more than 3 columns".to_owned()),
        ];
        assert_eq!(wrong, expected);
        let (_, wrong) = rows(&format!("a,b\n1,\"{}", "x\n".repeat(1000)), &limits);
        assert_eq!(wrong, [(at(2, 2), "quotation mark is opened and never closed".to_owned())]);
    }

    proptest! {
        #[test]
        fn cells_are_those_that_the_csv_crate_finds(text in "[a\",\r\n]{0,40}") {
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            let (found, wrong) = rows(&text, &Limits::default());
            let found: Vec<Vec<String>> =
                found.into_iter().map(|(_, cells)| cells.into_iter().map(|(_, text)| text).collect()).collect();
            let known = expected.len() - wrong.len();
            prop_assert_eq!(&found[..], &expected[..known]);
        }
    }
}
