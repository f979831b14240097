//! What chance brings together when seasons are known: two things of Christmas are bought in the same weeks and have
//! nothing to do with each other.
//!
//! In every period, the places beside an item are filled by another as often as that fills any place of the period
//! (`domain::Sold::chance`, period by period).

use std::collections::BTreeMap;

use crate::mine::Baskets;

/// Periods at most; at least a week each.
const MOST: i32 = 104;
const WEEK: i32 = 7;

/// Sales by item and period.
#[derive(Clone, Debug, Default)]
pub struct Seasons {
    /// By item: where its periods begin.
    starts: Vec<usize>,
    sold: Vec<InPeriod>,
    /// By period: sales, and their items in all.
    sales: Vec<(f64, f64)>,
}

/// Sales of one item in one period.
#[derive(Clone, Copy, Debug)]
struct InPeriod {
    period: u16,
    baskets: f32,
    /// Other items in those sales, in all.
    others: f32,
}

impl Seasons {
    /// Counts sales by item and period. Baskets without a day are a period of their own.
    pub fn new(baskets: &Baskets, items: usize) -> Self {
        let (first, last) = baskets.span().map_or((0, 0), |(first, last)| (first.0, last.0));
        let length = ((last - first) / MOST + 1).max(WEEK);
        let mut counted: Vec<BTreeMap<u16, (u32, u32)>> = vec![BTreeMap::new(); items];
        let mut seasons = Self { starts: vec![0], sold: Vec::new(), sales: vec![(0.0, 0.0); MOST as usize + 2] };
        for basket in 0..baskets.len() {
            let period = baskets.day(basket).map_or(0, |day| 1 + (day.0 - first) / length) as u16;
            let items = baskets.items(basket);
            let sales = &mut seasons.sales[usize::from(period)];
            *sales = (sales.0 + 1.0, sales.1 + items.len() as f64);
            for &item in items {
                let sold = counted[item as usize].entry(period).or_default();
                *sold = (sold.0 + 1, sold.1 + items.len() as u32 - 1);
            }
        }
        for periods in counted {
            let sold = |(period, (baskets, others)): (u16, (u32, u32))| InPeriod {
                period,
                baskets: baskets as f32,
                others: others as f32,
            };
            seasons.sold.extend(periods.into_iter().map(sold));
            seasons.starts.push(seasons.sold.len());
        }
        seasons
    }

    /// Sales with both that chance brings; `None` where nothing is known of periods.
    pub fn chance(&self, item: u32, other: u32) -> Option<f64> {
        let (a, b) = (self.of(item)?, self.of(other)?);
        let (mut i, mut j) = (0, 0);
        let (mut beside_a, mut beside_b, mut independent) = (0.0, 0.0, 0.0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            match x.period.cmp(&y.period) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    let (sales, lines) = self.sales[usize::from(x.period)];
                    beside_a += f64::from(x.others) * f64::from(y.baskets) / lines;
                    beside_b += f64::from(y.others) * f64::from(x.baskets) / lines;
                    independent += f64::from(x.baskets) * f64::from(y.baskets) / sales;
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        Some(f64::max(beside_a, beside_b).max(independent))
    }

    fn of(&self, item: u32) -> Option<&[InPeriod]> {
        let place = item as usize;
        Some(&self.sold[*self.starts.get(place)?..*self.starts.get(place + 1)?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Day;

    #[test]
    fn things_of_one_season_meet_by_chance() {
        let mut baskets = Baskets::default();
        // Cards (0) and candles (1) sell in December, each in every second basket, beside bread (2) and milk (3).
        for day in 0..100 {
            baskets.push_basket(&[2, 3], Some(Day(day)));
        }
        for k in 0..40_u8 {
            let items: &[u32] = [&[2, 3][..], &[0, 2], &[1, 2], &[0, 1, 2, 3]][usize::from(k % 4)];
            baskets.push_basket(items, Some(Day(107 + i32::from(k % 7))));
        }
        let seasons = Seasons::new(&baskets, 4);
        let together = 10.0;
        let chance = seasons.chance(0, 1).unwrap_or_default();
        assert!(chance > 0.7 * together, "{chance}");
        assert!(Seasons::default().chance(0, 1).is_none());
    }
}
