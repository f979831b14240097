//! Candidates for a basket → suggestions: filters, order, the bar, discipline, reason and explanation.
//!
//! Ranking takes two steps, so that only what may be shown has to be read from the catalog: [`score`] orders candidates
//! by what sales taught ([`Parameters`] is the formula behind it), and [`choose`] filters them, holds them against the bar
//! and makes the list. Both are pure: same input, same list.

mod arm;
mod choose;
pub mod explain;
mod filter;
mod formula;
mod score;

pub use choose::{
    Advice, Answered, Candidates, Choice, Chosen, Decision, Fate, Limits, NotFitting, Quiet, Verdict, choose,
};
pub use filter::is_real;
pub use formula::{Calibration, Observed, Parameters};
pub use score::{CategoryEvidence, Evidence, Figures, PairEvidence, Scored, Totals, score};

use crate::domain::{Changes, Item, UnixMillis};

/// The shop's rules for suggestions, from `shop.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Suggestions at once, 1 to 5.
    pub max: usize,
    /// What mined pairs may do.
    pub mined: Mined,
    /// Below this many sales with both, a pair is not shown and no number is named.
    pub min_pair_count: u64,
    /// The bar: below this probability a mined pair is not shown.
    pub minimum_relevance: f64,
    /// How far margin may reorder suggestions of like relevance, 0 to 1.
    pub margin_weight: f64,
    /// After so many noes only `required` add-ons are proposed.
    pub quiet_after_noes: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            max: 3,
            mined: Mined::Fill,
            min_pair_count: 5,
            minimum_relevance: 0.02,
            margin_weight: 0.1,
            quiet_after_noes: 2,
        }
    }
}

/// What mined pairs may do in a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mined {
    /// Fill free places behind links.
    Fill,
    /// Only those a person accepted.
    Proposals,
    /// Nothing.
    Off,
}

impl Mined {
    /// The setting behind a word of `shop.toml`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "fill" => Some(Self::Fill),
            "proposals" => Some(Self::Proposals),
            "off" => Some(Self::Off),
            _ => None,
        }
    }

    /// The word in `shop.toml`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fill => "fill",
            Self::Proposals => "proposals",
            Self::Off => "off",
        }
    }
}

/// An item of the basket, as ranking sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct BasketItem {
    /// The item.
    pub item: Item,
    /// How many.
    pub quantity: i64,
}

/// What holds for this customer at this moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// Contexts of the customer that are on: `hurry`, `business`, the shop's own.
    pub contexts: Vec<String>,
    /// Segments of the customer, where a card is linked.
    pub segments: Vec<String>,
    /// Add-ons that have a no in this sale.
    pub declined: Vec<crate::domain::Sku>,
    /// What the arms of A/B tests that this sale is in change, in the order of `shop.toml`.
    pub arms: Vec<Changes>,
    /// Today, for campaigns.
    pub today: crate::domain::Day,
    /// Now, for the age of stock.
    pub now: UnixMillis,
    /// How old a stock count may be before it counts as unknown, in milliseconds.
    pub stock_max_age: UnixMillis,
}

impl Circumstances {
    /// True where a link of these segments is for this customer: one of them is the customer's, however it is written in
    /// large and small letters, or there are none.
    pub fn is_in(&self, segments: &[String]) -> bool {
        let folded = |text: &String| text.to_lowercase();
        segments.is_empty() || segments.iter().any(|one| self.segments.iter().any(|own| folded(own) == folded(one)))
    }
}
