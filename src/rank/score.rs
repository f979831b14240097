//! The evidence of sales → candidates with a probability, best first.
//!
//! One item `a`: `p(b) = (c_ab + K·P(b | category of a) + β·p_b) / (c_a + K + β)`, ordered by `p · lift^0.1`. A basket:
//! `Σ p·log(lift)` over its items. Counts are weighted by size of basket. The formula and its constants were found by
//! back-test on two shops; estimating them from the shop's own history takes their place later.

use std::collections::HashMap;

use crate::domain::ItemId;

/// What sales know of one item of the basket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The item.
    pub item: ItemId,
    /// Sales with the item, and their weight.
    pub sold: u64,
    /// The same by weight of basket.
    pub weight: f64,
    /// Pairs of the item.
    pub pairs: Vec<PairEvidence>,
    /// What sells with the item's category: add-on, and its weight there.
    pub category: Vec<(ItemId, f64)>,
    /// The weight of all sales of that category.
    pub category_weight: f64,
}

/// One pair of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairEvidence {
    /// The other item.
    pub add_on: ItemId,
    /// Sales with both.
    pub together: u64,
    /// The same by weight of basket.
    pub weight: f64,
    /// What a person decided: accepted, rejected, nothing.
    pub decision: Option<bool>,
}

/// What holds for the whole history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// All sales.
    pub sales: u64,
    /// Their weight.
    pub weight: f64,
    /// The best sellers, best first; always among the candidates.
    pub best_sellers: Vec<ItemId>,
    /// Sales and weight of every item named anywhere in the evidence.
    pub sold: HashMap<ItemId, (u64, f64)>,
}

/// A candidate with what sales say for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The add-on.
    pub add_on: ItemId,
    /// Its place among the candidates comes from this; comparable within one basket only.
    pub order: f64,
    /// The probability that it belongs: the largest over the items of the basket, 0 to 1.
    pub relevance: f64,
    /// The item of the basket that speaks most for it.
    pub because: ItemId,
    /// Sales with that item and the add-on.
    pub together: u64,
    /// Sales with that item.
    pub of: u64,
    /// Log-likelihood ratio of that pair (Dunning 1993).
    pub llr: f64,
    /// Lift of that pair.
    pub lift: f64,
    /// What a person decided about that pair.
    pub decision: Option<bool>,
}

/// Scores every candidate the evidence names, best first; ties by number.
pub fn score(_evidence: &[Evidence], _totals: &Totals) -> Vec<Scored> {
    Vec::new()
}
