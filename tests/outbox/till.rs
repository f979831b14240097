//! A till in a directory of its own, the sync folder it knows, and what head office reads there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use goeswith::db::store::{FILE, Incoming, Store};
use goeswith::sync::outbox::{About, Delivered, Occasion, deliver};
use goeswith::travel::names::SegmentName;
use goeswith::travel::segment::{self, CatalogInUse};
use tempfile::TempDir;

use crate::program::{sale, sale_id};

pub const NOW: i64 = 1_795_357_800_000;
pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 86_400_000;

/// A till and the sync folder it knows.
#[derive(Debug)]
pub struct Till {
    pub home: TempDir,
    pub sync: PathBuf,
    pub now: i64,
    pub next: u32,
}

impl Till {
    pub fn new(sync: &Path) -> Self {
        Self { home: tempfile::tempdir().unwrap(), sync: sync.to_owned(), now: NOW, next: 0 }
    }

    pub fn data(&self) -> &Path {
        self.home.path()
    }

    pub fn store(&self) -> Store {
        Store::open(&self.data().join(FILE), self.now).unwrap().0
    }

    /// Sells so many times; the ids.
    pub fn sell(&mut self, times: u32) -> Vec<String> {
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

    pub fn visit(&self, occasion: Occasion) -> Delivered {
        deliver(&mut self.store(), &self.sync, &about(), occasion, self.now).unwrap()
    }

    pub fn outbox(&self) -> PathBuf {
        self.sync.join("outbox").join(&self.store().identity().terminal)
    }

    pub fn unsent(&self) -> u64 {
        self.store().counts().unwrap().unsent
    }
}

pub fn about() -> About {
    About {
        name: Some("Till 3".to_owned()),
        store: Some("north-12".to_owned()),
        catalog: Some(CatalogInUse { version: 7, sha256: "9f3ac2d4e5b60718".repeat(4) }),
        program: "0.1.0".to_owned(),
        problems: vec![],
    }
}

/// What lies in an outbox: names and bytes.
pub fn files(outbox: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(outbox) else { return BTreeMap::new() };
    entries
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// What head office reads from outboxes: each event once, and never two meanings of one number.
pub fn arrived(sync: &Path) -> BTreeMap<String, String> {
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

/// Copies a folder as a backup program does.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

pub fn restore(till: &Till, backup: &Path) {
    for name in fs::read_dir(till.data()).unwrap().map(|entry| entry.unwrap().path()) {
        if name.is_dir() { fs::remove_dir_all(name).unwrap() } else { fs::remove_file(name).unwrap() }
    }
    copy_folder(backup, till.data());
}
