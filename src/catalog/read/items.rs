//! `items.csv`: one row an item.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use hashbrown::HashTable;

use super::cells::{Cells, Codes};
use super::columns::{self, Columns};
use super::table::{Row, Table};
use crate::catalog::categories::Categories;
use crate::catalog::problem::Problems;
use crate::domain::gtin::{Barcodes, barcode_key};
use crate::domain::{Attribute, CleanText, Currency, Gtin, ItemType, Money, Sku};
use crate::mine::hash;

/// The file's name.
pub const FILE: &str = "items.csv";
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
    pub tags: Arc<[CleanText]>,
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
        known: Known::default(),
        variants: Vec::new(),
    };
    if let Some(table) = Table::open(folder, FILE, problems) {
        reader.columns = Columns::of(&table.header);
        reader.known.attributes.resize_with(reader.columns.attributes.len(), Cells::default);
        reader.items.attributes = reader.columns.attributes.iter().map(|(_, name)| name.clone()).collect();
        columns::warn_nameless(&table.header, problems);
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

/// What cells said so far, for those that come again and again.
#[derive(Default)]
struct Known {
    texts: Cells<CleanText>,
    categories: Cells<Option<u32>>,
    tags: Cells<Arc<[CleanText]>>,
    /// One for each column of attributes.
    attributes: Vec<Cells<Option<Arc<Attribute>>>>,
}

struct Reader<'a> {
    items: Items,
    columns: Columns,
    currency: &'a Currency,
    /// SKU → the line it first stands on, for rows that became no item.
    left_out: HashMap<Sku, u64>,
    codes: Codes,
    known: Known,
    /// What `variant_of` says, until all items are known.
    variants: Vec<super::variants::Variant>,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row, problems: &mut Problems) {
        let [sku, name, barcodes, price, cost, stock, place, brand, category, variant_of, kind, tags, note] =
            self.columns.known;
        let number = self.sku(row, sku, problems);
        let text = |column, problems: &mut Problems| row.clean(column, FILE, problems);
        let name_text =
            text(name, problems).or_else(|| stand_in(row, name, row.text(category), number.as_ref(), problems));
        let price = self.money(row, price, "price", problems);
        let cost = self.money(row, cost, "cost", problems);
        let stock = whole_number(row, stock, "stock", FILE, problems);
        let item_type = item_type(row, kind, problems);
        let (Some(number), Some(name)) = (number.clone(), name_text) else {
            text(category, problems);
            self.left_out.extend(number.map(|number| (number, row.at(sku).line)));
            return;
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
        let Self { items, known, .. } = self;
        let mut kept = |column, problems: &mut Problems| known.texts.read(row, column, problems, CleanText::clone);
        let (place, brand) = (kept(place, problems), kept(brand, problems));
        let intern = |path: &CleanText| items.categories.intern(path.as_str());
        let category = known.categories.read(row, category, problems, intern).flatten();
        let tags = known.tags.read(row, tags, problems, |cell| values(cell).into()).unwrap_or_default();
        let note = text(note, problems);
        let attributes = self.attributes(row, problems);
        let item = SourceItem {
            line: row.at(sku).line,
            name,
            item_type,
            barcodes,
            price,
            cost,
            stock,
            place,
            brand,
            category,
            base: None,
            tags,
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
        let cell = row.clean(column, FILE, problems);
        for code in cell.iter().flat_map(values) {
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

    fn attributes(&mut self, row: &Row, problems: &mut Problems) -> Box<[Arc<Attribute>]> {
        let attribute = |((column, name), known): (&(usize, CleanText), &mut Cells<Option<Arc<Attribute>>>)| {
            let read = |cell: &CleanText| {
                let attribute = Attribute { name: name.clone(), values: values(cell) };
                (!attribute.values.is_empty()).then(|| Arc::new(attribute))
            };
            known.read(row, Some(*column), problems, read).flatten()
        };
        self.columns.attributes.iter().zip(&mut self.known.attributes).filter_map(attribute).collect()
    }
}

/// A name for goods that have none: tills know many by their category only. Without a category nobody at a counter could
/// tell what it is, and that is an error.
fn stand_in(
    row: &Row,
    column: Option<usize>,
    category: &str,
    sku: Option<&Sku>,
    problems: &mut Problems,
) -> Option<CleanText> {
    let path = CleanText::new(category);
    let last = path.as_str().rsplit('>').find_map(CleanText::non_empty);
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
fn values(cell: &CleanText) -> Vec<CleanText> {
    if cell.as_str().contains('|') {
        cell.as_str().split('|').filter_map(CleanText::non_empty).collect()
    } else {
        vec![cell.clone()]
    }
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
