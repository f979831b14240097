//! What is fuzzed: each function takes any bytes, has the library read them, and holds what comes out against what must
//! be true of it. The targets in `fuzz_targets` call these, and so does the test that replays the corpus
//! (`tests/corpus.rs`), which needs neither cargo-fuzz nor a nightly toolchain.

use std::io::Write as _;

use goeswith::domain::{Currency, Day, text};
use goeswith::travel::manifest::Manifest;
use goeswith::travel::names::SegmentName;
use goeswith::travel::{segment, stock};
use goeswith::{catalog, db, scan, search, sheet};

/// Has the library read something.
pub type Read = fn(&[u8]);

/// Every function with the name of its target and of its folder in the corpus.
pub const ALL: [(&str, Read); 8] = [
    ("scan", scan_text),
    ("text", clean_text),
    ("event", event_line),
    ("csv", csv_row),
    ("source", catalog_source),
    ("manifest", manifest),
    ("segment", segment_file),
    ("catalog", catalog_file),
];

/// What a scanner sends: some meaning, and the search for it, without a panic.
pub fn scan_text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = scan::scan(&text, None);
    for reading in scan::readings(&text, "auto") {
        assert!(reading.len() <= 8 * text.len() + 8, "a reading is about as long as what was typed");
    }
    let _ = search::fold(&text);
}

/// What is cleaned is clean, and stays as it is when it is cleaned again.
pub fn clean_text(bytes: &[u8]) {
    let cleaned = text::clean(&String::from_utf8_lossy(bytes)).text;
    assert!(text::is_clean(&cleaned), "{cleaned:?}");
    assert_eq!(text::clean(&cleaned).text, cleaned);
}

/// A line for `record`: an event, or a sentence about what is wrong.
pub fn event_line(bytes: &[u8]) {
    let line = String::from_utf8_lossy(bytes);
    let _ = db::store::Incoming::parse(&line, 1_795_000_000_000);
}

/// Any table: every row is read or is a problem, and every cell can be asked for.
pub fn csv_row(bytes: &[u8]) {
    let mut problems = sheet::Problems::default();
    let Some(table) = sheet::table::Table::read("any.csv", bytes.to_vec(), &mut problems) else { return };
    let columns = table.header.names.len();
    table.each_row(&mut problems, |row, problems| {
        for column in 0..columns {
            let _ = row.clean(Some(column), "any.csv", problems);
        }
    });
    let euro = Currency { code: "EUR".to_owned(), exponent: 2 };
    catalog::stock::read("any.csv", bytes.to_vec(), &euro, &mut problems);
}

/// A whole source: files one behind the other, each begun by a line with NUL and its name.
pub fn catalog_source(bytes: &[u8]) {
    const FILES: [&str; 6] = ["shop.toml", "items.csv", "links.csv", "talking_points.csv", "pairs.csv", "sales/a.csv"];
    let Ok(folder) = tempfile::tempdir() else { return };
    if std::fs::create_dir(folder.path().join("sales")).is_err() {
        return;
    }
    for (name, text) in FILES.iter().zip(bytes.split(|byte| *byte == 0)) {
        if !text.is_empty() && std::fs::write(folder.path().join(name), text).is_err() {
            return;
        }
    }
    let _ = catalog::source::read(folder.path(), Day(20_000), &mut catalog::watch::Unwatched);
}

/// A manifest: what is read is written and read as the same.
pub fn manifest(bytes: &[u8]) {
    for version in [1, 124] {
        if let Ok(manifest) = Manifest::read(bytes, version) {
            assert_eq!(Manifest::read(&manifest.to_bytes(), version), Ok(manifest));
        }
    }
}

/// A segment of the terminal and epoch that the corpus is about, and a store's list.
pub fn segment_file(bytes: &[u8]) {
    const TERMINAL: &str = "0190f3c2-a1b2-7c3d-8e4f-5061728394a5";
    const EPOCH: &str = "0190f3c2-a1b2-7c3d-8e4f-5061728394a6";
    let name = SegmentName { epoch: EPOCH.to_owned(), number: 42, revision: 0 };
    if let Ok(segment) = segment::read(bytes, TERMINAL, &name) {
        assert_eq!(segment.lines.len() as u64, segment.footer.count);
        for (seq, line) in (segment.footer.first_seq..).zip(&segment.lines) {
            let _ = segment::unframe(&segment.header, seq, line);
        }
    }
    let currency = Currency { code: "EUR".to_owned(), exponent: 2 };
    let wanted = stock::Wanted {
        store: "north-12",
        number: 42,
        chain_id: "fenwick",
        currency: &currency,
        now: 1_795_000_000_000,
    };
    let _ = stock::read(bytes, &wanted);
}

/// A snapshot from elsewhere: what passes the checks can be opened and searched.
pub fn catalog_file(bytes: &[u8]) {
    let Ok(mut file) = tempfile::NamedTempFile::new() else { return };
    if file.write_all(bytes).is_err() || db::verify(file.path()).is_err() || db::content(file.path()).is_err() {
        return;
    }
    let Ok(opened) = db::Catalog::open(file.path()) else { return };
    let _ = opened.shop();
    let _ = db::describe(file.path());
}
