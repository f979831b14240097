//! Items by the million as rows of `items.csv`, each kept in one piece of memory: what files bring, and what the source
//! already has.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashTable};

use super::format::NamedBy;

/// The columns of `items.csv` behind `sku`, in the order in which they are written where nothing else is said. Whatever
/// follows in [`Goods::columns`] is an attribute.
pub const COLUMNS: [&str; 12] = [
    "name",
    "barcodes",
    "price",
    "cost",
    "stock",
    "location",
    "brand",
    "category",
    "variant_of",
    "type",
    "tags",
    "note",
];
/// Places in [`COLUMNS`].
pub const NAME: usize = 0;
/// Several, between `|`.
pub const BARCODES: usize = 1;
/// With a point.
pub const PRICE: usize = 2;
/// With a point.
pub const COST: usize = 3;
/// A whole number.
pub const STOCK: usize = 4;
/// Where staff find it.
pub const LOCATION: usize = 5;
/// The maker.
pub const BRAND: usize = 6;
/// `A > B`.
pub const CATEGORY: usize = 7;
/// The base item's SKU.
pub const VARIANT_OF: usize = 8;
/// `service` or nothing.
pub const TYPE: usize = 9;
/// Several, between `|`.
pub const TAGS: usize = 10;
/// For staff.
pub const NOTE: usize = 11;
/// More attributes than this are left out.
pub const MOST_COLUMNS: usize = 200;

/// Ends a cell in [`Item::cells`]; no clean text holds it.
const END: char = '\u{1f}';

/// One item.
#[derive(Debug)]
struct Item {
    sku: Box<str>,
    /// Column (as a character) and text, each ended by [`END`]; empty cells are not there.
    cells: Box<str>,
}

/// Items in the order in which they came.
#[derive(Debug, Default)]
pub struct Goods {
    /// The columns behind `sku`: [`COLUMNS`], then attributes.
    pub columns: Vec<String>,
    items: Vec<Item>,
    /// How many items have a value in each column.
    filled: Vec<u64>,
    by_sku: HashTable<u32>,
    /// SKUs without case, by hash; made when first asked for.
    by_folded: HashMap<u64, u32>,
    folded: usize,
}

/// The same text has the same number; among a thousand million others it has another's with a chance of one in ten thousand
/// million.
fn hash(text: &str) -> u64 {
    FixedState::with_seed(0).hash_one(text)
}

/// The same for several texts: what is known of millions of links is known by this.
pub fn key<const N: usize>(texts: [&str; N]) -> u64 {
    FixedState::with_seed(0).hash_one(texts)
}

/// How a row meets one with the same SKU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meets {
    /// Its cells win where they are not empty.
    Wins,
    /// It only fills what is missing.
    Fills,
}

impl Goods {
    /// None yet.
    pub fn new() -> Self {
        Self { columns: COLUMNS.map(str::to_owned).to_vec(), ..Self::default() }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The column of that name, made where it is new; `None` where there are too many.
    pub fn column(&mut self, name: &str) -> Option<usize> {
        let same = |known: &String| known.eq_ignore_ascii_case(name);
        if let Some(place) = self.columns.iter().position(same) {
            return Some(place);
        }
        if self.columns.len() >= MOST_COLUMNS {
            return None;
        }
        self.columns.push(name.to_owned());
        Some(self.columns.len() - 1)
    }

    /// The item with exactly this SKU.
    pub fn find(&self, sku: &str) -> Option<u32> {
        self.by_sku.find(hash(sku), |&place| &*self.items[place as usize].sku == sku).copied()
    }

    /// The item with this SKU, whatever its case.
    pub fn find_folded(&mut self, sku: &str) -> Option<u32> {
        if let Some(found) = self.find(sku) {
            return Some(found);
        }
        for (place, item) in self.items.iter().enumerate().skip(self.folded) {
            self.by_folded.entry(hash(&item.sku.to_lowercase())).or_insert(place as u32);
        }
        self.folded = self.items.len();
        self.by_folded.get(&hash(&sku.to_lowercase())).copied()
    }

    /// Takes a row; its item, and whether its SKU was there already.
    pub fn put(&mut self, sku: &str, cells: &[(usize, String)], meets: Meets) -> (u32, bool) {
        if let Some(place) = self.find(sku) {
            for (column, text) in cells {
                if !text.is_empty() && (meets == Meets::Wins || self.get(place, *column).is_empty()) {
                    self.set(place, *column, text);
                }
            }
            return (place, true);
        }
        let length = cells.iter().filter(|(_, text)| !text.is_empty()).map(|(_, text)| text.len() + 3).sum();
        let mut packed = String::with_capacity(length);
        for (column, text) in cells.iter().filter(|(_, text)| !text.is_empty()) {
            push(&mut packed, *column, text);
            self.count(*column, true);
        }
        let place = self.items.len() as u32;
        self.items.push(Item { sku: sku.into(), cells: packed.into() });
        let items = &self.items;
        self.by_sku.insert_unique(hash(sku), place, |&place| hash(&items[place as usize].sku));
        (place, false)
    }

    /// How many items have a value in a column.
    pub fn filled(&self, column: usize) -> u64 {
        self.filled.get(column).copied().unwrap_or(0)
    }

    fn count(&mut self, column: usize, more: bool) {
        if self.filled.len() <= column {
            self.filled.resize(column + 1, 0);
        }
        let count = &mut self.filled[column];
        *count = if more { *count + 1 } else { count.saturating_sub(1) };
    }

    /// The SKU of an item.
    pub fn sku(&self, place: u32) -> &str {
        &self.items[place as usize].sku
    }

    /// All items in order.
    pub fn places(&self) -> impl Iterator<Item = u32> + use<> {
        0..self.items.len() as u32
    }

    /// The cells that are not empty.
    pub fn cells(&self, place: u32) -> impl Iterator<Item = (usize, &str)> {
        let cells = &self.items[place as usize].cells;
        cells.split_terminator(END).filter_map(|cell| {
            let mut chars = cell.chars();
            let column = chars.next()? as usize - FIRST as usize;
            Some((column, chars.as_str()))
        })
    }

    /// A cell; empty where it has none.
    pub fn get(&self, place: u32, column: usize) -> &str {
        self.cells(place).find(|(known, _)| *known == column).map_or("", |(_, text)| text)
    }

    /// Changes a cell.
    pub fn set(&mut self, place: u32, column: usize, text: &str) {
        match (self.get(place, column).is_empty(), text.is_empty()) {
            (true, false) => self.count(column, true),
            (false, true) => self.count(column, false),
            _ => {}
        }
        let mut packed = String::new();
        for (known, old) in self.cells(place).filter(|(known, _)| *known != column) {
            push(&mut packed, known, old);
        }
        if !text.is_empty() {
            push(&mut packed, column, text);
        }
        self.items[place as usize].cells = packed.into();
    }
}

/// The character of column 0; beyond everything that has a meaning of its own.
const FIRST: char = '\u{100}';

fn push(packed: &mut String, column: usize, text: &str) {
    packed.push(char::from_u32(FIRST as u32 + column as u32).unwrap_or(FIRST));
    if text.contains(END) {
        packed.extend(text.chars().filter(|&c| c != END));
    } else {
        packed.push_str(text);
    }
    packed.push(END);
}

/// By what other names files know items: hashes of names without case.
#[derive(Debug, Default)]
pub struct Keys(HashMap<(NamedBy, u64), u32>);

impl Keys {
    /// The first item with a key has it.
    pub fn add(&mut self, by: NamedBy, key: &str, place: u32) {
        if !key.is_empty() {
            self.0.entry((by, folded(key))).or_insert(place);
        }
    }

    /// The item with this key.
    pub fn find(&self, by: NamedBy, key: &str) -> Option<u32> {
        self.0.get(&(by, folded(key))).copied()
    }
}

fn folded(key: &str) -> u64 {
    let is_folded = key.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_folded { hash(key) } else { hash(&key.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_row_wins_where_it_says_something() {
        let mut goods = Goods::new();
        let row = |name: &str, price: &str| vec![(NAME, name.to_owned()), (PRICE, price.to_owned())];
        assert_eq!(goods.put("A", &row("Cup", "3.80"), Meets::Wins), (0, false));
        assert_eq!(goods.put("A", &row("Big cup", ""), Meets::Wins), (0, true));
        assert_eq!(goods.put("A", &row("Tasse", "9"), Meets::Fills), (0, true));
        assert_eq!((goods.get(0, NAME), goods.get(0, PRICE), goods.get(0, STOCK)), ("Big cup", "3.80", ""));
        let column = goods.column("colour").unwrap();
        goods.set(0, column, "red");
        assert_eq!(goods.cells(0).collect::<Vec<_>>().len(), 3);
        assert_eq!((goods.filled(NAME), goods.filled(column), goods.filled(STOCK)), (1, 1, 0));
        goods.set(0, column, "");
        assert_eq!(goods.filled(column), 0);
        goods.set(0, column, "red");
        assert_eq!((goods.find("a"), goods.find_folded("a")), (None, Some(0)));
        goods.put("b", &[], Meets::Wins);
        assert_eq!(goods.find_folded("B"), Some(1));
    }
}
