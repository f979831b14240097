//! Source → snapshot: the rows that a counter reads, numbered and in order.
//!
//! Only a source without errors is built; nothing here looks for problems.

use super::evidence;
use super::numbers::Numbering;
use super::read::items::SourceItem;
use super::source::Source;
use super::watch::Watch;
use crate::db::snapshot::{Numbers, Snapshot};
use crate::domain::{Category, Item, ItemFacts, ItemId, Stock};

/// Makes the rows of a snapshot; `None` where the watcher asked to stop.
pub fn snapshot(source: &Source, previous: &Numbers, watch: &mut dyn Watch) -> Option<Snapshot> {
    let items = &source.items;
    let sold = match &source.baskets {
        Some(baskets) => evidence::baskets_of_items(baskets, items.list.len()),
        None => Vec::new(),
    };
    let numbering = Numbering::new(items, &sold, previous);
    let mut snapshot = Snapshot {
        categories: categories(source, &numbering),
        items: numbering
            .item_order()
            .into_iter()
            .map(|index| item(&items.list[index as usize], index, &numbering))
            .collect(),
        ..Snapshot::default()
    };
    shop(source, &mut snapshot);
    if let Some(baskets) = &source.baskets
        && !evidence::fill(&mut snapshot, items, baskets, &numbering, watch)
    {
        return None;
    }
    Some(snapshot)
}

fn shop(source: &Source, snapshot: &mut Snapshot) {
    let shop = &source.shop;
    let rules = &shop.rules;
    let contexts: serde_json::Map<String, serde_json::Value> = shop
        .contexts
        .iter()
        .map(|(name, text)| (name.clone(), text.as_str().into()))
        .collect();
    let entries = [
        ("name", shop.name.to_string()),
        ("chain_id", shop.chain_id.clone()),
        ("currency", shop.currency.code.clone()),
        ("exponent", shop.currency.exponent.to_string()),
        ("languages", serde_json::Value::from(shop.languages.clone()).to_string()),
        ("contexts", serde_json::Value::Object(contexts).to_string()),
        ("max", rules.max.to_string()),
        ("mined", rules.mined.word().to_owned()),
        ("min_pair_count", rules.min_pair_count.to_string()),
        ("minimum_relevance", rules.minimum_relevance.to_string()),
        ("margin_weight", rules.margin_weight.to_string()),
        ("quiet_after_noes", rules.quiet_after_noes.to_string()),
        ("barcode_rules", shop.barcode_rules.to_string()),
        ("experiments", shop.experiments.to_string()),
        ("sales", "0".to_owned()),
        ("sales_weight", "0".to_owned()),
        ("items", source.items.list.len().to_string()),
    ];
    snapshot.shop.extend(entries);
}

fn categories(source: &Source, numbering: &Numbering) -> Vec<Category> {
    let categories = &source.items.categories;
    let mut rows: Vec<Category> = (0..categories.len() as u32)
        .map(|index| Category {
            id: numbering.categories[index as usize],
            parent: categories
                .parent(index)
                .map(|parent| numbering.categories[parent as usize]),
            name: categories.name(index).clone(),
        })
        .collect();
    rows.sort_unstable_by_key(|category| category.id);
    rows
}

fn item(source: &SourceItem, index: u32, numbering: &Numbering) -> (Item, ItemFacts) {
    let number = |index: u32| -> ItemId { numbering.items[index as usize] };
    let item = Item {
        id: number(index),
        sku: source.sku.clone(),
        name: source.name.clone(),
        item_type: source.item_type,
        category: source.category.map(|category| numbering.categories[category as usize]),
        variant_group: number(source.base.unwrap_or(index)),
        price: source.price,
        cost: source.cost,
        stock: Stock {
            quantity: source.stock,
            as_of: None,
            place: source.place.clone(),
        },
    };
    let facts = ItemFacts {
        brand: source.brand.clone(),
        category: None,
        barcodes: source.barcodes.clone(),
        note: source.note.clone(),
        attributes: source.attributes.clone(),
    };
    (item, facts)
}
