//! Staff's better wording of a sentence, on its way to whoever writes them.

use serde::{Deserialize, Serialize};

use super::sku::Sku;
use super::text::CleanText;
use super::writing::Part;

/// Longer texts are refused: nobody says so much at a counter.
pub const LONGEST: usize = 300;

/// One sentence as a colleague would say it. The keys are those of an event of kind `sentence`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Wording {
    /// The item of the basket.
    pub item: Sku,
    /// The add-on.
    pub add_on: Sku,
    /// Which sentence.
    pub part: Spoken,
    /// The language of the screen it was written on: `en`.
    pub language: String,
    /// The sentence, clean.
    pub text: CleanText,
}

/// The sentences that are read aloud, and so improved where they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spoken {
    /// The question.
    Ask,
    /// The benefit.
    Say,
}

impl Spoken {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Say => "say",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Ask => Self::Say,
            Self::Say => Self::Ask,
        }
    }

    /// Whose limits hold.
    pub fn part(self) -> Part {
        match self {
            Self::Ask => Part::Ask,
            Self::Say => Part::Say,
        }
    }
}
