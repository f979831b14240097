//! `shop.toml`.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::db::whole::Whole;

/// The keys in the order in which people read them.
#[derive(Serialize)]
struct Toml<'a> {
    name: &'a str,
    chain_id: &'a str,
    currency: &'a str,
    languages: &'a [String],
    suggestions: Map<String, Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    contexts: Map<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    barcode_rule: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    experiment: Vec<Value>,
}

/// The file's text.
pub(super) fn text(whole: &Whole) -> String {
    let shop = &whole.shop;
    let json = |key: &str| shop.settings.get(key).and_then(|text| serde_json::from_str::<Value>(text).ok());
    let list = |key: &str| json(key).and_then(|value| value.as_array().cloned()).unwrap_or_default();
    let rule = |key: &str| {
        let written = shop.settings.get(key)?;
        // Words stand there without quotation marks, numbers as they are.
        Some((key.to_owned(), json(key).unwrap_or_else(|| Value::from(written.as_str()))))
    };
    let toml = Toml {
        name: &shop.name,
        chain_id: &shop.chain_id,
        currency: &shop.currency.code,
        languages: &shop.languages,
        suggestions: RULES.into_iter().filter_map(rule).collect(),
        contexts: json("contexts").and_then(|value| value.as_object().cloned()).unwrap_or_default(),
        barcode_rule: list("barcode_rules"),
        experiment: list("experiments"),
    };
    let head = "# Written from a catalog: what its links, sentences and rules came to, one row a pair of items.\n\n";
    head.to_owned() + &toml::to_string(&toml).unwrap_or_default()
}

const RULES: [&str; 6] = ["max", "mined", "min_pair_count", "minimum_relevance", "margin_weight", "quiet_after_noes"];
