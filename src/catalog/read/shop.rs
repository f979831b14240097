//! `shop.toml`: the shop's name, chain, currency and rules. Strict about what it knows, kind about the rest: an unknown
//! key is a warning, a wrong value an error, each with its line.
//!
//! Barcode rules are checked and kept as they are written.

mod experiments;

pub use experiments::{Mention, warn_unknown};

use std::ops::Range;
use std::path::Path;

use serde_json::{Map, Value as Json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::catalog::problem::{At, Problems, nearest};
use crate::domain::barcode_rule::RuleError;
use crate::domain::{BarcodeRule, CleanText, Currency, Day, Experiment};
use crate::rank::{Mined, Rules};

const FILE: &str = "shop.toml";
/// Bytes; counters refuse texts of more than a mebibyte, and a character may take six in a snapshot.
const LONGEST: usize = 128 << 10;
const KEYS: [&str; 8] =
    ["name", "chain_id", "currency", "languages", "suggestions", "contexts", "barcode_rule", "experiment"];
const SUGGESTIONS: [&str; 6] =
    ["max", "mined", "min_pair_count", "minimum_relevance", "margin_weight", "quiet_after_noes"];
const BARCODE_RULE: [&str; 2] = ["pattern", "value"];
const CURRENCY_LACKS: &str = "currency is not an ISO 4217 code";

/// What `shop.toml` says.
#[derive(Clone, Debug)]
pub struct Shop {
    /// The shop's name.
    pub name: CleanText,
    /// A catalog of another chain is never installed.
    pub chain_id: String,
    /// The one currency.
    pub currency: Currency,
    /// The first is the staff's default.
    pub languages: Vec<String>,
    /// The rules for suggestions.
    pub rules: Rules,
    /// The shop's own contexts of a customer: name, and what staff read.
    pub contexts: Vec<(String, CleanText)>,
    /// `[[barcode_rule]]` as written; each can be used.
    pub barcode_rules: Json,
    /// `[[experiment]]`; each can be run.
    pub experiments: Vec<Experiment>,
    /// Variants and tags that their arms name.
    pub mentions: Vec<Mention>,
}

impl Default for Shop {
    fn default() -> Self {
        Self {
            name: CleanText::default(),
            chain_id: String::new(),
            // Four decimals take every price, so that a missing currency does not make every price wrong as well.
            currency: Currency { code: String::new(), exponent: 4 },
            languages: vec!["en".to_owned()],
            rules: Rules::default(),
            contexts: Vec::new(),
            barcode_rules: Json::Array(Vec::new()),
            experiments: Vec::new(),
            mentions: Vec::new(),
        }
    }
}

/// Reads the file; what is missing or wrong has its default and a problem. `today` is for experiments that are over.
pub fn read(folder: &Path, today: Day, problems: &mut Problems) -> Shop {
    let mut shop = Shop::default();
    let text = match std::fs::read(folder.join(FILE)).map(String::from_utf8) {
        Ok(Ok(text)) if text.len() > LONGEST => {
            problems.error(FILE, At::START, "file is longer than 128 KB", "");
            return shop;
        }
        Ok(Ok(text)) => text,
        Ok(Err(_)) => {
            problems.error(FILE, At::START, "text is not UTF-8", "");
            return shop;
        }
        Err(error) => {
            problems.error(FILE, At::START, super::table::cannot_read(&error), "");
            return shop;
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = Reader { text, problems };
    match DeTable::parse(text) {
        Ok(table) => reader.shop(table.get_ref(), today, &mut shop),
        Err(error) => reader.error(error.span(), error.message(), ""),
    }
    shop
}

struct Reader<'a> {
    text: &'a str,
    problems: &'a mut Problems,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    fn shop(&mut self, table: &DeTable<'_>, today: Day, shop: &mut Shop) {
        self.unknown_keys(table, &KEYS);
        for name in ["name", "chain_id", "currency"] {
            if table.get(name).is_none() {
                self.error(None, "required key is missing", name);
            }
        }
        if let Some(name) = self.string(table, "name") {
            shop.name = name;
        }
        if let Some(chain) = self.string(table, "chain_id") {
            chain.as_str().clone_into(&mut shop.chain_id);
        }
        if let Some(value) = table.get("currency") {
            match value.get_ref().as_str().and_then(currency) {
                Some(currency) => shop.currency = currency,
                None => self.wrong(value, CURRENCY_LACKS),
            }
        }
        if let Some(value) = table.get("languages") {
            self.languages(value, shop);
        }
        if let Some(suggestions) = self.table(table, "suggestions") {
            self.rules(suggestions, &mut shop.rules);
        }
        if let Some(contexts) = self.table(table, "contexts") {
            for (key, value) in contexts {
                match value.get_ref().as_str().and_then(CleanText::non_empty) {
                    Some(text) => shop.contexts.push((key.get_ref().to_string(), text)),
                    None => self.wrong(value, "context is not a text"),
                }
            }
            shop.contexts.sort();
        }
        if let Some(rules) = table.get("barcode_rule").and_then(|value| value.get_ref().as_array()) {
            for rule in rules {
                self.barcode_rule(rule, &shop.currency);
            }
        }
        match table.get("barcode_rule") {
            Some(value) if value.get_ref().is_array() => shop.barcode_rules = json(value.get_ref()),
            Some(value) => self.wrong(value, "is written [[barcode_rule]]"),
            None => {}
        }
        if let Some(value) = table.get("experiment") {
            (shop.experiments, shop.mentions) = self.experiments(value, today);
        }
    }

    /// A rule that cannot be used is an error at the cell that is wrong.
    fn barcode_rule(&mut self, rule: &Value<'_>, currency: &Currency) {
        let Some(table) = rule.get_ref().as_table() else { return self.wrong(rule, "is written [[barcode_rule]]") };
        self.unknown_keys(table, &BARCODE_RULE);
        let (pattern, value) = (table.get("pattern"), table.get("value"));
        let Some(pattern) = pattern else { return self.error(Some(rule.span()), "barcode rule has no pattern", "") };
        let text = |value: &Value<'_>| value.get_ref().as_str().map(str::to_owned);
        let (Some(written), word) = (text(pattern), value.map(text)) else {
            return self.wrong(pattern, "pattern is not a text");
        };
        let word = word.map(Option::unwrap_or_default);
        if let Err(why) = BarcodeRule::parse(&written, word.as_deref(), currency) {
            self.wrong(value.filter(|_| why == RuleError::Word).unwrap_or(pattern), &why.to_string());
        }
    }

    fn languages(&mut self, value: &Value<'_>, shop: &mut Shop) {
        let words: Option<Vec<String>> = value.get_ref().as_array().and_then(|array| {
            let word = |value: &Value<'_>| value.get_ref().as_str().filter(|word| is_language(word)).map(str::to_owned);
            array.iter().map(word).collect()
        });
        match words.filter(|words| !words.is_empty()) {
            Some(words) => shop.languages = words,
            None => self.wrong(value, "languages is not a list like [\"en\", \"fr\"]"),
        }
    }

    fn rules(&mut self, table: &DeTable<'_>, rules: &mut Rules) {
        self.unknown_keys(table, &SUGGESTIONS);
        if let Some(max) = self.number(table, "max", 1.0, 5.0, Whole::Yes) {
            rules.max = max as usize;
        }
        if let Some(value) = table.get("mined") {
            match value.get_ref().as_str().and_then(Mined::parse) {
                Some(mined) => rules.mined = mined,
                None => self.wrong(value, "mined is none of \"fill\", \"proposals\", \"off\""),
            }
        }
        if let Some(count) = self.number(table, "min_pair_count", 1.0, 1e9, Whole::Yes) {
            rules.min_pair_count = count as u64;
        }
        if let Some(bar) = self.number(table, "minimum_relevance", 0.0, 1.0, Whole::No) {
            rules.minimum_relevance = bar;
        }
        if let Some(weight) = self.number(table, "margin_weight", 0.0, 1.0, Whole::No) {
            rules.margin_weight = weight;
        }
        if let Some(noes) = self.number(table, "quiet_after_noes", 0.0, 1000.0, Whole::Yes) {
            rules.quiet_after_noes = noes as usize;
        }
    }

    fn string(&mut self, table: &DeTable<'_>, key: &str) -> Option<CleanText> {
        let value = table.get(key)?;
        let text = value.get_ref().as_str().and_then(CleanText::non_empty);
        if text.is_none() {
            self.wrong(value, &format!("{key} is not a text"));
        }
        text
    }

    fn table<'t, 'i>(&mut self, table: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
        let value = table.get(key)?;
        let inner = value.get_ref().as_table();
        if inner.is_none() {
            self.wrong(value, &format!("is written [{key}]"));
        }
        inner
    }

    fn number(&mut self, table: &DeTable<'_>, key: &str, least: f64, most: f64, whole: Whole) -> Option<f64> {
        let value = table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) if whole == Whole::No => number.as_str().parse().ok(),
            _ => None,
        };
        let within = number.filter(|number| (least..=most).contains(number));
        if within.is_none() {
            let kind = if whole == Whole::Yes { "whole number" } else { "number" };
            self.wrong(value, &format!("{key} is not a {kind} from {least} to {most}"));
        }
        within
    }

    fn unknown_keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for (key, _) in table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let what = match nearest(name, known.iter().copied()) {
                    Some(near) => format!("unknown key, is it {near}?"),
                    None => "unknown key".to_owned(),
                };
                let at = self.at(Some(key.span()));
                self.problems.warning(FILE, at, what, name);
            }
        }
    }

    fn wrong(&mut self, value: &Value<'_>, what: &str) {
        let written = self.text.get(value.span()).unwrap_or_default();
        self.error(Some(value.span()), what, written);
    }

    fn error(&mut self, span: Option<Range<usize>>, what: &str, value: &str) {
        let at = self.at(span);
        // A parser's message may span lines.
        let what = what.lines().collect::<Vec<_>>().join(", ");
        self.problems.error(FILE, at, what, value);
    }

    fn at(&self, span: Option<Range<usize>>) -> At {
        let before = span.and_then(|span| self.text.get(..span.start)).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        At { line: before.matches('\n').count() as u64 + 1, column: before[line_start..].chars().count() as u64 + 1 }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Yes,
    No,
}

/// The currency behind an ISO 4217 code; one without minor units (gold, testing) counts whole units.
fn currency(code: &str) -> Option<Currency> {
    let known = iso_currency::Currency::from_code(code)?;
    Some(Currency { code: code.to_owned(), exponent: known.exponent().unwrap_or(0).min(4) as u8 })
}

/// `en`, `fr-CA`, `zh-Hant`.
fn is_language(word: &str) -> bool {
    let mut parts = word.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && letters(part))
}

/// The same value as JSON; dates as the texts they are written as.
fn json(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::String(text) => Json::from(text.as_ref()),
        DeValue::Integer(number) => number.as_str().parse::<i64>().map_or(Json::Null, Json::from),
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Json::Null, Json::from),
        DeValue::Boolean(truth) => Json::from(*truth),
        DeValue::Datetime(time) => Json::from(time.to_string()),
        DeValue::Array(array) => array.iter().map(|value| json(value.get_ref())).collect(),
        DeValue::Table(table) => {
            let mut entries: Vec<(String, Json)> =
                table.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Json::Object(entries.into_iter().collect::<Map<_, _>>())
        }
    }
}

#[cfg(test)]
mod tests;
