//! A customer who is to be forgotten is gone: from the store, its log, the segments and head office. The sale stays.

use std::fs;
use std::path::{Path, PathBuf};

use goeswith::db::Collected;
use goeswith::db::store::{FILE, Incoming};
use goeswith::sync::collect::{collect, folders};
use goeswith::sync::erase::{publish, take};
use goeswith::sync::outbox::Occasion;
use goeswith::travel::pseudonym::Key;

use crate::program::{run, sale_id};
use crate::till::{Till, arrived, files};

fn pseudonym(token: &str) -> String {
    Key::parse(b"0123456789abcdef0123456789abcdef").unwrap().pseudonym(token)
}

/// A sale to a customer.
fn sold(till: &Till, number: u32, customer: &str) -> String {
    let id = sale_id(2, number);
    let line = format!(
        r#"{{"event_id":"{id}","kind":"sale","lines":[{{"sku":"PRN-200","quantity":1,"price":12900}}],"customer":"{customer}"}}"#
    );
    till.store().record(&[Incoming::parse(&line, till.now).unwrap()], till.now).unwrap();
    id
}

/// Every file below a folder that holds this text.
fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        if entry.file_type().unwrap().is_dir() {
            found.extend(holding(&entry.path(), text));
        } else if fs::read(entry.path()).unwrap().windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(entry.path());
        }
    }
    found
}

#[test]
fn a_customer_is_forgotten_everywhere_and_the_sale_stays() {
    let (sync, office) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut till = Till::new(sync.path());
    let (gone, stays) = (pseudonym("4711"), pseudonym("4712"));
    let sealed = sold(&till, 1, &gone);
    sold(&till, 2, &stays);
    till.visit(Occasion::Once);
    till.sell(2);
    till.visit(Occasion::Once);
    let waiting = sold(&till, 3, &gone);
    let path = office.path().join("head-office.db");
    let merge = || {
        let mut store = Collected::open(&path).unwrap();
        collect(&mut store, &folders(sync.path()).unwrap(), &mut |_, _| true).unwrap();
        store.digest().unwrap()
    };
    merge();

    assert_eq!(publish(sync.path(), "fenwick", vec![gone.clone()], None).unwrap(), 1);
    let forget = |till: &Till, chain: &str| take(&mut till.store(), sync.path(), &[], chain, till.now).unwrap();
    assert_eq!(forget(&till, "another chain")[0].code, "GW-304");
    assert!(!holding(till.data(), &gone).is_empty());
    assert_eq!(forget(&till, "fenwick"), []);
    let delivered = till.visit(Occasion::Visit);
    assert_eq!((delivered.copied, &delivered.problems[..]), (1, &[][..]));
    assert_eq!(holding(till.data(), &gone), Vec::<PathBuf>::new(), "the till");
    assert_eq!(holding(&sync.path().join("outbox"), &gone), Vec::<PathBuf>::new(), "the outbox");
    assert!(!holding(till.data(), &stays).is_empty());
    assert!(files(&till.outbox()).keys().any(|name| name.ends_with("-000001.r1.jsonl")));
    let bodies = arrived(sync.path());
    assert!(bodies[&sealed].contains("\"customer\":null") && bodies[&sealed].contains("PRN-200"));

    // Head office: by the list and by the segment alike.
    let mut store = Collected::open(&path).unwrap();
    store.forget(vec![gone.clone()]).unwrap();
    drop(store);
    merge();
    assert_eq!(holding(office.path(), &gone).len(), 1, "that he is to be forgotten is kept");

    // Nobody brings him back: not the basket that was open, not a line that is stored again, not the list once more.
    till.now += 1;
    let later = sold(&till, 4, &gone);
    sold(&till, 1, &gone);
    assert_eq!(forget(&till, "fenwick"), []);
    till.visit(Occasion::Once);
    let arrived = arrived(sync.path());
    for id in [&waiting, &later] {
        assert!(arrived[id].contains("\"customer\":null"), "{}", arrived[id]);
    }
    assert_eq!(till.store().counts().unwrap().events, 6);
    assert_eq!(till.visit(Occasion::Once).sealed, 0);
    assert_eq!(holding(&sync.path().join("outbox"), &gone), Vec::<PathBuf>::new());
}

#[test]
fn who_was_forgotten_stays_forgotten_when_a_damaged_store_takes_its_events_back() {
    let sync = tempfile::tempdir().unwrap();
    let till = Till::new(sync.path());
    let gone = pseudonym("4711");
    sold(&till, 1, &gone);
    till.visit(Occasion::Once);
    let elder = files(&till.outbox());
    publish(sync.path(), "fenwick", vec![gone.clone()], None).unwrap();
    let forget = || take(&mut till.store(), sync.path(), &[], "fenwick", till.now).unwrap();
    forget();
    till.visit(Occasion::Once);
    // A slow copy brings the old segment again, and the disk fails.
    for (name, bytes) in &elder {
        fs::write(till.outbox().join(name), bytes).unwrap();
    }
    fs::write(till.data().join(FILE), "nothing of it can be read").unwrap();
    drop(till.store());
    fs::remove_dir_all(till.data().join("damaged")).unwrap();
    till.visit(Occasion::Once);
    forget();
    till.visit(Occasion::Once);
    assert_eq!(till.store().counts().unwrap().events, 1);
    assert_eq!(holding(&sync.path().join("outbox"), &gone), Vec::<PathBuf>::new());
    assert_eq!(holding(&till.data().join("outbox"), &gone), Vec::<PathBuf>::new());
    assert!(till.store().events(0).all(|event| event.unwrap().body.contains("\"customer\":null")));
}

#[test]
fn head_office_says_it_in_one_command_and_counters_hear_it() {
    let chain = tempfile::tempdir().unwrap();
    let at = |name: &str| chain.path().join(name);
    let (data, sync) = (at("till"), at("sync"));
    let (sync_text, key) = (sync.display().to_string(), at("chain.key").display().to_string());
    fs::create_dir_all(&sync).unwrap();
    fs::write(at("chain.key"), "0123456789abcdef0123456789abcdef\n").unwrap();
    let gone = pseudonym("4711");
    let line = format!(r#"{{"event_id":"{}","kind":"sale","lines":[],"customer":"{gone}"}}"#, sale_id(3, 1));
    assert_eq!(run(&data, &["record"], &(line + "\n")).code, Some(0));
    let visit = || run(&data, &["sync", "--once", "--sync-dir", &sync_text], "");
    visit();
    let forget = |more: &[&str]| {
        let mut arguments = vec!["forget", "-", "--to", &sync_text, "--key", &key];
        arguments.extend(more);
        run(&data, &arguments, "4711\n")
    };
    let unknown = forget(&[]);
    assert_eq!(unknown.code, Some(1), "{}", unknown.out);
    assert!(unknown.err.contains("--chain ID"), "{}", unknown.err);
    let said = forget(&["--chain", "fenwick"]);
    assert_eq!(said.out, "published erasure list 1, unsigned; counters take it at their next visit\n", "{}", said.err);
    visit();
    assert_eq!(holding(&data, &gone), Vec::<PathBuf>::new());
    assert_eq!(holding(&sync.join("outbox"), &gone), Vec::<PathBuf>::new());
    let export = run(&data, &["export"], "");
    assert!(export.out.contains("\"customer\":null"), "{}", export.out);

    fs::write(sync.join("erase").join("erase-0000000002.json"), "{").unwrap();
    let refused = visit();
    assert_eq!(refused.code, Some(3));
    assert!(refused.err.contains("GW-304 Erasure list 2 was refused"), "{}", refused.err);
    let store = at("head-office.db").display().to_string();
    let collected = run(&data, &["collect", &sync_text, "-o", &store], "");
    assert_eq!(collected.code, Some(0), "{}", collected.err);
    assert!(collected.err.contains("GW-304"), "{}", collected.err);
}

#[test]
fn where_a_key_is_pinned_a_list_must_be_signed_by_it() {
    use goeswith::sync::signing::Signer;
    let sync = tempfile::tempdir().unwrap();
    let till = Till::new(sync.path());
    let gone = pseudonym("4711");
    sold(&till, 1, &gone);
    let signer = |name: &str| {
        let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
        let path = till.data().join(name);
        fs::write(&path, pair.sk.to_box(None).unwrap().into_string()).unwrap();
        Signer::open(&path, None).unwrap()
    };
    let (ours, other) = (signer("ours.key"), signer("other.key"));
    let keys = [ours.key().unwrap()];
    let visit = || take(&mut till.store(), sync.path(), &keys, "fenwick", till.now).unwrap();
    publish(sync.path(), "fenwick", vec![gone.clone()], None).unwrap();
    publish(sync.path(), "fenwick", vec![gone.clone()], Some(&other)).unwrap();
    assert_eq!(visit().len(), 2);
    assert!(till.store().events(0).any(|event| event.unwrap().body.contains(&gone)));
    // Not even the right signature under another name.
    publish(sync.path(), "fenwick", vec![pseudonym("4712")], Some(&ours)).unwrap();
    let erase = sync.path().join("erase");
    for ending in ["", ".minisig"] {
        let bytes = fs::read(erase.join(format!("erase-0000000003.json{ending}"))).unwrap();
        fs::write(erase.join(format!("erase-0000000001.json{ending}")), bytes).unwrap();
    }
    assert_eq!(visit().len(), 2);
    publish(sync.path(), "fenwick", vec![gone.clone()], Some(&ours)).unwrap();
    assert_eq!(visit().len(), 2);
    assert!(!till.store().events(0).any(|event| event.unwrap().body.contains(&gone)));
}
