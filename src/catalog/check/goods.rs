//! Prices, costs and services of items.

use std::collections::HashSet;

use super::note::Notes;
use super::view::{View, of_item};
use crate::domain::{ItemType, Money};

/// Where at least so many of a hundred items have a price, the others lack one.
const NEARLY_ALL: usize = 90;

/// Checks every item by itself, and whether services are offered.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    let items = &view.source.items.list;
    let priced = items.iter().filter(|item| item.price.is_some()).count();
    let is_rule = priced * 100 >= items.len() * NEARLY_ALL;
    for item in items {
        match (item.price, item.cost) {
            (None, _) if is_rule => {
                notes.add("no-price", of_item(item, "price"), "item has no price", item.sku.as_str());
            }
            (Some(Money(0)), _) => notes.add("zero-price", of_item(item, "price"), "price is 0", item.sku.as_str()),
            (Some(price), Some(cost)) if cost > price => {
                let what = format!("cost is above the price of {}", view.source.shop.currency.format(price, '.'));
                notes.add(
                    "cost-above-price",
                    of_item(item, "cost"),
                    what,
                    &view.source.shop.currency.format(cost, '.'),
                );
            }
            _ => {}
        }
    }
    let offered: HashSet<u32> = view.by_item.iter().map(|link| link.add_on).collect();
    let accepted = view.source.pairs.iter().filter(|pair| pair.decision.as_ref().is_some_and(|one| one.accepted));
    let accepted: HashSet<u32> = accepted.flat_map(|pair| pair.items).collect();
    for (index, item) in (0_u32..).zip(items).filter(|(_, item)| item.item_type == ItemType::Service) {
        if !offered.contains(&index) && !accepted.contains(&index) {
            notes.add("unoffered-service", of_item(item, "sku"), "no link offers this service", item.sku.as_str());
        }
    }
}
