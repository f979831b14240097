//! Links of an item, and the sentences that go with them.

use rusqlite::{Row, ToSql, named_params};

use super::{Catalog, rows};
use crate::db::Error;
use crate::domain::{
    CleanText, ContextRule, Day, Item, ItemId, Link, LinkKind, LinkTerms, Money, Objection, ShareOfPrice, TalkingPoint,
    Window,
};

/// Links with their terms, as [`link`] reads them.
pub(in crate::db) const LINK: &str =
    "SELECT l.item, l.add_on, l.kind, l.talk, t.priority, t.contexts, t.from_day, t.to_day,
        t.max_price_share, t.bundle_price, t.min_quantity, t.segments, t.tags
    FROM link l JOIN link_terms t ON t.id = l.terms";

impl Catalog {
    /// Every link that starts at an item, in the order of the snapshot: best first.
    pub fn links_of(&self, id: ItemId) -> Result<Vec<Link>, Error> {
        let sql = [LINK, " WHERE l.item = :item ORDER BY l.position"].concat();
        rows(&self.connection, &sql, named_params! { ":item": id.0 }, link).map_err(|source| self.sqlite(source))
    }

    /// An item with add-ons that people linked to it, else that sales propose: the first behind this part of all, 0 to 1, in
    /// the order of numbers, which follows sales rank. `None` where no item has any.
    pub fn linked_item(&self, part: f64) -> Result<Option<Item>, Error> {
        const LAST: &str = "SELECT max(id) FROM item";
        const LINKED: &str = "SELECT item FROM link WHERE item >= :from AND kind <= 3 ORDER BY item LIMIT 1";
        const PAIRED: &str = "SELECT item FROM pair WHERE item >= :from ORDER BY item LIMIT 1";
        let first = |sql: &str, params: &[(&str, &dyn ToSql)]| {
            let found = rows(&self.connection, sql, params, |row| row.get::<_, Option<u32>>(0));
            found.map(|found| found.into_iter().flatten().next()).map_err(|source| self.sqlite(source))
        };
        let Some(last) = first(LAST, &[])? else { return Ok(None) };
        let from = 1 + (f64::from(last) * part.clamp(0.0, 1.0)) as u32;
        for (sql, from) in [(LINKED, from), (LINKED, 0), (PAIRED, from), (PAIRED, 0)] {
            if let Some(id) = first(sql, named_params! { ":from": from })? {
                return self.item(ItemId(id));
            }
        }
        Ok(None)
    }

    /// The sentences of a link in a language: its own, else those of the shop's first language.
    pub fn talking(&self, talk: u32, language: &str) -> Result<TalkingPoint, Error> {
        self.talking_in(talk, language, &[])
    }

    /// The same in the first of these variants that there is, else the usual one.
    pub fn talking_in(&self, talk: u32, language: &str, variants: &[&str]) -> Result<TalkingPoint, Error> {
        let sql = "SELECT ask, say, if_too_expensive, if_has_one, if_not_now, if_other, why FROM talk
            WHERE id = :id AND language = :language AND variant = :variant";
        for language in std::iter::once(language).chain(self.shop.languages.first().map(String::as_str)) {
            for variant in variants.iter().copied().chain([""]) {
                let params = named_params! { ":id": talk, ":language": language, ":variant": variant };
                let found = rows(&self.connection, sql, params, talking).map_err(|source| self.sqlite(source))?;
                if let Some(point) = found.into_iter().next() {
                    return Ok(point);
                }
            }
        }
        Ok(TalkingPoint::default())
    }

    /// The sentences for a pair of categories, the nearest ancestors first.
    pub fn category_talk(&self, item: Option<u32>, add_on: Option<u32>) -> Result<Option<u32>, Error> {
        let (Some(item), Some(add_on)) = (item, add_on) else {
            return Ok(None);
        };
        let sql = "WITH RECURSIVE
            a (id, depth) AS (SELECT :item, 0 UNION ALL
                SELECT c.parent, a.depth + 1 FROM category c JOIN a ON c.id = a.id WHERE c.parent IS NOT NULL AND a.depth < 16),
            b (id, depth) AS (SELECT :add_on, 0 UNION ALL
                SELECT c.parent, b.depth + 1 FROM category c JOIN b ON c.id = b.id WHERE c.parent IS NOT NULL AND b.depth < 16)
            SELECT t.talk FROM a JOIN category_talk t ON t.item_category = a.id JOIN b ON b.id = t.add_on_category
            ORDER BY a.depth + b.depth, a.depth LIMIT 1";
        let params = named_params! { ":item": item, ":add_on": add_on };
        let found = rows(&self.connection, sql, params, |row| row.get(0)).map_err(|source| self.sqlite(source))?;
        Ok(found.into_iter().next())
    }
}

pub(in crate::db) fn link(row: &Row<'_>) -> rusqlite::Result<Link> {
    let kind: usize = row.get(2)?;
    let contexts: String = row.get(5)?;
    let list = |at: usize| -> rusqlite::Result<Vec<String>> {
        let cell: String = row.get(at)?;
        Ok(cell.split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect())
    };
    Ok(Link {
        item: ItemId(row.get(0)?),
        add_on: ItemId(row.get(1)?),
        kind: LinkKind::ALL.get(kind).copied().unwrap_or(LinkKind::Included),
        talk: row.get(3)?,
        terms: LinkTerms {
            priority: row.get(4)?,
            contexts: contexts.split(" & ").filter(|part| !part.is_empty()).map(context_rule).collect(),
            window: Window { from: row.get::<_, Option<i32>>(6)?.map(Day), to: row.get::<_, Option<i32>>(7)?.map(Day) },
            max_price_share: row.get::<_, Option<u32>>(8)?.map(ShareOfPrice),
            bundle_price: row.get::<_, Option<i64>>(9)?.map(Money),
            min_quantity: row.get(10)?,
            segments: list(11)?,
            tags: list(12)?,
        },
    })
}

fn context_rule(part: &str) -> ContextRule {
    match part.strip_prefix('!') {
        Some(name) => ContextRule { name: name.to_owned(), on: false },
        None => ContextRule { name: part.to_owned(), on: true },
    }
}

pub(in crate::db) fn talking(row: &Row<'_>) -> rusqlite::Result<TalkingPoint> {
    let text = |at: usize| -> rusqlite::Result<Option<CleanText>> {
        Ok(row.get::<_, Option<String>>(at)?.and_then(|text| CleanText::non_empty(&text)))
    };
    let objections =
        [(Objection::TooExpensive, 2), (Objection::HasOne, 3), (Objection::NotNow, 4), (Objection::Other, 5)];
    let mut answers = Vec::new();
    for (objection, at) in objections {
        answers.extend(text(at)?.map(|answer| (objection, answer)));
    }
    Ok(TalkingPoint { ask: text(0)?, say: text(1)?, answers, why: text(6)? })
}
