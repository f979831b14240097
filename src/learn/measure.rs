//! How good a ranking was: hits and gains of one question.

use std::collections::HashSet;

/// Discount of a place, from 0: `1 / log2(place + 2)` (Järvelin, Kekäläinen 2002).
fn discount(place: usize) -> f64 {
    1.0 / (place as f64 + 2.0).log2()
}

/// Normalised discounted cumulative gain of the first `k` places: 1 where every place that could hit does. 0 where there
/// was nothing to find.
pub fn ndcg(ranking: &[u32], truth: &[u32], k: usize) -> f64 {
    let best: f64 = (0..k.min(truth.len())).map(discount).sum();
    let gain: f64 = ranking
        .iter()
        .take(k)
        .enumerate()
        .filter(|(_, item)| truth.contains(item))
        .map(|(place, _)| discount(place))
        .sum();
    if best > 0.0 { gain / best } else { 0.0 }
}

/// Whether one of the first `k` places hits.
pub fn hit(ranking: &[u32], truth: &[u32], k: usize) -> bool {
    ranking.iter().take(k).any(|item| truth.contains(item))
}

/// The share of the truth within the first `k` places.
pub fn recall(ranking: &[u32], truth: &[u32], k: usize) -> f64 {
    let found = ranking.iter().take(k).filter(|item| truth.contains(item)).count();
    if truth.is_empty() { 0.0 } else { found as f64 / truth.len() as f64 }
}

/// One over the place of the first hit within ten, else 0.
pub fn reciprocal_rank(ranking: &[u32], truth: &[u32]) -> f64 {
    ranking.iter().take(10).position(|item| truth.contains(item)).map_or(0.0, |place| 1.0 / (place as f64 + 1.0))
}

/// A list without the items that everybody buys.
pub fn without(list: &[u32], staples: &HashSet<u32>) -> Vec<u32> {
    list.iter().copied().filter(|item| !staples.contains(item)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_one_question() {
        let (ranking, truth) = ([5, 7, 1, 9], [7, 9]);
        assert!((hit(&ranking, &truth, 1), hit(&ranking, &truth, 3)) == (false, true));
        assert!((recall(&ranking, &truth, 3) - 0.5).abs() < 1e-12);
        assert!((reciprocal_rank(&ranking, &truth) - 0.5).abs() < 1e-12);
        let best = discount(0) + discount(1);
        assert!((ndcg(&ranking, &truth, 5) - (discount(1) + discount(3)) / best).abs() < 1e-12);
        assert!((ndcg(&truth, &truth, 3) - 1.0).abs() < 1e-12);
        assert!(ndcg(&ranking, &[], 3).abs() < 1e-12);
        assert_eq!(without(&ranking, &HashSet::from([7, 5])), [1, 9]);
    }
}
