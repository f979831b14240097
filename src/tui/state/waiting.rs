//! What is under way: answers that are waited for, keys that came meanwhile, writes that are not on disk yet.

use std::collections::VecDeque;

use super::Clock;
use crate::tui::message::{Effect, Message};

/// What is under way. Keys that come meanwhile are kept and applied in order.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Number given to the last effect that wants an answer.
    pub last_id: u64,
    /// The answers without which no further key can be understood.
    pub awaited: Vec<Awaited>,
    /// Keys kept back, with the time they were pressed.
    pub queue: VecDeque<(Clock, Message)>,
    /// The newest search; answers to older ones are dropped.
    pub search: u64,
    /// The newest question for details.
    pub look: u64,
    /// What the store has not taken yet, in order: under way, or failed and to be tried again.
    pub unstored: Vec<Unstored>,
    /// When failed writes are tried again without a key, in ticks.
    pub retry_at: Option<u64>,
    /// A catalog that is installed and not sold from yet.
    pub arrived: Option<Arrival>,
    /// Ctrl+C was pressed at this tick; a second one quits.
    pub interrupted: Option<u64>,
}

/// A catalog that came while somebody sold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// When head office published it, in ISO form.
    pub day: Option<String>,
    /// How many prices differ from the catalog before, where that is known.
    pub prices: Option<u64>,
}

/// A write that the store has not acknowledged.
#[derive(Clone, Debug, PartialEq)]
pub struct Unstored {
    /// What is to be written; its number is the one last sent.
    pub effect: Effect,
    /// True where the store said no.
    pub failed: bool,
}

/// An answer that is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// Its number.
    pub id: u64,
    /// Since when, in ticks.
    pub since: u64,
    /// What happens with it.
    pub purpose: Purpose,
}

/// What an awaited answer is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An item to add, so many of it.
    Add {
        /// The code as it came.
        code: String,
        /// How many.
        quantity: i64,
        /// How much the source of the code is trusted.
        source: CodeSource,
    },
    /// An item that the till took off again, so many of it.
    TakeOff {
        /// How many.
        quantity: i64,
    },
    /// Something to be on disk before it is shown.
    Store,
    /// Suggestions for the basket as it now is.
    Suggest(Change),
    /// The search for the text on the line, whose first row Enter adds.
    EnterSearch,
}

/// What changed the basket, and so decides which rows stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another item joined: answered rows leave, better ones take free places.
    Joined,
    /// An answer was given: every row keeps its place, none comes.
    Answered,
    /// Something was taken back or switched: what holds stays, free places are filled.
    Revised,
}

/// Where a code came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeSource {
    /// A scanner, with an end key, or a paste.
    Scan,
    /// Silence after fast keys: a scan only where the code is known.
    Silence {
        /// How many of its characters stand on the line.
        typed: usize,
    },
    /// Enter after fewer fast keys than a scan has: one only where the code is known.
    Short {
        /// How many of its characters stand on the line.
        typed: usize,
    },
    /// Typed, then Enter.
    Typed,
    /// A line of the till.
    Till {
        /// False where the line only looks as if it held a code.
        sure: bool,
    },
}
