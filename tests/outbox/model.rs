//! Tills, an outbox and head office in any order of sales, visits and accidents, held against the simplest thing they
//! could be: a map from each sale to what it was, and one from each number to the sale it ever stood for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use goeswith::db::store::FILE;
use goeswith::sync::outbox::Occasion;
use goeswith::travel::ack::Ack;
use goeswith::travel::names::SegmentName;
use goeswith::travel::segment;
use proptest::prelude::*;

use crate::till::{MINUTE, Till, about, copy_folder, files};

/// Something that happens. The first number says to which till.
#[derive(Clone, Debug)]
enum Step {
    Sell(usize, u32),
    Visit(usize),
    Once(usize),
    Wait(i64),
    /// Killed after the segment was committed, before a file of it was written.
    SealAndDie(usize),
    /// Killed after the file was copied, before the store noted that.
    CopyAndDie(usize),
    LoseOutbox,
    LoseOwnCopies(usize),
    /// Head office reads the outbox and acknowledges what it has.
    Collect,
    FalseAck(usize, u64),
    /// The store as it was at the last backup is put in its place.
    Restore(usize),
    Backup(usize),
    Clone(usize),
    /// The store cannot be read any more.
    Damage(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let till = 0..3_usize;
    prop_oneof![
        6 => (till.clone(), 1..4_u32).prop_map(|(till, times)| Step::Sell(till, times)),
        3 => till.clone().prop_map(Step::Visit),
        4 => till.clone().prop_map(Step::Once),
        2 => (1..40_i64).prop_map(Step::Wait),
        1 => till.clone().prop_map(Step::SealAndDie),
        1 => till.clone().prop_map(Step::CopyAndDie),
        1 => Just(Step::LoseOutbox),
        1 => till.clone().prop_map(Step::LoseOwnCopies),
        2 => Just(Step::Collect),
        1 => (till.clone(), 0..30_u64).prop_map(|(till, seq)| Step::FalseAck(till, seq)),
        1 => till.clone().prop_map(Step::Restore),
        1 => till.clone().prop_map(Step::Backup),
        1 => till.clone().prop_map(Step::Clone),
        1 => till.prop_map(Step::Damage),
    ]
}

/// What head office knows, for ever.
#[derive(Default)]
struct HeadOffice {
    /// Each sale, as it was sealed.
    sales: BTreeMap<String, String>,
    /// Each number, and the sale it stood for.
    places: BTreeMap<(String, String, u64), String>,
}

impl HeadOffice {
    /// Reads every file that is there.
    fn read(&mut self, sync: &Path) {
        let Ok(folders) = fs::read_dir(sync.join("outbox")) else { return };
        for folder in folders.map(|entry| entry.unwrap().path()) {
            let terminal = folder.file_name().unwrap().to_str().unwrap().to_owned();
            for (name, bytes) in files(&folder) {
                let name = SegmentName::parse(&name).unwrap();
                let read = segment::read(&bytes, &terminal, &name).unwrap();
                for (line, seq) in read.lines.iter().zip(read.footer.first_seq..) {
                    let body = segment::unframe(&read.header, seq, line).unwrap().body;
                    let event: serde_json::Value = serde_json::from_str(&body).unwrap();
                    let id = event["event_id"].as_str().unwrap().to_owned();
                    let place = (terminal.clone(), name.epoch.clone(), seq);
                    assert_eq!(self.places.entry(place).or_insert_with(|| id.clone()), &id, "two meanings");
                    assert_eq!(self.sales.entry(id).or_insert_with(|| body.clone()), &body);
                }
            }
        }
    }

    /// What it acknowledges: of each epoch, how far it has everything.
    fn acknowledge(&self, sync: &Path) {
        let mut last: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
        for (terminal, epoch, seq) in self.places.keys() {
            last.entry(terminal).or_default().insert(epoch, *seq);
        }
        for (terminal, epochs) in last {
            let mut others: BTreeMap<String, u64> =
                epochs.into_iter().map(|(epoch, seq)| (epoch.to_owned(), seq)).collect();
            let (epoch, seq) = others.pop_first().unwrap();
            write_ack(sync, &Ack { terminal: terminal.to_owned(), epoch, seq, others });
        }
    }
}

fn write_ack(sync: &Path, ack: &Ack) {
    fs::create_dir_all(sync.join("acks")).unwrap();
    fs::write(sync.join("acks").join(format!("{}.json", ack.terminal)), ack.to_bytes()).unwrap();
}

struct World {
    sync: tempfile::TempDir,
    tills: Vec<Till>,
    /// For each till what it has acknowledged to its staff and not lost with its disk, and its last backup.
    kept: Vec<BTreeSet<String>>,
    backups: Vec<Option<(tempfile::TempDir, BTreeSet<String>)>>,
    office: HeadOffice,
    now: i64,
}

impl World {
    fn new() -> Self {
        let sync = tempfile::tempdir().unwrap();
        let till = Till::new(sync.path());
        let now = till.now;
        Self {
            sync,
            tills: vec![till],
            kept: vec![BTreeSet::new()],
            backups: vec![None],
            office: HeadOffice::default(),
            now,
        }
    }

    fn step(&mut self, step: &Step) {
        let sync = self.sync.path().to_owned();
        for till in &mut self.tills {
            till.now = self.now;
        }
        let there = self.tills.len();
        let at = |till: &usize| till % there;
        match step {
            Step::Sell(till, times) => {
                let ids = self.tills[at(till)].sell(*times);
                self.kept[at(till)].extend(ids);
            }
            Step::Visit(till) => drop(self.tills[at(till)].visit(Occasion::Visit)),
            Step::Once(till) => drop(self.tills[at(till)].visit(Occasion::Once)),
            Step::Wait(minutes) => self.now += minutes * MINUTE,
            Step::SealAndDie(till) => {
                self.tills[at(till)].store().seal(&about(), self.now).unwrap();
            }
            Step::CopyAndDie(till) => {
                let till = &self.tills[at(till)];
                till.store().seal(&about(), self.now).unwrap();
                let gone = sync.join("gone");
                goeswith::sync::outbox::deliver(&mut till.store(), &gone, &about(), Occasion::Visit, self.now).unwrap();
                let own = till.data().join("outbox");
                if own.exists() {
                    fs::create_dir_all(till.outbox()).unwrap();
                    for (name, bytes) in files(&own) {
                        let target = till.outbox().join(name);
                        if !target.exists() {
                            fs::write(target, bytes).unwrap();
                        }
                    }
                }
            }
            Step::LoseOutbox => {
                self.office.read(&sync);
                let _ = fs::remove_dir_all(sync.join("outbox"));
            }
            Step::LoseOwnCopies(till) => drop(fs::remove_dir_all(self.tills[at(till)].data().join("outbox"))),
            Step::Collect => {
                self.office.read(&sync);
                self.office.acknowledge(&sync);
            }
            Step::FalseAck(till, seq) => {
                let identity = self.tills[at(till)].store().identity().clone();
                let (terminal, epoch) = (identity.terminal, identity.epoch);
                write_ack(&sync, &Ack { terminal, epoch, seq: *seq, others: BTreeMap::new() });
            }
            Step::Backup(till) => {
                let backup = tempfile::tempdir().unwrap();
                drop(self.tills[at(till)].store());
                fs::copy(self.tills[at(till)].data().join(FILE), backup.path().join(FILE)).unwrap();
                self.backups[at(till)] = Some((backup, self.kept[at(till)].clone()));
            }
            Step::Restore(till) => {
                let Some((backup, kept)) = &self.backups[at(till)] else { return };
                let data = self.tills[at(till)].data().to_owned();
                for ending in ["-wal", "-shm"] {
                    let _ = fs::remove_file(data.join(format!("{FILE}{ending}")));
                }
                fs::copy(backup.path().join(FILE), data.join(FILE)).unwrap();
                self.kept[at(till)].clone_from(kept);
            }
            Step::Clone(till) if there < 3 => {
                let copy = Till { now: self.now, next: 10_000 * there as u32, ..Till::new(&sync) };
                drop(self.tills[at(till)].store());
                copy_folder(self.tills[at(till)].data(), copy.data());
                copy.store().set_machine(&format!("computer {there}"), self.now).unwrap();
                self.tills[at(till)].store().set_machine(&format!("computer {}", at(till)), self.now).unwrap();
                self.tills.push(copy);
                self.kept.push(self.kept[at(till)].clone());
                self.backups.push(None);
            }
            Step::Clone(_) => {}
            Step::Damage(till) => {
                let till = &self.tills[at(till)];
                // What was never sealed is gone with the disk; what was sealed is not.
                till.visit(Occasion::Once);
                self.office.read(&sync);
                fs::write(till.data().join(FILE), "nothing of it can be read").unwrap();
                drop(till.store());
            }
        }
        self.office.read(&sync);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_each_sale_arrives_and_no_number_has_two_meanings(
        steps in proptest::collection::vec(step(), 1..30)
    ) {
        let mut world = World::new();
        for step in &steps {
            world.step(step);
        }
        // In the end head office hears of everything, and all is at rest.
        let _ = fs::remove_dir_all(world.sync.path().join("acks"));
        for till in 0..world.tills.len() {
            world.step(&Step::Once(till));
            world.step(&Step::Once(till));
        }
        for till in 0..world.tills.len() {
            let delivered = world.tills[till].visit(Occasion::Once);
            prop_assert_eq!((delivered.sealed, delivered.copied, delivered.waiting), (0, 0, 0));
            for id in &world.kept[till] {
                prop_assert!(world.office.sales.contains_key(id), "{} was sold and never arrived", id);
            }
        }
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").map_or(16, |cases| cases.parse().unwrap())
}
