//! An add-on shown for a basket, with rank and reason, and what became of it.

use serde::{Deserialize, Serialize};

use super::due::Due;
use super::item::Item;
use super::link::LinkKind;
use super::money::Money;
use super::sku::Sku;
use super::talking::TalkingPoint;
use super::text::CleanText;

/// An add-on worth showing, complete: nothing has to be looked up to draw it.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// What is proposed.
    pub add_on: Item,
    /// The item of the basket it goes with.
    pub for_item: Sku,
    /// Its name, for the title of the details.
    pub for_name: CleanText,
    /// What kind of link proposes it; a mined pair counts as an accessory.
    pub kind: LinkKind,
    /// True where a person stands behind it: a link, or a mined pair that was accepted.
    pub curated: bool,
    /// Why it is here.
    pub reason: Reason,
    /// What staff can say.
    pub talking: TalkingPoint,
    /// The same in the shop's other languages, in its order, for a customer who speaks one of them; the details show it.
    pub in_other_languages: Vec<(String, TalkingPoint)>,
    /// What this customer bought before and is due again, where a card is linked.
    pub due: Option<Due>,
    /// What the set saves against buying apart, for a bundle.
    pub saves: Option<Money>,
    /// How likely it belongs, 0 to 1, by the evidence of sales; what the bar is held against.
    pub relevance: f64,
}

/// Why a suggestion is here, as facts. `words` makes the sentence in the staff's language.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// A person wrote it.
    Written(CleanText),
    /// Of `of` sales with the item, `together` held the add-on as well; raw counts, above the minimum.
    Counts {
        /// Sales with both.
        together: u64,
        /// Sales with the item.
        of: u64,
    },
    /// A person made the link and gave no reason, and sales say nothing.
    Linked,
}

impl Suggestion {
    /// The word in events: who stands behind it.
    pub fn reason_word(&self) -> &'static str {
        if self.curated { "curated" } else { "mined" }
    }
}

/// What became of a suggestion. Only a key press accepts or declines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// "Took it."
    Accepted,
    /// "No thanks."
    Declined,
    /// Shown, and nobody asked. Never counts as a no.
    NotAsked,
    /// Shown, not answered, and the customer bought it all the same.
    TakenWithoutAsking,
}

impl Outcome {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::NotAsked => "not_asked",
            Self::TakenWithoutAsking => "taken_without_asking",
        }
    }
}

/// A suggestion as it stood on the screen, kept with the sale until it is finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The item of the basket.
    pub item: Sku,
    /// The add-on.
    pub add_on: Sku,
    /// Its name then.
    pub name: CleanText,
    /// Its price then.
    #[serde(default)]
    pub price: Option<Money>,
    /// The kind of link.
    pub link_kind: LinkKind,
    /// Its place, from 1.
    pub rank: u32,
    /// `curated` or `mined`.
    pub reason: String,
}

/// Why a candidate is not shown: one word for each filter and step, for `--explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// It is in the basket.
    InBasket,
    /// A variant of something in the basket.
    VariantInBasket,
    /// The customer said no to it in this sale.
    Declined,
    /// A `not_with` link: it does not fit something in the basket.
    NotWith,
    /// It is in the box of something in the basket.
    Included,
    /// None left.
    OutOfStock,
    /// Dearer than the link's share of the item's price.
    TooDear,
    /// The link is for another context, or against this one.
    OtherContext,
    /// Before or after its campaign.
    OutsideCampaign,
    /// The link asks for more pieces of the item.
    TooFewPieces,
    /// The link is for a segment this customer is not known to be in.
    OtherSegment,
    /// The shop does not show mined pairs nobody accepted.
    MinedNotShown,
    /// A person rejected this mined pair.
    RejectedPair,
    /// Too few sales with both.
    TooFewSales,
    /// Bought together no more often than chance has it.
    NoRealLink,
    /// Below the minimum relevance.
    BelowBar,
    /// Better or instead of it: on the details screen, never among the add-ons.
    NotAnAddOn,
    /// The item is the add-on and this what it is for: by a person's link, or because it costs several times as much.
    OtherWayRound,
    /// A better one of the same category is shown.
    SameCategory,
    /// The same add-on is there by a better link.
    ShownAlready,
    /// The list is full.
    OverCap,
    /// The customer said no twice; only what it will not work without.
    Quiet,
    /// The customer is in a hurry; only what it will not work without.
    Hurry,
    /// An A/B test shows nothing in this sale; only what it will not work without.
    HoldOut,
    /// An A/B test does not show this link in this sale.
    OtherArm,
}

impl WhyNot {
    /// The word in `--explain --json` and the tests.
    pub fn word(self) -> &'static str {
        match self {
            Self::InBasket => "in_basket",
            Self::VariantInBasket => "variant_in_basket",
            Self::Declined => "declined",
            Self::NotWith => "not_with",
            Self::Included => "included",
            Self::OutOfStock => "out_of_stock",
            Self::TooDear => "too_dear",
            Self::OtherContext => "other_context",
            Self::OutsideCampaign => "outside_campaign",
            Self::TooFewPieces => "too_few_pieces",
            Self::OtherSegment => "other_segment",
            Self::MinedNotShown => "mined_not_shown",
            Self::RejectedPair => "rejected_pair",
            Self::TooFewSales => "too_few_sales",
            Self::NoRealLink => "no_real_link",
            Self::BelowBar => "below_bar",
            Self::NotAnAddOn => "not_an_add_on",
            Self::OtherWayRound => "other_way_round",
            Self::SameCategory => "same_category",
            Self::ShownAlready => "shown_already",
            Self::OverCap => "over_cap",
            Self::Quiet => "quiet",
            Self::Hurry => "hurry",
            Self::HoldOut => "hold_out",
            Self::OtherArm => "other_arm",
        }
    }
}
