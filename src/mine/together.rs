//! Exact counts of unordered pairs with their first and last day, one item at a time and several items at once.
//!
//! [`Holding`] is the inverted index, shared by all who count; a [`Counter`] is one row of cells. The rows of several
//! histories over the same items add up to the row of all of them ([`Counter::add`]).

use super::baskets::Baskets;
use crate::domain::Day;

/// Two items bought together: the higher numbered one, beside the item of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Together {
    /// The other item, of the higher number.
    pub other: u32,
    /// Baskets with both.
    pub baskets: u32,
    /// The first day they were bought together, where any is known.
    pub first: Option<Day>,
    /// The last one.
    pub last: Option<Day>,
    /// The same baskets by age, in billionths; 0 where no half-life was asked for.
    pub weight: u64,
}

/// Where in the baskets an item stands, by rising day. The baskets are laid out anew for it: a visit to one is then one
/// place in memory, and visits of an item go forward.
#[derive(Debug)]
pub struct Holding {
    /// The items of all baskets by rising day, those without one last, each basket in rising order with [`END`] behind.
    baskets: Vec<u32>,
    /// Where each day begins in `baskets`, and at the end where baskets without a day do.
    days: Vec<(u32, i32)>,
    /// For each item where its places begin in `behind`.
    starts: Vec<u32>,
    /// The places behind an item, where others follow.
    behind: Vec<u32>,
}

/// Behind each basket; no item has this number.
const END: u32 = u32::MAX;

/// A basket's weight by its age: `0.5^(age / half-life)`, in billionths, so that sums are exact in any order.
#[derive(Debug)]
pub struct AgeWeights {
    last: Day,
    by_age: Vec<u64>,
}

/// The weight of a basket that has no age.
pub const WHOLE: u64 = 1_000_000_000;

impl AgeWeights {
    /// Ages are counted in days back from `last`.
    pub fn new(last: Day, half_life: f64) -> Self {
        // After thirty-one half-lives less than half a billionth is left.
        let ages = (31.0 * half_life).ceil().clamp(1.0, 4e6) as u32;
        let weight = |age: u32| ((-f64::from(age) / half_life).exp2() * WHOLE as f64).round() as u64;
        Self { last, by_age: (0..ages).map(weight).collect() }
    }

    /// The weight of a basket.
    pub fn of(&self, day: Option<Day>) -> u64 {
        let Some(day) = day else { return WHOLE };
        let age = usize::try_from(i64::from(self.last.0) - i64::from(day.0)).unwrap_or(0);
        self.by_age.get(age).copied().unwrap_or(0)
    }
}

impl Holding {
    /// Indexes `baskets`, whose item numbers are all below `items`. Together they hold fewer than 2^32 items, each basket
    /// counted as one more.
    pub fn new(baskets: Baskets, items: usize) -> Self {
        let (laid, days) = by_day(&baskets);
        drop(baskets);
        let others = || (1_u32..).zip(laid.windows(2)).filter(|(_, pair)| pair[0] != END && pair[1] != END);
        let mut starts = vec![0_u32; items + 1];
        for (_, pair) in others() {
            starts[pair[0] as usize + 1] += 1;
        }
        for item in 0..items {
            starts[item + 1] += starts[item];
        }
        let mut behind = vec![0; starts[items] as usize];
        let mut next = starts.clone();
        for (place, pair) in others() {
            let free = &mut next[pair[0] as usize];
            behind[*free as usize] = place;
            *free += 1;
        }
        Self { baskets: laid, days, starts, behind }
    }
}

/// The baskets one behind the other by rising day, those without one last, and where each day begins.
fn by_day(baskets: &Baskets) -> (Vec<u32>, Vec<(u32, i32)>) {
    let mut order: Vec<u32> = (0..baskets.len() as u32).collect();
    let day = |basket: u32| baskets.day(basket as usize).map_or(i32::MAX, |day| day.0);
    order.sort_by_key(|&basket| day(basket));
    let mut laid = Vec::with_capacity(baskets.total() + baskets.len());
    let mut days: Vec<(u32, i32)> = Vec::new();
    for basket in order {
        if days.last().is_none_or(|&(_, last)| last != day(basket)) {
            days.push((laid.len() as u32, day(basket)));
        }
        laid.extend_from_slice(baskets.items(basket as usize));
        laid.push(END);
    }
    (laid, days)
}

/// One row of cells, one for each item; clean between rows.
#[derive(Debug)]
pub struct Counter {
    cells: Vec<Cell>,
    weights: Vec<u64>,
    /// Only where rows are added up; a row that is counted meets its first day first.
    firsts: Vec<i32>,
    /// The items of the row with their first days, as many as `len` says; the rest is room.
    touched: Vec<(u32, i32)>,
    len: usize,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    baskets: u32,
    last: i32,
}

const CLEAN: Cell = Cell { baskets: 0, last: NO_DAY };

/// No day is known; before all others, so that the later of two is right.
const NO_DAY: i32 = i32::MIN;

impl Counter {
    /// For items numbered below `items`; `weighted` where baskets count by age.
    pub fn new(items: usize, weighted: Option<&AgeWeights>) -> Self {
        let weights = if weighted.is_some() { vec![0; items] } else { Vec::new() };
        Self { cells: vec![CLEAN; items], weights, firsts: Vec::new(), touched: vec![(0, 0); items + 1], len: 0 }
    }

    /// Counts what was bought together with `item`, as far as its number is higher.
    pub fn count(&mut self, holding: &Holding, item: u32, by_age: Option<&AgeWeights>) {
        let range = holding.starts[item as usize] as usize..holding.starts[item as usize + 1] as usize;
        let (mut day, mut weight, mut day_ends) = (NO_DAY, 0, 0);
        for &place in &holding.behind[range] {
            if place >= day_ends {
                let next = holding.days.partition_point(|&(start, _)| start <= place);
                day_ends = holding.days.get(next).map_or(u32::MAX, |&(start, _)| start);
                let known = holding.days.get(next.wrapping_sub(1)).filter(|&&(_, day)| day != i32::MAX);
                day = known.map_or(NO_DAY, |&(_, day)| day);
                weight = by_age.map_or(0, |weights| weights.of(known.map(|&(_, day)| Day(day))));
            }
            for &other in holding.baskets[place as usize..].iter().take_while(|&&other| other != END) {
                let cell = &mut self.cells[other as usize];
                // Written whether it is the first or not: half of them are, and a processor cannot guess which.
                self.touched[self.len] = (other, day);
                self.len += usize::from(cell.baskets == 0);
                cell.baskets += 1;
                // Days rise, and what has none comes last.
                cell.last = cell.last.max(day);
                if let Some(sum) = self.weights.get_mut(other as usize) {
                    *sum += weight;
                }
            }
        }
    }

    /// Adds a pair that was counted elsewhere.
    pub fn add(&mut self, pair: &Together) {
        self.firsts.resize(self.cells.len(), i32::MAX);
        let place = pair.other as usize;
        let cell = &mut self.cells[place];
        if cell.baskets == 0 {
            self.firsts[place] = i32::MAX;
            self.touched[self.len] = (pair.other, NO_DAY);
            self.len += 1;
        }
        cell.baskets += pair.baskets;
        if let (Some(first), Some(last)) = (pair.first, pair.last) {
            cell.last = cell.last.max(last.0);
            self.firsts[place] = self.firsts[place].min(first.0);
        }
        if let Some(weight) = self.weights.get_mut(place) {
            *weight += pair.weight;
        }
    }

    /// Gives the row to `each` by rising number, as far as `wanted` by number and baskets, and cleans the cells.
    pub fn take(&mut self, wanted: impl Fn(u32, u32) -> bool, mut each: impl FnMut(Together)) {
        let Self { cells, weights, firsts, touched, len } = self;
        let mut kept = 0;
        for place in 0..std::mem::take(len) {
            let entry = touched[place];
            let other = entry.0 as usize;
            if wanted(entry.0, cells[other].baskets) {
                touched[kept] = entry;
                kept += 1;
            } else {
                cells[other] = CLEAN;
                if let Some(weight) = weights.get_mut(other) {
                    *weight = 0;
                }
            }
        }
        touched[..kept].sort_unstable();
        let day = |number: i32| (number != NO_DAY).then_some(Day(number));
        for &(other, first) in &touched[..kept] {
            let first =
                firsts.get(other as usize).map_or(first, |&first| if first == i32::MAX { NO_DAY } else { first });
            let cell = std::mem::replace(&mut cells[other as usize], CLEAN);
            let weight = weights.get_mut(other as usize).map_or(0, std::mem::take);
            each(Together { other, baskets: cell.baskets, first: day(first), last: day(cell.last), weight });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BasketsBuilder, MAX_BASKET};
    use super::*;
    use std::collections::BTreeMap;

    type Basket = (Vec<u32>, Option<i32>);

    fn history(baskets: &[Basket]) -> Baskets {
        let mut builder = BasketsBuilder::default();
        for (number, (items, day)) in baskets.iter().enumerate() {
            let basket = builder.basket(number.to_string().as_bytes());
            for &item in items {
                builder.line(basket, item, 1);
            }
            if let Some(day) = day {
                builder.day(basket, Day(*day));
            }
        }
        builder.finish(MAX_BASKET)
    }

    fn rows(baskets: Baskets, items: u32, by_age: Option<&AgeWeights>) -> Vec<(u32, Together)> {
        let holding = Holding::new(baskets, items as usize);
        let mut counter = Counter::new(items as usize, by_age);
        let mut rows = Vec::new();
        for item in 0..items {
            counter.count(&holding, item, by_age);
            counter.take(|_, _| true, |pair| rows.push((item, pair)));
        }
        rows
    }

    #[test]
    fn a_pair_has_its_first_and_last_day() {
        let baskets = history(&[
            (vec![0, 1], Some(30)),
            (vec![0, 1], None),
            (vec![0, 1, 2], Some(10)),
            (vec![1, 2], Some(20)),
            (vec![0, 3], None),
        ]);
        let by_age = AgeWeights::new(Day(30), 10.0);
        let pair = |other, baskets, days: Option<(i32, i32)>, weight| Together {
            other,
            baskets,
            first: days.map(|days| Day(days.0)),
            last: days.map(|days| Day(days.1)),
            weight,
        };
        assert_eq!(
            rows(baskets, 4, Some(&by_age)),
            [
                (0, pair(1, 3, Some((10, 30)), WHOLE + WHOLE + WHOLE / 4)),
                (0, pair(2, 1, Some((10, 10)), WHOLE / 4)),
                (0, pair(3, 1, None, WHOLE)),
                (1, pair(2, 2, Some((10, 20)), WHOLE / 4 + WHOLE / 2)),
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn parts_of_a_history_add_up_to_the_whole(
            baskets in proptest::collection::vec(
                (proptest::collection::vec(0_u32..9, 0..7), proptest::option::of(0_i32..60)),
                0..40,
            ),
            cut in 0_usize..40,
        ) {
            let by_age = AgeWeights::new(Day(60), 7.0);
            let mut naive: BTreeMap<(u32, u32), (u32, Vec<i32>, u64)> = BTreeMap::new();
            for (items, day) in &baskets {
                for a in 0..9 {
                    for b in a + 1..9 {
                        if items.contains(&a) && items.contains(&b) {
                            let pair = naive.entry((a, b)).or_default();
                            pair.0 += 1;
                            pair.1.extend(day);
                            pair.2 += by_age.of(day.map(Day));
                        }
                    }
                }
            }
            let naive: Vec<(u32, Together)> = naive
                .into_iter()
                .map(|((a, other), (baskets, days, weight))| {
                    let day = |day: Option<&i32>| day.copied().map(Day);
                    (a, Together { other, baskets, first: day(days.iter().min()), last: day(days.iter().max()), weight })
                })
                .collect();
            proptest::prop_assert_eq!(&rows(history(&baskets), 9, Some(&by_age)), &naive);
            let (one, two) = baskets.split_at(cut.min(baskets.len()));
            let parts = [rows(history(one), 9, Some(&by_age)), rows(history(two), 9, Some(&by_age))].concat();
            let mut counter = Counter::new(9, Some(&by_age));
            let mut sums = Vec::new();
            for item in 0..9 {
                parts.iter().filter(|(of, _)| *of == item).for_each(|(_, pair)| counter.add(pair));
                counter.take(|_, _| true, |pair| sums.push((item, pair)));
            }
            proptest::prop_assert_eq!(sums, naive);
        }
    }
}
