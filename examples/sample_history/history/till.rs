//! The counter: customers come, buy, are asked, and answer.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::calendar::Day;
use super::demand::UNWRITTEN;
use super::dice::Dice;
use super::shop::{Item, Link, Shop};

const SEED: u64 = 1;
const NO_RETURNS_FROM: &str = "2026-10-01";
/// From this day on a terminal stands on the counter.
pub(super) const ANSWERS_FROM: &str = "2026-10-11";
/// Given with every fourth no; the first most often.
#[rustfmt::skip]
const REASONS: [&str; 10] = [
    "has_one", "has_one", "has_one", "has_one", "too_expensive", "too_expensive", "not_now", "not_now", "does_not_fit", "other",
];

/// Item, quantity, and for a line taken by prompt whether a scan confirmed it.
pub(super) struct Line(pub(super) usize, pub(super) i64, pub(super) Option<bool>);

#[derive(Default)]
pub(super) struct Sale {
    pub(super) id: String,
    pub(super) day: usize,
    pub(super) minute: u64,
    pub(super) lines: Vec<Line>,
    /// What was shown and how it went, as the event says it.
    pub(super) suggestions: Vec<Value>,
    pub(super) context: Option<&'static str>,
    /// The line taken back, and how many open days later.
    pub(super) returned: Option<(usize, usize)>,
}

/// Everything that is sold on these days.
pub(super) fn all_sales(shop: &Shop, days: &[Day]) -> Vec<Sale> {
    let dice = Dice(SEED);
    Till { shop, dice }.all_sales(days)
}

struct Till<'a> {
    shop: &'a Shop,
    dice: Dice,
}

impl Till<'_> {
    fn all_sales(mut self, days: &[Day]) -> Vec<Sale> {
        let mut sales = Vec::new();
        for (at, day) in days.iter().enumerate() {
            let rush = if day.is_saturday { 34 } else { 20 } + if day.month == 12 { 7 } else { 0 };
            let mut minutes: Vec<u64> = (0..rush + self.dice.below(6)).map(|_| 540 + self.dice.below(570)).collect();
            minutes.sort_unstable();
            for minute in minutes {
                let id = format!("B{:05}", sales.len() + 1);
                let mut sale = Sale { id, day: at, minute, ..Sale::default() };
                self.serve(&mut sale, day);
                if day.date.as_str() < NO_RETURNS_FROM && sale.lines.len() < 6 && self.dice.chance(6) {
                    sale.returned = Some((0, 1 + self.dice.below(6) as usize));
                }
                sales.push(sale);
            }
        }
        sales
    }

    fn serve(&mut self, sale: &mut Sale, day: &Day) {
        let shop = self.shop;
        let (one, other) = UNWRITTEN[self.dice.below(UNWRITTEN.len() as u64) as usize];
        let season = shop.items[shop.find(one)].season(day.month);
        let is_pair = self.dice.chance(60 * season / 100);
        let first = if is_pair { shop.find(one) } else { self.draw(day.month) };
        sale.context = match self.dice.below(100) {
            ..6 if shop.items[first].row.is("tag:gift") => Some("gift"),
            6..14 if shop.items[first].row.is("category:Printing") => Some("business"),
            _ => None,
        };
        let quantity = self.quantity(first);
        sale.lines.push(Line(first, quantity, None));
        let open = shop.open_links(&sale.lines[0], day, sale.context);
        let refused = if day.date.as_str() < ANSWERS_FROM { BTreeSet::new() } else { self.prompt(sale, &open) };
        for link in open {
            if self.dice.chance(shop.chances(link).0) {
                self.add(sale, link.add_on, &refused);
            }
        }
        if is_pair {
            self.add(sale, shop.find(other), &refused);
        }
        while self.dice.chance(320) {
            let item = self.draw(day.month);
            self.add(sale, item, &refused);
        }
        for shown in &mut sale.suggestions {
            let bought = sale.lines.iter().any(|line| shop.items[line.0].row.cell("sku") == shown["add_on"]);
            if bought && shown["outcome"] == "not_asked" {
                shown["outcome"] = "taken_without_asking".into();
            }
        }
    }

    /// Shows the best add-ons and plays the answers; gives back what the customer refused.
    fn prompt(&mut self, sale: &mut Sale, open: &[&Link]) -> BTreeSet<usize> {
        let (shop, item) = (self.shop, sale.lines[0].0);
        let (mut refused, mut categories) = (BTreeSet::new(), BTreeSet::new());
        for link in open {
            let add_on = &shop.items[link.add_on].row;
            let is_out = add_on.cell("stock") == "0" || shop.never_together.contains(&(item, link.add_on));
            if is_out || sale.suggestions.len() == 3 || !categories.insert(add_on.cell("category")) {
                continue;
            }
            let mut shown = json!({"add_on": add_on.cell("sku"), "item": shop.items[item].row.cell("sku"),
                "link_kind": shop.kind(link), "outcome": "not_asked", "rank": sale.suggestions.len() + 1, "reason": "curated"});
            if refused.len() < 2 && self.dice.chance(640) {
                if self.dice.chance(shop.chances(link).1) {
                    shown["outcome"] = "accepted".into();
                    sale.lines.push(Line(link.add_on, 1, Some(self.dice.chance(870))));
                } else {
                    shown["outcome"] = "declined".into();
                    refused.insert(link.add_on);
                    if let Some(why) = REASONS.get(self.dice.below(4 * REASONS.len() as u64) as usize) {
                        shown["why"] = (*why).into();
                    }
                }
            }
            sale.suggestions.push(shown);
        }
        refused
    }

    /// Puts one more line into the basket, unless it has no place there.
    fn add(&mut self, sale: &mut Sale, item: usize, refused: &BTreeSet<usize>) {
        let items = &self.shop.items;
        let family = |at: usize| {
            Some(items[at].row.cell("variant_of")).filter(|base| !base.is_empty()).unwrap_or(items[at].row.cell("sku"))
        };
        let clashes =
            |line: &Line| family(line.0) == family(item) || self.shop.never_together.contains(&(line.0, item));
        if sale.lines.len() < 6 && !refused.contains(&item) && !sale.lines.iter().any(clashes) {
            let quantity = self.quantity(item);
            sale.lines.push(Line(item, quantity, None));
        }
    }

    fn draw(&mut self, month: usize) -> usize {
        let items = &self.shop.items;
        let mut left = self.dice.below(items.iter().map(|item| item.demand(month)).sum());
        let passes = |item: &Item| {
            left < item.demand(month) || {
                left -= item.demand(month);
                false
            }
        };
        items.iter().position(passes).unwrap_or(0)
    }

    fn quantity(&mut self, item: usize) -> i64 {
        match (self.shop.items[item].cents, self.dice.below(100)) {
            (..1_300, ..4) => 5,
            (..1_300, 4..9) => 3,
            (..2_600, ..20) => 2,
            _ => 1,
        }
    }
}
