//! The hard filters: what must never be shown, whoever proposes it. Each leaves a word.

use std::collections::HashSet;

use super::score::Scored;
use super::{BasketItem, Circumstances, Rules};
use crate::domain::counts::beyond_chance;
use crate::domain::{Item, ItemId, Link, LinkKind, LinkTerms, WhyNot};

/// A pair must be bought together at least so many times as often as popularity and the size of baskets explain, or it
/// is merely popular.
const MIN_TIMES_CHANCE: f64 = 2.0;
/// Log-likelihood ratio above which chance alone explains a count less than once in a thousand (chi squared, one degree
/// of freedom, p = 0.001).
const MIN_BEYOND_CHANCE: f64 = 10.83;

/// Whether there is more to a pair bought `together` so often than `chance` sales, which popularity and the size of baskets
/// explain ([`crate::domain::Sold::chance`]).
pub fn is_real(together: u64, chance: f64) -> bool {
    together as f64 >= MIN_TIMES_CHANCE * chance && beyond_chance(together, chance) >= MIN_BEYOND_CHANCE
}

/// Why sales, and what answers taught (`factor`), do not carry a mined pair over the bar, if they do not.
pub fn passes_bar(one: &Scored, factor: f64, rules: &Rules) -> Option<WhyNot> {
    if one.together < rules.min_pair_count {
        Some(WhyNot::TooFewSales)
    } else if !one.is_real() {
        Some(WhyNot::NoRealLink)
    } else if one.relevance * factor < rules.minimum_relevance {
        Some(WhyNot::BelowBar)
    } else {
        None
    }
}

/// What the basket and its links rule out.
pub struct Filters<'a> {
    basket: &'a [BasketItem],
    now: &'a Circumstances,
    in_basket: HashSet<ItemId>,
    groups: HashSet<ItemId>,
    included: HashSet<ItemId>,
    not_with: HashSet<ItemId>,
}

impl<'a> Filters<'a> {
    /// Gathers it once for all candidates.
    pub fn new(basket: &'a [BasketItem], links: &[Link], now: &'a Circumstances) -> Self {
        let linked = |kind: LinkKind| links.iter().filter(|link| link.kind == kind).map(|link| link.add_on).collect();
        Self {
            basket,
            now,
            in_basket: basket.iter().map(|joined| joined.item.id).collect(),
            groups: basket.iter().map(|joined| joined.item.variant_group).collect(),
            included: linked(LinkKind::Included),
            not_with: linked(LinkKind::NotWith),
        }
    }

    /// Why this add-on, proposed by this item under these terms, must not be shown.
    pub fn reject(
        &self,
        add_on: &Item,
        proposed_by: ItemId,
        kind: Option<LinkKind>,
        terms: Option<&LinkTerms>,
    ) -> Option<WhyNot> {
        let checks = [
            (kind == Some(LinkKind::Included) || self.included.contains(&add_on.id), WhyNot::Included),
            (kind == Some(LinkKind::NotWith) || self.not_with.contains(&add_on.id), WhyNot::NotWith),
            (kind.is_some_and(|kind| !kind.is_add_on()), WhyNot::NotAnAddOn),
            (self.in_basket.contains(&add_on.id), WhyNot::InBasket),
            (self.groups.contains(&add_on.variant_group), WhyNot::VariantInBasket),
            (self.now.declined.contains(&add_on.sku), WhyNot::Declined),
        ];
        let hard = checks.into_iter().find_map(|(holds, why)| holds.then_some(why));
        let by_terms = || terms.and_then(|terms| self.reject_terms(add_on, proposed_by, terms));
        let out = || add_on.stock.is_out(self.now.now, self.now.stock_max_age).then_some(WhyNot::OutOfStock);
        hard.or_else(by_terms).or_else(out)
    }

    fn reject_terms(&self, add_on: &Item, proposed_by: ItemId, terms: &LinkTerms) -> Option<WhyNot> {
        let item = self.basket.iter().find(|joined| joined.item.id == proposed_by)?;
        let too_dear = |share: crate::domain::ShareOfPrice| match (item.item.price, add_on.price) {
            (Some(price), Some(asked)) => !share.allows(price, asked),
            _ => false,
        };
        let context_off = terms.contexts.iter().any(|rule| self.now.contexts.contains(&rule.name) != rule.on);
        if !terms.window.holds(self.now.today) {
            Some(WhyNot::OutsideCampaign)
        } else if context_off {
            Some(WhyNot::OtherContext)
        } else if !self.now.is_in(&terms.segments) {
            Some(WhyNot::OtherSegment)
        } else if terms.min_quantity.is_some_and(|least| item.quantity < least) {
            Some(WhyNot::TooFewPieces)
        } else if terms.max_price_share.is_some_and(too_dear) {
            Some(WhyNot::TooDear)
        } else {
            None
        }
    }

    /// Links that say of two things in the basket that they do not fit.
    pub fn careful(&self, links: &[Link]) -> Vec<Link> {
        let both = |link: &&Link| link.kind == LinkKind::NotWith && self.in_basket.contains(&link.add_on);
        links.iter().filter(both).cloned().collect()
    }
}
