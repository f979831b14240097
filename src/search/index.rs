//! The index of one catalog: typed text → the likeliest items.
//!
//! First every word as it was typed, whole, by its beginning, joined with its neighbour, or as a code. Only where fewer
//! than [`ENOUGH`] items hold every word: slips, blanks and vowels left out, pieces; unknown words first, two slips
//! last. What is left is items with a word missing. At most [`MOST_SCORED`] items are scored exactly, and since items are
//! numbered by what sells, those beyond are less asked for than all of these.

use super::build::{Building, Entry};
use super::heads;
use super::parts::{Part, Parts, Unfit, ascending};
use super::score::{Score, Scorer};
use super::sets::{Candidates, Sets};
use super::slots::Slots;
use crate::domain::ItemId;

use super::{ENOUGH, MOST_SCORED};

/// Items for a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best, in order.
    pub items: Vec<ItemId>,
    /// How many match in all; more than are looked at count as [`MOST_SCORED`].
    pub total: usize,
    /// True where no item holds every word as typed, and those that come nearest are shown.
    pub nearest: bool,
}

/// The index of one catalog.
#[derive(Debug, Default)]
pub struct Index {
    parts: Parts,
}

impl Index {
    /// An index to be filled item by item.
    pub fn building() -> Building {
        Building::default()
    }

    /// Indexes items.
    pub fn build<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Self {
        let mut building = Building::default();
        for entry in entries {
            building.add(&entry);
        }
        building.finish(&[0; 32])
    }

    /// Takes the bytes of an index, if they are whole and belong to the catalog with this SHA-256.
    pub fn read(bytes: Vec<u8>, catalog: &[u8; 32]) -> Result<Self, Unfit> {
        Ok(Self::of(Parts::read(bytes, catalog)?))
    }

    pub(super) fn of(parts: Parts) -> Self {
        Self { parts }
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The bytes to be kept, which [`Index::read`] takes.
    pub fn bytes(&self) -> &[u8] {
        self.parts.bytes()
    }

    /// The items that match `text`, best first, `limit` at most.
    pub fn search(&self, text: &str, limit: usize) -> Found {
        let mut slots = Slots::of(&self.parts, text);
        if slots.slots.is_empty() {
            return Found::default();
        }
        if let Some(found) = self.by_one_prefix(&slots, limit) {
            return found;
        }
        let mut sets = Sets::new(&self.parts, &slots);
        let (mut found, mut total) = sets.complete(&self.parts, &slots);
        let nearest = total == 0;
        for stage in Stage::ALL {
            if total >= ENOUGH {
                break;
            }
            let changed = stage.widen(&self.parts, &mut slots);
            if !changed.is_empty() {
                sets.renew(&self.parts, &slots, &changed);
                (found, total) = sets.complete(&self.parts, &slots);
            }
        }
        if total < ENOUGH {
            sets.add_incomplete(&mut found);
            total = total.max(found.items.len().min(MOST_SCORED));
        }
        let items = self.best(&slots, sets.holders(), found.items, limit);
        Found { nearest: nearest && !items.is_empty(), items, total }
    }

    fn by_one_prefix(&self, slots: &Slots, limit: usize) -> Option<Found> {
        let [slot] = slots.slots.as_slice() else { return None };
        let head = heads::find(&self.parts, &slot.words)?;
        let mut candidates = Candidates::new(self.parts.numbers(Part::Ids));
        slot.coded.iter().for_each(|&(item, _)| candidates.push(item));
        if slot.exact {
            let whole = self.parts.between(Part::Postings, Part::PostingStarts, slot.words.start as usize);
            ascending(whole).take(MOST_SCORED / 2).for_each(|item| candidates.push(item));
        }
        head.items().for_each(|item| candidates.push(item));
        let items = self.best(slots, &[head.total], candidates.items, limit);
        Some(Found { items, total: head.total, nearest: false })
    }

    fn best(&self, slots: &Slots, holders: &[usize], candidates: Vec<u32>, limit: usize) -> Vec<ItemId> {
        let mut scorer = Scorer::new(&self.parts, slots, holders);
        let mut ranked: Vec<(Score, u32)> = candidates.into_iter().map(|item| (scorer.score(item), item)).collect();
        ranked.sort_unstable_by(|(a, x), (b, y)| {
            a.missing.cmp(&b.missing).then(b.value.total_cmp(&a.value)).then(x.cmp(y))
        });
        let id = |item: u32| ItemId(self.parts.number(Part::Ids, item as usize));
        ranked.into_iter().take(limit).map(|(_, item)| id(item)).collect()
    }
}

/// What is tried one after the other while too few items hold every word.
#[derive(Clone, Copy, Debug)]
enum Stage {
    Unknown,
    Known,
    Far,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Unknown, Self::Known, Self::Far];

    /// Widens the slots that are this stage's, and names them.
    fn widen(self, parts: &Parts, slots: &mut Slots) -> Vec<usize> {
        let unknown: Vec<usize> = (0..slots.slots.len()).filter(|&at| slots.is_unknown(at)).collect();
        let known = (0..slots.slots.len()).filter(|at| !unknown.contains(at));
        let changed = match self {
            Self::Known => known.collect(),
            Self::Far if unknown.is_empty() => known.collect(),
            Self::Unknown | Self::Far => unknown,
        };
        for &at in &changed {
            match self {
                Self::Unknown | Self::Known => slots.widen(parts, at),
                Self::Far => slots.widen_far(parts, at),
            }
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::Strategy as _;

    use super::*;

    const NAMES: [(&str, &str); 12] = [
        ("A1", "Paint roller set 9 in"),
        ("A2", "Mini paint roller 4 in"),
        ("A3", "Roller paint tray, large"),
        ("B-200", "Crème brûlée torch"),
        ("B-201", "USB-C Cable 2 m"),
        ("B-202", "USB-C Cable 1.2 m"),
        ("C1", "Masking tape 50 m"),
        ("C2", "Exterior wood stain, oak, 2.5 L"),
        ("D1", "Dishwasher ABX-4411K black"),
        ("D2", "Undercounter freezer white 85cm"),
        ("ZQ-00123456", "Kettle"),
        ("E1", "Удлинитель 3 м"),
    ];

    fn index() -> Index {
        Index::build(NAMES.iter().zip(1..).map(|(&(sku, name), id)| Entry {
            id: ItemId(id),
            sku,
            name,
            brand: None,
            sold: 0,
        }))
    }

    fn search(text: &str) -> Vec<&'static str> {
        index().search(text, 10).items.into_iter().map(|id| NAMES[id.0 as usize - 1].0).collect()
    }

    fn first(text: &str) -> &'static str {
        search(text).first().copied().unwrap_or("nothing")
    }

    #[test]
    fn words_match_in_any_order_and_by_their_beginning() {
        assert_eq!(search("roll pa")[..3].iter().filter(|sku| sku.starts_with('A')).count(), 3);
        assert_eq!(first("tape mask"), "C1");
        assert_eq!(first("creme"), "B-200");
        assert_eq!(first("BRÛ"), "B-200");
        assert_eq!(search(""), Vec::<&str>::new());
        assert_eq!(search("  -- "), Vec::<&str>::new());
        assert_eq!(search("xyzzy"), Vec::<&str>::new());
    }

    #[test]
    fn what_careless_fingers_type_is_found() {
        for (text, sku) in [
            ("paimt tray", "A3"),
            ("maksing", "C1"),
            ("exteior stain", "C2"),
            ("kettel", "ZQ-00123456"),
            ("undrcntr frzr", "D2"),
            ("dishwahser blck", "D1"),
            ("udnercuonter", "D2"),
            ("woodstain", "C2"),
            ("pain troller set", "A1"),
            ("usbc cable 2m", "B-201"),
            ("usb c 2 m", "B-201"),
            ("удлинитл", "E1"),
        ] {
            assert_eq!(first(text), sku, "{text}");
        }
    }

    #[test]
    fn a_number_is_that_number() {
        assert_eq!(first("cable 2m"), "B-201");
        assert_eq!(first("cable 1.2m"), "B-202");
        assert_eq!(first("cable 1,2 m"), "B-202");
        assert_eq!(first("stain 2,5"), "C2");
    }

    #[test]
    fn codes_are_found_by_either_end_and_by_a_piece() {
        assert_eq!(search("b-20")[..3].iter().filter(|sku| sku.starts_with("B-20")).count(), 3);
        assert_eq!(first("B-201"), "B-201");
        assert_eq!(first("b202"), "B-202");
        assert_eq!(first("a1"), "A1");
        assert_eq!(first("123456"), "ZQ-00123456");
        assert_eq!(first("x4411"), "D1");
        assert_eq!(first("abx4411k"), "D1");
        let mut building = Index::building();
        for (&(sku, name), id) in NAMES.iter().zip(1..) {
            building.add(&Entry { id: ItemId(id), sku, name, brand: None, sold: 0 });
        }
        building.add_barcode("05901234123457", ItemId(7));
        let index = building.finish(&[0; 32]);
        for text in ["5901234123457", "590123", "3457", "23457", "05901234123457"] {
            assert_eq!(index.search(text, 10).items.first(), Some(&ItemId(7)), "{text}");
        }
    }

    #[test]
    fn where_nothing_holds_every_word_the_nearest_are_said_to_be() {
        let found = index().search("paint roller gold", 10);
        assert!(found.nearest);
        assert!(found.items.len() >= 3);
        assert!(!index().search("paint roller", 10).nearest);
        assert!(index().search("paint rolelr", 10).nearest);
    }

    #[test]
    fn what_sells_comes_first_then_what_says_least() {
        let name = ["Kettle, coral", "Kettle, white", "Kettle, white, with thermometer", "Pan, white", "Pot, white"];
        let entry = |(name, id): (&&'static str, u32)| Entry { id: ItemId(id), sku: name, name, brand: None, sold: 0 };
        let plain = Index::build(name.iter().zip(1..).map(entry)).search("kettle", 3).items;
        assert_eq!(plain, [ItemId(2), ItemId(1), ItemId(3)]);
        let sold = |(name, id)| Entry { sold: if id == 1 { 500 } else { 2 }, ..entry((name, id)) };
        assert_eq!(Index::build(name.iter().zip(1..).map(sold)).search("kettle", 3).items[0], ItemId(1));
    }

    #[test]
    fn a_catalog_of_none_of_one_and_of_many_of_one_name() {
        assert_eq!(Index::build([]).search("anything", 10), Found::default());
        let one = |id| Entry { id: ItemId(id), sku: "X", name: "Same name", brand: None, sold: 0 };
        assert_eq!(Index::build([one(1)]).search("same", 10).items, [ItemId(1)]);
        let many = Index::build((1..=20_000).map(one));
        assert_eq!(many.search("same name", 10).items.len(), 10);
        assert_eq!(many.search("s", 10).total, 20_000);
        assert_eq!(many.search("smae nmae", 10).items.len(), 10);
    }

    #[test]
    fn long_texts_are_cut() {
        let long = "paint ".repeat(100_000);
        assert!(!index().search(&long, 10).items.is_empty());
        assert!(index().search(&"x".repeat(1_000_000), 10).items.is_empty());
    }

    #[test]
    fn what_was_kept_answers_as_what_was_built() {
        let built = index();
        let read = Index::read(built.bytes().to_vec(), &[0; 32]).unwrap();
        for text in ["paint", "usbc", "x4411", "frzr"] {
            assert_eq!(read.search(text, 10), built.search(text, 10));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}") {
            let _ = index().search(&text, 10);
        }

        #[test]
        fn no_names_make_it_panic(names in proptest::collection::vec(".{0,40}", 0..20), text in ".{0,20}") {
            let skus: Vec<String> = (0..names.len()).map(|n| format!("S{n}")).collect();
            let entries = names.iter().zip(&skus).zip(1..).map(|((name, sku), id)| Entry {
                id: ItemId(id), sku, name, brand: Some(name), sold: 0,
            });
            let index = Index::build(entries);
            let _ = index.search(&text, 10);
            for name in &names {
                let _ = index.search(name, 10);
            }
        }

        #[test]
        fn the_order_of_the_rows_changes_nothing(order in proptest::sample::subsequence((0..12usize).collect::<Vec<_>>(), 12).prop_shuffle(), text in "[a-z0-9 ]{1,12}|paint|cable 2|whte|b20") {
            let entry = |&at: &usize| Entry { id: ItemId(at as u32 + 1), sku: NAMES[at].0, name: NAMES[at].1, brand: None, sold: 0 };
            let shuffled = Index::build(order.iter().map(entry));
            proptest::prop_assert_eq!(shuffled.search(&text, 10), index().search(&text, 10));
        }

        #[test]
        fn damage_is_never_a_panic(at in 0usize..4_000, byte: u8, text in "[a-z0-9 ]{1,12}") {
            let mut bytes = index().bytes().to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            // Past the checksum, as no file can be, to show that no content makes it panic.
            if let Some(damaged) = Parts::unchecked(bytes) {
                let _ = Index::of(damaged).search(&text, 10);
            }
        }
    }
}
