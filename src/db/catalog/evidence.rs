//! What sales know of the items of a basket, as ranking takes it.

use rusqlite::named_params;

use super::{Catalog, rows};
use crate::db::Error;
use crate::domain::counts::Tally;
use crate::domain::{ItemId, LinkKind, Sold};

/// One mined pair of an item, as stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairRow {
    /// The other item.
    pub add_on: ItemId,
    /// Sales with both.
    pub together: u64,
    /// The calibrated probability that it is bought with the item, 0 to 1.
    pub relevance: f64,
    /// Orders the add-ons of the item alone.
    pub alone: f64,
    /// What the item adds for it in a basket.
    pub in_basket: f64,
    /// Sales with both that popularity, season and the size of baskets explain.
    pub chance: f64,
}

/// What answers taught of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerRow {
    /// The add-on.
    pub add_on: ItemId,
    /// Its own answers.
    pub tally: Tally,
    /// What it counts for; 1 for what is answered as everything is.
    pub factor: f64,
}

/// What sells with a category.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CategoryPairRow {
    /// The add-on.
    pub add_on: ItemId,
    /// The probability that it is bought with one of the category's items, 0 to 1.
    pub prior: f64,
    /// Its sales.
    pub sold: Sold,
}

/// What a person decided about a mined pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DecisionRow {
    /// The other item.
    pub add_on: ItemId,
    /// Accepted or rejected.
    pub accepted: bool,
    /// As which kind of link.
    pub kind: LinkKind,
    /// With which sentences.
    pub talk: Option<u32>,
}

impl Catalog {
    /// Sales of an item.
    pub fn sold(&self, id: ItemId) -> Result<Sold, Error> {
        let sql = "SELECT baskets, weight, others FROM sold WHERE item = :item";
        let found = rows(&self.connection, sql, named_params! { ":item": id.0 }, |row| sold(row, 0));
        Ok(found.map_err(|source| self.sqlite(source))?.first().copied().unwrap_or_default())
    }

    /// Pairs of an item.
    pub fn pairs_of(&self, id: ItemId) -> Result<Vec<PairRow>, Error> {
        let sql = "SELECT add_on, together, relevance, alone, in_basket, chance FROM pair WHERE item = :item";
        rows(&self.connection, sql, named_params! { ":item": id.0 }, |row| {
            Ok(PairRow {
                add_on: ItemId(row.get(0)?),
                together: row.get(1)?,
                relevance: row.get::<_, i64>(2)? as f64 / 1e6,
                alone: row.get::<_, i64>(3)? as f64 / 1e6,
                in_basket: row.get::<_, i64>(4)? as f64 / 1e9,
                chance: row.get::<_, i64>(5)? as f64 / 1e3,
            })
        })
        .map_err(|source| self.sqlite(source))
    }

    /// What people decided about pairs of an item.
    pub fn decisions_of(&self, id: ItemId) -> Result<Vec<DecisionRow>, Error> {
        let sql = "SELECT add_on, accepted, kind, talk FROM pair_decision WHERE item = :item";
        rows(&self.connection, sql, named_params! { ":item": id.0 }, |row| {
            let kind: usize = row.get(2)?;
            Ok(DecisionRow {
                add_on: ItemId(row.get(0)?),
                accepted: row.get(1)?,
                kind: LinkKind::ALL.get(kind).copied().unwrap_or(LinkKind::Accessory),
                talk: row.get(3)?,
            })
        })
        .map_err(|source| self.sqlite(source))
    }

    /// What answers taught of pairs of an item.
    pub fn answers_of(&self, id: ItemId) -> Result<Vec<AnswerRow>, Error> {
        let sql = "SELECT add_on, asked, accepted, unasked, taken, factor FROM answer WHERE item = :item";
        rows(&self.connection, sql, named_params! { ":item": id.0 }, |row| {
            let tally = Tally { asked: row.get(1)?, accepted: row.get(2)?, unasked: row.get(3)?, taken: row.get(4)? };
            Ok(AnswerRow { add_on: ItemId(row.get(0)?), tally, factor: row.get::<_, i64>(5)? as f64 / 1e3 })
        })
        .map_err(|source| self.sqlite(source))
    }

    /// What sells with a category.
    pub fn category_pairs(&self, category: u32) -> Result<Vec<CategoryPairRow>, Error> {
        let sql = "SELECT p.add_on, p.prior, s.baskets, s.weight, s.others
            FROM category_pair p JOIN sold s ON s.item = p.add_on WHERE p.category = :category";
        rows(&self.connection, sql, named_params! { ":category": category }, |row| {
            let prior = row.get::<_, i64>(1)? as f64 / 1e9;
            Ok(CategoryPairRow { add_on: ItemId(row.get(0)?), prior, sold: sold(row, 2)? })
        })
        .map_err(|source| self.sqlite(source))
    }

    /// The items sold most often, best first, with their sales.
    pub fn best_sellers(&self, how_many: usize) -> Result<Vec<(ItemId, Sold)>, Error> {
        let sql =
            "SELECT item, baskets, weight, others FROM sold WHERE item <= :reach ORDER BY weight DESC, item LIMIT :n";
        // Numbers follow sales rank closely, so the head of the table holds the head of the ranking.
        let params = named_params! { ":n": how_many, ":reach": how_many.saturating_mul(20) };
        rows(&self.connection, sql, params, |row| Ok((ItemId(row.get(0)?), sold(row, 1)?)))
            .map_err(|source| self.sqlite(source))
    }
}

fn sold(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Sold> {
    Ok(Sold { baskets: row.get(at)?, weight: thousandths(row.get(at + 1)?), others: row.get(at + 2)? })
}

fn thousandths(value: i64) -> f64 {
    value as f64 / 1000.0
}
