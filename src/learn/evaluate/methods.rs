//! The methods that are compared. The known ones are built as their papers have them, each with best sellers behind its
//! own answers, so that none loses for want of an answer.

use std::collections::HashMap;

use serde::Serialize;

use super::Asked;
use crate::domain::{Counts, ItemId};
use crate::learn::estimate::Estimate;
use crate::learn::model::{Learned, Model, of_category};
use crate::learn::table::add_ons_of;
use crate::rank::{self, CategoryEvidence, Evidence, PairEvidence, Rules};

/// Lift is asked of pairs bought together at least so often; of rarer ones it is noise.
const LEAST_FOR_LIFT: u32 = 20;
/// Known methods look at so many add-ons of an item.
const LOOKED_AT: usize = 300;

/// A method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// What sells most, whatever is on the counter.
    BestSellers,
    /// `n_ab / n_a` (Agrawal, Imieliński, Swami 1993), summed over the basket.
    Confidence,
    /// Lift of pairs with twenty sales or more (Brin, Motwani, Ullman, Tsur 1997), the highest over the basket.
    Lift,
    /// The log-likelihood ratio (Dunning 1993), summed over the basket.
    Llr,
    /// What the counter shows.
    Ours,
}

impl Method {
    /// All, in the order in which they are printed.
    pub const ALL: [Self; 5] = [Self::BestSellers, Self::Confidence, Self::Lift, Self::Llr, Self::Ours];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::BestSellers => "best sellers",
            Self::Confidence => "confidence",
            Self::Lift => "lift (20 sales)",
            Self::Llr => "LLR",
            Self::Ours => "goeswith",
        }
    }
}

/// All methods over one earlier history; what is asked of an item twice is kept.
pub struct Methods<'a> {
    model: Model<'a>,
    estimate: &'a Estimate,
    totals: rank::Totals,
    learned: HashMap<u32, Vec<Learned>>,
    counts: HashMap<u32, Vec<(u32, Counts)>>,
    categories: HashMap<u32, Vec<CategoryEvidence>>,
    best_sellers: Vec<u32>,
}

impl<'a> Methods<'a> {
    /// Over what was learned.
    pub fn new(model: Model<'a>, estimate: &'a Estimate) -> Self {
        let totals = model.rows.totals();
        let mut best_sellers: Vec<u32> = (0..model.goods.items() as u32).collect();
        best_sellers.sort_by_cached_key(|&item| (std::cmp::Reverse(model.rows.sold(item).baskets), item));
        best_sellers.truncate(100);
        best_sellers.retain(|&item| model.rows.sold(item).baskets > 0);
        Self {
            totals: rank::Totals {
                sales: totals.sales,
                weight: totals.weight,
                lines: totals.lines,
                parameters: estimate.parameters.clone(),
                calibration: estimate.calibration.clone(),
            },
            model,
            estimate,
            learned: HashMap::new(),
            counts: HashMap::new(),
            categories: HashMap::new(),
            best_sellers,
        }
    }

    /// The answer of a method, so many places.
    pub fn rank(&mut self, method: Method, asked: Asked<'_>, places: usize) -> Vec<u32> {
        let mut ranking = match method {
            Method::BestSellers => Vec::new(),
            Method::Ours => self.ours(&asked.shown).into_iter().map(|one| one.add_on.0).collect(),
            Method::Confidence => self.known(&asked.shown, Counts::confidence, |sum, one| sum + one),
            Method::Lift => {
                let often = |counts: Counts| {
                    if counts.n_ab >= u64::from(LEAST_FOR_LIFT) { counts.lift() } else { 0.0 }
                };
                self.known(&asked.shown, often, f64::max)
            }
            Method::Llr => {
                let related = |counts: Counts| if counts.lift() > 1.0 { counts.llr() } else { 0.0 };
                self.known(&asked.shown, related, |sum, one| sum + one)
            }
        };
        ranking.truncate(places);
        let behind = self.best_sellers.iter().filter(|item| !asked.shown.contains(item));
        for &item in behind {
            if ranking.len() >= places {
                break;
            }
            if !ranking.contains(&item) {
                ranking.push(item);
            }
        }
        ranking
    }

    /// What stands over the bar for an item alone: the calibrated probability, the one before, and the add-on.
    pub fn promises(&mut self, asked: Asked<'_>, rules: &Rules) -> Vec<(f64, f64, u32)> {
        let mut promises = Vec::new();
        for &item in &asked.shown {
            let mut learned: Vec<Learned> = self
                .learned(item)
                .iter()
                .filter(|one| one.is_real() && u64::from(one.together) >= rules.min_pair_count)
                .filter(|one| one.relevance >= rules.minimum_relevance)
                .copied()
                .collect();
            learned.sort_by(|a, b| b.alone.total_cmp(&a.alone).then(a.add_on.cmp(&b.add_on)));
            promises.extend(learned.iter().take(rules.max).map(|one| (one.relevance, one.probability, one.add_on)));
        }
        promises
    }

    /// Our ranking, as the counter makes it.
    fn ours(&mut self, shown: &[u32]) -> Vec<rank::Scored> {
        let evidence: Vec<Evidence> = shown
            .iter()
            .map(|&item| {
                let sold = self.model.rows.sold(item);
                let pair = |one: &Learned| PairEvidence {
                    add_on: ItemId(one.add_on),
                    together: one.together.into(),
                    relevance: one.relevance,
                    alone: one.alone,
                    in_basket: one.in_basket,
                    chance: one.chance,
                };
                let pairs = self.learned(item).iter().map(pair).collect();
                let speaks = shown.len() == 1 || self.totals.speaks_by_category(sold);
                let category = if speaks { self.category(item) } else { Vec::new() };
                Evidence { item: ItemId(item), sold, pairs, category }
            })
            .collect();
        rank::score(&evidence, &self.totals)
    }

    fn category(&mut self, item: u32) -> Vec<CategoryEvidence> {
        let model = &self.model;
        let best_seller = |add_on: u32| self.totals.best_seller(ItemId(add_on), model.rows.sold(add_on));
        match model.goods.category[item as usize].filter(|&category| model.priors.is_sold(category)) {
            None => model.best_sellers.iter().map(|&add_on| best_seller(add_on)).collect(),
            Some(category) => {
                let read = || {
                    let add_ons = of_category(&model.priors, category, &model.base);
                    let evidence = |(add_on, prior)| CategoryEvidence { prior: Some(prior), ..best_seller(add_on) };
                    add_ons.into_iter().take(super::super::table::KEPT_OF_CATEGORY).map(evidence).collect()
                };
                self.categories.entry(category).or_insert_with(read).clone()
            }
        }
    }

    fn learned(&mut self, item: u32) -> &[Learned] {
        let Self { model, estimate, learned, .. } = self;
        learned
            .entry(item)
            .or_insert_with(|| add_ons_of(model, item, &estimate.parameters, &estimate.calibration, &|_| false))
    }

    /// The ranking of a known method: a figure of every pair, brought together over the basket.
    fn known(&mut self, shown: &[u32], figure: impl Fn(Counts) -> f64, join: impl Fn(f64, f64) -> f64) -> Vec<u32> {
        let mut sums: HashMap<u32, f64> = HashMap::new();
        for &item in shown {
            for &(add_on, counts) in self.counts(item) {
                let value = figure(counts);
                if value > 0.0 {
                    sums.entry(add_on).and_modify(|sum| *sum = join(*sum, value)).or_insert(value);
                }
            }
        }
        let mut ranking: Vec<(f64, u32)> =
            sums.into_iter().filter(|(item, _)| !shown.contains(item)).map(|(item, sum)| (sum, item)).collect();
        ranking.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranking.into_iter().map(|one| one.1).collect()
    }

    /// Raw counts of an item's pairs: those bought together most often, and all that lift may be asked of.
    fn counts(&mut self, item: u32) -> &[(u32, Counts)] {
        let Self { model, counts, .. } = self;
        counts.entry(item).or_insert_with(|| {
            let (n_a, n) = (model.rows.sold(item).baskets, model.rows.totals().sales);
            let mut row: Vec<(u32, u32)> =
                model.rows.row(item).iter().map(|pair| (pair.other, pair.together)).collect();
            row.sort_unstable_by_key(|&(other, together)| (std::cmp::Reverse(together), other));
            let least = row.get(LOOKED_AT).map_or(0, |pair| pair.1.min(LEAST_FOR_LIFT));
            row.retain(|pair| pair.1 >= least);
            let counted = |(other, together): (u32, u32)| {
                (other, Counts { n_a, n_b: model.rows.sold(other).baskets, n_ab: together.into(), n })
            };
            row.into_iter().map(counted).collect()
        })
    }
}
