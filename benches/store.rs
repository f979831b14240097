//! What a sale costs to be on disk, alone and while another thread seals and delivers, beside one plain write and flush.
//!
//! `cargo bench --bench store`. It writes where the build lies: a disk in memory would flush for nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)] // a measurement that cannot go on stops

#[allow(dead_code)] // each bench uses its part
mod figures;

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use figures::{Figures, heading};
use goeswith::db::store::{FILE, Incoming, Store};
use goeswith::sync::outbox::{About, Occasion, deliver};

const SALES: usize = 1_000;
const NOW: i64 = 1_795_357_800_000;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    println!("{}", heading());
    flushes(folder.path());
    let path = folder.path().join(FILE);
    let mut store = Store::open(&path, NOW).unwrap().0;
    record(&mut store, "a sale recorded");
    seal(&mut store, folder.path());
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut store = Store::open(&path, NOW).unwrap().0;
            while !done.load(Ordering::Relaxed) {
                deliver(&mut store, folder.path(), &About::default(), Occasion::Once, NOW).unwrap();
                std::thread::sleep(Duration::from_millis(50));
            }
        });
        record(&mut store, "the same while others seal");
        done.store(true, Ordering::Relaxed);
    });
}

/// What the disk takes for one flush.
fn flushes(folder: &Path) {
    let mut file = File::create(folder.join("plain")).unwrap();
    let mut times = Vec::new();
    for _ in 0..SALES {
        let before = Instant::now();
        file.write_all(&[0x5A; 4096]).unwrap();
        file.sync_data().unwrap();
        times.push(before.elapsed());
    }
    println!("{}", Figures::of_times(times).row("4 KiB written and flushed", "ms"));
}

fn sale() -> Incoming {
    let line = r#"{"kind":"sale","lines":[{"sku":"PRN-200","quantity":1,"price":12900},{"sku":"INK-305","quantity":1,"price":1799}],"suggestions":[{"item":"PRN-200","add_on":"INK-305","link_kind":"required","rank":1,"reason":"curated","outcome":"accepted"}],"context":[],"arms":{}}"#;
    Incoming::parse(line, NOW).unwrap()
}

fn record(store: &mut Store, what: &str) {
    let mut times = Vec::new();
    for _ in 0..SALES {
        let sale = sale();
        let before = Instant::now();
        store.record(&[sale], NOW).unwrap();
        times.push(before.elapsed());
    }
    println!("{}", Figures::of_times(times).row(what, "ms"));
}

fn seal(store: &mut Store, folder: &Path) {
    let before = Instant::now();
    let delivered = deliver(store, folder, &About::default(), Occasion::Once, NOW).unwrap();
    println!(
        "{SALES} sales sealed and delivered in {} segment: {:.1} ms",
        delivered.copied,
        before.elapsed().as_secs_f64() * 1e3
    );
}
