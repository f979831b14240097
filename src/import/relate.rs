//! Wishes → links between items that are there. What is not there yet is kept and listed: no item is made up for it.

use std::collections::BTreeMap;

use hashbrown::HashSet;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The item's number: those that came are counted first, those that were there behind them. See [`Related::sku`].
    pub item: u32,
    /// What goes with it.
    pub add_on: u32,
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
    /// How many items had come: higher numbers are of items that were there.
    came: u32,
}

impl Related {
    /// The SKU of an item by its number in a [`Relation`].
    pub fn sku<'a>(&self, new: &'a Goods, old: &'a Goods, number: u32) -> &'a str {
        sku_of(new, old, self.came, number)
    }
}

/// The SKU of an item by its number in a [`Relation`].
fn sku_of<'a>(new: &'a Goods, old: &'a Goods, came: u32, number: u32) -> &'a str {
    match number.checked_sub(came) {
        None => new.sku(number),
        Some(number) => old.sku(number),
    }
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

    fn name(&self, number: u32) -> &str {
        match number.checked_sub(self.new.len() as u32) {
            None => self.new.get(number, goods::NAME),
            Some(place) => self.old.get(place, goods::NAME),
        }
    }

    fn old(&self, place: u32) -> u32 {
        self.new.len() as u32 + place
    }

    /// The number of the item that is named so.
    pub fn find(&mut self, text: &str, by: &[NamedBy]) -> Option<u32> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        by.iter().find_map(|by| match by {
            NamedBy::Sku => self.by_sku(text),
            NamedBy::Id => self.by_id(text),
            NamedBy::Handle => self.keys.find(NamedBy::Handle, text),
            NamedBy::Name => {
                let name = cells::text(text, &mut super::parcel::Tally::default());
                let named = self.names.find(NamedBy::Name, &name);
                // Some programs put the number in brackets before the name.
                let coded = || {
                    let (code, rest) = name.strip_prefix('[')?.split_once(']')?;
                    self.by_sku(code).filter(|&number| is_called(self.name(number), rest.trim()))
                };
                named.or_else(coded)
            }
            NamedBy::Barcode => self.barcodes.find(NamedBy::Barcode, &barcode_key(text)),
        })
    }

    /// Exactly, then without regard to case.
    pub fn by_sku(&mut self, text: &str) -> Option<u32> {
        if let Some(place) = self.new.find(text) {
            return Some(place);
        }
        if let Some(place) = self.old.find(text) {
            return Some(self.old(place));
        }
        if let Some(place) = self.new.find_folded(text) {
            return Some(place);
        }
        let place = self.old.find_folded(text)?;
        Some(self.old(place))
    }

    fn by_id(&self, text: &str) -> Option<u32> {
        let bare = text.strip_prefix("id:").unwrap_or(text);
        let last = if text.starts_with("gid:") { text.rsplit('/').next().unwrap_or(text) } else { bare };
        self.keys.find(NamedBy::Id, bare).or_else(|| self.keys.find(NamedBy::Id, last))
    }
}

/// Whether a text is this name, with what tells a variant apart in brackets behind it or not.
fn is_called(name: &str, text: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(" (") && rest.ends_with(')'))
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
    let mut related = Related { came: parcel.goods.len() as u32, ..Related::default() };
    let mut seen: HashSet<(u32, u32, Tie)> = HashSet::new();
    let mut variants: Vec<(u32, u32)> = Vec::new();
    let mut universe = Universe::new(&mut parcel.goods, old, &parcel.keys, &by);
    for pending in waiting {
        match (universe.find(&pending.target, &pending.named_by), universe.by_sku(&pending.item)) {
            (Some(target), Some(item)) => {
                let (item, add_on) = if pending.reversed { (target, item) } else { (item, target) };
                if seen.insert((item, add_on, pending.tie)) {
                    related.relations.push(Relation { item, add_on, tie: pending.tie, priority: 0 });
                }
            }
            _ => related.pending.push(pending),
        }
    }
    for wish in &wishes {
        let rule = &parcel.rules[wish.rule as usize];
        let from = match &wish.from {
            From::Item(place) => Some(*place),
            From::Sku(text) => universe.by_sku(text).or_else(|| universe.find(text, &rule.named_by)),
        };
        for target in targets(wish, rule, &mut universe, &mut related.unknown_words) {
            match (from, target.number) {
                (Some(from), Some(number)) if number == from => related.selves += 1,
                (Some(from), Some(number)) if target.tie == Tie::Variant => variants.push((number, from)),
                (Some(from), Some(number)) => {
                    let (item, add_on) = if rule.reversed { (number, from) } else { (from, number) };
                    if seen.insert((item, add_on, target.tie)) {
                        related.relations.push(Relation { item, add_on, tie: target.tie, priority: target.priority });
                    }
                }
                _ if target.tie == Tie::Variant => {}
                _ => {
                    let item = match &wish.from {
                        From::Item(place) => universe.new.sku(*place).to_owned(),
                        From::Sku(text) => text.to_string(),
                    };
                    related.pending.push(Pending {
                        item,
                        target: target.text,
                        tie: target.tie,
                        named_by: target.named_by,
                        reversed: rule.reversed,
                    });
                }
            }
        }
    }
    drop(universe);
    let count = parcel.goods.len() as u32;
    for (variant, base) in variants {
        if variant < count {
            let base = sku_of(&parcel.goods, old, count, base).to_owned();
            parcel.goods.set(variant, goods::VARIANT_OF, &base);
        }
    }
    related.pending.sort();
    related.pending.dedup();
    services(&parcel.goods, old, &mut related);
    spread(&parcel.goods, &mut related, &mut seen);
    related
}

/// One target of a cell.
struct Target {
    text: String,
    number: Option<u32>,
    tie: Tie,
    named_by: Vec<NamedBy>,
    priority: i32,
}

fn targets(wish: &Wish, rule: &Rule, universe: &mut Universe, unknown: &mut BTreeMap<String, u64>) -> Vec<Target> {
    let Some(tie) = rule.tie else { return typed(wish, rule, universe, unknown) };
    let parts = cells::spans(&wish.cell, &rule.between);
    let positions: Vec<i32> =
        cells::split(&wish.positions, ",|").iter().map(|text| text.trim().parse().unwrap_or(0)).collect();
    let mut found = Vec::new();
    let mut start = 0;
    while start < parts.len() {
        // A name may hold the sign that parts names: the longest that is one goes first.
        let most = LONGEST_NAME.min(parts.len() - start);
        let hit = (1..=most).rev().find_map(|length| {
            let span = parts[start].start..parts[start + length - 1].end;
            let text = target(&cells::part(&wish.cell[span], &rule.between), tie).to_owned();
            universe.find(&text, &rule.named_by).map(|number| (length, text, number))
        });
        let priority = match positions.get(start) {
            // Positions count from 1 upwards, priorities downwards from where people leave them empty.
            Some(&position) if position > 0 => -position.min(1_000_000),
            _ => 0,
        };
        if let Some((length, text, sku)) = hit {
            found.push(Target { text, number: Some(sku), tie, named_by: rule.named_by.clone(), priority });
            start += length;
        } else {
            let text = target(&cells::part(&wish.cell[parts[start].clone()], &rule.between), tie).to_owned();
            // Of a variation written as `sku=A,size=M` the other parts are no items.
            if !(text.is_empty() || tie == Tie::Variant && text.contains('=')) {
                found.push(Target { text, number: None, tie, named_by: rule.named_by.clone(), priority });
            }
            start += 1;
        }
    }
    found
}

/// The target alone: `A` of the `sku=A` in Magento's variations, and of the `A=2.0000` in its sets.
fn target(text: &str, tie: Tie) -> &str {
    let text = text.trim();
    match tie {
        Tie::Variant => text.strip_prefix("sku=").unwrap_or(text).trim(),
        Tie::Link(LinkKind::Bundle) => match text.rsplit_once('=') {
            Some((sku, count)) if count.parse::<f64>().is_ok() => sku.trim(),
            _ => text,
        },
        _ => text,
    }
}

/// Values that say their kind: type, what names the target, the target. In text the parts stand between colons.
fn typed(wish: &Wish, rule: &Rule, universe: &mut Universe, unknown: &mut BTreeMap<String, u64>) -> Vec<Target> {
    let mut found = Vec::new();
    for value in cells::values(&wish.cell, &rule.between) {
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
        let number = universe.find(text, &named_by);
        found.push(Target { text: text.to_owned(), number, tie, named_by, priority: 0 });
    }
    found
}

/// What goes with something and is a service is one.
fn services(new: &Goods, old: &Goods, related: &mut Related) {
    if new.filled(goods::TYPE) + old.filled(goods::TYPE) == 0 {
        return;
    }
    let accessory = Tie::Link(LinkKind::Accessory);
    for relation in related.relations.iter_mut().filter(|relation| relation.tie == accessory) {
        let of = match relation.add_on.checked_sub(new.len() as u32) {
            None => new.get(relation.add_on, goods::TYPE),
            Some(place) => old.get(place, goods::TYPE),
        };
        if of == "service" {
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
fn spread(all: &Goods, related: &mut Related, seen: &mut HashSet<(u32, u32, Tie)>) {
    if all.filled(goods::VARIANT_OF) == 0 {
        return;
    }
    let mut variants: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for place in all.places() {
        let base = all.get(place, goods::VARIANT_OF);
        if let Some(base) = Some(base).filter(|base| !base.is_empty()).and_then(|base| all.find(base)) {
            variants.entry(base).or_default().push(place);
        }
    }
    let mut more = Vec::new();
    for relation in related.relations.iter().filter(|relation| matches!(relation.tie, Tie::Link(_))) {
        for &variant in variants.get(&relation.item).into_iter().flatten() {
            if variant != relation.add_on && seen.insert((variant, relation.add_on, relation.tie)) {
                more.push(Relation { item: variant, ..*relation });
            }
        }
    }
    related.spread = more.len() as u64;
    related.relations.extend(more);
}
