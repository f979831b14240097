//! `variant_of`: which items are sizes or colours of one another. Every variant points straight at its base item.

use super::items::Items;
use crate::catalog::problem::{At, Problems};

/// What a row says.
#[derive(Debug)]
pub struct Variant {
    /// The variant, as an index.
    pub item: u32,
    /// The SKU in its cell.
    pub of: String,
    /// Where it stands.
    pub at: At,
}

/// Sets the base item of every variant; what points nowhere, at itself or round in a ring is left out with a warning.
pub fn resolve(items: &mut Items, variants: &[Variant], file: &str, problems: &mut Problems) {
    let mut parents = vec![None; items.list.len()];
    for variant in variants {
        match items.find(&variant.of) {
            Some(parent) if parent == variant.item => {
                problems.warning(file, variant.at, "item is a variant of itself", &variant.of);
            }
            Some(parent) => parents[variant.item as usize] = Some(parent),
            None => problems.warning(file, variant.at, "variant_of names no SKU of items.csv", &variant.of),
        }
    }
    for variant in variants {
        match root(&parents, variant.item) {
            Some(base) => items.list[variant.item as usize].base = (base != variant.item).then_some(base),
            None => problems.warning(file, variant.at, "variant_of goes round in a ring", &variant.of),
        }
    }
}

/// The item at the end of the chain; `None` in a ring. Brent's "teleporting turtle" finds rings without memory.
fn root(parents: &[Option<u32>], start: u32) -> Option<u32> {
    let (mut turtle, mut hare, mut steps, mut limit) = (start, start, 0_u32, 2_u32);
    while let Some(parent) = parents[hare as usize] {
        hare = parent;
        steps += 1;
        if hare == turtle {
            return None;
        }
        if steps == limit {
            (turtle, steps, limit) = (hare, 0, limit.saturating_mul(2));
        }
    }
    Some(hare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_end_and_rings_are_found() {
        let parents = [None, Some(0), Some(1), Some(4), Some(3), Some(4), Some(6)];
        let roots: Vec<_> = (0..7).map(|item| root(&parents, item)).collect();
        assert_eq!(roots, [Some(0), Some(0), Some(0), None, None, None, None]);
    }
}
