//! A snapshot read back whole, for those who make a source of it again.

use std::path::Path;

use rusqlite::Connection;

use super::catalog::items::price;
use super::catalog::{Shop, links, open};
use super::snapshot::{CategoryTalkRow, DecisionRow, TalkRow};
use super::{Catalog, Error};
use crate::domain::{
    Attribute, Category, CleanText, Item, ItemFacts, ItemId, ItemType, Link, LinkKind, Money, Sku, Stock,
};

/// Everything a snapshot says that a person could have written. What was learned of sales is there as counts.
#[derive(Debug)]
pub struct Whole {
    /// The shop and its rules.
    pub shop: Shop,
    /// By number.
    pub categories: Vec<Category>,
    /// By number.
    pub items: Vec<(Item, ItemFacts)>,
    /// By number, language, variant.
    pub talks: Vec<TalkRow>,
    /// By item, best first.
    pub links: Vec<Link>,
    /// By both categories.
    pub category_talks: Vec<CategoryTalkRow>,
    /// By item and add-on.
    pub decisions: Vec<DecisionRow>,
    /// Item and sales with it, by item.
    pub sold: Vec<(ItemId, u64)>,
    /// Two items and sales with both, by item; one row a direction.
    pub together: Vec<(ItemId, ItemId, u64)>,
    /// Pairs that answers taught something of.
    pub answers: u64,
}

/// Reads a snapshot.
pub fn read(path: &Path) -> Result<Whole, Error> {
    let shop = Catalog::open(path)?.shop().clone();
    let connection = open::open(path)?;
    let read = || -> rusqlite::Result<Whole> {
        Ok(Whole {
            shop,
            categories: rows(&connection, "SELECT id, parent, name FROM category ORDER BY id", |row| {
                Ok(Category { id: row.get(0)?, parent: row.get(1)?, name: CleanText::new(&row.get::<_, String>(2)?) })
            })?,
            items: items(&connection)?,
            talks: rows(&connection, TALKS, |row| {
                let (id, language, variant) = (row.get(7)?, row.get(8)?, row.get(9)?);
                Ok(TalkRow { id, language, variant, talking: links::talking(row)? })
            })?,
            links: rows(&connection, &[links::LINK, " ORDER BY l.item, l.position"].concat(), links::link)?,
            category_talks: rows(
                &connection,
                "SELECT item_category, add_on_category, talk FROM category_talk ORDER BY item_category, add_on_category",
                |row| Ok(CategoryTalkRow { item: row.get(0)?, add_on: row.get(1)?, talk: row.get(2)? }),
            )?,
            decisions: rows(&connection, DECISIONS, |row| {
                let kind = LinkKind::ALL.get(row.get::<_, usize>(3)?).copied().unwrap_or(LinkKind::Accessory);
                let (item, add_on) = (ItemId(row.get(0)?), ItemId(row.get(1)?));
                Ok(DecisionRow { item, add_on, accepted: row.get::<_, i64>(2)? == 1, kind, talk: row.get(4)? })
            })?,
            sold: rows(&connection, "SELECT item, baskets FROM sold ORDER BY item", |row| {
                Ok((ItemId(row.get(0)?), row.get(1)?))
            })?,
            together: rows(&connection, "SELECT item, add_on, together FROM pair ORDER BY item, add_on", |row| {
                Ok((ItemId(row.get(0)?), ItemId(row.get(1)?), row.get(2)?))
            })?,
            answers: connection.query_row("SELECT count(*) FROM answer", [], |row| row.get(0))?,
        })
    };
    read().map_err(|source| open::explain(path, source))
}

const TALKS: &str = "SELECT ask, say, if_too_expensive, if_has_one, if_not_now, if_other, why, id, language, variant
    FROM talk ORDER BY id, language, variant";
const DECISIONS: &str = "SELECT item, add_on, accepted, kind, talk FROM pair_decision ORDER BY item, add_on";
const ITEMS: &str = concat!(
    "SELECT i.id, i.sku, i.name, i.type, i.category, coalesce(i.variant_of, i.id), i.place, ",
    price!(),
    ", c.cost, s.quantity, f.brand, f.note FROM item i LEFT JOIN price p ON p.eight = i.id >> 3
    LEFT JOIN cost c ON c.item = i.id LEFT JOIN stock s ON s.item = i.id LEFT JOIN item_fact f ON f.item = i.id
    ORDER BY i.id"
);

/// The items with their facts; barcodes and attributes come in the order of items, side by side with them.
fn items(connection: &Connection) -> rusqlite::Result<Vec<(Item, ItemFacts)>> {
    let mut items = rows(connection, ITEMS, |row| {
        let sku: String = row.get(1)?;
        let text = |at: usize| -> rusqlite::Result<Option<CleanText>> {
            Ok(row.get::<_, Option<String>>(at)?.and_then(|text| CleanText::non_empty(&text)))
        };
        let item = Item {
            id: ItemId(row.get(0)?),
            sku: Sku::parse(&sku).map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(error))
            })?,
            name: text(2)?.unwrap_or_default(),
            item_type: if row.get::<_, i64>(3)? == 1 { ItemType::Service } else { ItemType::Goods },
            category: row.get(4)?,
            variant_group: ItemId(row.get(5)?),
            price: row.get::<_, Option<i64>>(7)?.map(Money),
            cost: row.get::<_, Option<i64>>(8)?.map(Money),
            stock: Stock { quantity: row.get(9)?, as_of: None, place: text(6)? },
        };
        let facts = ItemFacts { brand: text(10)?, note: text(11)?, ..ItemFacts::default() };
        Ok((item, facts))
    })?;
    let place = |items: &[(Item, ItemFacts)], id: u32| items.binary_search_by_key(&id, |(item, _)| item.id.0).ok();
    let mut statement = connection.prepare("SELECT item, code FROM barcode ORDER BY item, code")?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        if let Some(at) = place(&items, row.get(0)?) {
            items[at].1.barcodes.push(row.get(1)?);
        }
    }
    let mut statement = connection.prepare("SELECT item, name, value FROM attribute ORDER BY item, name, value")?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let Some(at) = place(&items, row.get(0)?) else { continue };
        let (name, value): (String, String) = (row.get(1)?, row.get(2)?);
        let value = CleanText::new(&value);
        match items[at].1.attributes.last_mut() {
            Some(last) if last.name.as_str() == name => last.values.push(value),
            _ => items[at].1.attributes.push(Attribute { name: CleanText::new(&name), values: vec![value] }),
        }
    }
    Ok(items)
}

fn rows<T>(
    connection: &Connection,
    sql: &str,
    row: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare(sql)?.query_map([], row)?.collect()
}
