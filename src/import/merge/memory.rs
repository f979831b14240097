//! `imports/FORMAT.csv`: what the last import of a format brought, so that the next one can say what vanished, leaves out
//! what people took out, and finds targets that were not there yet.

use std::collections::BTreeSet;
use std::io;

use super::{Changes, Files, Formats, row};
use crate::import::format::{NamedBy, Tie};
use crate::import::parcel::Parcel;
use crate::import::relate::Related;
use crate::import::source::{MEMORY, MEMORY_HEADER, Source};

pub(super) fn lay(
    files: &mut Files,
    source: &Source,
    parcel: &Parcel,
    related: &Related,
    formats: &Formats,
    changes: &mut Changes,
) -> io::Result<()> {
    let mut all: Vec<&String> = formats.items.iter().chain(&formats.links).collect();
    all.sort();
    all.dedup();
    // With several formats at once each remembers everything: it is enough to know that it came.
    for format in all {
        let brings_items = formats.items.contains(format);
        let items: BTreeSet<&str> =
            if brings_items { parcel.goods.places().map(|item| parcel.goods.sku(item)).collect() } else { BTreeSet::new() };
        let mut links: BTreeSet<(&str, &str, &str)> = related
            .relations
            .iter()
            .filter(|relation| matches!(relation.tie, Tie::Link(_)))
            .map(|relation| (relation.item.as_str(), relation.add_on.as_str(), relation.tie.word()))
            .collect();
        let mut kept_items = BTreeSet::new();
        if let Some(before) = source.before.get(format) {
            if brings_items {
                for sku in &before.items {
                    if !items.contains(sku.as_str()) && source.items.find(sku).is_some() {
                        changes.items_vanished.push(sku.clone());
                    }
                }
            } else {
                kept_items.extend(before.items.iter().map(String::as_str));
            }
            for (item, add_on, kind) in &before.links {
                let key = (item.as_str(), add_on.as_str(), kind.as_str());
                // Of items that this import says nothing about nothing has vanished.
                let about = items.contains(item.as_str());
                if !links.contains(&key) && about && source.linked.contains_key(&(item.clone(), add_on.clone())) {
                    changes.links_vanished.push((item.clone(), add_on.clone()));
                }
                if !about {
                    links.insert(key);
                }
            }
        }
        let name = format!("{MEMORY}/{format}.csv");
        let mut draft = files.begin(&name)?;
        if let Some(draft) = &mut draft {
            draft.write(&row(b',', MEMORY_HEADER))?;
            for item in items.iter().chain(&kept_items) {
                draft.write(&row(b',', [item, "", "", "", ""]))?;
            }
            for (item, add_on, kind) in &links {
                draft.write(&row(b',', [item, add_on, kind, "", ""]))?;
            }
            for pending in &related.pending {
                let by: Vec<&str> = pending.named_by.iter().map(|by| word(*by)).collect();
                let kind = format!("{}{}", pending.tie.word(), if pending.reversed { " of" } else { "" });
                draft.write(&row(b',', [pending.item.as_str(), "", &kind, &pending.target, &by.join(" ")]))?;
            }
        }
        files.keep(&name, draft);
    }
    changes.items_vanished.sort();
    changes.items_vanished.dedup();
    changes.links_vanished.sort();
    Ok(())
}

fn word(by: NamedBy) -> &'static str {
    match by {
        NamedBy::Sku => "sku",
        NamedBy::Id => "id",
        NamedBy::Handle => "handle",
        NamedBy::Name => "name",
        NamedBy::Barcode => "barcode",
    }
}
