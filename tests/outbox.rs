//! Sales on their way to head office: sealed, delivered, lost on the way and delivered again, from stores that were
//! damaged, copied and restored. Whatever happens, head office gets each sale, and none of them under two meanings.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use goeswith::db::store::{FILE, Incoming, Store};
use goeswith::sync::outbox::{About, Delivered, Occasion, deliver};
use goeswith::travel::ack::Ack;
use goeswith::travel::names::SegmentName;
use goeswith::travel::segment::{self, CatalogInUse};
use program::{sale, sale_id};
use tempfile::TempDir;

const NOW: i64 = 1_795_357_800_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// A till and the sync folder it knows.
struct Till {
    home: TempDir,
    sync: PathBuf,
    now: i64,
    next: u32,
}

impl Till {
    fn new(sync: &Path) -> Self {
        Self { home: tempfile::tempdir().unwrap(), sync: sync.to_owned(), now: NOW, next: 0 }
    }

    fn data(&self) -> &Path {
        self.home.path()
    }

    fn store(&self) -> Store {
        Store::open(&self.data().join(FILE), self.now).unwrap().0
    }

    /// Sells so many times; the ids.
    fn sell(&mut self, times: u32) -> Vec<String> {
        let mut store = self.store();
        let sales: Vec<_> = (0..times)
            .map(|_| {
                self.next += 1;
                self.next
            })
            .collect();
        let lines: Vec<_> = sales.iter().map(|number| Incoming::parse(&sale(1, *number), self.now).unwrap()).collect();
        store.record(&lines, self.now).unwrap();
        sales.into_iter().map(|number| sale_id(1, number)).collect()
    }

    fn visit(&self, occasion: Occasion) -> Delivered {
        deliver(&mut self.store(), &self.sync, &about(), occasion, self.now).unwrap()
    }

    fn outbox(&self) -> PathBuf {
        self.sync.join("outbox").join(&self.store().identity().terminal)
    }

    fn unsent(&self) -> u64 {
        self.store().counts().unwrap().unsent
    }
}

fn about() -> About {
    About {
        name: Some("Till 3".to_owned()),
        store: Some("north-12".to_owned()),
        catalog: Some(CatalogInUse { version: 7, sha256: "9f3ac2d4e5b60718".repeat(4) }),
        program: "0.1.0".to_owned(),
        problems: vec![],
    }
}

/// What lies in an outbox: names and bytes.
fn files(outbox: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(outbox) else { return BTreeMap::new() };
    entries
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// What head office reads from outboxes: each event once, and never two meanings of one number.
fn arrived(sync: &Path) -> BTreeMap<String, String> {
    let mut events = BTreeMap::new();
    let mut places = BTreeMap::new();
    for folder in fs::read_dir(sync.join("outbox")).unwrap().map(|entry| entry.unwrap().path()) {
        let terminal = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for (name, bytes) in files(&folder) {
            let name = SegmentName::parse(&name).unwrap_or_else(|| panic!("{name}"));
            let segment = segment::read(&bytes, &terminal, &name).unwrap();
            for (line, seq) in segment.lines.iter().zip(segment.footer.first_seq..) {
                let event: serde_json::Value = serde_json::from_str(line).unwrap();
                assert_eq!(event["seq"], seq);
                let body = segment::unframe(&segment.header, seq, line).unwrap().body;
                let id = event["event_id"].as_str().unwrap().to_owned();
                let place = (terminal.clone(), name.epoch.clone(), seq);
                assert_eq!(places.entry(place).or_insert_with(|| id.clone()), &id, "one number, two meanings");
                assert_eq!(events.entry(id).or_insert_with(|| body.clone()), &body);
            }
        }
    }
    events
}

#[test]
fn sales_travel_when_they_are_old_enough_or_somebody_asks() {
    let sync = tempfile::tempdir().unwrap();
    let mut till = Till::new(sync.path());
    let first = till.visit(Occasion::Visit);
    assert_eq!((first.sealed, first.copied), (1, 1), "it says that it lives");
    till.sell(3);
    assert_eq!(till.visit(Occasion::Visit), Delivered::default());
    assert_eq!(till.unsent(), 3);
    till.now += 15 * MINUTE;
    assert_eq!(till.visit(Occasion::Visit).copied, 1);
    assert_eq!(till.unsent(), 0);
    let ids = till.sell(1);
    assert_eq!(till.visit(Occasion::Once).copied, 1);
    assert!(arrived(sync.path()).contains_key(&ids[0]));
    assert_eq!(arrived(sync.path()).len(), 4);
    assert_eq!(till.visit(Occasion::Once), Delivered::default());
    till.now += DAY;
    assert_eq!(till.visit(Occasion::Visit).sealed, 1, "silence means something");
    assert_eq!(files(&till.outbox()).len(), 4);
}

#[test]
fn an_outbox_that_was_deleted_is_filled_again_byte_for_byte_until_acknowledged() {
    let sync = tempfile::tempdir().unwrap();
    let mut till = Till::new(sync.path());
    for _ in 0..3 {
        till.sell(5);
        till.visit(Occasion::Once);
    }
    let before = files(&till.outbox());
    assert_eq!(before.len(), 3);
    for also in [false, true] {
        fs::remove_dir_all(sync.path().join("outbox")).unwrap();
        if also {
            fs::remove_dir_all(till.data().join("outbox")).unwrap();
        }
        till.visit(Occasion::Visit);
        assert_eq!(files(&till.outbox()), before);
    }
    let identity = till.store().identity().clone();
    let ack = Ack { terminal: identity.terminal.clone(), epoch: identity.epoch, seq: 10, others: BTreeMap::new() };
    let acks = sync.path().join("acks");
    fs::create_dir(&acks).unwrap();
    fs::write(acks.join(format!("{}.json", identity.terminal)), ack.to_bytes()).unwrap();
    till.visit(Occasion::Visit);
    assert_eq!(till.unsent(), 5, "head office acknowledges from now on");
    fs::remove_dir_all(sync.path().join("outbox")).unwrap();
    till.visit(Occasion::Visit);
    assert_eq!(files(&till.outbox()).len(), 1);
    assert_eq!(files(&till.data().join("outbox")).len(), 1);
}
