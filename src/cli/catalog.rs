//! How a code is looked up in a catalog.

use super::{Exit, Failure, console};
use crate::db::{Catalog, Error};
use crate::domain::gtin::barcode_key;
use crate::domain::text::clean;
use crate::domain::{FoundCode, Gtin, Item, Measure};
use crate::scan::{readings, scan};

/// The one item a code means, for commands that cannot ask; several are named, a guess is said.
pub fn only_item(catalog: &Catalog, code: &str) -> Result<Item, Failure> {
    let found = find(catalog, code, "auto")?;
    let shown = clean(code).text;
    let mut items = found.items.into_iter();
    match (items.next(), items.len()) {
        (Some(item), 0) => {
            if found.guessed {
                console::note(&format!("{shown} is not in the catalog; taken for {}", item.sku));
            }
            Ok(item)
        }
        (Some(item), _) => {
            let skus: Vec<String> = std::iter::once(item).chain(items).map(|item| item.sku.to_string()).collect();
            Err(Failure::new(Exit::Data, format!("several items carry {shown}: {}", skus.join(", ")))
                .hinted("give the SKU of the one you mean"))
        }
        (None, _) => Err(Failure::new(Exit::Data, format!("not in the catalog: {shown}"))
            .hinted("give a SKU or a barcode; `goeswith search` finds them by name")),
    }
}

/// The items a code means: the exact SKU, else those that carry it as a barcode, best reading first.
pub fn look_up(catalog: &Catalog, code: &str) -> Result<Vec<Item>, Error> {
    Ok(as_it_came(catalog, code)?.items)
}

/// The same with what the label says of the piece; where nothing is found, with what a keyboard may have made of the
/// code. `layout` is the setting of that name.
pub fn find(catalog: &Catalog, code: &str, layout: &str) -> Result<FoundCode, Error> {
    let found = as_it_came(catalog, code)?;
    if !found.items.is_empty() {
        return Ok(found);
    }
    for reading in readings(&clean(code).text, layout) {
        let found = as_it_came(catalog, &reading)?;
        if !found.items.is_empty() {
            return Ok(FoundCode { guessed: true, ..found });
        }
    }
    Ok(FoundCode::default())
}

/// In order: the SKU, the number in all its readings at once, the text as a barcode of the shop's own, and the number by
/// the shop's rules for labels.
pub fn as_it_came(catalog: &Catalog, code: &str) -> Result<FoundCode, Error> {
    let exact = catalog.item_by_sku(code.trim())?;
    if exact.is_some() {
        return Ok(FoundCode { items: exact.into_iter().collect(), ..FoundCode::default() });
    }
    let scanned = scan(code, None);
    let mut items: Vec<Item> = Vec::new();
    for number in scanned.gtin14.iter().chain(&scanned.alt) {
        for item in by_key(catalog, &number.to_string())? {
            if !items.iter().any(|known| known.id == item.id) {
                items.push(item);
            }
        }
    }
    if items.is_empty() {
        let text = scanned.text.unwrap_or_else(|| clean(code).text);
        items = by_key(catalog, &barcode_key(&text))?;
        if items.is_empty() {
            items.extend(catalog.item_by_sku(&text)?);
        }
    }
    if items.is_empty() {
        return Ok(scanned.gtin14.map(|number| by_rules(catalog, number)).transpose()?.unwrap_or_default());
    }
    let ais = scanned.ais.iter().flatten().map(|(ai, value)| (ai.as_str(), value.as_str()));
    let measure = Measure::from_ais(ais, &catalog.shop().currency).non_empty();
    Ok(FoundCode { items, measure, guessed: false })
}

/// The items of an in-store label, by the first rule of the shop that fits and finds one.
fn by_rules(catalog: &Catalog, number: Gtin) -> Result<FoundCode, Error> {
    let shop = catalog.shop();
    for labelled in shop.barcode_rules.iter().filter_map(|rule| rule.read(number, &shop.currency)) {
        for key in &labelled.keys {
            let items = by_key(catalog, key)?;
            if !items.is_empty() {
                return Ok(FoundCode { items, measure: labelled.measure.non_empty(), guessed: false });
            }
        }
    }
    Ok(FoundCode::default())
}

/// The items that carry a code as a barcode, else the one that has it as its SKU.
fn by_key(catalog: &Catalog, key: &str) -> Result<Vec<Item>, Error> {
    let items = catalog.items_by_barcode(key)?;
    if items.is_empty() { Ok(catalog.item_by_sku(key)?.into_iter().collect()) } else { Ok(items) }
}
