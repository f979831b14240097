//! The same link more than once: campaigns on the same days, and rows that differ in their terms alone.

use std::collections::BTreeMap;

use super::note::Notes;
use super::view::{View, of_link};
use crate::catalog::resolve::ResolvedLink;
use crate::domain::{LinkTerms, Window};

/// Checks all links of one kind between the same two items.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    let mut found: BTreeMap<(u32, u32), (bool, ResolvedLink)> = BTreeMap::new();
    for same in view.by_item.chunk_by(|a, b| (a.item, a.add_on) == (b.item, b.add_on) && view.kind(a) == view.kind(b)) {
        for (place, link) in same.iter().enumerate() {
            for other in &same[..place] {
                let (a, b) = (&view.row(other).terms, &view.row(link).terms);
                if !same_customers(a, b) || !meet(a.window, b.window) || is_over(view, a) || is_over(view, b) {
                    continue;
                }
                match (is_campaign(a), is_campaign(b)) {
                    // A campaign on top of the usual link is what campaigns are for.
                    (true, false) | (false, true) => {}
                    (campaign, _) => {
                        found.entry((link.row, other.row)).or_insert((campaign, *link));
                    }
                }
            }
        }
    }
    for ((_, other), (campaign, link)) in found {
        let line = view.source.links[other as usize].places.kind.line;
        let row = view.row(&link);
        if campaign {
            let what = format!("campaign runs on days of the same link's campaign on line {line}");
            notes.add("overlapping-campaigns", of_link(row, "from"), what, &view.pair(&link));
        } else {
            let what = format!("the same link stands on line {line} with other terms");
            notes.add("other-terms", of_link(row, "kind"), what, &view.pair(&link));
        }
    }
}

fn is_campaign(terms: &LinkTerms) -> bool {
    terms.window.from.is_some() || terms.window.to.is_some()
}

fn is_over(view: &View<'_>, terms: &LinkTerms) -> bool {
    terms.window.to.is_some_and(|to| to < view.today)
}

/// For the same customers and from as many pieces on.
fn same_customers(a: &LinkTerms, b: &LinkTerms) -> bool {
    a.contexts == b.contexts && a.segments == b.segments && a.min_quantity == b.min_quantity
}

/// True where there is a day on which both hold.
fn meet(a: Window, b: Window) -> bool {
    let begins_in = |one: Window, other: Window| one.from.is_none_or(|from| other.to.is_none_or(|to| from <= to));
    begins_in(a, b) && begins_in(b, a)
}
