//! What answers teach: how often an add-on is accepted when somebody asks, less how often it is taken when nobody does.
//! What counts is what asking adds.
//!
//! Shares are estimated as Beta posteriors, each level leaning on the one around it: a pair on the row of `links.csv` it
//! comes from, that on the pair of categories, that on the kind of link, that on the whole shop (empirical Bayes with a
//! prior worth a fixed number of answers: Casella 1985). The calibrated relevance sets a pair's prior within its row: what
//! goes together more often is expected to be accepted more often.

use std::collections::HashMap;

use crate::domain::counts::Tally;

/// A prior is worth so many answers: three noes move a pair little, three hundred decide.
const PRIOR: f64 = 20.0;
/// Factors lie within these, so that no answers bury a good link nor put a bad one above all.
const LEAST: f64 = 0.5;
const MOST: f64 = 2.0;
/// Added on both sides of the comparison, so that where asking adds next to nothing, small differences are no large ones.
const SLACK: f64 = 0.05;

/// Where a pair belongs, from the narrow to the wide. Whoever calls says what the numbers mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pools {
    /// The row of `links.csv`; `None` for what only sales propose.
    pub link: Option<u32>,
    /// The categories of item and add-on.
    pub categories: Option<(u32, u32)>,
    /// The kind of link.
    pub kind: u8,
}

/// Two shares: accepted of asked, taken of unasked.
#[derive(Clone, Copy, Debug)]
struct Shares {
    accepted: f64,
    taken: f64,
}

impl Shares {
    /// The means of two Beta posteriors with these shares as priors.
    fn after(self, tally: &Tally) -> Self {
        let mean = |hits: u64, of: u64, prior: f64| (hits as f64 + PRIOR * prior) / (of as f64 + PRIOR);
        Self {
            accepted: mean(tally.accepted, tally.asked, self.accepted),
            taken: mean(tally.taken, tally.unasked, self.taken),
        }
    }

    /// What asking adds.
    fn uplift(self) -> f64 {
        (self.accepted - self.taken).max(0.0)
    }
}

/// Everything answers taught a shop.
#[derive(Clone, Debug)]
pub struct Taught {
    shop: Shares,
    kinds: HashMap<u8, Tally>,
    categories: HashMap<(u32, u32), Tally>,
    links: HashMap<u32, Tally>,
    relevance: f64,
}

impl Taught {
    /// Sums the answers of all pairs: pools, answers, and the calibrated relevance where it is known. Their order does not
    /// matter.
    pub fn new(pairs: impl Iterator<Item = (Pools, Tally, Option<f64>)>) -> Self {
        let mut whole = Tally::default();
        let mut taught = Self {
            shop: Shares { accepted: 0.0, taken: 0.0 },
            kinds: HashMap::new(),
            categories: HashMap::new(),
            links: HashMap::new(),
            relevance: 0.0,
        };
        // In whole millionths, so that the order of adding changes nothing.
        let (mut weighed, mut weight) = (0_u128, 0_u64);
        for (pools, tally, relevance) in pairs {
            whole.add(&tally);
            taught.kinds.entry(pools.kind).or_default().add(&tally);
            if let Some(categories) = pools.categories {
                taught.categories.entry(categories).or_default().add(&tally);
            }
            if let Some(link) = pools.link {
                taught.links.entry(link).or_default().add(&tally);
            }
            if let Some(relevance) = relevance {
                weighed += u128::from((relevance * 1e6) as u64) * u128::from(tally.asked);
                weight += tally.asked;
            }
        }
        let share = |hits: u64, of: u64| (hits as f64 + 1.0) / (of as f64 + 2.0);
        let taken = if whole.unasked == 0 { 0.0 } else { share(whole.taken, whole.unasked) };
        taught.shop = Shares { accepted: share(whole.accepted, whole.asked), taken };
        taught.relevance = if weight > 0 { weighed as f64 / 1e6 / weight as f64 } else { 0.0 };
        taught
    }

    /// How much better asking for a pair does than asking for any of the shop's, 0.5 to 2; 1 where nothing is known.
    pub fn factor(&self, pools: Pools, tally: &Tally, relevance: Option<f64>) -> f64 {
        let nothing = Tally::default();
        let kind = self.shop.after(self.kinds.get(&pools.kind).unwrap_or(&nothing));
        let of_categories = pools.categories.and_then(|categories| self.categories.get(&categories));
        let categories = kind.after(of_categories.unwrap_or(&nothing));
        let link = categories.after(pools.link.and_then(|link| self.links.get(&link)).unwrap_or(&nothing));
        let expected = |pool: Shares| Shares { accepted: (pool.accepted * self.standing(relevance)).min(1.0), ..pool };
        let after = expected(link).after(tally).uplift();
        let before = expected(self.shop).uplift();
        ((after + SLACK) / (before + SLACK)).clamp(LEAST, MOST)
    }

    /// The factor of pairs of a kind of which nothing else is known.
    pub fn of_kind(&self, kind: u8) -> f64 {
        self.factor(Pools { link: None, categories: None, kind }, &Tally::default(), None)
    }

    /// Whether anything was answered among pairs of these pools, beside the kind.
    pub fn knows(&self, pools: Pools) -> bool {
        let of_categories = pools.categories.is_some_and(|categories| self.categories.contains_key(&categories));
        of_categories || pools.link.is_some_and(|link| self.links.contains_key(&link))
    }

    /// How a pair's relevance stands beside that of what was asked for, a half to twice.
    fn standing(&self, relevance: Option<f64>) -> f64 {
        match relevance {
            Some(relevance) if self.relevance > 0.0 => (relevance / self.relevance).clamp(0.5, 2.0),
            _ => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pools(link: u32) -> Pools {
        Pools { link: Some(link), categories: Some((link / 2, 0)), kind: 1 }
    }

    fn asked(asked: u64, accepted: u64) -> Tally {
        Tally { asked, accepted, ..Tally::default() }
    }

    /// Factors of pairs, each a link of its own.
    fn factors(tallies: &[Tally]) -> Vec<f64> {
        let pairs = || tallies.iter().zip(0..).map(|(tally, link)| (pools(link), *tally, None));
        let taught = Taught::new(pairs());
        pairs().map(|(pools, tally, relevance)| taught.factor(pools, &tally, relevance)).collect()
    }

    #[test]
    fn a_few_noes_move_little_and_many_decide() {
        let usual = asked(1_000, 300);
        let few = factors(&[usual, usual, asked(3, 0), usual]);
        assert!(few[2] > 0.75 && few[2] < 1.0, "{few:?}");
        let many = factors(&[usual, usual, asked(300, 0), usual]);
        assert!((many[2] - LEAST).abs() < 0.05, "{many:?}");
        let liked = factors(&[usual, usual, asked(300, 270), usual]);
        assert!(liked[2] > 1.5, "{liked:?}");
    }

    #[test]
    fn what_customers_take_unasked_is_nothing_that_asking_adds() {
        let sold_by_asking = Tally { asked: 400, accepted: 120, unasked: 400, taken: 4 };
        let taken_anyway = Tally { asked: 400, accepted: 120, unasked: 400, taken: 100 };
        let factors = factors(&[sold_by_asking, asked(0, 0), taken_anyway, asked(0, 0)]);
        assert!(factors[0] > 1.1 && factors[2] < 0.7, "{factors:?}");
    }

    #[test]
    fn a_pair_without_answers_has_those_of_its_like() {
        let taught = Taught::new([(pools(0), asked(500, 400), None), (pools(8), asked(500, 50), None)].into_iter());
        let like = Pools { link: Some(77), categories: Some((0, 0)), kind: 1 };
        let unlike = Pools { link: Some(78), categories: Some((4, 0)), kind: 1 };
        let factor = |pools| taught.factor(pools, &Tally::default(), None);
        assert!(factor(like) > 1.2 && factor(unlike) < 0.8);
        assert!(taught.knows(like) && !taught.knows(Pools { link: Some(79), categories: None, kind: 1 }));
        let nothing = Taught::new(std::iter::empty());
        assert!((nothing.factor(like, &Tally::default(), Some(0.3)) - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_yes_never_lowers_a_pair_beside_another_nor_does_a_no_raise_it(
            tallies in proptest::collection::vec((0_u64..200, 0_u64..200, 0_u64..200, 0_u64..200), 2..6),
            yes in any::<bool>(),
        ) {
            let tallies: Vec<Tally> = tallies
                .into_iter()
                .map(|(asked, accepted, unasked, taken)| Tally {
                    asked: asked + accepted,
                    accepted,
                    unasked: unasked + taken,
                    taken,
                })
                .collect();
            let before = factors(&tallies);
            let mut more = tallies;
            more[0].asked += 1;
            more[0].accepted += u64::from(yes);
            let after = factors(&more);
            let last = after.len() - 1;
            // Beside a pair that shares no pool with it but the kind.
            if last > 1 {
                let beside = |factors: &[f64]| factors[0] / factors[last];
                if yes {
                    prop_assert!(beside(&after) >= beside(&before) - 0.02, "{before:?} {after:?}");
                } else {
                    prop_assert!(beside(&after) <= beside(&before) + 0.02, "{before:?} {after:?}");
                }
            }
            prop_assert!(after.iter().all(|factor| (LEAST..=MOST).contains(factor)));
        }
    }
}
