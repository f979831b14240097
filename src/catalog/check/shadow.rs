//! Links that stand far behind others: of an item with many more links than are shown, those of lower priority come up only
//! where most of the ones before them are in the basket, declined or out of stock.
//!
//! Only what always holds counts as standing before: no dates, no contexts, no segments, in stock, within its share of
//! the price. What sales would put first is left to sales.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::note::Notes;
use super::view::{View, of_link};
use crate::catalog::resolve::ResolvedLink;
use crate::domain::LinkKind;

/// Links behind so many times as many as are shown hardly ever come up; a few more than are shown are a reserve.
const TIMES: usize = 2;

/// Checks every item's links.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    // Row → how many of its pairs stand behind others, and what stands before the first.
    let mut behind: HashMap<u32, (usize, String)> = HashMap::new();
    for links in view.items() {
        of_item(view, links, &mut behind);
    }
    let behind: BTreeMap<u32, (usize, String)> = behind.into_iter().collect();
    for (row, links) in view.rows() {
        if let Some((count, what)) = behind.get(&links[0].row).filter(|(count, _)| *count == links.len()) {
            let what = if *count > 1 { format!("{what}, and so it is for all {count} pairs") } else { what.clone() };
            notes.add("behind-others", of_link(row, "priority"), what, &row.sides.add_on_cell.text);
        }
    }
}

fn of_item(view: &View<'_>, links: &[ResolvedLink], behind: &mut HashMap<u32, (usize, String)>) {
    let max = view.source.shop.rules.max;
    let blocked: HashSet<u32> = links.iter().filter(|link| takes_off(view, link)).map(|link| link.add_on).collect();
    let mut offered: Vec<&ResolvedLink> =
        links.iter().filter(|link| view.kind(link).is_add_on() && !blocked.contains(&link.add_on)).collect();
    let class = |link: &ResolvedLink| (view.kind(link) == LinkKind::Required, view.row(link).terms.priority);
    offered.sort_by_key(|link| std::cmp::Reverse(class(link)));
    let mut before: Vec<&ResolvedLink> = Vec::new();
    let mut known: HashSet<u32> = HashSet::new();
    for same in offered.chunk_by(|a, b| class(a) == class(b)) {
        for link in same.iter().filter(|link| before.len() >= TIMES * max && !known.contains(&link.add_on)) {
            let of_lines = before[..max].iter().map(|link| view.row(link).places.kind.line.to_string());
            let first: Vec<String> = of_lines.collect();
            let what = format!("{max} are shown, and {} come before it, line {} first", before.len(), first.join(", "));
            behind.entry(link.row).or_insert((0, what)).0 += 1;
        }
        let sure = same.iter().filter(|link| is_sure(view, link) && known.insert(link.add_on));
        before.extend(sure);
    }
}

fn takes_off(view: &View<'_>, link: &ResolvedLink) -> bool {
    matches!(view.kind(link), LinkKind::Included | LinkKind::NotWith)
}

/// True where nothing but the customer keeps it from being shown.
fn is_sure(view: &View<'_>, link: &ResolvedLink) -> bool {
    let terms = &view.row(link).terms;
    let window = terms.window;
    let in_share = match (terms.max_price_share, view.prices(link)) {
        (Some(share), Some((item, add_on))) => share.allows(item, add_on),
        _ => true,
    };
    window.from.is_none_or(|from| from <= view.today)
        && window.to.is_none()
        && terms.contexts.is_empty()
        && terms.segments.is_empty()
        && terms.min_quantity.is_none_or(|least| least < 2)
        && view.item(link.add_on).stock.is_none_or(|left| left > 0)
        && view.family(link.item) != view.family(link.add_on)
        && in_share
}
