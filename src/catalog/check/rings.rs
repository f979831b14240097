//! Upgrades, needs and contents of boxes that lead back to where they began.
//!
//! Every item lies in one strongly connected part of the links of a kind (Tarjan 1972, without recursion); a part of two
//! items or more is a ring.

use super::note::Notes;
use super::view::{View, of_link};
use crate::catalog::resolve::ResolvedLink;
use crate::domain::LinkKind;

/// So many items of a ring are named.
const NAMED: usize = 6;

/// Checks the kinds of which a ring makes no sense.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    for (kind, what) in [
        (LinkKind::Upgrade, "upgrades go round in a ring"),
        (LinkKind::Required, "items require each other in a ring"),
        (LinkKind::Included, "items lie in each other's box"),
    ] {
        let links: Vec<ResolvedLink> = view.by_item.iter().filter(|link| view.kind(link) == kind).copied().collect();
        for ring in rings(&links, view.source.items.list.len()) {
            let inside = |link: &&ResolvedLink| {
                ring.binary_search(&link.item).is_ok() && ring.binary_search(&link.add_on).is_ok()
            };
            let Some(first) = links.iter().filter(inside).min_by_key(|link| link.row) else { continue };
            notes.add("ring", of_link(view.row(first), "add_on"), what, &path(view, &links, &ring, first.item));
        }
    }
}

/// `A > B > A`: from an item along the first links that stay in the ring.
fn path(view: &View<'_>, links: &[ResolvedLink], ring: &[u32], start: u32) -> String {
    let next = |from: u32| {
        let inside = |link: &&ResolvedLink| link.item == from && ring.binary_search(&link.add_on).is_ok();
        let first = links.partition_point(|link| link.item < from);
        links[first..].iter().take_while(|link| link.item == from).find(inside).map(|link| link.add_on)
    };
    let mut names = vec![view.sku(start)];
    let mut seen = vec![start];
    let mut at = start;
    while let Some(to) = next(at) {
        names.push(view.sku(to));
        if seen.contains(&to) || names.len() > NAMED {
            break;
        }
        seen.push(to);
        at = to;
    }
    let more = if ring.len() > NAMED { format!(" ({} items)", ring.len()) } else { String::new() };
    names.join(" > ") + &more
}

/// The parts of two items or more, each rising; `links` stand by item.
fn rings(links: &[ResolvedLink], items: usize) -> Vec<Vec<u32>> {
    const NEVER: u32 = u32::MAX;
    if links.is_empty() {
        return Vec::new();
    }
    let edges = |item: u32| {
        let start = links.partition_point(|link| link.item < item);
        let end = start + links[start..].iter().take_while(|link| link.item == item).count();
        (start, end)
    };
    let (mut found, mut low) = (vec![NEVER; items], vec![0_u32; items]);
    let mut waits = vec![false; items];
    let (mut count, mut waiting, mut rings) = (0_u32, Vec::new(), Vec::new());
    for root in links.chunk_by(|a, b| a.item == b.item).map(|same| same[0].item) {
        if found[root as usize] != NEVER {
            continue;
        }
        let mut path = vec![(root, edges(root))];
        (found[root as usize], low[root as usize], waits[root as usize]) = (count, count, true);
        waiting.push(root);
        count += 1;
        while let Some((item, (next, end))) = path.last_mut() {
            let item = *item as usize;
            if next < end {
                let to = links[*next].add_on as usize;
                *next += 1;
                if found[to] == NEVER {
                    (found[to], low[to], waits[to]) = (count, count, true);
                    waiting.push(to as u32);
                    count += 1;
                    path.push((to as u32, edges(to as u32)));
                } else if waits[to] {
                    low[item] = low[item].min(found[to]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                low[*parent as usize] = low[*parent as usize].min(low[item]);
            }
            if low[item] == found[item] {
                let start = waiting.iter().rposition(|one| *one as usize == item).unwrap_or(0);
                let mut part = waiting.split_off(start);
                for one in &part {
                    waits[*one as usize] = false;
                }
                if part.len() > 1 {
                    part.sort_unstable();
                    rings.push(part);
                }
            }
        }
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_lead_back_are_found() {
        let link = |(item, add_on)| ResolvedLink { row: 0, item, add_on, talk: None };
        let of = |edges: &[(u32, u32)]| rings(&edges.iter().copied().map(link).collect::<Vec<_>>(), 10);
        assert_eq!(of(&[]), Vec::<Vec<u32>>::new());
        assert_eq!(of(&[(0, 1), (1, 2), (2, 3)]), Vec::<Vec<u32>>::new());
        assert_eq!(of(&[(0, 1), (1, 0)]), [[0, 1]]);
        assert_eq!(of(&[(0, 1), (1, 2), (2, 0), (3, 1), (4, 5), (5, 4)]), [vec![0, 1, 2], vec![4, 5]]);
        assert_eq!(of(&[(0, 3), (1, 0), (2, 1), (3, 2)]), [[0, 1, 2, 3]]);
    }
}
