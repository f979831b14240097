//! How a code is looked up in a catalog.

use super::Failure;
use crate::db::Catalog;
use crate::domain::Item;

/// The items a code means: the exact SKU, else those that carry it as a barcode, best reading first.
pub fn find(catalog: &Catalog, code: &str) -> Result<Vec<Item>, Failure> {
    Ok(look_up(catalog, code)?)
}

/// The same with the catalog's own error.
pub fn look_up(catalog: &Catalog, code: &str) -> Result<Vec<Item>, crate::db::Error> {
    let exact = catalog.item_by_sku(code.trim())?;
    if exact.is_some() {
        return Ok(exact.into_iter().collect());
    }
    for reading in super::suggest::readings(code) {
        let mut items = catalog.items_by_barcode(&reading)?;
        if items.is_empty() {
            items.extend(catalog.item_by_sku(&reading)?);
        }
        if !items.is_empty() {
            return Ok(items);
        }
    }
    Ok(Vec::new())
}
