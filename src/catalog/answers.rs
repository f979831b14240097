//! What became of suggestions at the counters → rows of the snapshot that make the next list better.

use std::collections::{BTreeMap, HashMap};

use super::numbers::Numbering;
use super::source::Source;
use crate::db::snapshot::{AnswerRow, Snapshot};
use crate::domain::counts::Tally;
use crate::domain::{Event, ItemId, LinkKind, Outcome};
use crate::learn::answers::{Pools, Taught};

/// A factor nearer to 1 than this, in thousandths, is not kept.
const LEAST_THOUSANDTHS: i32 = 20;
/// What only sales propose, as a kind of its own behind those of links.
const MINED: u8 = LinkKind::ALL.len() as u8;

/// Answers gathered from events, by SKU of item and add-on. The order of the events does not matter.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    by_pair: BTreeMap<(String, String), Tally>,
    /// Sales that were read.
    pub sales: u64,
    /// Sales that were taken back and teach nothing.
    pub voided: u64,
    /// Suggestions that were accepted or declined.
    pub asked: u64,
}

impl Answers {
    /// Adds what a sale says.
    pub fn add(&mut self, sale: &Event) {
        self.sales += 1;
        for suggestion in &sale.suggestions {
            let pair = (suggestion.item.as_str().to_owned(), suggestion.add_on.as_str().to_owned());
            let tally = self.by_pair.entry(pair).or_default();
            match suggestion.outcome {
                Outcome::Accepted | Outcome::Declined => {
                    self.asked += 1;
                    tally.asked += 1;
                    tally.accepted += u64::from(suggestion.outcome == Outcome::Accepted);
                }
                Outcome::NotAsked | Outcome::TakenWithoutAsking => {
                    tally.unasked += 1;
                    tally.taken += u64::from(suggestion.outcome == Outcome::TakenWithoutAsking);
                }
            }
        }
    }

    /// Pairs of which an item is not in the source.
    pub fn unknown(&self, source: &Source) -> usize {
        let known = |sku: &String| source.items.by_sku.contains_key(sku.as_str());
        self.by_pair.keys().filter(|(item, add_on)| !known(item) || !known(add_on)).count()
    }
}

/// Fills the rows of answers of a snapshot whose links and pairs are there already.
pub fn fill(snapshot: &mut Snapshot, source: &Source, numbering: &Numbering, answers: &Answers) {
    if answers.by_pair.is_empty() {
        return;
    }
    let number = |sku: &String| {
        let index = *source.items.by_sku.get(sku.as_str())?;
        Some(numbering.items[index as usize])
    };
    let own: BTreeMap<(ItemId, ItemId), Tally> = answers
        .by_pair
        .iter()
        .filter_map(|((item, add_on), tally)| Some(((number(item)?, number(add_on)?), *tally)))
        .collect();
    let pools = pools(snapshot, source, numbering, &own);
    let relevance: HashMap<(ItemId, ItemId), f64> =
        snapshot.pairs.iter().map(|row| ((row.item, row.add_on), f64::from(row.relevance) / 1e6)).collect();
    let of = |pair: &(ItemId, ItemId)| relevance.get(pair).copied();
    let known = own.iter().filter_map(|(pair, tally)| Some((*pools.get(pair)?, *tally, of(pair))));
    let taught = Taught::new(known);
    let row = |(pair, pools): (&(ItemId, ItemId), &Pools)| {
        let tally = own.get(pair).copied().unwrap_or_default();
        if tally.is_empty() && !taught.knows(*pools) {
            return None;
        }
        let factor = (taught.factor(*pools, &tally, of(pair)) * 1000.0).round() as i32;
        let tells = !tally.is_empty() || (factor - 1000).abs() >= LEAST_THOUSANDTHS;
        tells.then_some(AnswerRow { item: pair.0, add_on: pair.1, tally, factor: factor as u32 })
    };
    snapshot.answers = pools.iter().filter_map(row).collect();
    let kinds = LinkKind::ALL.iter().zip(0..).map(|(kind, place)| (kind.word().to_owned(), place));
    let kinds: BTreeMap<String, u32> = kinds
        .chain([("mined".to_owned(), MINED)])
        .map(|(name, kind)| (name, (taught.of_kind(kind) * 1000.0).round() as u32))
        .filter(|(_, factor)| *factor != 1000)
        .collect();
    snapshot.shop.insert("taught_kinds", serde_json::to_string(&kinds).unwrap_or_default());
    snapshot.shop.insert("taught_answers", answers.asked.to_string());
}

/// Where every pair belongs that a counter may show and that shares its categories, or its link, with one that was
/// answered.
fn pools(
    snapshot: &Snapshot,
    source: &Source,
    numbering: &Numbering,
    own: &BTreeMap<(ItemId, ItemId), Tally>,
) -> BTreeMap<(ItemId, ItemId), Pools> {
    let category: HashMap<ItemId, u32> =
        snapshot.items.iter().filter_map(|(item, _)| Some((item.id, item.category?))).collect();
    let of = |item: ItemId, add_on: ItemId| category.get(&item).copied().zip(category.get(&add_on).copied());
    let answered: std::collections::HashSet<(u32, u32)> =
        own.keys().filter_map(|&(item, add_on)| of(item, add_on)).collect();
    let mut pools = BTreeMap::new();
    for link in &source.resolved.links {
        let (item, add_on) = (numbering.items[link.item as usize], numbering.items[link.add_on as usize]);
        let kind = source.links[link.row as usize].kind;
        let place = LinkKind::ALL.iter().position(|known| *known == kind).unwrap_or_default() as u8;
        if kind.is_add_on() {
            pools.entry((item, add_on)).or_insert(Pools {
                link: Some(link.row),
                categories: of(item, add_on),
                kind: place,
            });
        }
    }
    for row in &snapshot.pairs {
        let categories = of(row.item, row.add_on);
        let pair = (row.item, row.add_on);
        if categories.is_some_and(|categories| answered.contains(&categories)) || own.contains_key(&pair) {
            pools.entry(pair).or_insert(Pools { link: None, categories, kind: MINED });
        }
    }
    pools
}
