//! The figures of many sales, added up in memory before they are written: rows by dimension, day, key and hour.

use hashbrown::HashMap;

use super::entry::Entry;
use crate::domain::text::{clean, is_clean};
use crate::report::measures::{Key, Measures, Moment, Stand, of_sale};
use crate::report::returns::Visit;

/// The hour of a row that is a whole day.
pub(super) const WHOLE_DAY: u8 = 24;
/// Longer words are none of ours; they count under the empty one.
const LONGEST_WORD: usize = 256;
/// Longer pseudonyms are none.
const LONGEST_PSEUDONYM: usize = 128;

type Hasher = foldhash::fast::RandomState;

/// The place of a row, as one number that sorts as the table does: dimension, day, key, hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place(u64);

impl Place {
    pub fn new(dimension: u8, day: i32, key: u32, hour: u8) -> Self {
        let day = u64::from(day.unsigned_abs());
        Self(u64::from(dimension) << 56 | day << 37 | u64::from(key) << 5 | u64::from(hour))
    }

    pub fn dimension(self) -> u8 {
        (self.0 >> 56) as u8
    }

    pub fn day(self) -> i32 {
        (self.0 >> 37 & 0x7ffff) as i32
    }

    pub fn key(self) -> u32 {
        (self.0 >> 5) as u32
    }

    pub fn hour(self) -> u8 {
        (self.0 & 0x1f) as u8
    }
}

/// A pair of words and a kind of link.
pub(super) type Pair = (u32, u32, u8);

/// The sums. Its words and pairs have numbers of their own, that mean nothing outside of it.
#[derive(Debug, Default)]
pub struct Tally {
    pub(super) words: HashMap<Box<str>, u32, Hasher>,
    pub(super) pairs: HashMap<Pair, u32, Hasher>,
    pub(super) rows: HashMap<Place, Measures, Hasher>,
    /// By pseudonym and day.
    pub(super) visits: HashMap<(Box<str>, i32), Visit, Hasher>,
}

impl Tally {
    /// Room for some 100,000 rows, made at once: a table that grows is there twice meanwhile.
    pub(super) fn with_room() -> Self {
        Self { rows: HashMap::with_capacity_and_hasher(114_688, Hasher::default()), ..Self::default() }
    }

    /// Adds a sale, or takes it away where `sign` is -1.
    pub(super) fn add(&mut self, entry: &Entry, stand: Stand<'_>, sign: i64) {
        let Moment { day, hour } = entry.moment();
        if let Some(customer) = entry.event.customer.as_deref()
            && day != Moment::IN_DOUBT.day
            && customer.len() <= LONGEST_PSEUDONYM
            && is_clean(customer)
        {
            self.visits.entry((customer.into(), day)).or_default().plus(Visit::of(&entry.event), sign);
        }
        of_sale(&entry.event, stand, &mut |dimension, key, more| {
            let key = self.key(key);
            let hour = if dimension.is_by_hour() { hour } else { WHOLE_DAY };
            self.rows.entry(Place::new(dimension.number(), day, key, hour)).or_default().plus(more, sign);
        });
    }

    fn key(&mut self, key: Key<'_>) -> u32 {
        match key {
            Key::Word(word) => self.word(word),
            Key::Arm(experiment, arm) => self.word(&format!("{experiment}={arm}")),
            Key::Pair(item, add_on, kind) => {
                let pair = (self.word(item), self.word(add_on), kind as u8);
                let next = self.pairs.len() as u32;
                *self.pairs.entry(pair).or_insert(next)
            }
        }
    }

    fn word(&mut self, word: &str) -> u32 {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        if word.len() > LONGEST_WORD {
            return self.word("");
        }
        if !is_clean(word) {
            return self.word(&clean(word).text);
        }
        let next = self.words.len() as u32;
        self.words.insert(word.into(), next);
        next
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows.len() + self.visits.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_what_it_was_made_of_and_sorts_as_the_table_does() {
        let of = |place: Place| (place.dimension(), place.day(), place.key(), place.hour());
        let mut places: Vec<_> =
            [(9, 84_005, u32::MAX, 24), (0, 0, 0, 0), (3, 20_780, 5, 24), (3, 20_779, 6, 23)].into();
        for place in &places {
            assert_eq!(of(Place::new(place.0, place.1, place.2, place.3)), *place);
        }
        places.sort_by_key(|place| Place::new(place.0, place.1, place.2, place.3));
        assert!(places.is_sorted());
    }

    #[test]
    fn words_are_clean_and_short() {
        let mut tally = Tally::default();
        let plain = tally.word("Printers");
        assert_eq!(tally.word("Prin\u{202e}ters"), plain);
        assert_eq!(tally.word(&"x".repeat(300)), tally.word(""));
    }
}
