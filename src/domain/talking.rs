//! What staff can say of an add-on.

use serde::{Deserialize, Serialize};

use super::text::CleanText;

/// A reason customers give for a no, the same five wherever one is noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objection {
    /// "Got one."
    HasOne,
    /// "Too expensive."
    TooExpensive,
    /// "In a hurry", "another time".
    NotNow,
    /// "It does not fit mine."
    DoesNotFit,
    /// Anything else.
    Other,
}

impl Objection {
    /// All five, in the order of the digits that note them, from 1.
    pub const ALL: [Self; 5] = [Self::HasOne, Self::TooExpensive, Self::NotNow, Self::DoesNotFit, Self::Other];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::HasOne => "has_one",
            Self::TooExpensive => "too_expensive",
            Self::NotNow => "not_now",
            Self::DoesNotFit => "does_not_fit",
            Self::Other => "other",
        }
    }
}

/// ASK, SAY and IF of one link in one language, and its WHY.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkingPoint {
    /// A question about the customer's need, asked first: at most ten words.
    pub ask: Option<CleanText>,
    /// One benefit, to be read aloud: at most twenty words.
    pub say: Option<CleanText>,
    /// Prepared answers to objections, in the order of the columns.
    pub answers: Vec<(Objection, CleanText)>,
    /// Why it is here, in words a customer may read.
    pub why: Option<CleanText>,
}

impl TalkingPoint {
    /// True where nobody wrote anything.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}
