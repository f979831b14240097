//! Sales on their way to head office: sealed, delivered, lost on the way and delivered again, from stores that were
//! damaged, copied and restored. Whatever happens, head office gets each sale, and none of them under two meanings.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod erase;
mod model;
#[path = "../program/mod.rs"]
mod program;
mod till;

use std::collections::BTreeMap;
use std::fs;

use goeswith::db::store::{FILE, Store};
use goeswith::sync::outbox::{Delivered, Occasion};
use goeswith::travel::ack::Ack;
use till::{DAY, MINUTE, NOW, Till, arrived, copy_folder, files, restore};

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

#[test]
fn a_copied_till_and_its_original_mix_nothing() {
    let sync = tempfile::tempdir().unwrap();
    let mut original = Till::new(sync.path());
    let mut all = original.sell(3);
    original.visit(Occasion::Once);
    all.extend(original.sell(2));
    original.store().set_machine("the first computer", NOW).unwrap();
    let mut copy = Till { next: 1000, ..Till::new(sync.path()) };
    copy_folder(original.data(), copy.data());
    assert!(copy.store().set_machine("another computer", NOW).unwrap());
    assert!(!copy.store().set_machine("another computer", NOW).unwrap());
    for _ in 0..3 {
        all.extend(original.sell(2));
        all.extend(copy.sell(3));
        assert_eq!(original.visit(Occasion::Once).problems, []);
        assert_eq!(copy.visit(Occasion::Once).problems, []);
    }
    assert_eq!(original.outbox(), copy.outbox());
    assert_ne!(original.store().identity().epoch, copy.store().identity().epoch);
    let arrived = arrived(sync.path());
    assert!(all.iter().all(|id| arrived.contains_key(id)));
    assert_eq!(arrived.len(), all.len());
}

#[test]
fn a_copy_that_nobody_noticed_is_noticed_in_the_outbox() {
    let sync = tempfile::tempdir().unwrap();
    let mut original = Till::new(sync.path());
    let mut all = original.sell(3);
    original.visit(Occasion::Once);
    let mut copy = Till { next: 1000, ..Till::new(sync.path()) };
    copy_folder(original.data(), copy.data());
    // Their sync folders do not meet until both have sealed.
    copy.sync = tempfile::tempdir().unwrap().keep();
    copy_folder(sync.path(), &copy.sync);
    for till in [&mut original, &mut copy] {
        for _ in 0..2 {
            all.extend(till.sell(2));
            till.visit(Occasion::Once);
        }
    }
    let lost = copy.sync.clone();
    copy.sync = sync.path().to_owned();
    all.extend(copy.sell(1));
    // Delivered under names that the other wrote too: the tool that copies folders keeps one of them. What was not
    // delivered before travels under another name.
    copy.visit(Occasion::Once);
    assert!(arrived(sync.path()).contains_key(all.last().unwrap()));
    fs::remove_dir_all(lost).unwrap();
}

#[test]
fn an_old_copy_of_the_store_never_gives_a_number_a_second_meaning() {
    // What is left besides the old copy, so that it can be noticed: everything, the outbox alone, an acknowledgement
    // alone.
    for kept in ["data directory", "outbox", "acks"] {
        let sync = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let mut till = Till::new(sync.path());
        let mut all = till.sell(3);
        till.visit(Occasion::Once);
        let backup = tempfile::tempdir().unwrap();
        copy_folder(till.data(), backup.path());
        all.extend(till.sell(4));
        till.visit(Occasion::Once);
        let epoch = till.store().identity().epoch.clone();
        match kept {
            "data directory" => {
                let store = backup.path().join(FILE);
                for name in ["-wal", "-shm"] {
                    let _ = fs::remove_file(till.data().join(format!("{FILE}{name}")));
                }
                fs::copy(store, till.data().join(FILE)).unwrap();
            }
            "outbox" => restore(&till, backup.path()),
            _ => {
                let identity = till.store().identity().clone();
                let ack =
                    Ack { terminal: identity.terminal.clone(), epoch: identity.epoch, seq: 7, others: BTreeMap::new() };
                fs::create_dir(sync.path().join("acks")).unwrap();
                fs::write(sync.path().join("acks").join(format!("{}.json", identity.terminal)), ack.to_bytes())
                    .unwrap();
                restore(&till, backup.path());
                copy_folder(&sync.path().join("outbox"), &elsewhere.path().join("outbox"));
                fs::remove_dir_all(sync.path().join("outbox")).unwrap();
            }
        }
        till.next = 500;
        all.extend(till.sell(2));
        till.visit(Occasion::Once);
        assert_ne!(till.store().identity().epoch, epoch, "{kept}");
        if kept == "acks" {
            copy_folder(&elsewhere.path().join("outbox"), &sync.path().join("outbox"));
        }
        let arrived = arrived(sync.path());
        assert_eq!(arrived.len(), all.len(), "{kept}");
        if kept == "data directory" {
            assert_eq!(till.store().counts().unwrap().events, 9, "it took back what it had sealed");
        }
        assert_eq!(till.visit(Occasion::Visit), Delivered::default(), "{kept}: and is at rest");
    }
}

#[test]
fn a_name_that_is_taken_is_left_alone_and_the_sales_travel_under_another() {
    let sync = tempfile::tempdir().unwrap();
    let mut till = Till::new(sync.path());
    till.sell(1);
    till.visit(Occasion::Once);
    let epoch = till.store().identity().epoch.clone();
    let taken = till.outbox().join(format!("{epoch}-000002.jsonl"));
    fs::write(&taken, "a sync tool was here").unwrap();
    let ids = till.sell(2);
    let delivered = till.visit(Occasion::Once);
    assert_eq!(delivered.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["GW-301"]);
    assert_eq!(fs::read_to_string(&taken).unwrap(), "a sync tool was here");
    fs::remove_file(&taken).unwrap();
    let arrived = arrived(sync.path());
    assert!(ids.iter().all(|id| arrived.contains_key(id)));
    assert_eq!(till.visit(Occasion::Once), Delivered::default());
}

#[test]
fn a_file_that_was_changed_in_the_outbox_is_told_and_left_alone() {
    let sync = tempfile::tempdir().unwrap();
    let mut till = Till::new(sync.path());
    till.sell(2);
    till.visit(Occasion::Once);
    let name = files(&till.outbox()).into_keys().next().unwrap();
    let path = till.outbox().join(name);
    let good = fs::read(&path).unwrap();
    fs::write(&path, &good[..good.len() - 9]).unwrap();
    let delivered = till.visit(Occasion::Once);
    assert_eq!((delivered.copied, delivered.problems[0].code), (0, "GW-301"));
    fs::remove_file(&path).unwrap();
    assert_eq!(till.visit(Occasion::Visit).copied, 1);
    assert_eq!(fs::read(&path).unwrap(), good);
}

#[test]
fn what_a_damaged_store_had_sealed_comes_back_whole() {
    let sync = tempfile::tempdir().unwrap();
    let mut till = Till::new(sync.path());
    let mut sealed = Vec::new();
    for _ in 0..4 {
        sealed.extend(till.sell(100));
        till.visit(Occasion::Once);
    }
    let identity = till.store().identity().clone();
    let ack =
        Ack { terminal: identity.terminal.clone(), epoch: identity.epoch.clone(), seq: 200, others: BTreeMap::new() };
    fs::create_dir(sync.path().join("acks")).unwrap();
    fs::write(sync.path().join("acks").join(format!("{}.json", identity.terminal)), ack.to_bytes()).unwrap();
    till.visit(Occasion::Once);
    let outbox = files(&till.outbox());
    till.sell(50);
    drop(till.store());
    // The file is gone but for its first page.
    let path = till.data().join(FILE);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..4096]).unwrap();
    let (store, notice) = Store::open(&path, till.now).unwrap();
    assert_eq!(notice.unwrap().code, "GW-202");
    assert_eq!(store.identity().terminal, identity.terminal, "it is still the same till");
    assert_ne!(store.identity().epoch, identity.epoch);
    assert_eq!(store.counts().unwrap().events, 200, "from its own copies");
    drop(store);
    assert_eq!(till.visit(Occasion::Visit).problems, []);
    let stored: Vec<String> = till.store().events(0).map(|event| event.unwrap().event_id).collect();
    assert!(sealed.iter().all(|id| stored.contains(id)), "the rest from the sync folder");
    assert_eq!(stored.len(), 400);
    till.next = 1000;
    till.sell(1);
    till.visit(Occasion::Once);
    let now = files(&till.outbox());
    assert!(outbox.iter().all(|(name, bytes)| now[name] == *bytes));
    assert_eq!(arrived(sync.path()).len(), 401);
    assert_eq!(till.visit(Occasion::Visit), Delivered::default());
}

#[test]
fn a_store_that_was_deleted_goes_on_as_the_same_till() {
    let sync = tempfile::tempdir().unwrap();
    let mut till = Till::new(sync.path());
    let ids = till.sell(3);
    till.visit(Occasion::Once);
    let identity = till.store().identity().clone();
    fs::remove_dir_all(sync.path().join("outbox")).unwrap();
    for name in fs::read_dir(till.data()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        if !name.to_string_lossy().ends_with(".mark") {
            fs::remove_file(name).unwrap();
        }
    }
    let store = till.store();
    assert_eq!(store.identity().terminal, identity.terminal);
    assert_ne!(store.identity().epoch, identity.epoch);
    assert_eq!(store.counts().unwrap().events, 3);
    drop(store);
    till.visit(Occasion::Visit);
    let arrived = arrived(sync.path());
    assert!(ids.iter().all(|id| arrived.contains_key(id)));
}

#[test]
fn acknowledgements_only_advise() {
    let sync = tempfile::tempdir().unwrap();
    let mut till = Till::new(sync.path());
    till.sell(10);
    till.visit(Occasion::Once);
    let identity = till.store().identity().clone();
    let acks = sync.path().join("acks");
    fs::create_dir(&acks).unwrap();
    let path = acks.join(format!("{}.json", identity.terminal));
    let ack = |terminal: &str, epoch: &str, seq| {
        Ack { terminal: terminal.to_owned(), epoch: epoch.to_owned(), seq, others: BTreeMap::new() }.to_bytes()
    };
    let (terminal, epoch) = (&identity.terminal, &identity.epoch);
    for impossible in [
        ack(terminal, epoch, 11),
        ack(terminal, epoch, u64::MAX),
        ack(terminal, terminal, 5),
        ack(epoch, epoch, 10),
        b"{}".to_vec(),
        vec![],
        vec![b'['; 100_000],
    ] {
        fs::write(&path, impossible).unwrap();
        till.visit(Occasion::Visit);
        fs::remove_dir_all(till.outbox()).unwrap();
        till.visit(Occasion::Visit);
        assert_eq!(arrived(sync.path()).len(), 10, "it is still sent again");
    }
    // One that may be true takes nothing away for 90 days, and one that takes it back is heard.
    fs::write(&path, ack(terminal, epoch, 10)).unwrap();
    till.visit(Occasion::Visit);
    till.now += 89 * DAY;
    till.visit(Occasion::Visit);
    assert_eq!(till.store().counts().unwrap().events, 10);
    fs::write(&path, ack(terminal, epoch, 0)).unwrap();
    fs::remove_dir_all(till.outbox()).unwrap();
    till.visit(Occasion::Visit);
    assert_eq!(arrived(sync.path()).len(), 10);
    fs::write(&path, ack(terminal, epoch, 10)).unwrap();
    till.visit(Occasion::Visit);
    till.now += 91 * DAY;
    till.visit(Occasion::Visit);
    assert_eq!(till.store().counts().unwrap().events, 0, "acknowledged for more than 90 days");
    let ids = till.sell(1);
    till.visit(Occasion::Once);
    assert!(arrived(sync.path()).contains_key(&ids[0]));
}

#[test]
fn a_sync_folder_that_is_gone_or_cannot_be_written_costs_nothing() {
    let outside = tempfile::tempdir().unwrap();
    let sync = outside.path().join("stick");
    let mut till = Till::new(&sync);
    till.sell(2);
    let delivered = till.visit(Occasion::Once);
    assert_eq!((delivered.sealed, delivered.copied, delivered.waiting), (1, 0, 1));
    assert!(!sync.exists(), "nothing is made where the stick would be");
    assert_eq!(till.unsent(), 2);
    fs::create_dir(&sync).unwrap();
    fs::write(sync.join("outbox"), "in the way").unwrap();
    let delivered = till.visit(Occasion::Once);
    assert_eq!((delivered.waiting, delivered.problems[0].code), (1, "GW-303"));
    fs::remove_file(sync.join("outbox")).unwrap();
    assert_eq!(till.visit(Occasion::Visit).copied, 1);
    assert_eq!(till.unsent(), 0);
}

#[test]
fn a_changed_event_is_noticed_and_comes_back_where_it_was_sealed() {
    for sealed in [true, false] {
        let sync = tempfile::tempdir().unwrap();
        let mut till = Till::new(sync.path());
        let ids = till.sell(9);
        if sealed {
            till.visit(Occasion::Once);
        }
        drop(till.store());
        let path = till.data().join(FILE);
        let mut bytes = fs::read(&path).unwrap();
        let body = format!("\"event_id\":\"{}\"", ids[4]);
        let at = bytes.windows(body.len()).position(|window| window == body.as_bytes()).unwrap();
        bytes[at + body.len() + 4] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let (store, notice) = Store::open(&path, till.now).unwrap();
        assert_eq!(notice.unwrap().code, "GW-202");
        assert_eq!(store.counts().unwrap().events, if sealed { 9 } else { 8 });
        drop(store);
        till.visit(Occasion::Once);
        let arrived = arrived(sync.path());
        assert_eq!((arrived.len(), arrived.contains_key(&ids[4])), if sealed { (9, true) } else { (8, false) });
        assert_eq!(till.visit(Occasion::Once), Delivered::default());
    }
}
