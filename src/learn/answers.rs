//! What answers taught: how much more, or less, asking for an add-on brings than asking does in this shop as a rule.
//!
//! Two shares are estimated for every pair of item and add-on: of those who were asked, the share that said yes; and of
//! those who saw nobody ask, the share that took it all the same. What asking adds is the first less the second. Both are
//! means of Beta posteriors: `(yes + s·m) / (n + s)`. The prior mean `m` is what sales promise for the pair, scaled to what
//! came of it around: with the other pairs of its link, with those of the two categories, with links of its kind, in the
//! whole shop, each in the same way leaning on the next (empirical Bayes: Efron, Morris 1975; a rate as a multiple of what
//! was expected: Clayton, Kaldor 1987). How much a pair leans is estimated by moments (Williams 1982).
//!
//! In a pool a pair counts for so many answers as it has, but never for more than about twenty: its answers are alike, and one
//! busy pair must not pass for the whole shop (weights `n / (1 + (n - 1)·φ)`: Kleinman 1973).
//!
//! A pair's own answers are left out of everything that it is held against, and the weight of its prior comes from other
//! pairs. So one more yes can never lower a pair, nor one more no raise it.

use std::collections::BTreeMap;

use crate::domain::LinkKind;
use crate::domain::counts::Tally;

/// A factor is at least this: noes alone bury nothing.
pub const LEAST: f64 = 0.5;
/// And at most this.
pub const MOST: f64 = 2.0;

/// What is expected of a shop that was never asked: a yes of four, and one of twenty taken unasked.
const USUAL: [f64; 2] = [0.25, 0.05];
/// Answers that the expectation for an unknown shop counts for.
const SHOP: f64 = 20.0;
/// Answers that a pool counts for within the pool around it.
const POOL: f64 = 20.0;
/// The same for a pair within its pool, where nothing can be estimated, and the least and the most that may come of it.
const PAIR: f64 = 20.0;
const PAIR_LEAST: f64 = 12.0;
const PAIR_MOST: f64 = 60.0;
/// Information (`Σ n(n-1)·m(1-m)`) that the usual weight of a pair counts for when it is estimated.
const PAIR_KNOWN: f64 = 500.0;
/// Nobody is sure of any answer.
const SURE: f64 = 0.98;
/// Differences of what asking adds below this say nothing.
const FINE: f64 = 0.02;

/// The pools a pair is in, from the inside out; the whole shop is the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pools {
    /// The row of the source that links the two.
    pub link: Option<u32>,
    /// The categories of item and add-on.
    pub categories: Option<(u32, u32)>,
    /// The kind of link; `None` for what only sales propose.
    pub kind: Option<LinkKind>,
}

/// A pair with its pools, what sales promise for it, and what was told of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Told {
    /// Item and add-on, by index.
    pub pair: (u32, u32),
    /// Its pools.
    pub pools: Pools,
    /// What sales promise, as a multiple of the usual; 1 where they say nothing.
    pub promise: f64,
    /// What was told of it; nothing, where others speak for it.
    pub tally: Tally,
}

/// Everything that was told, ready to be asked for any pair.
#[derive(Clone, Debug)]
pub struct Answered {
    asked: Share,
    unasked: Share,
}

impl Answered {
    /// Takes what was told of every pair, each pair once.
    pub fn new(told: &[Told]) -> Self {
        let share = |usual, of: fn(&Tally) -> (u64, u64)| Share::new(told, usual, of);
        Self {
            asked: share(USUAL[0], |tally| (tally.asked, tally.accepted)),
            unasked: share(USUAL[1], |tally| (tally.unasked, tally.taken)),
        }
    }

    /// What asking adds for a pair as a multiple of what it would add in this shop as a rule, [`LEAST`] to [`MOST`].
    pub fn factor(&self, told: &Told) -> f64 {
        let added = self.asked.of(told) - self.unasked.of(told);
        let usual = self.asked.of_shop(told) - self.unasked.of_shop(told);
        bounded(added, usual)
    }

    /// The same for a pair of which nothing is known but its kind.
    pub fn of_kind(&self, kind: Option<LinkKind>) -> f64 {
        self.factor(&Told { pools: Pools { kind, ..Pools::default() }, promise: 1.0, ..Told::default() })
    }

    /// Whether answers of the same link or the same categories speak for a pair.
    pub fn reaches(&self, pools: &Pools) -> bool {
        [&self.asked, &self.unasked].into_iter().any(|share| share.pools.reaches(pools))
    }
}

/// Cases as they count in a pool, in thousandths: `part` of `n` of one pair.
fn effective(part: u64, n: u64) -> u64 {
    (part as f64 * 1000.0 * (PAIR + 1.0) / (n as f64 + PAIR)) as u64
}

fn bounded(added: f64, usual: f64) -> f64 {
    ((added.max(0.0) + FINE) / (usual.max(0.0) + FINE)).clamp(LEAST, MOST)
}

/// How much a promise of sales says of an answer: what is bought four times as often is expected to be accepted twice as
/// often. In thousandths, so that sums are exact whatever their order.
fn expectation(promise: f64) -> u64 {
    let promise = if promise.is_finite() { promise } else { 1.0 };
    (promise.max(0.0).sqrt().clamp(0.5, 2.0) * 1000.0).round() as u64
}

/// One of the two shares, with all pools.
#[derive(Clone, Debug)]
struct Share {
    of: fn(&Tally) -> (u64, u64),
    /// The share that is expected where nothing is known.
    usual: f64,
    pools: Sums,
    /// Weight of the prior of pairs of either half, estimated from the other half.
    weights: [f64; 2],
}

impl Share {
    fn new(told: &[Told], usual: f64, of: fn(&Tally) -> (u64, u64)) -> Self {
        let weight_from = |half: usize| {
            let told = || told.iter().filter(|one| half_of(one) == half);
            Sums::new(told(), of).weight_of_pairs(told(), usual, of)
        };
        Self { of, usual, pools: Sums::new(told.iter(), of), weights: [weight_from(1), weight_from(0)] }
    }

    /// The posterior mean for a pair.
    fn of(&self, told: &Told) -> f64 {
        let (n, yes) = (self.of)(&told.tally);
        let mean = self.pools.mean(told, self.usual, self.of);
        let weight = self.weights[half_of(told)];
        (yes.min(n) as f64 + weight * mean) / (n as f64 + weight)
    }

    /// What the rest of the shop would lead to expect of it.
    fn of_shop(&self, told: &Told) -> f64 {
        let rest = self.pools.shop.without(Sum::of(told, self.of));
        scaled(rest.multiple(self.usual, SHOP), told)
    }
}

/// A multiple of the expectation as a share of the cases of a pair.
fn scaled(multiple: f64, told: &Told) -> f64 {
    (multiple * expectation(told.promise) as f64 / 1000.0).min(SURE)
}

fn half_of(told: &Told) -> usize {
    ((told.pair.0 ^ told.pair.1) & 1) as usize
}

/// Cases, those with a yes, and what was expected of them as a multiple of the usual share; the first two in thousandths,
/// the last in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    n: u64,
    yes: u64,
    expected: u64,
}

impl Sum {
    /// What one pair adds to its pools.
    fn of(told: &Told, of: fn(&Tally) -> (u64, u64)) -> Self {
        let (n, yes) = of(&told.tally);
        let weight = effective(n, n);
        Self { n: weight, yes: effective(yes.min(n), n), expected: weight * expectation(told.promise) }
    }

    fn add(&mut self, other: Self) {
        self.n += other.n;
        self.yes += other.yes;
        self.expected += other.expected;
    }

    fn without(self, own: Self) -> Self {
        Self {
            n: self.n.saturating_sub(own.n),
            yes: self.yes.saturating_sub(own.yes),
            expected: self.expected.saturating_sub(own.expected),
        }
    }

    /// The share as a multiple of what was expected, leaning on the pool around it with a weight of so many cases.
    fn multiple(self, around: f64, weight: f64) -> f64 {
        if self.n == 0 || self.expected == 0 {
            return around;
        }
        let n = self.n as f64 / 1000.0;
        let expected = self.expected as f64 / 1e6 / n;
        let mean = (around * expected).min(SURE);
        (self.yes as f64 / 1000.0 + weight * mean) / ((n + weight) * expected)
    }
}

/// The sums of all pools.
#[derive(Clone, Debug, Default)]
struct Sums {
    shop: Sum,
    kinds: BTreeMap<Option<LinkKind>, Sum>,
    categories: BTreeMap<(u32, u32), Sum>,
    links: BTreeMap<u32, Sum>,
}

impl Sums {
    fn new<'t>(told: impl Iterator<Item = &'t Told>, of: fn(&Tally) -> (u64, u64)) -> Self {
        let mut sums = Self::default();
        for (pools, sum) in told.map(|one| (one.pools, Sum::of(one, of))).filter(|(_, sum)| sum.n > 0) {
            sums.shop.add(sum);
            sums.kinds.entry(pools.kind).or_default().add(sum);
            if let Some(categories) = pools.categories {
                sums.categories.entry(categories).or_default().add(sum);
            }
            if let Some(link) = pools.link {
                sums.links.entry(link).or_default().add(sum);
            }
        }
        sums
    }

    fn reaches(&self, pools: &Pools) -> bool {
        pools.link.is_some_and(|link| self.links.contains_key(&link))
            || pools.categories.is_some_and(|categories| self.categories.contains_key(&categories))
    }

    /// The prior mean of a pair: what its pools without its own cases lead to expect of it.
    fn mean(&self, told: &Told, usual: f64, of: fn(&Tally) -> (u64, u64)) -> f64 {
        let (own, pools) = (Sum::of(told, of), &told.pools);
        // Of the shop only what is of other kinds, or a kind that is nearly all of it would be heard twice.
        let kind = self.kinds.get(&pools.kind).copied();
        let others = self.shop.without(kind.unwrap_or(own)).multiple(usual, SHOP);
        let kind = kind.map_or(others, |kind| kind.without(own).multiple(others, POOL));
        let inner = [
            pools.categories.and_then(|categories| self.categories.get(&categories)),
            pools.link.and_then(|link| self.links.get(&link)),
        ];
        let pooled = inner.into_iter().flatten().fold(kind, |around, pool| pool.without(own).multiple(around, POOL));
        scaled(pooled, told)
    }

    /// The weight of a pair's prior: how far pairs scatter around their pools beyond what chance explains.
    /// `φ = Σ((yes - n·m)² - n·m(1-m)) / Σ n(n-1)·m(1-m)`, and the weight `1/φ - 1`.
    fn weight_of_pairs<'t>(
        &self,
        told: impl Iterator<Item = &'t Told>,
        usual: f64,
        of: fn(&Tally) -> (u64, u64),
    ) -> f64 {
        let (mut beyond, mut known) = (PAIR_KNOWN / (PAIR + 1.0), PAIR_KNOWN);
        for (one, (n, yes)) in told.map(|one| (one, of(&one.tally))).filter(|(_, (n, _))| *n > 1) {
            let (n, mean) = (n as f64, self.mean(one, usual, of).max(1.0 - SURE));
            let chance = mean * (1.0 - mean);
            beyond += (yes as f64 - n * mean).powi(2) - n * chance;
            known += n * (n - 1.0) * chance;
        }
        let scatter = (beyond / known).clamp(1.0 / (PAIR_MOST + 1.0), 1.0 / (PAIR_LEAST + 1.0));
        1.0 / scatter - 1.0
    }
}

#[cfg(test)]
mod tests;
