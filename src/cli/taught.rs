//! What answers taught of a basket's items, from the catalog: one look-up an item, none where the catalog learned nothing.

use std::collections::{BTreeMap, HashMap};

use crate::db::{self, Catalog};
use crate::domain::LinkKind;
use crate::rank::{Answers, BasketItem, Taught};

/// Reads it.
pub fn read(catalog: &Catalog, basket: &[BasketItem]) -> Result<Taught, db::Error> {
    let Some(kinds) = catalog.shop().settings.get("answers_by_kind") else { return Ok(Taught::default()) };
    // What this version cannot read is passed over, like what is not there.
    let kinds: BTreeMap<String, u32> = serde_json::from_str(kinds).unwrap_or_default();
    let factor = |(word, factor): (String, u32)| (LinkKind::parse(&word), f64::from(factor) / 1000.0);
    let mut taught = Taught { kinds: kinds.into_iter().map(factor).collect(), pairs: HashMap::new() };
    for joined in basket {
        let rows = catalog.answers_of(joined.item.id)?.into_iter();
        taught.pairs.extend(rows.map(|row| {
            let ([asked, accepted], [unasked, taken]) = (row.asked, row.unasked);
            ((joined.item.id, row.add_on), Answers { asked, accepted, unasked, taken, factor: row.factor })
        }));
    }
    Ok(taught)
}
