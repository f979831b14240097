//! Sentences: twice for one pair, not meant to stay, the same in two languages, of a variant nobody shows.

use std::collections::{BTreeMap, HashMap};

use super::note::{Notes, Spot};
use super::view::View;
use crate::catalog::read::links;
use crate::catalog::read::sentences::{COLUMNS, Sentences};
use crate::catalog::read::talking;
use crate::catalog::select::{Side, fold};
use crate::domain::CleanText;

/// What people write to replace it later, alone or in front of a text.
const PLACEHOLDERS: [&str; 14] = [
    "todo",
    "tbd",
    "tba",
    "fixme",
    "xxx",
    "xx",
    "lorem ipsum",
    "test",
    "placeholder",
    "n/a",
    "à faire",
    "a faire",
    "blah",
    "asdf",
];

/// Checks the sentences of links and talking points.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    let mut first_language: HashMap<(&Side, &Side), &Sentences> = HashMap::new();
    for row in &view.source.links {
        of_row(&row.sentences, &|column| Spot { file: links::FILE, line: row.places.kind.line, column }, notes);
        first_language.entry((&row.sides.item, &row.sides.add_on)).or_insert(&row.sentences);
    }
    let own = view.source.shop.languages.first().map_or("en", String::as_str);
    for row in view.source.talking.iter().filter(|row| row.language == own && row.variant.is_empty()) {
        first_language.insert((&row.sides.item, &row.sides.add_on), &row.sentences);
    }
    let mut seen: HashMap<(&Side, &Side, &str, &str), u64> = HashMap::new();
    let mut variants: BTreeMap<&str, u64> = BTreeMap::new();
    for row in &view.source.talking {
        let line = row.at.line;
        let spot = |column| Spot { file: talking::FILE, line, column };
        of_row(&row.sentences, &spot, notes);
        let (item, add_on) = (&row.sides.item, &row.sides.add_on);
        if let Some(before) = seen.insert((item, add_on, &row.language, &row.variant), line) {
            let what = format!("line {before} has sentences for the same pair, language and variant");
            notes.add("duplicate-sentence", spot("item"), what, &row.sides.item_cell.text);
        }
        let other = first_language.get(&(item, add_on)).filter(|_| row.language != own && row.variant.is_empty());
        if let Some((column, text)) = other.and_then(|other| untranslated(&row.sentences, other)) {
            notes.add(
                "untranslated",
                spot(column),
                format!("{column} is the same in {own} and {}", row.language),
                text.as_str(),
            );
        }
        if !row.variant.is_empty() {
            variants.entry(&row.variant).or_insert(line);
        }
    }
    let arms = view.source.shop.experiments.iter().flat_map(|experiment| &experiment.arms);
    let shown: Vec<&str> = arms.filter_map(|arm| arm.changes.variant.as_deref()).collect();
    for (variant, line) in variants.into_iter().filter(|(variant, _)| !shown.contains(variant)) {
        let spot = Spot { file: talking::FILE, line, column: "variant" };
        notes.add("unused-variant", spot, "no experiment shows this variant", variant);
    }
}

fn of_row(sentences: &Sentences, spot: &dyn Fn(&'static str) -> Spot, notes: &mut Notes) {
    for (column, text) in COLUMNS.into_iter().zip(&sentences.0) {
        if let Some(text) = text.as_ref().filter(|text| is_placeholder(text.as_str())) {
            notes.add("placeholder-text", spot(column), "sentence is not written yet", text.as_str());
        }
    }
    let [ask, say, ..] = &sentences.0;
    if let (Some(ask), Some(say)) = (ask, say)
        && fold(ask.as_str()) == fold(say.as_str())
    {
        notes.add("same-sentence", spot("say"), "SAY is the same as ASK", say.as_str());
    }
}

/// The first of ASK and SAY that is the same text in both, of two words at least: a name needs no translation.
fn untranslated<'a>(one: &'a Sentences, other: &Sentences) -> Option<(&'static str, &'a CleanText)> {
    let mut both = COLUMNS.into_iter().zip(one.0.iter().zip(&other.0)).take(2);
    both.find_map(|(column, (one, other))| {
        let text = one.as_ref().filter(|one| Some(*one) == other.as_ref() && one.as_str().contains(' '))?;
        Some((column, text))
    })
}

fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let begins =
        |word: &str| lower.strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with([':', '-', '.']));
    bare.is_empty()
        || PLACEHOLDERS.contains(&bare)
        || bare.starts_with("lorem ipsum")
        || PLACEHOLDERS.iter().any(|word| begins(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_to_be_written_is_known() {
        for text in ["TODO", "todo: ask about the brush", "...", "xxx", "Lorem ipsum dolor sit amet", "À faire", "TBD."]
        {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["Test your smoke alarm?", "Do you have one?", "Tested for outdoors.", "Todor's brush"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
