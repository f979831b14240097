//! Merges drafts: what counts of each segment, and what that changes.

use hashbrown::{HashMap, HashSet};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, named_params};

use super::draft::{Batch, Draft, Reading, stand, unpack};
use super::entry::Id;
use super::sales::{Changes, Removed};
use super::{Collected, erase, figures, visits};
use crate::db::Error;
use crate::db::store::fault;
use crate::report::ledger::Ledger;
use crate::travel::segment::Header;
use crate::travel::{MOST, digest};

/// What a merge did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Segments that were not known.
    pub new: u64,
    /// Segments that were, with the same content.
    pub known: u64,
    /// Of the new ones: set aside, because the same segment has another content as well.
    pub aside: u64,
    /// Of the new ones: issued again, or the elder of one that was.
    pub reissued: u64,
    /// Events of the new segments that count.
    pub events: u64,
}

impl Merged {
    /// Adds what another merge did.
    pub fn plus(&mut self, other: Self) {
        self.new += other.new;
        self.known += other.known;
        self.aside += other.aside;
        self.reissued += other.reissued;
        self.events += other.events;
    }
}

/// What a terminal may say of itself; more of it is left out.
const LONGEST_TIME: usize = 40;
const MOST_PROBLEMS: usize = 20;

/// Which segment, of which writer.
type Name = (i64, u64);

/// How a content stands among those of its segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Counts = 0,
    Aside = 1,
    Replaced = 2,
}

/// A content that is in the store already.
struct Row {
    id: i64,
    revision: u32,
    sha256: [u8; 32],
    state: i64,
}

impl Collected {
    /// Merges drafts in one transaction that is on disk when this returns.
    ///
    /// # Errors
    /// Where the disk is full or the store damaged: nothing of the batch was merged then.
    pub fn merge(&mut self, batch: Batch) -> Result<Merged, Error> {
        let path = self.path.clone();
        let transact = || -> rusqlite::Result<Merged> {
            let Self { connection, voided, erased, words, .. } = self;
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut merge = Merge { connection: &transaction, voided, erased: &mut *erased, done: Merged::default() };
            let ledger = merge.run(batch)?;
            let done = merge.done;
            figures::write(&transaction, words, &ledger)?;
            visits::write(&transaction, erased, &ledger)?;
            transaction.commit()?;
            Ok(done)
        };
        let merged = transact().map_err(|error| fault::sort(&path, error));
        if merged.is_err() {
            // What is kept in memory may be ahead of the file now.
            self.reload()?;
        }
        merged
    }

    /// Reads again what is kept in memory of the file.
    pub(super) fn reload(&mut self) -> Result<(), Error> {
        self.words = figures::Words::default();
        self.voided = self.run(|connection| {
            connection.prepare("SELECT DISTINCT sale FROM void")?.query_map([], |row| row.get(0))?.collect()
        })?;
        self.erased = self.run(|connection| {
            connection.prepare("SELECT pseudonym FROM erased")?.query_map([], |row| row.get(0))?.collect()
        })?;
        Ok(())
    }
}

struct Merge<'m> {
    connection: &'m Connection,
    voided: &'m mut HashSet<Id>,
    erased: &'m mut HashSet<String>,
    done: Merged,
}

impl Merge<'_> {
    fn run(&mut self, batch: Batch) -> rusqlite::Result<Ledger> {
        let Batch { mut drafts, mut ledger } = batch;
        let told: Vec<String> = drafts.iter_mut().flat_map(|draft| std::mem::take(&mut draft.erased)).collect();
        erase::forget(self.connection, self.erased, told)?;
        let mut names: Vec<(Name, usize)> = Vec::with_capacity(drafts.len());
        for (at, draft) in drafts.iter().enumerate() {
            names.push(((self.writer(&draft.header)?, draft.header.number), at));
        }
        names.sort_unstable();
        let mut added: Vec<(i64, usize)> = Vec::with_capacity(drafts.len());
        let mut dropped: Vec<usize> = Vec::new();
        let mut removed: Vec<Removed> = Vec::new();
        for group in names.chunk_by(|(one, _), (other, _)| one == other) {
            let places: Vec<usize> = group.iter().map(|(_, at)| *at).collect();
            let counts = self.settle(group[0].0, &places, &mut drafts, &mut removed)?;
            added.extend(counts);
            dropped.extend(places.into_iter().filter(|at| counts.is_none_or(|(_, counts)| counts != *at)));
        }
        for at in dropped {
            take_away(&mut ledger, &drafts[at])?;
        }
        let mut changes = Changes::new(self.connection, self.voided);
        for one in &removed {
            changes.remove(one)?;
        }
        changes.add(added.iter().map(|(id, at)| (*id, &drafts[*at])))?;
        changes.apply(&mut ledger, &removed)?;
        self.done.events += added.iter().map(|(_, at)| drafts[*at].events()).sum::<u64>();
        Ok(ledger)
    }

    /// The number of whoever sealed a segment.
    fn writer(&self, header: &Header) -> rusqlite::Result<i64> {
        const FIND: &str = "SELECT id FROM writer WHERE terminal = :terminal AND epoch = :epoch";
        const BEGIN: &str = "INSERT INTO writer (terminal, epoch) VALUES (:terminal, :epoch) RETURNING id";
        let named = named_params! { ":terminal": header.terminal, ":epoch": header.epoch };
        let known = self.connection.prepare_cached(FIND)?.query_row(named, |row| row.get(0)).optional()?;
        match known {
            Some(id) => Ok(id),
            None => self.connection.prepare_cached(BEGIN)?.query_row(named, |row| row.get(0)),
        }
    }

    /// Settles what counts of one segment, now that these contents of it arrived: the only content of its latest revision,
    /// or none. Answers which draft counts from now on, with its number; what counted before goes to `removed`.
    fn settle(
        &mut self,
        name: Name,
        places: &[usize],
        drafts: &mut [Draft],
        removed: &mut Vec<Removed>,
    ) -> rusqlite::Result<Option<(i64, usize)>> {
        let old = self.rows(name)?;
        let mut new: Vec<usize> = Vec::new();
        for at in places {
            let content = drafts[*at].content();
            let is_known = old.iter().any(|row| (row.revision, row.sha256) == content)
                || new.iter().any(|other| drafts[*other].content() == content);
            if is_known {
                self.done.known += 1;
            } else {
                new.push(*at);
            }
        }
        if new.is_empty() {
            return Ok(None);
        }
        let contents = || {
            let arrived = new.iter().map(|at| drafts[*at].content());
            old.iter().map(|row| (row.revision, row.sha256)).chain(arrived)
        };
        let latest = contents().map(|(revision, _)| revision).max().unwrap_or_default();
        let is_single = contents().filter(|(revision, _)| *revision == latest).count() == 1;
        let state = |revision: u32| match () {
            () if revision < latest => State::Replaced,
            () if is_single => State::Counts,
            () => State::Aside,
        };
        for row in &old {
            let state = state(row.revision);
            if row.state != state as i64 {
                self.change(row, state, removed)?;
            }
        }
        let mut counts = None;
        for at in new {
            let state = state(drafts[at].header.revision);
            self.done.new += 1;
            self.done.aside += u64::from(state == State::Aside);
            self.done.reissued += u64::from(drafts[at].header.revision > 0 || state == State::Replaced);
            let id = self.insert(name, &mut drafts[at], state)?;
            if state == State::Counts {
                // From here on it is read from the file.
                drafts[at].packed = Vec::new();
                counts = Some((id, at));
            }
        }
        Ok(counts)
    }

    fn rows(&self, (writer, number): Name) -> rusqlite::Result<Vec<Row>> {
        const SQL: &str = "SELECT id, revision, sha256, state FROM segment WHERE writer = :writer AND number = :number";
        self.connection
            .prepare_cached(SQL)?
            .query_map(named_params! { ":writer": writer, ":number": number }, |row| {
                Ok(Row { id: row.get(0)?, revision: row.get(1)?, sha256: row.get(2)?, state: row.get(3)? })
            })?
            .collect()
    }

    /// A content that no longer stands as it did.
    fn change(&self, row: &Row, state: State, removed: &mut Vec<Removed>) -> rusqlite::Result<()> {
        if row.state == State::Counts as i64 {
            removed.push(Removed { segment: row.id, packed: body(self.connection, row.id)? });
        }
        self.connection
            .prepare_cached("UPDATE segment SET state = :state WHERE id = :id")?
            .execute(named_params! { ":state": state as i64, ":id": row.id })?;
        if state == State::Replaced {
            // It may hold what was to be forgotten.
            self.connection
                .prepare_cached("DELETE FROM body WHERE segment = :id")?
                .execute(named_params! { ":id": row.id })?;
        }
        Ok(())
    }

    fn insert(&self, (writer, number): Name, draft: &mut Draft, state: State) -> rusqlite::Result<i64> {
        const SEGMENT: &str = "INSERT INTO segment (writer, number, revision, sha256, state, first_seq, last_seq, events,
                unreadable, customers, bytes, sealed, name, store, program, catalog_version, catalog_sha256, problems)
            VALUES (:writer, :number, :revision, :sha256, :state, :first_seq, :last_seq, :events, :unreadable, :customers,
                :bytes, :sealed, :name, :store, :program, :catalog_version, :catalog_sha256, :problems)
            RETURNING id";
        if draft.customers > 0 {
            erase::blank(draft, self.erased).map_err(unreadable)?;
        }
        let header = &draft.header;
        let id = self.connection.prepare_cached(SEGMENT)?.query_row(
            named_params! {
                ":writer": writer,
                ":number": number,
                ":revision": header.revision,
                ":sha256": draft.sha256,
                ":state": state as i64,
                ":first_seq": draft.first_seq,
                ":last_seq": draft.last_seq,
                ":events": draft.events(),
                ":unreadable": draft.unreadable,
                ":customers": draft.customers,
                ":bytes": draft.bytes,
                ":sealed": Some(header.sealed_utc.as_str()).filter(|sealed| sealed.len() <= LONGEST_TIME).unwrap_or_default(),
                ":name": header.name,
                ":store": header.store,
                ":program": header.program,
                ":catalog_version": header.catalog.as_ref().map(|catalog| catalog.version.min(MOST)),
                ":catalog_sha256": header.catalog.as_ref().map(|catalog| &catalog.sha256).filter(|sha256| digest::is_one(sha256)),
                ":problems": header.problems[..header.problems.len().min(MOST_PROBLEMS)].join(" "),
            },
            |row| row.get(0),
        )?;
        if state != State::Replaced {
            self.connection
                .prepare_cached("INSERT INTO body (segment, packed) VALUES (:segment, :packed)")?
                .execute(named_params! { ":segment": id, ":packed": draft.packed })?;
        }
        Ok(id)
    }
}

impl Draft {
    fn content(&self) -> (u32, [u8; 32]) {
        (self.header.revision, self.sha256)
    }

    pub(super) fn events(&self) -> u64 {
        (self.last_seq + 1).saturating_sub(self.first_seq)
    }
}

/// Takes the figures of a draft that does not count out of those of its batch.
fn take_away(ledger: &mut Ledger, draft: &Draft) -> rusqlite::Result<()> {
    let held: HashMap<Id, bool> = draft.sales.iter().copied().collect();
    each_sale(&draft.packed, |header, sale| {
        if held.get(&sale.id) == Some(&true) {
            ledger.add(&sale.event, sale.moment(), stand(header), -1);
        }
    })
}

/// Hands every sale of a packed segment to `each`, and what it takes back.
pub(super) fn each_sale(packed: &[u8], mut each: impl FnMut(&Header, &super::entry::Entry)) -> rusqlite::Result<()> {
    let (header, read) = open(packed)?;
    read.sales.iter().for_each(|sale| each(&header, sale));
    Ok(())
}

/// Unpacks and reads a segment that was merged before.
pub(super) fn open(packed: &[u8]) -> rusqlite::Result<(Header, Reading)> {
    let bytes = unpack(packed).map_err(unreadable)?;
    let (header, footer, lines) = parts(&bytes)?;
    let read = Reading::of(&lines, &header, footer.first_seq);
    Ok((header, read))
}

/// Header, footer and lines of a segment of the store. Its checksum was right when it came, and may not be since a pseudonym
/// was taken out.
pub(super) fn parts(bytes: &[u8]) -> rusqlite::Result<(Header, crate::travel::segment::Footer, Vec<&str>)> {
    let text = std::str::from_utf8(bytes).map_err(unreadable)?;
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.pop().unwrap_or_default();
    let first = if lines.is_empty() { "" } else { lines.remove(0) };
    let header = serde_json::from_str(first).map_err(unreadable)?;
    let footer = serde_json::from_str(last).map_err(unreadable)?;
    Ok((header, footer, lines))
}

/// The packed bytes of a segment.
pub(super) fn body(connection: &Connection, segment: i64) -> rusqlite::Result<Vec<u8>> {
    connection
        .prepare_cached("SELECT packed FROM body WHERE segment = :segment")?
        .query_row(named_params! { ":segment": segment }, |row| row.get(0))
}

/// A segment that was whole when it was merged, and can no longer be read: damage.
pub(super) fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(error))
}
