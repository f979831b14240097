//! `pairs.csv`: mined pairs, and what a person decided about each.

use std::collections::HashSet;
use std::path::Path;

use super::items::{Items, whole_number};
use super::sentences::{self, Sentences};
use super::shop::Shop;
use super::table::{Header, Row, Table};
use crate::catalog::problem::{Problems, nearest};
use crate::domain::{CleanText, LinkKind, Ruling};
use crate::sheet::formula::unguarded;

/// Its name.
pub const FILE: &str = "pairs.csv";
/// What is said of a row that names an item the shop does not have.
pub const UNKNOWN_SKU: &str = "SKU is not in items.csv, row left out";

const SKUS: [&str; 2] = ["sku_a", "sku_b"];
const COUNTS: [&str; 4] = ["n_a", "n_b", "n_ab", "n"];

/// A row.
#[derive(Clone, Debug)]
pub struct MinedPair {
    /// The items, as indices.
    pub items: [u32; 2],
    /// Sales with each.
    pub sold: [u32; 2],
    /// Sales with both.
    pub together: u32,
    /// The same by weight.
    pub weight: f64,
    /// All sales.
    pub sales: u64,
    /// What a person decided.
    pub decision: Option<Decision>,
}

/// What a person decided about a pair.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Accepted, or rejected.
    pub accepted: bool,
    /// As what it is shown.
    pub kind: LinkKind,
    /// ASK and SAY, in the shop's first language.
    pub sentences: Sentences,
}

/// Reads the file, where there is one.
pub fn read(folder: &Path, shop: &Shop, items: &Items, problems: &mut Problems) -> Vec<MinedPair> {
    let mut pairs = Vec::new();
    each(folder, shop, items, problems, |_, _, pair| pairs.push(pair));
    pairs
}

/// The same row by row, each with its header and its cells.
pub fn each(
    folder: &Path,
    shop: &Shop,
    items: &Items,
    problems: &mut Problems,
    mut take: impl FnMut(&Header, &Row, MinedPair),
) {
    let Some(table) = Table::open_optional(folder, FILE, problems) else {
        return;
    };
    if table.header.check(FILE, &SKUS, problems) {
        let mut reader = Reader {
            columns: Columns::of(&table.header),
            sentences: sentences::Columns::of(&table.header),
            shop,
            items,
            seen: HashSet::new(),
        };
        table.each_row(problems, |row, problems| {
            if let Some(pair) = reader.row(row, problems) {
                take(&table.header, row, pair);
            }
        });
    }
}

/// Where the columns are.
struct Columns {
    skus: [Option<usize>; 2],
    counts: [Option<usize>; 4],
    weight: Option<usize>,
    decision: Option<usize>,
    kind: Option<usize>,
}

impl Columns {
    fn of(header: &Header) -> Self {
        Self {
            skus: SKUS.map(|name| header.find(name)),
            counts: COUNTS.map(|name| header.find(name)),
            weight: header.find("weight"),
            decision: header.find("decision"),
            kind: header.find("kind"),
        }
    }
}

struct Reader<'a> {
    columns: Columns,
    sentences: sentences::Columns,
    shop: &'a Shop,
    items: &'a Items,
    seen: HashSet<[u32; 2]>,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row, problems: &mut Problems) -> Option<MinedPair> {
        let [a, b] = [0, 1].map(|side| self.item(row, side, problems));
        let [sold_a, sold_b, together, sales] = [0, 1, 2, 3].map(|place| self.count(row, place, problems));
        let weight = self.weight(row, problems).unwrap_or(f64::from(together));
        let decision = self.decision(row, problems);
        let (a, b) = (a?, b?);
        let at = row.at(self.columns.skus[1]);
        if a == b {
            problems.warning(FILE, at, "pair of an item with itself, row left out", row.text(self.columns.skus[1]));
            return None;
        }
        if !self.seen.insert([a.min(b), a.max(b)]) {
            problems.error(FILE, at, "pair stands twice", row.text(self.columns.skus[1]));
            return None;
        }
        Some(MinedPair { items: [a, b], sold: [sold_a, sold_b], together, weight, sales: u64::from(sales), decision })
    }

    fn item(&self, row: &Row, side: usize, problems: &mut Problems) -> Option<u32> {
        let column = self.columns.skus[side];
        let raw = row.text(column);
        let found = self.items.find(unguarded(raw)).or_else(|| self.items.find(raw));
        if raw.is_empty() {
            problems.error(FILE, row.at(column), "required cell is empty", SKUS[side]);
        } else if found.is_none() {
            problems.warning(FILE, row.at(column), UNKNOWN_SKU, raw);
        }
        found
    }

    fn count(&self, row: &Row, place: usize, problems: &mut Problems) -> u32 {
        let (name, column) = (COUNTS[place], self.columns.counts[place]);
        let number = whole_number(row, column, name, FILE, problems).unwrap_or(0);
        if number < 0 {
            problems.error(FILE, row.at(column), format!("{name} is below zero"), row.text(column));
        }
        number.clamp(0, i64::from(u32::MAX)) as u32
    }

    fn weight(&self, row: &Row, problems: &mut Problems) -> Option<f64> {
        let column = self.columns.weight;
        let raw = row.text(column);
        if raw.is_empty() {
            return None;
        }
        // A spreadsheet in a country with decimal commas writes one.
        let weight = raw.replace(',', ".").parse::<f64>().ok().filter(|weight| (0.0..1e12).contains(weight));
        if weight.is_none() {
            problems.error(FILE, row.at(column), "weight is not a number", raw);
        }
        weight
    }

    fn decision(&self, row: &Row, problems: &mut Problems) -> Option<Decision> {
        let column = self.columns.decision;
        let raw = row.text(column);
        let lower = raw.to_lowercase();
        let ruling = Ruling::parse(&lower);
        if ruling.is_none() && !raw.is_empty() {
            let what = match nearest(&lower, Ruling::ALL.map(Ruling::word)) {
                Some(near) => format!("unknown decision, is it {near}?"),
                None => "decision is neither accepted nor rejected".to_owned(),
            };
            problems.error(FILE, row.at(column), what, raw);
        }
        let kind_column = self.columns.kind;
        let kind = match row.text(kind_column) {
            "" => LinkKind::Accessory,
            raw => LinkKind::parse(&raw.to_lowercase()).unwrap_or_else(|| {
                problems.error(FILE, row.at(kind_column), "unknown kind", raw);
                LinkKind::Accessory
            }),
        };
        let mut sentences = Sentences::read(row, &self.sentences, &self.shop.currency.code, FILE, problems);
        for sentence in sentences.0.iter_mut().flatten() {
            *sentence = CleanText::new(unguarded(sentence.as_str()));
        }
        Some(Decision { accepted: ruling? == Ruling::Accepted, kind, sentences })
    }
}
