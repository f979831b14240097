//! Bytes → a store overlay, or what is wrong with them. Everything read here may be hostile.

use std::borrow::Cow;

use super::super::overlay;
use super::super::whole::{Broken, whole};
use super::{BEGIN, COLUMNS, FORMAT, LONGEST_PLACE, MOST_BYTES, MOST_STOCK, Row};
use crate::domain::text::clean;
use crate::domain::{CleanText, Currency, Money, Sku, UnixMillis};
use overlay::{Building, Label, Overlay};

/// Rows begin behind the two lines of the header.
const FIRST_ROW: u64 = 3;
/// Longest value repeated in a message, in characters.
const SHOWN: usize = 60;

/// What an overlay must be to be taken.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// The store of this counter.
    pub store: &'a str,
    /// The number that its name says.
    pub number: u64,
    /// The chain of the catalog it will be laid over.
    pub chain_id: &'a str,
    /// The currency of that catalog.
    pub currency: &'a Currency,
    /// The clock of this counter. A count that claims to be younger counts as of now, or it would never grow old.
    pub now: UnixMillis,
}

/// Why an overlay is none, as a clause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no last line yet.
    #[error("it has no last line: still arriving, or cut short")]
    Cut,
    /// Its bytes are not those that were published.
    #[error("it is damaged, {0}")]
    Damaged(&'static str),
    /// Of a later format.
    #[error("it needs a newer goeswith: format {0}")]
    Newer(u64),
    /// Of another store.
    #[error("it belongs to the store {0}")]
    OtherStore(String),
    /// It came as it was made, and was made wrong.
    #[error("line {line}: {what}{}", if value.is_empty() { String::new() } else { format!(": {value}") })]
    Wrong {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        what: String,
        /// The value, safe to print; may be empty.
        value: String,
    },
}

/// Reads an overlay: first whether it is whole, then whose it is, then every row.
pub fn read(bytes: &[u8], wanted: &Wanted<'_>) -> Result<Overlay, Fault> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Fault::Damaged("it is larger than 64 MB"));
    }
    let (body, rows) = whole(bytes).map_err(|broken| match broken {
        Broken::Cut => Fault::Cut,
        Broken::Damaged(why) => Fault::Damaged(why),
    })?;
    let mut lines = body.split_terminator('\n');
    let as_of = heading(lines.next().unwrap_or_default(), wanted.store)?;
    let columns = Columns::of(lines.next().unwrap_or_default())?;
    let mut building = Building::default();
    let mut cells = Vec::with_capacity(COLUMNS.len());
    for (line, text) in (FIRST_ROW..).zip(lines) {
        split(text, &mut cells).ok_or_else(|| wrong(line, "quotation marks do not match", text))?;
        building.add(&columns.row(&cells, wanted.currency).map_err(|(what, value)| wrong(line, what, value))?);
        cells.clear();
    }
    let label = Label {
        store: wanted.store.to_owned(),
        number: wanted.number,
        as_of: as_of.min(wanted.now),
        chain_id: wanted.chain_id.to_owned(),
        currency: wanted.currency.clone(),
    };
    let overlay = building.finish(&label).map_err(|row| {
        let text = body.split_terminator('\n').nth(row + FIRST_ROW as usize - 1).unwrap_or_default();
        wrong(FIRST_ROW + row as u64, "SKU stands twice", text)
    })?;
    if overlay.rows() == rows { Ok(overlay) } else { Err(Fault::Damaged("it has another number of rows than it says")) }
}

/// The first line: format, store, and when the stock was counted. Keys this version does not know are passed over.
fn heading(line: &str, store: &str) -> Result<UnixMillis, Fault> {
    let none = || wrong(1, "not the first line of a store's stock", line);
    let mut parts = line.strip_prefix(BEGIN).ok_or_else(none)?.split("; ");
    let format: u64 = parts.next().and_then(|format| format.parse().ok()).ok_or_else(none)?;
    match format {
        FORMAT => {}
        newer if newer > FORMAT => return Err(Fault::Newer(newer)),
        _ => return Err(none()),
    }
    let keys: Vec<(&str, &str)> = parts.filter_map(|part| part.split_once('=')).collect();
    let value = |name: &str| {
        let mut found = keys.iter().filter(|(key, _)| *key == name).map(|(_, value)| *value);
        found.next().filter(|_| found.next().is_none()).ok_or_else(|| wrong(1, format!("no {name}, or two"), line))
    };
    let found = value("store")?;
    if found != store {
        return Err(Fault::OtherStore(shortened(found)));
    }
    let as_of = value("as_of")?;
    let as_of: jiff::Timestamp = as_of.parse().map_err(|_| wrong(1, "as_of is not a time", as_of))?;
    Ok(as_of.as_millisecond())
}

/// Where each of [`COLUMNS`] stands, and how many there are in all.
struct Columns {
    at: [Option<usize>; COLUMNS.len()],
    all: usize,
}

type Slip<'a> = (String, &'a str);

impl Columns {
    /// The second line. `sku` is required; columns this version does not know are passed over.
    fn of(line: &str) -> Result<Self, Fault> {
        let names: Vec<&str> = line.split(',').collect();
        let at = COLUMNS.map(|name| names.iter().position(|found| *found == name));
        if at[0].is_none() {
            return Err(wrong(2, "no column sku", line));
        }
        match names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)) {
            Some((_, name)) => Err(wrong(2, "column stands twice", name)),
            None => Ok(Self { at, all: names.len() }),
        }
    }

    fn row<'a>(&self, cells: &'a [Cow<'_, str>], currency: &Currency) -> Result<Row, Slip<'a>> {
        if cells.len() != self.all {
            let what = format!("{} cells instead of {}", cells.len(), self.all);
            return Err((what, cells.first().map_or("", AsRef::as_ref)));
        }
        let [sku, price, stock, place] = self.at.map(|at| at.and_then(|at| cells.get(at)).map_or("", AsRef::as_ref));
        Ok(Row {
            sku: Sku::parse(sku).map_err(|error| (error.to_string(), sku))?,
            price: given(price).map(|price| money(price, currency)).transpose()?,
            stock: given(stock).map(pieces).transpose()?,
            place: given(place).map(location).transpose()?.flatten(),
        })
    }
}

fn given(cell: &str) -> Option<&str> {
    (!cell.is_empty()).then_some(cell)
}

/// As in items.csv: digits with at most one dot, not below zero.
fn money<'a>(cell: &'a str, currency: &Currency) -> Result<Money, Slip<'a>> {
    match currency.parse(cell) {
        Ok(price) if price.0 >= 0 => Ok(price),
        Ok(_) => Err(("price is below zero".to_owned(), cell)),
        Err(error) => Err((format!("price {error}"), cell)),
    }
}

fn pieces(cell: &str) -> Result<i64, Slip<'_>> {
    let read = cell.parse().ok().filter(|pieces: &i64| (-MOST_STOCK..=MOST_STOCK).contains(pieces));
    read.ok_or_else(|| ("stock is not a whole number".to_owned(), cell))
}

/// Head office takes out what cannot be shown; a file that still holds such a character was not made by it.
fn location(cell: &str) -> Result<Option<CleanText>, Slip<'_>> {
    let cleaned = clean(cell);
    match () {
        () if cleaned.removed > 0 => Err(("location holds characters that cannot be shown".to_owned(), cell)),
        () if cleaned.text.chars().count() > LONGEST_PLACE => {
            Err((format!("location is longer than {LONGEST_PLACE} characters"), cell))
        }
        () => Ok(CleanText::non_empty(&cleaned.text)),
    }
}

/// The cells of one line. A cell is in quotes from end to end or has none; `None` where that does not hold.
fn split<'a>(line: &'a str, cells: &mut Vec<Cow<'a, str>>) -> Option<()> {
    let mut rest = line;
    loop {
        let (cell, after) = if let Some(inside) = rest.strip_prefix('"') {
            let end = closing(inside)?;
            (Cow::from(inside[..end].replace("\"\"", "\"")), &inside[end + 1..])
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            (Cow::from(&rest[..end]), &rest[end..])
        };
        if matches!(cell, Cow::Borrowed(plain) if plain.contains('"')) {
            return None;
        }
        cells.push(cell);
        if after.is_empty() {
            return Some(());
        }
        rest = after.strip_prefix(',')?;
    }
}

/// Where the quotation mark stands that closes a cell; two of them are one of its text.
fn closing(inside: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + inside.get(from..)?.find('"')?;
        if inside.as_bytes().get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        from = at + 2;
    }
}

fn wrong(line: u64, what: impl Into<String>, value: &str) -> Fault {
    Fault::Wrong { line, what: what.into(), value: shortened(value) }
}

/// A value as it may be printed: cleaned, and cut.
fn shortened(value: &str) -> String {
    let cut: String = value.chars().take(SHOWN).collect();
    clean(&cut).text
}

#[cfg(test)]
mod tests {
    use super::super::write;
    use super::*;
    use crate::travel::digest;
    use crate::travel::whole::end;

    const NOW: UnixMillis = 1_795_400_000_000;

    fn euro() -> Currency {
        Currency { code: "EUR".to_owned(), exponent: 2 }
    }

    fn read(bytes: &[u8]) -> Result<Overlay, Fault> {
        super::read(bytes, &Wanted { store: "north-12", number: 42, chain_id: "fenwick", currency: &euro(), now: NOW })
    }

    /// A body with the last line that belongs to it.
    fn sealed(body: &str) -> Vec<u8> {
        let rows = body.lines().count().saturating_sub(2);
        [body, &end(rows, &digest::of(body.as_bytes()))].concat().into_bytes()
    }

    const EXAMPLE: &str = "# goeswith stock 1; store=north-12; as_of=2026-11-22T14:00:00Z\nsku,price,stock,location\n\
                           PRN-200,129.00,4,Aisle 7B\n";

    fn rows() -> Vec<Row> {
        let row = |sku: &str, price, stock, place: &str| Row {
            sku: Sku::parse(sku).unwrap(),
            price,
            stock,
            place: CleanText::non_empty(place),
        };
        vec![
            row("PRN-200", Some(Money(12_900)), Some(4), "Aisle 7B"),
            row("# end; 1", Some(Money(5)), None, "Bay \"2\", left"),
            row("A & B, 12", None, Some(-2), ""),
        ]
    }

    #[test]
    fn it_is_written_as_documented() {
        let rows = rows().into_iter().take(1).collect();
        assert_eq!(write("north-12", 1_795_356_000_999, rows, &euro()), sealed(EXAMPLE));
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = write("north-12", 1_795_356_000_000, rows(), &euro());
        let overlay = read(&bytes).unwrap();
        assert_eq!((overlay.label().number, overlay.label().as_of, overlay.rows()), (42, 1_795_356_000_000, 3));
        for row in rows() {
            let own = overlay.find(row.sku.as_str()).unwrap();
            let place = row.place.as_ref().map(AsRef::as_ref);
            assert_eq!((own.price, own.stock, own.place), (row.price, row.stock, place));
        }
        let mut backwards = rows();
        backwards.reverse();
        assert_eq!(write("north-12", 1_795_356_000_000, backwards, &euro()), bytes);
    }

    #[test]
    fn prices_are_read_in_the_currency_of_the_catalog() {
        let four = Currency { code: "UNI".to_owned(), exponent: 4 };
        let table = [(129_0000, "129.00"), (5_0000, "5.00"), (1_2345, "1.2345"), (1_2340, "1.234"), (0, "0.00")];
        for (amount, expected) in table {
            let row = Row { price: Some(Money(amount)), ..rows().swap_remove(0) };
            let text = String::from_utf8(write("north-12", 0, vec![row], &four)).unwrap();
            assert!(text.contains(&format!("PRN-200,{expected},4")), "{text}");
        }
        for (code, exponent, price, minor) in [("JPY", 0, "129.00", 129), ("TND", 3, "129.5", 129_500)] {
            let currency = Currency { code: code.to_owned(), exponent };
            let bytes = sealed(&EXAMPLE.replace("129.00", price));
            let wanted = Wanted { store: "north-12", number: 1, chain_id: "fenwick", currency: &currency, now: NOW };
            assert_eq!(super::read(&bytes, &wanted).unwrap().find("PRN-200").unwrap().price, Some(Money(minor)));
        }
    }

    #[test]
    fn columns_stand_in_any_order_and_may_be_missing() {
        let head = EXAMPLE.lines().next().unwrap();
        let only = read(&sealed(&format!("{head}\nstock,shelf,sku\n7,top,PRN-200\n"))).unwrap();
        let own = only.find("PRN-200").unwrap();
        assert_eq!((own.price, own.stock, own.place), (None, Some(7), None));
        let later = EXAMPLE.replacen("; store", "; mood=fine; store", 1);
        assert_eq!(read(&sealed(&later)).map(|overlay| overlay.rows()), Ok(1));
    }

    #[test]
    fn what_was_made_wrong_is_named_with_line_and_value() {
        let said = |from: &str, to: &str| read(&sealed(&EXAMPLE.replacen(from, to, 1))).unwrap_err().to_string();
        let table = [
            ("129.00", "12,9O", "line 3: 5 cells instead of 4: PRN-200"),
            ("129.00", "12.9O", "line 3: price is not a number: 12.9O"),
            ("129.00", "12.905", "line 3: price has more decimals than the currency: 12.905"),
            ("129.00", "-1", "line 3: price is below zero: -1"),
            (",4,", ",4.5,", "line 3: stock is not a whole number: 4.5"),
            (",4,", ",9999999999,", "line 3: stock is not a whole number: 9999999999"),
            ("PRN-200", "", "line 3: SKU is empty"),
            ("PRN-200", "A|B", "line 3: SKU holds \"|\": A|B"),
            ("Aisle", "Ai\u{1b}[31msle", "line 3: location holds characters that cannot be shown: Ai[31msle 7B"),
            ("PRN-200", "\"PRN-200", "line 3: quotation marks do not match: \"PRN-200,129.00,4,Aisle 7B"),
            ("sku,", "item,", "line 2: no column sku: item,price,stock,location"),
            ("stock,location", "price,location", "line 2: column stands twice: price"),
            ("north-12", "south-1", "it belongs to the store south-1"),
            ("stock 1", "stock 2", "it needs a newer goeswith: format 2"),
            ("2026-11-22T14:00:00Z", "noon", "line 1: as_of is not a time: noon"),
            ("; store=north-12", "", "line 1: no store, or two: # goeswith stock 1; as_of=2026-11-22T14:00:00Z"),
            ("B\n", "B\nX,,,\nPRN-200,,,\n", "line 5: SKU stands twice: PRN-200,,,"),
            ("B\n", "B\n\n", "line 4: 1 cells instead of 4"),
        ];
        for (from, to, expected) in table {
            assert_eq!(said(from, to), expected);
        }
        let long = "x".repeat(LONGEST_PLACE + 1);
        assert!(said("Aisle 7B", &long).starts_with("line 3: location is longer than 200 characters: xxx"));
    }

    #[test]
    fn a_count_from_the_future_is_of_now() {
        let later = read(&sealed(&EXAMPLE.replace("2026", "2062"))).unwrap();
        assert_eq!(later.label().as_of, NOW);
    }

    #[test]
    fn a_file_that_ends_early_is_waited_for_and_a_changed_one_is_damaged() {
        let whole = sealed(EXAMPLE);
        for cut in 0..whole.len() {
            let fault = read(&whole[..cut]).unwrap_err();
            assert_eq!(fault, Fault::Cut, "cut at {cut}");
        }
        let more = [&whole[..], b"X,,,\n"].concat();
        assert_eq!(read(&more).unwrap_err(), Fault::Cut);
        let text = String::from_utf8(whole).unwrap();
        for (from, to) in [("129.00", "12.900"), ("rows=1", "rows=2"), ("rows=1", "rows=01"), ("sha256=", "sha256= ")] {
            assert!(matches!(read(text.replacen(from, to, 1).as_bytes()), Err(Fault::Damaged(_))), "{to}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_body_makes_it_panic(body in "(# goeswith stock 1; store=north-12; as_of=2026-11-22T14:00:00Z\n)?(sku,price\n)?[a-z\",#.\n0-9é-]{0,80}") {
            let _ = read(body.as_bytes());
            let _ = read(&sealed(&body));
        }
    }
}
