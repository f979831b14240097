//! The formula of relevance and what a shop's own history sets in it.
//!
//! For an item `a` and an add-on `b`: `p = e^(δ·likeness) · (c_ab + K·P(b | category of a) + β·p_b) / (c_a + K + β)`. Alone
//! in the basket, `a` orders its add-ons by `p · lift^γ`; of several items each adds `(p · ln lift)^q`, where
//! `lift = p / p_b`. `c` are sales weighted by `1/(size of basket - 1)^s` and by age, brought to the size of counts.
//!
//! The shape of the formula was found by back-test on two shops (a gift wholesaler and a supermarket). With `q` above 1
//! the one item that truly asks for an add-on outweighs many that hint at it. What the letters are is estimated for every
//! shop from its own sales ([`crate::learn`]); [`Parameters::default`] holds where nothing can be estimated.

use serde::{Deserialize, Serialize};

/// What stands in the formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parameters {
    /// Half-life of a sale as a share of the whole history; `None` where age does not count.
    pub half_life: Option<f64>,
    /// `s`: how much less a full basket says about any two things in it.
    pub size: f64,
    /// `K`: observations that the category of an item counts for.
    pub category: f64,
    /// Observations that the parent of a category, and in the end the whole shop, counts for.
    pub parent: f64,
    /// `β` of an item alone: observations that the base rate counts for.
    pub base: f64,
    /// `β` of an item among others.
    pub base_in_basket: f64,
    /// `γ`: how far lift reorders.
    pub lift: f64,
    /// `δ`: what likeness of the names is worth.
    pub likeness: f64,
    /// `q`: how much the strongest reason outweighs several weak ones.
    pub sharpness: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            half_life: Some(0.5),
            size: 0.5,
            category: 30.0,
            parent: 300.0,
            base: 10.0,
            base_in_basket: 5.0,
            lift: 0.1,
            likeness: 0.5,
            sharpness: 1.4,
        }
    }
}

/// What is known of one item of the basket and one add-on, before the formula.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Observed {
    /// Weighted sales of the item, in the size of counts.
    pub sold: f64,
    /// The same of both together.
    pub together: f64,
    /// `P(add-on | category)`; `None` where the item has no category with sales.
    pub prior: Option<f64>,
    /// The share of all sales with the add-on.
    pub base: f64,
    /// How alike the two names are, 0 to 1.
    pub likeness: f64,
}

impl Parameters {
    /// The probability that an item alone in the basket is bought with the add-on, 0 to 1, before calibration.
    pub fn probability(&self, seen: &Observed) -> f64 {
        self.shrunk(seen, self.base)
    }

    /// Orders the add-ons of an item alone in the basket.
    pub fn alone(&self, seen: &Observed) -> f64 {
        let p = self.probability(seen);
        if seen.base > 0.0 { p * (p / seen.base).powf(self.lift) } else { 0.0 }
    }

    /// What an item among others adds for the add-on: 0 where it says nothing for it.
    pub fn in_basket(&self, seen: &Observed) -> f64 {
        let p = self.shrunk(seen, self.base_in_basket);
        if seen.base > 0.0 && p > seen.base { (p * (p / seen.base).ln()).powf(self.sharpness) } else { 0.0 }
    }

    /// How much an item's own sales leave to its category: 1 where it was never sold, near 0 where it often was.
    pub fn left_to_category(&self, sold: f64) -> f64 {
        (self.category + self.base) / (sold + self.category + self.base)
    }

    fn shrunk(&self, seen: &Observed, base: f64) -> f64 {
        let (category, prior) = seen.prior.map_or((0.0, 0.0), |prior| (self.category, prior));
        let observed = seen.together + category * prior + base * seen.base;
        let p = observed / (seen.sold + category + base);
        (p * (self.likeness * seen.likeness).exp()).clamp(0.0, 1.0)
    }
}

/// What a probability of the formula has come to in sales the formula did not know: a line through points, rising.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Calibration {
    /// From the formula, and what came true; both rising, 0 to 1. Empty: nothing is known, and the formula's stands.
    pub points: Vec<(f64, f64)>,
}

impl Calibration {
    /// The calibrated probability, 0 to 1: below the first point in proportion to it, above the last one as that.
    pub fn of(&self, p: f64) -> f64 {
        let after = self.points.partition_point(|point| point.0 < p);
        let value = match (after.checked_sub(1).map(|at| self.points[at]), self.points.get(after)) {
            (None, None) => p,
            (None, Some(&(x, y))) => scaled(p, x, y),
            (Some((_, y)), None) => y,
            (Some((x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (p - x0) / (x1 - x0),
        };
        value.clamp(0.0, 1.0)
    }
}

fn scaled(p: f64, x: f64, y: f64) -> f64 {
    if x > 0.0 { y * p / x } else { y }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(together: f64) -> Observed {
        Observed { sold: 100.0, together, prior: Some(0.02), base: 0.01, likeness: 0.0 }
    }

    #[test]
    fn more_sales_together_never_lower_anything() {
        let shop = Parameters::default();
        for together in 0..100 {
            let (less, more) = (seen(f64::from(together)), seen(f64::from(together + 1)));
            assert!(shop.probability(&less) < shop.probability(&more));
            assert!(shop.alone(&less) < shop.alone(&more));
            assert!(shop.in_basket(&less) <= shop.in_basket(&more));
        }
    }

    #[test]
    fn few_sales_are_left_to_the_category_and_many_are_not() {
        let shop = Parameters::default();
        let never = Observed { sold: 0.0, ..seen(0.0) };
        assert!((shop.probability(&never) - (30.0 * 0.02 + 10.0 * 0.01) / 40.0).abs() < 1e-12);
        let often = Observed { sold: 10_000.0, ..seen(5_000.0) };
        assert!((shop.probability(&often) - 0.5).abs() < 0.01);
        assert!(shop.left_to_category(0.0) > 0.99 && shop.left_to_category(10_000.0) < 0.01);
    }

    #[test]
    fn what_is_no_more_likely_than_always_says_nothing_in_a_basket() {
        let shop = Parameters::default();
        assert!(shop.in_basket(&Observed { base: 0.5, ..seen(10.0) }).abs() < 1e-12);
    }

    #[test]
    fn a_calibration_is_a_line_through_its_points() {
        let line = Calibration { points: vec![(0.1, 0.05), (0.3, 0.25)] };
        for (p, expected) in [(0.0, 0.0), (0.05, 0.025), (0.1, 0.05), (0.2, 0.15), (0.3, 0.25), (0.6, 0.25)] {
            assert!((line.of(p) - expected).abs() < 1e-12, "{p}: {}", line.of(p));
        }
        assert!((Calibration::default().of(0.2) - 0.2).abs() < 1e-12);
        assert!(line.of(5.0) <= 1.0);
    }
}
