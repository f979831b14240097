//! What the customer of a linked card bought on this terminal.

use rusqlite::{OptionalExtension as _, named_params};

use super::{Store, erase};
use crate::db::Error;
use crate::domain::{Event, Sku, UnixMillis};
use crate::report::measures::Moment;
use crate::report::returns::{Returns, Visits};

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
        let items =
            sales.into_iter().filter_map(|(body, wall)| Some((serde_json::from_str::<Event>(&body).ok()?, wall)));
        Ok(items.flat_map(|(event, wall)| event.lines.into_iter().map(move |line| (line.sku, wall))).collect())
    }

    /// How many customers came back within so many days after their first visit from one day to another, both included (days
    /// since 1970). What came after the last sale nobody can know.
    pub fn returns(&self, from: i32, to: i32, within_days: u32) -> Result<Returns, Error> {
        const SQL: &str = "SELECT body, wall FROM event AS sale
            WHERE customer IS NOT NULL AND kind = 'sale' AND clock_suspect = 0
            AND NOT EXISTS (SELECT 1 FROM event AS void WHERE void.kind = 'void' AND void.about = sale.event_id)";
        const LAST: &str = "SELECT body, wall FROM event WHERE kind = 'sale' AND clock_suspect = 0
            ORDER BY wall DESC LIMIT 1";
        let day = |event: &Event, wall| Moment::of(wall, event.utc_offset_min.unwrap_or(0)).day;
        self.read(|connection| {
            let mut visits = Visits::default();
            let mut statement = connection.prepare_cached(SQL)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let event: Option<Event> = serde_json::from_str(row.get_ref(0)?.as_str()?).ok();
                let Some(event) = event else { continue };
                let day = day(&event, row.get(1)?);
                if let Some(customer) = event.customer.as_deref().filter(|_| day != Moment::IN_DOUBT.day) {
                    visits.add(customer, day, &event);
                }
            }
            let last: Option<(String, UnixMillis)> =
                connection.prepare_cached(LAST)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let last = last.and_then(|(body, wall)| Some(day(&serde_json::from_str(&body).ok()?, wall))).unwrap_or(0);
            Ok(Returns::of(visits.firsts(from, to), last, within_days))
        })
    }

    /// True where a customer was to be forgotten.
    pub fn is_forgotten(&self, pseudonym: &str) -> Result<bool, Error> {
        self.read(|connection| erase::is_erased(connection, pseudonym))
    }
}
