//! The search index from outside: made with the catalog, made again by itself, and never in the way of a sale.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod program;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use goeswith::cli::finder::{self, Request};
use goeswith::cli::place::Snapshot;
use goeswith::tui::message::Message;
use goeswith::tui::state::Fit;

/// A catalog of some hundred items in a throw-away folder, not installed.
fn catalog() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    fs::create_dir(&source).unwrap();
    fs::write(source.join("shop.toml"), "name = \"Shop\"\nchain_id = \"shop\"\ncurrency = \"EUR\"\n").unwrap();
    let mut items = String::from("sku,name,category,barcodes\nKET-100,\"Kettle, 1.7 L\",Kitchen,4006381333931\n");
    for n in 0..3000 {
        writeln!(items, "PAN-{n:03},Frying pan {n} cm,Kitchen,").unwrap();
    }
    fs::write(source.join("items.csv"), items).unwrap();
    let path = folder.path().join("shop.db");
    let build =
        program::run(folder.path(), &["catalog", "build", source.to_str().unwrap(), "-o", path.to_str().unwrap()], "");
    assert_eq!(build.code, Some(0), "{}", build.err);
    (folder, path)
}

fn installed() -> (tempfile::TempDir, PathBuf) {
    let (folder, path) = catalog();
    let install = program::run(folder.path(), &["catalog", "install", path.to_str().unwrap()], "");
    assert_eq!(install.code, Some(0), "{}", install.err);
    let of = |folder: &Path| fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let index = of(&folder.path().join("catalogs")).join("search.idx");
    (folder, index)
}

#[test]
fn an_index_that_is_missing_or_damaged_is_made_again() {
    let (folder, index) = installed();
    let whole = fs::read(&index).unwrap();
    let search = || {
        let answer = program::run(folder.path(), &["search", "ketle"], "");
        assert!(answer.out.contains("KET-100"), "{answer:?}");
    };
    search();
    assert_eq!(fs::read(&index).unwrap(), whole, "what is sound is left alone");
    fs::remove_file(&index).unwrap();
    search();
    assert_eq!(fs::read(&index).unwrap(), whole, "missing");
    fs::write(&index, &whole[..whole.len() / 2]).unwrap();
    search();
    assert_eq!(fs::read(&index).unwrap(), whole, "cut short");
    let mut older = whole.clone();
    older[12] = older[12].wrapping_add(1);
    fs::write(&index, &older).unwrap();
    search();
    assert_eq!(fs::read(&index).unwrap(), whole, "of another version");
}

#[test]
fn a_catalog_that_is_not_installed_has_its_index_in_the_cache() {
    let (folder, path) = catalog();
    let search = ["--catalog", path.to_str().unwrap(), "search", "frying", "77"];
    let first = program::run(folder.path(), &search, "");
    assert!(first.out.starts_with("PAN-077"), "{first:?}");
    assert_eq!(fs::read_dir(folder.path().join("cache")).unwrap().count(), 1);
    assert_eq!(program::run(folder.path(), &search, "").out, first.out);
}

#[test]
fn where_the_index_cannot_be_kept_items_are_found_all_the_same() {
    let (folder, path) = catalog();
    fs::write(folder.path().join("cache"), "a file where the folder should be").unwrap();
    let search = ["--catalog", path.to_str().unwrap(), "search", "ketle"];
    assert!(program::run(folder.path(), &search, "").out.contains("KET-100"));
}

#[test]
fn while_the_index_is_made_beginnings_and_codes_are_found_and_then_everything() {
    let (folder, path) = catalog();
    let (ask, requests) = crossbeam_channel::unbounded();
    let (answers, told) = crossbeam_channel::unbounded();
    let finder = std::thread::spawn(move || {
        finder::serve(&requests, |message| {
            let _ = answers.send(message);
        });
    });
    ask.send(Request::Open(Snapshot::cached(path, folder.path().to_owned()))).unwrap();
    let mut preparing = false;
    for (id, text) in (0..).zip(["kettle", "KET", "4006381", "4006381333931"]) {
        ask.send(Request::Search { id, text: text.to_owned() }).unwrap();
        // An answer comes at once, and once more when the index is there.
        let Message::FoundNames { rows, fit, .. } = told.recv_timeout(Duration::from_secs(60)).unwrap() else {
            panic!()
        };
        assert!(rows.iter().any(|hit| hit.item.sku.as_str() == "KET-100"), "{text}: {fit:?}");
        preparing |= fit == Fit::Preparing;
    }
    ask.send(Request::Search { id: 9, text: "ketle 1,7l".to_owned() }).unwrap();
    let found = std::iter::from_fn(|| told.recv_timeout(Duration::from_secs(60)).ok()).any(|message| {
        matches!(message, Message::FoundNames { id: 9, rows, .. } if rows.iter().any(|hit| hit.item.sku.as_str() == "KET-100"))
    });
    assert!(found && preparing);
    drop(ask);
    finder.join().unwrap();
}

#[test]
fn an_installation_that_is_done_again_repairs_its_index() {
    let (folder, index) = installed();
    fs::write(&index, "nonsense").unwrap();
    let path = folder.path().join("shop.db");
    assert_eq!(program::run(folder.path(), &["catalog", "install", path.to_str().unwrap()], "").code, Some(0));
    assert!(fs::read(&index).unwrap().starts_with(b"goeswith ix"));
}
