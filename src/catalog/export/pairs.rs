//! `pairs.csv`: counts of what was bought together, and what people decided.

use std::collections::{BTreeMap, HashMap};

use super::{Names, Sheet};
use crate::catalog::read::sentences::COLUMNS;
use crate::db::snapshot::DecisionRow;
use crate::db::whole::Whole;
use crate::domain::proposal::{self, Direction};
use crate::domain::{ItemId, ItemType, Ruling};
use crate::sheet::formula::guarded;

const COUNTS: [&str; 8] = ["sku_a", "sku_b", "n_a", "n_b", "n_ab", "n", "decision", "kind"];

/// One row a pair, as `mine` writes them.
pub(super) fn table(whole: &Whole, names: &Names<'_>) -> (Vec<u8>, u64) {
    let mut pairs: BTreeMap<[&str; 2], (u64, Option<&DecisionRow>)> = BTreeMap::new();
    let key = |a: ItemId, b: ItemId| {
        let (a, b) = (names.sku(a), names.sku(b));
        if a <= b { [a, b] } else { [b, a] }
    };
    for &(item, add_on, together) in &whole.together {
        let pair = pairs.entry(key(item, add_on)).or_default();
        pair.0 = pair.0.max(together);
    }
    for decision in &whole.decisions {
        pairs.entry(key(decision.item, decision.add_on)).or_default().1 = Some(decision);
    }
    let numbers: HashMap<&str, ItemId> = names.items.values().map(|item| (item.sku.as_str(), item.id)).collect();
    let sold: HashMap<ItemId, u64> = whole.sold.iter().copied().collect();
    let mut sheet = Sheet::new(COUNTS.iter().chain(&COLUMNS));
    for (skus, (together, decision)) in pairs {
        let sold = skus.map(|sku| numbers.get(sku).and_then(|id| sold.get(id)).copied().unwrap_or(0).to_string());
        let ruling = decision.map(|one| if one.accepted { Ruling::Accepted } else { Ruling::Rejected });
        let spoken = decision.filter(|decision| is_spoken(decision, whole, names));
        let [n_a, n_b] = sold;
        let mut cells = vec![
            guarded(skus[0]).into_owned(),
            guarded(skus[1]).into_owned(),
            n_a,
            n_b,
            together.to_string(),
            whole.shop.sales.to_string(),
            ruling.map_or("", Ruling::word).to_owned(),
            decision.map_or("", |one| one.kind.word()).to_owned(),
        ];
        let own = spoken.map(|decision| names.own(decision.talk)).unwrap_or_default();
        cells.extend(own.map(|text| guarded(&text).into_owned()));
        sheet.row(cells);
    }
    sheet.finish()
}

/// True for an accepted pair that goes the way it goes only since somebody wrote a sentence for it: then the sentence has to
/// stand in its row again. Everywhere else the sentences stand in `talking_points.csv`.
pub(super) fn is_spoken(decision: &DecisionRow, whole: &Whole, names: &Names<'_>) -> bool {
    if !decision.accepted {
        return false;
    }
    let (Some(item), Some(add_on)) = (names.items.get(&decision.item), names.items.get(&decision.add_on)) else {
        return false;
    };
    let has = |a: ItemId, b: ItemId| {
        let key = |row: &DecisionRow| (row.item, row.add_on);
        whole.decisions.binary_search_by_key(&(a, b), key).is_ok()
    };
    let start = |id: ItemId| whole.links.partition_point(|link| link.item < id);
    let linked = |a: ItemId, b: ItemId| {
        whole.links[start(a)..]
            .iter()
            .take_while(|link| link.item == a)
            .any(|link| link.add_on == b && link.kind.is_add_on())
    };
    let silent = proposal::ways(&Direction {
        prices: [item.price, add_on.price],
        services: [item, add_on].map(|item| item.item_type == ItemType::Service),
        linked: [linked(item.id, add_on.id), linked(add_on.id, item.id)],
        kind: decision.kind,
        spoken: false,
    });
    silent != [true, has(add_on.id, item.id)]
}
