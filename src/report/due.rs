//! What a customer bought before → what is due again. Of each item the days between two purchases; their median says when
//! it is due, their quartiles how regular it is.

use std::collections::BTreeMap;

use crate::domain::{Day, Due, Sku};

/// Fewer purchases, on days of their own, are no rhythm.
pub const LEAST_PURCHASES: usize = 3;
/// After so many times the median a customer who bought nothing has stopped, and nothing is due.
const STOPPED_AFTER: u32 = 3;

/// What a customer buys again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// The item.
    pub sku: Sku,
    /// On how many days it was bought.
    pub times: u32,
    /// The median of the days between, 1 or more.
    pub every: u32,
    /// Their first and third quartile.
    pub between: (u32, u32),
    /// The day it was bought last.
    pub last: Day,
}

/// The rhythms of a customer, in order of SKU. `purchases` are items with the day on which each was bought, in any order;
/// several on one day count once. Quartiles are those of Hyndman and Fan's type 7 ("Sample Quantiles in Statistical Packages",
/// The American Statistician 50, 1996), rounded to whole days.
pub fn rhythms<'p>(purchases: impl IntoIterator<Item = (&'p Sku, Day)>) -> Vec<Rhythm> {
    let mut days: BTreeMap<&Sku, Vec<i32>> = BTreeMap::new();
    for (sku, day) in purchases {
        days.entry(sku).or_default().push(day.0);
    }
    days.into_iter().filter_map(|(sku, days)| rhythm(sku, days)).collect()
}

/// The items that are due, the one that fell due last first: of it most is left to say. `known` are rhythms from elsewhere,
/// which `purchases` here may go on; what lies after today is passed over.
///
/// Due is what was bought on at least [`LEAST_PURCHASES`] days, when today is not before the last of them plus the median of
/// the days between, and not after three times that.
pub fn due(known: &[Rhythm], purchases: &[(Sku, Day)], today: Day) -> Vec<Due> {
    let before = purchases.iter().filter(|(_, day)| *day <= today).map(|(sku, day)| (sku, *day));
    let mut all = rhythms(before.clone());
    for one in known {
        let mut one = one.clone();
        let mut since: Vec<Day> =
            before.clone().filter(|(sku, day)| **sku == one.sku && *day > one.last).map(|(_, day)| day).collect();
        since.sort_unstable();
        since.dedup();
        one.times += since.len() as u32;
        one.last = since.last().copied().unwrap_or(one.last);
        // What is known of more days says more.
        match all.iter_mut().find(|own| own.sku == one.sku) {
            Some(own) if own.times >= one.times => {}
            Some(own) => *own = one,
            None => all.push(one),
        }
    }
    let mut due: Vec<Due> = all.into_iter().filter_map(|rhythm| rhythm.due(today)).collect();
    // Longest ago against its own rhythm last; a steadier habit first among equals.
    let late = |due: &Due| f64::from(due.ago) / f64::from(due.every.max(1));
    due.sort_by(|a, b| late(a).total_cmp(&late(b)).then(b.times.cmp(&a.times)).then(a.sku.cmp(&b.sku)));
    due
}

impl Rhythm {
    fn due(self, today: Day) -> Option<Due> {
        let Self { sku, times, every, between, last } = self;
        let ago = u32::try_from(today.0 - last.0).ok()?;
        let is_due = ago >= every && ago <= every.saturating_mul(STOPPED_AFTER);
        is_due.then_some(Due { sku, times, every, between, ago })
    }
}

fn rhythm(sku: &Sku, mut days: Vec<i32>) -> Option<Rhythm> {
    days.sort_unstable();
    days.dedup();
    if days.len() < LEAST_PURCHASES {
        return None;
    }
    let mut between: Vec<f64> = days.windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
    between.sort_by(f64::total_cmp);
    let quantile = |share: f64| quantile(&between, share).round() as u32;
    Some(Rhythm {
        sku: sku.clone(),
        times: days.len() as u32,
        every: quantile(0.5).max(1),
        between: (quantile(0.25), quantile(0.75)),
        last: Day(*days.last()?),
    })
}

/// A quantile of sorted values, of which there is one at least.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let low = at.floor() as usize;
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + (at - low as f64) * (sorted[high] - sorted[low])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due_at(purchases: &[(&str, i32)], today: i32) -> Vec<Due> {
        let skus: Vec<(Sku, Day)> = purchases.iter().map(|(sku, day)| (Sku::parse(sku).unwrap(), Day(*day))).collect();
        due(&[], &skus, Day(today))
    }

    #[test]
    fn an_item_is_due_once_its_median_has_passed() {
        // Days between: 26, 30, 35.
        let ink = [("INK", 126), ("INK", 100), ("INK", 156), ("INK", 191), ("INK", 191)];
        assert_eq!(due_at(&ink, 220), []);
        let found = due_at(&ink, 224);
        let expected = Due { sku: Sku::parse("INK").unwrap(), times: 4, every: 30, between: (28, 33), ago: 33 };
        assert_eq!(found, [expected]);
        assert_eq!(due_at(&ink, 221).len(), 1);
        // He stopped.
        assert_eq!((due_at(&ink, 281).len(), due_at(&ink, 282)), (1, Vec::new()));
    }

    #[test]
    fn a_rhythm_needs_three_days_of_its_own() {
        assert_eq!(due_at(&[("INK", 100), ("INK", 130)], 170), []);
        assert_eq!(due_at(&[("INK", 100), ("INK", 130), ("INK", 130), ("INK", 130)], 170), []);
        assert_eq!(due_at(&[("INK", 100), ("INK", 130), ("INK", 900)], 170), [], "after today");
        assert_eq!(due_at(&[("INK", 100), ("INK", 130), ("INK", 160)], 190)[0].every, 30);
        assert_eq!(due_at(&[], 190), []);
    }

    #[test]
    fn what_is_known_from_elsewhere_is_gone_on_with() {
        let ink = Sku::parse("INK").unwrap();
        let known = [Rhythm { sku: ink.clone(), times: 5, every: 60, between: (55, 70), last: Day(100) }];
        let at = |purchases: &[i32], today| {
            let purchases: Vec<(Sku, Day)> = purchases.iter().map(|day| (ink.clone(), Day(*day))).collect();
            due(&known, &purchases, Day(today)).into_iter().map(|due| (due.times, due.ago)).collect::<Vec<_>>()
        };
        assert_eq!((at(&[], 159), at(&[], 160)), (vec![], vec![(5, 60)]));
        assert_eq!((at(&[40, 130], 160), at(&[40, 130, 130], 190)), (vec![], vec![(6, 60)]));
    }

    #[test]
    fn what_fell_due_last_comes_first() {
        let both = [("A", 0), ("A", 10), ("A", 20), ("B", 10), ("B", 20), ("B", 30), ("C", 25), ("C", 26), ("C", 27)];
        let skus: Vec<String> = due_at(&both, 40).iter().map(|due| due.sku.to_string()).collect();
        assert_eq!(skus, ["B", "A"]);
    }
}
