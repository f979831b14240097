//! A whole source: everything its files say, with links resolved, and everything that is wrong with it.

use std::path::Path;

use super::problem::{At, Problems};
use super::read::{items, links, pairs, sales, shop, talking};
use super::resolve::{self, Resolved, Rows};
use super::watch::Watch;
use crate::domain::Day;
use crate::mine::{Baskets, MAX_BASKET};

/// What was understood of a source. Whether it may be built is for [`Problems::any_error`] to say.
#[derive(Debug)]
pub struct Source {
    /// `shop.toml`.
    pub shop: shop::Shop,
    /// `items.csv`.
    pub items: items::Items,
    /// `sales/`, where there are any.
    pub baskets: Option<Baskets>,
    /// `links.csv`.
    pub links: Vec<links::LinkRow>,
    /// `talking_points.csv`.
    pub talking: Vec<talking::TalkRow>,
    /// `pairs.csv`.
    pub pairs: Vec<pairs::MinedPair>,
    /// Links between items, and their sentences.
    pub resolved: Resolved,
    /// Lines of sales that name no known SKU.
    pub unknown_lines: u64,
}

/// Reads a source. `today` is for campaigns and experiments that are over. `None` where the watcher asked to stop.
pub fn read(folder: &Path, today: Day, watch: &mut dyn Watch) -> Option<(Source, Problems)> {
    let mut problems = Problems::default();
    let shop = shop::read(folder, today, &mut problems);
    let items = items::read(folder, &shop.currency, &mut problems);
    let links = links::read(folder, &shop, &items, today, &mut problems);
    let talking = talking::read(folder, &shop, &items, &mut problems);
    shop::warn_unknown(&shop.mentions, &links, &talking, &mut problems);
    let pairs = pairs::read(folder, &shop, &items, &mut problems);
    let rows = Rows { shop: &shop, items: &items, links: &links, talking: &talking, pairs: &pairs };
    let resolved = resolve::resolve(rows, &mut problems, watch)?;
    let sales = sales::read(folder, &items, &mut problems, watch)?;
    let unknown_lines = sales.as_ref().map_or(0, |sales| sales.unknown_lines);
    let baskets = sales.map(|sales| sales.baskets);
    if let Some(baskets) = baskets.as_ref().filter(|baskets| baskets.too_large() > 0) {
        let what = format!("baskets of more than {MAX_BASKET} items left out");
        problems.warning("sales", At::START, what, &baskets.too_large().to_string());
    }
    problems.sort();
    let source = Source { shop, items, baskets, links, talking, pairs, resolved, unknown_lines };
    Some((source, problems))
}
