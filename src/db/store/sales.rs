//! Baskets that are not finished: each step is on disk before anybody sees it, and a killed program goes on from there.

use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::record::{self, Recorded};
use super::{Store, erase};
use crate::db::Error;
use crate::domain::{Event, Sale, StepNumber, TimedStep, UnixMillis};

/// An open sale of a program that ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSale {
    /// Its steps.
    pub sale: Sale,
    /// The session it belonged to.
    pub session: String,
    /// When its first step was taken.
    pub opened_at: UnixMillis,
    /// Digest of the catalog it was sold from.
    pub catalog: Option<String>,
}

impl Store {
    /// Keeps steps of an open sale, which is begun with its first. A step that is there already is written over.
    pub fn append_steps(
        &mut self,
        sale: &str,
        session: &str,
        catalog: Option<&str>,
        steps: &[TimedStep],
    ) -> Result<(), Error> {
        let Some(first) = steps.first() else { return Ok(()) };
        let latest = steps.iter().map(|step| step.at).max().unwrap_or(first.at);
        self.write(latest, |connection| {
            const SALE: &str = "INSERT INTO sale (id, session, opened_at, state, catalog)
                                VALUES (:id, :session, :opened_at, 'open', :catalog) ON CONFLICT (id) DO NOTHING";
            const STEP: &str = "INSERT INTO sale_step (sale, number, body) VALUES (:sale, :number, :body)
                                ON CONFLICT (sale, number) DO UPDATE SET body = excluded.body";
            connection.prepare_cached(SALE)?.execute(named_params! {
                ":id": sale, ":session": session, ":opened_at": first.at, ":catalog": catalog,
            })?;
            let mut statement = connection.prepare_cached(STEP)?;
            for step in steps {
                let allowed = erase::allowed_step(connection, step)?;
                let body = serde_json::to_string(allowed.as_ref().unwrap_or(step))
                    .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
                statement.execute(named_params! { ":sale": sale, ":number": step.number, ":body": body })?;
            }
            Ok(())
        })
    }

    /// Takes a step back.
    pub fn remove_step(&mut self, sale: &str, number: StepNumber) -> Result<(), Error> {
        self.write(self.now, |connection| {
            connection
                .prepare_cached("DELETE FROM sale_step WHERE sale = :sale AND number = :number")?
                .execute(named_params! { ":sale": sale, ":number": number })
                .map(drop)
        })
    }

    /// The steps of a sale that are kept; none for a sale nobody knows.
    pub fn open_sale(&self, sale: &str) -> Result<Sale, Error> {
        self.read(|connection| steps_of(connection, sale))
    }

    /// Forgets an open sale.
    pub fn drop_sale(&mut self, sale: &str) -> Result<(), Error> {
        self.write(self.now, |connection| {
            connection
                .prepare_cached("DELETE FROM sale WHERE id = :id")?
                .execute(named_params! { ":id": sale })
                .map(drop)
        })
    }

    /// Records a finished sale. Its steps are kept for undo, until the same session finishes the next one.
    pub fn finish_sale(&mut self, sale: &str, event: &Event, now: UnixMillis) -> Result<Recorded, Error> {
        const FINISH: &str = "UPDATE sale SET state = 'finished', event_id = :event_id WHERE id = :id";
        const PURGE: &str = "DELETE FROM sale WHERE state = 'finished' AND id <> :id
                             AND session = (SELECT session FROM sale WHERE id = :id)";
        // Written nothing, but opens the store again where an earlier commit failed for good.
        let catalog = self.write(now, |connection| catalog_of(connection, sale))?;
        let event = self.ready(event, catalog.as_deref(), now)?;
        let times = self.times(now);
        self.write(now, |connection| {
            let recorded = record::add(connection, &event, times)?;
            connection.prepare_cached(FINISH)?.execute(named_params! { ":id": sale, ":event_id": event.event_id })?;
            connection.prepare_cached(PURGE)?.execute(named_params! { ":id": sale })?;
            Ok(recorded)
        })
    }

    /// Takes the finish of a sale back: records the void, and the sale is open again with its steps.
    pub fn reopen_sale(&mut self, sale: &str, void: &Event, now: UnixMillis) -> Result<Recorded, Error> {
        const REOPEN: &str = "UPDATE sale SET state = 'open', event_id = NULL WHERE id = :id";
        let event = self.ready(void, None, now)?;
        let times = self.times(now);
        self.write(now, |connection| {
            let recorded = record::add(connection, &event, times)?;
            connection.prepare_cached(REOPEN)?.execute(named_params! { ":id": sale })?;
            Ok(recorded)
        })
    }

    /// Open sales with steps whose session is not running, oldest first.
    pub fn adoptable_sales(&self, is_running: impl Fn(&str) -> bool) -> Result<Vec<KeptSale>, Error> {
        const SQL: &str =
            "SELECT id, session, opened_at, catalog FROM sale WHERE state = 'open' ORDER BY opened_at, id";
        self.read(|connection| {
            let found: Vec<KeptSale> =
                connection.prepare_cached(SQL)?.query_map([], kept_sale)?.collect::<rusqlite::Result<_>>()?;
            let mut kept = Vec::new();
            for mut candidate in found {
                if !is_running(&candidate.session) {
                    candidate.sale = steps_of(connection, &candidate.sale.id)?;
                    kept.push(candidate);
                }
            }
            kept.retain(|kept| !kept.sale.steps.is_empty());
            Ok(kept)
        })
    }

    /// Takes an open sale over from a session that ended. False where another copy was faster.
    pub fn adopt_sale(&mut self, kept: &KeptSale, session: &str) -> Result<bool, Error> {
        const SQL: &str = "UPDATE sale SET session = :session
                           WHERE id = :id AND session IN (:from, :session) AND state = 'open'";
        self.write(self.now, |connection| {
            let changed = connection.prepare_cached(SQL)?.execute(named_params! {
                ":id": kept.sale.id, ":session": session, ":from": kept.session,
            })?;
            Ok(changed == 1)
        })
    }

    /// Forgets finished sales of sessions that ended: nobody can undo them any more. Their events stay.
    pub fn forget_ended_sessions(&mut self, is_running: impl Fn(&str) -> bool) -> Result<(), Error> {
        const SQL: &str = "SELECT DISTINCT session FROM sale WHERE state = 'finished'";
        let mut ended: Vec<String> =
            self.read(|connection| connection.prepare_cached(SQL)?.query_map([], |row| row.get(0))?.collect())?;
        ended.retain(|session| !is_running(session));
        if ended.is_empty() {
            return Ok(());
        }
        self.write(self.now, |connection| {
            let mut statement =
                connection.prepare_cached("DELETE FROM sale WHERE state = 'finished' AND session = :session")?;
            for session in &ended {
                statement.execute(named_params! { ":session": session })?;
            }
            Ok(())
        })
    }
}

fn kept_sale(row: &Row) -> rusqlite::Result<KeptSale> {
    Ok(KeptSale {
        sale: Sale::new(row.get("id")?),
        session: row.get("session")?,
        opened_at: row.get("opened_at")?,
        catalog: row.get("catalog")?,
    })
}

/// Steps that a newer version wrote and we cannot read are passed over: the rest of the basket is worth having.
fn steps_of(connection: &Connection, sale: &str) -> rusqlite::Result<Sale> {
    let mut statement = connection.prepare_cached("SELECT body FROM sale_step WHERE sale = :sale ORDER BY number")?;
    let mut rows = statement.query(named_params! { ":sale": sale })?;
    let mut found = Sale::new(sale.to_owned());
    while let Some(row) = rows.next()? {
        let body: String = row.get("body")?;
        found.steps.extend(serde_json::from_str::<TimedStep>(&body).ok());
    }
    Ok(found)
}

fn catalog_of(connection: &Connection, sale: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT catalog FROM sale WHERE id = :id")?
        .query_row(named_params! { ":id": sale }, |row| row.get(0))
        .optional()
        .map(Option::flatten)
}
