//! What would be shown where nothing goes together: the same items sold as often in the same weeks, in baskets of the same
//! sizes, but dealt out at random. Whatever passes the bar there has no real link.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::learn::query::mixed;
use crate::learn::table::add_ons_of;
use crate::learn::{Estimate, Goods, Model, Priors, Seasons};
use crate::mine::{Baskets, Pairs, Weighting};
use crate::rank::Rules;

/// Items whose add-ons are counted at most, spread over all.
const ITEMS: usize = 2_000;

/// Pairs over the bar, each way counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Shuffled {
    /// Items that were looked at.
    pub items: usize,
    /// Over the bar in the history as it is.
    pub as_it_is: u64,
    /// Over the bar in the shuffled one.
    pub shuffled: u64,
}

/// Counts pairs over the bar in a history and in the same shuffled; `None` where `go_on` said to stop.
pub fn count(
    baskets: &Baskets,
    goods: &Goods,
    estimate: &Estimate,
    rules: &Rules,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Option<Shuffled> {
    let mut items: Vec<u32> = (0..goods.items() as u32).collect();
    items.sort_unstable_by_key(|&item| mixed(u64::from(item)));
    let mut over = |baskets: &Baskets| -> Option<(usize, u64)> {
        let shop = &estimate.parameters;
        let mut pairs = Pairs::new(baskets, goods.items(), Weighting::of(baskets, shop.size, shop.half_life));
        let mut model = Model::new(&mut pairs, goods, Priors::default(), Seasons::new(baskets, goods.items()));
        let sold: Vec<u32> =
            items.iter().copied().filter(|&item| model.rows.sold(item).baskets > 0).take(ITEMS).collect();
        let mut count = 0;
        for (at, &item) in sold.iter().enumerate() {
            let learned = add_ons_of(&mut model, item, shop, &estimate.calibration, &|_| false);
            let passes = |one: &&crate::learn::Learned| {
                one.is_real()
                    && u64::from(one.together) >= rules.min_pair_count
                    && one.relevance >= rules.minimum_relevance
            };
            count += learned.iter().filter(passes).count() as u64;
            if at.is_multiple_of(64) && !go_on(at as u64) {
                return None;
            }
        }
        Some((sold.len(), count))
    };
    let (looked_at, as_it_is) = over(baskets)?;
    let (_, shuffled) = over(&dealt(baskets))?;
    Some(Shuffled { items: looked_at, as_it_is, shuffled })
}

/// The items of every week, dealt out anew over the baskets of that week. What falls into a basket twice counts once.
fn dealt(baskets: &Baskets) -> Baskets {
    let mut weeks: BTreeMap<Option<i32>, Vec<u32>> = BTreeMap::new();
    for basket in 0..baskets.len() as u32 {
        weeks.entry(baskets.day(basket as usize).map(|day| day.0.div_euclid(7))).or_default().push(basket);
    }
    let mut dealt = Baskets::default();
    let mut drawn = 1;
    for week in weeks.values() {
        let mut items: Vec<u32> = week.iter().flat_map(|&basket| baskets.items(basket as usize)).copied().collect();
        // Fisher, Yates 1938.
        for at in (1..items.len()).rev() {
            drawn = mixed(drawn);
            items.swap(at, (drawn % (at as u64 + 1)) as usize);
        }
        let mut rest = items.as_slice();
        for &basket in week {
            let (hand, left) = rest.split_at(baskets.items(basket as usize).len());
            rest = left;
            dealt.push_basket(hand, baskets.day(basket as usize));
        }
    }
    dealt
}
