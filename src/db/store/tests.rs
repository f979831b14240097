//! The store as the selling screen uses it. Faults of disks and processes are in `tests/store.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::domain::{
    About, CleanText, Event, EventKind, EventLine, EventSuggestion, LineItem, LinkKind, Money, Outcome, Sku, Step,
    TimedStep,
};

const NOW: UnixMillis = 1_795_357_800_000;
const DAY: UnixMillis = 86_400_000;

fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

fn add(number: u32, item: &str) -> TimedStep {
    let item =
        LineItem { sku: sku(item), name: CleanText::new(item), price: Some(Money(100)), place: None, measure: None };
    TimedStep { number, at: NOW + i64::from(number), step: Step::Add { item, quantity: 1 } }
}

fn event(kind: EventKind) -> Event {
    Event {
        event_id: Some(uuid::Uuid::new_v4().to_string()),
        kind,
        wall_utc: None,
        utc_offset_min: None,
        lines: vec![],
        suggestions: vec![],
        context: vec![],
        arms: std::collections::BTreeMap::default(),
        about: About::default(),
        customer: None,
        staff: None,
    }
}

fn sale_with(accepted: &[&str]) -> Event {
    let suggestion = |add_on: &&str| EventSuggestion {
        item: sku("A"),
        add_on: sku(add_on),
        link_kind: LinkKind::Accessory,
        rank: 1,
        reason: "curated".to_owned(),
        outcome: Outcome::Accepted,
        why: None,
    };
    Event {
        lines: vec![EventLine {
            sku: sku("A"),
            quantity: 1,
            price: Some(Money(100)),
            weight: None,
            confirmed: None,
            cost: None,
            category: None,
        }],
        suggestions: accepted.iter().map(suggestion).collect(),
        ..event(EventKind::Sale)
    }
}

fn void(of: &Event) -> Event {
    Event { about: About { sale: of.event_id.clone(), ..About::default() }, ..event(EventKind::Void) }
}

fn memory() -> Store {
    Store::in_memory(NOW).unwrap()
}

/// A store in a directory of its own.
struct OnDisk {
    directory: tempfile::TempDir,
}

impl OnDisk {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join(FILE)
    }

    fn open(&self) -> Store {
        let (store, notice) = Store::open(&self.path(), NOW).unwrap();
        assert_eq!(notice, None);
        store
    }

    fn damaged(&self) -> Vec<PathBuf> {
        names(&self.directory.path().join("damaged"))
    }
}

fn names(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else {
        return vec![];
    };
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_basket_is_there_after_the_program_was_killed() {
    let disk = OnDisk::new();
    let mut store = disk.open();
    store.append_steps("s1", "till", Some("cafe"), &[add(1, "A"), add(2, "B")]).unwrap();
    store.append_steps("s1", "till", Some("cafe"), &[add(3, "C")]).unwrap();
    store.remove_step("s1", 2).unwrap();
    drop(store);

    let store = disk.open();
    assert_eq!(store.open_sale("s1").unwrap().steps, [add(1, "A"), add(3, "C")]);
    let kept = store.adoptable_sales(|_| false).unwrap();
    assert_eq!((kept.len(), kept[0].opened_at), (1, NOW + 1));
    assert_eq!(kept[0].catalog.as_deref(), Some("cafe"));
    assert_eq!(store.adoptable_sales(|session| session == "till").unwrap(), []);
}

#[test]
fn one_copy_alone_takes_a_kept_sale_over() {
    let mut store = memory();
    store.append_steps("s1", "old", None, &[add(1, "A")]).unwrap();
    let kept = store.adoptable_sales(|_| false).unwrap().remove(0);
    assert!(store.adopt_sale(&kept, "new").unwrap());
    assert!(store.adopt_sale(&kept, "new").unwrap(), "taking it over twice changes nothing");
    assert!(!store.adopt_sale(&kept, "other").unwrap());
}

#[test]
fn finishing_twice_records_once_and_undo_opens_the_basket_again() {
    let mut store = memory();
    let sale = sale_with(&["B"]);
    store.append_steps("s1", "till", Some("cafe"), &[add(1, "A")]).unwrap();
    assert!(store.finish_sale("s1", &sale, NOW).unwrap().stored);
    assert!(!store.finish_sale("s1", &sale, NOW).unwrap().stored);
    assert_eq!(store.adoptable_sales(|_| false).unwrap(), []);
    let today = Figures { sales: 1, with_add_on: 1, add_ons: 1 };
    assert_eq!(store.figures_between(NOW, NOW + 1).unwrap(), today);

    store.reopen_sale("s1", &void(&sale), NOW + 1).unwrap();
    assert_eq!(store.open_sale("s1").unwrap().steps, [add(1, "A")]);
    assert_eq!(store.adoptable_sales(|_| false).unwrap().len(), 1);
    assert_eq!(store.figures_between(NOW, NOW + DAY).unwrap(), Figures::default());
    let stored: Vec<_> = store.events(0).map(Result::unwrap).collect();
    assert_eq!(stored.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(stored[0].catalog.as_deref(), Some("cafe"));
    assert_eq!(stored[0].event().unwrap().lines, sale.lines);
}

#[test]
fn steps_are_kept_of_the_last_finished_sale_of_each_session() {
    let mut store = memory();
    for (sale, session) in [("s1", "a"), ("s2", "b"), ("s3", "a")] {
        store.append_steps(sale, session, None, &[add(1, "A")]).unwrap();
        store.finish_sale(sale, &sale_with(&[]), NOW).unwrap();
    }
    store.append_steps("s4", "a", None, &[add(1, "A")]).unwrap();
    let steps = |store: &Store| ["s1", "s2", "s3", "s4"].map(|sale| store.open_sale(sale).unwrap().steps.len());
    assert_eq!(steps(&store), [0, 1, 1, 1]);
    store.forget_ended_sessions(|session| session == "a").unwrap();
    assert_eq!(steps(&store), [0, 0, 1, 1]);
    store.drop_sale("s4").unwrap();
    assert_eq!(steps(&store), [0, 0, 1, 0]);
    assert_eq!(store.counts().unwrap().events, 3);
}

#[test]
fn figures_count_sales_and_not_what_was_only_shown() {
    let mut store = memory();
    for (at, accepted) in [(NOW, vec![]), (NOW + 1, vec!["B", "C", "B"]), (NOW + 2, vec!["B"])] {
        store.record_event(&sale_with(&accepted), None, at).unwrap();
    }
    let figures = Figures { sales: 3, with_add_on: 2, add_ons: 3 };
    assert_eq!(store.figures_between(NOW, NOW + 3).unwrap(), figures);
    assert_eq!(store.figures_between(NOW, NOW + 1).unwrap().sales, 1);
    let counts = Counts { events: 3, unsent: 3, oldest_unsent: Some(NOW), clock_suspect: 0 };
    assert_eq!(store.counts().unwrap(), counts);
}

#[test]
fn codes_nobody_knew_are_counted_for_the_manager() {
    let mut store = memory();
    for code in ["5901", "4711", "5901"] {
        let about = About { code: Some(code.to_owned()), ..About::default() };
        let unknown = Event { about, ..event(EventKind::UnknownCode) };
        store.record_event(&unknown, None, NOW).unwrap();
    }
    let codes: Vec<_> = store.unknown_codes(10).unwrap().into_iter().map(|code| (code.code, code.times)).collect();
    assert_eq!(codes, [("5901".to_owned(), 2), ("4711".to_owned(), 1)]);
}

#[test]
fn a_clock_that_jumps_is_marked_and_nothing_is_refused() {
    let mut store = memory();
    for at in [NOW, 0, NOW + 2 * DAY, NOW + 900 * DAY, NOW + 3 * DAY, NOW - 400 * DAY, NOW + DAY] {
        store.record_event(&sale_with(&[]), None, at).unwrap();
    }
    let stored: Vec<_> = store.events(0).map(Result::unwrap).collect();
    let suspect: Vec<_> = stored.iter().map(|event| event.clock_suspect).collect();
    assert_eq!(suspect, [false, true, false, true, false, true, true]);
    assert_eq!(stored.last().unwrap().seq, 7, "no gaps");
}

#[test]
fn a_repeated_id_leaves_no_gap_in_the_sequence() {
    let mut store = memory();
    let incoming = |id: u8| {
        let line = format!(r#"{{"kind":"sale","event_id":"0190f3c2-0000-7000-8000-0000000000{id:02x}"}}"#);
        Incoming::parse(&line, NOW).unwrap()
    };
    let recorded = store.record(&[incoming(1), incoming(1), incoming(2), incoming(1), incoming(3)], NOW).unwrap();
    let stored: Vec<_> = recorded.iter().map(|recorded| recorded.stored).collect();
    assert_eq!(stored, [true, false, true, false, true]);
    let seqs: Vec<_> = store.events(0).map(|event| event.unwrap().seq).collect();
    assert_eq!(seqs, [1, 2, 3]);
}

#[test]
fn a_session_that_runs_keeps_its_baskets() {
    let directory = tempfile::tempdir().unwrap();
    let sessions = Sessions::of(directory.path());
    let session = sessions.start().unwrap();
    assert!(sessions.is_running(session.id()));
    let id = session.id().to_owned();
    drop(session);
    assert!(!sessions.is_running(&id));
    assert!(!sessions.is_running("../../etc/passwd"));
    assert_eq!(names(&directory.path().join("locks")), Vec::<PathBuf>::new());
}

#[test]
fn reading_only_changes_nothing_and_sees_everything() {
    let disk = OnDisk::new();
    assert!(matches!(Store::open_read_only(&disk.path()), Err(Error::Missing(_))));
    let mut writer = disk.open();
    writer.record_event(&sale_with(&[]), None, NOW).unwrap();
    let mut reader = Store::open_read_only(&disk.path()).unwrap();
    assert_eq!(reader.counts().unwrap().events, 1);
    assert_eq!(reader.identity(), writer.identity());
    assert!(reader.record_event(&sale_with(&[]), None, NOW).is_err());
    drop(writer);
}

#[test]
fn a_page_that_cannot_be_read_costs_the_events_on_it_alone() {
    let disk = OnDisk::new();
    let mut store = disk.open();
    let batch: Vec<_> = (0..2000)
        .map(|number| {
            let line = format!(r#"{{"kind":"sale","note":"sale number {number} {}"}}"#, "x".repeat(200));
            Incoming::parse(&line, NOW).unwrap()
        })
        .collect();
    store.record(&batch, NOW).unwrap();
    store.append_steps("s1", "till", None, &[add(1, "A")]).unwrap();
    let old = store.identity().clone();
    drop(store);

    let mut bytes = fs::read(disk.path()).unwrap();
    let at = bytes.windows(16).position(|window| window == b"sale number 1000").unwrap();
    let page = at / 4096 * 4096;
    bytes[page..page + 64].fill(0xFF);
    fs::write(disk.path(), &bytes).unwrap();

    let (mut store, notice) = Store::open(&disk.path(), NOW).unwrap();
    let notice = notice.unwrap();
    assert_eq!(notice.code, "GW-202");
    assert!(notice.what.contains("store-2026-11-22T143000Z.db"), "{}", notice.what);
    let kept = store.counts().unwrap().events;
    assert!((1980..2000).contains(&kept), "{kept}");
    assert_eq!(store.open_sale("s1").unwrap().steps, [add(1, "A")]);
    assert_eq!(store.identity().terminal, old.terminal);
    assert_ne!(store.identity().epoch, old.epoch);
    let damaged = disk.damaged();
    assert_eq!(fs::read(&damaged[0]).unwrap(), bytes);

    store.record_event(&sale_with(&[]), None, NOW).unwrap();
    let last = store.events(0).map(Result::unwrap).last().unwrap();
    assert_eq!((last.seq, &last.epoch), (2001, &store.identity().epoch));
    drop(store);
    assert_eq!(disk.open().counts().unwrap().events, kept + 1);
}

#[test]
fn a_repair_that_was_cut_off_is_ended() {
    let disk = OnDisk::new();
    disk.open().record_event(&sale_with(&[]), None, NOW).unwrap();
    fs::rename(disk.path(), disk.directory.path().join("store.db.repaired")).unwrap();
    fs::write(disk.directory.path().join("store.db-wal"), "the log of the damaged one").unwrap();
    assert_eq!(disk.open().counts().unwrap().events, 1);
    assert_eq!(disk.damaged().len(), 1);
}

#[test]
fn the_store_of_a_newer_version_is_left_alone() {
    let disk = OnDisk::new();
    drop(disk.open());
    let connection = Connection::open(disk.path()).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let before = fs::read(disk.path()).unwrap();
    assert!(matches!(Store::open(&disk.path(), NOW), Err(Error::Newer { found: 99, known: 3, .. })));
    assert!(matches!(Store::open_read_only(&disk.path()), Err(Error::Newer { found: 99, .. })));
    assert_eq!(fs::read(disk.path()).unwrap(), before);
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let disk = OnDisk::new();
    let connection = Connection::open(disk.path()).unwrap();
    connection.execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    drop(connection);
    assert!(matches!(Store::open(&disk.path(), NOW), Err(Error::Foreign { what: "store", .. })));
    assert_eq!(disk.damaged(), Vec::<PathBuf>::new());
}

#[test]
fn an_empty_file_becomes_a_store() {
    let disk = OnDisk::new();
    fs::write(disk.path(), "").unwrap();
    let store = disk.open();
    let files = Files::of(&disk.path());
    let connection = opening::connect(&files.store, NOW, check::Depth::Full).unwrap();
    assert_eq!(migrate::version(&connection).unwrap(), migrate::SCHEMA);
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(pragma("synchronous"), 2);
    assert_eq!((pragma("fullfsync"), pragma("checkpoint_fullfsync")), (1, 1));
    assert_eq!((pragma("foreign_keys"), pragma("secure_delete")), (1, 1));
    assert_eq!(connection.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0)).unwrap(), "wal");
    assert!(store.has_reserve());
    assert_eq!(fs::metadata(&files.reserve).unwrap().len(), 8 * 1024 * 1024);
}

/// Written by the last version that knew schema 1: five events, a basket that is open, a code that was seen to.
fn schema_1(disk: &OnDisk) {
    fs::write(disk.path(), include_bytes!("../../../tests/golden/store-1.db")).unwrap();
}

fn bodies(store: &Store) -> Vec<String> {
    store.events(0).map(|event| event.unwrap().body).collect()
}

#[test]
fn a_store_of_schema_1_loses_nothing() {
    let disk = OnDisk::new();
    schema_1(&disk);
    let before = fs::read(disk.path()).unwrap();
    let reader = Store::open_read_only(&disk.path()).unwrap();
    let (seen, counts) = (bodies(&reader), reader.counts().unwrap());
    assert_eq!((seen.len(), counts.events, counts.unsent), (5, 5, 5));
    assert_eq!(fs::read(disk.path()).unwrap(), before, "looking changes nothing");
    drop(reader);

    let mut store = disk.open();
    assert_eq!((bodies(&store), store.counts().unwrap()), (seen, counts));
    assert_eq!(store.identity().terminal, "9d3fc597-7e4e-4bdd-9ca9-8a4881f0b59d");
    assert_eq!(store.identity().epoch, "6d81d96c-c57a-42ed-861e-c9e3c5f60c42");
    assert!(store.events(0).all(|event| event.unwrap().intact));
    assert_eq!(store.open_sale("open-sale").unwrap().steps.len(), 1);
    assert_eq!(store.unknown_codes(10).unwrap(), []);
    let sealed = store.seal(&crate::travel::segment::About::default(), NOW).unwrap();
    assert_eq!((sealed.first_seq, sealed.last_seq), (1, 5));
}

#[test]
fn a_damaged_store_of_schema_1_is_read_as_far_as_it_goes() {
    let disk = OnDisk::new();
    schema_1(&disk);
    let mut bytes = fs::read(disk.path()).unwrap();
    let at = bytes.windows(9).position(|window| window == b"open-sale").unwrap() / 4096 * 4096;
    bytes[at..at + 8].fill(0xFF);
    fs::write(disk.path(), &bytes).unwrap();
    let (store, notice) = Store::open(&disk.path(), NOW).unwrap();
    assert_eq!(notice.unwrap().code, "GW-202");
    assert_eq!(bodies(&store).len(), 5);
    assert_eq!(store.identity().terminal, "9d3fc597-7e4e-4bdd-9ca9-8a4881f0b59d");
}

#[test]
fn a_store_of_schema_2_knows_its_customers() {
    const CUSTOMER: &str = "17ddd675ef4801ada65135835c66b3c644f3d3e353e4e40447691c8d9ada1818";
    let disk = OnDisk::new();
    // Written by the last version that knew schema 2: three sales of a customer, one of them taken back, and one of nobody.
    fs::write(disk.path(), include_bytes!("../../../tests/golden/store-2.db")).unwrap();
    let bought = |store: &Store| -> Vec<String> {
        store.bought_by(CUSTOMER).unwrap().into_iter().map(|(sku, wall)| format!("{sku} {wall}")).collect()
    };
    let expected = ["INK-305 1790848800000", "INK-305 1788256800000"];
    assert_eq!(bought(&Store::open_read_only(&disk.path()).unwrap()), expected);
    let mut store = disk.open();
    assert_eq!(bought(&store), expected);
    // Who came back within 30 days, and who within 29.
    let returned = |within| store.returns(0, 99_999, within).unwrap().not_advised.returned;
    assert_eq!((returned(30), returned(29)), (1, 0));
    store.forget(&[CUSTOMER.to_owned()], None, NOW).unwrap();
    assert_eq!(bought(&store), [""; 0]);
    assert!(store.is_forgotten(CUSTOMER).unwrap());
    assert_eq!(
        store.returns(0, 99_999, 30).unwrap(),
        crate::report::returns::Returns { within_days: 30, ..Default::default() }
    );
}
