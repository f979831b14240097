//! What a snapshot holds, in counts. Nothing of an item itself is read.

use std::path::Path;

use super::catalog::open;
use super::{Catalog, Error};
use crate::domain::LinkKind;

/// What a snapshot holds.
#[derive(Debug)]
pub struct Description {
    /// The shop.
    pub shop: super::catalog::Shop,
    /// Items, of them services, with a price, with a known stock, ever sold.
    pub items: [u64; 5],
    /// Barcodes.
    pub barcodes: u64,
    /// Categories.
    pub categories: u64,
    /// Links of each kind, in the order of [`LinkKind::ALL`].
    pub links: Vec<(LinkKind, u64)>,
    /// Sets of sentences in each language.
    pub talks: Vec<(String, u64)>,
    /// Mined pairs, one direction each.
    pub pairs: u64,
    /// Mined pairs a person accepted and rejected.
    pub decisions: [u64; 2],
    /// Pairs that answers taught something of.
    pub taught: u64,
}

/// Counts what is in a snapshot.
pub fn describe(path: &Path) -> Result<Description, Error> {
    let shop = Catalog::open(path)?.shop().clone();
    let connection = open::open(path)?;
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs);
    let read = || -> rusqlite::Result<Description> {
        let mut of_kind = connection.prepare("SELECT count(*) FROM link WHERE kind = :kind")?;
        let mut links = Vec::new();
        for (number, kind) in (0_i64..).zip(LinkKind::ALL) {
            links.push((kind, of_kind.query_row([number], |row| row.get::<_, i64>(0))?.unsigned_abs()));
        }
        let mut by_language =
            connection.prepare("SELECT language, count(*) FROM talk GROUP BY language ORDER BY language")?;
        let talks = by_language
            .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Description {
            items: [
                count("SELECT count(*) FROM item")?,
                count("SELECT count(*) FROM item WHERE type = 1")?,
                count(
                    "SELECT coalesce(sum((p0 IS NOT NULL) + (p1 IS NOT NULL) + (p2 IS NOT NULL) + (p3 IS NOT NULL)
                        + (p4 IS NOT NULL) + (p5 IS NOT NULL) + (p6 IS NOT NULL) + (p7 IS NOT NULL)), 0) FROM price",
                )?,
                count("SELECT count(*) FROM stock")?,
                count("SELECT count(*) FROM sold")?,
            ],
            barcodes: count("SELECT count(*) FROM barcode")?,
            categories: count("SELECT count(*) FROM category")?,
            links,
            talks,
            pairs: count("SELECT count(*) FROM pair")?,
            decisions: [count(DECIDED[1])?, count(DECIDED[0])?],
            taught: count("SELECT count(*) FROM answer")?,
            shop,
        })
    };
    read().map_err(|source| open::explain(path, source))
}

/// Pairs, not rows: an accepted pair may go one way only. Rejected, accepted.
const DECIDED: [&str; 2] = [
    "SELECT count(DISTINCT min(item, add_on) << 32 | max(item, add_on)) FROM pair_decision WHERE accepted = 0",
    "SELECT count(DISTINCT min(item, add_on) << 32 | max(item, add_on)) FROM pair_decision WHERE accepted = 1",
];

impl Description {
    /// Links of all kinds.
    pub fn all_links(&self) -> u64 {
        self.links.iter().map(|(_, count)| count).sum()
    }
}
