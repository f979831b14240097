//! Whatever arrives, in whatever order: what counts is what a plain reading of all of it says. Files and commands are in
//! `tests/collecting.rs`.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::report::measures::{Dimension, Key, Measure, Measures, Stand, of_sale};
use crate::report::returns::Visit;
use crate::report::sums::{Span, Sums as _};
use crate::travel::names::SegmentName;
use crate::travel::segment::{FORMAT, Header, Line, seal};

/// What a segment holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Happened {
    /// A sale with this number; it is worth that.
    Sale(u8, u8),
    Void(u8),
    Erase(u8),
}

/// One content of one segment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Content {
    terminal: u8,
    number: u8,
    revision: u8,
    events: Vec<Happened>,
}

fn id(kind: u8, number: u8) -> String {
    format!("0190f3c2-a1b2-7c3d-8e4f-{kind:02x}00000000{number:02x}")
}

fn body(happened: Happened, place: usize, of: u8) -> String {
    let end = "\"wall_utc\":\"2026-11-22T14:00:00.000Z\",\"utc_offset_min\":60";
    match happened {
        Happened::Sale(sale, worth) => format!(
            "{{\"event_id\":\"{}\",\"kind\":\"sale\",\"lines\":[{{\"sku\":\"A\",\"quantity\":1,\"price\":{worth},\"cost\":1}}],
             \"suggestions\":[{{\"item\":\"A\",\"add_on\":\"B{}\",\"link_kind\":\"service\",\"rank\":1,\"reason\":\"mined\",
             \"outcome\":\"declined\"}}],\"customer\":\"c{sale}\",{end}}}",
            id(3, sale),
            worth % 3
        )
        .replace('\n', " "),
        Happened::Void(sale) => {
            let own = id(4, of.wrapping_mul(16).wrapping_add(place as u8));
            format!("{{\"event_id\":\"{own}\",\"kind\":\"void\",\"sale\":\"{}\",{end}}}", id(3, sale).to_uppercase())
        }
        Happened::Erase(customer) => {
            let own = id(5, of.wrapping_mul(16).wrapping_add(place as u8));
            format!("{{\"event_id\":\"{own}\",\"kind\":\"erase\",\"customer\":\"c{customer}\",{end}}}")
        }
    }
}

impl Content {
    fn name(&self) -> SegmentName {
        SegmentName { epoch: id(2, 1), number: self.number.into(), revision: self.revision.into() }
    }

    fn terminal(&self) -> String {
        id(1, self.terminal)
    }

    fn bytes(&self) -> Vec<u8> {
        let name = self.name();
        let header = Header {
            goeswith_segment: FORMAT,
            terminal: self.terminal(),
            name: Some(format!("Till {}", self.terminal)),
            store: Some("north".to_owned()),
            epoch: name.epoch,
            number: name.number,
            revision: name.revision,
            catalog: None,
            program: "0.1.0".to_owned(),
            problems: vec![],
            sealed_utc: format!("2026-11-22T14:{:02}:00.000Z", self.number),
        };
        let bodies: Vec<String> =
            self.events.iter().enumerate().map(|(place, one)| body(*one, place, self.number)).collect();
        let first = u64::from(self.number) * 10 + 1;
        let line = |(place, body)| Line { seq: first + place, clock_suspect: false, catalog_version: None, body };
        let lines: Vec<Line<'_>> = (0..).zip(bodies.iter().map(String::as_str)).map(line).collect();
        seal(&header, &lines, first, "").unwrap()
    }
}

fn batch(contents: &[Content]) -> Batch {
    let mut drafting = Drafting::new().unwrap();
    for content in contents {
        drafting.add(&content.bytes(), &content.terminal(), &content.name()).unwrap();
    }
    drafting.take()
}

struct Office {
    _folder: tempfile::TempDir,
    store: Collected,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Collected::open(&folder.path().join("STORE.db")).unwrap();
        // Disks are not what is tested here.
        store.connection.execute_batch("PRAGMA synchronous = OFF").unwrap();
        Self { _folder: folder, store }
    }

    fn after(batches: &[Vec<Content>]) -> Self {
        let mut office = Self::new();
        for contents in batches {
            office.store.merge(batch(contents)).unwrap();
        }
        office
    }

    fn figures(&self) -> BTreeMap<(Dimension, Vec<String>), Measures> {
        let of = |dimension| {
            let rows = self.store.by_key(dimension, Span::EVER).unwrap().into_iter();
            rows.map(move |row| ((dimension, row.key), row.measures))
        };
        Dimension::ALL.into_iter().flat_map(of).collect()
    }

    fn visits(&self) -> BTreeMap<(String, i32), Visit> {
        let mut visits = BTreeMap::new();
        let each = |pseudonym: &str, day: i32, visit: Visit| {
            visits.insert((pseudonym.to_owned(), day), visit);
        };
        visits::each(&self.store.connection, each).unwrap();
        visits
    }

    fn all(&self, measure: Measure) -> i64 {
        self.figures().get(&(Dimension::All, vec![String::new()])).map_or(0, |sums| sums.get(measure))
    }
}

type Plain = (BTreeMap<(Dimension, Vec<String>), Measures>, BTreeMap<(String, i32), Visit>);

/// The figures and the visits by a plain reading of all contents.
fn plainly(contents: &BTreeSet<Content>) -> Plain {
    let all = contents.iter().flat_map(|content| &content.events);
    let erased: BTreeSet<u8> =
        all.filter_map(|event| if let Happened::Erase(customer) = event { Some(*customer) } else { None }).collect();
    let mut visits: BTreeMap<(String, i32), Visit> = BTreeMap::new();
    let mut segments: BTreeMap<(u8, u8), Vec<&Content>> = BTreeMap::new();
    for content in contents {
        segments.entry((content.terminal, content.number)).or_default().push(content);
    }
    let counting: Vec<&Content> = segments
        .values()
        .filter_map(|contents| {
            let latest = contents.iter().map(|content| content.revision).max().unwrap();
            let mut of_latest = contents.iter().filter(|content| content.revision == latest);
            of_latest.next().filter(|_| of_latest.next().is_none()).copied()
        })
        .collect();
    let events = || counting.iter().flat_map(|content| content.events.iter().map(move |event| (*content, *event)));
    let voided: BTreeSet<u8> =
        events().filter_map(|(_, event)| if let Happened::Void(sale) = event { Some(sale) } else { None }).collect();
    let mut seen = BTreeSet::new();
    let mut figures: BTreeMap<(Dimension, Vec<String>), Measures> = BTreeMap::new();
    for (content, event) in events() {
        let Happened::Sale(sale, _) = event else { continue };
        if !seen.insert(sale) || voided.contains(&sale) {
            continue;
        }
        let event = serde_json::from_str(&body(event, 0, 0)).unwrap();
        if !erased.contains(&sale) {
            visits.entry((format!("c{sale}"), 20_779)).or_default().plus(Visit::of(&event), 1);
        }
        of_sale(&event, Stand { terminal: &content.terminal(), store: "north" }, &mut |dimension, key, more| {
            let key = match key {
                Key::Word(word) => vec![word.to_owned()],
                Key::Arm(experiment, arm) => vec![format!("{experiment}={arm}")],
                Key::Pair(item, add_on, kind) => vec![item.to_owned(), add_on.to_owned(), kind.to_string()],
            };
            figures.entry((dimension, key)).or_default().plus(more, 1);
        });
    }
    (figures, visits)
}

fn sale(number: u8) -> Happened {
    Happened::Sale(number, 10)
}

fn content(number: u8, revision: u8, events: &[Happened]) -> Content {
    Content { terminal: 1, number, revision, events: events.to_vec() }
}

fn contents() -> impl Strategy<Value = Vec<Content>> {
    let happened = prop_oneof![
        6 => (0..8_u8, 1..4_u8).prop_map(|(sale, worth)| Happened::Sale(sale, worth)),
        2 => (0..9_u8).prop_map(Happened::Void),
        1 => (0..9_u8).prop_map(Happened::Erase),
    ];
    let content = (1..3_u8, 1..4_u8, prop_oneof![3 => Just(0_u8), 1 => 1..3_u8], prop::collection::vec(happened, 0..5))
        .prop_map(|(terminal, number, revision, events)| Content { terminal, number, revision, events });
    prop::collection::vec(content, 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_order_any_parts_any_number_of_times_give_what_a_plain_reading_gives(
        contents in contents(),
        order in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..12),
    ) {
        // Every content once in the order they were made, then in another order with repetitions, in other parts.
        let one = Office::after(std::slice::from_ref(&contents));
        let mut batches: Vec<Vec<Content>> = vec![vec![]];
        let again = order.iter().map(|(index, begins)| (contents[index.index(contents.len())].clone(), *begins));
        let mut reversed: Vec<(Content, bool)> = contents.iter().rev().map(|one| (one.clone(), one.number % 2 == 0)).collect();
        reversed.splice(0..0, again);
        for (content, begins) in reversed {
            if begins {
                batches.push(vec![]);
            }
            batches.last_mut().unwrap().push(content);
        }
        let mut other = Office::after(&batches);
        let set: BTreeSet<Content> = contents.into_iter().collect();
        prop_assert_eq!((one.figures(), one.visits()), plainly(&set));
        prop_assert_eq!((other.figures(), other.visits()), plainly(&set));
        let digest = one.store.digest().unwrap();
        prop_assert_eq!(&other.store.digest().unwrap(), &digest);
        // Made again from what is kept, it is the same.
        other.store.rebuild().unwrap();
        prop_assert_eq!(other.store.digest().unwrap(), digest);
        let read = |office: &Office| office.store.events().unwrap().map(|event| event.unwrap().body).collect::<Vec<_>>();
        prop_assert_eq!(read(&one), read(&other));
    }
}

#[test]
fn of_two_contents_none_counts_until_the_segment_is_issued_again() {
    let (one, other) = (content(1, 0, &[sale(1), sale(2)]), content(1, 0, &[sale(3)]));
    let mut office = Office::after(&[vec![one.clone()]]);
    assert_eq!(office.all(Measure::Sales), 2);
    let merged = office.store.merge(batch(std::slice::from_ref(&other))).unwrap();
    assert_eq!((merged.aside, merged.events, office.all(Measure::Sales)), (1, 0, 0));
    let heard = office.store.terminals().unwrap().remove(0);
    let conflict = Conflict { epoch: id(2, 1), number: 1, contents: 2, events: 2 };
    assert_eq!((heard.conflicts, heard.events), (vec![conflict], 0));
    office.store.merge(batch(&[content(1, 1, &[sale(1), sale(2)])])).unwrap();
    assert_eq!((office.all(Measure::Sales), office.store.terminals().unwrap()[0].conflicts.len()), (2, 0));
    let orders = Office::after(&[vec![content(1, 1, &[sale(1), sale(2)]), other], vec![one]]);
    assert_eq!(orders.store.digest().unwrap(), office.store.digest().unwrap());
}

#[test]
fn a_sale_taken_back_before_it_arrived_counts_nowhere() {
    let mut office = Office::after(&[vec![content(2, 0, &[Happened::Void(1)])]]);
    office.store.merge(batch(&[content(1, 0, &[sale(1), sale(2)]), content(3, 0, &[Happened::Void(1)])])).unwrap();
    assert_eq!((office.all(Measure::Sales), office.all(Measure::Revenue), office.all(Measure::Cost)), (1, 10, 1));
}

#[test]
fn gaps_are_named_and_only_what_is_whole_is_acknowledged() {
    // Events 11 to 12, where the epoch begins, 31, and the empty one behind it.
    let segments = [content(1, 0, &[sale(1), sale(2)]), content(3, 0, &[sale(3)]), content(4, 0, &[])];
    let mut office = Office::after(&[segments[1..].to_vec()]);
    let gaps = |heard: &Heard| heard.gaps.iter().map(|gap| (gap.first, gap.last)).collect::<Vec<_>>();
    let heard = office.store.terminals().unwrap().remove(0);
    assert_eq!((gaps(&heard), office.store.acks().unwrap()[0].seq), (vec![(1, 30), (32, 40)], 0));
    office.store.merge(batch(&segments)).unwrap();
    let heard = office.store.terminals().unwrap().remove(0);
    assert_eq!(gaps(&heard), [(13, 30), (32, 40)]);
    assert_eq!((heard.name.as_deref(), heard.number, heard.events), (Some("Till 1"), 4, 3));
    assert_eq!(office.store.acks().unwrap()[0].seq, 12);
}

#[test]
fn who_was_forgotten_stays_forgotten() {
    let first = content(1, 0, &[sale(1), sale(2)]);
    let held = |office: &Office, customer: &str| {
        let mut events = office.store.events().unwrap().map(|event| event.unwrap().event().unwrap());
        events.any(|event| event.customer.as_deref() == Some(customer) && event.kind == crate::domain::EventKind::Sale)
    };
    let mut office = Office::after(&[vec![first.clone()]]);
    assert!(held(&office, "c1") && held(&office, "c2"));
    office.store.merge(batch(&[content(2, 0, &[Happened::Erase(1)])])).unwrap();
    assert!(!held(&office, "c1") && held(&office, "c2"));
    assert_eq!(office.store.forget(vec!["c2".to_owned(), "c2".to_owned()]).unwrap(), 1);
    assert!(!held(&office, "c2"));
    office
        .store
        .merge(batch(&[first, content(3, 0, &[Happened::Sale(7, 1)]), content(4, 0, &[Happened::Erase(7)])]))
        .unwrap();
    assert!(!held(&office, "c1") && !held(&office, "c7"));
    assert_eq!(office.all(Measure::Sales), 3);
    assert_eq!(office.visits(), BTreeMap::new());
    let bytes = std::fs::read(office.store.path()).unwrap();
    assert!(!bytes.windows(4).any(|window| window == b"\"c1\""));
}

#[test]
fn figures_of_an_older_version_are_made_again() {
    let office = Office::after(&[vec![content(1, 0, &[sale(1), sale(2)])]]);
    let digest = office.store.digest().unwrap();
    office.store.connection.execute_batch("UPDATE figure SET sales = 7; UPDATE meta SET value = '0'").unwrap();
    let path = office.store.path().to_owned();
    let Office { _folder, store } = office;
    drop(store);
    assert_eq!(Collected::open(&path).unwrap().digest().unwrap(), digest);
}

#[test]
fn a_store_of_schema_1_is_brought_up_to_date_by_whoever_opens_it() {
    let office = Office::after(&[vec![content(1, 0, &[sale(1), sale(2)])]]);
    let (digest, visits) = (office.store.digest().unwrap(), office.visits());
    assert_eq!(visits.len(), 2);
    // As the last version that knew schema 1 left it.
    office
        .store
        .connection
        .execute_batch("DROP TABLE visit; UPDATE meta SET value = '1' WHERE key = 'figures'; PRAGMA user_version = 1;")
        .unwrap();
    let path = office.store.path().to_owned();
    let Office { _folder, store } = office;
    drop(store);
    let store = Collected::open_read_only(&path).unwrap();
    assert_eq!(store.digest().unwrap(), digest);
    let returns = store.returns(0, i32::MAX, 0).unwrap();
    assert_eq!((returns.left.customers, returns.not_yet), (2, 0));
    assert_eq!(store.returns(0, i32::MAX, 90).unwrap().not_yet, 2);
}
