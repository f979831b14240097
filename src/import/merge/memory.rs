//! `imports/FORMAT.csv`: what the last import of a format brought, so that the next one can say what vanished, leaves out
//! what people took out, and finds targets that were not there yet.

use std::io;

use hashbrown::HashSet;

use super::{Changes, Files, Load};
use crate::import::format::{NamedBy, Tie};
use crate::import::source::{MEMORY, MEMORY_HEADER, Memory, Source};

pub(super) fn lay(files: &mut Files, source: &Source, load: &Load, changes: &mut Changes) -> io::Result<()> {
    let mut all: Vec<&String> = load.formats.items.iter().chain(&load.formats.links).collect();
    all.sort();
    all.dedup();
    for format in all {
        // With several formats at once each remembers everything: it is enough to know that it came.
        let brings_items = load.formats.items.contains(format);
        let mut sheet = files.begin(&format!("{MEMORY}/{format}.csv"), b',', &[])?;
        sheet.row(MEMORY_HEADER)?;
        if brings_items {
            for item in load.parcel.goods.places() {
                sheet.row([load.parcel.goods.sku(item), "", "", "", ""])?;
            }
        }
        for relation in load.related.relations.iter().filter(|relation| matches!(relation.tie, Tie::Link(_))) {
            let (item, add_on) = (load.sku(source, relation.item), load.sku(source, relation.add_on));
            sheet.row([item, add_on, relation.tie.word(), "", ""])?;
        }
        if let Some(before) = source.before.get(format) {
            for row in from_before(source, load, before, brings_items, changes) {
                sheet.row(row)?;
            }
        }
        for pending in &load.related.pending {
            let by: Vec<&str> = pending.named_by.iter().map(|by| word(*by)).collect();
            let kind = format!("{}{}", pending.tie.word(), if pending.reversed { " of" } else { "" });
            sheet.row([pending.item.as_str(), "", &kind, &pending.target, &by.join(" ")])?;
        }
        files.keep(sheet)?;
    }
    changes.items_vanished.sort();
    changes.items_vanished.dedup();
    changes.links_vanished.sort();
    changes.links_vanished.dedup();
    Ok(())
}

/// What the last import brought and this one says nothing about stays remembered; what it should have said and does not
/// has vanished.
fn from_before<'a>(
    source: &Source,
    load: &Load,
    before: &'a Memory,
    brings_items: bool,
    changes: &mut Changes,
) -> Vec<[&'a str; 5]> {
    let mut rows = Vec::new();
    let mut items: Vec<&String> = before.items.iter().collect();
    items.sort();
    for sku in items {
        if !brings_items {
            rows.push([sku.as_str(), "", "", "", ""]);
        } else if load.parcel.goods.find(sku).is_none() && source.items.find(sku).is_some() {
            changes.items_vanished.push(sku.clone());
        }
    }
    let now: HashSet<(&str, &str, &str)> = load
        .related
        .relations
        .iter()
        .map(|relation| (load.sku(source, relation.item), load.sku(source, relation.add_on), relation.tie.word()))
        .collect();
    let mut links: Vec<&(String, String, String)> = before.links.iter().collect();
    links.sort();
    for (item, add_on, kind) in links {
        if now.contains(&(item.as_str(), add_on.as_str(), kind.as_str())) {
            continue;
        }
        let is_about = brings_items && load.parcel.goods.find(item).is_some();
        if is_about && source.linked.contains_key(&(item.clone(), add_on.clone())) {
            changes.links_vanished.push((item.clone(), add_on.clone()));
        }
        if !is_about {
            rows.push([item.as_str(), add_on.as_str(), kind.as_str(), "", ""]);
        }
    }
    rows
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
