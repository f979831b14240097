//! A question of the counter takes as few steps in a large catalog as in a small one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Catalog, Error};
use crate::db::snapshot::{
    AnswerRow, CategoryPairRow, DecisionRow, ItemRow, ItemRows, LinkRow, PairRow, Snapshot, SoldRow, TalkRow, write,
};
use crate::domain::counts::Tally;
use crate::domain::gtin::Barcodes;
use crate::domain::{ItemId, ItemType, LinkKind, LinkTerms, TalkingPoint};

/// Rows of every table; reading one to its end takes more steps than this.
const ITEMS: u32 = 5_000;
/// Steps of SQLite's machine that one question may take.
const FEW: u32 = 500;

/// The texts of each item.
#[derive(Debug)]
struct Stains(Vec<(ItemId, String, Barcodes)>);

impl Stains {
    fn new() -> Self {
        let barcodes = |number: u32| {
            let mut barcodes = Barcodes::default();
            barcodes.push(&format!("{number:014}"));
            barcodes
        };
        Self((1..=ITEMS).map(|number| (ItemId(number), format!("SKU-{number}"), barcodes(number))).collect())
    }
}

impl ItemRows for Stains {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn rows(&self) -> Box<dyn Iterator<Item = ItemRow<'_>> + '_> {
        Box::new(self.0.iter().map(|(id, sku, barcodes)| ItemRow {
            id: *id,
            sku,
            name: "Wood stain",
            item_type: ItemType::Goods,
            category: None,
            variant_of: None,
            place: None,
            brand: None,
            note: None,
            barcodes,
            attributes: &[],
            price: None,
            cost: None,
            stock: None,
        }))
    }
}

/// Each item has a link to itself, is a pair with itself, and so on; each table has a row for each item.
fn snapshot() -> Snapshot {
    let ids = || (1..=ITEMS).map(ItemId);
    let link = |id: ItemId| LinkRow { item: id, add_on: id, kind: LinkKind::Accessory, terms: 1, talk: Some(id.0) };
    let talk = |id: ItemId| TalkRow {
        id: id.0,
        language: "en".into(),
        variant: String::new(),
        talking: TalkingPoint::default(),
    };
    let decision =
        |id| DecisionRow { item: id, add_on: id, accepted: true, kind: LinkKind::Accessory, talk: Some(id.0) };
    let answer = |id| AnswerRow { item: id, add_on: id, tally: Tally::default(), factor: 1_000 };
    let pair =
        |id| PairRow { item: id, add_on: id, together: 1, relevance: 1_000, alone: 1_000, in_basket: 1_000, chance: 1 };
    Snapshot {
        items: Box::new(Stains::new()),
        terms: vec![LinkTerms::default()],
        sold: ids().map(|id| SoldRow { item: id, baskets: 1, weight: 1_000, others: 0 }).collect(),
        talks: ids().map(talk).collect(),
        links: ids().map(link).collect(),
        pairs: ids().map(pair).collect(),
        decisions: ids().map(decision).collect(),
        answers: ids().map(answer).collect(),
        category_pairs: ids().map(|id| CategoryPairRow { category: id.0, add_on: id, prior: 1_000 }).collect(),
        ..Snapshot::default()
    }
}

/// Asks, and counts the steps it takes.
fn steps<T>(catalog: &mut Catalog, ask: impl FnOnce(&Catalog) -> Result<T, Error>) -> (T, u32) {
    let taken = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&taken);
    let count = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        false
    };
    catalog.connection.progress_handler(1, Some(count)).unwrap();
    let answer = ask(catalog).unwrap();
    (answer, taken.load(Ordering::Relaxed))
}

#[test]
fn nothing_that_is_asked_after_a_scan_reads_a_whole_table() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.db");
    write(&file, &snapshot(), &mut |_| true).unwrap();
    let mut catalog = Catalog::open(&file).unwrap();
    let id = ItemId(ITEMS / 2);

    let (facts, of_facts) = steps(&mut catalog, |catalog| catalog.facts(id));
    assert_eq!(facts.barcodes, ["00000000002500"]);
    let asked = [
        ("facts", of_facts),
        ("item", steps(&mut catalog, |catalog| catalog.item(id)).1),
        ("SKU", steps(&mut catalog, |catalog| catalog.item_by_sku("SKU-2500")).1),
        ("barcode", steps(&mut catalog, |catalog| catalog.items_by_barcode("00000000002500")).1),
        ("links", steps(&mut catalog, |catalog| catalog.links_of(id)).1),
        ("an item with links", steps(&mut catalog, |catalog| catalog.linked_item(0.5)).1),
        ("decisions", steps(&mut catalog, |catalog| catalog.decisions_of(id)).1),
        ("answers", steps(&mut catalog, |catalog| catalog.answers_of(id)).1),
        ("pairs", steps(&mut catalog, |catalog| catalog.pairs_of(id)).1),
        ("sales", steps(&mut catalog, |catalog| catalog.sold(id)).1),
        ("category's sales", steps(&mut catalog, |catalog| catalog.category_pairs(1)).1),
        ("sentences", steps(&mut catalog, |catalog| catalog.talking(1, "en")).1),
        ("category's sentences", steps(&mut catalog, |catalog| catalog.category_talk(Some(1), Some(2))).1),
    ];
    for (what, steps) in asked {
        assert!((1..FEW).contains(&steps), "{what}: {steps} steps");
    }
}

#[test]
fn a_snapshot_from_before_the_index_is_still_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("older.db");
    write(&file, &snapshot(), &mut |_| true).unwrap();
    rusqlite::Connection::open(&file).unwrap().execute_batch("DROP INDEX barcode_of_item").unwrap();
    let facts = Catalog::open(&file).unwrap().facts(ItemId(7)).unwrap();
    assert_eq!(facts.barcodes, ["00000000000007"]);
    rusqlite::Connection::open(&file).unwrap().execute_batch("DROP TABLE stock").unwrap();
    assert!(Catalog::open(&file).is_err());
}
