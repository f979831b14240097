//! Items, one by one: what they are called, what they cost, how many there are, where they stand.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Row, named_params};

use super::{Both, Difference, EXAMPLES, Facts, Named, Price, Prices, Renamed, Stock};
use crate::db::Error;
use crate::db::catalog::items::price;

/// Deeper trees are none.
const DEEPEST: usize = 32;

/// Everything about an item that is one value.
struct Card {
    id: i64,
    sku: String,
    name: String,
    r#type: i64,
    category: Option<i64>,
    place: Option<String>,
    price: Option<i64>,
    cost: Option<i64>,
    stock: Option<i64>,
    brand: Option<String>,
    note: Option<String>,
    sold: [Option<i64>; 3],
}

macro_rules! card_sql {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, sku, name, type, category, place, ",
            price!(),
            ", cost, quantity, brand, note, baskets, weight, others
            FROM item i LEFT JOIN price p ON p.eight = i.id >> 3 LEFT JOIN cost ON cost.item = i.id
            LEFT JOIN stock ON stock.item = i.id LEFT JOIN item_fact ON item_fact.item = i.id
            LEFT JOIN sold ON sold.item = i.id ",
            $rest
        )
    };
}
const CARDS: &str = card_sql!("ORDER BY i.id");
const CARD: &str = card_sql!("WHERE i.id = :id");

fn card(row: &Row<'_>) -> rusqlite::Result<Card> {
    Ok(Card {
        id: row.get(0)?,
        sku: row.get(1)?,
        name: row.get(2)?,
        r#type: row.get(3)?,
        category: row.get(4)?,
        place: row.get(5)?,
        price: row.get(6)?,
        cost: row.get(7)?,
        stock: row.get(8)?,
        brand: row.get(9)?,
        note: row.get(10)?,
        sold: [row.get(11)?, row.get(12)?, row.get(13)?],
    })
}

/// Finds the categories that are in both, and gives back the paths of those before and after, by number.
pub(super) fn map_categories(both: &mut Both<'_>) -> Result<[HashMap<i64, String>; 2], Error> {
    let sql = "SELECT id, parent, name FROM category ORDER BY id";
    let mut paths = [HashMap::new(), HashMap::new()];
    for (half, paths) in [&both.before, &both.after].into_iter().zip(&mut paths) {
        let rows: BTreeMap<i64, (Option<i64>, String)> =
            half.list(sql, [], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?.into_iter().collect();
        for id in rows.keys() {
            let chain = std::iter::successors(rows.get(id), |(parent, _)| rows.get(&(*parent)?)).take(DEEPEST);
            let mut names: Vec<&str> = chain.map(|(_, name)| name.as_str()).collect();
            names.reverse();
            paths.insert(*id, names.join(" > "));
        }
    }
    let after: HashMap<&str, i64> = paths[1].iter().map(|(id, path)| (path.as_str(), *id)).collect();
    both.categories = paths[0].iter().filter_map(|(id, path)| Some((*id, *after.get(path.as_str())?))).collect();
    Ok(paths)
}

/// Compares the items, and finds those that are in both. False where it was stopped.
pub(super) fn compare(
    both: &mut Both<'_>,
    found: &mut Difference,
    go_on: &mut impl FnMut() -> bool,
) -> Result<bool, Error> {
    let (mut items, mut known) = (HashMap::new(), std::collections::HashSet::new());
    let went_on = both.before.each(CARDS, card, |before| {
        match counterpart(both, &before)? {
            None => found.gone.note(|| before.named()),
            Some(after) => {
                items.insert(before.id, after.id);
                known.insert(after.id);
                compare_cards(both, &before, &after, found);
                found.facts.attributes +=
                    u64::from(attributes(&both.before, before.id)? != attributes(&both.after, after.id)?);
            }
        }
        Ok(go_on())
    })?;
    both.items = items;
    both.known = known;
    if !went_on {
        return Ok(false);
    }
    let sku = "SELECT id, sku, name FROM item ORDER BY id";
    let named = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, Named { sku: row.get(1)?, name: row.get(2)? }));
    both.after.each(sku, named, |(id, named)| {
        if !both.known.contains(&id) {
            found.added.note(|| named);
        }
        Ok(true)
    })?;
    found.facts.barcodes = barcodes(both)?;
    found.shop = rules(both)?;
    Ok(true)
}

/// The item with the same SKU: mostly the one of the same number.
fn counterpart(both: &Both<'_>, before: &Card) -> Result<Option<Card>, Error> {
    let same = both.after.first(CARD, named_params! { ":id": before.id }, card)?;
    if let Some(same) = same.filter(|after| after.sku == before.sku) {
        return Ok(Some(same));
    }
    let by_sku = "SELECT id FROM item WHERE sku = :sku";
    let found = both.after.first(by_sku, named_params! { ":sku": before.sku }, |row| row.get::<_, i64>(0))?;
    match found {
        Some(id) => both.after.first(CARD, named_params! { ":id": id }, card),
        None => Ok(None),
    }
}

fn compare_cards(both: &Both<'_>, before: &Card, after: &Card, found: &mut Difference) {
    if before.name != after.name {
        let (name_before, name_after) = (before.name.clone(), after.name.clone());
        found.renamed.note(|| Renamed { sku: after.sku.clone(), before: name_before, after: name_after });
    }
    found.prices.compare(before, after);
    found.costs += u64::from(before.cost != after.cost);
    found.stock.compare(before.stock, after.stock);
    found.pairs.sold += u64::from(before.sold != after.sold);
    let Facts { category, place, brand, note, r#type, .. } = &mut found.facts;
    let moved = before.category.map(|id| both.categories.get(&id).copied()) != after.category.map(Some);
    for (count, differs) in [
        (category, moved),
        (place, before.place != after.place),
        (brand, before.brand != after.brand),
        (note, before.note != after.note),
        (r#type, before.r#type != after.r#type),
    ] {
        *count += u64::from(differs);
    }
}

fn attributes(half: &super::Half<'_>, item: i64) -> Result<Vec<(String, String)>, Error> {
    let sql = "SELECT name, value FROM attribute WHERE item = :item ORDER BY name, value";
    half.list(sql, named_params! { ":item": item }, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Codes that came, went, or mean another item.
fn barcodes(both: &Both<'_>) -> Result<u64, Error> {
    let codes = "SELECT DISTINCT code FROM barcode ORDER BY code";
    let of = |half: &super::Half<'_>, code: &str| {
        let sql = "SELECT item FROM barcode WHERE code = :code";
        half.list(sql, named_params! { ":code": code }, |row| row.get::<_, i64>(0))
    };
    let mut differ = 0;
    both.before.each(
        codes,
        |row| row.get::<_, String>(0),
        |code| {
            let mut before: Vec<Option<i64>> =
                of(&both.before, &code)?.iter().map(|id| both.items.get(id).copied()).collect();
            let mut after: Vec<Option<i64>> = of(&both.after, &code)?.into_iter().map(Some).collect();
            before.sort_unstable();
            after.sort_unstable();
            differ += u64::from(before != after);
            Ok(true)
        },
    )?;
    both.after.each(
        codes,
        |row| row.get::<_, String>(0),
        |code| {
            differ += u64::from(of(&both.before, &code)?.is_empty());
            Ok(true)
        },
    )?;
    Ok(differ)
}

/// Keys of the shop that differ.
fn rules(both: &Both<'_>) -> Result<Vec<String>, Error> {
    let read = |half: &super::Half<'_>| -> Result<BTreeMap<String, String>, Error> {
        let rows = half.list("SELECT key, value FROM shop", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().collect())
    };
    let (before, after) = (read(&both.before)?, read(&both.after)?);
    let mut keys: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| before.get(key) != after.get(key));
    Ok(keys)
}

impl Card {
    fn named(&self) -> Named {
        Named { sku: self.sku.clone(), name: self.name.clone() }
    }
}

impl Prices {
    fn compare(&mut self, before: &Card, after: &Card) {
        if before.price == after.price {
            return;
        }
        let (was, is) = (before.price, after.price);
        match (was, is) {
            (Some(was), Some(is)) if is > was => self.raised += 1,
            (Some(_), Some(_)) => self.lowered += 1,
            (None, _) => self.given += 1,
            (_, None) => self.taken += 1,
        }
        self.changed.count += 1;
        let price = Price { sku: after.sku.clone(), name: after.name.clone(), before: was, after: is };
        let examples = &mut self.changed.examples;
        let place = examples.partition_point(|other| other.size() >= price.size());
        if place < EXAMPLES {
            examples.insert(place, price);
            examples.truncate(EXAMPLES);
        }
    }
}

impl Price {
    /// How large the change is in parts of the price before; what has no price on one side comes last.
    pub fn size(&self) -> f64 {
        match (self.before, self.after) {
            (Some(before), Some(after)) => after.abs_diff(before) as f64 / before.max(1) as f64,
            _ => -1.0,
        }
    }
}

impl Stock {
    fn compare(&mut self, before: Option<i64>, after: Option<i64>) {
        self.changed += u64::from(before != after);
        self.out += u64::from(before.is_some_and(|stock| stock > 0) && after.is_some_and(|stock| stock <= 0));
        self.back += u64::from(before.is_some_and(|stock| stock <= 0) && after.is_some_and(|stock| stock > 0));
    }
}
