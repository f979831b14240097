//! Figures made again from the segments, where an older version made them.

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, named_params};

use super::draft::stand;
use super::merge::{body, each_sale};
use super::{Collected, figures, visits};
use crate::db::Error;
use crate::db::store::fault;
use crate::report::ledger::Ledger;

/// One more whenever sales add something else to the figures than before.
const FIGURES: i64 = 2;
/// Rows in memory before they are written.
const ROWS: usize = 200_000;

impl Collected {
    /// Makes the figures again where they are of another version.
    pub(super) fn bring_up_to_date(&mut self) -> Result<(), Error> {
        let known: Option<String> = self.run(|connection| {
            connection.query_row("SELECT value FROM meta WHERE key = 'figures'", [], |row| row.get(0)).optional()
        })?;
        if known.and_then(|version| version.parse().ok()) == Some(FIGURES) { Ok(()) } else { self.rebuild() }
    }

    /// Makes the figures again from the segments that are kept.
    pub fn rebuild(&mut self) -> Result<(), Error> {
        let path = self.path.clone();
        self.words = figures::Words::default();
        let mut transact = || -> rusqlite::Result<()> {
            let Self { connection, words, voided, erased, .. } = &mut *self;
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute_batch("DELETE FROM figure; DELETE FROM pair; DELETE FROM word; DELETE FROM visit;")?;
            let mut ledger = Ledger::default();
            for segment in segments(&transaction)? {
                let mut owner =
                    transaction.prepare_cached("SELECT 1 FROM sale WHERE id = :id AND segment = :segment")?;
                let mut failed = None;
                each_sale(&body(&transaction, segment)?, |header, sale| {
                    match owner.exists(named_params! { ":id": sale.id, ":segment": segment }) {
                        Ok(true) if !voided.contains(&sale.id) => {
                            ledger.add(&sale.event, sale.moment(), stand(header), 1);
                        }
                        Ok(_) => {}
                        Err(error) => failed = Some(error),
                    }
                })?;
                if let Some(error) = failed {
                    return Err(error);
                }
                if ledger.len() + ledger.visits().len() > ROWS {
                    let ledger = std::mem::take(&mut ledger);
                    figures::write(&transaction, words, &ledger)?;
                    visits::write(&transaction, erased, &ledger)?;
                }
            }
            figures::write(&transaction, words, &ledger)?;
            visits::write(&transaction, erased, &ledger)?;
            transaction.execute(
                "INSERT INTO meta (key, value) VALUES ('figures', :version)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                named_params! { ":version": FIGURES.to_string() },
            )?;
            transaction.commit()
        };
        let done = transact().map_err(|error| fault::sort(&path, error));
        if done.is_err() {
            self.words = figures::Words::default();
        }
        done
    }
}

fn segments(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    connection.prepare("SELECT id FROM segment WHERE state = 0 ORDER BY id")?.query_map([], |row| row.get(0))?.collect()
}
