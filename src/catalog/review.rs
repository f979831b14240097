//! A source as a person sees it who decides about its mined pairs: items, proposals, and what was written so far.
//!
//! Of two million rows only numbers are kept; texts are kept of the few rows on which somebody wrote any.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::problem::Problems;
use super::read::items::Items;
use super::read::pairs::{self, MinedPair};
use super::read::shop::{self, Shop};
use super::read::{items, links};
use super::resolve::{self, Rows};
use super::watch::Watch;
use crate::domain::{CleanText, Counts, Currency, Day, LinkKind, Partner, Proposal, Ruling, Written};
use crate::sheet::formula::unguarded;
use crate::sheet::table::{Header, Row};

/// The file with the pairs.
pub const FILE: &str = pairs::FILE;

/// What a source says to somebody who decides.
#[derive(Debug)]
pub struct Review {
    /// The shop's name.
    pub shop: CleanText,
    /// Its currency.
    pub currency: Currency,
    /// Its first language.
    pub language: Option<String>,
    /// So many sales a pair needs to be shown.
    pub least: u64,
    /// All items.
    pub partners: Vec<Partner>,
    /// The pairs between them, in the order of the file.
    pub proposals: Vec<Proposal>,
    /// What people wrote, by index of the pair.
    pub written: HashMap<u32, Written>,
    /// Rows that name an unknown SKU, and are not among the pairs.
    pub left_out: usize,
}

/// Reads shop, items, links and pairs, and everything that is wrong with them. `None` where the watcher asked to stop.
pub fn read(folder: &Path, today: Day, watch: &mut dyn Watch) -> Option<(Review, Problems)> {
    let mut problems = Problems::default();
    let shop = shop::read(folder, today, &mut problems);
    let items = items::read(folder, &shop.currency, &mut problems);
    let linked = linked(folder, &shop, &items, today, &mut problems, watch)?;
    let mut proposals = Vec::new();
    let mut texts = HashMap::new();
    let mut columns = None;
    pairs::each(folder, &shop, &items, &mut problems, |header, row, pair| {
        let columns = columns.get_or_insert_with(|| Columns::of(header));
        let written = written(columns, row, &pair);
        if written != Written::default() {
            texts.insert(proposals.len() as u32, written);
        }
        proposals.push(proposal(columns, row, &pair, &linked));
    });
    problems.sort();
    let unknown =
        problems.list().iter().filter(|problem| *problem.file == *FILE && *problem.what == *pairs::UNKNOWN_SKU);
    let left_out = unknown.map(|problem| problem.at.line).collect::<HashSet<u64>>().len();
    let review = Review {
        partners: partners(&items),
        shop: shop.name,
        currency: shop.currency,
        language: shop.languages.into_iter().next(),
        least: shop.rules.min_pair_count,
        proposals,
        written: texts,
        left_out,
    };
    Some((review, problems))
}

/// Item and add-on of every link → the gravest kind between them.
fn linked(
    folder: &Path,
    shop: &Shop,
    items: &Items,
    today: Day,
    problems: &mut Problems,
    watch: &mut dyn Watch,
) -> Option<HashMap<(u32, u32), LinkKind>> {
    let rows = links::read(folder, shop, items, today, problems);
    // What resolving has to say of links and their sentences is said by the checker.
    let resolved = resolve::resolve(
        Rows { shop, items, links: &rows, talking: &[], pairs: &[] },
        &mut Problems::default(),
        watch,
    )?;
    let mut linked = HashMap::with_capacity(resolved.links.len());
    for link in &resolved.links {
        let kind = rows[link.row as usize].kind;
        linked
            .entry((link.item, link.add_on))
            .and_modify(|known: &mut LinkKind| *known = kind.min(*known))
            .or_insert(kind);
    }
    Some(linked)
}

fn partners(items: &Items) -> Vec<Partner> {
    let partner = |(index, item): (usize, &items::SourceItem)| Partner {
        sku: item.sku.clone(),
        name: item.name.clone(),
        category: item.category.map_or_else(CleanText::default, |at| CleanText::new(&items.categories.path(at))),
        price: item.price,
        service: item.item_type == crate::domain::ItemType::Service,
        variant_group: item.base.unwrap_or(index as u32),
    };
    items.list.iter().enumerate().map(partner).collect()
}

/// Where the columns are that only this reads.
struct Columns {
    seen: [Option<usize>; 2],
    texts: [Option<usize>; 3],
}

impl Columns {
    fn of(header: &Header) -> Self {
        Self {
            seen: ["first_seen", "last_seen"].map(|name| header.find(name)),
            texts: ["kind", "ask", "say"].map(|name| header.find(name)),
        }
    }
}

fn proposal(columns: &Columns, row: &Row, pair: &MinedPair, linked: &HashMap<(u32, u32), LinkKind>) -> Proposal {
    let [a, b] = pair.items;
    Proposal {
        items: pair.items,
        counts: Counts {
            n_a: pair.sold[0].into(),
            n_b: pair.sold[1].into(),
            n_ab: pair.together.into(),
            n: pair.sales,
        },
        // A spreadsheet may have made another day of it; then it is not said.
        seen: columns.seen.map(|column| row.text(column).get(..10).and_then(Day::parse)),
        linked: [linked.get(&(a, b)).copied(), linked.get(&(b, a)).copied()],
    }
}

fn written(columns: &Columns, row: &Row, pair: &MinedPair) -> Written {
    let [kind, ask, say] = columns.texts.map(|column| row.text(column));
    let ruling = |accepted| if accepted { Ruling::Accepted } else { Ruling::Rejected };
    Written {
        ruling: pair.decision.as_ref().map(|decision| ruling(decision.accepted)),
        ..of_cells(["", kind, ask, say])
    }
}

/// What the cells `decision`, `kind`, `ask` and `say` mean; what cannot be read is nothing.
pub fn of_cells([decision, kind, ask, say]: [&str; 4]) -> Written {
    Written {
        ruling: Ruling::parse(&decision.trim().to_lowercase()),
        kind: LinkKind::parse(&kind.trim().to_lowercase()),
        ask: CleanText::non_empty(unguarded(ask)),
        say: CleanText::non_empty(unguarded(say)),
    }
}
