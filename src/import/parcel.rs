//! What was understood of all files, before it is laid into a source.

use std::collections::{BTreeMap, HashMap};

use super::code::Harm;
use super::format::{NamedBy, Tie};
use super::goods::{Goods, Keys};
use crate::sheet::problem::At;

/// Everything read.
#[derive(Debug, Default)]
pub struct Parcel {
    /// The items.
    pub goods: Goods,
    /// By what else files know them.
    pub keys: Keys,
    /// Relations, their targets not yet looked for.
    pub wishes: Vec<Wish>,
    /// How wishes are to be understood.
    pub rules: Vec<Rule>,
    /// The first item of each group of variants that has a word and no item of its own.
    pub groups: HashMap<String, u32>,
    /// Variants whose base item is named, and by what: looked for when all items are there.
    pub variants: Vec<(u32, String)>,
    /// Currencies that cells name, and how often.
    pub currencies: BTreeMap<String, u64>,
    /// What there is to say of it.
    pub tally: Tally,
}

/// A cell that names items which go with another.
#[derive(Debug)]
pub struct Wish {
    /// The item in whose row it stands.
    pub from: From,
    /// Index of [`Parcel::rules`].
    pub rule: u32,
    /// The targets, as written.
    pub cell: Box<str>,
    /// Their positions, as written.
    pub positions: Box<str>,
    /// Index of the file.
    pub file: u16,
    /// Where the cell stands.
    pub at: At,
}

/// The item a relation begins at.
#[derive(Debug)]
pub enum From {
    /// One of [`Parcel::goods`].
    Item(u32),
    /// Named by its SKU, in a file of links.
    Sku(Box<str>),
}

/// How the cells of a column of relations are to be understood.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What they become; `None` where each value has a word for it.
    pub tie: Option<Tie>,
    /// By what targets are named.
    pub named_by: Vec<NamedBy>,
    /// Characters between them.
    pub between: String,
    /// True where it points from the add-on to the item.
    pub reversed: bool,
    /// Folded words of this format for kinds.
    pub words: BTreeMap<String, Tie>,
    /// The format.
    pub format: String,
}

/// What was put right, guessed and left out, counted.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Rows of items.
    pub item_rows: u64,
    /// Rows whose SKU stood there before.
    pub again: u64,
    /// Items without an SKU that got one of what else they have.
    pub stand_ins: u64,
    /// Codes put right, by what a spreadsheet had done to them.
    pub restored: BTreeMap<Harm, u64>,
    /// Codes that lost digits.
    pub lost: u64,
    /// Barcodes whose check digit is wrong; kept.
    pub check_digits: u64,
    /// Names and texts out of which markup was taken.
    pub markup: u64,
    /// Amounts rounded to the decimals of the currency.
    pub rounded: u64,
    /// Amounts written against the sign of their column.
    pub against: u64,
    /// Rows that are pictures of a product, or further views of it.
    pub pictures: u64,
    /// Rows left out, by reason.
    pub left_out: BTreeMap<&'static str, u64>,
    /// Said in words: what was decided without being told.
    pub guessed: Vec<String>,
    /// Sales taken.
    pub baskets: u64,
    /// Their lines.
    pub lines: u64,
    /// Lines of things taken back.
    pub returns: u64,
    /// Orders left out because they were cancelled or paid back.
    pub cancelled: u64,
    /// Lines of modifiers.
    pub modifiers: u64,
}

impl Parcel {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { goods: Goods::new(), ..Self::default() }
    }
}

impl Tally {
    /// One more row left out.
    pub fn leave_out(&mut self, why: &'static str) {
        *self.left_out.entry(why).or_default() += 1;
    }
}
