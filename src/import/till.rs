//! Who knows which item a line of a receipt means: by SKU, barcode or name.

use std::collections::HashMap;

use super::goods::{self, Goods, Meets};
use super::read::sales::{Finds, short};
use crate::domain::gtin::barcode_key;

/// The category of things that are put on items.
const MODIFIERS: &str = "Modifiers";

/// All items, by what receipts call them.
#[derive(Debug, Default)]
pub struct Till {
    codes: HashMap<String, String>,
    names: HashMap<String, String>,
    /// Items that only receipts know.
    pub made: Goods,
    makes: bool,
}

impl Till {
    /// Knows the items that came and those that are there. Where there are none at all, what was sold becomes items.
    pub fn new(new: &Goods, old: &Goods) -> Self {
        let mut till = Self { made: Goods::new(), makes: new.is_empty() && old.is_empty(), ..Self::default() };
        for goods in [new, old] {
            for item in goods.places() {
                till.know(goods.sku(item), goods.get(item, goods::NAME), goods.get(item, goods::BARCODES));
            }
        }
        till
    }

    fn know(&mut self, sku: &str, name: &str, barcodes: &str) {
        let put = |map: &mut HashMap<String, String>, key: String| {
            map.entry(key).or_insert_with(|| sku.to_owned());
        };
        put(&mut self.codes, sku.to_owned());
        put(&mut self.codes, sku.to_lowercase());
        for code in barcodes.split('|').filter(|code| !code.is_empty()) {
            put(&mut self.codes, barcode_key(code));
        }
        if !name.is_empty() {
            put(&mut self.names, name.to_lowercase());
        }
    }

    fn make(&mut self, sku: &str, name: &str, category: &str, price: &str) -> Option<String> {
        let sku = crate::domain::Sku::parse(sku).ok()?.as_str().to_owned();
        let name = if name.is_empty() { &sku } else { name };
        let cells = [(goods::NAME, name), (goods::CATEGORY, category), (goods::PRICE, price)];
        let cells = cells.map(|(column, text)| (column, text.to_owned()));
        if self.made.put(&sku, &cells, Meets::Wins).1 {
            return Some(sku);
        }
        self.know(&sku, name, "");
        Some(sku)
    }
}

impl Finds for Till {
    fn by_code(&mut self, code: &str) -> Option<String> {
        let found = self.codes.get(code).or_else(|| self.codes.get(&code.to_lowercase()));
        found.or_else(|| self.codes.get(&barcode_key(code))).cloned()
    }

    fn by_name(&mut self, name: &str) -> Option<String> {
        self.names.get(&name.to_lowercase()).cloned()
    }

    fn modifier(&mut self, name: &str) -> Option<String> {
        self.by_name(name).or_else(|| self.make(&short(name), name, MODIFIERS, ""))
    }

    fn sold(&mut self, sku: &str, name: &str, category: &str, price: &str) -> Option<String> {
        if self.makes { self.make(sku, name, category, price) } else { None }
    }
}
