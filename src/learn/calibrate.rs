//! What probabilities have come to: isotonic regression by pooling adjacent violators (Ayer, Brunk, Ewing, Reid, Silverman
//! 1955; for probabilities Zadrozny, Elkan 2002). Code of our own: the crate for it, `pav_regression`, is LGPL-3.0.

use crate::rank::Calibration;

/// A point rests on at least so many promises, or it is noise.
const LEAST: f64 = 100.0;
/// So many points are kept at most.
const MOST: usize = 100;

/// The calibration that promises (probability, and whether it came true) ask for; empty below `LEAST` of them.
pub fn line(mut promises: Vec<(f64, bool)>) -> Calibration {
    promises.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let size = LEAST.max(promises.len() as f64 / MOST as f64);
    if (promises.len() as f64) < LEAST {
        return Calibration::default();
    }
    let mut blocks: Vec<Block> = Vec::new();
    // What was promised alike stays together, and what is left over at the end joins the last whole block.
    for alike in promises.chunk_by(|a, b| a.0 >= b.0) {
        let block = Block::of(alike);
        match blocks.last_mut() {
            Some(last) if last.n < size => last.join(&block),
            _ => blocks.push(block),
        }
    }
    if let [.., before, last] = blocks.as_mut_slice()
        && last.n < size
    {
        before.join(&*last);
        blocks.pop();
    }
    let mut pooled: Vec<Block> = Vec::new();
    for block in blocks {
        pooled.push(block);
        while let [.., before, last] = pooled.as_slice() {
            if before.true_share() < last.true_share() {
                break;
            }
            let last = *last;
            pooled.pop();
            if let Some(before) = pooled.last_mut() {
                before.join(&last);
            }
        }
    }
    let mut points: Vec<(f64, f64)> =
        pooled.iter().map(|block| (block.promised / block.n, block.true_share())).collect();
    points.dedup_by(|later, earlier| later.0 <= earlier.0);
    Calibration { points }
}

#[derive(Clone, Copy)]
struct Block {
    n: f64,
    promised: f64,
    came_true: f64,
}

impl Block {
    fn of(promises: &[(f64, bool)]) -> Self {
        Self {
            n: promises.len() as f64,
            promised: promises.iter().map(|one| one.0).sum(),
            came_true: promises.iter().filter(|one| one.1).count() as f64,
        }
    }

    fn join(&mut self, other: &Self) {
        *self = Self {
            n: self.n + other.n,
            promised: self.promised + other.promised,
            came_true: self.came_true + other.came_true,
        };
    }

    /// With half a promise of either kind more, so that no probability is 0 or 1 (Jeffreys 1946).
    fn true_share(&self) -> f64 {
        (self.came_true + 0.5) / (self.n + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overstates_by_half_is_halved() {
        // Of a thousand promises at each probability, half as many come true as promised.
        let promises = |p: f64| (0..1000).map(move |k| (p, f64::from(k) < 500.0 * p));
        let line = line((1..=9).flat_map(|tenth| promises(f64::from(tenth) / 10.0)).collect());
        for tenth in 1..=9 {
            let p = f64::from(tenth) / 10.0;
            assert!((line.of(p) - p / 2.0).abs() < 0.03, "{p}: {}", line.of(p));
        }
        assert!(line.points.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
    }

    #[test]
    fn a_line_never_falls_and_few_promises_make_none() {
        let upside_down: Vec<(f64, bool)> = (0..1000).map(|k| (f64::from(k) / 1000.0, k < 500)).collect();
        let flat = line(upside_down);
        assert_eq!(flat.points.len(), 1);
        assert!((flat.points[0].1 - 0.5).abs() < 0.01);
        assert_eq!(line(vec![(0.5, true); 99]), Calibration::default());
    }
}
