//! A shop's own parameters: the later part of its history is held out, and what answers best there is taken.
//!
//! A parameter leaves its default only where the held-out slice says so by more than one and a half standard errors of the
//! difference,
//! so that chance moves nothing in a small shop. One half of the slice sets the parameters, the other calibrates.

use std::collections::HashSet;

use super::measure::{ndcg, without};
use super::model::{Candidate, Model, Reach};
use super::prior::Priors;
use super::query::{Query, Task, draw, staples};
use super::seasons::Seasons;
use super::{Goods, calibrate};
use crate::mine::{Baskets, Pairs, Weighting};
use crate::rank::{Calibration, Parameters, is_real};

/// The share of baskets, by time, that is learned from.
const EARLIER: f64 = 0.8;
/// Below so many baskets of two items or more on the later side nothing is estimated.
const LEAST_LATER: usize = 200;
/// Questions of one item, and of a basket, that set the parameters; the same number of the first kind calibrates.
const OF_ONE_ITEM: usize = 2_000;
const OF_BASKETS: usize = 400;
/// Larger baskets are asked for so many of their items.
const MOST_SHOWN: usize = 20;
/// Candidates of a question that are looked at again under other parameters.
const LOOKED_AT: usize = 300;
/// The same of each item of a basket.
const LOOKED_AT_IN_BASKET: usize = 150;
/// Add-ons of an item whose probabilities are held against what came true.
const PROMISED: usize = 20;
const PLACES: usize = 5;

/// What was estimated, and from what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// What stands in the formula.
    pub parameters: Parameters,
    /// What its probabilities come to.
    pub calibration: Calibration,
    /// Questions that set the parameters; 0 where the history is too short and the defaults stand.
    pub questions: usize,
}

/// The baskets by time, and how many of them are learned from. Baskets without a day come first, in their order; where no
/// basket has one, the order is that of the files.
pub fn by_time(baskets: &Baskets) -> (Vec<u32>, usize) {
    let mut order: Vec<u32> = (0..baskets.len() as u32).collect();
    order.sort_by_key(|&basket| baskets.day(basket as usize));
    let earlier = (order.len() as f64 * EARLIER) as usize;
    (order, earlier)
}

/// The baskets by time, and how many of them are before a day.
pub fn split(baskets: &Baskets, day: crate::domain::Day) -> (Vec<u32>, usize) {
    let (order, _) = by_time(baskets);
    let earlier = order.partition_point(|&basket| baskets.day(basket as usize).is_none_or(|known| known < day));
    (order, earlier)
}

/// Estimates from a history; `None` where `go_on` said to stop.
pub fn estimate(baskets: &Baskets, goods: &Goods, go_on: &mut dyn FnMut(u64) -> bool) -> Option<Estimate> {
    let (order, earlier) = by_time(baskets);
    let (earlier, later) = order.split_at(earlier);
    let (setting, calibrating) = halves(later);
    let usable = later.iter().filter(|&&basket| baskets.items(basket as usize).len() > 1).count();
    if usable < LEAST_LATER {
        return Some(Estimate::default());
    }
    let known = baskets.of(earlier);
    let staples = staples(baskets, earlier, goods.items());
    let one_item = draw(baskets, &setting, Task::OneItem, OF_ONE_ITEM, 1);
    let mut shop = Parameters::default();
    shop.base = if goods.parent.is_empty() { 20.0 } else { shop.base };
    weighting(&mut shop, &known, goods, &one_item, &staples);
    let mut pairs = Pairs::new(&known, goods.items(), Weighting::of(&known, shop.size, shop.half_life));
    let priors = Priors::new(&mut pairs, goods, shop.parent, go_on)?;
    let mut model = Model::new(&mut pairs, goods, priors, Seasons::new(&known, goods.items()));
    let asked: Vec<Asked> = one_item.iter().map(|query| Asked::one_item(query, &mut model, &shop, &staples)).collect();
    for _ in 0..2 {
        let before = shop.clone();
        descend(&mut shop, &[10.0, 60.0, 120.0], |shop| &mut shop.category, &asked);
        descend(&mut shop, &[2.0, 5.0, 10.0, 20.0, 40.0], |shop| &mut shop.base, &asked);
        descend(&mut shop, &[0.0, 0.05, 0.2, 0.3], |shop| &mut shop.lift, &asked);
        descend(&mut shop, &[0.0, 0.25, 1.0, 1.5, 2.0], |shop| &mut shop.likeness, &asked);
        if shop == before {
            break;
        }
    }
    drop(asked);
    if !go_on(0) {
        return None;
    }
    let baskets_asked = draw(baskets, &setting, Task::Basket, OF_BASKETS, 2);
    let asked: Vec<Asked> =
        baskets_asked.iter().map(|query| Asked::basket(query, &mut model, &shop, &staples)).collect();
    descend(&mut shop, &[1.0, 1.2, 1.6, 2.0], |shop| &mut shop.sharpness, &asked);
    descend(&mut shop, &[2.0, 15.0, 40.0], |shop| &mut shop.base_in_basket, &asked);
    drop(asked);
    let promises = draw(baskets, &calibrating, Task::OneItem, OF_ONE_ITEM, 3);
    let calibration = calibrate::line(promises.iter().flat_map(|query| promised(query, &mut model, &shop)).collect());
    Some(Estimate { parameters: shop, calibration, questions: one_item.len() + baskets_asked.len() })
}

/// Every other basket, so that both halves cover the same weeks.
fn halves(later: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let half = |odd: usize| later.iter().copied().skip(odd).step_by(2).collect();
    (half(0), half(1))
}

/// Sets what sales count for by age and by size of basket; every choice has to count the pairs anew, so that categories
/// are left out of it.
fn weighting(shop: &mut Parameters, known: &Baskets, goods: &Goods, queries: &[Query], staples: &HashSet<u32>) {
    let plain = Parameters { base: 20.0, ..shop.clone() };
    let gains = |half_life: Option<f64>, size: f64| -> Vec<f64> {
        let tried = Parameters { half_life, size, ..plain.clone() };
        let mut pairs = Pairs::new(known, goods.items(), Weighting::of(known, size, half_life));
        let mut model = Model::new(&mut pairs, goods, Priors::default(), Seasons::default());
        queries.iter().map(|query| Asked::one_item(query, &mut model, &tried, staples).gain(&tried)).collect()
    };
    let mut best = gains(shop.half_life, shop.size);
    for half_life in [None, Some(1.0), Some(0.25), Some(0.12)] {
        let tried = gains(half_life, shop.size);
        if is_better(&tried, &best) {
            (shop.half_life, best) = (half_life, tried);
        }
    }
    for size in [0.25, 0.75] {
        let tried = gains(shop.half_life, size);
        if is_better(&tried, &best) {
            (shop.size, best) = (size, tried);
        }
    }
}

/// Takes the value of one parameter that answers best.
fn descend(shop: &mut Parameters, values: &[f64], of: fn(&mut Parameters) -> &mut f64, asked: &[Asked]) {
    let gains = |shop: &Parameters| -> Vec<f64> { asked.iter().map(|asked| asked.gain(shop)).collect() };
    let mut best = gains(shop);
    for &value in values {
        let mut tried = shop.clone();
        *of(&mut tried) = value;
        let gained = gains(&tried);
        if is_better(&gained, &best) {
            (*shop, best) = (tried, gained);
        }
    }
}

/// Whether one series exceeds another by more than one and a half standard errors of their difference, question by question.
fn is_better(one: &[f64], other: &[f64]) -> bool {
    let n = one.len() as f64;
    let differences = || one.iter().zip(other).map(|(one, other)| one - other);
    let mean = differences().sum::<f64>() / n;
    let variance = differences().map(|difference| (difference - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
    mean > 1.5 * (variance / n).sqrt()
}

/// A question with the candidates of every item shown, ready for any parameters.
struct Asked {
    shown: Vec<u32>,
    candidates: Vec<Vec<Candidate>>,
    truth: Vec<u32>,
    /// The truth without what everybody buys.
    telling: Vec<u32>,
    staples: HashSet<u32>,
}

impl Asked {
    fn one_item(query: &Query, model: &mut Model<'_>, shop: &Parameters, staples: &HashSet<u32>) -> Self {
        let best = query.shown.iter().map(|&item| {
            let candidates = model.candidates(item, &|_, _| true, Reach::All);
            best(candidates, LOOKED_AT, |candidate| shop.alone(&candidate.seen))
        });
        Self::new(query, best.collect(), staples)
    }

    fn basket(query: &Query, model: &mut Model<'_>, shop: &Parameters, staples: &HashSet<u32>) -> Self {
        let best = query.shown.iter().take(MOST_SHOWN).map(|&item| {
            let candidates = model.candidates(item, &|_, together| together > 1, Reach::Bought);
            best(candidates, LOOKED_AT_IN_BASKET, |candidate| shop.in_basket(&candidate.seen))
        });
        Self::new(query, best.collect(), staples)
    }

    fn new(query: &Query, candidates: Vec<Vec<Candidate>>, staples: &HashSet<u32>) -> Self {
        let telling = without(&query.rest, staples);
        let seen = candidates.iter().flatten().map(|candidate| candidate.add_on);
        let staples = seen.filter(|add_on| staples.contains(add_on)).collect();
        Self { shown: query.shown.clone(), candidates, truth: query.rest.clone(), telling, staples }
    }

    /// The gain of both views: all that was bought, and all but what everybody buys.
    fn gain(&self, shop: &Parameters) -> f64 {
        let mut ranking: Vec<(f64, u32)> = match self.candidates.as_slice() {
            [alone] if self.shown.len() == 1 => {
                alone.iter().map(|candidate| (shop.alone(&candidate.seen), candidate.add_on)).collect()
            }
            items => {
                let mut sums: std::collections::HashMap<u32, f64> = std::collections::HashMap::new();
                for candidate in items.iter().flatten() {
                    *sums.entry(candidate.add_on).or_default() += shop.in_basket(&candidate.seen);
                }
                sums.into_iter().map(|(add_on, sum)| (sum, add_on)).collect()
            }
        };
        ranking.retain(|(_, add_on)| !self.shown.contains(add_on));
        let first = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        let most = PLACES + self.staples.len();
        if ranking.len() > most {
            ranking.select_nth_unstable_by(most, first);
            ranking.truncate(most);
        }
        ranking.sort_unstable_by(first);
        let ranking: Vec<u32> = ranking.into_iter().map(|one| one.1).collect();
        let all = ndcg(&ranking, &self.truth, PLACES);
        let telling = ndcg(&without(&ranking, &self.staples), &self.telling, PLACES);
        f64::midpoint(all, telling)
    }
}

/// The best candidates, best first.
fn best(candidates: Vec<Candidate>, how_many: usize, order: impl Fn(&Candidate) -> f64) -> Vec<Candidate> {
    let mut ordered: Vec<(f64, Candidate)> = candidates.into_iter().map(|one| (order(&one), one)).collect();
    let first = |a: &(f64, Candidate), b: &(f64, Candidate)| b.0.total_cmp(&a.0).then(a.1.add_on.cmp(&b.1.add_on));
    if ordered.len() > how_many {
        ordered.select_nth_unstable_by(how_many, first);
        ordered.truncate(how_many);
    }
    ordered.sort_unstable_by(first);
    // Into room of its own: thousands of these wait to be looked at again.
    let mut best = Vec::with_capacity(ordered.len());
    best.extend(ordered.into_iter().map(|one| one.1));
    best
}

/// What the formula promises for the real add-ons of an item, and whether it came true.
fn promised(query: &Query, model: &mut Model<'_>, shop: &Parameters) -> Vec<(f64, bool)> {
    let mut promises = Vec::new();
    for &item in &query.shown {
        let candidates = model.candidates(item, &|_, together| together > 1, Reach::Bought);
        let mut candidates = best(candidates, LOOKED_AT, |candidate| shop.alone(&candidate.seen));
        candidates.retain(|one| is_real(u64::from(one.together), model.chance(item, one.add_on)));
        candidates.truncate(PROMISED);
        promises.extend(
            candidates
                .iter()
                .map(|candidate| (shop.probability(&candidate.seen), query.rest.contains(&candidate.add_on))),
        );
    }
    promises
}
