//! One function a table: rows in, in the order of their keys.
//!
//! Tables are filled one after the other, price and stock last: a new price that takes a byte more then moves no page of
//! another table.

use rusqlite::{Connection, Result};

use super::{INDEX, Progress, Snapshot, TalkRow};
use crate::domain::{ContextRule, ItemType, LinkKind, LinkTerms, Objection};

/// Fills every table; `false` where the caller asked to stop.
pub fn all(connection: &Connection, snapshot: &Snapshot, progress: Progress<'_>) -> Result<bool> {
    let mut counter = Counter { rows: 0, progress };
    shop(connection, snapshot)?;
    categories(connection, snapshot)?;
    let whole = items(connection, snapshot, &mut counter)?
        && barcodes(connection, snapshot, &mut counter)?
        && talks(connection, snapshot)?
        && links(connection, snapshot, &mut counter)?
        && category_talks(connection, snapshot)?
        && sold(connection, snapshot, &mut counter)?
        && pairs(connection, snapshot, &mut counter)?
        && decisions(connection, snapshot)?
        && answers(connection, snapshot, &mut counter)?
        && category_pairs(connection, snapshot, &mut counter)?
        && costs(connection, snapshot, &mut counter)?
        && stock(connection, snapshot, &mut counter)?
        && prices(connection, snapshot, &mut counter)?;
    Ok(whole)
}

struct Counter<'a> {
    rows: u64,
    progress: Progress<'a>,
}

impl Counter<'_> {
    /// Counts a row; asks from time to time whether to go on.
    fn go_on(&mut self) -> bool {
        self.rows += 1;
        !self.rows.is_multiple_of(4096) || (self.progress)(self.rows)
    }
}

fn shop(connection: &Connection, snapshot: &Snapshot) -> Result<()> {
    let mut insert = connection.prepare("INSERT INTO shop (key, value) VALUES (:key, :value)")?;
    for (key, value) in &snapshot.shop {
        insert.execute((key, value))?;
    }
    Ok(())
}

fn categories(connection: &Connection, snapshot: &Snapshot) -> Result<()> {
    let mut insert = connection.prepare("INSERT INTO category (id, parent, name) VALUES (:id, :parent, :name)")?;
    for category in &snapshot.categories {
        insert.execute((category.id, category.parent, category.name.as_str()))?;
    }
    Ok(())
}

fn items(connection: &Connection, snapshot: &Snapshot, counter: &mut Counter<'_>) -> Result<bool> {
    const ITEM: &str = "INSERT INTO item (id, sku, name, type, category, variant_of, place) \
                        VALUES (:id, :sku, :name, :type, :category, :variant_of, :place)";
    const FACT: &str = "INSERT INTO item_fact (item, brand, note) VALUES (:item, :brand, :note)";
    const ATTRIBUTE: &str = "INSERT OR IGNORE INTO attribute (item, name, value) VALUES (:item, :name, :value)";
    let mut insert = connection.prepare(ITEM)?;
    for item in snapshot.items.rows() {
        insert.execute((
            item.id.0,
            item.sku,
            item.name,
            i32::from(item.item_type == ItemType::Service),
            item.category,
            item.variant_of.map(|base| base.0),
            item.place,
        ))?;
        if !counter.go_on() {
            return Ok(false);
        }
    }
    let mut insert = connection.prepare(FACT)?;
    for item in snapshot.items.rows() {
        if item.brand.is_some() || item.note.is_some() {
            insert.execute((item.id.0, item.brand, item.note))?;
        }
    }
    let mut insert = connection.prepare(ATTRIBUTE)?;
    for item in snapshot.items.rows() {
        for attribute in item.attributes {
            for value in &attribute.values {
                insert.execute((item.id.0, attribute.name.as_str(), value.as_str()))?;
            }
        }
    }
    Ok(true)
}

fn barcodes(connection: &Connection, snapshot: &Snapshot, counter: &mut Counter<'_>) -> Result<bool> {
    let mut rows: Vec<(&str, u32)> =
        snapshot.items.rows().flat_map(|item| item.barcodes.iter().map(move |code| (code, item.id.0))).collect();
    rows.sort_unstable();
    rows.dedup();
    let mut insert = connection.prepare("INSERT INTO barcode (code, item) VALUES (:code, :item)")?;
    for row in rows {
        insert.execute(row)?;
        if !counter.go_on() {
            return Ok(false);
        }
    }
    connection.execute_batch(INDEX)?;
    Ok(true)
}

fn talks(connection: &Connection, snapshot: &Snapshot) -> Result<bool> {
    const TALK: &str = "INSERT INTO talk \
        (id, language, variant, ask, say, if_too_expensive, if_has_one, if_not_now, if_other, why) VALUES \
        (:id, :language, :variant, :ask, :say, :if_too_expensive, :if_has_one, :if_not_now, :if_other, :why)";
    let mut insert = connection.prepare(TALK)?;
    for TalkRow { id, language, variant, talking } in &snapshot.talks {
        let answer = |to: Objection| talking.answers.iter().find(|(objection, _)| *objection == to);
        let text = |to: Objection| answer(to).map(|(_, text)| text.as_str());
        insert.execute((
            id,
            language,
            variant,
            talking.ask.as_ref().map(AsRef::as_ref),
            talking.say.as_ref().map(AsRef::as_ref),
            text(Objection::TooExpensive),
            text(Objection::HasOne),
            text(Objection::NotNow),
            text(Objection::Other),
            talking.why.as_ref().map(AsRef::as_ref),
        ))?;
    }
    Ok(true)
}

fn links(connection: &Connection, snapshot: &Snapshot, counter: &mut Counter<'_>) -> Result<bool> {
    const LINK: &str = "INSERT INTO link (item, position, add_on, kind, terms, talk) \
                        VALUES (:item, :position, :add_on, :kind, :terms, :talk)";
    for (number, terms) in (1..).zip(&snapshot.terms) {
        write_terms(connection, number, terms)?;
    }
    let mut insert = connection.prepare(LINK)?;
    let (mut item, mut position) = (None, 0);
    for link in &snapshot.links {
        position = if item == Some(link.item) { position + 1 } else { 0 };
        item = Some(link.item);
        let kind = kind_number(link.kind);
        insert.execute((link.item.0, position, link.add_on.0, kind, link.terms, link.talk))?;
        if !counter.go_on() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn write_terms(connection: &Connection, id: u32, terms: &LinkTerms) -> Result<()> {
    const TERMS: &str = "INSERT INTO link_terms (id, priority, contexts, from_day, to_day, max_price_share, \
        bundle_price, min_quantity, segments, tags) VALUES (:id, :priority, :contexts, :from_day, :to_day, \
        :max_price_share, :bundle_price, :min_quantity, :segments, :tags)";
    connection.prepare_cached(TERMS)?.execute((
        id,
        terms.priority,
        contexts_text(&terms.contexts),
        terms.window.from.map(|day| day.0),
        terms.window.to.map(|day| day.0),
        terms.max_price_share.map(|share| share.0),
        terms.bundle_price.map(|price| price.0),
        terms.min_quantity,
        terms.segments.join("|"),
        terms.tags.join("|"),
    ))?;
    Ok(())
}

/// `gift & !business`, as links.csv writes it.
fn contexts_text(rules: &[ContextRule]) -> String {
    let words: Vec<String> =
        rules.iter().map(|rule| format!("{}{}", if rule.on { "" } else { "!" }, rule.name)).collect();
    words.join(" & ")
}

fn kind_number(kind: LinkKind) -> u32 {
    LinkKind::ALL.iter().position(|&known| known == kind).unwrap_or_default() as u32
}

fn category_talks(connection: &Connection, snapshot: &Snapshot) -> Result<bool> {
    const ROW: &str = "INSERT INTO category_talk (item_category, add_on_category, talk) \
                       VALUES (:item_category, :add_on_category, :talk)";
    let mut insert = connection.prepare(ROW)?;
    for row in &snapshot.category_talks {
        insert.execute((row.item, row.add_on, row.talk))?;
    }
    Ok(true)
}

fn sold(connection: &Connection, snapshot: &Snapshot, counter: &mut Counter<'_>) -> Result<bool> {
    let mut insert = connection
        .prepare("INSERT INTO sold (item, baskets, weight, others) VALUES (:item, :baskets, :weight, :others)")?;
    for row in &snapshot.sold {
        insert.execute((row.item.0, row.baskets, row.weight, row.others))?;
        if !counter.go_on() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn pairs(connection: &Connection, snapshot: &Snapshot, counter: &mut Counter<'_>) -> Result<bool> {
    const PAIR: &str = "INSERT INTO pair (item, add_on, together, relevance, alone, in_basket, chance) \
                        VALUES (:item, :add_on, :together, :relevance, :alone, :in_basket, :chance)";
    let mut insert = connection.prepare(PAIR)?;
    for row in &snapshot.pairs {
        let learned = (row.relevance, row.alone, row.in_basket, row.chance);
        insert.execute((row.item.0, row.add_on.0, row.together, learned.0, learned.1, learned.2, learned.3))?;
        if !counter.go_on() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn decisions(connection: &Connection, snapshot: &Snapshot) -> Result<bool> {
    const ROW: &str = "INSERT INTO pair_decision (item, add_on, accepted, kind, talk) \
                       VALUES (:item, :add_on, :accepted, :kind, :talk)";
    let mut insert = connection.prepare(ROW)?;
    for row in &snapshot.decisions {
        let kind = kind_number(row.kind);
        insert.execute((row.item.0, row.add_on.0, i32::from(row.accepted), kind, row.talk))?;
    }
    Ok(true)
}

fn answers(connection: &Connection, snapshot: &Snapshot, counter: &mut Counter<'_>) -> Result<bool> {
    const ROW: &str = "INSERT INTO answer (item, add_on, asked, accepted, unasked, taken, factor) \
                       VALUES (:item, :add_on, :asked, :accepted, :unasked, :taken, :factor)";
    let mut insert = connection.prepare(ROW)?;
    for row in &snapshot.answers {
        let tally = row.tally;
        let counts = (tally.asked, tally.accepted, tally.unasked, tally.taken);
        insert.execute((row.item.0, row.add_on.0, counts.0, counts.1, counts.2, counts.3, row.factor))?;
        if !counter.go_on() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn category_pairs(connection: &Connection, snapshot: &Snapshot, counter: &mut Counter<'_>) -> Result<bool> {
    const PAIR: &str = "INSERT INTO category_pair (category, add_on, prior) VALUES (:category, :add_on, :prior)";
    let mut insert = connection.prepare(PAIR)?;
    for row in &snapshot.category_pairs {
        insert.execute((row.category, row.add_on.0, row.prior))?;
        if !counter.go_on() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn prices(connection: &Connection, snapshot: &Snapshot, counter: &mut Counter<'_>) -> Result<bool> {
    let mut insert = connection.prepare("INSERT INTO price VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut items = snapshot.items.rows().peekable();
    while let Some(eight) = items.peek().map(|first| first.id.0 >> 3) {
        let (mut row, mut has_price) = ([None; 9], false);
        row[0] = Some(i64::from(eight));
        while let Some(item) = items.next_if(|item| item.id.0 >> 3 == eight) {
            row[1 + (item.id.0 & 7) as usize] = item.price.map(|price| price.0);
            has_price |= item.price.is_some();
        }
        if has_price {
            insert.execute(row)?;
        }
        if !counter.go_on() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn costs(connection: &Connection, snapshot: &Snapshot, counter: &mut Counter<'_>) -> Result<bool> {
    let mut insert = connection.prepare("INSERT INTO cost (item, cost) VALUES (:item, :cost)")?;
    for item in snapshot.items.rows() {
        if let Some(cost) = item.cost {
            insert.execute((item.id.0, cost.0))?;
        }
        if !counter.go_on() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn stock(connection: &Connection, snapshot: &Snapshot, counter: &mut Counter<'_>) -> Result<bool> {
    let mut insert = connection.prepare("INSERT INTO stock (item, quantity) VALUES (:item, :quantity)")?;
    for item in snapshot.items.rows() {
        if let Some(quantity) = item.stock {
            insert.execute((item.id.0, quantity))?;
        }
        if !counter.go_on() {
            return Ok(false);
        }
    }
    Ok(true)
}
