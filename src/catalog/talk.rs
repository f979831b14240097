//! Which sentences go with a pair: the most exact row wins, a later row wins a draw, and `links.csv` comes before
//! `talking_points.csv` where both are as exact.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::problem::{Cell, Problems};
use super::read::items::Items;
use super::read::sentences::Sentences;
use super::read::sides::Exactness;
use super::read::talking::{self, TalkRow};
use super::select::{self, Index, Side};
use crate::db::snapshot::TalkRow as SnapshotTalk;

/// Sentences by language and variant.
type Talk = BTreeMap<(String, String), Sentences>;
/// The same at rest, in order.
type Spoken = Arc<[(String, String, Sentences)]>;

/// Every different set of sentences once, numbered from 1 in the order in which they were first needed.
#[derive(Debug, Default)]
pub struct TalkBook {
    numbers: HashMap<Spoken, u32>,
    order: Vec<Spoken>,
}

/// A row's own sentences, which talking points may add to.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    /// How exact the row is.
    pub exactness: Exactness,
    /// What it says, in the shop's first language.
    pub sentences: &'a Sentences,
}

/// One row's sentences for a pair.
#[derive(Clone, Copy, Debug)]
pub struct Layer<'a> {
    /// How exact the row is.
    pub exactness: Exactness,
    /// Which row of `talking_points.csv` it is; `None` where the link or the pair says it itself.
    pub row: Option<u32>,
    /// The language.
    pub language: &'a str,
    /// The variant; empty is the usual one.
    pub variant: &'a str,
    /// What it says.
    pub sentences: &'a Sentences,
}

/// The rows of `talking_points.csv`, found by item and add-on.
#[derive(Debug)]
pub struct TalkingPoints<'a> {
    rows: &'a [TalkRow],
    language: &'a str,
    /// The different sides that an item stands on, left and right: many rows share few of them.
    by_item: HashMap<u32, Vec<u32>>,
    by_add_on: HashMap<u32, Vec<u32>>,
    by_sides: HashMap<(u32, u32), Vec<u32>>,
    used: Vec<bool>,
}

impl TalkBook {
    /// The number of a set of sentences; `None` where it says nothing.
    fn number(&mut self, talk: Talk) -> Option<u32> {
        if talk.is_empty() {
            return None;
        }
        let spoken: Spoken =
            talk.into_iter().map(|((language, variant), sentences)| (language, variant, sentences)).collect();
        let next = self.order.len() as u32 + 1;
        let number = *self.numbers.entry(spoken).or_insert_with_key(|spoken| {
            self.order.push(Arc::clone(spoken));
            next
        });
        Some(number)
    }

    /// True where staff have something to ask or say in that language.
    pub fn can_be_said(&self, number: Option<u32>, language: &str) -> bool {
        let talk = number.and_then(|number| self.order.get(number as usize - 1));
        let mut spoken = talk.into_iter().flat_map(|talk| talk.iter());
        spoken.any(|(known, variant, sentences)| known == language && variant.is_empty() && sentences.can_be_said())
    }

    /// As rows of a snapshot.
    pub fn rows(&self) -> Vec<SnapshotTalk> {
        let rows = (1..).zip(&self.order).flat_map(|(id, talk)| {
            talk.iter().map(move |(language, variant, sentences)| SnapshotTalk {
                id,
                language: language.clone(),
                variant: variant.clone(),
                talking: sentences.talking(),
            })
        });
        rows.collect()
    }
}

/// Numbers the different sides of rows, and notes which items stand on each.
#[derive(Default)]
struct SideNumbers<'a>(HashMap<&'a Side, (u32, bool)>);

impl<'a> SideNumbers<'a> {
    /// The number of a side, and whether it stands for anything.
    fn number(&mut self, side: &'a Side, index: &Index, by_item: &mut HashMap<u32, Vec<u32>>) -> (u32, bool) {
        if let Some(&known) = self.0.get(side) {
            return known;
        }
        let number = self.0.len() as u32;
        let found = index.items(side);
        for &item in found.iter() {
            by_item.entry(item).or_default().push(number);
        }
        self.0.insert(side, (number, !found.is_empty()));
        (number, !found.is_empty())
    }
}

impl<'a> TalkingPoints<'a> {
    /// Finds the items of every row; rows that stand for none are noted.
    pub fn new(rows: &'a [TalkRow], language: &'a str, index: &Index, items: &Items, problems: &mut Problems) -> Self {
        let mut points = Self {
            rows,
            language,
            by_item: HashMap::new(),
            by_add_on: HashMap::new(),
            by_sides: HashMap::new(),
            used: vec![false; rows.len()],
        };
        let (mut left, mut right) = (SideNumbers::default(), SideNumbers::default());
        for (number, row) in (0_u32..).zip(rows) {
            let sides = &row.sides;
            let mut empty = false;
            let mut side_number = |side: &'a Side, cell: &Cell, numbers: &mut SideNumbers<'a>, by_item| {
                let (number, any) = numbers.number(side, index, by_item);
                if !any {
                    empty = true;
                    let what = format!("row can never be used, {}", select::why_none(side, items));
                    problems.warning(talking::FILE, cell.at, what, &cell.text);
                }
                number
            };
            let item = side_number(&sides.item, &sides.item_cell, &mut left, &mut points.by_item);
            let add_on = side_number(&sides.add_on, &sides.add_on_cell, &mut right, &mut points.by_add_on);
            points.by_sides.entry((item, add_on)).or_default().push(number);
            // One warning a row is enough.
            points.used[number as usize] = empty;
        }
        points
    }

    /// The rows for a pair, in the order of the file.
    pub fn of_pair(&mut self, item: u32, add_on: u32) -> Vec<u32> {
        let (Some(of_item), Some(of_add_on)) = (self.by_item.get(&item), self.by_add_on.get(&add_on)) else {
            return Vec::new();
        };
        let both = of_item.iter().flat_map(|&a| of_add_on.iter().map(move |&b| (a, b)));
        let mut rows: Vec<u32> = both.filter_map(|sides| self.by_sides.get(&sides)).flatten().copied().collect();
        rows.sort_unstable();
        for &row in &rows {
            self.used[row as usize] = true;
        }
        rows
    }

    /// The sentences of a pair as they are laid over one another, the most exact last; a row's own come from no row here.
    pub fn layers<'b>(&'b self, own: Option<Own<'b>>, rows: &[u32]) -> Vec<Layer<'b>> {
        let of_row = |&number: &u32| {
            let TalkRow { sides, language, variant, sentences, .. } = &self.rows[number as usize];
            Layer { exactness: sides.exactness(), row: Some(number), language, variant, sentences }
        };
        let mut layers: Vec<Layer> = rows.iter().map(of_row).collect();
        if let Some(Own { exactness, sentences }) = own.filter(|own| !own.sentences.is_empty()) {
            layers.push(Layer { exactness, row: None, language: self.language, variant: "", sentences });
        }
        layers.sort_by_key(|layer| (layer.exactness, layer.row));
        layers
    }

    /// Lays the rows over one another and numbers the result.
    pub fn compose(&self, own: Option<Own<'_>>, rows: &[u32], book: &mut TalkBook) -> Option<u32> {
        let layers = self.layers(own, rows);
        let mut talk = Talk::new();
        for layer in layers.iter().filter(|layer| layer.variant.is_empty()) {
            let key = (layer.language.to_owned(), String::new());
            talk.entry(key).or_default().lay_over(layer.sentences);
        }
        // A variant is complete in itself: what it does not change it takes from the usual one.
        for layer in layers.iter().filter(|layer| !layer.variant.is_empty()) {
            let usual = talk.get(&(layer.language.to_owned(), String::new())).cloned();
            let key = (layer.language.to_owned(), layer.variant.to_owned());
            talk.entry(key).or_insert_with(|| usual.unwrap_or_default()).lay_over(layer.sentences);
        }
        book.number(talk)
    }

    /// Rows whose sides are one category each: (item's category, add-on's category, number), sorted.
    pub fn of_categories(&mut self, book: &mut TalkBook) -> Vec<(u32, u32, u32)> {
        let mut groups: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        for (number, row) in (0_u32..).zip(self.rows) {
            if let (Some(item), Some(add_on)) = (row.sides.item.only_category(), row.sides.add_on.only_category()) {
                groups.entry((item, add_on)).or_default().push(number);
                self.used[number as usize] = true;
            }
        }
        let composed = groups.into_iter().filter_map(|((item, add_on), rows)| {
            let number = self.compose(None, &rows, book)?;
            Some((item, add_on, number))
        });
        composed.collect()
    }

    /// Warns of rows that no link and no accepted pair uses.
    pub fn warn_unused(&self, problems: &mut Problems) {
        for (row, _) in self.rows.iter().zip(&self.used).filter(|(_, used)| !**used) {
            problems.warning(talking::FILE, row.at, "no link or accepted pair is between these two", "");
        }
    }
}
