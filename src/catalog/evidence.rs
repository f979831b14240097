//! A history → the rows of evidence in the snapshot: how often items sold, what sold with them, and what was learned of it.

use super::numbers::Numbering;
use super::read::items::Items;
use super::read::pairs::MinedPair;
use super::watch::{Step, Watch};
use crate::db::snapshot::{CategoryPairRow, PairRow, Snapshot, SoldRow};
use crate::domain::Sold;
use crate::learn::{self, Counted, Estimate, Goods, Learned, Likeness, Model, Priors, Rows, Seasons};
use crate::mine::{Baskets, Pair, Pairs, Weighting};

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

/// Which pairs of indices people linked: their counts are kept whatever they are.
pub type Linked<'a> = &'a dyn Fn(u32, u32) -> bool;

/// What is known of the goods of a source, by index.
pub fn goods(items: &Items) -> Goods {
    let likeness = Likeness::new(items.list.iter().map(|item| item.name.as_str()));
    Goods { likeness, ..unnamed_goods(items) }
}

/// The same without their names, for where nothing was counted and no two are compared.
fn unnamed_goods(items: &Items) -> Goods {
    Goods {
        category: items.list.iter().map(|item| item.category).collect(),
        parent: (0..items.categories.len() as u32).map(|index| items.categories.parent(index)).collect(),
        likeness: Likeness::default(),
    }
}

/// Fills the rows of evidence from mined pairs, by the defaults of the formula: counts alone can teach no others.
pub fn from_pairs(
    snapshot: &mut Snapshot,
    items: &Items,
    pairs: &[MinedPair],
    numbering: &Numbering,
    linked: Linked<'_>,
) -> bool {
    let sales = pairs.iter().map(|pair| pair.sales).max().unwrap_or(0);
    let sold = |baskets: u32| Sold { baskets: baskets.into(), weight: f64::from(baskets), others: 0 };
    let mut counted = Counted {
        totals: learn::Totals { sales, weight: sales as f64, lines: 0 },
        sold: baskets_of_pairs(pairs, items.list.len()).into_iter().map(sold).collect(),
        rows: vec![Vec::new(); items.list.len()],
    };
    for pair in pairs.iter().filter(|pair| pair.together > 0) {
        let [a, b] = pair.items;
        for (item, other) in [(a, b), (b, a)] {
            counted.rows[item as usize].push(Pair { other, together: pair.together, weight: pair.weight });
        }
    }
    for row in &mut counted.rows {
        row.sort_unstable_by_key(|pair| pair.other);
    }
    let goods = if pairs.is_empty() { unnamed_goods(items) } else { goods(items) };
    fill(snapshot, &mut counted, &goods, &Estimate::default(), Seasons::default(), (numbering, linked), &mut |_| true)
}

/// Fills the rows of evidence from a history; `false` where the watcher asked to stop.
pub fn from_sales(
    snapshot: &mut Snapshot,
    items: &Items,
    baskets: &Baskets,
    (numbering, linked): (&Numbering, Linked<'_>),
    watch: &mut dyn Watch,
) -> bool {
    let goods = goods(items);
    watch.step(Step::Estimate, items.list.len() as u64);
    let Some(estimate) = learn::estimate(baskets, &goods, &mut |done| watch.at(done)) else { return false };
    watch.step(Step::CountPairs, 2 * items.list.len() as u64);
    let weighting = Weighting::of(baskets, estimate.parameters.size, estimate.parameters.half_life);
    let mut pairs = Pairs::new(baskets, items.list.len(), weighting);
    if let Some((first, last)) = baskets.span() {
        snapshot.shop.insert("first_day", first.to_string());
        snapshot.shop.insert("last_day", last.to_string());
    }
    let seasons = Seasons::new(baskets, items.list.len());
    fill(snapshot, &mut pairs, &goods, &estimate, seasons, (numbering, linked), &mut |done| watch.at(done))
}

/// Fills the rows of evidence; `false` where the watcher asked to stop.
fn fill(
    snapshot: &mut Snapshot,
    rows: &mut dyn Rows,
    goods: &Goods,
    estimate: &Estimate,
    seasons: Seasons,
    (numbering, linked): (&Numbering, Linked<'_>),
    go_on: &mut dyn FnMut(u64) -> bool,
) -> bool {
    let totals = rows.totals();
    let json = |value: Result<String, serde_json::Error>| value.unwrap_or_default();
    snapshot.shop.extend([
        ("sales", totals.sales.to_string()),
        ("sales_weight", thousandths(totals.weight).to_string()),
        ("sales_lines", totals.lines.to_string()),
        ("parameters", json(serde_json::to_string(&estimate.parameters))),
        ("calibration", json(serde_json::to_string(&estimate.calibration))),
        ("questions", estimate.questions.to_string()),
    ]);
    let (parameters, line) = (&estimate.parameters, &estimate.calibration);
    let Some(priors) = Priors::new(rows, goods, parameters.parent, go_on) else { return false };
    let mut model = Model::new(rows, goods, priors, seasons);
    for item in 0..goods.items() as u32 {
        let sold = model.rows.sold(item);
        if sold.baskets == 0 {
            continue;
        }
        let number = numbering.items[item as usize];
        let (baskets, weight) = (sold.baskets, thousandths(sold.weight));
        snapshot.sold.push(SoldRow { item: number, baskets, weight, others: sold.others });
        let learned = learn::add_ons_of(&mut model, item, parameters, line, &|add_on| linked(item, add_on));
        snapshot.pairs.extend(learned.iter().map(|one| pair_row(one, item, numbering)));
        if item.is_multiple_of(1024) && !go_on(goods.items() as u64 + u64::from(item)) {
            return false;
        }
    }
    for category in (0..goods.parent.len() as u32).filter(|&category| model.priors.is_sold(category)) {
        let number = numbering.categories[category as usize];
        let row = |(add_on, prior): (u32, f64)| CategoryPairRow {
            category: number,
            add_on: numbering.items[add_on as usize],
            prior: (prior * 1e9).round() as u32,
        };
        snapshot.category_pairs.extend(learn::category_add_ons(&model, category).into_iter().map(row));
    }
    snapshot.sold.sort_unstable_by_key(|row| row.item);
    snapshot.pairs.sort_unstable_by_key(|row| (row.item, row.add_on));
    snapshot.category_pairs.sort_unstable_by_key(|row| (row.category, row.add_on));
    true
}

fn pair_row(learned: &Learned, item: u32, numbering: &Numbering) -> PairRow {
    PairRow {
        item: numbering.items[item as usize],
        add_on: numbering.items[learned.add_on as usize],
        together: learned.together,
        relevance: (learned.relevance * 1e6).round() as u32,
        alone: (learned.alone * 1e6).round() as u32,
        in_basket: (learned.in_basket * 1e9).round().min(f64::from(u32::MAX)) as u32,
        chance: (learned.chance * 1e3).round().min(f64::from(u32::MAX)) as u32,
    }
}

/// A weight as the whole number that is stored; at least one thousandth, since a weight stands for a sale.
fn thousandths(weight: f64) -> i64 {
    ((weight * 1000.0).round() as i64).max(1)
}
