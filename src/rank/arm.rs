//! What the arms of A/B tests change in ranking: the rules, and which candidates are withheld.
//!
//! What an item will not work without shows in every arm, and what does not fit is warned of in every arm: no test may
//! send a customer home with half a purchase.

use super::Rules;
use crate::domain::{Changes, LinkKind, LinkTerms, WhyNot};

impl Rules {
    /// The rules under the arms a sale is in. Where two set the same, the one that stands first in `shop.toml` holds.
    #[must_use]
    pub fn under(&self, arms: &[Changes]) -> Self {
        let mut rules = self.clone();
        for arm in arms.iter().rev() {
            // A hold-out withholds; what is required has the places of the shop.
            rules.max = arm.max.filter(|max| *max > 0).unwrap_or(rules.max);
            rules.margin_weight = arm.margin_weight.unwrap_or(rules.margin_weight);
            rules.minimum_relevance = arm.minimum_relevance.unwrap_or(rules.minimum_relevance);
        }
        rules
    }
}

/// What became of a candidate after the filters, under the arms: `kind` and `terms` are none for what only sales
/// propose. Such a pair has no tags, so that `only_links` withholds it and `without_links` does not.
pub(super) fn withheld(
    arms: &[Changes],
    kind: Option<LinkKind>,
    terms: Option<&LinkTerms>,
    left: Option<WhyNot>,
) -> Option<WhyNot> {
    let has_place = kind.is_none_or(|kind| kind.is_add_on() && kind != LinkKind::Required);
    // What is out of stock is counted on the screen, and in a hold-out there must be nothing to count.
    if !has_place || left.is_some_and(|why| why != WhyNot::OutOfStock) {
        return left;
    }
    let tagged = |tags: &[String]| terms.is_some_and(|terms| terms.tags.iter().any(|tag| tags.contains(tag)));
    let by_arm = |arm: &Changes| {
        if arm.is_hold_out() {
            return Some(WhyNot::HoldOut);
        }
        let missing = arm.only_links.as_ref().is_some_and(|tags| !tagged(tags));
        let barred = arm.without_links.as_ref().is_some_and(|tags| tagged(tags));
        (missing || barred).then_some(WhyNot::OtherArm)
    };
    arms.iter().find_map(by_arm).or(left)
}
