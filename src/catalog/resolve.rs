//! Rows of links → links between items: selectors resolved, `same` applied, repeated links joined, sentences found.
//!
//! What can be seen only here is noted here: links that can never show, and links with nothing to say.

use std::collections::HashMap;

use super::problem::{At, Problems};
use super::read::items::Items;
use super::read::links::{FILE, LinkRow};
use super::read::pairs::MinedPair;
use super::read::shop::Shop;
use super::read::sides::Exactness;
use super::read::talking::TalkRow;
use super::select::{self, Index};
use super::talk::{Own, TalkBook, TalkingPoints};
use super::watch::{Step, Watch};
use super::{same, select::Side};
use crate::domain::{LinkKind, LinkTerms};

/// A row that stands for more links than this is a slip: nobody meant every item with every other.
const MOST_OF_A_ROW: usize = 1_000_000;

/// What the rows come to. Items and categories are indices of the source.
#[derive(Debug, Default)]
pub struct Resolved {
    /// In the order of their rows.
    pub links: Vec<ResolvedLink>,
    /// Item's category, add-on's category, talk.
    pub category_talks: Vec<(u32, u32, u32)>,
    /// For each pair of `pairs.csv` with a decision: the talk of both directions.
    pub decision_talks: HashMap<usize, [Option<u32>; 2]>,
    /// All sentences.
    pub book: TalkBook,
}

/// One link between two items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResolvedLink {
    /// The row it comes from.
    pub row: u32,
    /// What is bought.
    pub item: u32,
    /// What goes with it.
    pub add_on: u32,
    /// Its talking points.
    pub talk: Option<u32>,
}

/// What is resolved.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// The shop.
    pub shop: &'a Shop,
    /// Its items.
    pub items: &'a Items,
    /// Its links.
    pub links: &'a [LinkRow],
    /// Its talking points.
    pub talking: &'a [TalkRow],
    /// Its mined pairs.
    pub pairs: &'a [MinedPair],
}

/// Resolves everything; `None` where the watcher asked to stop.
pub fn resolve(rows: Rows<'_>, problems: &mut Problems, watch: &mut dyn Watch) -> Option<Resolved> {
    let sides = rows.links.iter().map(|row| &row.sides).chain(rows.talking.iter().map(|row| &row.sides));
    let index = Index::new(rows.items, sides.flat_map(|sides| [&sides.item, &sides.add_on]));
    watch.step(Step::ResolveLinks, rows.links.len() as u64);
    let mut links = Vec::new();
    for (number, row) in rows.links.iter().enumerate() {
        expand(number as u32, row, rows.items, &index, &mut links, problems);
        if !watch.at(number as u64) {
            return None;
        }
    }
    warn_blocked(rows.links, &links, problems);
    join_repeated(rows.links, &mut links, problems);
    let language = rows.shop.languages.first().map_or("en", String::as_str);
    let mut points = TalkingPoints::new(rows.talking, language, &index, rows.items, problems);
    let mut resolved = Resolved { links, ..Resolved::default() };
    find_talks(rows.links, &mut points, &mut resolved);
    resolved.category_talks = points.of_categories(&mut resolved.book);
    find_decision_talks(rows.pairs, &mut points, &mut resolved);
    points.warn_unused(problems);
    warn_speechless(rows, &resolved, problems);
    Some(resolved)
}

/// The pairs of one row.
fn expand(
    number: u32,
    row: &LinkRow,
    items: &Items,
    index: &Index,
    links: &mut Vec<ResolvedLink>,
    problems: &mut Problems,
) {
    let sides = &row.sides;
    let (left, right) = (index.items(&sides.item), index.items(&sides.add_on));
    for (found, side, cell) in [(&left, &sides.item, &sides.item_cell), (&right, &sides.add_on, &sides.add_on_cell)] {
        if found.is_empty() {
            let why = select::why_none(side, items);
            problems.warning(FILE, cell.at, format!("link can never show, {why}"), &cell.text);
        }
    }
    if left.is_empty() || right.is_empty() {
        return;
    }
    if row.same.is_empty() && left.len().saturating_mul(right.len()) > MOST_OF_A_ROW {
        let what = format!("row stands for more than {MOST_OF_A_ROW} links, narrow its selectors");
        problems.error(FILE, sides.item_cell.at, what, &sides.item_cell.text);
        return;
    }
    let before = links.len();
    let mut too_dear = 0;
    let mut push = |item, add_on| {
        if item != add_on && links.len() - before <= MOST_OF_A_ROW {
            too_dear += usize::from(is_too_dear(row, items, item, add_on));
            links.push(ResolvedLink { row: number, item, add_on, talk: None });
        }
    };
    if row.same.is_empty() {
        for &item in left.iter() {
            for &add_on in right.iter() {
                push(item, add_on);
            }
        }
    } else {
        same::join(items, &left, &right, &row.same, &mut push);
    }
    let made = links.len() - before;
    if made > MOST_OF_A_ROW {
        let what = format!("row stands for more than {MOST_OF_A_ROW} links, narrow its selectors");
        problems.error(FILE, sides.item_cell.at, what, &sides.item_cell.text);
        links.truncate(before);
        return;
    }
    let never = if made == 0 && row.same.is_empty() {
        (Some(&sides.add_on_cell), "item and add-on are the same".to_owned())
    } else if made == 0 {
        (row.places.same.as_deref(), same::why_none(&row.same, items))
    } else if made == too_dear {
        (row.places.share.as_deref(), "every add-on is dearer".to_owned())
    } else {
        return;
    };
    if let (Some(cell), why) = never {
        problems.warning(FILE, cell.at, format!("link can never show, {why}"), &cell.text);
    }
}

fn is_too_dear(row: &LinkRow, items: &Items, item: u32, add_on: u32) -> bool {
    let price = |index: u32| items.list[index as usize].price;
    match (row.terms.max_price_share, price(item), price(add_on)) {
        (Some(share), Some(item), Some(add_on)) => !share.allows(item, add_on),
        _ => false,
    }
}

/// Warns of add-ons that another link takes off the list: in the box already, or not fitting.
fn warn_blocked(rows: &[LinkRow], links: &[ResolvedLink], problems: &mut Problems) {
    let kind = |link: &ResolvedLink| rows[link.row as usize].kind;
    let blocks = |link: &&ResolvedLink| matches!(kind(link), LinkKind::Included | LinkKind::NotWith);
    let blocked: HashMap<(u32, u32), u32> =
        links.iter().filter(blocks).map(|link| ((link.item, link.add_on), link.row)).collect();
    if blocked.is_empty() {
        return;
    }
    for of_row in links.chunk_by(|a, b| a.row == b.row) {
        let row = &rows[of_row[0].row as usize];
        let by = of_row.iter().map(|link| blocked.get(&(link.item, link.add_on)));
        if let Some(Some(by)) = by.reduce(Option::and).filter(|_| row.kind.is_add_on()) {
            let other = &rows[*by as usize];
            let what = format!("link can never show, line {} says {}", other.places.kind.line, other.kind);
            problems.warning(FILE, row.places.kind, what, row.kind.word());
        }
    }
}

/// Of links between the same two items, of one kind and under the same conditions, keeps the one of the most exact row,
/// then of the higher priority, then the later. Two such rows of two SKUs each are a slip and noted.
fn join_repeated(rows: &[LinkRow], links: &mut Vec<ResolvedLink>, problems: &mut Problems) {
    let of = |link: &ResolvedLink| &rows[link.row as usize];
    let key = |link: &ResolvedLink| (link.item, link.add_on, of(link).kind);
    let rank = |link: &ResolvedLink| (of(link).sides.exactness(), of(link).terms.priority, link.row);
    links.sort_unstable_by(|a, b| key(a).cmp(&key(b)).then_with(|| rank(b).cmp(&rank(a))));
    // Those that are kept move to the front; those of the group at hand begin at `group`.
    let (mut kept, mut group) = (0, 0);
    for place in 0..links.len() {
        let link = links[place];
        if kept == 0 || key(&links[kept - 1]) != key(&link) {
            group = kept;
        }
        let mut known = links[group..kept].iter();
        match known.find(|known| same_conditions(&of(known).terms, &of(&link).terms)) {
            None => {
                links[kept] = link;
                kept += 1;
            }
            Some(known) if of(&link).sides.exactness() == Exactness::Both => {
                let (one, other) = (of(known).places.kind, of(&link).places.kind);
                let what = format!("link stands twice, first on line {}", one.line.min(other.line));
                problems.warning(FILE, one.max(other), what, of(&link).kind.word());
            }
            Some(_) => {}
        }
    }
    links.truncate(kept);
    links.sort_unstable_by_key(|link| (link.row, link.item, link.add_on));
}

fn same_conditions(a: &LinkTerms, b: &LinkTerms) -> bool {
    let conditions = |terms: &LinkTerms| LinkTerms { priority: 0, bundle_price: None, ..terms.clone() };
    conditions(a) == conditions(b)
}

/// Links of a row lie together and mostly have the same sentences: what was found for them is kept as long as the row lasts.
fn find_talks(rows: &[LinkRow], points: &mut TalkingPoints<'_>, resolved: &mut Resolved) {
    let mut known: HashMap<Vec<u32>, Option<u32>> = HashMap::new();
    for links in resolved.links.chunk_by_mut(|a, b| a.row == b.row) {
        let row = &rows[links[0].row as usize];
        known.clear();
        for link in links {
            let matching = points.of_pair(link.item, link.add_on);
            if row.sentences.is_empty() && matching.is_empty() {
                continue;
            }
            link.talk = *known.entry(matching).or_insert_with_key(|matching| {
                let own = Own { exactness: row.sides.exactness(), sentences: &row.sentences };
                points.compose(Some(own), matching, &mut resolved.book)
            });
        }
    }
}

fn find_decision_talks(pairs: &[MinedPair], points: &mut TalkingPoints<'_>, resolved: &mut Resolved) {
    for (number, pair) in pairs.iter().enumerate() {
        let Some(decision) = &pair.decision else { continue };
        let [a, b] = pair.items;
        let talks = [(a, b), (b, a)].map(|(item, add_on)| {
            let matching = points.of_pair(item, add_on);
            let own = Own { exactness: Exactness::Both, sentences: &decision.sentences };
            points.compose(Some(own), &matching, &mut resolved.book)
        });
        resolved.decision_talks.insert(number, talks);
    }
}

/// Warns of add-ons with nothing to ask or say: row by row in the staff's language, in one line for every other.
fn warn_speechless(rows: Rows<'_>, resolved: &Resolved, problems: &mut Problems) {
    let shown = |link: &ResolvedLink| rows.links[link.row as usize].kind.is_add_on();
    let by_row = || resolved.links.chunk_by(|a, b| a.row == b.row).filter(|links| shown(&links[0]));
    let speechless = |links: &[ResolvedLink], language: &str| {
        let mute = |link: &&ResolvedLink| !resolved.book.can_be_said(link.talk, language);
        links.iter().filter(mute).count()
    };
    for (place, language) in rows.shop.languages.iter().enumerate() {
        let mut silent_rows = 0;
        let mut all_rows = 0;
        for links in by_row() {
            let silent = speechless(links, language);
            all_rows += 1;
            silent_rows += usize::from(silent > 0);
            if place == 0 && silent > 0 {
                let row = &rows.links[links[0].row as usize];
                let what = match links.len() {
                    all if all == silent => format!("no ASK and no SAY in {language}"),
                    all => format!("no ASK and no SAY in {language} for {silent} of {all} pairs"),
                };
                problems.warning(FILE, row.places.ask, what, &side_text(row, rows.items));
            }
        }
        if place > 0 && silent_rows > 0 {
            let what = format!("{silent_rows} of {all_rows} links have no ASK and no SAY in this language");
            problems.warning(FILE, At::START, what, language);
        }
    }
}

/// The add-on, where the row names one.
fn side_text(row: &LinkRow, items: &Items) -> String {
    match row.sides.add_on {
        Side::Item(index) => items.list[index as usize].sku.to_string(),
        Side::All(_) => String::new(),
    }
}
