//! What is wrong with lines of a history, kept short: the first few of each kind with their places, and a count.
//!
//! While a file is streamed a place is the byte where its record begins; its line is found afterwards.

use csv::ByteRecord;

use super::table::cell_at;
use crate::catalog::problem::{At, Problems};

/// So many places of one kind are said.
pub const SAID: usize = 20;

/// What can be wrong with a line, the SKU apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// A required cell is empty.
    Empty(&'static str),
    /// More cells than the header.
    TooMany,
    /// Line breaks in a cell that matters.
    Broken,
    /// Line breaks in another cell.
    Breaks,
    /// A quantity that is no number.
    Quantity,
    /// A time that is none.
    Time,
}

#[derive(Default)]
pub struct Slips {
    counts: Vec<(Slip, u64)>,
    /// The first of each kind; until they are placed, `line` is the byte where the record begins.
    first: Vec<(Slip, At, String)>,
}

impl Slips {
    /// Notes a slip in a record that begins at a byte.
    pub fn note(&mut self, slip: Slip, start: u64, record: &ByteRecord, column: Option<usize>) {
        let known = self.counts.iter().position(|(known, _)| *known == slip);
        let place = known.unwrap_or_else(|| {
            self.counts.push((slip, 0));
            self.counts.len() - 1
        });
        self.counts[place].1 += 1;
        if self.counts[place].1 <= SAID as u64 {
            let column = column.unwrap_or(0);
            let cell = record.get(column).unwrap_or_default();
            let at = At { line: start, ..cell_at(0, record, column) };
            let value = String::from_utf8_lossy(&cell[..cell.len().min(240)]).into_owned();
            self.first.push((slip, at, value));
        }
    }

    /// The bytes at which the records begin that something is said of.
    pub fn starts(&self) -> impl Iterator<Item = u64> {
        self.first.iter().map(|(_, at, _)| at.line)
    }

    /// Says the first of each kind and counts the rest; `line` finds the line of a byte.
    pub fn say(&self, file: &str, line: impl Fn(u64) -> u64, problems: &mut Problems) {
        let place = |at: &At| At { line: line(at.line), ..*at };
        for (slip, at, value) in &self.first {
            slip.say(file, place(at), value, problems);
        }
        for (slip, count) in &self.counts {
            if let Some(more) = count.checked_sub(SAID as u64).filter(|&more| more > 0) {
                let last = self.first.iter().rfind(|(known, _, _)| known == slip);
                slip.say_more(file, last.map_or(At::START, |(_, at, _)| place(at)), more, problems);
            }
        }
    }
}

impl Slip {
    fn say(self, file: &str, at: At, value: &str, problems: &mut Problems) {
        match self {
            Self::Empty(name) => problems.error(file, at, "required cell is empty", name),
            Self::TooMany => problems.error(file, at, "row has more cells than the header", value),
            Self::Broken => problems.error(file, at, "cell spans lines, is a quotation mark not closed?", value),
            Self::Breaks => problems.warning(file, at, "cell spans lines, is a quotation mark not closed?", value),
            Self::Quantity => problems.warning(file, at, "quantity is not a number, counted as 1", value),
            Self::Time => problems.warning(file, at, "timestamp is not a date, counts without age", value),
        }
    }

    fn say_more(self, file: &str, at: At, more: u64, problems: &mut Problems) {
        let what = match self {
            Self::Empty(name) => return problems.error(file, at, format!("and {more} more without {name}"), ""),
            Self::TooMany => return problems.error(file, at, format!("and {more} more with too many cells"), ""),
            Self::Broken => return problems.error(file, at, format!("and {more} more that span lines"), ""),
            Self::Breaks => format!("and {more} more cells that span lines"),
            Self::Quantity => format!("and {more} more quantities that are not a number"),
            Self::Time => format!("and {more} more timestamps that are not a date"),
        };
        problems.warning(file, at, what, "");
    }
}
