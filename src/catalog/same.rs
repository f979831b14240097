//! `same`: what must be equal on both sides of a link for the two to fit.
//!
//! A bare name is equal on both sides; `add_on.fits_model = item.model` names each. Several values of an attribute are
//! alternatives: one in common is enough. What is missing on either side fits nothing.

use std::collections::HashMap;

use super::problem::nearest;
use super::read::items::{Items, SourceItem};
use super::select::fold;

/// One condition: the column to look at on each side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equal {
    item: String,
    add_on: String,
}

/// Reads a cell that is not empty. The error says what cannot be read.
pub fn parse(cell: &str) -> Result<Vec<Equal>, String> {
    cell.split('&').map(|part| condition(part.trim())).collect()
}

fn condition(part: &str) -> Result<Equal, String> {
    let side_and_name = |text: &str| {
        let (side, name) = text.trim().split_once('.')?;
        Some((fold(side), fold(name)))
    };
    let sides = match part.split_once('=') {
        None => Some((fold(part), fold(part))),
        Some((left, right)) => match (side_and_name(left), side_and_name(right)) {
            (Some((a, add_on)), Some((b, item))) if a == "add_on" && b == "item" => Some((item, add_on)),
            (Some((a, item)), Some((b, add_on))) if a == "item" && b == "add_on" => Some((item, add_on)),
            _ => None,
        },
    };
    match sides.filter(|(item, add_on)| !item.is_empty() && !add_on.is_empty()) {
        Some((item, add_on)) => Ok(Equal { item, add_on }),
        None => Err("same cannot be read, it is not name or add_on.name = item.name".to_owned()),
    }
}

/// Why no pair fits, as the end of a sentence.
pub fn why_none(conditions: &[Equal], items: &Items) -> String {
    let columns: Vec<String> = items.attributes.iter().map(|known| fold(known.as_str())).collect();
    let known = || ["brand", "category"].into_iter().chain(columns.iter().map(String::as_str));
    for name in conditions.iter().flat_map(|condition| [&condition.item, &condition.add_on]) {
        if !known().any(|known| known == name) {
            return match nearest(name, known()) {
                Some(near) => format!("items.csv has no column {name}, is it {near}?"),
                None => format!("items.csv has no column {name}"),
            };
        }
    }
    "no pair has the same on both sides".to_owned()
}

/// The pairs that fit: a hash join on the first condition, the others checked pair by pair.
pub fn join(items: &Items, left: &[u32], right: &[u32], conditions: &[Equal], mut each: impl FnMut(u32, u32)) {
    let Some((first, rest)) = conditions.split_first() else {
        return;
    };
    let mut by_value: HashMap<String, Vec<u32>> = HashMap::new();
    for &add_on in right {
        for value in values(items, add_on, &first.add_on) {
            by_value.entry(value).or_default().push(add_on);
        }
    }
    let mut found = Vec::new();
    for &item in left {
        found.clear();
        for value in values(items, item, &first.item) {
            found.extend(by_value.get(&value).into_iter().flatten().copied());
        }
        found.sort_unstable();
        found.dedup();
        for &add_on in &found {
            if rest.iter().all(|condition| holds(items, item, add_on, condition)) {
                each(item, add_on);
            }
        }
    }
}

fn holds(items: &Items, item: u32, add_on: u32, condition: &Equal) -> bool {
    let of_add_on = values(items, add_on, &condition.add_on);
    values(items, item, &condition.item).iter().any(|value| of_add_on.contains(value))
}

fn values(items: &Items, index: u32, name: &str) -> Vec<String> {
    let item: &SourceItem = &items.list[index as usize];
    let attribute = item.attributes.iter().find(|attribute| fold(attribute.name.as_str()) == name);
    match (attribute, name) {
        (Some(attribute), _) => attribute.values.iter().map(|value| fold(value.as_str())).collect(),
        (None, "brand") => item.brand.iter().map(|brand| fold(brand.as_str())).collect(),
        (None, "category") => item.category.iter().map(|&category| items.categories.key(category)).collect(),
        (None, _) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::items;
    use super::*;
    use crate::catalog::Problems;
    use crate::domain::Currency;

    fn shop() -> Items {
        let folder = tempfile::tempdir().unwrap();
        let csv = "sku,name,model,fits_model,size\n\
                   P1,Printer,XP-1,,L\nP2,Printer,XP-2,,\nI1,Ink,,xp-1|XP-2,l|m\nI2,Ink,,XP-2,M\n";
        std::fs::write(folder.path().join("items.csv"), csv).unwrap();
        let euro = Currency { code: "EUR".to_owned(), exponent: 2 };
        items::read(folder.path(), &euro, &mut Problems::default())
    }

    #[test]
    fn a_shared_value_fits_and_a_missing_one_does_not() {
        let items = shop();
        let table: [(&str, &[(u32, u32)]); 4] = [
            ("add_on.fits_model = item.model", &[(0, 2), (1, 2), (1, 3)]),
            ("item.model=add_on.fits_model & size", &[(0, 2)]),
            ("Size", &[(0, 2)]),
            ("model", &[]),
        ];
        for (cell, expected) in table {
            let mut pairs = Vec::new();
            let conditions = parse(cell).unwrap();
            join(&items, &[0, 1], &[2, 3], &conditions, |a, b| pairs.push((a, b)));
            assert_eq!(pairs, expected, "{cell}");
        }
    }

    #[test]
    fn a_slip_is_named() {
        let items = shop();
        let why = |cell| why_none(&parse(cell).unwrap(), &items);
        assert_eq!(why("modle"), "items.csv has no column modle, is it model?");
        assert_eq!(why("model"), "no pair has the same on both sides");
        for bad in ["add_on.size = size", "size &", "add_on. = item.size"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
