//! What was promised of add-ons over the bar, and how much of it came true.

use serde::Serialize;

use super::Asked;

/// The upper ends of the bins of promised probability.
const ENDS: [f64; 7] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0];

/// What was promised and what came true.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Promises {
    /// By promised probability; bins without a promise are left out.
    pub bins: Vec<Bin>,
    /// The expected calibration error: the mean distance of promised and true share over equally full bins, by how full
    /// they are (Naeini, Cooper, Hauskrecht 2015).
    pub error: f64,
    /// The same of the formula before calibration.
    pub error_before: f64,
    /// Questions for which anything stood over the bar.
    pub questions_with_any: u64,
    /// All questions.
    pub questions: u64,
}

/// Promises of like probability.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bin {
    /// Above this probability.
    pub above: f64,
    /// Up to this one.
    pub up_to: f64,
    /// How many promises.
    pub promises: u64,
    /// The mean of what was promised.
    pub promised: f64,
    /// How many came true.
    pub came_true: u64,
}

/// Promises on the way to the table.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    made: Vec<(f64, f64, bool)>,
    questions: u64,
    with_any: u64,
}

impl Counted {
    /// Adds what stood over the bar for a question: the calibrated probability, the one before, and the add-on.
    pub fn add(&mut self, promises: Vec<(f64, f64, u32)>, asked: Asked<'_>) {
        self.questions += 1;
        self.with_any += u64::from(!promises.is_empty());
        self.made.extend(promises.into_iter().map(|(p, before, add_on)| (p, before, asked.rest.contains(&add_on))));
    }

    /// The table.
    pub fn finish(self) -> Promises {
        let mut above = 0.0;
        let mut bins = Vec::new();
        for up_to in ENDS {
            let within: Vec<&(f64, f64, bool)> =
                self.made.iter().filter(|one| one.0 <= up_to && (one.0 > above || above == 0.0)).collect();
            let n = within.len() as f64;
            if n > 0.0 {
                bins.push(Bin {
                    above,
                    up_to,
                    promises: within.len() as u64,
                    promised: within.iter().map(|one| one.0).sum::<f64>() / n,
                    came_true: within.iter().filter(|one| one.2).count() as u64,
                });
            }
            above = up_to;
        }
        Promises {
            bins,
            error: error(self.made.iter().map(|one| (one.0, one.2)).collect()),
            error_before: error(self.made.iter().map(|one| (one.1, one.2)).collect()),
            questions_with_any: self.with_any,
            questions: self.questions,
        }
    }
}

/// The expected calibration error over ten equally full bins.
fn error(mut made: Vec<(f64, bool)>) -> f64 {
    made.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total = made.len() as f64;
    let size = made.len().div_ceil(10).max(1);
    let distance = |bin: &[(f64, bool)]| {
        let promised: f64 = bin.iter().map(|one| one.0).sum();
        let came_true = bin.iter().filter(|one| one.1).count() as f64;
        (promised - came_true).abs()
    };
    if total > 0.0 { made.chunks(size).map(distance).sum::<f64>() / total } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_promises_have_no_error_and_broken_ones_have_theirs() {
        let kept: Vec<(f64, bool)> = (0..1000).map(|k| (0.25, k % 4 == 0)).collect();
        assert!(error(kept) < 1e-9);
        let broken: Vec<(f64, bool)> = (0..1000).map(|_| (0.25, false)).collect();
        assert!((error(broken) - 0.25).abs() < 1e-9);
        assert!(error(Vec::new()).abs() < 1e-12);
    }
}
