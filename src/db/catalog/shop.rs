//! What a snapshot says of the shop: name, money, languages, rules, and how much history is behind the pairs.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use crate::domain::{BarcodeRule, Currency, Experiment};

/// The shop a catalog belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Shop {
    /// Its name.
    pub name: String,
    /// The chain; a catalog of another chain is never installed.
    pub chain_id: String,
    /// Its currency.
    pub currency: Currency,
    /// Languages of its sentences, the staff's default first.
    pub languages: Vec<String>,
    /// Contexts besides the built-in ones: name, and words on screen.
    pub contexts: BTreeMap<String, String>,
    /// What the labels of in-store numbers hold, first match first.
    pub barcode_rules: Vec<BarcodeRule>,
    /// Its A/B tests, planned, running and over.
    pub experiments: Vec<Experiment>,
    /// Sales behind the pairs.
    pub sales: u64,
    /// Their weight.
    pub sales_weight: f64,
    /// The items of all of them, in all; 0 where not known.
    pub sales_lines: u64,
    /// First and last day of those sales, in ISO form.
    pub days: Option<(String, String)>,
    /// Every key as it stands, for the rules of suggestions and for `catalog info`.
    pub settings: HashMap<String, String>,
}

impl Shop {
    /// A rule of the shop by its name in `shop.toml`, where it can be read as what is asked for.
    pub fn setting<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        self.settings.get(key)?.parse().ok()
    }
}

pub(super) fn read(connection: &Connection) -> rusqlite::Result<Shop> {
    let settings: HashMap<String, String> =
        super::rows(connection, "SELECT key, value FROM shop", [], |row| Ok((row.get(0)?, row.get(1)?)))?
            .into_iter()
            .collect();
    let text = |key: &str| settings.get(key).cloned().unwrap_or_default();
    let number = |key: &str| settings.get(key).and_then(|value| value.parse::<u64>().ok()).unwrap_or(0);
    let days = settings.get("first_day").cloned().zip(settings.get("last_day").cloned());
    let currency = Currency { code: text("currency"), exponent: number("exponent").min(4) as u8 };
    Ok(Shop {
        name: text("name"),
        chain_id: text("chain_id"),
        barcode_rules: barcode_rules(&text("barcode_rules"), &currency),
        currency,
        languages: serde_json::from_str(&text("languages")).unwrap_or_default(),
        contexts: serde_json::from_str(&text("contexts")).unwrap_or_default(),
        experiments: Experiment::read_all(&text("experiments")),
        sales: number("sales"),
        sales_weight: number("sales_weight") as f64 / 1000.0,
        sales_lines: number("sales_lines"),
        days,
        settings,
    })
}

/// The rules as `build` let them pass; one that this version cannot read is passed over, like a rule that is not there.
fn barcode_rules(json: &str, currency: &Currency) -> Vec<BarcodeRule> {
    let written: Vec<HashMap<String, String>> = serde_json::from_str(json).unwrap_or_default();
    let rule = |rule: &HashMap<String, String>| {
        BarcodeRule::parse(rule.get("pattern")?, rule.get("value").map(String::as_str), currency).ok()
    };
    written.iter().filter_map(rule).collect()
}
