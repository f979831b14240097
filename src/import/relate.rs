//! Wishes → links between items that are there. What is not there yet is kept and listed: no item is made up for it.

use std::collections::{BTreeMap, HashSet};

use super::format::{NamedBy, Tie};
use super::goods::{self, Goods, Keys};
use super::grid::PART;
use super::header;
use super::parcel::{From, Parcel, Rule, Wish};
use super::read::cells;
use crate::domain::LinkKind;
use crate::domain::gtin::barcode_key;

/// So many parts between separators may belong to one name.
const LONGEST_NAME: usize = 5;

/// Two items, and what the one is to the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Relation {
    /// The item.
    pub item: String,
    /// What goes with it.
    pub add_on: String,
    /// As what.
    pub tie: Tie,
    /// Higher first; from positions.
    pub priority: i32,
}

/// A target that is in no file yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pending {
    /// The item that wants it.
    pub item: String,
    /// As it was named.
    pub target: String,
    /// As what.
    pub tie: Tie,
    /// By what it is named.
    pub named_by: Vec<NamedBy>,
    /// True where it is the target that wants the item.
    pub reversed: bool,
}

/// What became of the wishes.
#[derive(Debug, Default)]
pub struct Related {
    /// In the order in which they were found, each once.
    pub relations: Vec<Relation>,
    /// Targets that are not there.
    pub pending: Vec<Pending>,
    /// Items that wanted themselves.
    pub selves: u64,
    /// Words for kinds that nobody translated, and how often.
    pub unknown_words: BTreeMap<String, u64>,
    /// Links of a product that were given to each of its variants.
    pub spread: u64,
}

/// All items there are: those that came, and those that the source already has.
pub struct Universe<'a> {
    /// What came.
    pub new: &'a mut Goods,
    /// What was there.
    pub old: &'a mut Goods,
    /// By what else files know what came.
    pub keys: &'a Keys,
    names: Keys,
    barcodes: Keys,
}

impl<'a> Universe<'a> {
    /// Knows items by name and barcode where something asks for it.
    pub fn new(new: &'a mut Goods, old: &'a mut Goods, keys: &'a Keys, by: &HashSet<NamedBy>) -> Self {
        let (mut names, mut barcodes) = (Keys::default(), Keys::default());
        let count = new.len() as u32;
        let all = new.places().map(|place| (place, false)).chain(old.places().map(|place| (place, true)));
        for (place, is_old) in all {
            let goods = if is_old { &*old } else { &*new };
            let number = if is_old { count + place } else { place };
            if by.contains(&NamedBy::Name) {
                names.add(NamedBy::Name, goods.get(place, goods::NAME), number);
            }
            if by.contains(&NamedBy::Barcode) {
                for code in goods.get(place, goods::BARCODES).split('|') {
                    barcodes.add(NamedBy::Barcode, &barcode_key(code), number);
                }
            }
        }
        Self { new, old, keys, names, barcodes }
    }

    fn sku_of(&self, number: u32) -> String {
        let count = self.new.len() as u32;
        if number < count { self.new.sku(number).to_owned() } else { self.old.sku(number - count).to_owned() }
    }

    /// The SKU of the item that is named so.
    pub fn find(&mut self, text: &str, by: &[NamedBy]) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        by.iter().find_map(|by| match by {
            NamedBy::Sku => self.by_sku(text),
            NamedBy::Id => self.by_id(text),
            NamedBy::Handle => self.keys.find(NamedBy::Handle, text).map(|place| self.new.sku(place).to_owned()),
            NamedBy::Name => {
                let name = cells::text(text, &mut super::parcel::Tally::default());
                self.names.find(NamedBy::Name, &name).map(|number| self.sku_of(number))
            }
            NamedBy::Barcode => {
                let found = self.barcodes.find(NamedBy::Barcode, &barcode_key(text));
                found.map(|number| self.sku_of(number))
            }
        })
    }

    /// Exactly, then without regard to case.
    pub fn by_sku(&mut self, text: &str) -> Option<String> {
        if let Some(place) = self.new.find(text) {
            return Some(self.new.sku(place).to_owned());
        }
        if let Some(place) = self.old.find(text) {
            return Some(self.old.sku(place).to_owned());
        }
        if let Some(place) = self.new.find_folded(text) {
            return Some(self.new.sku(place).to_owned());
        }
        let place = self.old.find_folded(text)?;
        Some(self.old.sku(place).to_owned())
    }

    fn by_id(&self, text: &str) -> Option<String> {
        let bare = text.strip_prefix("id:").unwrap_or(text);
        let last = if text.starts_with("gid:") { text.rsplit('/').next().unwrap_or(text) } else { bare };
        let place = self.keys.find(NamedBy::Id, bare).or_else(|| self.keys.find(NamedBy::Id, last));
        place.map(|place| self.new.sku(place).to_owned())
    }
}

/// Finds the targets of all wishes.
pub fn relate(parcel: &mut Parcel, old: &mut Goods, waiting: Vec<Pending>) -> Related {
    settle_variants(parcel);
    let mut by: HashSet<NamedBy> = parcel.rules.iter().flat_map(|rule| rule.named_by.iter().copied()).collect();
    by.extend(waiting.iter().flat_map(|pending| pending.named_by.iter().copied()));
    if parcel.rules.iter().any(|rule| rule.tie.is_none()) {
        by.insert(NamedBy::Barcode);
    }
    let wishes = std::mem::take(&mut parcel.wishes);
    let mut related = Related::default();
    let mut seen: HashSet<(String, String, Tie)> = HashSet::new();
    let mut variants: Vec<(String, String)> = Vec::new();
    let mut universe = Universe::new(&mut parcel.goods, old, &parcel.keys, &by);
    for pending in waiting {
        match universe.find(&pending.target, &pending.named_by) {
            Some(target) if universe.by_sku(&pending.item).is_some() => {
                let (item, add_on) =
                    if pending.reversed { (target, pending.item.clone()) } else { (pending.item.clone(), target) };
                if seen.insert((item.clone(), add_on.clone(), pending.tie)) {
                    related.relations.push(Relation { item, add_on, tie: pending.tie, priority: 0 });
                }
            }
            _ => related.pending.push(pending),
        }
    }
    for wish in &wishes {
        let rule = &parcel.rules[wish.rule as usize];
        let from = match &wish.from {
            From::Item(place) => universe.new.sku(*place).to_owned(),
            From::Sku(text) => match universe.by_sku(text) {
                Some(sku) => sku,
                None => text.to_string(),
            },
        };
        let known = !matches!(&wish.from, From::Sku(_)) || universe.by_sku(&from).is_some();
        for target in targets(wish, rule, &mut universe, &mut related.unknown_words) {
            match target.sku.filter(|_| known) {
                Some(sku) if sku == from => related.selves += 1,
                Some(sku) if target.tie == Tie::Variant => variants.push((sku, from.clone())),
                Some(sku) => {
                    let (item, add_on) = if rule.reversed { (sku, from.clone()) } else { (from.clone(), sku) };
                    if seen.insert((item.clone(), add_on.clone(), target.tie)) {
                        related.relations.push(Relation { item, add_on, tie: target.tie, priority: target.priority });
                    }
                }
                None if target.tie == Tie::Variant => {}
                None => related.pending.push(Pending {
                    item: from.clone(),
                    target: target.text,
                    tie: target.tie,
                    named_by: target.named_by,
                    reversed: rule.reversed,
                }),
            }
        }
    }
    drop(universe);
    for (variant, base) in variants {
        if let Some(place) = parcel.goods.find(&variant) {
            parcel.goods.set(place, goods::VARIANT_OF, &base);
        }
    }
    related.pending.sort();
    related.pending.dedup();
    services(parcel, old, &mut related);
    spread(parcel, &mut related, &mut seen);
    related
}

/// One target of a cell.
struct Target {
    text: String,
    sku: Option<String>,
    tie: Tie,
    named_by: Vec<NamedBy>,
    priority: i32,
}

fn targets(wish: &Wish, rule: &Rule, universe: &mut Universe, unknown: &mut BTreeMap<String, u64>) -> Vec<Target> {
    let Some(tie) = rule.tie else { return typed(wish, rule, universe, unknown) };
    let parts = cells::split(&wish.cell, &rule.between);
    let positions: Vec<i32> =
        cells::split(&wish.positions, ",|").iter().map(|text| text.trim().parse().unwrap_or(0)).collect();
    let mut found = Vec::new();
    let mut start = 0;
    while start < parts.len() {
        // A name may hold the sign that parts names: the longest that is one goes first.
        let most = LONGEST_NAME.min(parts.len() - start);
        let hit = (1..=most).rev().find_map(|length| {
            let joined = parts[start..start + length].join(rule.between.get(..1).unwrap_or(","));
            let text = variation(&joined, tie).trim().to_owned();
            universe.find(&text, &rule.named_by).map(|sku| (length, text, sku))
        });
        let priority = match positions.get(start) {
            // Positions count from 1 upwards, priorities downwards from where people leave them empty.
            Some(&position) if position > 0 => -position.min(1_000_000),
            _ => 0,
        };
        match hit {
            Some((length, text, sku)) => {
                found.push(Target { text, sku: Some(sku), tie, named_by: rule.named_by.clone(), priority });
                start += length;
            }
            None => {
                let text = variation(&parts[start], tie).trim().to_owned();
                // Of a variation written as `sku=A,size=M` the other parts are no items.
                if !text.is_empty() && !(tie == Tie::Variant && text.contains('=')) {
                    found.push(Target { text, sku: None, tie, named_by: rule.named_by.clone(), priority });
                }
                start += 1;
            }
        }
    }
    found
}

/// `sku=A` of Magento's variations.
fn variation(text: &str, tie: Tie) -> &str {
    let text = text.trim();
    if tie == Tie::Variant { text.strip_prefix("sku=").unwrap_or(text) } else { text }
}

/// Values that say their kind: type, what names the target, the target. In text the parts stand between colons.
fn typed(wish: &Wish, rule: &Rule, universe: &mut Universe, unknown: &mut BTreeMap<String, u64>) -> Vec<Target> {
    let mut found = Vec::new();
    for value in cells::split(&wish.cell, &rule.between) {
        let sign = if value.contains(PART) { PART } else { ':' };
        let parts: Vec<&str> = value.splitn(3, sign).map(str::trim).collect();
        let (word, by, text) = match parts.as_slice() {
            [word, by, text] => (*word, *by, *text),
            [word, text] => (*word, "", *text),
            _ => continue,
        };
        if text.is_empty() {
            continue;
        }
        let Some(&tie) = rule.words.get(&header::folded(word)) else {
            *unknown.entry(word.to_owned()).or_default() += 1;
            continue;
        };
        let named_by = match header::folded(by).as_str() {
            "gtin" | "ean" | "upc" | "barcode" => vec![NamedBy::Barcode],
            "id" | "offer id" | "item id" => vec![NamedBy::Id, NamedBy::Sku],
            "sku" => vec![NamedBy::Sku],
            _ => rule.named_by.clone(),
        };
        let sku = universe.find(text, &named_by);
        found.push(Target { text: text.to_owned(), sku, tie, named_by, priority: 0 });
    }
    found
}

/// What goes with something and is a service is one.
fn services(parcel: &Parcel, old: &Goods, related: &mut Related) {
    let accessory = Tie::Link(LinkKind::Accessory);
    for relation in related.relations.iter_mut().filter(|relation| relation.tie == accessory) {
        let is_service = |goods: &Goods| {
            goods.find(&relation.add_on).is_some_and(|place| goods.get(place, goods::TYPE) == "service")
        };
        if is_service(&parcel.goods) || is_service(old) {
            relation.tie = Tie::Link(LinkKind::Service);
        }
    }
}

/// Base items of variants: named by SKU, id or handle, or, where the word is a group's own, the group's first item.
fn settle_variants(parcel: &mut Parcel) {
    for (item, key) in std::mem::take(&mut parcel.variants) {
        let text = key.split('\u{1f}').nth(1).unwrap_or_default();
        let by_id = text.strip_prefix("id:").unwrap_or(text);
        let named = parcel
            .goods
            .find(text)
            .or_else(|| parcel.keys.find(NamedBy::Id, by_id))
            .or_else(|| parcel.keys.find(NamedBy::Handle, text))
            .or_else(|| parcel.goods.find_folded(text));
        let base = named.unwrap_or_else(|| *parcel.groups.entry(key).or_insert(item));
        if base != item {
            let base = parcel.goods.sku(base).to_owned();
            parcel.goods.set(item, goods::VARIANT_OF, &base);
        }
    }
}

/// Programs write the relations of a product once; here every variant that is sold has them.
fn spread(parcel: &Parcel, related: &mut Related, seen: &mut HashSet<(String, String, Tie)>) {
    let mut variants: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for place in parcel.goods.places() {
        let base = parcel.goods.get(place, goods::VARIANT_OF);
        if !base.is_empty() {
            variants.entry(base).or_default().push(parcel.goods.sku(place));
        }
    }
    if variants.is_empty() {
        return;
    }
    let mut more = Vec::new();
    for relation in &related.relations {
        for &variant in variants.get(relation.item.as_str()).into_iter().flatten() {
            let of_itself = variant == relation.add_on;
            let key = (variant.to_owned(), relation.add_on.clone(), relation.tie);
            if !of_itself && matches!(relation.tie, Tie::Link(_)) && seen.insert(key) {
                more.push(Relation { item: variant.to_owned(), ..relation.clone() });
            }
        }
    }
    related.spread = more.len() as u64;
    related.relations.extend(more);
}
