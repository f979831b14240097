//! The rows of `pairs.csv`, written as other programs can write them too.
//!
//! Whole numbers as they are. `support` has nine decimals, the other figures and an age-weighted `weight` have six, all
//! rounded to the nearest, half away from zero; the quotients exactly, from the counts. Days are ISO 8601, empty where
//! none is known. Text is quoted only where it must be. People open this file in spreadsheets, so an SKU that one would
//! compute gets a `'` in front ([`guarded`]), which is taken off wherever the file is read; the order of rows is that of the
//! SKUs themselves. What people wrote goes back as they wrote it, save for that `'`.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::kept::{COUNTED, Kept, WRITTEN};
use super::pairs::{Mined, Options};
use crate::domain::{Counts, Day, Sku};
use crate::mine::{Counter, Together};
use crate::sheet::formula::{guarded, unguarded};

/// Decimals of support, as a power of ten.
const NINE: u64 = 1_000_000_000;
/// Decimals of the other figures.
const SIX: u64 = 1_000_000;

/// Writes rows.
pub struct Rows<'a> {
    skus: Vec<Box<[u8]>>,
    kept: Vec<Written<'a>>,
    kept_items: HashSet<u32>,
    more_columns: &'a [String],
    empty: Vec<u8>,
    min_count: u32,
    is_weighted: bool,
}

/// What people wrote about a pair, by number.
struct Written<'a> {
    pair: (u32, u32),
    cells: &'a [String],
}

impl<'a> Rows<'a> {
    /// For items that are numbered as `skus` stand.
    pub fn new(skus: &[Sku], kept: &'a Kept, options: &Options) -> Self {
        let number = |sku: &Sku| skus.binary_search(sku).map_or(u32::MAX, |place| place as u32);
        let mut written: Vec<Written> = kept
            .pairs
            .iter()
            .map(|pair| Written { pair: (number(&pair.a), number(&pair.b)), cells: &pair.cells })
            .collect();
        written.sort_unstable_by_key(|written| written.pair);
        let mut empty = vec![b','; WRITTEN.len() + kept.more_columns.len()];
        empty.push(b'\n');
        Self {
            skus: skus.iter().map(|sku| quoted(&guarded(sku.as_str())).into_bytes().into()).collect(),
            kept_items: written.iter().flat_map(|written| [written.pair.0, written.pair.1]).collect(),
            kept: written,
            more_columns: &kept.more_columns,
            empty,
            min_count: options.min_count.max(1),
            is_weighted: options.half_life.is_some(),
        }
    }

    /// The first line.
    pub fn header(&self) -> String {
        let more = self.more_columns.iter().map(|name| own(name));
        let names: Vec<String> = COUNTED.iter().chain(&WRITTEN).map(|&name| name.to_owned()).chain(more).collect();
        names.join(",") + "\n"
    }

    /// Whether a pair of an item in so many baskets may be written.
    pub fn may_hold(&self, item: u32, baskets: u64) -> bool {
        baskets >= u64::from(self.min_count) || self.kept_items.contains(&item)
    }

    /// Writes the row of an item from what was counted, and how many pairs that were.
    pub fn write(
        &self,
        item: u32,
        counter: &mut Counter,
        sold: impl Fn(u32) -> u64,
        baskets: u64,
        bytes: &mut Vec<u8>,
    ) -> Mined {
        let start = self.kept.partition_point(|written| written.pair.0 < item);
        let end = start + self.kept[start..].partition_point(|written| written.pair.0 == item);
        let mut kept = self.kept[start..end].iter().peekable();
        let is_kept = |other| self.kept[start..end].binary_search_by_key(&other, |written| written.pair.1).is_ok();
        let mut mined = Mined::default();
        let mut write = |pair: &Together, cells: Option<&[String]>| {
            mined.pairs += 1;
            mined.kept_below += u64::from(pair.baskets < self.min_count);
            let counts = Counts { n_a: sold(item), n_b: sold(pair.other), n_ab: pair.baskets.into(), n: baskets };
            self.pair(item, pair, counts, cells, bytes);
        };
        let never = |other| Together { other, baskets: 0, first: None, last: None, weight: 0 };
        counter.take(
            |other, together| together >= self.min_count || is_kept(other),
            |pair| {
                while let Some(before) = kept.next_if(|written| written.pair.1 < pair.other) {
                    write(&never(before.pair.1), Some(before.cells));
                }
                let cells = kept.next_if(|written| written.pair.1 == pair.other).map(|written| written.cells);
                write(&pair, cells);
            },
        );
        for left in kept {
            write(&never(left.pair.1), Some(left.cells));
        }
        mined
    }

    fn pair(&self, item: u32, pair: &Together, counts: Counts, cells: Option<&[String]>, bytes: &mut Vec<u8>) {
        let Counts { n_a, n_b, n_ab, n } = counts;
        let mut digits = itoa::Buffer::new();
        bytes.extend_from_slice(&self.skus[item as usize]);
        bytes.push(b',');
        bytes.extend_from_slice(&self.skus[pair.other as usize]);
        for count in [n_a, n_b, n_ab, n] {
            bytes.push(b',');
            bytes.extend_from_slice(digits.format(count).as_bytes());
        }
        decimal(bytes, quotient(n_ab.into(), n.into(), NINE), 9);
        decimal(bytes, quotient(n_ab.into(), n_a.into(), SIX), 6);
        decimal(bytes, quotient(n_ab.into(), n_b.into(), SIX), 6);
        decimal(bytes, quotient(u128::from(n_ab) * u128::from(n), u128::from(n_a) * u128::from(n_b), SIX), 6);
        decimal(bytes, (counts.llr() * SIX as f64).round() as u64, 6);
        day(bytes, pair.first);
        day(bytes, pair.last);
        if self.is_weighted {
            decimal(bytes, (pair.weight + 500) / 1000, 6);
        } else {
            bytes.push(b',');
            bytes.extend_from_slice(digits.format(n_ab).as_bytes());
        }
        match cells {
            None => bytes.extend_from_slice(&self.empty),
            Some(cells) => {
                for cell in cells {
                    bytes.push(b',');
                    bytes.extend_from_slice(own(cell).as_bytes());
                }
                bytes.push(b'\n');
            }
        }
    }
}

/// A quotient in units of `1 / scale`, rounded half up; 0 where there is nothing to divide by.
fn quotient(part: u128, whole: u128, scale: u64) -> u64 {
    if whole == 0 {
        return 0;
    }
    let exact = || (part * u128::from(scale) * 2 + whole) / (whole * 2);
    match (u64::try_from(part), u64::try_from(whole)) {
        (Ok(part), Ok(whole)) => match part.checked_mul(scale * 2).and_then(|part| part.checked_add(whole)) {
            Some(part) if whole < 1 << 63 => part / (whole * 2),
            _ => u64::try_from(exact()).unwrap_or(u64::MAX),
        },
        _ => u64::try_from(exact()).unwrap_or(u64::MAX),
    }
}

/// Writes a comma and a number of units of which `10^decimals` are one.
fn decimal(bytes: &mut Vec<u8>, units: u64, decimals: usize) {
    let scale = if decimals == 9 { NINE } else { SIX };
    let mut digits = itoa::Buffer::new();
    bytes.push(b',');
    bytes.extend_from_slice(digits.format(units / scale).as_bytes());
    bytes.push(b'.');
    let rest = digits.format(units % scale).as_bytes();
    bytes.extend(std::iter::repeat_n(b'0', decimals - rest.len()));
    bytes.extend_from_slice(rest);
}

fn day(bytes: &mut Vec<u8>, day: Option<Day>) {
    bytes.push(b',');
    let Some(day) = day else { return };
    let (year, month, date) = day.to_civil();
    let Ok(year) = u32::try_from(year) else { return };
    let two = |number: u32| [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8];
    bytes.extend_from_slice(&two(year / 100));
    bytes.extend_from_slice(&two(year));
    for part in [month, date] {
        bytes.push(b'-');
        bytes.extend_from_slice(&two(part.unsigned_abs()));
    }
}

/// A cell of somebody's own: a number stays one, and a text that a spreadsheet would compute gets its `'`, once.
fn own(cell: &str) -> String {
    if cell.parse::<f64>().is_ok() { quoted(cell) } else { quoted(&guarded(unguarded(cell))) }
}

/// A cell as CSV has it.
fn quoted(text: &str) -> String {
    let needs = text.contains([',', ';', '\t', '"', '\n', '\r']) || text.trim() != text;
    if !needs {
        return text.to_owned();
    }
    let mut cell = String::with_capacity(text.len() + 2);
    let _ = write!(cell, "\"{}\"", text.replace('"', "\"\""));
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_to_the_nearest() {
        let text = |units, decimals| {
            let mut bytes = Vec::new();
            decimal(&mut bytes, units, decimals);
            String::from_utf8(bytes).unwrap()
        };
        for (part, whole, expected) in [
            (1, 3, ",0.333333"),
            (2, 3, ",0.666667"),
            (1, 2_000_000, ",0.000001"),
            (0, 5, ",0.000000"),
            (3, 0, ",0.000000"),
            (u128::from(u64::MAX), 2, ",18446744073709.551615"),
            (1 << 80, 1 << 79, ",2.000000"),
        ] {
            assert_eq!(text(quotient(part, whole, SIX), 6), expected, "{part} / {whole}");
        }
        assert_eq!(text(quotient(1, 3, NINE), 9), ",0.333333333");
    }

    #[test]
    fn days_and_texts_are_those_of_csv() {
        let text = |day_: Option<i32>| {
            let mut bytes = Vec::new();
            day(&mut bytes, day_.map(Day));
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!((text(Some(20_779)), text(None)), (",2026-11-22".to_owned(), ",".to_owned()));
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!((quoted("PRN-200"), quoted(" x")), ("PRN-200".to_owned(), "\" x\"".to_owned()));
    }
}
