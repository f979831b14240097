//! A history of sales as compressed rows: basket → item numbers.
//!
//! Lines arrive in any order; a basket's lines need not stand together. Who reads the lines, and from where, is the
//! business of the edges.

use super::names::Names;
use crate::domain::Day;

/// Baskets of more items than this are left out: a stock transfer or a till that was never closed, not a customer.
pub const MAX_BASKET: usize = 1000;

/// Stands for a day that is not known; after all others.
const UNKNOWN: i32 = i32::MAX;

/// The number of a basket while lines arrive, in the order in which baskets first came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasketNumber(u32);

/// Collects lines.
#[derive(Debug, Default)]
pub struct BasketsBuilder {
    keys: Names,
    days: Vec<i32>,
    lines: Vec<Line>,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    basket: u32,
    item: u32,
    quantity: i64,
}

/// Baskets with the items that stayed in them, each once, in rising order. At most 2^32 items over all baskets.
#[derive(Clone, Debug)]
pub struct Baskets {
    starts: Vec<u32>,
    items: Vec<u32>,
    days: Vec<i32>,
    too_large: u64,
}

impl Default for Baskets {
    fn default() -> Self {
        Self { starts: vec![0], items: Vec::new(), days: Vec::new(), too_large: 0 }
    }
}

impl BasketsBuilder {
    /// The basket with this key; the same key is the same basket.
    pub fn basket(&mut self, key: &[u8]) -> BasketNumber {
        let number = self.keys.number(key);
        if number as usize == self.days.len() {
            self.days.push(UNKNOWN);
        }
        BasketNumber(number)
    }

    /// Notes a day of a basket, whose earliest counts; true where another day was known already.
    pub fn day(&mut self, basket: BasketNumber, day: Day) -> bool {
        let known = &mut self.days[basket.0 as usize];
        let differs = *known != UNKNOWN && *known != day.0;
        *known = day.0.min(*known);
        differs
    }

    /// Adds a line: so many pieces, in whatever part of a piece all lines are counted in; fewer than none for a return.
    pub fn line(&mut self, basket: BasketNumber, item: u32, quantity: i64) {
        self.lines.push(Line { basket: basket.0, item, quantity });
    }

    /// Lines so far.
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// Nets returns, drops what came to nothing, and leaves out baskets of more than `max_basket` items.
    pub fn finish(self, max_basket: usize) -> Baskets {
        let mut baskets = Baskets::default();
        self.finish_into(&mut baskets, max_basket);
        baskets
    }

    /// The same, behind what `baskets` hold already. The order is by day, unknown ones last, then by key: it does not
    /// depend on the order of the lines.
    pub fn finish_into(self, baskets: &mut Baskets, max_basket: usize) {
        let Self { keys, days, lines } = self;
        let (ends, mut sorted) = by_basket(&lines, days.len());
        drop(lines);
        let mut order: Vec<u32> = (0..days.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| {
            days[a as usize].cmp(&days[b as usize]).then_with(|| keys.text(a).cmp(keys.text(b)))
        });
        for basket in order.into_iter().map(|basket| basket as usize) {
            let start = if basket == 0 { 0 } else { ends[basket - 1] };
            baskets.push(&mut sorted[start..ends[basket]], days[basket], max_basket);
        }
    }
}

/// Sorts lines by basket, keeping their order (a counting sort): the end of each basket, and (item, quantity).
fn by_basket(lines: &[Line], baskets: usize) -> (Vec<usize>, Vec<(u32, i64)>) {
    let mut next = vec![0_usize; baskets + 1];
    for line in lines {
        next[line.basket as usize + 1] += 1;
    }
    for basket in 0..baskets {
        next[basket + 1] += next[basket];
    }
    let mut sorted = vec![(0, 0); lines.len()];
    for line in lines {
        let place = &mut next[line.basket as usize];
        sorted[*place] = (line.item, line.quantity);
        *place += 1;
    }
    next.truncate(baskets);
    (next, sorted)
}

impl Baskets {
    fn push(&mut self, lines: &mut [(u32, i64)], day: i32, max_basket: usize) {
        lines.sort_unstable();
        let start = self.items.len();
        for group in lines.chunk_by(|a, b| a.0 == b.0) {
            let net: i128 = group.iter().map(|line| i128::from(line.1)).sum();
            if net > 0 {
                self.items.push(group[0].0);
            }
        }
        let size = self.items.len() - start;
        if size > max_basket {
            self.too_large += 1;
            self.items.truncate(start);
        } else if size > 0 {
            self.starts.push(self.items.len() as u32);
            self.days.push(day);
        }
    }

    /// Adds the baskets of another history behind these.
    pub fn append(&mut self, other: &Self) {
        let start = self.items.len() as u32;
        self.starts.extend(other.starts[1..].iter().map(|end| start + end));
        self.items.extend_from_slice(&other.items);
        self.days.extend_from_slice(&other.days);
        self.too_large += other.too_large;
    }

    /// Takes items out that nobody asks for. No basket goes, even where nothing is left in it.
    pub fn keep_items(&mut self, keep: impl Fn(u32) -> bool) {
        let (mut start, mut kept) = (0, 0);
        for end in &mut self.starts[1..] {
            for place in start..*end {
                let item = self.items[place as usize];
                self.items[kept as usize] = item;
                kept += u32::from(keep(item));
            }
            start = std::mem::replace(end, kept);
        }
        self.items.truncate(kept as usize);
    }

    /// Makes room for so many baskets and items, so that no more is taken than needed.
    pub fn reserve(&mut self, baskets: usize, items: usize) {
        self.starts.reserve_exact(baskets);
        self.days.reserve_exact(baskets);
        self.items.reserve_exact(items);
    }

    /// Some of the baskets, in the order given.
    #[must_use]
    pub fn of(&self, baskets: &[u32]) -> Self {
        let mut some = Self::default();
        for &basket in baskets {
            some.items.extend_from_slice(self.items(basket as usize));
            some.starts.push(some.items.len() as u32);
            some.days.push(self.days[basket as usize]);
        }
        some
    }

    /// Adds a basket; an item in it twice counts once.
    pub fn push_basket(&mut self, items: &[u32], day: Option<Day>) {
        let start = self.items.len();
        self.items.extend_from_slice(items);
        self.items[start..].sort_unstable();
        let mut kept = start;
        for at in start..self.items.len() {
            if at == start || self.items[at] != self.items[kept - 1] {
                self.items[kept] = self.items[at];
                kept += 1;
            }
        }
        self.items.truncate(kept);
        if kept > start {
            self.starts.push(kept as u32);
            self.days.push(day.map_or(UNKNOWN, |day| day.0));
        }
    }

    /// How many baskets hold anything.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// True where no basket holds anything.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// How many were left out for their size.
    pub fn too_large(&self) -> u64 {
        self.too_large
    }

    /// The items of a basket, in rising order.
    pub fn items(&self, basket: usize) -> &[u32] {
        &self.items[self.starts[basket] as usize..self.starts[basket + 1] as usize]
    }

    /// The items of all baskets, one basket behind the other.
    pub fn all_items(&self) -> &[u32] {
        &self.items
    }

    /// The day of a basket, where it is known.
    pub fn day(&self, basket: usize) -> Option<Day> {
        Some(self.days[basket]).filter(|&day| day != UNKNOWN).map(Day)
    }

    /// First and last day of the history.
    pub fn span(&self) -> Option<(Day, Day)> {
        let known = || self.days.iter().copied().filter(|&day| day != UNKNOWN).map(Day);
        Some((known().min()?, known().max()?))
    }

    /// One more than the highest item number.
    pub fn item_bound(&self) -> usize {
        self.items.iter().max().map_or(0, |&highest| highest as usize + 1)
    }

    /// Items over all baskets.
    pub fn total(&self) -> usize {
        self.items.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baskets(lines: &[(&str, u32, i64)], max_basket: usize) -> Baskets {
        let mut builder = BasketsBuilder::default();
        for &(key, item, pieces) in lines {
            let basket = builder.basket(key.as_bytes());
            builder.line(basket, item, pieces * 1000);
        }
        builder.finish(max_basket)
    }

    #[test]
    fn items_count_once_and_returns_take_the_line_back() {
        let history = baskets(
            &[("x", 3, 1), ("y", 1, 2), ("x", 1, 1), ("x", 3, 5), ("y", 2, 1), ("y", 2, -1), ("z", 9, -1)],
            MAX_BASKET,
        );
        assert_eq!((history.len(), history.total(), history.item_bound()), (2, 3, 4));
        assert_eq!(history.items(0), [1, 3]);
        assert_eq!(history.items(1), [1]);
    }

    #[test]
    fn what_no_customer_carries_is_left_out_and_counted() {
        let history = baskets(&[("x", 1, 1), ("x", 2, 1), ("x", 3, 1), ("y", 1, 1)], 2);
        assert_eq!((history.len(), history.too_large()), (1, 1));
        assert_eq!(history.items(0), [1]);
    }

    #[test]
    fn the_earliest_day_of_a_basket_counts() {
        let mut builder = BasketsBuilder::default();
        let basket = builder.basket(b"x");
        builder.line(basket, 0, 1000);
        assert!(!builder.day(basket, Day(12)));
        assert!(!builder.day(basket, Day(12)));
        assert!(builder.day(basket, Day(10)));
        assert!(builder.day(basket, Day(12)));
        let undated = builder.basket(b"y");
        builder.line(undated, 0, 1000);
        let history = builder.finish(MAX_BASKET);
        assert_eq!((history.day(0), history.day(1)), (Some(Day(10)), None));
        assert_eq!(history.span(), Some((Day(10), Day(10))));
        assert_eq!(Baskets::default().span(), None);
    }
}
