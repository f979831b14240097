//! A store overlay as a counter holds it: its rows sorted by SKU, as bytes that serve in memory and on disk alike, so that
//! opening is one read and nothing is unpacked. A look-up is a binary search, twenty comparisons in a million rows.
//!
//! What comes from the sync folder is text ([`super::stock`]); these bytes are made of it once and never travel. They are
//! held against a checksum, because a disk may forget; what would lie outside reads as nothing.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::stock::Row;
use crate::domain::{CleanText, Currency, Money, UnixMillis};

/// Raised whenever the meaning of the bytes changes; others are taken from the sync folder again.
const MAGIC: &[u8; 16] = b"goeswith stock1\n";
/// Magic, checksum of all that follows it, then the lengths of label, rows, places, SKUs and the texts of places.
const HEADER: usize = 16 + 4 + 5 * 4;
const CHECKED_FROM: usize = 20;
/// Price, end of the SKU, pieces, place.
const ROW: usize = 8 + 4 + 4 + 4;
const NO_PRICE: i64 = -1;
const NO_STOCK: i32 = i32::MIN;
const NO_PLACE: u32 = 0;

/// Which overlay it is, and which catalogs it can be laid over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Its store.
    pub store: String,
    /// Its number in the sync folder.
    pub number: u64,
    /// When the stock was counted.
    pub as_of: UnixMillis,
    /// The chain of the catalog it was taken for.
    pub chain_id: String,
    /// The currency its prices were read in.
    pub currency: Currency,
}

/// What a store says of one item; what it does not say, the catalog does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Own<'a> {
    /// Price of one.
    pub price: Option<Money>,
    /// Pieces left.
    pub stock: Option<i64>,
    /// Where staff find it, clean text.
    pub place: Option<&'a str>,
}

/// A store's own prices, stock and places by SKU.
#[derive(Debug)]
pub struct Overlay {
    label: Label,
    bytes: Vec<u8>,
    /// Where rows, ends of places, SKUs and places begin, and where the last of them ends.
    starts: [usize; 5],
}

impl Overlay {
    /// Which one it is.
    pub fn label(&self) -> &Label {
        &self.label
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        (self.starts[1] - self.starts[0]) / ROW
    }

    /// The bytes to keep.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the store says of an item.
    pub fn find(&self, sku: &str) -> Option<Own<'_>> {
        let (mut low, mut high) = (0, self.rows());
        while low < high {
            let middle = low.midpoint(high);
            match self.sku(middle)?.cmp(sku.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.own(middle),
            }
        }
        None
    }

    /// Every SKU, in the order of its bytes.
    pub fn skus(&self) -> impl Iterator<Item = &str> {
        (0..self.rows()).filter_map(|row| std::str::from_utf8(self.sku(row)?).ok())
    }

    /// Reads what [`Overlay::bytes`] gave; `None` where anything is missing, changed or of another version.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let number = |at: usize| word(&bytes, at).map(|word| word as usize);
        if !bytes.starts_with(MAGIC) || crc32fast::hash(bytes.get(CHECKED_FROM..)?) != word(&bytes, 16)? {
            return None;
        }
        let [label, rows, places, skus, texts] = [number(20)?, number(24)?, number(28)?, number(32)?, number(36)?];
        let mut starts = [HEADER.checked_add(label)?; 5];
        for (at, length) in [rows.checked_mul(ROW)?, places.checked_mul(4)?, skus, texts].into_iter().enumerate() {
            starts[at + 1] = starts[at].checked_add(length)?;
        }
        if starts[4] != bytes.len() {
            return None;
        }
        let label = serde_json::from_slice(bytes.get(HEADER..starts[0])?).ok()?;
        Some(Self { label, bytes, starts })
    }

    fn own(&self, row: usize) -> Option<Own<'_>> {
        let at = self.starts[0] + row * ROW;
        let price = i64::from_le_bytes(self.bytes.get(at..at + 8)?.try_into().ok()?);
        let stock = word(&self.bytes, at + 12)?.cast_signed();
        let place = word(&self.bytes, at + 16)?;
        Some(Own {
            price: (price != NO_PRICE).then_some(Money(price)),
            stock: (stock != NO_STOCK).then_some(stock.into()),
            place: if place == NO_PLACE { None } else { self.place(place as usize - 1) },
        })
    }

    fn sku(&self, row: usize) -> Option<&[u8]> {
        let end = |row: usize| word(&self.bytes, self.starts[0] + row * ROW + 8).map(|end| end as usize);
        let from = if row == 0 { 0 } else { end(row - 1)? };
        self.bytes.get(self.starts[2] + from..self.starts[2] + end(row)?)
    }

    fn place(&self, place: usize) -> Option<&str> {
        let end = |place: usize| word(&self.bytes, self.starts[1] + place * 4).map(|end| end as usize);
        let from = if place == 0 { 0 } else { end(place - 1)? };
        std::str::from_utf8(self.bytes.get(self.starts[3] + from..self.starts[3] + end(place)?)?).ok()
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Rows on their way into an overlay, in any order.
#[derive(Debug, Default)]
pub struct Building {
    skus: String,
    rows: Vec<Packed>,
    places: HashMap<CleanText, u32>,
    texts: String,
    text_ends: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Packed {
    price: i64,
    from: u32,
    to: u32,
    stock: i32,
    place: u32,
}

impl Building {
    /// Takes a row. Stock beyond what [`super::stock::MOST_STOCK`] lets pass counts as that.
    pub fn add(&mut self, row: &Row) {
        let from = self.skus.len() as u32;
        self.skus.push_str(row.sku.as_str());
        let place = row.place.as_ref().map_or(NO_PLACE, |place| self.place(place));
        self.rows.push(Packed {
            price: row.price.map_or(NO_PRICE, |price| price.0),
            from,
            to: self.skus.len() as u32,
            stock: row.stock.map_or(NO_STOCK, |stock| stock.clamp((-i32::MAX).into(), i32::MAX.into()) as i32),
            place,
        });
    }

    /// Places are few, and many items stand at each.
    fn place(&mut self, place: &CleanText) -> u32 {
        if let Some(known) = self.places.get(place) {
            return *known;
        }
        self.texts.push_str(place.as_str());
        self.text_ends.push(self.texts.len() as u32);
        let number = self.text_ends.len() as u32;
        self.places.insert(place.clone(), number);
        number
    }

    /// The overlay; the error is the place, from 0, of a row whose SKU stood there before.
    pub fn finish(self, label: &Label) -> Result<Overlay, usize> {
        let sku = |row: usize| {
            let Packed { from, to, .. } = self.rows[row];
            &self.skus.as_bytes()[from as usize..to as usize]
        };
        let mut order: Vec<u32> = (0..self.rows.len() as u32).collect();
        if !(1..self.rows.len()).all(|row| sku(row - 1) < sku(row)) {
            order.sort_unstable_by(|a, b| sku(*a as usize).cmp(sku(*b as usize)).then(a.cmp(b)));
        }
        if let Some(twice) = order.windows(2).find(|pair| sku(pair[0] as usize) == sku(pair[1] as usize)) {
            return Err(twice[1] as usize);
        }
        let text = serde_json::to_vec(label).unwrap_or_default();
        let lengths = [text.len(), self.rows.len(), self.text_ends.len(), self.skus.len(), self.texts.len()];
        let mut bytes = Vec::with_capacity(
            HEADER + text.len() + self.rows.len() * ROW + 4 * self.text_ends.len() + self.skus.len() + self.texts.len(),
        );
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&[0; 4]);
        for length in lengths {
            bytes.extend_from_slice(&(length as u32).to_le_bytes());
        }
        bytes.extend_from_slice(&text);
        let mut end = 0;
        for row in &order {
            let Packed { price, from, to, stock, place } = self.rows[*row as usize];
            end += to - from;
            bytes.extend_from_slice(&price.to_le_bytes());
            bytes.extend_from_slice(&end.to_le_bytes());
            bytes.extend_from_slice(&stock.to_le_bytes());
            bytes.extend_from_slice(&place.to_le_bytes());
        }
        for end in &self.text_ends {
            bytes.extend_from_slice(&end.to_le_bytes());
        }
        for row in &order {
            bytes.extend_from_slice(sku(*row as usize));
        }
        bytes.extend_from_slice(self.texts.as_bytes());
        let checksum = crc32fast::hash(&bytes[CHECKED_FROM..]);
        bytes[16..CHECKED_FROM].copy_from_slice(&checksum.to_le_bytes());
        Overlay::read(bytes).ok_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Sku;

    fn label() -> Label {
        Label {
            store: "north-12".to_owned(),
            number: 42,
            as_of: 0,
            chain_id: "fenwick".to_owned(),
            currency: Currency { code: "EUR".to_owned(), exponent: 2 },
        }
    }

    fn row(sku: &str, price: Option<i64>, stock: Option<i64>, place: &str) -> Row {
        Row { sku: Sku::parse(sku).unwrap(), price: price.map(Money), stock, place: CleanText::non_empty(place) }
    }

    fn overlay(rows: &[Row]) -> Result<Overlay, usize> {
        let mut building = Building::default();
        for row in rows {
            building.add(row);
        }
        building.finish(&label())
    }

    #[test]
    fn rows_are_found_by_sku_in_whatever_order_they_came() {
        let rows = [
            row("PRN-200", Some(12_900), Some(4), "Aisle 7B"),
            row("Ü-7", None, Some(-3), ""),
            row("INK-305", Some(0), None, "Aisle 7B"),
            row("A", None, None, "Bay 2, left"),
        ];
        let overlay = overlay(&rows).unwrap();
        let again = Overlay::read(overlay.bytes().to_vec()).unwrap();
        assert_eq!((again.label(), again.rows()), (&label(), 4));
        assert_eq!(again.skus().collect::<Vec<_>>(), ["A", "INK-305", "PRN-200", "Ü-7"]);
        for row in &rows {
            let place = row.place.as_ref().map(AsRef::as_ref);
            let own = Own { price: row.price, stock: row.stock, place };
            assert_eq!(again.find(row.sku.as_str()), Some(own));
        }
        for none in ["", "PRN-20", "PRN-2000", "prn-200", "Z", "\u{10ffff}"] {
            assert_eq!(again.find(none), None);
        }
    }

    #[test]
    fn a_sku_that_stands_twice_is_named_by_its_second_row() {
        let rows = ["B", "A", "C", "A"].map(|sku| row(sku, None, None, ""));
        assert_eq!(overlay(&rows).map(|_| ()), Err(3));
    }

    #[test]
    fn nothing_but_the_whole_is_read() {
        let whole = overlay(&[row("A", Some(1), Some(2), "x"), row("B", None, None, "y")]).unwrap().bytes().to_vec();
        for cut in 0..whole.len() {
            assert!(Overlay::read(whole[..cut].to_vec()).is_none(), "cut at {cut}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 4;
            assert!(Overlay::read(changed).is_none(), "a bit wrong in byte {at}");
        }
        assert_eq!(overlay(&[]).unwrap().find("A"), None);
    }

    proptest::proptest! {
        #[test]
        fn bytes_with_a_right_checksum_never_make_it_panic(rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let mut bytes = MAGIC.to_vec();
            bytes.extend_from_slice(&crc32fast::hash(&rest).to_le_bytes());
            bytes.extend_from_slice(&rest);
            if let Some(overlay) = Overlay::read(bytes) {
                let _ = (overlay.find("A"), overlay.skus().count());
            }
        }
    }
}
