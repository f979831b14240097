//! What the customer of a linked card bought on this terminal.

use rusqlite::named_params;

use super::{Store, erase};
use crate::db::Error;
use crate::domain::{Event, Sku, UnixMillis};

/// Sales of one customer that are looked at, the newest.
const MOST_SALES: u32 = 1_000;

impl Store {
    /// The items that a customer bought, each with the time of its sale, the newest first. Sales taken back and those whose
    /// date is in doubt are left out.
    pub fn bought_by(&self, pseudonym: &str) -> Result<Vec<(Sku, UnixMillis)>, Error> {
        const SQL: &str = "SELECT body, wall FROM event AS sale
            WHERE customer = :customer AND kind = 'sale' AND clock_suspect = 0
            AND NOT EXISTS (SELECT 1 FROM event AS void WHERE void.kind = 'void' AND void.about = sale.event_id)
            ORDER BY seq DESC LIMIT :most";
        let sales: Vec<(String, UnixMillis)> = self.read(|connection| {
            connection
                .prepare_cached(SQL)?
                .query_map(named_params! { ":customer": pseudonym, ":most": MOST_SALES }, |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?
                .collect()
        })?;
        let items = sales.into_iter().filter_map(|(body, wall)| Some((serde_json::from_str::<Event>(&body).ok()?, wall)));
        Ok(items.flat_map(|(event, wall)| event.lines.into_iter().map(move |line| (line.sku, wall))).collect())
    }

    /// True where a customer was to be forgotten.
    pub fn is_forgotten(&self, pseudonym: &str) -> Result<bool, Error> {
        self.read(|connection| erase::is_erased(connection, pseudonym))
    }
}
