//! `talking_points.csv`: sentences in more languages and variants, for links, or for all pairs of two categories.

use std::path::Path;

use super::items::Items;
use super::sentences::{self, Sentences};
use super::shop::Shop;
use super::sides::Sides;
use super::table::Table;
use crate::catalog::problem::{At, Problems};

/// The file's name.
pub const FILE: &str = "talking_points.csv";
const KNOWN: [&str; 11] = [
    "item",
    "add_on",
    "language",
    "variant",
    "ask",
    "say",
    "if_too_expensive",
    "if_has_one",
    "if_not_now",
    "if_other",
    "why",
];

/// A row.
#[derive(Clone, Debug)]
pub struct TalkRow {
    /// The pairs it is for.
    pub sides: Sides,
    /// One of the shop's languages.
    pub language: String,
    /// Empty is the usual one.
    pub variant: String,
    /// What it says.
    pub sentences: Sentences,
    /// Where it stands.
    pub at: At,
}

/// Reads the file, where there is one.
pub fn read(folder: &Path, shop: &Shop, items: &Items, problems: &mut Problems) -> Vec<TalkRow> {
    let Some(table) = Table::open_optional(folder, FILE, problems) else {
        return Vec::new();
    };
    let header = &table.header;
    header.warn_unknown(FILE, &KNOWN, problems);
    let mut rows = Vec::new();
    if !header.check(FILE, &["item", "add_on", "language"], problems) {
        return rows;
    }
    let (sides, columns) = (Sides::columns(header), sentences::Columns::of(header));
    let (language_column, variant_column) = (header.find("language"), header.find("variant"));
    table.each_row(problems, |row, problems| {
        let sides = Sides::read(row, sides, items, FILE, problems);
        let sentences = Sentences::read(row, &columns, &shop.currency.code, FILE, problems);
        let language = row.text(language_column);
        let at = row.at(language_column);
        if language.is_empty() {
            problems.error(FILE, at, "required cell is empty", "language");
        } else if !shop.languages.iter().any(|known| known == language) {
            problems.warning(FILE, at, "language is not one of shop.toml's", language);
        }
        if sentences.is_empty() {
            problems.warning(FILE, row.at(None), "row says nothing", "");
        }
        let variant = row.clean(variant_column, FILE, problems).unwrap_or_default();
        if let Some(sides) = sides.filter(|_| !sentences.is_empty()) {
            rows.push(TalkRow {
                sides,
                language: language.to_owned(),
                variant: variant.as_str().to_owned(),
                sentences,
                at: row.at(None),
            });
        }
    });
    rows
}
