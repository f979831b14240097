//! Which sales count: ids that stand in several segments, and sales that were taken back. Each step asks who counted before
//! and who counts after, and notes the difference; the figures are changed at the end, one segment after the other.

use hashbrown::{HashMap, HashSet};
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::draft::{Draft, stand};
use super::entry::Id;
use super::merge::{body, each_sale, open};
use crate::report::ledger::Ledger;

/// A segment that counted and does so no more; its body may be gone from the store.
pub(super) struct Removed {
    pub segment: i64,
    pub packed: Vec<u8>,
}

/// The differences so far.
pub(super) struct Changes<'c> {
    connection: &'c Connection,
    voided: &'c mut HashSet<Id>,
    /// By segment: sales that count once more, or once less.
    sales: HashMap<i64, HashMap<Id, i64>>,
}

impl<'c> Changes<'c> {
    pub fn new(connection: &'c Connection, voided: &'c mut HashSet<Id>) -> Self {
        Self { connection, voided, sales: HashMap::new() }
    }

    /// A segment stops counting: its sales pass to the next segment they stand in, what it took back is there again.
    pub fn remove(&mut self, removed: &Removed) -> rusqlite::Result<()> {
        let (_, read) = open(&removed.packed)?;
        for sale in &read.sales {
            self.remove_sale(&sale.id, removed.segment)?;
        }
        for sale in &read.taken_back {
            self.execute("DELETE FROM void WHERE sale = :id AND segment = :segment", sale, removed.segment)?;
            let left = self
                .connection
                .prepare_cached("SELECT 1 FROM void WHERE sale = :id LIMIT 1")?
                .exists(named_params! { ":id": sale })?;
            if !left && self.voided.remove(sale) {
                self.note(self.owner(sale)?, sale, 1);
            }
        }
        Ok(())
    }

    fn remove_sale(&mut self, id: &Id, segment: i64) -> rusqlite::Result<()> {
        const NEXT: &str = "SELECT a.segment FROM sale_again AS a
            JOIN segment AS s ON s.id = a.segment JOIN writer AS w ON w.id = s.writer
            WHERE a.id = :id ORDER BY w.terminal, w.epoch, s.number LIMIT 1";
        if self.owner(id)? != Some(segment) {
            return self.execute("DELETE FROM sale_again WHERE id = :id AND segment = :segment", id, segment);
        }
        let counted = !self.voided.contains(id);
        let next: Option<i64> = self
            .connection
            .prepare_cached(NEXT)?
            .query_row(named_params! { ":id": id }, |row| row.get(0))
            .optional()?;
        match next {
            None => self.execute("DELETE FROM sale WHERE id = :id AND segment = :segment", id, segment)?,
            Some(next) => {
                self.execute("DELETE FROM sale_again WHERE id = :id AND segment = :segment", id, next)?;
                self.execute("UPDATE sale SET segment = :segment WHERE id = :id", id, next)?;
            }
        }
        if counted {
            self.note(Some(segment), id, -1);
            self.note(next, id, 1);
        }
        Ok(())
    }

    /// Segments begin to count. The figures of their drafts are in the batch's already; noted is what must not be there.
    pub fn add<'d>(&mut self, added: impl Iterator<Item = (i64, &'d Draft)>) -> rusqlite::Result<()> {
        let mut sales: Vec<(Id, i64, bool)> = Vec::new();
        for (segment, draft) in added {
            for sale in &draft.voids {
                self.execute("INSERT OR IGNORE INTO void (sale, segment) VALUES (:id, :segment)", sale, segment)?;
                if self.voided.insert(*sale) {
                    self.note(self.owner(sale)?, sale, -1);
                }
            }
            sales.extend(draft.sales.iter().map(|(id, held)| (*id, segment, *held)));
        }
        // In the order of the table, so that neighbours are on the same page.
        sales.sort_unstable();
        let mut insert =
            self.connection.prepare_cached("INSERT OR IGNORE INTO sale (id, segment) VALUES (:id, :segment)")?;
        for (id, segment, held) in sales {
            let voided = self.voided.contains(&id);
            if insert.execute((id, segment))? == 0 && !self.comes_before(&id, segment, voided)? {
                self.note(Some(segment).filter(|_| held), &id, -1);
            } else if voided && held {
                self.note(Some(segment), &id, -1);
            }
        }
        Ok(())
    }

    /// A sale that counts in another segment stands in this one as well: it counts in the one that comes first.
    fn comes_before(&mut self, id: &Id, segment: i64, voided: bool) -> rusqlite::Result<bool> {
        const FIRST: &str = "SELECT s.id FROM segment AS s JOIN writer AS w ON w.id = s.writer
            WHERE s.id IN (:one, :other) ORDER BY w.terminal, w.epoch, s.number LIMIT 1";
        const AGAIN: &str = "INSERT OR IGNORE INTO sale_again (id, segment) VALUES (:id, :segment)";
        let Some(owner) = self.owner(id)? else { return Ok(true) };
        let first: i64 = self
            .connection
            .prepare_cached(FIRST)?
            .query_row(named_params! { ":one": owner, ":other": segment }, |row| row.get(0))?;
        if first == owner {
            self.execute(AGAIN, id, segment)?;
            return Ok(false);
        }
        self.execute(AGAIN, id, owner)?;
        self.execute("UPDATE sale SET segment = :segment WHERE id = :id", id, segment)?;
        if !voided {
            self.note(Some(owner), id, -1);
        }
        Ok(true)
    }

    fn owner(&self, id: &Id) -> rusqlite::Result<Option<i64>> {
        self.connection
            .prepare_cached("SELECT segment FROM sale WHERE id = :id")?
            .query_row(named_params! { ":id": id }, |row| row.get(0))
            .optional()
    }

    fn execute(&self, sql: &str, id: &Id, segment: i64) -> rusqlite::Result<()> {
        let named = named_params! { ":id": id, ":segment": segment };
        self.connection.prepare_cached(sql)?.execute(named).map(drop)
    }

    fn note(&mut self, segment: Option<i64>, id: &Id, sign: i64) {
        if let Some(segment) = segment {
            *self.sales.entry(segment).or_default().entry(*id).or_default() += sign;
        }
    }

    /// Changes the figures by what was noted.
    pub fn apply(self, ledger: &mut Ledger, removed: &[Removed]) -> rusqlite::Result<()> {
        for (segment, sales) in self.sales {
            let held = removed.iter().find(|removed| removed.segment == segment);
            let packed = match held {
                Some(removed) => &removed.packed,
                None => &body(self.connection, segment)?,
            };
            each_sale(packed, |header, sale| {
                if let Some(sign) = sales.get(&sale.id).filter(|sign| **sign != 0) {
                    ledger.add(&sale.event, sale.moment(), stand(header), *sign);
                }
            })?;
        }
        Ok(())
    }
}
