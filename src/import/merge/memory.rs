//! `imports/FORMAT.csv`: what the last import of a format brought, so that the next one can say what vanished, leaves out
//! what people took out, and finds targets that were not there yet.

use std::io;

use hashbrown::HashSet;

use super::{Changes, Files, Load};
use crate::import::format::{NamedBy, Tie};
use crate::import::goods::key;
use crate::import::source::{MEMORY, MEMORY_HEADER, Source};

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
        for row in from_before(source, load, format, brings_items, changes) {
            sheet.row(row.iter().map(String::as_str).chain(["", ""]))?;
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
fn from_before(
    source: &Source,
    load: &Load,
    format: &str,
    brings_items: bool,
    changes: &mut Changes,
) -> Vec<[String; 3]> {
    let mut rows = Vec::new();
    if !source.before.contains_key(format) {
        return rows;
    }
    let now: HashSet<u64> = load
        .related
        .relations
        .iter()
        .map(|relation| key([load.sku(source, relation.item), load.sku(source, relation.add_on), relation.tie.word()]))
        .collect();
    source.each_remembered(format, |item, add_on, kind| {
        let is_here = brings_items && load.parcel.goods.find(item).is_some();
        match (add_on.is_empty(), is_here) {
            (true, false) if brings_items => {
                if source.items.find(item).is_some() {
                    changes.items_vanished.push(item.to_owned());
                }
            }
            (true, true) => {}
            (false, _) if now.contains(&key([item, add_on, kind])) => {}
            (false, true) => {
                if source.linked.contains_key(&key([item, add_on])) {
                    changes.links_vanished.push((item.to_owned(), add_on.to_owned()));
                }
            }
            // Of items that this import says nothing about nothing has vanished.
            (_, false) => rows.push([item, add_on, kind].map(str::to_owned)),
        }
    });
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
