//! How alike two names are: words in common over words of either. `Jumbo bag red retrospot` and `Jumbo bag pink polkadot`
//! share two of six.

use std::collections::HashMap;

/// Shorter words say little: sizes, `of`, `the`.
const LEAST_LETTERS: usize = 3;

/// The words of every item's name, as numbers.
#[derive(Clone, Debug, Default)]
pub struct Likeness {
    starts: Vec<u32>,
    words: Vec<u32>,
}

impl Likeness {
    /// Takes the names apart, in the order of the items.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut likeness = Self { starts: vec![0], words: Vec::new() };
        for name in names {
            let start = likeness.words.len();
            for word in name.split(|c: char| !c.is_alphabetic()) {
                if word.chars().count() >= LEAST_LETTERS {
                    let next = numbers.len() as u32;
                    likeness.words.push(*numbers.entry(word.to_lowercase()).or_insert(next));
                }
            }
            likeness.words[start..].sort_unstable();
            likeness.starts.push(likeness.words.len() as u32);
        }
        likeness
    }

    /// `common / (1 + words of either)`, 0 to 1 (Jaccard 1901, with one word more below the line, so that two short names
    /// that are equal are not as sure as two long ones).
    pub fn of(&self, a: u32, b: u32) -> f64 {
        let (a, b) = (self.words(a), self.words(b));
        let common = common(a, b);
        common as f64 / (1 + a.len() + b.len() - common) as f64
    }

    fn words(&self, item: u32) -> &[u32] {
        let place = item as usize;
        match (self.starts.get(place), self.starts.get(place + 1)) {
            (Some(&start), Some(&end)) => &self.words[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// Numbers in both of two rising lists.
fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_common_make_names_alike() {
        let names = ["Jumbo bag RED retrospot", "JUMBO bag pink polkadot", "Toothbrush", "", "É 10 cm"];
        let likeness = Likeness::new(names.into_iter());
        assert!((likeness.of(0, 1) - 2.0 / 7.0).abs() < 1e-12);
        assert!((likeness.of(0, 1) - likeness.of(1, 0)).abs() < 1e-12);
        for (a, b) in [(0, 2), (0, 3), (3, 3), (4, 4), (0, 99)] {
            assert!(likeness.of(a, b).abs() < 1e-12, "{a} {b}");
        }
        assert!(likeness.of(0, 0) < 1.0);
    }
}
