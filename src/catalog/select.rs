//! One side of a link: an SKU, or a selector that stands for all items with a category, brand, tag or attribute.
//!
//! A cell equal to a known SKU is that SKU, whatever else it looks like. Conditions are joined by ` & `; what follows an
//! `&` without naming a condition belongs to the value before it (`category:Heating & Plumbing`).

use std::borrow::Cow;
use std::collections::HashMap;

use super::problem::nearest;
use super::read::items::{Items, SourceItem};

const WORDS: [&str; 4] = ["category", "brand", "tag", "attr"];

/// What a cell stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// One item, as an index.
    Item(u32),
    /// All items that meet every condition.
    All(Box<[Condition]>),
}

/// One condition; values compare without case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// In this category or below it; `None` where no item is.
    Category(Option<u32>),
    /// A fact of the item: brand, tag or attribute.
    Fact(String, String),
}

/// Why a cell stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It looks like an SKU, and `items.csv` has none such.
    UnknownSku,
    /// It looks like a selector and cannot be read; says why.
    Selector(String),
}

/// Reads a cell that is not empty.
pub fn parse(cell: &str, items: &Items) -> Result<Side, Unreadable> {
    if let Some(index) = items.find(cell) {
        return Ok(Side::Item(index));
    }
    let mut parts: Vec<String> = Vec::new();
    for part in cell.split(" & ") {
        match parts.last_mut() {
            Some(last) if !names_a_condition(part) => {
                last.push_str(" & ");
                last.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    if parts.first().is_none_or(|first| !names_a_condition(first)) {
        return Err(Unreadable::UnknownSku);
    }
    let conditions: Result<Box<[Condition]>, String> = parts.iter().map(|part| condition(part, items)).collect();
    conditions.map(Side::All).map_err(Unreadable::Selector)
}

/// True for `category:…` and its slips, false for an SKU that happens to hold a colon.
fn names_a_condition(part: &str) -> bool {
    part.split_once(':').is_some_and(|(word, _)| nearest(&word.trim().to_lowercase(), WORDS).is_some())
}

fn condition(part: &str, items: &Items) -> Result<Condition, String> {
    let (word, value) = part.split_once(':').unwrap_or((part, ""));
    let (word, value) = (word.trim().to_lowercase(), value.trim());
    if value.is_empty() {
        return Err(format!("selector cannot be read, it names no {word}"));
    }
    match word.as_str() {
        "category" => Ok(Condition::Category(items.categories.find(value))),
        "brand" | "tag" => Ok(Condition::Fact(word, fold(value))),
        "attr" => {
            let (name, value) = value
                .split_once('=')
                .filter(|(name, value)| !name.trim().is_empty() && !value.trim().is_empty())
                .ok_or("selector cannot be read, it is not attr:name=value")?;
            Ok(Condition::Fact(format!("attr:{}", fold(name)), fold(value)))
        }
        other => match nearest(other, WORDS) {
            Some(near) => Err(format!("selector cannot be read, is it {near}:?")),
            None => Err("selector cannot be read".to_owned()),
        },
    }
}

impl Side {
    /// The category, where that is the only condition.
    pub fn only_category(&self) -> Option<u32> {
        match self {
            Self::All(conditions) => match conditions.as_ref() {
                [Condition::Category(category)] => *category,
                _ => None,
            },
            Self::Item(_) => None,
        }
    }
}

/// Why a side stands for no item, as the end of a sentence.
pub fn why_none(side: &Side, items: &Items) -> String {
    let Side::All(conditions) = side else {
        return "the item is not there".to_owned();
    };
    let known = || items.attributes.iter().map(|name| fold(name.as_str()));
    for condition in conditions {
        match condition {
            Condition::Category(None) => return "no item has this category".to_owned(),
            Condition::Fact(name, _) => {
                let column = name.strip_prefix("attr:").filter(|name| !known().any(|known| known == *name));
                if let Some(column) = column {
                    let columns: Vec<String> = known().collect();
                    return match nearest(column, columns.iter().map(String::as_str)) {
                        Some(near) => format!("items.csv has no column {column}, is it {near}?"),
                        None => format!("items.csv has no column {column}"),
                    };
                }
            }
            Condition::Category(Some(_)) => {}
        }
    }
    "no item matches".to_owned()
}

/// Which items meet the conditions of some selectors.
#[derive(Debug, Default)]
pub struct Index {
    categories: HashMap<u32, Vec<u32>>,
    facts: HashMap<(String, String), Vec<u32>>,
}

impl Index {
    /// Indexes all items by what `sides` ask for.
    pub fn new<'a>(items: &Items, sides: impl IntoIterator<Item = &'a Side>) -> Self {
        let mut index = Self::default();
        let selectors = sides.into_iter().filter_map(|side| match side {
            Side::All(conditions) => Some(conditions),
            Side::Item(_) => None,
        });
        for condition in selectors.flatten() {
            match condition {
                Condition::Category(Some(category)) => drop(index.categories.entry(*category).or_default()),
                Condition::Category(None) => {}
                Condition::Fact(name, value) => drop(index.facts.entry((name.clone(), value.clone())).or_default()),
            }
        }
        if index.categories.is_empty() && index.facts.is_empty() {
            return index;
        }
        let any_fact = !index.facts.is_empty();
        for (number, item) in (0_u32..).zip(&items.list) {
            for category in item.category.iter().flat_map(|&category| items.categories.ancestors(category)) {
                if let Some(list) = index.categories.get_mut(&category) {
                    list.push(number);
                }
            }
            // Their texts are made anew for each item, so only where somebody asks.
            for fact in facts(item).take_while(|_| any_fact) {
                if let Some(list) = index.facts.get_mut(&fact).filter(|list| list.last() != Some(&number)) {
                    list.push(number);
                }
            }
        }
        index
    }

    /// The items a side stands for, rising.
    pub fn items<'a>(&'a self, side: &'a Side) -> Cow<'a, [u32]> {
        let conditions = match side {
            Side::Item(index) => return std::slice::from_ref(index).into(),
            Side::All(conditions) => conditions,
        };
        let mut lists: Vec<&[u32]> = conditions.iter().map(|condition| self.holding(condition)).collect();
        lists.sort_by_key(|list| list.len());
        let Some((first, rest)) = lists.split_first() else {
            return Cow::default();
        };
        let in_all = |item: &&u32| rest.iter().all(|list| list.binary_search(item).is_ok());
        first.iter().filter(in_all).copied().collect()
    }

    /// Whether a side stands for an item.
    pub fn stands_for(&self, side: &Side, item: u32) -> bool {
        match side {
            Side::Item(index) => *index == item,
            Side::All(conditions) => {
                !conditions.is_empty() && conditions.iter().all(|one| self.holding(one).binary_search(&item).is_ok())
            }
        }
    }

    fn holding(&self, condition: &Condition) -> &[u32] {
        let list = match condition {
            Condition::Category(category) => category.and_then(|category| self.categories.get(&category)),
            Condition::Fact(name, value) => self.facts.get(&(name.clone(), value.clone())),
        };
        list.map_or(&[], Vec::as_slice)
    }
}

fn facts(item: &SourceItem) -> impl Iterator<Item = (String, String)> {
    let brand = item.brand.iter().map(|brand| ("brand".to_owned(), fold(brand.as_str())));
    let tags = item.tags.iter().map(|tag| ("tag".to_owned(), fold(tag.as_str())));
    let attributes = item.attributes.iter().flat_map(|attribute| {
        let name = format!("attr:{}", fold(attribute.name.as_str()));
        attribute.values.iter().map(move |value| (name.clone(), fold(value.as_str())))
    });
    brand.chain(tags).chain(attributes)
}

/// How values are compared: without case and blanks around them.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::read::items;
    use super::*;
    use crate::catalog::Problems;
    use crate::domain::Currency;

    fn shop() -> Items {
        let folder = tempfile::tempdir().unwrap();
        let csv = "sku,name,category,brand,tags,connector\n\
                   A,One,Printers > Inkjet,HP,outdoor|gift,USB-C\n\
                   B,Two,printers,hp,,usb-c|HDMI\n\
                   X & Y,Three,Heating & Plumbing,Acme,,\n\
                   brand:HP,Four,,,,\n";
        std::fs::write(folder.path().join("items.csv"), csv).unwrap();
        let euro = Currency { code: "EUR".to_owned(), exponent: 2 };
        items::read(folder.path(), &euro, &mut Problems::default())
    }

    #[test]
    fn a_side_stands_for_its_items() {
        let items = shop();
        let table: [(&str, &[u32]); 11] = [
            ("A", &[0]),
            ("X & Y", &[2]),
            ("brand:HP", &[3]),
            ("brand:hp ", &[0, 1]),
            ("category:Printers", &[0, 1]),
            ("category:printers>inkjet", &[0]),
            ("category:Heating & Plumbing", &[2]),
            ("category:Heating & Plumbing & brand:Acme", &[2]),
            ("Category: Printers & TAG:Gift", &[0]),
            ("attr:connector=hdmi", &[1]),
            ("category:Scanners", &[]),
        ];
        for (cell, expected) in table {
            let side = parse(cell, &items).unwrap();
            assert_eq!(Index::new(&items, [&side]).items(&side), expected, "{cell}");
        }
    }

    #[test]
    fn a_cell_that_stands_for_nothing_says_why() {
        let items = shop();
        for sku in ["C", "AB:12", "X & Z"] {
            assert_eq!(parse(sku, &items), Err(Unreadable::UnknownSku), "{sku}");
        }
        let table = [
            ("catgory:Printers", "selector cannot be read, is it category:?"),
            ("category:", "selector cannot be read, it names no category"),
            ("attr:connector", "selector cannot be read, it is not attr:name=value"),
            ("category:Printers & brnd:HP", "selector cannot be read, is it brand:?"),
        ];
        for (cell, why) in table {
            assert_eq!(parse(cell, &items), Err(Unreadable::Selector(why.to_owned())), "{cell}");
        }
        let table = [
            ("attr:conector=C", "items.csv has no column conector, is it connector?"),
            ("category:Scanners", "no item has this category"),
            ("brand:Acme & tag:gift", "no item matches"),
        ];
        for (cell, why) in table {
            assert_eq!(why_none(&parse(cell, &items).unwrap(), &items), why, "{cell}");
        }
    }
}
