//! The figures of many sales, added up in memory: rows by dimension, day, key and hour. Head office writes them into its store,
//! a counter reads its reports from them.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::measures::{Dimension, Key, Measures, Moment, Stand, of_sale};
use super::returns::Visit;
use super::sums::{Figure, Span, Sums};
use crate::domain::text::{clean, is_clean};
use crate::domain::{Day, Event, LinkKind};

/// The hour of a row that is a whole day.
pub const WHOLE_DAY: u8 = 24;
/// Longer words are none of ours; they count under the empty one.
const LONGEST_WORD: usize = 256;
/// Longer pseudonyms are none.
const LONGEST_PSEUDONYM: usize = 128;

type Hasher = foldhash::fast::RandomState;

/// The place of a row, as one number that sorts as the table does: dimension, day, key, hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(u64);

impl Place {
    /// `dimension` is below 256, `day` from 0 to 84,005, `hour` up to [`WHOLE_DAY`].
    pub fn new(dimension: u8, day: i32, key: u32, hour: u8) -> Self {
        let day = u64::from(day.unsigned_abs());
        Self(u64::from(dimension) << 56 | day << 37 | u64::from(key) << 5 | u64::from(hour))
    }

    /// The number of its [`Dimension`].
    pub fn dimension(self) -> u8 {
        (self.0 >> 56) as u8
    }

    /// Days since 1970.
    pub fn day(self) -> i32 {
        (self.0 >> 37 & 0x7ffff) as i32
    }

    /// The number of its word or pair.
    pub fn key(self) -> u32 {
        (self.0 >> 5) as u32
    }

    /// 0 to 23, or [`WHOLE_DAY`].
    pub fn hour(self) -> u8 {
        (self.0 & 0x1f) as u8
    }
}

/// A pair of words and a kind of link.
pub type Pair = (u32, u32, u8);

/// The sums. Its words and pairs have numbers of their own, that mean nothing outside of it.
#[derive(Debug, Default)]
pub struct Ledger {
    words: HashMap<Box<str>, u32, Hasher>,
    pairs: HashMap<Pair, u32, Hasher>,
    rows: HashMap<Place, Measures, Hasher>,
    /// By pseudonym and day; of a ledger that keeps everything alone.
    visits: HashMap<(Box<str>, i32), Visit, Hasher>,
    keep: Option<Keep>,
}

/// What of the days a ledger keeps, where it need not keep them all: a year of one counter has a quarter of a million rows by
/// day, and some thousand by period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// Rows of pairs, items and the like are kept for each of these periods as a whole, and left out beyond them. The first that holds a
    /// day counts; ask for none but these.
    pub spans: Vec<Span>,
    /// The row whose days are kept all the same.
    pub row: Option<(Dimension, Vec<String>)>,
    /// Sales without this context do not count.
    pub context: Option<String>,
}

impl Keep {
    /// The day under which a row is kept.
    fn day(&self, dimension: Dimension, day: i32, key: &Key<'_>) -> Option<i32> {
        let by_day = matches!(dimension, Dimension::All | Dimension::Arm);
        let is_row = || match (&self.row, key) {
            (Some((of, _)), _) if *of != dimension => false,
            (Some((_, row)), Key::Word(word)) => *row == [*word],
            (Some((_, row)), Key::Pair(item, add_on, kind)) => *row == [*item, *add_on, kind.word()],
            (Some((_, row)), Key::Arm(experiment, arm)) => *row == [*experiment, *arm],
            (None, _) => false,
        };
        if by_day || is_row() {
            return Some(day);
        }
        self.spans.iter().find(|span| span.holds(Day(day))).map(|span| span.from.0.max(0))
    }
}

impl Ledger {
    /// Room for some 100,000 rows, made at once: a table that grows is there twice meanwhile.
    pub fn with_room() -> Self {
        Self { rows: HashMap::with_capacity_and_hasher(114_688, Hasher::default()), ..Self::default() }
    }

    /// A ledger that keeps no more than what is asked.
    pub fn keeping(keep: Keep) -> Self {
        Self { keep: Some(keep), ..Self::default() }
    }

    /// Adds a sale, or takes it away where `sign` is -1.
    pub fn add(&mut self, event: &Event, moment: Moment, stand: Stand<'_>, sign: i64) {
        let Moment { day, hour } = moment;
        let context = self.keep.as_ref().and_then(|keep| keep.context.as_ref());
        if context.is_some_and(|context| !event.context.contains(context)) {
            return;
        }
        if self.keep.is_none() {
            self.visit(event, day, sign);
        }
        of_sale(event, stand, &mut |dimension, key, more| {
            let kept = self.keep.as_ref().map_or(Some(day), |keep| keep.day(dimension, day, &key));
            let Some(day) = kept else { return };
            let key = self.key(key);
            let hour = if dimension.is_by_hour() { hour } else { WHOLE_DAY };
            self.rows.entry(Place::new(dimension.number(), day, key, hour)).or_default().plus(more, sign);
        });
    }

    fn visit(&mut self, event: &Event, day: i32, sign: i64) {
        let Some(customer) = event.customer.as_deref().filter(|_| day != Moment::IN_DOUBT.day) else { return };
        if customer.len() <= LONGEST_PSEUDONYM && is_clean(customer) {
            self.visits.entry((customer.into(), day)).or_default().plus(Visit::of(event), sign);
        }
    }

    /// Adds what another ledger counted.
    pub fn absorb(&mut self, other: &Self) {
        let mut words = vec![0; other.words.len()];
        for (word, number) in other.words() {
            words[number as usize] = self.word(word);
        }
        let mut pairs = vec![0; other.pairs.len()];
        for ((item, add_on, kind), number) in other.pairs() {
            pairs[number as usize] = self.pair((words[item as usize], words[add_on as usize], kind));
        }
        for (place, more) in other.rows() {
            let numbers = if place.dimension() == Dimension::Pair.number() { &pairs } else { &words };
            let place = Place::new(place.dimension(), place.day(), numbers[place.key() as usize], place.hour());
            self.rows.entry(place).or_default().plus(more, 1);
        }
        for ((customer, day), visit) in &other.visits {
            self.visits.entry((customer.clone(), *day)).or_default().plus(*visit, 1);
        }
    }

    fn pair(&mut self, pair: Pair) -> u32 {
        let next = self.pairs.len() as u32;
        *self.pairs.entry(pair).or_insert(next)
    }

    fn key(&mut self, key: Key<'_>) -> u32 {
        match key {
            Key::Word(word) => self.word(word),
            Key::Arm(experiment, arm) => self.word(&format!("{experiment}={arm}")),
            Key::Pair(item, add_on, kind) => {
                let pair = (self.word(item), self.word(add_on), kind as u8);
                self.pair(pair)
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
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True where nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every row, in no order.
    pub fn rows(&self) -> impl Iterator<Item = (Place, &Measures)> {
        self.rows.iter().map(|(place, sums)| (*place, sums))
    }

    /// The visits of customers whose card was linked: pseudonym, day, and what it came to; in no order.
    pub fn visits(&self) -> impl ExactSizeIterator<Item = (&str, i32, Visit)> {
        self.visits.iter().map(|((customer, day), visit)| (&**customer, *day, *visit))
    }

    /// Every word with its number.
    pub fn words(&self) -> impl ExactSizeIterator<Item = (&str, u32)> {
        self.words.iter().map(|(word, number)| (&**word, *number))
    }

    /// Every pair of words with its number.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (Pair, u32)> {
        self.pairs.iter().map(|(pair, number)| (*pair, *number))
    }
}

impl Sums for Ledger {
    type Error = std::convert::Infallible;

    fn by_key(&self, dimension: Dimension, span: Span) -> Result<Vec<Figure>, Self::Error> {
        let mut sums: HashMap<u32, Measures, Hasher> = HashMap::default();
        for (place, more) in self.within(dimension, span) {
            sums.entry(place.key()).or_default().plus(more, 1);
        }
        let words = self.texts();
        let pairs: HashMap<u32, Pair, Hasher> = match dimension {
            Dimension::Pair => self.pairs().map(|(pair, number)| (number, pair)).collect(),
            _ => HashMap::default(),
        };
        let word = |number: u32| words.get(number as usize).copied().unwrap_or_default().to_owned();
        let key = |number: u32| match pairs.get(&number) {
            Some((item, add_on, kind)) => {
                let kind = LinkKind::ALL.get(usize::from(*kind)).map_or("", |kind| kind.word());
                vec![word(*item), word(*add_on), kind.to_owned()]
            }
            None => vec![word(number)],
        };
        Ok(sums.into_iter().map(|(number, measures)| Figure { key: key(number), measures }).collect())
    }

    fn by_day(&self, dimension: Dimension, key: &[&str], span: Span) -> Result<Vec<(Day, Measures)>, Self::Error> {
        let mut days = BTreeMap::new();
        if let Some(number) = self.number(key) {
            for (place, more) in self.within(dimension, span).filter(|(place, _)| place.key() == number) {
                days.entry(Day(place.day())).or_insert_with(Measures::default).plus(more, 1);
            }
        }
        Ok(days.into_iter().collect())
    }

    fn by_hour(&self, span: Span) -> Result<Vec<(u8, Measures)>, Self::Error> {
        let mut hours = BTreeMap::new();
        for (place, more) in self.within(Dimension::All, span) {
            hours.entry(place.hour()).or_insert_with(Measures::default).plus(more, 1);
        }
        Ok(hours.into_iter().collect())
    }
}

impl Ledger {
    fn within(&self, dimension: Dimension, span: Span) -> impl Iterator<Item = (Place, &Measures)> {
        let number = dimension.number();
        self.rows().filter(move |(place, _)| place.dimension() == number && span.holds(Day(place.day())))
    }

    /// The words by their number.
    fn texts(&self) -> Vec<&str> {
        let mut texts = vec![""; self.words.len()];
        for (word, number) in self.words() {
            texts[number as usize] = word;
        }
        texts
    }

    fn number(&self, key: &[&str]) -> Option<u32> {
        let word = |word: &str| self.words.get(word).copied();
        match key {
            [one] => word(one),
            [item, add_on, kind] => {
                let kind = LinkKind::parse(kind)? as u8;
                self.pairs.get(&(word(item)?, word(add_on)?, kind)).copied()
            }
            _ => None,
        }
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
        let mut tally = Ledger::default();
        let plain = tally.word("Printers");
        assert_eq!(tally.word("Prin\u{202e}ters"), plain);
        assert_eq!(tally.word(&"x".repeat(300)), tally.word(""));
    }
}
