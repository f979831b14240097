//! Where a pair of items stands in a source: the rows that link it, what makes them do so, whose sentences it has, and what
//! was decided about it.

use std::path::Path;

use super::problem::{At, Problems};
use super::read::items::SourceItem;
use super::read::sides::{Exactness, Sides};
use super::read::{links, pairs, talking};
use super::select::Index;
use super::source::Source;
use crate::domain::LinkKind;
use crate::domain::gtin::barcode_key;

/// Everything a source says of a pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Rows of `links.csv` whose sides it stands on, in the order of the file.
    pub links: Vec<LinkOrigin>,
    /// Rows of `links.csv` that link it the other way round: line and kind.
    pub back: Vec<(u64, LinkKind)>,
    /// Rows of `talking_points.csv` whose sides it stands on, the most exact first.
    pub talks: Vec<TalkOrigin>,
    /// Its row of `pairs.csv`: line, sales with both, and whether it was accepted.
    pub pair: Option<(u64, u32, Option<bool>)>,
}

/// A row of `links.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkOrigin {
    /// Its line.
    pub line: u64,
    /// Its kind.
    pub kind: LinkKind,
    /// `item` and `add_on` as written.
    pub sides: [String; 2],
    /// Its `same`, as written.
    pub same: String,
    /// True where the link comes from this row; else its `same` does not hold, or another row says the same before.
    pub counts: bool,
    /// Whether it has sentences of its own, in the shop's first language.
    pub speaks: bool,
}

/// A row of `talking_points.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkOrigin {
    /// Its line.
    pub line: u64,
    /// Its language.
    pub language: String,
    /// Its variant; empty is the usual one.
    pub variant: String,
    /// `item` and `add_on` as written.
    pub sides: [String; 2],
}

/// The item that a code names: a SKU, else a barcode.
pub fn item(source: &Source, code: &str) -> Option<u32> {
    let key = barcode_key(code);
    source.items.find(code).or_else(|| {
        let has = |item: &SourceItem| item.barcodes.iter().any(|barcode| barcode == key);
        source.items.list.iter().position(has).map(|place| place as u32)
    })
}

/// Looks a pair up.
pub fn of(folder: &Path, source: &Source, item: u32, add_on: u32) -> Origin {
    let sides = source.links.iter().map(|row| &row.sides).chain(source.talking.iter().map(|row| &row.sides));
    let index = Index::new(&source.items, sides.flat_map(|sides| [&sides.item, &sides.add_on]));
    let stands = |sides: &Sides, left: u32, right: u32| {
        index.items(&sides.item).contains(&left) && index.items(&sides.add_on).contains(&right)
    };
    let written = |sides: &Sides| [sides.item_cell.text.to_string(), sides.add_on_cell.text.to_string()];
    let counts = |row: usize, left: u32, right: u32| {
        let mut of_row = source.resolved.links.iter().filter(|link| link.row as usize == row);
        of_row.any(|link| (link.item, link.add_on) == (left, right))
    };
    let rows = || source.links.iter().enumerate();
    let links = rows()
        .filter(|(_, row)| stands(&row.sides, item, add_on))
        .map(|(number, row)| LinkOrigin {
            line: row.places.kind.line,
            kind: row.kind,
            sides: written(&row.sides),
            same: row.places.same.as_ref().map_or_else(String::new, |cell| cell.text.to_string()),
            counts: counts(number, item, add_on),
            speaks: row.sentences.can_be_said(),
        })
        .collect();
    let back = rows()
        .filter(|(number, _)| counts(*number, add_on, item))
        .map(|(_, row)| (row.places.kind.line, row.kind))
        .collect();
    let mut talks: Vec<(Exactness, TalkOrigin)> = source
        .talking
        .iter()
        .filter(|row| stands(&row.sides, item, add_on))
        .map(|row| {
            let (language, variant) = (row.language.clone(), row.variant.clone());
            (row.sides.exactness(), TalkOrigin { line: row.at.line, language, variant, sides: written(&row.sides) })
        })
        .collect();
    talks.sort_by(|(a, row_a), (b, row_b)| b.cmp(a).then(row_b.line.cmp(&row_a.line)));
    Origin {
        links,
        back,
        talks: talks.into_iter().map(|(_, row)| row).collect(),
        pair: pair(folder, source, item, add_on),
    }
}

/// The row of `pairs.csv`, read again: rows there have no places once they are read.
fn pair(folder: &Path, source: &Source, item: u32, add_on: u32) -> Option<(u64, u32, Option<bool>)> {
    let mut found = None;
    pairs::each(folder, &source.shop, &source.items, &mut Problems::default(), |_, row, pair| {
        if pair.items == [item, add_on] || pair.items == [add_on, item] {
            let At { line, .. } = row.at(None);
            found = Some((line, pair.together, pair.decision.as_ref().map(|decision| decision.accepted)));
        }
    });
    found
}

/// The names of the files, for who prints places.
pub const FILES: [&str; 3] = [links::FILE, talking::FILE, pairs::FILE];
