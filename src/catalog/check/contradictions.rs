//! Links that say the opposite of one another, of a decision in `pairs.csv`, or the same twice in two ways.
//!
//! A row all of whose pairs another row takes off the list is said when links are resolved; here are the others.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::note::Notes;
use super::view::{View, of_link, share_of};
use crate::catalog::resolve::ResolvedLink;
use crate::domain::LinkKind;

/// What is wrong between a row and another row, or a decision: how many pairs, and the first of them.
type Found = BTreeMap<(u32, &'static str, String), (usize, ResolvedLink)>;

/// Checks all pairs.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    let mut found = Found::new();
    let blocked = wholly_blocked(view);
    for links in view.pairs() {
        between(view, links, &blocked, &mut found);
    }
    decided(view, &mut found);
    let lengths: HashMap<u32, usize> = view.rows().map(|(_, links)| (links[0].row, links.len())).collect();
    for ((row, name, what), (count, link)) in found {
        let row_links = lengths.get(&row).copied().unwrap_or(count);
        let what = what + &share_of(count, row_links);
        notes.add(name, of_link(view.row(&link), "kind"), what, &view.pair(&link));
    }
}

/// What one pair's links say of each other.
fn between(view: &View<'_>, links: &[ResolvedLink], blocked: &HashSet<u32>, found: &mut Found) {
    let mut note = |link: &ResolvedLink, name, what: String| {
        found.entry((link.row, name, what)).or_insert((0, *link)).0 += 1;
    };
    let line = |link: &ResolvedLink| view.row(link).places.kind.line;
    // `accessory` for a category and `not_with` for one item of it is how an exception is written.
    let is_exception =
        |one: &ResolvedLink, of: &ResolvedLink| view.row(one).sides.exactness() > view.row(of).sides.exactness();
    for (place, link) in links.iter().enumerate() {
        let kind = view.kind(link);
        for other in &links[place + 1..] {
            let other_kind = view.kind(other);
            if kind == other_kind {
                continue;
            }
            // Kinds stand in order, those that take off the list last.
            let takes_off = matches!(other_kind, LinkKind::Included | LinkKind::NotWith);
            if takes_off && kind.is_add_on() && blocked.contains(&link.row) {
                continue;
            }
            if takes_off && !is_exception(other, link) {
                note(link, "contradiction", format!("{kind} here, and line {} says {other_kind}", line(other)));
            } else if !takes_off {
                let (later, earlier) = if other.row > link.row { (other, link) } else { (link, other) };
                let what = format!("{} here, and line {} says {}", view.kind(later), line(earlier), view.kind(earlier));
                note(later, "two-kinds", what);
            }
        }
        if kind == LinkKind::NotWith {
            let back = view.between(link.add_on, link.item);
            if let Some(back) = back.iter().find(|back| view.kind(back).is_add_on() && !is_exception(link, back)) {
                let what =
                    format!("line {} says {kind} the other way round, so that both together are warned of", line(link));
                note(back, "two-kinds", what);
            }
        }
    }
}

/// Rows that can never show since other rows take all their pairs off the list.
fn wholly_blocked(view: &View<'_>) -> HashSet<u32> {
    let takes_off = |link: &ResolvedLink| matches!(view.kind(link), LinkKind::Included | LinkKind::NotWith);
    let is_blocked = |link: &ResolvedLink| view.between(link.item, link.add_on).iter().any(takes_off);
    let rows = view.rows().filter(|(row, links)| row.kind.is_add_on() && links.iter().all(is_blocked));
    rows.map(|(_, links)| links[0].row).collect()
}

/// Decisions of `pairs.csv` that links do not follow.
fn decided(view: &View<'_>, found: &mut Found) {
    for pair in &view.source.pairs {
        let Some(decision) = &pair.decision else { continue };
        let [a, b] = pair.items;
        for link in [(a, b), (b, a)].into_iter().flat_map(|(item, add_on)| view.between(item, add_on)) {
            let kind = view.kind(link);
            let takes_off = matches!(kind, LinkKind::Included | LinkKind::NotWith);
            let (name, what) = match decision.accepted {
                true if takes_off => ("contradiction", format!("{kind} here, and pairs.csv accepts the pair")),
                false if kind.is_add_on() => ("rejected-pair", "pairs.csv rejects this pair".to_owned()),
                _ => continue,
            };
            found.entry((link.row, name, what)).or_insert((0, *link)).0 += 1;
        }
    }
}
