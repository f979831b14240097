//! Exact counts of what was bought together, one item at a time.
//!
//! An inverted index and one dense row of counters: memory follows the baskets and the items, never the number of
//! pairs. What to keep of a row is the caller's choice.

use super::baskets::Baskets;
use crate::domain::Sold;

/// How much a basket counts: `1 / (size - 1)^s`, since a full trolley says less about any two things in it, and half as
/// much for every half-life before the last day. A basket of one item counts 1; one without a day has no age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighting {
    /// `s`: 0 counts every basket alike.
    pub size: f64,
    /// Days after which a basket counts half; `None`: age does not count.
    pub half_life: Option<f64>,
}

impl Weighting {
    /// With a half-life that is a share of the whole history; without one where the history has no span.
    pub fn of(baskets: &Baskets, size: f64, share: Option<f64>) -> Self {
        let days = baskets.span().map_or(0, |(first, last)| last.0 - first.0);
        Self { size, half_life: share.map(|share| share * f64::from(days)).filter(|days| *days > 0.0) }
    }
}

/// One item bought together with the item of the row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The other item.
    pub other: u32,
    /// Baskets with both.
    pub together: u32,
    /// The same by weight of basket.
    pub weight: f64,
}

/// Counts pairs over a history.
#[derive(Debug)]
pub struct Pairs<'a> {
    baskets: &'a Baskets,
    weights: Vec<f64>,
    starts: Vec<usize>,
    of_item: Vec<u32>,
    together: Vec<u32>,
    weight: Vec<f64>,
    row: Vec<Pair>,
}

impl<'a> Pairs<'a> {
    /// Indexes `baskets`, whose item numbers are all below `items`.
    pub fn new(baskets: &'a Baskets, items: usize, weighting: Weighting) -> Self {
        let mut starts = vec![0_usize; items + 1];
        for basket in 0..baskets.len() {
            for &item in baskets.items(basket) {
                starts[item as usize + 1] += 1;
            }
        }
        for item in 0..items {
            starts[item + 1] += starts[item];
        }
        let mut next = starts.clone();
        let mut of_item = vec![0; baskets.total()];
        for basket in 0..baskets.len() {
            for &item in baskets.items(basket) {
                of_item[next[item as usize]] = basket as u32;
                next[item as usize] += 1;
            }
        }
        Self {
            baskets,
            weights: weights(baskets, weighting),
            starts,
            of_item,
            together: vec![0; items],
            weight: vec![0.0; items],
            row: Vec::new(),
        }
    }

    /// How often an item was bought.
    pub fn sold(&self, item: u32) -> Sold {
        let holding = self.holding(item);
        Sold {
            baskets: holding.len() as u64,
            weight: holding.iter().map(|&basket| self.weights[basket as usize]).sum(),
            others: holding.iter().map(|&basket| self.baskets.items(basket as usize).len() as u64 - 1).sum(),
        }
    }

    /// The baskets that are counted.
    pub fn baskets(&self) -> &Baskets {
        self.baskets
    }

    /// The weight of all baskets.
    pub fn total_weight(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// Everything that was ever bought together with `item`, by rising number. The slice lives until the next call.
    pub fn row(&mut self, item: u32) -> &[Pair] {
        self.row.clear();
        let range = self.starts[item as usize]..self.starts[item as usize + 1];
        for &basket in &self.of_item[range] {
            let weight = self.weights[basket as usize];
            for &other in self.baskets.items(basket as usize) {
                let place = other as usize;
                if self.together[place] == 0 && other != item {
                    self.row.push(Pair { other, together: 0, weight: 0.0 });
                }
                self.together[place] += 1;
                self.weight[place] += weight;
            }
        }
        self.row.sort_unstable_by_key(|pair| pair.other);
        for pair in &mut self.row {
            let place = pair.other as usize;
            pair.together = std::mem::take(&mut self.together[place]);
            pair.weight = std::mem::take(&mut self.weight[place]);
        }
        self.together[item as usize] = 0;
        self.weight[item as usize] = 0.0;
        &self.row
    }

    fn holding(&self, item: u32) -> &[u32] {
        &self.of_item[self.starts[item as usize]..self.starts[item as usize + 1]]
    }
}

fn weights(baskets: &Baskets, weighting: Weighting) -> Vec<f64> {
    let last = baskets.span().map(|(_, last)| last);
    let by_size = |basket: usize| {
        let others = baskets.items(basket).len().saturating_sub(1).max(1);
        (others as f64).powf(-weighting.size)
    };
    let by_age = |basket: usize| match (baskets.day(basket), last, weighting.half_life) {
        (Some(day), Some(last), Some(half_life)) => (-f64::from(last.0 - day.0) / half_life).exp2(),
        _ => 1.0,
    };
    (0..baskets.len()).map(|basket| by_size(basket) * by_age(basket)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{BasketsBuilder, MAX_BASKET};
    use super::*;
    use crate::domain::Day;
    use std::collections::BTreeMap;

    fn history(baskets: &[(&[u32], Option<i32>)]) -> Baskets {
        let mut builder = BasketsBuilder::default();
        for (number, (items, day)) in baskets.iter().enumerate() {
            let basket = builder.basket(number.to_string().as_bytes());
            for &item in *items {
                builder.line(basket, item, 1000);
            }
            if let Some(day) = day {
                builder.day(basket, Day(*day));
            }
        }
        builder.finish(MAX_BASKET)
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn a_full_trolley_counts_less() {
        let baskets = history(&[(&[0, 1], None), (&[0, 1, 2, 3, 4], None), (&[0], None)]);
        let mut pairs = Pairs::new(&baskets, 5, Weighting::of(&baskets, 0.5, Some(0.5)));
        let sold = pairs.sold(0);
        assert_eq!(sold.baskets, 3);
        assert!(close(sold.weight, 1.0 + 0.5 + 1.0));
        assert!(close(pairs.total_weight(), 2.5));
        let row = pairs.row(0);
        assert_eq!(row.iter().map(|p| (p.other, p.together)).collect::<Vec<_>>(), [(1, 2), (2, 1), (3, 1), (4, 1)]);
        assert!(close(row[0].weight, 1.5));
        assert_eq!(pairs.row(4).len(), 4, "the counters are clean for the next row");
    }

    #[test]
    fn a_basket_counts_half_after_its_half_life() {
        let baskets = history(&[(&[0, 1], Some(0)), (&[0, 1], Some(50)), (&[0, 1], Some(100)), (&[0, 1], None)]);
        assert_eq!(Weighting::of(&baskets, 0.5, Some(0.5)), Weighting { size: 0.5, half_life: Some(50.0) });
        let mut pairs = Pairs::new(&baskets, 2, Weighting::of(&baskets, 0.5, Some(0.5)));
        assert!(close(pairs.row(1)[0].weight, 0.25 + 0.5 + 1.0 + 1.0));
        assert_eq!(pairs.row(1)[0].together, 4);
    }

    proptest::proptest! {
        #[test]
        fn counts_are_those_of_a_naive_loop(
            baskets in proptest::collection::vec(proptest::collection::vec(0_u32..12, 0..9), 0..40),
        ) {
            let lines: Vec<(&[u32], Option<i32>)> = baskets.iter().map(|items| (items.as_slice(), None)).collect();
            let baskets = history(&lines);
            let mut naive: BTreeMap<(u32, u32), (u32, f64)> = BTreeMap::new();
            for (items, _) in &lines {
                let mut items = items.to_vec();
                items.sort_unstable();
                items.dedup();
                for &a in &items {
                    for &b in items.iter().filter(|&&b| b != a) {
                        let entry = naive.entry((a, b)).or_default();
                        entry.0 += 1;
                        entry.1 += 1.0 / (items.len() as f64 - 1.0).sqrt();
                    }
                }
            }
            let mut pairs = Pairs::new(&baskets, 12, Weighting { size: 0.5, half_life: None });
            let mut seen = 0;
            for item in 0..12 {
                for pair in pairs.row(item) {
                    let &(together, weight) = naive.get(&(item, pair.other)).unwrap();
                    proptest::prop_assert_eq!(pair.together, together);
                    proptest::prop_assert!((pair.weight - weight).abs() < 1e-9);
                    seen += 1;
                }
            }
            proptest::prop_assert_eq!(seen, naive.len());
        }
    }
}
