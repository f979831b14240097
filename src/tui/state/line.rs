//! The search line, and what hangs on it.

use crate::domain::{StepNumber, UnixMillis};
use crate::tui::scanner::Scanner;

/// The search line.
#[derive(Debug, Default)]
pub struct SearchLine {
    /// The text and the cursor in it.
    pub input: tui_input::Input,
    /// Tells scans from typing.
    pub scanner: Scanner,
    /// So many characters behind the text were not taken, because the line was full.
    pub refused: usize,
    /// The next scan or Enter adds so many; shown as `3 x`.
    pub times: Option<i64>,
    /// What an answer just took off the line, in case it was the beginning of a code.
    pub acted: Option<Acted>,
    /// When a key or scan last came.
    pub touched: UnixMillis,
    /// True where the keys that are coming ended a pause so long that the customer must be gone.
    pub paused: bool,
}

/// An answer that may have been the beginning of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted {
    /// What it took off the line, its sign included.
    pub typed: String,
    /// When, in ticks.
    pub at: u64,
    /// The step it became.
    pub step: StepNumber,
}

impl SearchLine {
    /// The text in it.
    pub fn text(&self) -> &str {
        self.input.value()
    }
}
