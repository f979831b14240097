//! Rows of a file of sales → lines of receipts. Only what a receipt is made of is looked at: names of customers, cards,
//! addresses and staff stand in columns that are never asked for.

use std::collections::{BTreeMap, HashMap};

use super::cells;
use super::signs::Signs;
use crate::domain::{CleanText, Sku};
use crate::import::amount::{self, Sign};
use crate::import::bound::Bound;
use crate::import::code::{self, Code};
use crate::import::format::Field;
use crate::import::grid::Row;
use crate::import::parcel::Tally;
use crate::import::when::{self, Order};
use crate::sheet::problem::Problems;

/// One line of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The receipt.
    pub basket: String,
    /// ISO 8601; empty where it is not known.
    pub timestamp: String,
    /// The item.
    pub sku: String,
    /// Below zero where it was taken back.
    pub quantity: i64,
    /// Of one, with a point; empty where it is not known.
    pub price: String,
}

/// Finds the item that a line of a receipt means.
pub trait Finds {
    /// By its SKU or a barcode, exactly or without regard to case.
    fn by_code(&mut self, code: &str) -> Option<String>;
    /// By its name.
    fn by_name(&mut self, name: &str) -> Option<String>;
    /// Something put on an item, `Oat milk`: its SKU.
    fn modifier(&mut self, name: &str) -> Option<String>;
    /// An item that is known from sales alone: its SKU, where the source may have such items.
    fn sold(&mut self, sku: &str, name: &str, category: &str, price: &str) -> Option<String>;
}

/// Reads one file.
pub struct Reader<'a> {
    /// Its columns.
    pub bound: &'a Bound,
    /// What its columns say together.
    pub signs: &'a Signs,
    /// The decimal sign where nothing says it.
    pub otherwise: Sign,
    /// The order of days where nothing says it.
    pub order: Order,
    /// Its name, for problems.
    pub file: &'a str,
    /// Who knows the items.
    pub finds: &'a mut dyn Finds,
    /// Counts.
    pub tally: &'a mut Tally,
    /// Names without an item, and how often.
    pub unknown: &'a mut BTreeMap<String, u64>,
    /// The receipt whose rows are being read.
    pub receipt: Receipt,
    /// What a receipt said on its first row, where its rows do not stand together.
    pub seen: HashMap<String, Receipt>,
}

/// What a receipt says on its first row only.
#[derive(Clone, Debug, Default)]
pub struct Receipt {
    basket: String,
    timestamp: String,
    is_out: bool,
}

impl Reader<'_> {
    /// Takes a row; its lines go to `take`.
    pub fn row(&mut self, row: &Row, problems: &mut Problems, take: &mut dyn FnMut(Line)) {
        let basket = CleanText::new(self.first(row, Field::Basket)).to_string();
        if !basket.is_empty() && basket != self.receipt.basket {
            self.begin(row, basket, problems);
        }
        if self.receipt.basket.is_empty() {
            self.tally.leave_out("line without a receipt");
            return;
        }
        if self.receipt.is_out {
            return;
        }
        let price_column = self.bound.columns(Field::Price).first().copied();
        let sign = |column: Option<usize>| column.map_or(self.otherwise, |column| self.signs.sign(column, self.otherwise));
        let quantity_text = self.first(row, Field::Quantity);
        let quantity = match quantity_text {
            "" => 1,
            raw => match cells::pieces(raw, Sign::Point).filter(|pieces| *pieces != 0) {
                Some(pieces) => pieces,
                // Weighed goods: a part of a kilogram is one piece of it.
                None if amount::read(raw, self.otherwise).is_some_and(|amount| amount.number.starts_with("0.")) => 1,
                None => {
                    if raw.trim_matches(['0', '.', ',']).is_empty() {
                        return;
                    }
                    let column = self.bound.columns(Field::Quantity).first().copied().unwrap_or_default();
                    problems.warning(self.file, row.at(column), "quantity cannot be read, row left out", raw);
                    self.tally.leave_out("line with a quantity that cannot be read");
                    return;
                }
            },
        };
        let refund = self.first(row, Field::Event).to_lowercase().contains("refund");
        let quantity = if refund { -quantity.abs() } else { quantity };
        let number = |column: Option<usize>| {
            let raw = column.map_or("", |column| row.text(column));
            amount::read(raw, sign(column)).map(|amount| amount.number)
        };
        let price = number(price_column).or_else(|| {
            let total = number(self.bound.columns(Field::Total).first().copied().filter(|_| price_column.is_none()))?;
            let each = total.parse::<f64>().ok()?.abs() / quantity.unsigned_abs() as f64;
            Some(format!("{each:.2}"))
        });
        let price = price.filter(|price| !price.starts_with('-')).unwrap_or_default();
        if let Some(sku) = self.item(row, &price, problems) {
            self.line(sku, quantity, price, take);
        }
        let modifiers = self.first(row, Field::Modifiers).to_owned();
        for modifier in modifiers.split(',').map(str::trim).filter(|modifier| !modifier.is_empty()) {
            let name = cells::text(modifier, self.tally);
            if let Some(sku) = self.finds.modifier(&name) {
                self.tally.modifiers += 1;
                self.line(sku, quantity, String::new(), take);
            }
        }
    }

    fn line(&mut self, sku: String, quantity: i64, price: String, take: &mut dyn FnMut(Line)) {
        self.tally.lines += 1;
        self.tally.returns += u64::from(quantity < 0);
        let Receipt { basket, timestamp, .. } = self.receipt.clone();
        take(Line { basket, timestamp, sku, quantity, price });
    }

    /// A receipt's first row, or one of its rows that stands apart from the others.
    fn begin(&mut self, row: &Row, basket: String, problems: &mut Problems) {
        if let Some(known) = self.seen.get(&basket) {
            self.receipt = known.clone();
            return;
        }
        let date_columns = [Field::Date, Field::Timestamp].map(|field| self.bound.columns(field)).concat();
        let column = date_columns.iter().copied().find(|&column| !row.text(column).is_empty());
        let raw = column.map_or("", |column| row.text(column));
        let timestamp = when::read(raw, self.first(row, Field::Time), self.order).unwrap_or_else(|| {
            if let Some(column) = column {
                problems.warning(self.file, row.at(column), "day cannot be read; the sale counts without one", raw);
            }
            String::new()
        });
        let amount = |field: Field| {
            let column = self.bound.columns(field).first().copied()?;
            let amount = amount::read(row.text(column), self.signs.sign(column, self.otherwise))?;
            amount.number.parse::<f64>().ok()
        };
        let refunded = amount(Field::Refunded).zip(amount(Field::Total));
        let is_out = !self.first(row, Field::Cancelled).is_empty()
            || refunded.is_some_and(|(refunded, total)| total > 0.0 && refunded >= total);
        self.receipt = Receipt { basket: basket.clone(), timestamp, is_out };
        if is_out {
            self.tally.cancelled += 1;
        } else {
            self.tally.baskets += 1;
        }
        self.seen.insert(basket, self.receipt.clone());
    }

    fn item(&mut self, row: &Row, price: &str, problems: &mut Problems) -> Option<String> {
        let option = self.first(row, Field::Option).to_owned();
        let name = cells::first_text(row, self.bound.columns(Field::Name), self.tally);
        let category = cells::text(self.first(row, Field::Category), self.tally);
        let column = self.bound.columns(Field::Sku).first().copied();
        let raw = column.map_or("", |column| row.text(column)).to_owned();
        if let Some(column) = column
            && !raw.is_empty()
        {
            let code = match code::sku(&raw, row.cells.get(column).is_some_and(|cell| cell.number)) {
                Code::Whole(code) | Code::Restored(code, _) => code,
                Code::Lost(harm) => {
                    self.tally.lost += 1;
                    let what = format!("SKU stands here {}, row left out", harm.said());
                    problems.warning(self.file, row.at(column), what, &raw);
                    self.tally.leave_out("line with an SKU that a spreadsheet spoilt");
                    return None;
                }
            };
            if let Some(known) = self.finds.by_code(&code) {
                return Some(known);
            }
            if let Some(known) = self.named(&name, &option) {
                return Some(known);
            }
            let sku = Sku::parse(&short(&code)).ok()?.as_str().to_owned();
            let full = full_name(&name, &option);
            return Some(self.finds.sold(&sku, &full, &category, price).unwrap_or(sku));
        }
        if name.is_empty() {
            self.tally.leave_out("line without an item");
            return None;
        }
        if let Some(known) = self.named(&name, &option) {
            return Some(known);
        }
        let full = full_name(&name, &option);
        let made = self.finds.sold(&short(&full), &full, &category, price);
        if made.is_none() {
            self.tally.leave_out("line of an item that no file has");
            *self.unknown.entry(full).or_default() += 1;
        }
        made
    }

    /// By a name as catalogs and receipts write those of variants.
    fn named(&mut self, name: &str, option: &str) -> Option<String> {
        let spellings = [
            name.to_owned(),
            format!("{name}, {option}"),
            name.replace(" - ", ", ").replace(" / ", ", "),
            // Odoo puts the reference in brackets before the name.
            name.strip_prefix('[').and_then(|rest| rest.split_once("] ")).map_or(String::new(), |(_, name)| name.to_owned()),
        ];
        let coded = name.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(code, _)| code.to_owned());
        if let Some(found) = coded.and_then(|code| self.finds.by_code(&code)) {
            return Some(found);
        }
        spellings.iter().filter(|name| !name.is_empty()).find_map(|name| self.finds.by_name(name))
    }

    fn first<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        let columns = self.bound.columns(field).iter();
        columns.map(|&column| row.text(column)).find(|text| !text.is_empty()).unwrap_or_default()
    }
}

fn full_name(name: &str, option: &str) -> String {
    let plain = option.is_empty() || option.eq_ignore_ascii_case("regular") || name.contains(option);
    if plain { name.to_owned() } else { format!("{name}, {option}") }
}

/// A name as an SKU: 64 characters, no `|`.
pub fn short(name: &str) -> String {
    let clean = CleanText::new(&name.replace('|', "/")).to_string();
    if clean.chars().count() <= 64 {
        return clean;
    }
    let digest = crc32fast::hash(clean.as_bytes());
    format!("{}-{digest:08x}", clean.chars().take(55).collect::<String>().trim())
}
