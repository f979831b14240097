//! Rows of links → links between items: selectors resolved, `same` applied, repeated links joined, sentences found.
//!
//! What can be seen only here is noted here: links that can never show, and links with nothing to say.

use std::collections::{HashMap, HashSet};

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
    let index = Index::new(rows.items);
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
    let mut resolved = Resolved {
        links,
        ..Resolved::default()
    };
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
    for (found, side, at) in [
        (&left, &sides.item, sides.item_at),
        (&right, &sides.add_on, sides.add_on_at),
    ] {
        if found.is_empty() {
            let why = select::why_none(side, items);
            problems.warning(FILE, at, format!("link can never show: {why}"), "");
        }
    }
    if left.is_empty() || right.is_empty() {
        return;
    }
    if row.same.is_empty() && left.len().saturating_mul(right.len()) > MOST_OF_A_ROW {
        let what = format!("row stands for more than {MOST_OF_A_ROW} links, narrow its selectors");
        problems.error(FILE, sides.item_at, what, "");
        return;
    }
    let before = links.len();
    let (mut itself, mut too_dear) = (0, 0);
    let mut push = |item, add_on| {
        if item == add_on {
            itself += 1;
        } else if links.len() - before <= MOST_OF_A_ROW {
            too_dear += usize::from(is_too_dear(row, items, item, add_on));
            links.push(ResolvedLink {
                row: number,
                item,
                add_on,
                talk: None,
            });
        }
    };
    if row.same.is_empty() {
        left.iter()
            .for_each(|&item| right.iter().for_each(|&add_on| push(item, add_on)));
    } else {
        same::join(items, &left, &right, &row.same, &mut push);
    }
    let made = links.len() - before;
    if made > MOST_OF_A_ROW {
        let what = format!("row stands for more than {MOST_OF_A_ROW} links, narrow its selectors");
        problems.error(FILE, sides.item_at, what, "");
        links.truncate(before);
    } else if made == 0 && (itself > 0 || row.same.is_empty()) {
        problems.warning(
            FILE,
            sides.add_on_at,
            "link can never show: item and add-on are the same",
            "",
        );
    } else if made == 0 {
        let why = same::why_none(&row.same, items);
        problems.warning(FILE, row.places.same, format!("link can never show: {why}"), "");
    } else if made == too_dear {
        problems.warning(
            FILE,
            row.places.share,
            "link can never show: every add-on is dearer than max_price_share",
            "",
        );
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
    let blocked: HashMap<(u32, u32), u32> = links
        .iter()
        .filter(blocks)
        .map(|link| ((link.item, link.add_on), link.row))
        .collect();
    if blocked.is_empty() {
        return;
    }
    for of_row in links.chunk_by(|a, b| a.row == b.row) {
        let row = &rows[of_row[0].row as usize];
        let by = of_row.iter().map(|link| blocked.get(&(link.item, link.add_on)));
        if let Some(Some(by)) = by.reduce(|a, b| a.and(b)).filter(|_| row.kind.is_add_on()) {
            let other = &rows[*by as usize];
            let what = format!(
                "link can never show: line {} says {}",
                other.places.kind.line, other.kind
            );
            problems.warning(FILE, row.places.kind, what, row.kind.word());
        }
    }
}

/// Of links between the same two items, of one kind and under the same conditions, keeps the one of the most exact row,
/// then of the higher priority, then the later. Two such rows of two SKUs each are a slip and noted.
fn join_repeated(rows: &[LinkRow], links: &mut Vec<ResolvedLink>, problems: &mut Problems) {
    let row = |link: &ResolvedLink| &rows[link.row as usize];
    let key = |link: &ResolvedLink| (link.item, link.add_on, row(link).kind);
    links.sort_by(|a, b| {
        let rank = |link: &ResolvedLink| (row(link).sides.exactness(), row(link).terms.priority, link.row);
        key(a).cmp(&key(b)).then_with(|| rank(b).cmp(&rank(a)))
    });
    let mut kept: Vec<ResolvedLink> = Vec::with_capacity(links.len());
    let mut group = 0;
    let mut said = HashSet::new();
    for link in links.drain(..) {
        if kept.last().is_none_or(|last| key(last) != key(&link)) {
            group = kept.len();
        }
        let known = kept[group..]
            .iter()
            .find(|known| same_conditions(&row(known).terms, &row(&link).terms));
        match known {
            None => kept.push(link),
            Some(known) if row(&link).sides.exactness() == Exactness::Both => {
                let lines = (row(known).places.kind.line, row(&link).places.kind.line);
                let (first, second) = (lines.0.min(lines.1), lines.0.max(lines.1));
                if row(known).sides.exactness() == Exactness::Both && said.insert(second) {
                    let at = At {
                        line: second,
                        column: 1,
                    };
                    problems.warning(FILE, at, format!("link stands twice, first on line {first}"), "");
                }
            }
            Some(_) => {}
        }
    }
    kept.sort_by_key(|link| (link.row, link.item, link.add_on));
    *links = kept;
}

fn same_conditions(a: &LinkTerms, b: &LinkTerms) -> bool {
    let conditions = |terms: &LinkTerms| LinkTerms {
        priority: 0,
        bundle_price: None,
        ..terms.clone()
    };
    conditions(a) == conditions(b)
}

fn find_talks(rows: &[LinkRow], points: &mut TalkingPoints<'_>, resolved: &mut Resolved) {
    let mut known: HashMap<(u32, Vec<u32>), Option<u32>> = HashMap::new();
    for link in &mut resolved.links {
        let row = &rows[link.row as usize];
        let matching = points.of_pair(link.item, link.add_on);
        link.talk = match known.get(&(link.row, matching.clone())) {
            Some(talk) => *talk,
            None => {
                let own = Own {
                    exactness: row.sides.exactness(),
                    sentences: &row.sentences,
                };
                let talk = points.compose(Some(own), &matching, &mut resolved.book);
                known.insert((link.row, matching), talk);
                talk
            }
        };
    }
}

fn find_decision_talks(pairs: &[MinedPair], points: &mut TalkingPoints<'_>, resolved: &mut Resolved) {
    for (number, pair) in pairs.iter().enumerate() {
        let Some(decision) = &pair.decision else { continue };
        let [a, b] = pair.items;
        let talks = [(a, b), (b, a)].map(|(item, add_on)| {
            let matching = points.of_pair(item, add_on);
            let own = Own {
                exactness: Exactness::Both,
                sentences: &decision.sentences,
            };
            points.compose(Some(own), &matching, &mut resolved.book)
        });
        resolved.decision_talks.insert(number, talks);
    }
}

/// Warns of add-ons with nothing to ask or say: row by row in the staff's language, in one line for every other.
fn warn_speechless(rows: Rows<'_>, resolved: &Resolved, problems: &mut Problems) {
    let shown = |link: &ResolvedLink| rows.links[link.row as usize].kind.is_add_on();
    let by_row = || {
        resolved
            .links
            .chunk_by(|a, b| a.row == b.row)
            .filter(|links| shown(&links[0]))
    };
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
