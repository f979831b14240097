//! The evidence of sales → candidates with a probability, best first.
//!
//! One item `a`: `p(b) = (c_ab + K·P(b | category of a) + β·p_b) / (c_a + K + β)`, ordered by `p · lift^0.1`. A basket:
//! `Σ p·ln(lift)` over its items. `c` are sales weighted by `1/(basket size - 1)^0.5` and by age. The formula and its
//! constants were found by back-test on two shops (recommend.md); estimating them from the shop's own history will take
//! their place behind the same function.

use std::collections::HashMap;

use crate::domain::{Counts, ItemId, Sold};

/// Observations that the category of an item counts for.
const CATEGORY_WEIGHT: f64 = 30.0;
/// Observations that the base rate counts for: one item with a category, one without, a basket.
const BASE_WEIGHT: f64 = 5.0;
const BASE_WEIGHT_WITHOUT_CATEGORY: f64 = 20.0;
const BASE_WEIGHT_OF_BASKET: f64 = 60.0;
/// How far lift reorders candidates of one item.
const LIFT_EXPONENT: f64 = 0.1;

/// What sales know of one item of the basket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The item.
    pub item: ItemId,
    /// Its sales.
    pub sold: Sold,
    /// Pairs of the item.
    pub pairs: Vec<PairEvidence>,
    /// What sells with the item's category: add-on, and its weight there.
    pub category: Vec<(ItemId, f64)>,
    /// The weight of all sales of that category; 0 where there is none.
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
}

/// What holds for the whole history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// All sales.
    pub sales: u64,
    /// Their weight.
    pub weight: f64,
    /// Their items, in all; 0 where not known.
    pub lines: u64,
    /// The best sellers, best first; always among the candidates.
    pub best_sellers: Vec<ItemId>,
    /// Sales of every item named anywhere in the evidence.
    pub sold: HashMap<ItemId, Sold>,
}

/// A candidate with what sales say for it.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// Sales with both that popularity and the size of baskets explain.
    pub chance: f64,
    /// Log-likelihood ratio of that pair (Dunning 1993).
    pub llr: f64,
    /// Lift of that pair.
    pub lift: f64,
}

/// Scores every candidate the evidence names, best first; ties by number, so that the same input gives the same list.
pub fn score(evidence: &[Evidence], totals: &Totals) -> Vec<Scored> {
    let mut scored: HashMap<ItemId, Scored> = HashMap::new();
    for of_item in evidence {
        for candidate in score_one(of_item, totals, evidence.len() > 1) {
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
    let speaks_more = (other.together > 0, other.relevance) > (known.together > 0, known.relevance);
    let reason = if speaks_more { *other } else { *known };
    *known = Scored { order, relevance, ..reason };
}

fn score_one(of_item: &Evidence, totals: &Totals, in_basket: bool) -> Vec<Scored> {
    let category_weight = if of_item.category_weight > 0.0 { CATEGORY_WEIGHT } else { 0.0 };
    let base_weight = match (in_basket, category_weight > 0.0) {
        (true, _) => BASE_WEIGHT_OF_BASKET,
        (false, true) => BASE_WEIGHT,
        (false, false) => BASE_WEIGHT_WITHOUT_CATEGORY,
    };
    // Weights are brought to the size of counts, so that the constants mean observations whatever the baskets' size.
    let scale = if totals.weight > 0.0 { totals.sales as f64 / totals.weight } else { 0.0 };
    let pairs: HashMap<ItemId, &PairEvidence> = of_item.pairs.iter().map(|pair| (pair.add_on, pair)).collect();
    let category: HashMap<ItemId, f64> = of_item.category.iter().copied().collect();
    let mut candidates: Vec<ItemId> =
        pairs.keys().chain(category.keys()).chain(&totals.best_sellers).copied().collect();
    candidates.sort_unstable();
    candidates.dedup();

    let scored = candidates.into_iter().filter_map(|add_on| {
        let sold = *totals.sold.get(&add_on)?;
        let base = sold.weight / totals.weight;
        if add_on == of_item.item || base <= 0.0 || base.is_nan() {
            return None;
        }
        let pair = pairs.get(&add_on);
        let with_item = scale * pair.map_or(0.0, |pair| pair.weight);
        let with_category = category.get(&add_on).map_or(0.0, |with| with / of_item.category_weight);
        let observed = with_item + category_weight * with_category + base_weight * base;
        let p = (observed / (scale * of_item.sold.weight + category_weight + base_weight)).clamp(0.0, 1.0);
        let model_lift = p / base;
        let order = if in_basket { p * model_lift.ln() } else { p * model_lift.powf(LIFT_EXPONENT) };
        let together = pair.map_or(0, |pair| pair.together);
        let counts = Counts { n_a: of_item.sold.baskets, n_b: sold.baskets, n_ab: together, n: totals.sales };
        Some(Scored {
            add_on,
            order,
            relevance: p,
            because: of_item.item,
            together,
            of: of_item.sold.baskets,
            chance: of_item.sold.chance(sold, totals.sales, totals.lines),
            llr: counts.llr(),
            lift: counts.lift(),
        })
    });
    scored.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals() -> Totals {
        let sold = [(1, 100), (2, 50), (3, 500), (4, 10)];
        Totals {
            sales: 1000,
            weight: 1000.0,
            best_sellers: vec![ItemId(3), ItemId(1)],
            lines: 0,
            sold: sold
                .into_iter()
                .map(|(id, n)| (ItemId(id), Sold { baskets: n, weight: n as f64, others: 0 }))
                .collect(),
        }
    }

    fn evidence(item: u32, pairs: &[(u32, u64)]) -> Evidence {
        let pair = |&(add_on, together): &(u32, u64)| PairEvidence {
            add_on: ItemId(add_on),
            together,
            weight: together as f64,
        };
        Evidence {
            item: ItemId(item),
            sold: Sold { baskets: 100, weight: 100.0, others: 0 },
            pairs: pairs.iter().map(pair).collect(),
            ..Evidence::default()
        }
    }

    #[test]
    fn what_is_bought_together_comes_before_what_is_merely_popular() {
        let scored = score(&[evidence(1, &[(2, 45), (3, 20)])], &totals());
        assert_eq!(scored.iter().map(|one| one.add_on.0).collect::<Vec<_>>(), [2, 3]);
        assert!(scored[0].lift > 8.0 && scored[1].lift < 1.0);
    }

    #[test]
    fn more_evidence_for_a_pair_never_lowers_it() {
        let mut before = 0.0;
        for together in 0..=50 {
            let scored = score(&[evidence(1, &[(2, together)])], &totals());
            let order = scored.iter().find(|one| one.add_on == ItemId(2)).map_or(0.0, |one| one.order);
            assert!(order >= before, "{together}: {order} < {before}");
            before = order;
        }
    }

    #[test]
    fn items_of_the_basket_are_no_candidates_and_speak_together() {
        let alone = score(&[evidence(1, &[(4, 8)])], &totals());
        let both = score(&[evidence(1, &[(4, 8)]), evidence(2, &[(4, 8), (1, 30)])], &totals());
        assert!(both.iter().all(|one| ![ItemId(1), ItemId(2)].contains(&one.add_on)));
        assert_eq!(both[0].add_on, ItemId(4));
        assert_eq!(alone[0].because, ItemId(1));
    }

    #[test]
    fn no_history_gives_no_candidates() {
        assert_eq!(score(&[Evidence::default()], &Totals::default()), []);
    }
}
