//! What is wrong with lines of a history, kept short: the first few of each kind with their places, and a count.

use std::collections::BTreeMap;

use crate::sheet::problem::{At, Problems};

/// So many places of one kind are said.
pub const SAID: usize = 20;

/// What can be wrong with a line, the SKU apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// A time of 1970, which a clock without a battery gives.
    Epoch,
    /// A basket that has another day on another line.
    TwoDays,
}

/// The slips of one file.
#[derive(Debug, Default)]
pub struct Slips {
    kinds: BTreeMap<Slip, (u64, Vec<(At, String)>)>,
}

impl Slips {
    /// Notes a slip.
    pub fn note(&mut self, slip: Slip, at: At, value: &[u8]) {
        let (count, first) = self.kinds.entry(slip).or_default();
        *count += 1;
        if first.len() < SAID {
            first.push((at, String::from_utf8_lossy(&value[..value.len().min(240)]).into_owned()));
        }
    }

    /// Takes over what another reader of the same file noted.
    pub fn merge(&mut self, other: Self) {
        for (slip, (more, places)) in other.kinds {
            let (count, first) = self.kinds.entry(slip).or_default();
            *count += more;
            first.extend(places);
            first.sort();
            first.truncate(SAID);
        }
    }

    /// Says the first of each kind and counts the rest.
    pub fn say(&self, file: &str, problems: &mut Problems) {
        for (slip, (count, first)) in &self.kinds {
            for (at, value) in first {
                slip.say(file, *at, value, problems);
            }
            if let (Some((last, _)), more @ 1..) = (first.last(), count.saturating_sub(SAID as u64)) {
                slip.say_more(file, *last, more, problems);
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
            Self::Epoch => problems.warning(file, at, "timestamp is of 1970, counts without age", value),
            Self::TwoDays => problems.warning(file, at, "basket is on two days, counts as one on the first", value),
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
            Self::Epoch => format!("and {more} more timestamps of 1970"),
            Self::TwoDays => format!("and {more} more baskets on two days"),
        };
        problems.warning(file, at, what, "");
    }
}
