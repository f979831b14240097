//! `items.csv` and `links.csv`.

use std::collections::BTreeSet;

use super::{Names, Sheet};
use crate::catalog::read::sentences::COLUMNS;
use crate::catalog::terms;
use crate::db::whole::Whole;
use crate::domain::gtin::label;
use crate::domain::{ItemType, Money};

const ITEMS: [&str; 12] = [
    "sku",
    "name",
    "barcodes",
    "price",
    "cost",
    "stock",
    "location",
    "brand",
    "category",
    "variant_of",
    "type",
    "note",
];

/// One row an item, in the order of the snapshot; attributes are columns, by name.
pub(super) fn items(whole: &Whole, names: &Names<'_>) -> (Vec<u8>, u64) {
    let all = whole.items.iter().flat_map(|(_, facts)| &facts.attributes);
    let columns: BTreeSet<&str> = all.map(|attribute| attribute.name.as_str()).collect();
    let mut sheet = Sheet::new(ITEMS.iter().chain(&columns));
    let money =
        |amount: Option<Money>| amount.map_or_else(String::new, |amount| whole.shop.currency.format(amount, '.'));
    for (item, facts) in &whole.items {
        let codes: Vec<&str> = facts.barcodes.iter().map(|code| label(code)).collect();
        let base = (item.variant_group != item.id).then(|| names.sku(item.variant_group));
        let mut cells = vec![
            item.sku.to_string(),
            item.name.to_string(),
            codes.join("|"),
            money(item.price),
            money(item.cost),
            item.stock.quantity.map_or_else(String::new, |left| left.to_string()),
            item.stock.place.as_ref().map_or_else(String::new, ToString::to_string),
            facts.brand.as_ref().map_or_else(String::new, ToString::to_string),
            item.category.map_or("", |category| names.category(category)).to_owned(),
            base.unwrap_or_default().to_owned(),
            if item.item_type == ItemType::Service { "service".to_owned() } else { String::new() },
            facts.note.as_ref().map_or_else(String::new, ToString::to_string),
        ];
        cells.extend(columns.iter().map(|column| {
            let attribute = facts.attributes.iter().find(|attribute| attribute.name.as_str() == *column);
            let values = attribute.iter().flat_map(|attribute| &attribute.values).map(AsRef::as_ref);
            values.collect::<Vec<&str>>().join("|")
        }));
        sheet.row(cells);
    }
    sheet.finish()
}

/// One row a link between two items, best first, with its sentences in the shop's first language.
pub(super) fn links(whole: &Whole, names: &Names<'_>) -> (Vec<u8>, u64) {
    let mut sheet = Sheet::new(["item", "add_on", "kind", "priority"].iter().chain(&COLUMNS).chain(&terms::COLUMNS));
    for link in &whole.links {
        let sides = [link.item, link.add_on].map(|id| names.sku(id).to_owned());
        let mut cells = Vec::from(sides);
        cells.extend([link.kind.word().to_owned(), terms::priority(&link.terms)]);
        cells.extend(names.own(link.talk));
        cells.extend(terms::cells(&link.terms, &whole.shop.currency));
        sheet.row(cells);
    }
    sheet.finish()
}
