//! How sure a number is at one look: Wilson's interval for a share, and for a ratio of two sums over independent units.

use std::ops::AddAssign;

/// Two-sided 95 % of the standard normal distribution.
const Z: f64 = 1.959_964;

/// A number with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A share `hits / of` with its 95 % interval after E. B. Wilson, "Probable Inference, the Law of Succession, and
/// Statistical Inference", JASA 22 (1927). `None` where nothing was counted.
pub fn wilson(hits: u64, of: u64) -> Option<Estimate> {
    if of == 0 {
        return None;
    }
    let (n, share) = (of as f64, hits.min(of) as f64 / of as f64);
    let spread = Z * Z / n;
    let middle = (share + spread / 2.0) / (1.0 + spread);
    let half = Z / (1.0 + spread) * (share * (1.0 - share) / n + spread / (4.0 * n)).sqrt();
    Some(Estimate { value: share, low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
}

/// Sums over independent units, each with an amount `y` and a size `x`: what a ratio of sums and its error need.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// Units.
    pub units: f64,
    /// Their amounts.
    pub y: f64,
    /// Their sizes.
    pub x: f64,
    yy: f64,
    xy: f64,
    xx: f64,
}

impl Moments {
    /// Adds a unit.
    pub fn add(&mut self, y: f64, x: f64) {
        self.units += 1.0;
        self.y += y;
        self.x += x;
        self.yy += y * y;
        self.xy += x * y;
        self.xx += x * x;
    }

    /// Amount over size, of all units together; `None` where there is no size.
    pub fn ratio(&self) -> Option<f64> {
        (self.x > 0.0).then(|| self.y / self.x)
    }

    /// The variance of [`Moments::ratio`], by the usual linearisation with units as clusters: `m/(m-1) * sum (y - r x)² /
    /// (sum x)²` (W. G. Cochran, *Sampling Techniques*, 3rd ed. 1977, §6.3; for units of size 1 the variance of a mean).
    pub fn variance(&self) -> Option<f64> {
        let ratio = self.ratio().filter(|_| self.units > 1.0)?;
        let squares = self.yy - 2.0 * ratio * self.xy + ratio * ratio * self.xx;
        Some(self.units / (self.units - 1.0) * squares.max(0.0) / (self.x * self.x))
    }

    /// The ratio with its 95 % interval, without end where all units are alike and nothing can be told. With few units Student's distribution is wider than the normal one: its first
    /// correction by Cornish and Fisher.
    pub fn estimate(&self) -> Option<Estimate> {
        let value = self.ratio()?;
        let quantile = Z + (Z.powi(3) + Z) / (4.0 * (self.units - 1.0).max(1.0));
        let error = self.variance().filter(|variance| *variance > 0.0).map(f64::sqrt);
        let half = error.map_or(f64::INFINITY, |error| quantile * error);
        Some(Estimate { value, low: value - half, high: value + half })
    }
}

impl AddAssign for Moments {
    fn add_assign(&mut self, other: Self) {
        self.units += other.units;
        self.y += other.y;
        self.x += other.x;
        self.yy += other.yy;
        self.xy += other.xy;
        self.xx += other.xx;
    }
}

/// The standard normal distribution function, to 7 digits (Abramowitz and Stegun, 26.2.17).
pub fn normal(z: f64) -> f64 {
    const FACTORS: [f64; 5] = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let sum = FACTORS.iter().rev().fold(0.0, |sum, factor| (sum + factor) * t);
    let tail = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * sum;
    if z < 0.0 { tail } else { 1.0 - tail }
}

/// The point below which a share `p` of the standard normal distribution lies, found by halving on [`normal`].
pub fn quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if normal(middle) < p { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-4
    }

    #[test]
    fn shares_have_wilsons_interval() {
        assert_eq!(wilson(0, 0), None);
        // Values of the textbook case 4 of 10, and the ends.
        let some = wilson(4, 10).unwrap();
        assert!(near(some.low, 0.1682) && near(some.high, 0.6873), "{some:?}");
        assert!(near(wilson(0, 10).unwrap().high, 0.2775) && wilson(0, 10).unwrap().low.abs() < 1e-9);
        assert!(near(wilson(10, 10).unwrap().low, 0.7225));
    }

    #[test]
    fn units_of_size_one_give_the_error_of_a_mean() {
        let mut moments = Moments::default();
        assert_eq!((moments.ratio(), moments.variance(), moments.estimate()), (None, None, None));
        for y in [1.0, 2.0, 4.0, 5.0] {
            moments.add(y, 1.0);
        }
        assert!(near(moments.ratio().unwrap(), 3.0) && near(moments.variance().unwrap(), 10.0 / 3.0 / 4.0));
        // A unit that is twice as large and has twice as much says nothing new.
        let mut even = Moments::default();
        for size in [1.0, 2.0, 5.0] {
            even.add(3.0 * size, size);
        }
        assert!(near(even.ratio().unwrap(), 3.0) && near(even.variance().unwrap(), 0.0));
    }

    #[test]
    fn the_normal_distribution_is_known() {
        for (z, share) in [(0.0, 0.5), (1.0, 0.8413), (-1.96, 0.0250), (3.0, 0.99865), (-40.0, 0.0)] {
            assert!(near(normal(z), share), "{z}");
        }
    }
}
