//! The snapshot a counter sells from, opened read-only. Every question is a few look-ups by primary key.
//!
//! It never writes, never follows another file beside the snapshot (a hostile journal would be read as content), and
//! deliberately keeps no item in memory. Where a store has prices, stock and shelves of its own, they are laid over what
//! the snapshot says here, in one place ([`Catalog::lay_over`]), so that screens, ranking and commands see the same.

mod evidence;
pub(super) mod items;
pub(super) mod links;
pub(super) mod open;
mod shop;
#[cfg(test)]
mod tests;

pub use evidence::{AnswerRow, CategoryPairRow, DecisionRow, PairRow};
pub use items::SearchRow;
pub use shop::Shop;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use super::Error;
use crate::travel::overlay::Overlay;

/// An open snapshot.
#[derive(Debug)]
pub struct Catalog {
    connection: Connection,
    path: PathBuf,
    shop: Shop,
    overlay: Option<Arc<Overlay>>,
}

impl Catalog {
    /// Opens a snapshot after checking that it is one: a regular file of whole pages, our mark, a schema this program
    /// reads, and exactly the tables of that schema. The content is not checked here; that is the installation's work.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let connection = open::open(path)?;
        let shop = shop::read(&connection).map_err(|source| open::explain(path, source))?;
        Ok(Self { connection, path: path.to_owned(), shop, overlay: None })
    }

    /// What the snapshot says of the shop.
    pub fn shop(&self) -> &Shop {
        &self.shop
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lays a store's own prices, stock and places over the catalog's from now on, or takes them off: every item that is
    /// given out has them, whoever asks. One that was made for another chain or another currency is not laid over.
    pub fn lay_over(&mut self, overlay: Option<Arc<Overlay>>) {
        self.overlay = overlay.filter(|overlay| self.fits(overlay));
    }

    /// What is laid over.
    pub fn overlay(&self) -> Option<&Arc<Overlay>> {
        self.overlay.as_ref()
    }

    /// True where an overlay was made for this chain and currency.
    pub fn fits(&self, overlay: &Overlay) -> bool {
        let label = overlay.label();
        label.chain_id == self.shop.chain_id && label.currency == self.shop.currency
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
