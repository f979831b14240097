//! One number for all that a store says, so that two of them can be compared.

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::figures::{ALL, key_of, measures};
use super::{Collected, visits};
use crate::db::Error;
use crate::report::measures::Dimension;
use crate::report::returns::Visit;
use crate::travel::digest::hex;

/// A sum of hashes, of which the order does not matter: each is added to what there is, modulo 2^256.
#[derive(Default)]
struct Sum {
    words: [u64; 4],
    count: u64,
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        let hash = Sha256::digest(bytes);
        let mut words = [0; 4];
        for (word, part) in words.iter_mut().zip(hash.as_slice().chunks_exact(8)) {
            *word = part.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        }
        self.plus(&Self { words, count: 1 });
    }

    fn plus(&mut self, other: &Self) {
        let mut carry = 0_u128;
        for (word, more) in self.words.iter_mut().zip(other.words) {
            let sum = u128::from(*word) + u128::from(more) + carry;
            *word = sum as u64;
            carry = sum >> 64;
        }
        self.count += other.count;
    }
}

impl Collected {
    /// SHA-256 in hex over every content of every segment and how it stands, and every row of the figures and visits. The same segments
    /// give the same digest in whatever order, how often and in how many parts they arrived.
    pub fn digest(&self) -> Result<String, Error> {
        // Pairs are about half of all rows: two threads read at the same time.
        let pairs = Dimension::Pair.number();
        let (segments, mut rows, other) = std::thread::scope(|scope| {
            let path = self.path.as_path();
            let read = move || Self::open_read_only(path)?.run(|connection| figures(connection, pairs, pairs));
            let reader = scope.spawn(read);
            let here = self.run(|connection| {
                let mut rows = figures(connection, 0, pairs - 1)?;
                rows.plus(&figures(connection, pairs + 1, u8::MAX)?);
                visits::each(connection, |pseudonym, day, visit| {
                    let Visit { sales, advised, accepted } = visit;
                    rows.add(format!("{pseudonym}\n{day}\n{sales}\n{advised}\n{accepted}").as_bytes());
                })?;
                Ok((segments(connection)?, rows))
            });
            let there = reader.join().unwrap_or_else(|_| Err(Error::Missing(self.path.clone())));
            let (segments, rows) = here?;
            Ok::<_, Error>((segments, rows, there?))
        })?;
        rows.plus(&other);
        let mut all = Sha256::new();
        for sum in [segments, rows] {
            all.update(sum.count.to_le_bytes());
            sum.words.iter().for_each(|word| all.update(word.to_le_bytes()));
        }
        Ok(hex(all.finalize().as_slice()))
    }
}

fn segments(connection: &Connection) -> rusqlite::Result<Sum> {
    const SQL: &str = "SELECT w.terminal, w.epoch, s.number, s.revision, s.state, s.sha256
        FROM segment AS s JOIN writer AS w ON w.id = s.writer";
    let mut sum = Sum::default();
    let mut statement = connection.prepare(SQL)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (terminal, epoch): (String, String) = (row.get(0)?, row.get(1)?);
        let (number, revision, state): (i64, i64, i64) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let sha256: [u8; 32] = row.get(5)?;
        sum.add(format!("{terminal}\n{epoch}\n{number}\n{revision}\n{state}\n{}", hex(&sha256)).as_bytes());
    }
    Ok(sum)
}

fn figures(connection: &Connection, from: u8, to: u8) -> rusqlite::Result<Sum> {
    let mut sum = Sum::default();
    let mut statement = connection.prepare(ALL)?;
    let mut rows = statement.query([from, to])?;
    let mut keys: hashbrown::HashMap<(u8, u32), Vec<u8>> = hashbrown::HashMap::new();
    let mut bytes = Vec::new();
    while let Some(row) = rows.next()? {
        let (dimension, day, key, hour): (u8, i32, u32, u8) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let place = Dimension::ALL.get(usize::from(dimension)).copied().unwrap_or(Dimension::All);
        let is_pair = u8::from(place == Dimension::Pair);
        if !keys.contains_key(&(is_pair, key)) {
            keys.insert((is_pair, key), key_of(connection, place, key)?.join("\n").into_bytes());
        }
        bytes.clear();
        bytes.push(dimension);
        bytes.extend(day.to_le_bytes());
        bytes.push(hour);
        measures(row, 4)?.0.iter().for_each(|count| bytes.extend(count.to_le_bytes()));
        bytes.extend_from_slice(&keys[&(is_pair, key)]);
        sum.add(&bytes);
    }
    Ok(sum)
}
