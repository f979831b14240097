//! Categories that are written in two ways, or with another sign than `>`.

use std::collections::HashMap;

use super::alike::folded;
use super::note::Notes;
use super::view::{View, of_item};

/// Signs that people and programs write between the parts of a category instead of `>`.
pub const SEPARATORS: [char; 5] = ['›', '»', '→', '＞', '⟩'];

/// Checks every category once, at the first item in it.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    let categories = &view.source.items.categories;
    let mut first: Vec<Option<u32>> = vec![None; categories.len()];
    for (index, item) in (0_u32..).zip(&view.source.items.list) {
        for category in item.category.iter().flat_map(|&category| categories.ancestors(category)) {
            if first[category as usize].is_some() {
                break;
            }
            first[category as usize] = Some(index);
        }
    }
    let mut known: HashMap<(Option<u32>, String), u32> = HashMap::new();
    for category in 0..categories.len() as u32 {
        let Some(item) = first[category as usize].map(|index| view.item(index)) else { continue };
        let name = categories.name(category).as_str();
        if name.contains(SEPARATORS) {
            let what = "category is one name with another sign than > in it";
            notes.add("category-separator", of_item(item, "category"), what, name);
        }
        let other = *known.entry((categories.parent(category), alike(name))).or_insert(category);
        if other != category {
            let what = format!("category looks like {}", categories.path(other));
            notes.add("look-alike-category", of_item(item, "category"), what, &categories.path(category));
        }
    }
}

/// Without case, accents, signs and the plural's `s`; a name of signs alone stays as it is.
fn alike(name: &str) -> String {
    let words = folded(name);
    let words: Vec<&str> = words.split(' ').map(|word| word.strip_suffix('s').unwrap_or(word)).collect();
    if words.concat().is_empty() { name.to_owned() } else { words.join(" ") }
}
