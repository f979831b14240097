//! What is different between two snapshots, in the words of those who sell: items, prices, stock, links, sentences.
//!
//! Items are the same where their SKU is, categories where their path is; numbers of rows mean nothing here. Memory grows
//! by some tens of bytes an item and a link's sentence; rows are read one item at a time.

mod half;
mod items;
mod relations;
mod talks;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde::Serialize;

use super::Error;
use crate::domain::LinkKind;
use half::Half;

/// As many examples are kept of each kind of change.
const EXAMPLES: usize = 10;

/// What is different. Counts are of items unless they say otherwise.
#[derive(Debug, Default, Serialize)]
pub struct Difference {
    /// Items there were, and there are.
    pub items: [u64; 2],
    /// In the second only.
    pub added: List<Named>,
    /// In the first only.
    pub gone: List<Named>,
    /// With another name.
    pub renamed: List<Renamed>,
    /// With another price.
    pub prices: Prices,
    /// With another cost.
    pub costs: u64,
    /// With another stock.
    pub stock: Stock,
    /// With other facts.
    pub facts: Facts,
    /// Links between items.
    pub links: Links,
    /// Sentences: what is said in one language and variant.
    pub sentences: Sentences,
    /// Pairs from sales, one direction each.
    pub pairs: Pairs,
    /// With other add-ons to choose from: by link, by decision or from sales.
    pub add_ons: List<AddOns>,
    /// Keys of the shop's rules that differ.
    pub shop: Vec<String>,
}

/// How many there are, and the first or largest of them.
#[derive(Debug, Serialize)]
pub struct List<T> {
    /// All of them.
    pub count: u64,
    /// Ten at most.
    pub examples: Vec<T>,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
}

/// An item with another name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Renamed {
    /// Its SKU.
    pub sku: String,
    /// What it was called.
    pub before: String,
    /// What it is called.
    pub after: String,
}

/// Items with another price; the examples are the largest changes, in parts of the price before.
#[derive(Debug, Default, Serialize)]
pub struct Prices {
    /// All of them.
    #[serde(flatten)]
    pub changed: List<Price>,
    /// Dearer ones.
    pub raised: u64,
    /// Cheaper ones.
    pub lowered: u64,
    /// Those that had none, and those that have none.
    pub given: u64,
    /// See `given`.
    pub taken: u64,
}

/// An item with another price, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Price {
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it cost.
    pub before: Option<i64>,
    /// What it costs.
    pub after: Option<i64>,
}

/// Items with another stock.
#[derive(Debug, Default, Serialize)]
pub struct Stock {
    /// All of them.
    pub changed: u64,
    /// There were some, and are none.
    pub out: u64,
    /// There are some again.
    pub back: u64,
}

/// Items with other facts.
#[derive(Debug, Default, Serialize)]
pub struct Facts {
    /// Another category.
    pub category: u64,
    /// Another place in the shop.
    pub place: u64,
    /// Another brand.
    pub brand: u64,
    /// Another note.
    pub note: u64,
    /// Goods that are a service now, or the other way round.
    pub r#type: u64,
    /// The variant of another item.
    pub variant: u64,
    /// Other attributes.
    pub attributes: u64,
    /// Barcodes, not items, that came, went, or mean another item.
    pub barcodes: u64,
}

/// Links. The examples are of items that are in both.
#[derive(Debug, Default, Serialize)]
pub struct Links {
    /// That came.
    pub added: List<LinkNamed>,
    /// That went.
    pub gone: List<LinkNamed>,
    /// With other terms: priority, contexts, days, prices, tags.
    pub changed: List<LinkNamed>,
    /// Items whose links stand in another order.
    pub reordered: u64,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkNamed {
    /// The SKU of the item.
    pub item: String,
    /// The SKU of the add-on.
    pub add_on: String,
    /// Of which kind.
    pub kind: LinkKind,
}

/// Sentences, one a language and variant.
#[derive(Debug, Default, Serialize)]
pub struct Sentences {
    /// That came.
    pub added: u64,
    /// That went.
    pub gone: u64,
    /// With other words.
    pub changed: List<Reworded>,
}

/// Another sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reworded {
    /// The SKU of an item it is said for; of categories, the path of one.
    pub item: String,
    /// The same of the add-on.
    pub add_on: String,
    /// The language.
    pub language: String,
    /// What was said, its parts one after the other.
    pub before: String,
    /// What is said.
    pub after: String,
}

/// Pairs from sales.
#[derive(Debug, Default, Serialize)]
pub struct Pairs {
    /// That came.
    pub added: u64,
    /// That went.
    pub gone: u64,
    /// With other figures.
    pub figures: u64,
    /// Decisions of people that came, went or changed.
    pub decisions: u64,
    /// Items with other figures of their own sales.
    pub sold: u64,
    /// What answers taught, and what sells with a category: rows that came, went or changed.
    pub learned: u64,
}

/// An item with other add-ons to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddOns {
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// SKUs that came.
    pub came: Vec<String>,
    /// SKUs that went.
    pub went: Vec<String>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { count: 0, examples: Vec::new() }
    }
}

impl<T> List<T> {
    fn note(&mut self, example: impl FnOnce() -> T) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example());
        }
    }

    /// The same where the example has to be asked for.
    fn try_note(&mut self, example: impl FnOnce() -> Result<T, Error>) -> Result<(), Error> {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example()?);
        }
        Ok(())
    }
}

impl Difference {
    /// True where nothing is different that a counter would see.
    pub fn is_none(&self) -> bool {
        let facts = &self.facts;
        let counts = [
            [self.added.count, self.gone.count, self.renamed.count, self.prices.changed.count],
            [self.costs, self.stock.changed, self.add_ons.count, self.shop.len() as u64],
            [facts.category, facts.place, facts.brand, facts.note],
            [facts.r#type, facts.variant, facts.attributes, facts.barcodes],
            [self.links.added.count, self.links.gone.count, self.links.changed.count, self.links.reordered],
            [self.sentences.added, self.sentences.gone, self.sentences.changed.count, self.pairs.sold],
            [self.pairs.added, self.pairs.gone, self.pairs.figures, self.pairs.decisions + self.pairs.learned],
        ];
        counts.as_flattened().iter().all(|count| *count == 0)
    }
}

/// Two open snapshots, and what is the same in them.
struct Both<'a> {
    before: Half<'a>,
    after: Half<'a>,
    /// The number before → the number after, of what is in both.
    items: HashMap<i64, i64>,
    categories: HashMap<i64, i64>,
    /// Numbers after of items that are in both.
    known: HashSet<i64>,
}

/// Compares two snapshots that passed [`super::verify`]. `progress` is told items done and items in all, each item of
/// the first counting twice; `None` where it said to stop.
pub fn difference(
    before: &Path,
    after: &Path,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Option<Difference>, Error> {
    let mut both = Both {
        before: Half::open(before)?,
        after: Half::open(after)?,
        items: HashMap::new(),
        categories: HashMap::new(),
        known: HashSet::new(),
    };
    let mut found = Difference { items: [both.before.items()?, both.after.items()?], ..Difference::default() };
    let all = 2 * found.items[0];
    let mut done = 0;
    let mut go_on = || {
        done += 1;
        done % 1_024 != 0 || progress(done, all)
    };
    let paths = items::map_categories(&mut both)?;
    if !items::compare(&mut both, &mut found, &mut go_on)? {
        return Ok(None);
    }
    let mut talks = talks::Talks::default();
    if !relations::compare(&both, &mut found, &mut talks, &mut go_on)? {
        return Ok(None);
    }
    relations::compare_categories(&both, &paths, &mut found, &mut talks)?;
    talks.compare(&both, &mut found)?;
    Ok(Some(found))
}
