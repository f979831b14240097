//! Counts, categories and parameters together: what is to be said of every item and every add-on.

use super::Goods;
use super::prior::Priors;
use super::rows::{Rows, Totals};
use super::seasons::Seasons;
use crate::rank::{Calibration, Observed, Parameters, is_real};

/// Best sellers that are candidates for every item.
pub const BEST_SELLERS: usize = 60;
/// Of what sells with its category, so many are candidates for an item.
const OF_CATEGORY: usize = 100;

/// Everything needed to apply the formula.
pub struct Model<'a> {
    /// The counts.
    pub rows: &'a mut dyn Rows,
    /// What sells with every category.
    pub priors: Priors,
    /// What is known of the goods.
    pub goods: &'a Goods,
    /// By item: the share of all sales with it.
    pub base: Vec<f64>,
    /// The items sold most often, by weight, best first.
    pub best_sellers: Vec<u32>,
    seasons: Seasons,
    totals: Totals,
    scale: f64,
}

/// One candidate of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The add-on.
    pub add_on: u32,
    /// Sales with both.
    pub together: u32,
    /// What the formula is given.
    pub seen: Observed,
}

/// A candidate with what the formula makes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learned {
    /// The add-on.
    pub add_on: u32,
    /// Sales with both.
    pub together: u32,
    /// The probability of the formula.
    pub probability: f64,
    /// The same calibrated, 0 to 1.
    pub relevance: f64,
    /// Orders the add-ons of the item alone.
    pub alone: f64,
    /// What the item adds for it in a basket.
    pub in_basket: f64,
    /// Sales with both that popularity, season and the size of baskets explain.
    pub chance: f64,
}

impl Learned {
    /// Whether there is more to it than that.
    pub fn is_real(&self) -> bool {
        is_real(u64::from(self.together), self.chance)
    }
}

/// How far candidates are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What was bought together with the item.
    Bought,
    /// Besides, what sells with its category, and the best sellers.
    All,
}

/// What brings weights to the size of counts.
pub fn scale(totals: Totals) -> f64 {
    if totals.weight > 0.0 { totals.sales as f64 / totals.weight } else { 0.0 }
}

impl<'a> Model<'a> {
    /// Brings them together. `priors` may be empty: then no item leans on its category. So may `seasons`: then chance knows
    /// none.
    pub fn new(rows: &'a mut dyn Rows, goods: &'a Goods, priors: Priors, seasons: Seasons) -> Self {
        let totals = rows.totals();
        let share = |item: u32| if totals.weight > 0.0 { rows.sold(item).weight / totals.weight } else { 0.0 };
        let base: Vec<f64> = (0..goods.items() as u32).map(share).collect();
        let mut best_sellers: Vec<u32> = (0..goods.items() as u32).filter(|&item| base[item as usize] > 0.0).collect();
        let by_share = |a: &u32, b: &u32| base[*b as usize].total_cmp(&base[*a as usize]).then(a.cmp(b));
        if best_sellers.len() > BEST_SELLERS {
            best_sellers.select_nth_unstable_by(BEST_SELLERS, by_share);
            best_sellers.truncate(BEST_SELLERS);
        }
        best_sellers.sort_unstable_by(by_share);
        Self { rows, priors, goods, base, best_sellers, seasons, totals, scale: scale(totals) }
    }

    /// Of everything that was bought together with an item what is `wanted` (by add-on, and sales with both).
    pub fn candidates(&mut self, item: u32, wanted: &dyn Fn(u32, u32) -> bool, reach: Reach) -> Vec<Candidate> {
        let sold = self.rows.sold(item).weight * self.scale;
        let category = self.goods.category.get(item as usize).copied().flatten();
        let (priors, base, goods) = (&self.priors, &self.base, self.goods);
        let candidate = |add_on: u32, together: u32, weight: f64| {
            let base = base[add_on as usize];
            let prior = if priors.is_empty() { None } else { priors.of(category, add_on, base) };
            let likeness = goods.likeness.of(item, add_on);
            Candidate { add_on, together, seen: Observed { sold, together: weight, prior, base, likeness } }
        };
        let scale = self.scale;
        let row = self.rows.row(item).iter().filter(|pair| wanted(pair.other, pair.together));
        let mut candidates: Vec<Candidate> =
            row.map(|pair| candidate(pair.other, pair.together, pair.weight * scale)).collect();
        if reach == Reach::Bought {
            return candidates;
        }
        let mut more: Vec<u32> = self.best_sellers.clone();
        if let Some(category) = category.filter(|_| !priors.is_empty()) {
            more.extend(of_category(priors, category, base).into_iter().map(|(add_on, _)| add_on).take(OF_CATEGORY));
        }
        more.sort_unstable();
        more.dedup();
        more.retain(|&add_on| {
            add_on != item && candidates.binary_search_by_key(&add_on, |candidate| candidate.add_on).is_err()
        });
        candidates.extend(more.into_iter().map(|add_on| candidate(add_on, 0, 0.0)));
        candidates
    }

    /// Applies the formula. What chance brings is left at 0: [`Model::chance`] takes its time.
    pub fn learn(&self, candidate: &Candidate, parameters: &Parameters, line: &Calibration) -> Learned {
        let Candidate { add_on, together, seen } = *candidate;
        Learned {
            add_on,
            together,
            probability: parameters.probability(&seen),
            relevance: line.of(parameters.probability(&seen)),
            alone: parameters.alone(&seen),
            in_basket: parameters.in_basket(&seen),
            chance: 0.0,
        }
    }

    /// Sales with both that popularity, season and the size of baskets explain.
    pub fn chance(&self, item: u32, add_on: u32) -> f64 {
        let sold = |item: u32| self.rows.sold(item);
        self.seasons
            .chance(item, add_on)
            .unwrap_or_else(|| sold(item).chance(sold(add_on), self.totals.sales, self.totals.lines))
    }
}

/// What sells with a category, best first: add-on, and `P(add-on | category)`.
pub fn of_category(priors: &Priors, category: u32, base: &[f64]) -> Vec<(u32, f64)> {
    let mut add_ons: Vec<u32> = priors.add_ons(category).collect();
    add_ons.sort_unstable();
    add_ons.dedup();
    let prior = |add_on: u32| Some((add_on, priors.of(Some(category), add_on, base[add_on as usize])?));
    let mut add_ons: Vec<(u32, f64)> = add_ons.into_iter().filter_map(prior).collect();
    add_ons.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    add_ons
}
