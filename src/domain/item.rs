//! What the shop sells: goods or a service.

use serde::{Deserialize, Serialize};

use super::measure::Measure;
use super::money::Money;
use super::sku::Sku;
use super::stock::Stock;
use super::text::CleanText;

/// The number of an item within one catalog. Numbers follow sales rank, most asked for first, and mean nothing outside
/// that catalog: what is kept or sent carries the [`Sku`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(pub u32);

/// Goods on a shelf, or work somebody does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemType {
    /// Something to carry home.
    #[default]
    Goods,
    /// Fitting, training, warranty, delivery.
    Service,
}

/// What ranking, searching and the sale screen need of an item at every key.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its number in this catalog.
    pub id: ItemId,
    /// The shop's own number.
    pub sku: Sku,
    /// Its name, as on the shelf.
    pub name: CleanText,
    /// Goods or service.
    pub item_type: ItemType,
    /// Its category, as a number of this catalog (see [`Category`]).
    pub category: Option<u32>,
    /// The item whose variants these are (sizes, colours): the base item's number, its own where it has no variants.
    pub variant_group: ItemId,
    /// Price of one, where the catalog has one.
    pub price: Option<Money>,
    /// What one costs the shop; never shown.
    pub cost: Option<Money>,
    /// How many are left, and where.
    pub stock: Stock,
}

/// What a code led to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundCode {
    /// The items that carry it, best reading first; empty for none.
    pub items: Vec<Item>,
    /// What its label says of this piece.
    pub measure: Option<Measure>,
    /// The code was not found as it came, and was guessed from what a keyboard may have made of it.
    pub guessed: bool,
}

/// What only the item's own details show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemFacts {
    /// The maker's name.
    pub brand: Option<CleanText>,
    /// Its category as people read it: `Printers > Inkjet`.
    pub category: Option<CleanText>,
    /// Its barcodes, in the form of [`super::gtin::barcode_key`].
    pub barcodes: Vec<String>,
    /// For staff only.
    pub note: Option<CleanText>,
    /// What else the shop's item list says of it.
    pub attributes: Vec<Attribute>,
}

/// One attribute of an item: `connector` = `USB-C`. Several values stand in one cell, separated by `|`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attribute {
    /// The column's name.
    pub name: CleanText,
    /// Its values.
    pub values: Vec<CleanText>,
}

/// A category of the catalog, its number, its parent's, and its last name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its number in this catalog, from 1.
    pub id: u32,
    /// The category around it.
    pub parent: Option<u32>,
    /// The last part of its path: `Inkjet` of `Printers > Inkjet`.
    pub name: CleanText,
}
