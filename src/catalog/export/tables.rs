//! `items.csv` and `links.csv`.

use std::collections::BTreeSet;

use super::{Names, Sheet};
use crate::catalog::read::sentences::COLUMNS;
use crate::catalog::terms;
use crate::db::whole::Whole;
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

/// A barcode as its label has it: without the zeros that make every number one of 14 digits.
fn label(key: &str) -> &str {
    let digits = key.len() == 14 && key.bytes().all(|byte| byte.is_ascii_digit());
    let zeros = key.bytes().take_while(|byte| *byte == b'0').count();
    match zeros {
        _ if !digits => key,
        6.. => &key[6..],
        2..=5 => &key[2..],
        1 => &key[1..],
        _ => key,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::gtin::barcode_key;

    #[test]
    fn a_label_is_the_same_barcode() {
        for (key, written) in [
            ("04006381333931", "4006381333931"),
            ("00036000291452", "036000291452"),
            ("00000096385074", "96385074"),
            ("10614141000415", "10614141000415"),
            ("00000000000000", "00000000"),
            ("ABC", "ABC"),
            ("0123", "0123"),
        ] {
            assert_eq!(label(key), written);
            assert_eq!(barcode_key(written), key);
        }
    }
}
