//! The source as checks look at it: links by item, the words of a row, families of variants.

use super::note::Spot;
use crate::catalog::read::items::SourceItem;
use crate::catalog::read::links::{self, LinkRow};
use crate::catalog::resolve::ResolvedLink;
use crate::catalog::source::Source;
use crate::domain::{Day, LinkKind, Money};

/// The file of items.
pub const ITEMS: &str = "items.csv";

/// A source, and its links in two orders.
#[derive(Debug)]
pub struct View<'a> {
    /// What was read.
    pub source: &'a Source,
    /// The day that counts as today.
    pub today: Day,
    /// By item, add-on, kind and row.
    pub by_item: Vec<ResolvedLink>,
}

impl<'a> View<'a> {
    /// Looks at a source.
    pub fn new(source: &'a Source, today: Day) -> Self {
        let mut by_item = source.resolved.links.clone();
        let kind = |link: &ResolvedLink| source.links[link.row as usize].kind;
        by_item.sort_unstable_by_key(|link| (link.item, link.add_on, kind(link), link.row));
        Self { source, today, by_item }
    }

    /// The links of each row, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = (&'a LinkRow, &'a [ResolvedLink])> {
        let rows = &self.source.links;
        self.source.resolved.links.chunk_by(|a, b| a.row == b.row).map(|links| (&rows[links[0].row as usize], links))
    }

    /// The links of each item.
    pub fn items(&self) -> impl Iterator<Item = &[ResolvedLink]> {
        self.by_item.chunk_by(|a, b| a.item == b.item)
    }

    /// The links of each item to one add-on.
    pub fn pairs(&self) -> impl Iterator<Item = &[ResolvedLink]> {
        self.by_item.chunk_by(|a, b| (a.item, a.add_on) == (b.item, b.add_on))
    }

    /// The links of one item to one add-on.
    pub fn between(&self, item: u32, add_on: u32) -> &[ResolvedLink] {
        let start = self.by_item.partition_point(|link| (link.item, link.add_on) < (item, add_on));
        let rest = &self.by_item[start..];
        let length = rest.iter().take_while(|link| (link.item, link.add_on) == (item, add_on)).count();
        &rest[..length]
    }

    /// The row of a link.
    pub fn row(&self, link: &ResolvedLink) -> &'a LinkRow {
        &self.source.links[link.row as usize]
    }

    /// The kind of a link.
    pub fn kind(&self, link: &ResolvedLink) -> LinkKind {
        self.row(link).kind
    }

    /// An item.
    pub fn item(&self, index: u32) -> &'a SourceItem {
        &self.source.items.list[index as usize]
    }

    /// Its SKU.
    pub fn sku(&self, index: u32) -> &'a str {
        self.item(index).sku.as_str()
    }

    /// `PRN-200 > INK-305`.
    pub fn pair(&self, link: &ResolvedLink) -> String {
        format!("{} > {}", self.sku(link.item), self.sku(link.add_on))
    }

    /// The same number for all variants of an item.
    pub fn family(&self, index: u32) -> u32 {
        self.item(index).base.unwrap_or(index)
    }

    /// The prices of both sides, where both have one.
    pub fn prices(&self, link: &ResolvedLink) -> Option<(Money, Money)> {
        self.item(link.item).price.zip(self.item(link.add_on).price)
    }
}

/// A cell of a row of `links.csv`.
pub fn of_link(row: &LinkRow, column: &'static str) -> Spot {
    Spot { file: links::FILE, line: row.places.kind.line, column }
}

/// A cell of a row of `items.csv`.
pub fn of_item(item: &SourceItem, column: &'static str) -> Spot {
    Spot { file: ITEMS, line: item.line, column }
}

/// `3 of 20 pairs`; where it is all of them, nothing: `: for 3 of 20 pairs`.
pub fn share_of(some: usize, all: usize) -> String {
    if some == all { String::new() } else { format!(" for {some} of {all} pairs") }
}
