//! The figures of a pair, as the literature defines them.
//!
//! Counts in, one figure out. Nothing here decides what is a good pair.

/// The counts behind every figure of a pair (a, b).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Baskets with a.
    pub n_a: u64,
    /// Baskets with b.
    pub n_b: u64,
    /// Baskets with both; at most the smaller of the two.
    pub n_ab: u64,
    /// All baskets.
    pub n: u64,
}

impl Counts {
    /// The share of baskets with both: `n_ab / n` (Agrawal, Imieliński, Swami 1993). 0 where there are none.
    pub fn support(self) -> f64 {
        ratio(self.n_ab, self.n)
    }

    /// Of the baskets with a, the share that holds b: `n_ab / n_a` (the same paper).
    pub fn confidence(self) -> f64 {
        ratio(self.n_ab, self.n_a)
    }

    /// How many times more often than chance: `n_ab · n / (n_a · n_b)` (Brin, Motwani, Ullman, Tsur 1997, "interest").
    pub fn lift(self) -> f64 {
        let chance = self.n_a as f64 * self.n_b as f64;
        if chance > 0.0 { self.n_ab as f64 * self.n as f64 / chance } else { 0.0 }
    }

    /// The log-likelihood ratio `-2 log λ` of the two-by-two table (Dunning 1993, "Accurate Methods for the Statistics
    /// of Surprise and Coincidence"): `2 · Σ k · ln(k · n / (row · column))`. 0 is no relation either way; above 10.83 a
    /// pair is by chance once in a thousand. It says nothing of the direction: [`Counts::lift`] does.
    pub fn llr(self) -> f64 {
        let Self { n_a, n_b, n_ab, n } = self;
        let cells = [
            (n_ab, n_a, n_b),
            (n_a.saturating_sub(n_ab), n_a, n.saturating_sub(n_b)),
            (n_b.saturating_sub(n_ab), n.saturating_sub(n_a), n_b),
            ((n + n_ab).saturating_sub(n_a + n_b), n.saturating_sub(n_a), n.saturating_sub(n_b)),
        ];
        let term = |(k, row, column): (u64, u64, u64)| {
            if k == 0 { 0.0 } else { k as f64 * (k as f64 * n as f64 / (row as f64 * column as f64)).ln() }
        };
        (2.0 * cells.into_iter().map(term).sum::<f64>()).max(0.0)
    }
}

/// How often an item was bought.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sold {
    /// Sales with the item.
    pub baskets: u64,
    /// The same by weight of basket.
    pub weight: f64,
    /// Other items in those sales, in all: a sale of five items counts four.
    pub others: u64,
}

impl Sold {
    /// Sales with both that would be there if only the popularity of the two and the size of baskets were at work: the
    /// places beside one of them, each filled by the other as often as it fills any place (the expectation of the
    /// configuration model of random bipartite graphs: Newman, Strogatz, Watts 2001). Large baskets hold everything, so
    /// plain lift takes what sells in them for related; this does not. Nor is it ever fewer than independence
    /// gives: what is in every basket goes with nothing. `lines` are the items of all sales, in all; 0
    /// where that is not known, and then `sales` give the plain expectation.
    pub fn chance(self, other: Self, sales: u64, lines: u64) -> f64 {
        let independent = ratio(self.baskets, sales) * other.baskets as f64;
        if lines == 0 {
            return independent;
        }
        let beside = |one: Self, two: Self| one.others as f64 * ratio(two.baskets, lines);
        beside(self, other).max(beside(other, self)).max(independent)
    }
}

/// Answers to a suggestion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Accepted or declined.
    pub asked: u64,
    /// Of these, accepted.
    pub accepted: u64,
    /// Shown, and nobody asked.
    pub unasked: u64,
    /// Of these, taken all the same.
    pub taken: u64,
}

impl Tally {
    /// Whether nothing was ever answered or left.
    pub fn is_empty(&self) -> bool {
        self.asked == 0 && self.unasked == 0
    }

    /// Adds those of another.
    pub fn add(&mut self, other: &Self) {
        self.asked += other.asked;
        self.accepted += other.accepted;
        self.unasked += other.unasked;
        self.taken += other.taken;
    }
}

/// How far `together` sales lie beyond `chance`, as a log-likelihood ratio of a Poisson count (`2·(k·ln(k/λ) - (k - λ))`,
/// Wilks 1938): above 10.83 chance alone brings so many once in a thousand times. 0 where they do not exceed it.
pub fn beyond_chance(together: u64, chance: f64) -> f64 {
    let k = together as f64;
    if k <= chance || k <= 0.0 {
        return 0.0;
    }
    if chance <= 0.0 {
        return f64::MAX;
    }
    2.0 * (k * (k / chance).ln() - (k - chance))
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_baskets_explain_what_is_merely_popular() {
        // Bleach sells in large baskets (30 others each), bananas in every third: 75 of 254 is what chance brings.
        let bleach = Sold { baskets: 254, weight: 0.0, others: 254 * 30 };
        let bananas = Sold { baskets: 14_000, weight: 0.0, others: 14_000 * 15 };
        let chance = bleach.chance(bananas, 112_000, 1_100_000);
        assert!(chance > 75.0 && beyond_chance(75, chance) < 10.83, "{chance}");
        // Kidney beans are rare, and eleven of them are not chance.
        let beans = Sold { baskets: 300, weight: 0.0, others: 300 * 25 };
        let chance = bleach.chance(beans, 112_000, 1_100_000);
        assert!(beyond_chance(11, chance) > 10.83, "{chance}");
    }

    #[test]
    fn figures_are_those_of_the_literature() {
        let counts = |n_a, n_b, n_ab, n| Counts { n_a, n_b, n_ab, n };
        let thousandths = |x: f64| (x * 1000.0).round() as i64;
        let table = [
            // independent: everything at chance
            (counts(50, 20, 10, 100), [0.1, 0.2, 1.0, 0.0]),
            // Dunning's table 2, "the swiss": 110, 2442, 111, 29114 (k11, k12, k21, k22)
            (counts(2552, 221, 110, 31777), [0.003, 0.043, 6.198, 270.722]),
            // always together
            (counts(10, 10, 10, 100), [0.1, 1.0, 10.0, 65.017]),
            // never together
            (counts(10, 10, 0, 100), [0.0, 0.0, 0.0, 2.227]),
            // nothing at all
            (counts(0, 0, 0, 0), [0.0, 0.0, 0.0, 0.0]),
        ];
        for (counts, expected) in table {
            let figures = [counts.support(), counts.confidence(), counts.lift(), counts.llr()].map(thousandths);
            assert_eq!(figures, expected.map(thousandths), "{counts:?}");
        }
    }
}
