//! Candidates → the list: hard filters, order, the bar, discipline, and a word for everything left out.

use crate::domain::{CleanText, Item, ItemId, Link, LinkKind, Money, Reason, Sku, Suggestion, TalkingPoint, WhyNot};

/// What is shown for a basket, and why everything else is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    /// The list, best first.
    pub suggestions: Vec<Suggestion>,
    /// Things in the basket that do not fit each other.
    pub careful: Vec<NotFitting>,
    /// Why the list is shorter than it could be.
    pub quiet: Option<Quiet>,
    /// Add-ons left out because none is left here.
    pub out_of_stock: usize,
}

/// Two things in the basket that do not fit each other.
#[derive(Clone, Debug, PartialEq)]
pub struct NotFitting {
    /// The item the link starts at.
    pub item: CleanText,
    /// What does not fit it.
    pub other: CleanText,
    /// The link's reason: `Refill 305 XL does not fit this printer. It takes 304.`
    pub why: Option<CleanText>,
}

/// Why the list is shorter than it could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quiet {
    /// The customer said no as often as the shop's rule allows.
    Noes(usize),
    /// The customer is in a hurry.
    Hurry,
}
