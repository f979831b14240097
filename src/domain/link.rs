//! A relation from an item to an add-on, and the terms under which it holds.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::item::ItemId;
use super::money::Money;

/// The eight kinds of link, in the order in which they are stored and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Will not work without it.
    Required,
    /// Goes with it.
    Accessory,
    /// Fitting, training, warranty, delivery.
    Service,
    /// Part of a set, with the set's price.
    Bundle,
    /// Better and dearer: never among the add-ons.
    Upgrade,
    /// Instead of it, cheaper or in stock.
    Substitute,
    /// Already in the box: never suggested.
    Included,
    /// Does not fit, looks alike: never suggested, warned of.
    NotWith,
}

impl LinkKind {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Required,
        Self::Accessory,
        Self::Service,
        Self::Bundle,
        Self::Upgrade,
        Self::Substitute,
        Self::Included,
        Self::NotWith,
    ];

    /// The word in files and events.
    pub fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Accessory => "accessory",
            Self::Service => "service",
            Self::Bundle => "bundle",
            Self::Upgrade => "upgrade",
            Self::Substitute => "substitute",
            Self::Included => "included",
            Self::NotWith => "not_with",
        }
    }

    /// The kind behind a word of a file.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// True for the kinds that may be proposed as an add-on; an up-sell or another choice never is.
    pub fn is_add_on(self) -> bool {
        matches!(self, Self::Required | Self::Accessory | Self::Service | Self::Bundle)
    }
}

impl fmt::Display for LinkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A resolved link: one item, one add-on. Which sentences go with it is a number of the catalog.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The item that is bought.
    pub item: ItemId,
    /// What the link points to.
    pub add_on: ItemId,
    /// What kind of relation it is.
    pub kind: LinkKind,
    /// When and for whom it holds.
    pub terms: LinkTerms,
    /// Number of its talking points in the catalog.
    pub talk: Option<u32>,
}

/// When and for whom a link holds, and at what price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LinkTerms {
    /// A person's order: higher comes first.
    pub priority: i32,
    /// Contexts of the customer that must be on or off.
    pub contexts: Vec<ContextRule>,
    /// The days of its campaign.
    pub window: Window,
    /// The add-on may cost at most this share of the item's price.
    pub max_price_share: Option<ShareOfPrice>,
    /// What item and add-on cost together as a set.
    pub bundle_price: Option<Money>,
    /// From how many pieces of the item on it is proposed.
    pub min_quantity: Option<i64>,
    /// Customer segments it is for; empty is everybody.
    pub segments: Vec<String>,
    /// Tags of the link, for experiments.
    pub tags: Vec<String>,
}

/// One condition on the customer's contexts: `gift`, or `!business`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContextRule {
    /// The context's name.
    pub name: String,
    /// True where it must be on, false where it must be off.
    pub on: bool,
}

/// First and last day, both included; an open end is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Window {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
}

impl Window {
    /// True where `day` lies within.
    pub fn holds(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A share of a price in thousandths: `0.25` is 250.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ShareOfPrice(pub u32);

impl ShareOfPrice {
    /// True where `add_on` costs at most this share of `item`.
    pub fn allows(self, item: Money, add_on: Money) -> bool {
        i128::from(add_on.0) * 1000 <= i128::from(item.0) * i128::from(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_one_word_each() {
        for kind in LinkKind::ALL {
            assert_eq!(LinkKind::parse(kind.word()), Some(kind));
        }
        assert_eq!(LinkKind::parse("related"), None);
    }

    #[test]
    fn a_campaign_holds_on_its_first_and_last_day() {
        let window = Window { from: Some(Day(10)), to: Some(Day(12)) };
        assert_eq!([9, 10, 12, 13].map(|day| window.holds(Day(day))), [false, true, true, false]);
        assert!(Window::default().holds(Day(0)));
    }

    #[test]
    fn a_quarter_of_the_price_is_within_a_quarter() {
        assert!(ShareOfPrice(250).allows(Money(1000), Money(250)));
        assert!(!ShareOfPrice(250).allows(Money(1000), Money(251)));
    }
}
