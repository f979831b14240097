//! One of the two snapshots: every question to it, with errors that name its file.

use std::path::Path;

use rusqlite::{Connection, Params, Row};

use crate::db::catalog::open;
use crate::db::{Catalog, Error};

/// An open snapshot.
pub(super) struct Half<'a> {
    connection: Connection,
    path: &'a Path,
}

impl<'a> Half<'a> {
    /// Opens a snapshot as counters do.
    pub fn open(path: &'a Path) -> Result<Self, Error> {
        Catalog::open(path)?;
        Ok(Self { connection: open::open(path)?, path })
    }

    /// How many items there are.
    pub fn items(&self) -> Result<u64, Error> {
        let count = self.first("SELECT count(*) FROM item", [], |row| row.get::<_, i64>(0))?;
        Ok(count.unwrap_or(0).unsigned_abs())
    }

    /// Every row of an answer.
    pub fn list<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let read = || self.connection.prepare_cached(sql)?.query_map(params, row)?.collect();
        self.named(read())
    }

    /// The first row of an answer.
    pub fn first<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        let read = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            rows.next()?.map(&mut row).transpose()
        };
        self.named(read())
    }

    /// Row after row of an answer, as long as `then` says true. False where it said no.
    pub fn each<T>(
        &self,
        sql: &str,
        row: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        mut then: impl FnMut(T) -> Result<bool, Error>,
    ) -> Result<bool, Error> {
        let mut statement = self.named(self.connection.prepare_cached(sql))?;
        let mut rows = self.named(statement.query([]))?;
        while let Some(found) = self.named(rows.next())? {
            if !then(self.named(row(found))?)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn named<T>(&self, result: rusqlite::Result<T>) -> Result<T, Error> {
        result.map_err(|source| open::explain(self.path, source))
    }
}
