//! Each row of `links.csv` by itself: conditions that never hold or change nothing, kinds that do not fit, selectors that
//! are too wide, add-ons that cannot be sold.

use std::collections::HashSet;

use super::note::Notes;
use super::view::{View, of_link, share_of};
use crate::catalog::read::links::LinkRow;
use crate::catalog::resolve::ResolvedLink;
use crate::catalog::select::Side;
use crate::domain::{ItemType, LinkKind, Money, Window};

/// A selector that so many of a hundred items match is too wide, in a shop with at least so many items.
const NEARLY_ALL: usize = 90;
const LEAST_ITEMS: usize = 20;

/// Checks every row that stands for something.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    for (row, links) in view.rows() {
        contexts(row, notes);
        pieces(row, notes);
        not_begun(view, row, notes);
        wide(view, row, links, notes);
        prices(view, row, links, notes);
        if row.kind.is_add_on() {
            families(view, row, links, notes);
            stock(view, row, links, notes);
            service_kind(view, row, links, notes);
        }
    }
}

fn contexts(row: &LinkRow, notes: &mut Notes) {
    let rules = &row.terms.contexts;
    let spot = of_link(row, "context");
    if let Some(rule) =
        rules.iter().find(|rule| rules.iter().any(|other| other.name == rule.name && other.on != rule.on))
    {
        let what = "link can never show, its context must be on and off";
        notes.add("never-shows", spot, what, &rule.name);
    } else if row.kind.is_add_on()
        && row.kind != LinkKind::Required
        && rules.iter().any(|rule| rule.on && rule.name == "hurry")
    {
        let what = "link can never show, in a hurry nothing but required add-ons does";
        notes.add("never-shows", spot, what, row.kind.word());
    }
}

fn pieces(row: &LinkRow, notes: &mut Notes) {
    if let Some(least) = row.terms.min_quantity.filter(|least| *least < 2) {
        let what = "min_quantity holds for every sale, it begins to mean something at 2";
        notes.add("useless-condition", of_link(row, "min_quantity"), what, &least.to_string());
    }
}

fn not_begun(view: &View<'_>, row: &LinkRow, notes: &mut Notes) {
    let Window { from, to } = row.terms.window;
    if let Some(from) = from.filter(|from| *from > view.today && to.is_none_or(|to| to >= *from)) {
        notes.add("not-begun", of_link(row, "from"), "campaign has not begun", &from.to_string());
    }
}

fn wide(view: &View<'_>, row: &LinkRow, links: &[ResolvedLink], notes: &mut Notes) {
    let all = view.source.items.list.len();
    if all < LEAST_ITEMS || links.len() * 100 < all * NEARLY_ALL {
        return;
    }
    let sides =
        [(&row.sides.item, &row.sides.item_cell, "item"), (&row.sides.add_on, &row.sides.add_on_cell, "add_on")];
    for (side, cell, column) in sides {
        let of = |link: &ResolvedLink| if column == "item" { link.item } else { link.add_on };
        let found = links.iter().map(of).collect::<HashSet<u32>>().len();
        if matches!(side, Side::All(_)) && row.same.is_empty() && found * 100 >= all * NEARLY_ALL {
            let what = format!("selector stands for {found} of {all} items");
            notes.add("wide-selector", of_link(row, column), what, &cell.text);
        }
    }
}

fn prices(view: &View<'_>, row: &LinkRow, links: &[ResolvedLink], notes: &mut Notes) {
    let terms = &row.terms;
    let count = |holds: &dyn Fn(Money, Money) -> bool| {
        links.iter().filter(|link| view.prices(link).is_some_and(|(item, add_on)| holds(item, add_on))).count()
    };
    let money = |amount: Money| view.source.shop.currency.format(amount, '.');
    if terms.max_price_share.is_some() && links.iter().all(|link| view.prices(link).is_none()) {
        let what = "max_price_share holds for every sale, there are no prices to compare";
        notes.add(
            "useless-condition",
            of_link(row, "max_price_share"),
            what,
            row.places.share.as_ref().map_or("", |cell| &cell.text),
        );
    }
    if row.kind == LinkKind::Upgrade {
        let cheaper = count(&|item, add_on| add_on <= item);
        if cheaper > 0 {
            let what = format!("upgrade costs no more than the item{}", share_of(cheaper, links.len()));
            notes.add("cheaper-upgrade", of_link(row, "add_on"), what, &row.sides.add_on_cell.text);
        }
    }
    if let Some(set) = terms.bundle_price {
        let spot = of_link(row, "bundle_price");
        let (no_saving, given_away) =
            (count(&|item, add_on| item.plus(add_on) <= set), count(&|item, add_on| set < item.max(add_on)));
        if no_saving > 0 {
            let what = format!("bundle saves nothing{}, its parts cost as much", share_of(no_saving, links.len()));
            notes.add("no-saving", spot, what, &money(set));
        } else if given_away > 0 {
            let what = format!("bundle costs less than one of its parts{}", share_of(given_away, links.len()));
            notes.add("below-item-price", spot, what, &money(set));
        }
    }
}

fn families(view: &View<'_>, row: &LinkRow, links: &[ResolvedLink], notes: &mut Notes) {
    if links.iter().all(|link| view.family(link.item) == view.family(link.add_on)) {
        let what = "link can never show, the add-on is a variant of the item";
        notes.add("never-shows", of_link(row, "add_on"), what, &row.sides.add_on_cell.text);
    }
}

fn stock(view: &View<'_>, row: &LinkRow, links: &[ResolvedLink], notes: &mut Notes) {
    if links.iter().all(|link| view.item(link.add_on).stock.is_some_and(|left| left <= 0)) {
        let what = if links.len() == 1 { "add-on is out of stock" } else { "all add-ons are out of stock" };
        notes.add("out-of-stock", of_link(row, "add_on"), what, &row.sides.add_on_cell.text);
    }
}

fn service_kind(view: &View<'_>, row: &LinkRow, links: &[ResolvedLink], notes: &mut Notes) {
    let is_service = |link: &ResolvedLink| view.item(link.add_on).item_type == ItemType::Service;
    let services = links.iter().filter(|link| is_service(link)).count();
    let spot = of_link(row, "kind");
    match row.kind {
        LinkKind::Service if services < links.len() => {
            let what = format!("add-on is goods, no service{}", share_of(links.len() - services, links.len()));
            notes.add("service-kind", spot, what, &row.sides.add_on_cell.text);
        }
        LinkKind::Accessory if services > 0 => {
            let what = format!("add-on is a service, shown as an accessory{}", share_of(services, links.len()));
            notes.add("service-kind", spot, what, &row.sides.add_on_cell.text);
        }
        _ => {}
    }
}
