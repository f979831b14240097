//! Visits of customers whose card was linked, by pseudonym and day.

use hashbrown::HashSet;
use rusqlite::{Connection, named_params};

use super::Collected;
use crate::db::Error;
use crate::report::ledger::Ledger;
use crate::report::measures::Dimension;
use crate::report::returns::{First, Returns, Visit};

/// Adds the visits of many sales to those of the file. Who was to be forgotten has none.
pub(super) fn write(connection: &Connection, erased: &HashSet<String>, ledger: &Ledger) -> rusqlite::Result<()> {
    const ADD: &str = "INSERT INTO visit (pseudonym, day, sales, advised, accepted)
        VALUES (:pseudonym, :day, :sales, :advised, :accepted)
        ON CONFLICT (pseudonym, day) DO UPDATE SET
            sales = sales + excluded.sales, advised = advised + excluded.advised, accepted = accepted + excluded.accepted";
    const DROP_EMPTY: &str = "DELETE FROM visit
        WHERE pseudonym = :pseudonym AND day = :day AND sales = 0 AND advised = 0 AND accepted = 0";
    let mut rows: Vec<(&str, i32, Visit)> = Vec::new();
    for (pseudonym, day, visit) in ledger.visits() {
        if !visit.is_empty() && !erased.contains(pseudonym) {
            rows.push((pseudonym, day, visit));
        }
    }
    // In the order of the table, so that neighbours are on the same page.
    rows.sort_unstable_by_key(|(pseudonym, day, _)| (*pseudonym, *day));
    let mut add = connection.prepare_cached(ADD)?;
    let mut drop_empty = connection.prepare_cached(DROP_EMPTY)?;
    for (pseudonym, day, visit) in rows {
        add.execute(named_params! {
            ":pseudonym": pseudonym,
            ":day": day,
            ":sales": visit.sales,
            ":advised": visit.advised,
            ":accepted": visit.accepted,
        })?;
        if visit.sales < 0 {
            drop_empty.execute(named_params! { ":pseudonym": pseudonym, ":day": day })?;
        }
    }
    Ok(())
}

/// Takes the visits of customers away.
pub(super) fn forget(connection: &Connection, gone: &HashSet<String>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("DELETE FROM visit WHERE pseudonym = :pseudonym")?;
    for pseudonym in gone {
        statement.execute(named_params! { ":pseudonym": pseudonym })?;
    }
    Ok(())
}

/// Hands every visit to `each`.
pub(super) fn each(connection: &Connection, mut each: impl FnMut(&str, i32, Visit)) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT pseudonym, day, sales, advised, accepted FROM visit")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let visit = Visit { sales: row.get(2)?, advised: row.get(3)?, accepted: row.get(4)? };
        each(row.get_ref(0)?.as_str()?, row.get(1)?, visit);
    }
    Ok(())
}

impl Collected {
    /// How many customers came back within so many days after their first visit from one day to another, both included (days
    /// since 1970). What came after the last day of which any sale arrived nobody can know.
    pub fn returns(&self, from: i32, to: i32, within_days: u32) -> Result<Returns, Error> {
        const FIRSTS: &str = "SELECT first.day, v.sales, v.advised, v.accepted,
                (SELECT min(n.day) FROM visit AS n WHERE n.pseudonym = first.pseudonym AND n.day > first.day)
            FROM (SELECT pseudonym, min(day) AS day FROM visit WHERE day BETWEEN :from AND :to GROUP BY pseudonym) AS first
            JOIN visit AS v ON v.pseudonym = first.pseudonym AND v.day = first.day";
        const LAST: &str = "SELECT coalesce(max(day), 0) FROM figure WHERE dimension = :all";
        self.run(|connection| {
            let last = connection
                .prepare_cached(LAST)?
                .query_row(named_params! { ":all": Dimension::All.number() }, |row| row.get(0))?;
            let firsts: Vec<First> = connection
                .prepare_cached(FIRSTS)?
                .query_map(named_params! { ":from": from, ":to": to }, |row| {
                    let visit = Visit { sales: row.get(1)?, advised: row.get(2)?, accepted: row.get(3)? };
                    Ok(First { day: row.get(0)?, visit, next: row.get(4)? })
                })?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Returns::of(firsts, last, within_days))
        })
    }
}
