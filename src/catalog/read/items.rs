//! `items.csv`: one row an item.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::table::{Header, Row, Table};
use crate::catalog::categories::Categories;
use crate::catalog::problem::{Problems, nearest};
use crate::domain::gtin::{Barcodes, barcode_key};
use crate::domain::{Attribute, CleanText, Currency, Gtin, ItemType, Money, Sku};
use crate::mine::{Names, hash};

const FILE: &str = "items.csv";
/// The columns with a meaning of their own; any other is an attribute.
const KNOWN: [&str; 13] = [
    "sku",
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

/// An item as its row says, in few bytes: there may be millions. What many rows have in common is shared.
#[derive(Clone, Debug)]
pub struct SourceItem {
    /// The line of its row.
    pub line: u64,
    /// The shop's own number.
    pub sku: Sku,
    /// Its name.
    pub name: CleanText,
    /// Goods or service.
    pub item_type: ItemType,
    /// Its barcodes.
    pub barcodes: Barcodes,
    /// Price of one.
    pub price: Option<Money>,
    /// What one costs the shop.
    pub cost: Option<Money>,
    /// Pieces left; below none where the till sold what was not booked in.
    pub stock: Option<i64>,
    /// Where staff find it.
    pub place: Option<CleanText>,
    /// The maker.
    pub brand: Option<CleanText>,
    /// Its category, as an index of [`Items::categories`].
    pub category: Option<u32>,
    /// The base item of its group of variants, as an index of [`Items::list`].
    pub base: Option<u32>,
    /// For selectors.
    pub tags: Box<[CleanText]>,
    /// For staff only.
    pub note: Option<CleanText>,
    /// The other columns.
    pub attributes: Box<[Arc<Attribute>]>,
}

/// All items.
#[derive(Debug, Default)]
pub struct Items {
    /// In the order of their rows.
    pub list: Vec<SourceItem>,
    by_sku: HashTable<u32>,
    /// Their categories.
    pub categories: Categories,
    /// Names of the attribute columns.
    pub attributes: Vec<CleanText>,
}

impl Items {
    /// The index in [`Items::list`] of the item with this SKU.
    pub fn find(&self, sku: &str) -> Option<u32> {
        self.by_sku.find(hash(sku.as_bytes()), |&index| self.sku(index) == sku).copied()
    }

    /// Adds an item whose SKU is new.
    fn push(&mut self, item: SourceItem) {
        let Self { list, by_sku, .. } = self;
        let index = list.len() as u32;
        let of = |item: &SourceItem| hash(item.sku.as_str().as_bytes());
        by_sku.insert_unique(of(&item), index, |&index| of(&list[index as usize]));
        list.push(item);
    }

    fn sku(&self, index: u32) -> &str {
        self.list[index as usize].sku.as_str()
    }
}

/// Reads the file.
pub fn read(folder: &Path, currency: &Currency, problems: &mut Problems) -> Items {
    let mut reader = Reader {
        items: Items::default(),
        columns: Columns::default(),
        currency,
        left_out: HashMap::new(),
        codes: Codes::default(),
        shared: Shared::default(),
        variants: Vec::new(),
    };
    if let Some(table) = Table::open(folder, FILE, problems) {
        reader.columns = Columns::of(&table.header);
        reader.items.attributes = reader.columns.attributes.iter().map(|(_, name)| name.clone()).collect();
        warn_nameless(&table, problems);
        reader.columns.warn_misspelt(&table.header, problems);
        if table.header.check(FILE, &["sku", "name"], problems) {
            let rows = problems.rows;
            table.each_row(problems, |row, problems| reader.row(row, problems));
            if problems.rows == rows {
                problems.error(FILE, table.header.at(0), "no items", "");
            }
        }
    }
    super::variants::resolve(&mut reader.items, &reader.variants, FILE, problems);
    reader.items
}

#[derive(Default)]
struct Columns {
    known: [Option<usize>; KNOWN.len()],
    attributes: Vec<(usize, CleanText)>,
}

impl Columns {
    fn of(header: &Header) -> Self {
        let known = KNOWN.map(|name| header.find(name));
        let attributes = header
            .names
            .iter()
            .enumerate()
            .filter(|(column, name)| !name.is_empty() && !known.contains(&Some(*column)))
            .map(|(column, name)| (column, name.clone()))
            .collect();
        Self { known, attributes }
    }

    /// Any other column is an attribute, and so is a misspelt one: a shop without prices would be the first to notice.
    fn warn_misspelt(&self, header: &Header, problems: &mut Problems) {
        let missing = || KNOWN.into_iter().zip(self.known).filter(|(_, column)| column.is_none()).map(|(name, _)| name);
        for (column, name) in &self.attributes {
            if let Some(near) = nearest(&name.as_str().to_lowercase(), missing()) {
                let what = format!("column is taken for an attribute, is it {near}?");
                problems.warning(FILE, header.at(*column), what, name.as_str());
            }
        }
    }
}

struct Reader<'a> {
    items: Items,
    columns: Columns,
    currency: &'a Currency,
    /// SKU → the line it first stands on, for rows that became no item.
    left_out: HashMap<Sku, u64>,
    codes: Codes,
    shared: Shared,
    /// What `variant_of` says, until all items are known.
    variants: Vec<super::variants::Variant>,
}

/// Barcode → the first item with it.
#[derive(Default)]
struct Codes {
    numbers: Names,
    items: Vec<u32>,
}

impl Codes {
    /// The first item with a barcode; this one where there was none.
    fn first(&mut self, code: &str, item: u32) -> u32 {
        let number = self.numbers.number(code.as_bytes()) as usize;
        if number == self.items.len() {
            self.items.push(item);
        }
        self.items[number]
    }
}

/// What many rows have in common, held once.
#[derive(Default)]
struct Shared {
    texts: HashSet<CleanText, FixedState>,
    attributes: HashSet<Arc<Attribute>, FixedState>,
    categories: HashMap<CleanText, Option<u32>, FixedState>,
}

impl Shared {
    fn text(&mut self, text: CleanText) -> CleanText {
        match self.texts.get(&text) {
            Some(known) => known.clone(),
            None => {
                self.texts.insert(text.clone());
                text
            }
        }
    }

    fn attribute(&mut self, attribute: Attribute) -> Arc<Attribute> {
        match self.attributes.get(&attribute) {
            Some(known) => Arc::clone(known),
            None => {
                let attribute = Arc::new(attribute);
                self.attributes.insert(Arc::clone(&attribute));
                attribute
            }
        }
    }
}

impl Reader<'_> {
    fn row(&mut self, row: &Row, problems: &mut Problems) {
        let [sku, name, barcodes, price, cost, stock, place, brand, category, variant_of, kind, tags, note] =
            self.columns.known;
        let number = self.sku(row, sku, problems);
        let text = |column, problems: &mut Problems| row.clean(column, FILE, problems);
        let category = text(category, problems);
        let name_text =
            text(name, problems).or_else(|| stand_in(row, name, category.as_ref(), number.as_ref(), problems));
        let price = self.money(row, price, "price", problems);
        let cost = self.money(row, cost, "cost", problems);
        let stock = whole_number(row, stock, "stock", FILE, problems);
        let item_type = item_type(row, kind, problems);
        let (number, name) = match (number, name_text) {
            (Some(number), Some(name)) => (number, name),
            (Some(number), None) => {
                self.left_out.insert(number, row.at(sku).line);
                return;
            }
            (None, _) => return,
        };
        let index = self.items.list.len() as u32;
        let barcodes = self.barcodes(row, barcodes, index, problems);
        if !row.text(variant_of).is_empty() {
            self.variants.push(super::variants::Variant {
                item: index,
                of: row.text(variant_of).to_owned(),
                at: row.at(variant_of),
            });
        }
        let category = category.and_then(|path| self.category(path));
        let attributes = self.attributes(row, problems);
        let (place, brand, note) = (text(place, problems), text(brand, problems), text(note, problems));
        let tags = values(row, tags, problems);
        let item = SourceItem {
            line: row.at(sku).line,
            name,
            item_type,
            barcodes,
            price,
            cost,
            stock,
            place: place.map(|place| self.shared.text(place)),
            brand: brand.map(|brand| self.shared.text(brand)),
            category,
            base: None,
            tags: tags.into_iter().map(|tag| self.shared.text(tag)).collect(),
            note,
            attributes,
            sku: number,
        };
        self.items.push(item);
    }

    fn sku(&mut self, row: &Row, column: Option<usize>, problems: &mut Problems) -> Option<Sku> {
        let raw = row.text(column);
        let at = row.at(column);
        if raw.is_empty() {
            problems.error(FILE, at, "required cell is empty", "sku");
            return None;
        }
        let sku = match Sku::parse(raw) {
            Ok(sku) => sku,
            Err(error) => {
                problems.error(FILE, at, error.to_string(), raw);
                return None;
            }
        };
        let known = self.items.find(sku.as_str()).map(|index| self.items.list[index as usize].line);
        if let Some(line) = known.or_else(|| self.left_out.get(&sku).copied()) {
            problems.error(FILE, at, format!("SKU stands twice, first on line {line}"), raw);
            return None;
        }
        Some(sku)
    }

    fn money(&self, row: &Row, column: Option<usize>, what: &str, problems: &mut Problems) -> Option<Money> {
        let raw = row.text(column);
        if raw.is_empty() {
            return None;
        }
        match self.currency.parse(raw) {
            Ok(money) if money.0 >= 0 => Some(money),
            Ok(_) => {
                problems.error(FILE, row.at(column), format!("{what} is below zero"), raw);
                None
            }
            Err(error) => {
                problems.error(FILE, row.at(column), format!("{what} {error}"), raw);
                None
            }
        }
    }

    fn barcodes(&mut self, row: &Row, column: Option<usize>, index: u32, problems: &mut Problems) -> Barcodes {
        let mut barcodes = Barcodes::default();
        for code in values(row, column, problems) {
            let code = code.as_str();
            let digits = code.bytes().all(|byte| byte.is_ascii_digit());
            if digits && Gtin::parse(code) == Err(crate::domain::gtin::GtinError::CheckDigit) {
                problems.warning(FILE, row.at(column), "barcode fails its check digit", code);
            } else if has_exponent(code) {
                problems.warning(FILE, row.at(column), "barcode lost digits in a spreadsheet", code);
            }
            let key = barcode_key(code);
            if barcodes.iter().any(|known| known == key) {
                continue;
            }
            let first = self.codes.first(&key, index);
            if first != index {
                let other = &self.items.list[first as usize].sku;
                problems.warning(FILE, row.at(column), format!("barcode is also on {other}"), code);
            }
            barcodes.push(&key);
        }
        barcodes
    }

    fn category(&mut self, path: CleanText) -> Option<u32> {
        if let Some(&known) = self.shared.categories.get(&path) {
            return known;
        }
        let index = self.items.categories.intern(path.as_str());
        self.shared.categories.insert(path, index);
        index
    }

    fn attributes(&mut self, row: &Row, problems: &mut Problems) -> Box<[Arc<Attribute>]> {
        let Self { columns, shared, .. } = self;
        let attribute = |(column, name): &(usize, CleanText)| {
            let values = values(row, Some(*column), problems);
            let attribute = Attribute { name: name.clone(), values };
            (!attribute.values.is_empty()).then(|| shared.attribute(attribute))
        };
        columns.attributes.iter().filter_map(attribute).collect()
    }
}

fn warn_nameless(table: &Table, problems: &mut Problems) {
    for (column, name) in table.header.names.iter().enumerate() {
        // Spreadsheets leave empty columns at the end of every row.
        let inside = table.header.names[column..].iter().any(|name| !name.is_empty());
        if name.is_empty() && inside {
            problems.warning(FILE, table.header.at(column), "column without a name is left out", "");
        }
    }
}

/// A name for goods that have none: tills know many by their category only. Without a category nobody at a counter could
/// tell what it is, and that is an error.
fn stand_in(
    row: &Row,
    column: Option<usize>,
    category: Option<&CleanText>,
    sku: Option<&Sku>,
    problems: &mut Problems,
) -> Option<CleanText> {
    let last = category.and_then(|path| path.as_str().rsplit('>').find_map(CleanText::non_empty));
    let (Some(last), Some(sku)) = (last, sku) else {
        problems.error(FILE, row.at(column), "required cell is empty", "name");
        return None;
    };
    let name = format!("{last} {sku}");
    problems.warning(FILE, row.at(column), "name is empty; category and SKU stand in", &name);
    CleanText::non_empty(&name)
}

/// Reads a whole number.
pub fn whole_number(row: &Row, column: Option<usize>, what: &str, file: &str, problems: &mut Problems) -> Option<i64> {
    let raw = row.text(column);
    if raw.is_empty() {
        return None;
    }
    // Some programs write every number with decimals.
    let whole = raw.split_once('.').filter(|(_, zeros)| zeros.bytes().all(|byte| byte == b'0'));
    let number =
        whole.map_or(raw, |(whole, _)| whole).parse::<i64>().ok().filter(|number| number.unsigned_abs() <= 1 << 31);
    if number.is_none() {
        problems.error(file, row.at(column), format!("{what} is not a whole number"), raw);
    }
    number
}

/// The values of a cell, between `|`.
fn values(row: &Row, column: Option<usize>, problems: &mut Problems) -> Vec<CleanText> {
    let cell = row.clean(column, FILE, problems).unwrap_or_default();
    cell.as_str().split('|').filter_map(CleanText::non_empty).collect()
}

fn item_type(row: &Row, column: Option<usize>, problems: &mut Problems) -> ItemType {
    let raw = row.text(column);
    match raw.to_lowercase().as_str() {
        "" | "goods" => ItemType::Goods,
        "service" => ItemType::Service,
        _ => {
            problems.error(FILE, row.at(column), "type is neither goods nor service", raw);
            ItemType::Goods
        }
    }
}

/// `5.01E+12`: what a spreadsheet makes of a long number.
fn has_exponent(code: &str) -> bool {
    code.split_once(['E', 'e']).is_some_and(|(mantissa, exponent)| {
        exponent.starts_with('+') && mantissa.starts_with(|c: char| c.is_ascii_digit())
    })
}
