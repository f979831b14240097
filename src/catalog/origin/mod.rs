//! Where a pair of items stands in a source: the rows that link it, what makes them do so, whose sentences it has, and what
//! was decided about it.

mod spoken;

pub use spoken::Spoken;

use std::collections::HashSet;
use std::path::Path;

use super::problem::{At, Problems};
use super::read::items::SourceItem;
use super::read::pairs::MinedPair;
use super::read::sides::{Exactness, Sides};
use super::read::{links, pairs, talking};
use super::select::Index;
use super::source::Source;
use super::talk::{Own, TalkingPoints};
use super::terms;
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
    /// Its row of `pairs.csv`.
    pub pair: Option<PairOrigin>,
}

impl Origin {
    /// Whether a row or a decision makes it a link.
    pub fn is_linked(&self) -> bool {
        self.links.iter().any(|row| row.counts) || self.pair.as_ref().is_some_and(|pair| pair.accepted == Some(true))
    }

    /// Whether staff read anything of the row of `talking_points.csv` on that line.
    pub fn speaks(&self, line: u64) -> bool {
        let all = self.links.iter().map(|row| &row.spoken).chain(self.pair.iter().map(|pair| &pair.spoken));
        all.flatten().flat_map(|spoken| &spoken.cells).any(|(_, _, place)| *place == (talking::FILE, line))
    }
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
    /// When and for whom it holds: the columns that say so, with their cells.
    pub terms: Vec<(&'static str, String)>,
    /// What staff read where this link is shown.
    pub spoken: Vec<Spoken>,
}

/// A row of `pairs.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairOrigin {
    /// Its line.
    pub line: u64,
    /// Sales with both.
    pub together: u32,
    /// Whether it was accepted; `None` where nobody decided.
    pub accepted: Option<bool>,
    /// What staff read where it was accepted.
    pub spoken: Vec<Spoken>,
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
        index.stands_for(&sides.item, left) && index.stands_for(&sides.add_on, right)
    };
    let written = |sides: &Sides| [sides.item_cell.text.to_string(), sides.add_on_cell.text.to_string()];
    // Looked for once: there may be millions of links.
    let rows_of = |left: u32, right: u32| -> HashSet<usize> {
        let of_pair = source.resolved.links.iter().filter(|link| (link.item, link.add_on) == (left, right));
        of_pair.map(|link| link.row as usize).collect()
    };
    let (forth, opposite) = (rows_of(item, add_on), rows_of(add_on, item));
    let rows = || source.links.iter().enumerate();
    let language = source.shop.languages.first().map_or("en", String::as_str);
    // Reading has said what is wrong with these rows.
    let mut points = TalkingPoints::new(&source.talking, language, &index, &source.items, &mut Problems::default());
    let said = points.of_pair(item, add_on);
    let links = rows()
        .filter(|(_, row)| stands(&row.sides, item, add_on))
        .map(|(number, row)| {
            let (line, counts) = (row.places.kind.line, forth.contains(&number));
            let own = Own { exactness: row.sides.exactness(), sentences: &row.sentences };
            let spoken =
                if counts { spoken::of(source, &points, &said, Some(own), (links::FILE, line)) } else { Vec::new() };
            LinkOrigin {
                line,
                kind: row.kind,
                sides: written(&row.sides),
                same: row.places.same.as_ref().map_or_else(String::new, |cell| cell.text.to_string()),
                counts,
                terms: terms::asked(&row.terms, &source.shop.currency),
                spoken,
            }
        })
        .collect();
    let back = rows()
        .filter(|(number, _)| opposite.contains(number))
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
    let pair = pair(folder, source, item, add_on).map(|(line, pair)| {
        let decision = pair.decision.as_ref();
        let own = |sentences| Own { exactness: Exactness::Both, sentences };
        let accepted = decision.filter(|decision| decision.accepted);
        let spoken = accepted
            .map(|decision| spoken::of(source, &points, &said, Some(own(&decision.sentences)), (pairs::FILE, line)));
        PairOrigin {
            line,
            together: pair.together,
            accepted: decision.map(|decision| decision.accepted),
            spoken: spoken.unwrap_or_default(),
        }
    });
    Origin { links, back, talks: talks.into_iter().map(|(_, row)| row).collect(), pair }
}

/// The row of `pairs.csv` and its line, read again: rows there have no places once they are read.
fn pair(folder: &Path, source: &Source, item: u32, add_on: u32) -> Option<(u64, MinedPair)> {
    let mut found = None;
    pairs::each(folder, &source.shop, &source.items, &mut Problems::default(), |_, row, pair| {
        if pair.items == [item, add_on] || pair.items == [add_on, item] {
            let At { line, .. } = row.at(None);
            found = Some((line, pair));
        }
    });
    found
}

/// The names of the files, for who prints places.
pub const FILES: [&str; 3] = [links::FILE, talking::FILE, pairs::FILE];
