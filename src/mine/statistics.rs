//! (placeholder until mining lands)

/// Counts of one pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Counts {
    pub a: u64,
    pub b: u64,
    pub both: u64,
    pub all: u64,
}

/// Lift.
pub fn lift(c: Counts) -> f64 {
    if c.a == 0 || c.b == 0 {
        return 0.0;
    }
    c.both as f64 * c.all as f64 / (c.a as f64 * c.b as f64)
}

/// LLR.
pub fn log_likelihood_ratio(c: Counts) -> f64 {
    let h = |xs: &[f64]| {
        let n: f64 = xs.iter().sum();
        xs.iter().filter(|x| **x > 0.0).map(|x| x * (x / n).ln()).sum::<f64>()
    };
    let (k11, k12, k21) = (
        c.both as f64,
        c.a.saturating_sub(c.both) as f64,
        c.b.saturating_sub(c.both) as f64,
    );
    let k22 = (c.all + c.both).saturating_sub(c.a + c.b) as f64;
    (2.0 * (h(&[k11, k12, k21, k22]) - h(&[k11 + k12, k21 + k22]) - h(&[k11 + k21, k12 + k22]))).max(0.0)
}
