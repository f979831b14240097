//! A CSV file: which sign is between its cells, and its records, streamed.

use std::io::{self, Read as _};

use super::pass::Pass;
use super::records::{Next, Records};
use super::text::Text;
use super::{Limits, Row};
use crate::sheet::format;

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
