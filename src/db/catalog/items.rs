//! Items by number, SKU and barcode, and the rows a search index is built from.

use rusqlite::{Row, ToSql, named_params};

use super::{Catalog, rows};
use crate::db::Error;
use crate::domain::text::CleanText;
use crate::domain::{Attribute, Item, ItemFacts, ItemId, ItemType, Money, Sku, Stock};
use crate::travel::overlay::Overlay;

/// What search needs of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchRow {
    /// The item's number; numbers follow sales rank.
    pub id: ItemId,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its maker.
    pub brand: Option<String>,
    /// In how many sales it was.
    pub sold: u32,
}

/// SQL of the price of item `i`, where `p` is the row of `price` with its eight.
macro_rules! price {
    () => {
        "CASE i.id & 7 WHEN 0 THEN p.p0 WHEN 1 THEN p.p1 WHEN 2 THEN p.p2 WHEN 3 THEN p.p3 WHEN 4 THEN p.p4 \
         WHEN 5 THEN p.p5 WHEN 6 THEN p.p6 ELSE p.p7 END"
    };
}
pub(in crate::db) use price;

/// So many of the items sold most are read for a name where there is no search index: what a key may take.
const NAMES: u32 = 50_000;

const ITEM: &str = concat!(
    "SELECT i.id, i.sku, i.name, i.type, i.category, coalesce(i.variant_of, i.id), i.place, ",
    price!(),
    ", c.cost, s.quantity FROM item i LEFT JOIN price p ON p.eight = i.id >> 3
    LEFT JOIN cost c ON c.item = i.id LEFT JOIN stock s ON s.item = i.id"
);

impl Catalog {
    /// The item with this number.
    pub fn item(&self, id: ItemId) -> Result<Option<Item>, Error> {
        let sql = const_format(ITEM, "WHERE i.id = :id");
        self.one(&sql, named_params! { ":id": id.0 })
    }

    /// The item with this SKU, exactly.
    pub fn item_by_sku(&self, sku: &str) -> Result<Option<Item>, Error> {
        let sql = const_format(ITEM, "WHERE i.sku = :sku");
        self.one(&sql, named_params! { ":sku": sku })
    }

    /// The items that carry this barcode, in the form of [`crate::domain::gtin::barcode_key`].
    pub fn items_by_barcode(&self, key: &str) -> Result<Vec<Item>, Error> {
        let sql = const_format(ITEM, "JOIN barcode b ON b.item = i.id WHERE b.code = :code ORDER BY i.id LIMIT 20");
        self.items(&sql, named_params! { ":code": key })
    }

    /// Items whose SKU, barcode or name begins with `text`, likeliest first within each, `most` of each at most: what can
    /// be found without a search index. Names are those of the 50,000 items sold most.
    pub fn items_beginning(&self, text: &str, most: u32) -> Result<Vec<Item>, Error> {
        let after = format!("{text}\u{10ffff}");
        let (padded, padded_after) = (format!("0{text}"), format!("0{after}"));
        let pattern = format!("{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let run = |rest: &str, params: &[(&str, &dyn ToSql)]| self.items(&const_format(ITEM, rest), params);
        let mut found = run(
            "WHERE i.sku >= :from AND i.sku < :to ORDER BY i.sku LIMIT :most",
            named_params! { ":from": text, ":to": after, ":most": most },
        )?;
        let barcode =
            "JOIN barcode b ON b.item = i.id WHERE b.code >= :from AND b.code < :to ORDER BY b.code LIMIT :most";
        // An EAN-13 stands there with a zero in front.
        for (from, to) in [(text, after.as_str()), (&padded, &padded_after)] {
            found.extend(run(barcode, named_params! { ":from": from, ":to": to, ":most": most })?);
        }
        found.extend(run(
            "WHERE i.id <= :reach AND i.name LIKE :pattern ESCAPE '\\' ORDER BY i.id LIMIT :most",
            // Numbers follow sales rank.
            named_params! { ":reach": NAMES, ":pattern": pattern, ":most": most },
        )?);
        let mut seen = std::collections::HashSet::new();
        found.retain(|item| seen.insert(item.id));
        Ok(found)
    }

    /// Brand, category path, barcodes, note and attributes of an item.
    pub fn facts(&self, id: ItemId) -> Result<ItemFacts, Error> {
        self.read_facts(id).map_err(|source| self.sqlite(source))
    }

    /// The path of an item's category, `Printers > Inkjet`.
    pub fn category_path(&self, id: ItemId) -> Result<Option<CleanText>, Error> {
        self.read_path(id).map_err(|source| self.sqlite(source))
    }

    /// How many items there are.
    pub fn item_count(&self) -> Result<usize, Error> {
        let count = || self.connection.query_row("SELECT count(*) FROM item", [], |row| row.get(0));
        count().map_err(|source| self.sqlite(source))
    }

    /// Hands every item to `each`, in order of number, until it says `false`.
    pub fn each_search_row(&self, mut each: impl FnMut(SearchRow) -> bool) -> Result<(), Error> {
        let mut read = || -> rusqlite::Result<()> {
            let sql = "SELECT i.id, i.sku, i.name, f.brand, coalesce(s.baskets, 0) FROM item i
                LEFT JOIN item_fact f ON f.item = i.id LEFT JOIN sold s ON s.item = i.id ORDER BY i.id";
            let mut statement = self.connection.prepare(sql)?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                let id = ItemId(row.get(0)?);
                let row = SearchRow { id, sku: row.get(1)?, name: row.get(2)?, brand: row.get(3)?, sold: row.get(4)? };
                if !each(row) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|source| self.sqlite(source))
    }

    /// Hands every barcode with its item to `each`.
    pub fn each_barcode(&self, mut each: impl FnMut(String, ItemId)) -> Result<(), Error> {
        let mut read = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare("SELECT code, item FROM barcode")?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                each(row.get(0)?, ItemId(row.get(1)?));
            }
            Ok(())
        };
        read().map_err(|source| self.sqlite(source))
    }

    /// How many SKUs of an overlay this catalog does not have.
    pub fn unknown_skus(&self, overlay: &Overlay) -> Result<u64, Error> {
        let count = || -> rusqlite::Result<u64> {
            // Both are in the order of their bytes, so that going through them side by side is enough.
            let mut statement = self.connection.prepare("SELECT sku FROM item ORDER BY sku")?;
            let mut known = statement.query([])?;
            let mut at = known.next()?;
            let mut unknown = 0;
            for sku in overlay.skus() {
                while let Some(row) = at {
                    if row.get_ref(0)?.as_str()? >= sku {
                        break;
                    }
                    at = known.next()?;
                }
                let here = at.map(|row| Ok::<_, rusqlite::Error>(row.get_ref(0)?.as_str()? == sku)).transpose()?;
                unknown += u64::from(here != Some(true));
            }
            Ok(unknown)
        };
        count().map_err(|source| self.sqlite(source))
    }

    fn one(&self, sql: &str, params: &[(&str, &dyn ToSql)]) -> Result<Option<Item>, Error> {
        Ok(self.items(sql, params)?.into_iter().next())
    }

    /// The only way by which items leave a catalog: with what the store says of them itself.
    fn items(&self, sql: &str, params: &[(&str, &dyn ToSql)]) -> Result<Vec<Item>, Error> {
        let mut items = rows(&self.connection, sql, params, item).map_err(|source| self.sqlite(source))?;
        if let Some(overlay) = self.overlay() {
            for item in &mut items {
                lay_over(item, overlay);
            }
        }
        Ok(items)
    }

    fn read_path(&self, id: ItemId) -> rusqlite::Result<Option<CleanText>> {
        let names = rows(
            &self.connection,
            "WITH RECURSIVE up (id, parent, name, depth) AS (
                SELECT c.id, c.parent, c.name, 0 FROM category c JOIN item i ON i.category = c.id WHERE i.id = :item
                UNION ALL
                SELECT c.id, c.parent, c.name, up.depth + 1 FROM category c JOIN up ON c.id = up.parent WHERE up.depth < 16)
            SELECT name FROM up ORDER BY depth DESC",
            named_params! { ":item": id.0 },
            |row| row.get::<_, String>(0),
        )?;
        Ok(CleanText::non_empty(&names.join(" > ")))
    }

    fn read_facts(&self, id: ItemId) -> rusqlite::Result<ItemFacts> {
        let item = named_params! { ":item": id.0 };
        let text = |row: &Row<'_>, at: usize| -> rusqlite::Result<Option<CleanText>> {
            Ok(row.get::<_, Option<String>>(at)?.and_then(|text| CleanText::non_empty(&text)))
        };
        let facts = rows(&self.connection, "SELECT brand, note FROM item_fact WHERE item = :item", item, |row| {
            Ok((text(row, 0)?, text(row, 1)?))
        })?;
        let (brand, note) = facts.into_iter().next().unwrap_or_default();
        let category = self.read_path(id)?;
        let barcodes =
            rows(&self.connection, "SELECT code FROM barcode WHERE item = :item ORDER BY code LIMIT 8", item, |row| {
                row.get(0)
            })?;
        let pairs = rows(
            &self.connection,
            "SELECT name, value FROM attribute WHERE item = :item ORDER BY name, value",
            item,
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
        )?;
        let mut attributes: Vec<Attribute> = Vec::new();
        for (name, value) in pairs {
            let value = CleanText::new(&value);
            match attributes.last_mut() {
                Some(last) if last.name.as_str() == name => last.values.push(value),
                _ => attributes.push(Attribute { name: CleanText::new(&name), values: vec![value] }),
            }
        }
        Ok(ItemFacts { brand, category, barcodes, note, attributes })
    }
}

/// Joins two pieces of SQL that both stand in this file.
fn const_format(select: &str, rest: &str) -> String {
    [select, " ", rest].concat()
}

/// Puts a store's own values in the place of the catalog's; what the store leaves empty stays as it is. Only a count that
/// the store gave is as old as the overlay.
fn lay_over(item: &mut Item, overlay: &Overlay) {
    let Some(own) = overlay.find(item.sku.as_str()) else { return };
    item.price = own.price.or(item.price);
    if own.stock.is_some() {
        item.stock.quantity = own.stock;
        item.stock.as_of = Some(overlay.label().as_of);
    }
    if let Some(place) = own.place {
        item.stock.place = CleanText::non_empty(place);
    }
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let sku: String = row.get(1)?;
    let place: Option<String> = row.get(6)?;
    Ok(Item {
        id: ItemId(row.get(0)?),
        sku: Sku::parse(&sku).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(error))
        })?,
        name: CleanText::new(&row.get::<_, String>(2)?),
        item_type: if row.get::<_, i64>(3)? == 1 { ItemType::Service } else { ItemType::Goods },
        category: row.get(4)?,
        variant_group: ItemId(row.get(5)?),
        price: row.get::<_, Option<i64>>(7)?.map(Money),
        cost: row.get::<_, Option<i64>>(8)?.map(Money),
        stock: Stock {
            quantity: row.get(9)?,
            as_of: None,
            place: place.and_then(|place| CleanText::non_empty(&place)),
        },
    })
}
