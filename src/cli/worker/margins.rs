//! What a sale that is finished takes along from the catalog it was made with, so that head office can count margins and
//! categories as they were: the cost of each line, and the path of its category.

use crate::db::Catalog;
use crate::domain::Event;

/// Notes cost and category of every line that the catalog knows. Of a weighed piece the cost stays open: the catalog has
/// that of another weight. What cannot be read is left out; the sale does not wait for it.
pub fn note(event: &mut Event, catalog: Option<&Catalog>) {
    let Some(catalog) = catalog else { return };
    for line in &mut event.lines {
        let Ok(Some(item)) = catalog.item_by_sku(line.sku.as_str()) else { continue };
        line.cost = item.cost.filter(|_| line.weight.is_none());
        line.category = catalog.category_path(item.id).ok().flatten().map(|path| path.as_str().to_owned());
    }
}
