//! Numbers of items and categories: by sales rank, and taken over from an older snapshot, so that a small change of the
//! source changes few pages of the file.

use std::collections::{HashMap, HashSet};

use super::categories::Categories;
use super::read::items::Items;
use crate::db::snapshot::Numbers;
use crate::domain::ItemId;

/// Index of the source → number of the catalog.
#[derive(Debug)]
pub struct Numbering {
    /// For items.
    pub items: Vec<ItemId>,
    /// For categories.
    pub categories: Vec<u32>,
}

impl Numbering {
    /// Numbers from 1, most sold first (`baskets` by index), then by SKU; what an older snapshot knows keeps its number
    /// and what is new comes behind its highest. Categories go by path.
    pub fn new(items: &Items, baskets: &[u32], previous: &Numbers) -> Self {
        let mut order: Vec<u32> = (0..items.list.len() as u32).collect();
        let sold = |index: u32| baskets.get(index as usize).copied().unwrap_or(0);
        let sku = |index: u32| &items.list[index as usize].sku;
        order.sort_by(|&a, &b| sold(b).cmp(&sold(a)).then_with(|| sku(a).cmp(sku(b))));
        let known = |index: u32| previous.items.get(sku(index).as_str()).copied();
        let numbers = number(&order, known, previous.items.values().copied().max());
        Self { items: numbers.into_iter().map(ItemId).collect(), categories: categories(&items.categories, previous) }
    }

    /// Indices of items by rising number.
    pub fn item_order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.items.len() as u32).collect();
        order.sort_unstable_by_key(|&index| self.items[index as usize]);
        order
    }
}

fn categories(categories: &Categories, previous: &Numbers) -> Vec<u32> {
    let mut old = Categories::default();
    let mut old_numbers = HashMap::new();
    let paths: HashMap<u32, (Option<u32>, &str)> =
        previous.categories.iter().map(|category| (category.id, (category.parent, category.name.as_str()))).collect();
    for category in &previous.categories {
        if let Some(index) = path(&paths, category.id).and_then(|path| old.intern(&path)) {
            old_numbers.insert(old.key(index), category.id);
        }
    }
    let mut order: Vec<u32> = (0..categories.len() as u32).collect();
    order.sort_by_cached_key(|&index| categories.key(index));
    let known = |index: u32| old_numbers.get(&categories.key(index)).copied();
    number(&order, known, previous.categories.iter().map(|category| category.id).max())
}

/// The path of an older category; `None` where the file goes round in a ring.
fn path(categories: &HashMap<u32, (Option<u32>, &str)>, id: u32) -> Option<String> {
    let mut names = Vec::new();
    let mut seen = HashSet::new();
    let mut at = Some(id);
    while let Some(id) = at {
        if !seen.insert(id) {
            return None;
        }
        let (parent, name) = categories.get(&id)?;
        names.push(*name);
        at = *parent;
    }
    names.reverse();
    Some(names.join(" > "))
}

fn number(order: &[u32], known: impl Fn(u32) -> Option<u32>, highest: Option<u32>) -> Vec<u32> {
    let mut next = highest.unwrap_or(0);
    let mut numbers = vec![0; order.len()];
    for &index in order {
        numbers[index as usize] = known(index).unwrap_or_else(|| {
            next += 1;
            next
        });
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_ones_come_behind_the_highest() {
        let known = |index| [None, Some(7), None][index as usize];
        assert_eq!(number(&[2, 1, 0], known, Some(7)), [9, 7, 8]);
        assert_eq!(number(&[2, 1, 0], |_| None, None), [3, 2, 1]);
    }
}
