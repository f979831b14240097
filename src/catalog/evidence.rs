//! A history → the rows of evidence in the snapshot: how often items sold, and what sold with them.

use super::numbers::Numbering;
use super::read::items::Items;
use super::read::pairs::MinedPair;
use super::watch::{Step, Watch};
use crate::db::snapshot::{CategoryPairRow, PairRow, Snapshot, SoldRow};
use crate::domain::Sold;
use crate::mine::{Baskets, Pair, Pairs, Weighting};

/// A pair bought together only once says nothing.
const LEAST_TOGETHER: u32 = 2;
/// So many pairs of an item are kept, by weight: a counter looks at three.
const MOST_PAIRS: usize = 200;
/// The same for a category.
const MOST_OF_CATEGORY: usize = 200;

/// How many baskets hold each item, by index.
pub fn baskets_of_items(baskets: &Baskets, items: usize) -> Vec<u32> {
    let mut counts = vec![0; items];
    for basket in 0..baskets.len() {
        for &item in baskets.items(basket) {
            counts[item as usize] += 1;
        }
    }
    counts
}

/// The same from mined pairs, where there is no history.
pub fn baskets_of_pairs(pairs: &[MinedPair], items: usize) -> Vec<u32> {
    let mut counts = vec![0; items];
    for pair in pairs {
        for (index, sold) in pair.items.into_iter().zip(pair.sold) {
            let count: &mut u32 = &mut counts[index as usize];
            *count = (*count).max(sold).max(pair.together);
        }
    }
    counts
}

/// Fills the rows of evidence from mined pairs.
pub fn from_pairs(snapshot: &mut Snapshot, items: &Items, pairs: &[MinedPair], numbering: &Numbering) -> bool {
    let sales = pairs.iter().map(|pair| pair.sales).max().unwrap_or(0);
    snapshot.shop.insert("sales", sales.to_string());
    snapshot.shop.insert("sales_weight", (sales * 1000).to_string());
    let counts = baskets_of_pairs(pairs, items.list.len());
    let mut rows: Vec<Vec<Pair>> = vec![Vec::new(); items.list.len()];
    for pair in pairs.iter().filter(|pair| pair.together > 0) {
        let [a, b] = pair.items;
        for (item, other) in [(a, b), (b, a)] {
            rows[item as usize].push(Pair { other, together: pair.together, weight: pair.weight });
        }
    }
    let sold = |index: u32| Sold {
        baskets: counts[index as usize].into(),
        weight: f64::from(counts[index as usize]),
        others: 0,
    };
    let row = |index: u32, each: &mut dyn FnMut(Sold, &[Pair])| each(sold(index), &rows[index as usize]);
    fill(snapshot, items, numbering, row, &mut |_| true)
}

/// Fills the rows of evidence from a history; `false` where the watcher asked to stop.
pub fn from_sales(
    snapshot: &mut Snapshot,
    items: &Items,
    baskets: &Baskets,
    numbering: &Numbering,
    watch: &mut dyn Watch,
) -> bool {
    watch.step(Step::CountPairs, items.list.len() as u64);
    let mut pairs = Pairs::new(baskets, items.list.len(), Weighting::of(baskets));
    snapshot.shop.insert("sales", baskets.len().to_string());
    snapshot.shop.insert("sales_lines", baskets.total().to_string());
    snapshot.shop.insert("sales_weight", thousandths(pairs.total_weight()).to_string());
    if let Some((first, last)) = baskets.span() {
        snapshot.shop.insert("first_day", first.to_string());
        snapshot.shop.insert("last_day", last.to_string());
    }
    let row = |index: u32, each: &mut dyn FnMut(Sold, &[Pair])| {
        let sold = pairs.sold(index);
        each(sold, pairs.row(index));
    };
    fill(snapshot, items, numbering, row, &mut |done| watch.at(done))
}

/// Fills the rows of evidence, category by category; `false` where the watcher asked to stop.
fn fill(
    snapshot: &mut Snapshot,
    items: &Items,
    numbering: &Numbering,
    mut row: impl FnMut(u32, &mut dyn FnMut(Sold, &[Pair])),
    go_on: &mut dyn FnMut(u64) -> bool,
) -> bool {
    let mut order: Vec<u32> = (0..items.list.len() as u32).collect();
    order.sort_by_key(|&index| items.list[index as usize].category);
    let mut category = CategorySums::new(items.list.len());
    let category_of = |index: u32| items.list[index as usize].category;
    for group in order.chunk_by(|&a, &b| category_of(a) == category_of(b)) {
        let of = category_of(group[0]);
        for &index in group {
            row(index, &mut |sold, row| {
                if sold.baskets == 0 {
                    return;
                }
                snapshot.sold.push(SoldRow {
                    item: numbering.items[index as usize],
                    baskets: sold.baskets,
                    weight: thousandths(sold.weight),
                    others: sold.others,
                });
                if of.is_some() {
                    category.add(row, sold.weight);
                }
                snapshot.pairs.extend(heaviest(row, index, numbering));
            });
        }
        if let Some(of) = of {
            category.take(numbering.categories[of as usize], numbering, snapshot);
        }
        if !go_on(snapshot.sold.len() as u64) {
            return false;
        }
    }
    snapshot.sold.sort_unstable_by_key(|row| row.item);
    snapshot.pairs.sort_unstable_by_key(|row| (row.item, row.add_on));
    snapshot.category_pairs.sort_unstable_by_key(|row| (row.category, row.add_on));
    snapshot.category_sold.sort_unstable();
    true
}

/// The heaviest pairs of an item; ties by number.
fn heaviest(row: &[Pair], index: u32, numbering: &Numbering) -> Vec<PairRow> {
    let item = numbering.items[index as usize];
    let mut rows: Vec<PairRow> = row
        .iter()
        .filter(|pair| pair.together >= LEAST_TOGETHER)
        .map(|pair| PairRow {
            item,
            add_on: numbering.items[pair.other as usize],
            together: pair.together,
            weight: thousandths(pair.weight),
        })
        .collect();
    let by_weight = |a: &PairRow, b: &PairRow| b.weight.cmp(&a.weight).then(a.add_on.cmp(&b.add_on));
    if rows.len() > MOST_PAIRS {
        rows.select_nth_unstable_by(MOST_PAIRS, by_weight);
        rows.truncate(MOST_PAIRS);
    }
    rows
}

/// What sells with one category: a dense row of sums, emptied after each.
struct CategorySums {
    weights: Vec<f64>,
    touched: Vec<u32>,
    sold: f64,
}

impl CategorySums {
    fn new(items: usize) -> Self {
        Self { weights: vec![0.0; items], touched: Vec::new(), sold: 0.0 }
    }

    fn add(&mut self, row: &[Pair], sold: f64) {
        self.sold += sold;
        for pair in row {
            let place = &mut self.weights[pair.other as usize];
            if *place == 0.0 {
                self.touched.push(pair.other);
            }
            *place += pair.weight;
        }
    }

    fn take(&mut self, category: u32, numbering: &Numbering, snapshot: &mut Snapshot) {
        let sold = thousandths(std::mem::take(&mut self.sold));
        if sold > 0 {
            snapshot.category_sold.push((category, sold));
        }
        let mut rows: Vec<CategoryPairRow> = self
            .touched
            .drain(..)
            .map(|other| CategoryPairRow {
                category,
                add_on: numbering.items[other as usize],
                weight: thousandths(std::mem::take(&mut self.weights[other as usize])),
            })
            .collect();
        rows.sort_unstable_by(|a, b| b.weight.cmp(&a.weight).then(a.add_on.cmp(&b.add_on)));
        rows.truncate(MOST_OF_CATEGORY);
        snapshot.category_pairs.append(&mut rows);
    }
}

/// A weight as the whole number that is stored; at least one thousandth, since a weight stands for a sale.
fn thousandths(weight: f64) -> i64 {
    ((weight * 1000.0).round() as i64).max(1)
}
