//! Source → snapshot: the rows that a counter reads, numbered and in order.
//!
//! Only a source without errors is built; nothing here looks for problems.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::answers::Answers;
use super::evidence;
use super::numbers::Numbering;
use super::read::items::{Items, SourceItem};
use super::read::pairs::{Decision, MinedPair};
use super::resolve::ResolvedLink;
use super::source::Source;
use super::watch::Watch;
use crate::db::snapshot::{CategoryTalkRow, DecisionRow, ItemRow, ItemRows, LinkRow, Numbers, Snapshot};
use crate::domain::proposal::{self, Direction};
use crate::domain::{Category, CleanText, ItemId, ItemType, LinkKind, LinkTerms};

/// Makes the rows of a snapshot; `None` where the watcher asked to stop. Of the source only the items are kept.
pub fn snapshot(source: Source, previous: &Numbers, answered: &Answers, watch: &mut dyn Watch) -> Option<Snapshot> {
    let whole = rows(&source, previous, answered, watch);
    let items = source.items;
    whole.map(|(snapshot, numbering)| Snapshot { items: Box::new(Numbered::new(items, numbering)), ..snapshot })
}

/// Everything but the items themselves.
fn rows(
    source: &Source,
    previous: &Numbers,
    answered: &Answers,
    watch: &mut dyn Watch,
) -> Option<(Snapshot, Numbering)> {
    let items = &source.items;
    let sold = match &source.baskets {
        Some(baskets) => evidence::baskets_of_items(baskets, items.list.len()),
        None => evidence::baskets_of_pairs(&source.pairs, items.list.len()),
    };
    let numbering = Numbering::new(items, &sold, previous);
    let (terms, links) = links(source, &numbering);
    let mut snapshot = Snapshot {
        categories: categories(source, &numbering),
        talks: source.resolved.book.rows(),
        terms,
        links,
        category_talks: category_talks(source, &numbering),
        decisions: decisions(source, &numbering),
        ..Snapshot::default()
    };
    shop(source, &mut snapshot);
    let links: HashSet<(u32, u32)> = source.resolved.links.iter().map(|link| (link.item, link.add_on)).collect();
    let linked = |item: u32, add_on: u32| links.contains(&(item, add_on));
    let whole = match &source.baskets {
        Some(baskets) => evidence::from_sales(&mut snapshot, items, baskets, (&numbering, &linked), watch),
        None => evidence::from_pairs(&mut snapshot, items, &source.pairs, &numbering, &linked),
    };
    super::answers::fill(&mut snapshot, source, &numbering, answered);
    whole.then_some((snapshot, numbering))
}

/// By item, then best first: what it will not work without, then add-ons, then the others by kind; within these by
/// priority, by exactness, by row. Their terms are numbered as they first come.
fn links(source: &Source, numbering: &Numbering) -> (Vec<LinkTerms>, Vec<LinkRow>) {
    let row = |link: &ResolvedLink| &source.links[link.row as usize];
    let number = |index: u32| numbering.items[index as usize];
    let mut order: Vec<&ResolvedLink> = source.resolved.links.iter().collect();
    order.sort_by_cached_key(|link| {
        let of = row(link);
        let exactness = Reverse(of.sides.exactness());
        let best = (place(of.kind), Reverse(of.terms.priority), exactness);
        (number(link.item), best, link.row, number(link.add_on))
    });
    let mut terms: Vec<LinkTerms> = Vec::new();
    let mut numbers: HashMap<&LinkTerms, u32> = HashMap::new();
    let link = |link: &ResolvedLink| {
        let (item, add_on, talk) = (number(link.item), number(link.add_on), link.talk);
        let of = row(link);
        let terms = *numbers.entry(&of.terms).or_insert_with(|| {
            terms.push(LinkTerms::clone(&of.terms));
            terms.len() as u32
        });
        LinkRow { item, add_on, kind: of.kind, terms, talk }
    };
    let links = order.into_iter().map(link).collect();
    (terms, links)
}

fn place(kind: LinkKind) -> u8 {
    match kind {
        LinkKind::Required => 0,
        LinkKind::Accessory | LinkKind::Service | LinkKind::Bundle => 1,
        LinkKind::Upgrade => 2,
        LinkKind::Substitute => 3,
        LinkKind::Included => 4,
        LinkKind::NotWith => 5,
    }
}

fn category_talks(source: &Source, numbering: &Numbering) -> Vec<CategoryTalkRow> {
    let number = |index: u32| numbering.categories[index as usize];
    let row =
        |&(item, add_on, talk): &(u32, u32, u32)| CategoryTalkRow { item: number(item), add_on: number(add_on), talk };
    let mut rows: Vec<CategoryTalkRow> = source.resolved.category_talks.iter().map(row).collect();
    rows.sort_unstable();
    rows
}

/// A rejected pair is rejected both ways; an accepted one is proposed the way [`proposal::ways`] gives it.
fn decisions(source: &Source, numbering: &Numbering) -> Vec<DecisionRow> {
    let mut rows = Vec::new();
    let add_ons = source.resolved.links.iter().filter(|link| source.links[link.row as usize].kind.is_add_on());
    let linked: HashSet<(u32, u32)> = add_ons.map(|link| (link.item, link.add_on)).collect();
    for (place, pair) in source.pairs.iter().enumerate() {
        let Some(decision) = &pair.decision else { continue };
        let talks = source.resolved.decision_talks.get(&place).copied().unwrap_or_default();
        let [a, b] = pair.items.map(|index| numbering.items[index as usize]);
        let goes = if decision.accepted { ways(source, pair, decision, &linked) } else { [true, true] };
        for (((item, add_on), talk), _) in [(a, b), (b, a)].into_iter().zip(talks).zip(goes).filter(|(_, goes)| *goes) {
            rows.push(DecisionRow { item, add_on, accepted: decision.accepted, kind: decision.kind, talk });
        }
    }
    rows.sort_unstable_by_key(|row| (row.item, row.add_on));
    rows
}

fn ways(source: &Source, pair: &MinedPair, decision: &Decision, linked: &HashSet<(u32, u32)>) -> [bool; 2] {
    let [a, b] = pair.items;
    let of = |index: u32| &source.items.list[index as usize];
    proposal::ways(&Direction {
        prices: [of(a).price, of(b).price],
        services: [of(a), of(b)].map(|item| item.item_type == ItemType::Service),
        linked: [linked.contains(&(a, b)), linked.contains(&(b, a))],
        kind: decision.kind,
        spoken: decision.sentences.can_be_said(),
    })
}

fn shop(source: &Source, snapshot: &mut Snapshot) {
    let shop = &source.shop;
    let rules = &shop.rules;
    let contexts: serde_json::Map<String, serde_json::Value> =
        shop.contexts.iter().map(|(name, text)| (name.clone(), text.as_str().into())).collect();
    let entries = [
        ("name", shop.name.to_string()),
        ("chain_id", shop.chain_id.clone()),
        ("currency", shop.currency.code.clone()),
        ("exponent", shop.currency.exponent.to_string()),
        ("languages", serde_json::Value::from(shop.languages.clone()).to_string()),
        ("contexts", serde_json::Value::Object(contexts).to_string()),
        ("max", rules.max.to_string()),
        ("mined", rules.mined.word().to_owned()),
        ("min_pair_count", rules.min_pair_count.to_string()),
        ("minimum_relevance", rules.minimum_relevance.to_string()),
        ("margin_weight", rules.margin_weight.to_string()),
        ("quiet_after_noes", rules.quiet_after_noes.to_string()),
        ("barcode_rules", shop.barcode_rules.to_string()),
        ("experiments", serde_json::to_string(&shop.experiments).unwrap_or_default()),
        ("sales", "0".to_owned()),
        ("sales_weight", "0".to_owned()),
        ("items", source.items.list.len().to_string()),
    ];
    snapshot.shop.extend(entries);
}

fn categories(source: &Source, numbering: &Numbering) -> Vec<Category> {
    let categories = &source.items.categories;
    let mut rows: Vec<Category> = (0..categories.len() as u32)
        .map(|index| Category {
            id: numbering.categories[index as usize],
            parent: categories.parent(index).map(|parent| numbering.categories[parent as usize]),
            name: categories.name(index).clone(),
        })
        .collect();
    rows.sort_unstable_by_key(|category| category.id);
    rows
}

/// The items of a source under their numbers.
#[derive(Debug)]
struct Numbered {
    items: Items,
    numbering: Numbering,
    /// Indices by rising number.
    order: Vec<u32>,
}

impl Numbered {
    fn new(items: Items, numbering: Numbering) -> Self {
        let order = numbering.item_order();
        Self { items, numbering, order }
    }
}

impl ItemRows for Numbered {
    fn count(&self) -> usize {
        self.order.len()
    }

    fn rows(&self) -> Box<dyn Iterator<Item = ItemRow<'_>> + '_> {
        let row = |&index: &u32| item(&self.items.list[index as usize], index, &self.numbering);
        Box::new(self.order.iter().map(row))
    }
}

fn item<'a>(source: &'a SourceItem, index: u32, numbering: &Numbering) -> ItemRow<'a> {
    let number = |index: u32| -> ItemId { numbering.items[index as usize] };
    ItemRow {
        id: number(index),
        sku: source.sku.as_str(),
        name: source.name.as_str(),
        item_type: source.item_type,
        category: source.category.map(|category| numbering.categories[category as usize]),
        variant_of: source.base.filter(|&base| base != index).map(number),
        place: source.place.as_ref().map(CleanText::as_str),
        brand: source.brand.as_ref().map(CleanText::as_str),
        note: source.note.as_ref().map(CleanText::as_str),
        barcodes: &source.barcodes,
        attributes: &source.attributes,
        price: source.price,
        cost: source.cost,
        stock: source.stock,
    }
}
