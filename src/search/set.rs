//! A bit for each item.

/// Places of items, 0 to a number fixed when it is made.
#[derive(Clone, Debug)]
pub(super) struct Set(Vec<u64>);

impl Set {
    /// The empty set of so many items.
    pub fn new(items: usize) -> Self {
        Self(vec![0; items.div_ceil(64)])
    }

    #[inline]
    pub fn insert(&mut self, item: u32) {
        if let Some(bits) = self.0.get_mut(item as usize / 64) {
            *bits |= 1 << (item % 64);
        }
    }

    pub fn contains(&self, item: u32) -> bool {
        self.0.get(item as usize / 64).is_some_and(|bits| bits & (1 << (item % 64)) != 0)
    }

    /// Keeps what is in both.
    pub fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine &= theirs);
    }

    /// Adds what is in the other.
    pub fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Ascending.
    pub fn ones(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().enumerate().filter(|(_, bits)| **bits != 0).flat_map(|(at, &bits)| {
            let mut left = bits;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at as u32 * 64 + bit)
            })
        })
    }
}

/// `levels[k]`: the items that are in at least `k + 1` of the sets.
pub(super) fn levels<'a>(items: usize, sets: impl Iterator<Item = &'a Set>) -> Vec<Set> {
    let mut levels: Vec<Set> = Vec::new();
    for set in sets {
        levels.push(Set::new(items));
        for level in (0..levels.len()).rev() {
            let mut more = set.clone();
            if level > 0 {
                more.keep(&levels[level - 1]);
            }
            levels[level].add(&more);
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(items: &[u32]) -> Set {
        let mut set = Set::new(200);
        for &item in items {
            set.insert(item);
        }
        set
    }

    #[test]
    fn levels_count() {
        let sets = [of(&[1, 2, 3, 130]), of(&[2, 3, 130]), of(&[3, 7, 130])];
        let levels: Vec<Vec<u32>> = levels(200, sets.iter()).iter().map(|set| set.ones().collect()).collect();
        assert_eq!(levels, [vec![1, 2, 3, 7, 130], vec![2, 3, 130], vec![3, 130]]);
    }
}
