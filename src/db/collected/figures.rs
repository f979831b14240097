//! The rows of the figures: written as sums, read by dimension and day.

use hashbrown::HashMap;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::Collected;
use crate::db::Error;
use crate::domain::Day;
use crate::domain::LinkKind;
use crate::report::ledger::{Ledger, Pair, Place};
use crate::report::measures::{Dimension, MEASURES, Measure, Measures};
use crate::report::sums::{Figure, Span, Sums};

const ADD: &str = include_str!("../sql/collected/add.sql");
const DROP_EMPTY: &str = include_str!("../sql/collected/drop_empty.sql");
pub(super) const ALL: &str = include_str!("../sql/collected/figures.sql");
const BETWEEN: &str = include_str!("../sql/collected/between.sql");
const ANSWERS_BETWEEN: &str = include_str!("../sql/collected/answers_between.sql");
const SALES_BETWEEN: &str = include_str!("../sql/collected/sales_between.sql");
const DAYS: &str = include_str!("../sql/collected/days.sql");
const ON_DAY: &str = include_str!("../sql/collected/on_day.sql");
const HOURS: &str = include_str!("../sql/collected/hours.sql");

/// So many words are kept in memory before they are looked up again.
const MOST_WORDS: usize = 500_000;

/// Numbers of words and pairs in the file, as far as they were needed.
#[derive(Debug, Default)]
pub(super) struct Words {
    words: HashMap<Box<str>, u32>,
    pairs: HashMap<Pair, u32>,
}

/// Adds the sums to the rows of the file.
pub(super) fn write(connection: &Connection, known: &mut Words, ledger: &Ledger) -> rusqlite::Result<()> {
    if known.words.len() > MOST_WORDS {
        *known = Words::default();
    }
    let mut words = vec![0; ledger.words().len()];
    for (text, at) in ledger.words() {
        words[at as usize] = known.word(connection, text)?;
    }
    let mut pairs = vec![0; ledger.pairs().len()];
    for ((item, add_on, kind), at) in ledger.pairs() {
        pairs[at as usize] = known.pair(connection, (words[item as usize], words[add_on as usize], kind))?;
    }
    let mut rows: Vec<(Place, &Measures)> = Vec::with_capacity(ledger.len());
    for (place, sums) in ledger.rows() {
        let numbers = if place.dimension() == Dimension::Pair.number() { &pairs } else { &words };
        let key = numbers[place.key() as usize];
        rows.push((Place::new(place.dimension(), place.day(), key, place.hour()), sums));
    }
    rows.sort_unstable_by_key(|(place, _)| *place);
    let mut add = connection.prepare_cached(ADD)?;
    let mut drop_empty = connection.prepare_cached(DROP_EMPTY)?;
    for (place, sums) in rows {
        let at =
            [i64::from(place.dimension()), i64::from(place.day()), i64::from(place.key()), i64::from(place.hour())];
        if sums.is_empty() {
            continue;
        }
        for (column, value) in at.iter().chain(&sums.0).enumerate() {
            add.raw_bind_parameter(column + 1, value)?;
        }
        add.raw_execute()?;
        if sums.0.iter().any(|sum| *sum < 0) {
            drop_empty.execute(at)?;
        }
    }
    Ok(())
}

impl Words {
    fn word(&mut self, connection: &Connection, text: &str) -> rusqlite::Result<u32> {
        if let Some(number) = self.words.get(text) {
            return Ok(*number);
        }
        connection
            .prepare_cached("INSERT OR IGNORE INTO word (text) VALUES (:text)")?
            .execute(named_params! { ":text": text })?;
        let number = connection
            .prepare_cached("SELECT id FROM word WHERE text = :text")?
            .query_row(named_params! { ":text": text }, |row| row.get(0))?;
        self.words.insert(text.into(), number);
        Ok(number)
    }

    fn pair(&mut self, connection: &Connection, pair: Pair) -> rusqlite::Result<u32> {
        if let Some(number) = self.pairs.get(&pair) {
            return Ok(*number);
        }
        let (item, add_on, kind) = pair;
        let named = named_params! { ":item": item, ":add_on": add_on, ":kind": kind };
        connection
            .prepare_cached("INSERT OR IGNORE INTO pair (item, add_on, kind) VALUES (:item, :add_on, :kind)")?
            .execute(named)?;
        let number = connection
            .prepare_cached("SELECT id FROM pair WHERE item = :item AND add_on = :add_on AND kind = :kind")?
            .query_row(named, |row| row.get(0))?;
        self.pairs.insert(pair, number);
        Ok(number)
    }
}

impl Sums for Collected {
    type Error = Error;

    fn by_key(&self, dimension: Dimension, span: Span) -> Result<Vec<Figure>, Error> {
        self.run(|connection| {
            let sums = sums_of(connection, dimension, span)?;
            let known = (0..).zip(sums).filter(|(_, sums)| !sums.is_empty());
            known.map(|(key, measures)| Ok(Figure { key: key_of(connection, dimension, key)?, measures })).collect()
        })
    }

    fn sales_by_key(&self, dimension: Dimension, span: Span) -> Result<Vec<(String, i64)>, Error> {
        let named = named_params! { ":dimension": dimension.number(), ":from": span.from.0, ":to": span.to.0 };
        self.run(|connection| {
            let mut sums: Vec<i64> = Vec::new();
            let mut statement = connection.prepare_cached(SALES_BETWEEN)?;
            let mut rows = statement.query(named)?;
            while let Some(row) = rows.next()? {
                let (key, sales): (u32, i64) = (row.get(0)?, row.get(1)?);
                *at(&mut sums, key) += sales;
            }
            let known = (0..).zip(sums).filter(|(_, sales)| *sales != 0);
            known.map(|(key, sales)| Ok((key_of(connection, dimension, key)?.join(" "), sales))).collect()
        })
    }

    fn by_day(&self, dimension: Dimension, key: &[&str], span: Span) -> Result<Vec<(Day, Measures)>, Error> {
        self.run(|connection| {
            let Some(key) = number_of(connection, key)? else { return Ok(Vec::new()) };
            let mut days = connection.prepare_cached(DAYS)?;
            let mut one = connection.prepare_cached(ON_DAY)?;
            let named = named_params! { ":dimension": dimension.number(), ":from": span.from.0, ":to": span.to.0 };
            let days: Vec<i32> = days.query_map(named, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let mut found = Vec::new();
            for day in days {
                let named = named_params! { ":dimension": dimension.number(), ":day": day, ":key": key };
                let sums = one.query_row(named, |row| measures(row, 0)).optional()?;
                found.extend(sums.map(|sums| (Day(day), sums)));
            }
            Ok(found)
        })
    }

    fn by_hour(&self, span: Span) -> Result<Vec<(u8, Measures)>, Error> {
        let named = named_params! { ":dimension": Dimension::All.number(), ":from": span.from.0, ":to": span.to.0 };
        self.run(|connection| {
            connection.prepare_cached(HOURS)?.query_map(named, |row| Ok((row.get(0)?, measures(row, 1)?)))?.collect()
        })
    }
}

/// The sums of every key of a dimension, by its number.
fn sums_of(connection: &Connection, dimension: Dimension, span: Span) -> rusqlite::Result<Vec<Measures>> {
    let (sql, columns): (&str, &[Measure]) =
        if dimension.is_of_suggestions() { (ANSWERS_BETWEEN, &Measure::OF_SUGGESTIONS) } else { (BETWEEN, &[]) };
    let named = named_params! { ":dimension": dimension.number(), ":from": span.from.0, ":to": span.to.0 };
    let mut sums: Vec<Measures> = Vec::new();
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(named)?;
    while let Some(row) = rows.next()? {
        let sum = at(&mut sums, row.get(0)?);
        if columns.is_empty() {
            sum.plus(&measures(row, 1)?, 1);
        }
        for (column, measure) in columns.iter().enumerate() {
            let more: i64 = row.get(column + 1)?;
            let sum = &mut sum.0[*measure as usize];
            *sum = sum.wrapping_add(more);
        }
    }
    Ok(sums)
}

/// The place of a number; numbers of words and pairs have no large gaps.
fn at<T: Default + Clone>(sums: &mut Vec<T>, key: u32) -> &mut T {
    let key = key as usize;
    if key >= sums.len() {
        sums.resize(key + 1, T::default());
    }
    &mut sums[key]
}

/// The number of a word, or of a pair by item, add-on and kind; `None` where nothing was counted under it.
fn number_of(connection: &Connection, key: &[&str]) -> rusqlite::Result<Option<u32>> {
    const WORD: &str = "SELECT id FROM word WHERE text = ?1";
    const PAIR: &str = "SELECT id FROM pair WHERE kind = ?3
        AND item = (SELECT id FROM word WHERE text = ?1) AND add_on = (SELECT id FROM word WHERE text = ?2)";
    match key {
        [word] => connection.prepare_cached(WORD)?.query_row([word], |row| row.get(0)).optional(),
        [item, add_on, kind] => {
            let kind = LinkKind::parse(kind).map(|kind| kind as u8);
            connection.prepare_cached(PAIR)?.query_row((item, add_on, kind), |row| row.get(0)).optional()
        }
        _ => Ok(None),
    }
}

/// The sums from a column on.
pub(super) fn measures(row: &Row<'_>, from: usize) -> rusqlite::Result<Measures> {
    let mut sums = [0; MEASURES];
    for (at, sum) in sums.iter_mut().enumerate() {
        *sum = row.get(from + at)?;
    }
    Ok(Measures(sums))
}

/// The words of a key.
pub(super) fn key_of(connection: &Connection, dimension: Dimension, key: u32) -> rusqlite::Result<Vec<String>> {
    const WORD: &str = "SELECT text FROM word WHERE id = :key";
    const PAIR: &str = "SELECT i.text, a.text, p.kind FROM pair AS p
        JOIN word AS i ON i.id = p.item JOIN word AS a ON a.id = p.add_on WHERE p.id = :key";
    let named = named_params! { ":key": key };
    if dimension != Dimension::Pair {
        return connection.prepare_cached(WORD)?.query_row(named, |row| Ok(vec![row.get(0)?]));
    }
    connection.prepare_cached(PAIR)?.query_row(named, |row| {
        let kind = LinkKind::ALL.get(row.get::<_, usize>(2)?).map_or("", |kind| kind.word());
        Ok(vec![row.get(0)?, row.get(1)?, kind.to_owned()])
    })
}
