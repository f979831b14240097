//! How sure a number is at every look: asymptotic confidence sequences.
//!
//! A usual 95 % interval is right for one look. Who looks every day and stops at the first interval without zero is wrong
//! far more often than one time in twenty. A confidence sequence holds at all sizes together, so that looking costs
//! nothing. Used here is the asymptotic confidence sequence of I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and
//! A. Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 52 (2024),
//! Theorem 2.2: `mean ± s * sqrt(2 (t rho² + 1) / (t² rho²) * ln(sqrt(t rho² + 1) / alpha))` after `t` observations with
//! standard deviation `s`; the mixture behind it is that of H. Robbins (1970). It is asymptotic: `report::experiment`
//! says nothing before there is some data, and `tests/experiments.rs` counts how often it errs.

use super::interval::normal;

/// A sequence tuned to be narrowest near a size; it holds at every size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sequence {
    alpha: f64,
    rho_squared: f64,
}

impl Sequence {
    /// A sequence that errs at most with probability `alpha` over all looks, narrowest after about `best` observations:
    /// `rho² = (-2 ln alpha + ln(1 - 2 ln alpha)) / best` (the same source, appendix B.2).
    pub fn new(alpha: f64, best: f64) -> Self {
        let double = -2.0 * alpha.ln();
        Self { alpha, rho_squared: (double + (double + 1.0).ln()) / best }
    }

    /// Half the width after `units` observations, in standard errors of the estimate.
    pub fn half_width(&self, units: f64) -> f64 {
        let grown = units * self.rho_squared;
        if grown <= 0.0 {
            return f64::INFINITY;
        }
        (2.0 * (grown + 1.0) / grown * ((grown + 1.0).sqrt() / self.alpha).ln()).sqrt()
    }

    /// The probability that a difference is above zero, where before any data differences are distributed as the mixture
    /// of the sequence has them: around zero, with `rho²` times the variance of one observation. It is drawn toward one
    /// half while there is little data; it decides nothing.
    pub fn chance_above_zero(&self, difference: f64, error: f64, units: f64) -> f64 {
        if error <= 0.0 {
            return 0.5;
        }
        let grown = units * self.rho_squared;
        normal(difference / error * (grown / (grown + 1.0)).sqrt())
    }

    /// After how many observations half the width is at most `wanted`, where one observation has this variance. `None`
    /// where no number of sales of a shop would do.
    pub fn units_for(&self, wanted: f64, variance: f64) -> Option<f64> {
        const MOST: f64 = 1e10;
        let wide = |units: f64| self.half_width(units) * (variance / units).sqrt() > wanted;
        if wanted.is_nan() || wanted <= 0.0 || wide(MOST) {
            return None;
        }
        let (mut low, mut high) = (1.0, MOST);
        while high - low > 0.5 {
            let middle = f64::midpoint(low, high);
            if wide(middle) { low = middle } else { high = middle }
        }
        Some(high.ceil())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_wider_than_one_look_and_narrowest_where_it_was_tuned() {
        let sequence = Sequence::new(0.05, 5_000.0);
        let widths: Vec<f64> = [10.0, 500.0, 5_000.0, 50_000.0, 5e6].map(|units| sequence.half_width(units)).into();
        assert!(widths.iter().all(|width| *width > 2.5), "{widths:?}");
        assert!((widths[2] - 3.02).abs() < 0.02, "{widths:?}");
        assert!(sequence.half_width(0.0).is_infinite());
        for other in [500.0, 50_000.0] {
            assert!(Sequence::new(0.05, other).half_width(5_000.0) > widths[2]);
        }
    }

    #[test]
    fn what_is_needed_is_what_makes_it_narrow_enough() {
        let sequence = Sequence::new(0.05, 5_000.0);
        let units = sequence.units_for(0.05, 1.0).unwrap();
        assert!(sequence.half_width(units) * (1.0 / units).sqrt() <= 0.05);
        assert!(sequence.half_width(units - 2.0) * (1.0 / (units - 2.0)).sqrt() > 0.05);
        assert_eq!((sequence.units_for(0.0, 1.0), sequence.units_for(1e-9, 1.0)), (None, None));
    }

    #[test]
    fn a_chance_begins_at_one_half() {
        let sequence = Sequence::new(0.05, 5_000.0);
        assert!((sequence.chance_above_zero(1.0, 1.0, 1.0) - 0.5).abs() < 0.02);
        assert!(sequence.chance_above_zero(0.03, 0.01, 5_000.0) > 0.99);
        assert!(sequence.chance_above_zero(-0.03, 0.01, 5_000.0) < 0.01);
    }
}
