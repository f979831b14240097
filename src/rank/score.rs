//! What the catalog learned about the items of a basket → candidates, best first.
//!
//! The formula ([`super::Parameters`]) was applied when the catalog was built; here its results are brought together: an
//! item alone orders its add-ons as they stand, items of a basket speak together. Where an item was sold too rarely to
//! speak for itself, what sells with its category fills in.

use std::collections::HashMap;

use super::{Calibration, Observed, Parameters, is_real};
use crate::domain::{Counts, ItemId, Sold};

/// In a basket, an item that leaves less than this to its category speaks for itself.
const LEAST_LEFT_TO_CATEGORY: f64 = 0.2;

/// What is known of one item of the basket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The item.
    pub item: ItemId,
    /// Its sales.
    pub sold: Sold,
    /// What was bought with it.
    pub pairs: Vec<PairEvidence>,
    /// What sells with its category; the best sellers where it has none.
    pub category: Vec<CategoryEvidence>,
}

/// One pair of an item, as it was learned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairEvidence {
    /// The other item.
    pub add_on: ItemId,
    /// Sales with both.
    pub together: u64,
    /// The calibrated probability that it is bought with the item, 0 to 1.
    pub relevance: f64,
    /// Its place among the add-ons of the item alone comes from this.
    pub alone: f64,
    /// What the item adds for it in a basket.
    pub in_basket: f64,
    /// Sales with both that popularity, season and the size of baskets explain.
    pub chance: f64,
}

/// What sells with a category.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CategoryEvidence {
    /// The add-on.
    pub add_on: ItemId,
    /// `P(add-on | category)`; `None` for a best seller of the whole shop.
    pub prior: Option<f64>,
    /// The share of all sales with the add-on.
    pub base: f64,
}

/// What holds for the whole catalog.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// All sales.
    pub sales: u64,
    /// Their weight.
    pub weight: f64,
    /// Their items, in all; 0 where not known.
    pub lines: u64,
    /// What the shop's history set in the formula.
    pub parameters: Parameters,
    /// What probabilities come to.
    pub calibration: Calibration,
}

impl Totals {
    /// What brings weights to the size of counts, so that the parameters mean observations whatever the baskets' size.
    fn scale(&self) -> f64 {
        if self.weight > 0.0 { self.sales as f64 / self.weight } else { 0.0 }
    }

    /// Whether an item with these sales, among others in a basket, was sold too rarely to speak for itself alone.
    pub fn speaks_by_category(&self, sold: Sold) -> bool {
        self.parameters.left_to_category(self.scale() * sold.weight) > LEAST_LEFT_TO_CATEGORY
    }

    /// An item that sells with everything.
    pub fn best_seller(&self, add_on: ItemId, sold: Sold) -> CategoryEvidence {
        let base = if self.weight > 0.0 { sold.weight / self.weight } else { 0.0 };
        CategoryEvidence { add_on, prior: None, base }
    }
}

/// A candidate with what sales say for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The add-on.
    pub add_on: ItemId,
    /// Its place among the candidates comes from this; comparable within one basket only.
    pub order: f64,
    /// The calibrated probability that it belongs: the largest over the items of the basket, 0 to 1.
    pub relevance: f64,
    /// The item of the basket that speaks most for it.
    pub because: ItemId,
    /// Sales with that item and the add-on.
    pub together: u64,
    /// Sales with that item.
    pub of: u64,
    /// Sales with both that popularity, season and the size of baskets explain.
    pub chance: f64,
}

impl Scored {
    /// Whether there is more to the pair than popularity, season and the size of baskets.
    pub fn is_real(&self) -> bool {
        is_real(self.together, self.chance)
    }

    /// The figures of its pair, for explanations; `sold` are the sales of the add-on.
    pub fn figures(&self, sold: Sold, totals: &Totals) -> Figures {
        let counts = Counts { n_a: self.of, n_b: sold.baskets, n_ab: self.together, n: totals.sales };
        Figures { chance: self.chance, llr: counts.llr(), lift: counts.lift() }
    }
}

/// The figures of a pair, for explanations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Sales with both that popularity, season and the size of baskets explain.
    pub chance: f64,
    /// Log-likelihood ratio (Dunning 1993).
    pub llr: f64,
    /// Lift.
    pub lift: f64,
}

/// Scores every candidate the evidence names, best first; ties by number, so that the same input gives the same list.
pub fn score(evidence: &[Evidence], totals: &Totals) -> Vec<Scored> {
    let mut scored: HashMap<ItemId, Scored> = HashMap::new();
    let in_basket = evidence.len() > 1;
    for of_item in evidence {
        for candidate in score_one(of_item, totals, in_basket) {
            scored.entry(candidate.add_on).and_modify(|known| merge(known, &candidate)).or_insert(candidate);
        }
    }
    for of_item in evidence {
        scored.remove(&of_item.item);
    }
    let mut scored: Vec<Scored> = scored.into_values().collect();
    scored.sort_by(|a, b| b.order.total_cmp(&a.order).then(a.add_on.cmp(&b.add_on)));
    scored
}

/// Adds what another item of the basket says of the same candidate; the one that speaks most for it gives the reason.
fn merge(known: &mut Scored, other: &Scored) {
    let order = known.order + other.order;
    let relevance = known.relevance.max(other.relevance);
    let rank = |one: &Scored| (one.is_real(), one.together > 0, one.relevance);
    let reason = if rank(other) > rank(known) { *other } else { *known };
    *known = Scored { order, relevance, ..reason };
}

fn score_one(of_item: &Evidence, totals: &Totals, in_basket: bool) -> Vec<Scored> {
    let of = of_item.sold.baskets;
    let pair = |pair: &PairEvidence| Scored {
        add_on: pair.add_on,
        order: if in_basket { pair.in_basket } else { pair.alone },
        relevance: pair.relevance,
        because: of_item.item,
        together: pair.together,
        of,
        chance: pair.chance,
    };
    let mut scored: Vec<Scored> = of_item.pairs.iter().map(pair).collect();
    if of_item.category.is_empty() {
        return scored;
    }
    let known: std::collections::HashSet<ItemId> = of_item.pairs.iter().map(|pair| pair.add_on).collect();
    let shop = &totals.parameters;
    let of_category = of_item.category.iter().filter(|one| !known.contains(&one.add_on)).map(|one| {
        let seen = Observed {
            sold: totals.scale() * of_item.sold.weight,
            together: 0.0,
            prior: one.prior,
            base: one.base,
            likeness: 0.0,
        };
        Scored {
            add_on: one.add_on,
            order: if in_basket { shop.in_basket(&seen) } else { shop.alone(&seen) },
            relevance: totals.calibration.of(shop.probability(&seen)),
            because: of_item.item,
            together: 0,
            of,
            chance: 0.0,
        }
    });
    scored.extend(of_category);
    scored
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(item: u32, pairs: &[(u32, f64)]) -> Evidence {
        let pair = |&(add_on, relevance): &(u32, f64)| PairEvidence {
            add_on: ItemId(add_on),
            together: 10,
            relevance,
            alone: relevance,
            in_basket: relevance * relevance,
            chance: 1.0,
        };
        let sold = Sold { baskets: 100, weight: 100.0, others: 0 };
        Evidence { item: ItemId(item), sold, pairs: pairs.iter().map(pair).collect(), category: Vec::new() }
    }

    fn totals() -> Totals {
        Totals { sales: 1000, weight: 1000.0, ..Totals::default() }
    }

    #[test]
    fn items_of_the_basket_are_no_candidates_and_speak_together() {
        let alone = score(&[evidence(1, &[(4, 0.08)])], &totals());
        let both = score(&[evidence(1, &[(4, 0.08)]), evidence(2, &[(4, 0.3), (1, 0.3)])], &totals());
        assert!(both.iter().all(|one| ![ItemId(1), ItemId(2)].contains(&one.add_on)));
        assert_eq!((both[0].add_on, both[0].because), (ItemId(4), ItemId(2)));
        assert_eq!(alone[0].because, ItemId(1));
        assert!(both[0].order > score(&[evidence(2, &[(4, 0.3)]), evidence(3, &[])], &totals())[0].order);
    }

    #[test]
    fn the_category_speaks_for_an_item_that_was_never_sold() {
        let category = |add_on, prior, base| CategoryEvidence { add_on: ItemId(add_on), prior: Some(prior), base };
        let never = Evidence {
            item: ItemId(9),
            category: vec![category(1, 0.01, 0.01), category(2, 0.2, 0.01)],
            ..Evidence::default()
        };
        let scored = score(&[never], &totals());
        assert_eq!(scored.iter().map(|one| one.add_on.0).collect::<Vec<_>>(), [2, 1]);
        assert!(scored.iter().all(|one| !one.is_real() && one.together == 0));
    }

    #[test]
    fn no_history_gives_no_candidates() {
        assert_eq!(score(&[Evidence::default()], &Totals::default()), []);
    }
}
