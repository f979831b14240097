//! The snapshot a counter sells from, opened read-only. Every question is a few look-ups by primary key.
//!
//! It never writes, never follows another file beside the snapshot (a hostile journal would be read as content), and
//! deliberately keeps no item in memory.

mod evidence;
mod items;
mod links;
pub(super) mod open;
mod shop;
#[cfg(test)]
mod tests;

pub use evidence::{AnswerRow, CategoryPairRow, DecisionRow, PairRow};
pub use items::SearchRow;
pub use shop::Shop;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::Error;

/// An open snapshot.
#[derive(Debug)]
pub struct Catalog {
    connection: Connection,
    path: PathBuf,
    shop: Shop,
}

impl Catalog {
    /// Opens a snapshot after checking that it is one: a regular file of whole pages, our mark, a schema this program
    /// reads, and exactly the tables of that schema. The content is not checked here; that is the installation's work.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let connection = open::open(path)?;
        let shop = shop::read(&connection).map_err(|source| open::explain(path, source))?;
        Ok(Self { connection, path: path.to_owned(), shop })
    }

    /// What the snapshot says of the shop.
    pub fn shop(&self) -> &Shop {
        &self.shop
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn sqlite(&self, source: rusqlite::Error) -> Error {
        open::explain(&self.path, source)
    }
}

/// Runs a query with named parameters and gathers its rows.
fn rows<T>(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    row: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare_cached(sql)?.query_map(params, row)?.collect()
}
