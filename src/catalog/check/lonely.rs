//! Items that sell often and propose nothing: where a link is worth most.

use std::collections::HashSet;

use super::note::Notes;
use super::view::{View, of_item};
use crate::catalog::evidence;

/// The best sellers among which an item counts as selling often: one in ten.
const TENTH: usize = 10;
/// Fewer sales than this are not often.
const LEAST_SALES: u32 = 20;
/// So many are said, best sellers first.
const SAID: usize = 20;

/// Checks the best sellers, where sales are known. What is itself an add-on needs none, and links of one variant are a
/// beginning for all.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    let items = view.source.items.list.len();
    let sold = match &view.source.baskets {
        Some(baskets) => evidence::baskets_of_items(baskets, items),
        None => evidence::baskets_of_pairs(&view.source.pairs, items),
    };
    let mut order: Vec<u32> = (0..items as u32).filter(|&index| sold[index as usize] > 0).collect();
    order.sort_by_key(|&index| (std::cmp::Reverse(sold[index as usize]), index));
    order.truncate(order.len().div_ceil(TENTH));
    order.retain(|&index| sold[index as usize] >= LEAST_SALES);
    let offers = view.by_item.iter().filter(|link| view.kind(link).is_add_on());
    let busy: HashSet<u32> = offers.flat_map(|link| [view.family(link.item), view.family(link.add_on)]).collect();
    let accepted = view.source.pairs.iter().filter(|pair| pair.decision.as_ref().is_some_and(|one| one.accepted));
    let accepted: HashSet<u32> = accepted.flat_map(|pair| pair.items).map(|index| view.family(index)).collect();
    let lonely = order.into_iter().filter(|&index| {
        let family = view.family(index);
        !busy.contains(&family) && !accepted.contains(&family)
    });
    for index in lonely.take(SAID) {
        let item = view.item(index);
        let what = format!("item was in {} sales and has no link", sold[index as usize]);
        notes.add("no-add-on", of_item(item, "sku"), what, &format!("{} {}", item.sku, item.name));
    }
}
