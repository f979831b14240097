//! `sales/*.csv`: a history as baskets, streamed line by line, so that its size does not matter.
//!
//! What is wrong in a history of a million lines is said with the first few places and a count: twenty SKUs that are not
//! in `items.csv`, twenty of every other kind in a file.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use csv::ByteRecord;

use super::format;
use super::items::Items;
use super::slips::{SAID, Slip, Slips};
use super::table::{Header, cannot_read, cell_at};
use crate::catalog::problem::{At, Problems};
use crate::catalog::watch::{Step, Watch};
use crate::domain::{Day, Sku};
use crate::mine::BasketsBuilder;

const FOLDER: &str = "sales";
const KNOWN: [&str; 7] = ["basket_id", "sku", "timestamp", "quantity", "price", "customer", "customer_id"];

/// What the histories hold.
#[derive(Debug, Default)]
pub struct Sales {
    /// The lines, by index of the item.
    pub baskets: BasketsBuilder,
    /// Lines read.
    pub lines: u64,
    /// Lines whose SKU is not in `items.csv`.
    pub unknown_lines: u64,
}

/// Reads every `*.csv` in `sales/`, by name; `Some(None)` where there is none, `None` where the watcher asked to stop.
#[allow(clippy::option_option)]
pub fn read(folder: &Path, items: &Items, problems: &mut Problems, watch: &mut dyn Watch) -> Option<Option<Sales>> {
    let mut names: Vec<String> = std::fs::read_dir(folder.join(FOLDER))
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.to_lowercase().ends_with(".csv") && !name.starts_with('.'))
        .collect();
    names.sort();
    if names.is_empty() {
        return Some(None);
    }
    let size = |name: &String| std::fs::metadata(folder.join(FOLDER).join(name)).map_or(0, |metadata| metadata.len());
    watch.step(Step::ReadSales, names.iter().map(size).sum());
    let mut reader = Reader {
        sales: Sales::default(),
        skus: items.by_sku.iter().map(|(sku, &index)| (sku.as_bytes(), index)).collect(),
        unknown: HashMap::new(),
        first_unknown: Vec::new(),
        done: 0,
    };
    for name in names {
        let file = format!("{FOLDER}/{name}");
        if !reader.file(&folder.join(FOLDER).join(&name), &file, problems, watch) {
            return None;
        }
    }
    reader.say_unknown(problems);
    Some(Some(reader.sales))
}

struct Reader<'a> {
    sales: Sales,
    skus: HashMap<&'a [u8], u32>,
    /// A spelling that is no SKU → its place in `first_unknown`, or the index of the item it stands for.
    unknown: HashMap<Box<[u8]>, Spelling>,
    first_unknown: Vec<Unknown>,
    done: u64,
}

#[derive(Clone, Copy)]
enum Spelling {
    Item(u32),
    Unknown(usize),
}

struct Unknown {
    file: String,
    at: At,
    sku: String,
    lines: u64,
}

impl Reader<'_> {
    /// Reads one file; false where the caller asked to stop.
    fn file(&mut self, path: &Path, file: &str, problems: &mut Problems, watch: &mut dyn Watch) -> bool {
        let opened = open(path);
        let (mut csv, skip) = match opened {
            Ok(Ok(opened)) => opened,
            Ok(Err(what)) => {
                problems.error(file, At::START, what, "");
                return true;
            }
            Err(error) => {
                problems.error(file, At::START, cannot_read(&error), "");
                return true;
            }
        };
        let mut record = ByteRecord::new();
        if !csv.read_byte_record(&mut record).unwrap_or(false) {
            problems.error(file, At::START, "file is empty", "");
            return true;
        }
        let header = Header::new(1, &record);
        header.warn_unknown(file, &KNOWN, problems);
        if !header.check(file, &["basket_id", "sku"], problems) {
            return true;
        }
        let columns = Columns::of(&header);
        let mut slips = Slips::default();
        if columns.timestamp.is_none() {
            problems.warning(file, header.at(0), "no column timestamp, these sales count without their age", "");
        }
        let mut any = false;
        loop {
            let start = csv.position().byte();
            match csv.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    problems.error(file, At::START, format!("file cannot be read ({error})"), "");
                    break;
                }
            }
            any = true;
            self.line(file, &record, start, &columns, &mut slips);
            self.sales.lines += 1;
            problems.rows += 1;
            if self.sales.lines.is_multiple_of(8192) && !watch.at(self.done + start) {
                return false;
            }
        }
        self.done += csv.position().byte();
        if !any {
            problems.warning(file, header.at(0), "file has a header and no rows", "");
        }
        self.place(path, file, skip, &slips, problems);
        true
    }

    fn line(&mut self, file: &str, record: &ByteRecord, start: u64, columns: &Columns, slips: &mut Slips) {
        let cell =
            |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or_default().trim_ascii();
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return;
        }
        let (basket, sku) = (cell(columns.basket), cell(columns.sku));
        for (column, name, value) in [(columns.basket, "basket_id", basket), (columns.sku, "sku", sku)] {
            if value.is_empty() {
                slips.note(Slip::Empty(name), start, record, column);
            }
        }
        if record.len() > columns.width && record.iter().skip(columns.width).any(|cell| !cell.trim_ascii().is_empty()) {
            slips.note(Slip::TooMany, start, record, Some(columns.width));
        }
        if record.as_slice().contains(&b'\n') {
            columns.note_breaks(record, start, slips);
        }
        if basket.is_empty() || sku.is_empty() {
            return;
        }
        let item = self.item(file, sku, start, record, columns.sku);
        let thousandths = match cell(columns.quantity) {
            b"" | b"1" => 1000,
            raw => quantity(raw).unwrap_or_else(|| {
                slips.note(Slip::Quantity, start, record, columns.quantity);
                1000
            }),
        };
        let basket = self.sales.baskets.basket(basket);
        if columns.timestamp.is_some() {
            match day(cell(columns.timestamp)) {
                Some(day) => self.sales.baskets.day(basket, day),
                None => slips.note(Slip::Time, start, record, columns.timestamp),
            }
        }
        match item {
            Some(item) => self.sales.baskets.line(basket, item, thousandths),
            None => self.sales.unknown_lines += 1,
        }
    }

    /// The item behind a cell: most spellings are the SKU itself.
    fn item(&mut self, file: &str, raw: &[u8], start: u64, record: &ByteRecord, column: Option<usize>) -> Option<u32> {
        if let Some(&index) = self.skus.get(raw) {
            return Some(index);
        }
        let spelling = *self.unknown.entry(raw.into()).or_insert_with(|| {
            let text = String::from_utf8_lossy(raw);
            let known = Sku::parse(&text).ok().and_then(|sku| self.skus.get(sku.as_str().as_bytes()).copied());
            known.map_or_else(
                || {
                    // The byte where the record begins stands in for its line until the file is done.
                    let at = At { line: start, ..cell_at(0, record, column.unwrap_or(0)) };
                    self.first_unknown.push(Unknown { file: file.to_owned(), at, sku: text.into_owned(), lines: 0 });
                    Spelling::Unknown(self.first_unknown.len() - 1)
                },
                Spelling::Item,
            )
        });
        match spelling {
            Spelling::Item(index) => Some(index),
            Spelling::Unknown(place) => {
                self.first_unknown[place].lines += 1;
                None
            }
        }
    }

    /// Turns bytes into lines, in one more pass where there is anything to say.
    fn place(&mut self, path: &Path, file: &str, skip: u64, slips: &Slips, problems: &mut Problems) {
        let unknown = self.first_unknown.iter_mut().take(SAID + 1).filter(|unknown| unknown.file == file);
        let mut unknown: Vec<&mut Unknown> = unknown.collect();
        let mut starts: Vec<u64> = unknown.iter().map(|unknown| unknown.at.line).collect();
        starts.extend(slips.starts());
        if starts.is_empty() {
            return;
        }
        let lines = super::lines::of_records(path, skip, starts);
        let line = |start: u64| lines.get(&start).copied().unwrap_or(1);
        for unknown in &mut unknown {
            unknown.at.line = line(unknown.at.line);
        }
        slips.say(file, line, problems);
    }

    fn say_unknown(&self, problems: &mut Problems) {
        let lines = |count: u64| {
            if count == 1 { "1 line".to_owned() } else { format!("{count} lines") }
        };
        for unknown in self.first_unknown.iter().take(SAID) {
            let what = format!("SKU is not in items.csv ({})", lines(unknown.lines));
            problems.warning(&unknown.file, unknown.at, what, &unknown.sku);
        }
        if let Some(next) = self.first_unknown.get(SAID) {
            let rest: u64 = self.first_unknown[SAID..].iter().map(|unknown| unknown.lines).sum();
            let more = self.first_unknown.len() - SAID;
            let total = self.sales.unknown_lines;
            let what = format!("and {more} more SKUs are not in items.csv ({}, {total} in all)", lines(rest));
            problems.warning(&next.file, next.at, what, "");
        }
    }
}

struct Columns {
    basket: Option<usize>,
    sku: Option<usize>,
    timestamp: Option<usize>,
    quantity: Option<usize>,
    width: usize,
}

impl Columns {
    fn of(header: &Header) -> Self {
        Self {
            basket: header.find("basket_id"),
            sku: header.find("sku"),
            timestamp: header.find("timestamp"),
            quantity: header.find("quantity"),
            width: header.names.len(),
        }
    }

    /// A quotation mark that is never closed swallows the rest of the file into one cell.
    fn note_breaks(&self, record: &ByteRecord, start: u64, slips: &mut Slips) {
        let read = [self.basket, self.sku, self.timestamp, self.quantity];
        for (column, cell) in record.iter().enumerate() {
            if cell.trim_ascii().contains(&b'\n') {
                let slip = if read.contains(&Some(column)) { Slip::Broken } else { Slip::Breaks };
                slips.note(slip, start, record, Some(column));
            }
        }
    }
}

/// Pieces in thousandths: `2`, `-1`, `0.25`.
fn quantity(raw: &[u8]) -> Option<i32> {
    let number: f64 = std::str::from_utf8(raw).ok()?.parse().ok()?;
    number.is_finite().then_some((number * 1000.0).round() as i32)
}

/// The day of an ISO 8601 date, with or without a time.
fn day(raw: &[u8]) -> Option<Day> {
    let text = std::str::from_utf8(raw).ok()?;
    let (date, time) = text.split_at_checked(10)?;
    let time_follows = time.is_empty() || (time.starts_with(['T', ' ', 't']) && time.len() >= 6);
    time_follows.then(|| Day::parse(date))?
}

type Opened = (csv::Reader<io::Chain<io::Cursor<Vec<u8>>, File>>, u64);

/// Opens a file and finds how it is written. Positions count from behind the byte order mark.
fn open(path: &Path) -> io::Result<Result<Opened, &'static str>> {
    let mut file = File::open(path)?;
    let mut sample = Vec::with_capacity(64 * 1024);
    file.by_ref().take(64 * 1024).read_to_end(&mut sample)?;
    let format = match format::detect(&sample) {
        Ok(format) => format,
        Err(what) => return Ok(Err(what)),
    };
    sample.drain(..format.skip);
    let reader = csv::ReaderBuilder::new()
        .delimiter(format.delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(256 * 1024)
        .from_reader(io::Cursor::new(sample).chain(file));
    Ok(Ok((reader, format.skip as u64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_and_days_are_read_or_not() {
        for (raw, expected) in
            [("2", Some(2000)), ("-1", Some(-1000)), ("0.25", Some(250)), ("two", None), ("NaN", None)]
        {
            assert_eq!(quantity(raw.as_bytes()), expected, "{raw}");
        }
        for good in ["2026-11-22", "2026-11-22T14:32:00", "2026-11-22 14:32", "2026-11-22T14:32:00+01:00"] {
            assert_eq!(day(good.as_bytes()), Some(Day(20_779)), "{good}");
        }
        for bad in ["", "22.11.2026", "2026-13-01", "2026-11-22x", "20261122T1432"] {
            assert_eq!(day(bad.as_bytes()), None, "{bad}");
        }
    }
}
