//! Snapshot → source: a folder of spreadsheets that builds to the same content again.
//!
//! What a snapshot does not hold cannot come back: selectors and tags of items became rows, and of sales there are counts
//! only. Each is said in the [`Summary`]. The same snapshot gives the same bytes.

mod pairs;
mod sentences;
mod shop;
mod tables;

use std::collections::HashMap;
use std::path::Path;

use super::fresh::{self, Error};
use crate::db::whole::Whole;
use crate::domain::{Item, ItemId};

/// What was written, and what could not be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The files, with the rows of each.
    pub files: Vec<(&'static str, u64)>,
    /// Sales behind the counts.
    pub sales: u64,
    /// Pairs that answers taught something of.
    pub answers: u64,
    /// Sentences left out, since two links of the same pair say different things in a language that `links.csv` has no
    /// column for.
    pub left_out: u64,
}

/// Writes the source into `folder`, which must be new or empty.
pub fn write(folder: &Path, whole: &Whole) -> Result<Summary, Error> {
    fresh::check(folder)?;
    let names = Names::new(whole);
    let (links, link_rows) = tables::links(whole, &names);
    let (items, item_rows) = tables::items(whole, &names);
    let (talks, talk_rows, left_out) = sentences::table(whole, &names);
    let (pairs, pair_rows) = pairs::table(whole, &names);
    let mut files = vec![("shop.toml", shop::text(whole).into_bytes()), ("items.csv", items)];
    let mut rows = vec![("shop.toml", 0), ("items.csv", item_rows)];
    for (name, bytes, count) in
        [("links.csv", links, link_rows), ("talking_points.csv", talks, talk_rows), ("pairs.csv", pairs, pair_rows)]
    {
        if count > 0 {
            files.push((name, bytes));
            rows.push((name, count));
        }
    }
    fresh::write(folder, &files)?;
    Ok(Summary { files: rows, sales: whole.shop.sales, answers: whole.answers, left_out })
}

/// What things of a snapshot are called in a source.
struct Names<'a> {
    items: HashMap<ItemId, &'a Item>,
    categories: HashMap<u32, String>,
    talks: HashMap<u32, Vec<&'a crate::db::snapshot::TalkRow>>,
    language: &'a str,
}

impl<'a> Names<'a> {
    fn new(whole: &'a Whole) -> Self {
        let mut categories: HashMap<u32, String> = HashMap::new();
        // A parent has no smaller number than its children in some snapshots, so that paths are followed up.
        let by_id: HashMap<u32, _> = whole.categories.iter().map(|category| (category.id, category)).collect();
        for category in &whole.categories {
            let mut names = vec![category.name.as_str()];
            let mut above = category.parent;
            while let Some(parent) = above.and_then(|id| by_id.get(&id)).filter(|_| names.len() < 64) {
                names.push(parent.name.as_str());
                above = parent.parent;
            }
            names.reverse();
            categories.insert(category.id, names.join(" > "));
        }
        let mut talks: HashMap<u32, Vec<_>> = HashMap::new();
        for talk in &whole.talks {
            talks.entry(talk.id).or_default().push(talk);
        }
        let language = whole.shop.languages.first().map_or("en", String::as_str);
        Self { items: whole.items.iter().map(|(item, _)| (item.id, item)).collect(), categories, talks, language }
    }

    fn sku(&self, id: ItemId) -> &'a str {
        self.items.get(&id).map_or("", |item| item.sku.as_str())
    }

    fn category(&self, id: u32) -> &str {
        self.categories.get(&id).map_or("", String::as_str)
    }

    /// The usual sentences in the shop's first language, cell by cell.
    fn own(&self, talk: Option<u32>) -> [String; 7] {
        let rows = talk.and_then(|talk| self.talks.get(&talk)).into_iter().flatten();
        let mut usual = rows.filter(|row| row.language == self.language && row.variant.is_empty());
        usual.next().map(|row| sentences::cells(&row.talking)).unwrap_or_default()
    }
}

/// A table as the bytes of its file.
struct Sheet {
    writer: csv::Writer<Vec<u8>>,
    rows: u64,
}

impl Sheet {
    fn new<S: AsRef<[u8]>>(header: impl IntoIterator<Item = S>) -> Self {
        let mut sheet = Self { writer: csv::Writer::from_writer(Vec::new()), rows: 0 };
        sheet.row(header);
        sheet.rows = 0;
        sheet
    }

    /// Writing into memory cannot fail, and every row is as long as the header.
    fn row<S: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let _ = self.writer.write_record(cells);
        self.rows += 1;
    }

    fn finish(self) -> (Vec<u8>, u64) {
        (self.writer.into_inner().unwrap_or_default(), self.rows)
    }
}
