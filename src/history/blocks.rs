//! A stream of CSV cut into blocks that end where a record ends, so that several threads can read it.
//!
//! Most files need no care for quotation marks: a block in which every line holds an even number of them is cut at its
//! last line. In any other block records are looked for one by one.

use std::io::{self, Read};

use memchr::{memchr_iter, memchr2_iter, memrchr};

/// Bytes read together.
const BLOCK: usize = 512 * 1024;
/// A record as long as this is no record: a quotation mark was opened and never closed.
const LONGEST: usize = 16 * 1024 * 1024;

/// Some records.
#[derive(Debug)]
pub struct Block {
    /// Their text.
    pub bytes: Vec<u8>,
    /// The physical line of the first byte, from 1.
    pub line: u64,
    /// How it can be read.
    pub form: Form,
}

/// How a block can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A line is a record.
    Lines,
    /// Cells may span lines, or lines end in some other way.
    Records,
}

/// Cuts a stream.
pub struct Blocks<R> {
    input: R,
    rest: Vec<u8>,
    line: u64,
    delimiter: u8,
    is_over: bool,
}

impl<R: Read> Blocks<R> {
    /// A stream that goes on from line 1 with `start`, which was read already.
    pub fn new(start: Vec<u8>, input: R, line: u64, delimiter: u8) -> Self {
        Self { input, rest: start, line, delimiter, is_over: false }
    }

    /// How many lines were given out.
    pub fn lines(&self) -> u64 {
        self.line
    }

    /// The next block; `None` at the end.
    pub fn next(&mut self) -> io::Result<Option<Block>> {
        let mut bytes = std::mem::take(&mut self.rest);
        let mut wanted = BLOCK;
        loop {
            if !self.is_over {
                let missing = wanted.saturating_sub(bytes.len());
                bytes.reserve(missing);
                let read = self.input.by_ref().take(missing as u64).read_to_end(&mut bytes)?;
                self.is_over = read < missing;
            }
            if bytes.is_empty() {
                return Ok(None);
            }
            let form = form(&bytes);
            let end = match form {
                _ if self.is_over || bytes.len() >= LONGEST => bytes.len(),
                Form::Lines => memrchr(b'\n', &bytes).map_or(0, |at| at + 1),
                Form::Records => self.last_record(&bytes),
            };
            if end == 0 {
                wanted *= 2;
                continue;
            }
            // What is left begins the next block; whole lines decide the form, so that it is looked at again.
            self.rest.extend_from_slice(&bytes[end..]);
            bytes.truncate(end);
            let form = if form == Form::Records { self::form(&bytes) } else { form };
            let line = self.line;
            self.line += line_breaks(&bytes, form);
            return Ok(Some(Block { bytes, line, form }));
        }
    }

    /// Where the last record begins, which may go on behind what was read.
    fn last_record(&self, bytes: &[u8]) -> usize {
        let mut reader = reader(bytes, self.delimiter);
        let mut record = csv::ByteRecord::new();
        let mut last = 0;
        loop {
            let start = reader.position().byte() as usize;
            match reader.read_byte_record(&mut record) {
                Ok(true) => last = start,
                _ => return last,
            }
        }
    }
}

/// A reader of records as they are written in files of sales.
pub fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes)
}

fn form(bytes: &[u8]) -> Form {
    let (mut line_end, mut quotes) = (None, 0_u32);
    let mut is_odd = false;
    for at in memchr2_iter(b'"', b'\r', bytes) {
        if bytes[at] == b'\r' {
            if bytes.get(at + 1).is_some_and(|&next| next != b'\n') {
                return Form::Records;
            }
            continue;
        }
        if line_end.is_none_or(|end| at > end) {
            is_odd |= quotes % 2 == 1;
            quotes = 0;
            line_end = Some(memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length));
        }
        quotes += 1;
    }
    // A last line that was not read to its end yet may stand open.
    let is_cut = line_end == Some(bytes.len());
    if is_odd || (quotes % 2 == 1 && !is_cut) { Form::Records } else { Form::Lines }
}

fn line_breaks(bytes: &[u8], form: Form) -> u64 {
    match form {
        Form::Lines => memchr_iter(b'\n', bytes).count() as u64,
        Form::Records => crate::sheet::table::line_breaks(bytes),
    }
}
