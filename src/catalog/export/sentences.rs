//! `talking_points.csv`: what the columns of `links.csv` have no room for: other languages, variants, categories, pairs
//! that were accepted.

use std::collections::BTreeMap;

use super::{Names, Sheet};
use crate::catalog::read::sentences::COLUMNS;
use crate::db::whole::Whole;
use crate::domain::{Objection, TalkingPoint};

/// Item, add-on, language, variant.
type Key = (String, String, String, String);

/// The rows for two categories first, then those for two items; sorted within, so that the same snapshot gives the same.
/// The last number is of sentences that had no place.
pub(super) fn table(whole: &Whole, names: &Names<'_>) -> (Vec<u8>, u64, u64) {
    let mut left_out = 0;
    let mut categories: BTreeMap<Key, [String; 7]> = BTreeMap::new();
    for row in &whole.category_talks {
        let side = |category| format!("category:{}", names.category(category));
        for talk in names.talks.get(&row.talk).into_iter().flatten() {
            let key = (side(row.item), side(row.add_on), talk.language.clone(), talk.variant.clone());
            categories.insert(key, cells(&talk.talking));
        }
    }
    let mut pairs: BTreeMap<Key, [String; 7]> = BTreeMap::new();
    let mut put = |item: &str, add_on: &str, talk: Option<u32>, own: Own| {
        for talk in talk.and_then(|talk| names.talks.get(&talk)).into_iter().flatten() {
            if own == Own::Elsewhere && talk.language == names.language && talk.variant.is_empty() {
                continue;
            }
            let key = (item.to_owned(), add_on.to_owned(), talk.language.clone(), talk.variant.clone());
            let said = cells(&talk.talking);
            left_out += u64::from(*pairs.entry(key).or_insert_with(|| said.clone()) != said);
        }
    };
    for link in &whole.links {
        put(names.sku(link.item), names.sku(link.add_on), link.talk, Own::Elsewhere);
    }
    for decision in &whole.decisions {
        let own = if super::pairs::is_spoken(decision, whole, names) { Own::Elsewhere } else { Own::Here };
        put(names.sku(decision.item), names.sku(decision.add_on), decision.talk, own);
    }
    let mut sheet = Sheet::new(["item", "add_on", "language", "variant"].iter().chain(&COLUMNS));
    for ((item, add_on, language, variant), cells) in categories.into_iter().chain(pairs) {
        sheet.row([item, add_on, language, variant].into_iter().chain(cells));
    }
    let (bytes, rows) = sheet.finish();
    (bytes, rows, left_out)
}

/// Where the usual sentences in the shop's first language stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Own {
    /// In the row of the link or the pair.
    Elsewhere,
    /// In this table.
    Here,
}

/// Sentences cell by cell, in the order of the columns.
pub(super) fn cells(talking: &TalkingPoint) -> [String; 7] {
    let answer = |to: Objection| talking.answers.iter().find(|(objection, _)| *objection == to).map(|(_, text)| text);
    let texts = [
        talking.ask.as_ref(),
        talking.say.as_ref(),
        answer(Objection::TooExpensive),
        answer(Objection::HasOne),
        answer(Objection::NotNow),
        answer(Objection::Other),
        talking.why.as_ref(),
    ];
    texts.map(|text| text.map_or_else(String::new, ToString::to_string))
}
