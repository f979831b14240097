//! What a store's own prices and stock cost: from the file in the sync folder to the prices at the counter, at the next
//! start, and at every look at an item.
//!
//! `cargo bench --bench overlay -- [--items N]`. Every item has a row of its own; one in ten thousand rows is of an item
//! that the catalog does not have. `signed` is the same list, signed, at a counter that has pinned the key.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)] // a measurement that cannot go on stops

#[allow(dead_code)] // each bench uses its part
mod figures;
#[allow(dead_code)]
mod goods;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use figures::{Figures, heading, megabytes, option};
use goeswith::db::Catalog;
use goeswith::db::snapshot::{ItemRow, ItemRows, Snapshot, write};
use goeswith::domain::gtin::Barcodes;
use goeswith::domain::{ItemId, ItemType, Money};
use goeswith::sync::signing::Signer;
use goeswith::sync::stock::{Counter, Taker, held, publish};
use goeswith::travel::signature::Key;
use goods::Chance;

const PROGRAM: &str = env!("CARGO_BIN_EXE_goeswith");
const STORE: &str = "north-12";
const TURNS: usize = 5;
const LOOKS: usize = 20_000;

fn main() {
    let items: u32 = option("--items").map_or(1_000_000, |items| items.parse().unwrap());
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let file = folder.path().join("large.db");
    catalog(&file, items);
    let mut catalog = Catalog::open(&file).unwrap();
    let (csv, sync) = (folder.path().join("stock.csv"), folder.path().join("sync"));
    fs::write(&csv, rows(items)).unwrap();
    println!("items and rows {items}, times in milliseconds\n");

    let publishing = timed_command(&csv, &sync, folder.path());
    let bytes = fs::read(sync.join("stores").join(STORE).join("stock-0000000001.csv")).unwrap();
    println!(
        "overlay {:.1} MB, stock publish {:.0} ms, resident at most {:.0} MB",
        mega(bytes.len()),
        publishing.0,
        publishing.1
    );

    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let key_file = folder.path().join("bench.key");
    fs::write(&key_file, pair.sk.to_box(None).unwrap().into_string()).unwrap();
    let signer = Signer::open(&key_file, None).unwrap();
    let keys = [signer.key().unwrap()];
    println!("\n{}", heading());
    for (what, signer, keys) in [("file to live", None, &keys[..0]), ("file to live, signed", Some(&signer), &keys[..])]
    {
        let times = (0..TURNS).map(|_| taking(&catalog, &bytes, folder.path(), signer, keys));
        println!("{}", Figures::of_times(times).row(what, "ms"));
    }
    let data_dir = folder.path().join("data");
    let opening = (0..TURNS).map(|_| {
        let start = Instant::now();
        assert_eq!(held(&data_dir, STORE, &catalog).number(), 1);
        start.elapsed()
    });
    println!("{}", Figures::of_times(opening).row("opened at the next start", "ms"));

    let overlay = held(&data_dir, STORE, &catalog).overlay.unwrap();
    println!("\nheld in memory {:.1} MB, look-ups in microseconds\n\n{}", mega(overlay.bytes().len()), heading());
    let skus: Vec<String> = {
        let mut chance = Chance(30);
        (0..LOOKS).map(|_| sku(chance.below(items.into()) as u32)).collect()
    };
    let looks = |catalog: &Catalog| {
        let look = |sku: &String| {
            let start = Instant::now();
            assert!(catalog.item_by_sku(sku).unwrap().is_some());
            start.elapsed().as_secs_f64() * 1e6
        };
        Figures::of(skus.iter().map(look))
    };
    let found = skus.iter().map(|sku| {
        let start = Instant::now();
        std::hint::black_box(overlay.find(sku));
        start.elapsed().as_secs_f64() * 1e6
    });
    println!("{}", Figures::of(found).row("a row by SKU", "us"));
    looks(&catalog);
    println!("{}", looks(&catalog).row("an item without an overlay", "us"));
    catalog.lay_over(Some(overlay));
    println!("{}", looks(&catalog).row("an item with it", "us"));
}

/// Publishes and takes once: the time of taking alone, from the first look into the folder to what is laid over.
fn taking(catalog: &Catalog, bytes: &[u8], folder: &Path, signer: Option<&Signer>, keys: &[Key]) -> Duration {
    let (sync, data_dir) = (folder.join("once"), folder.join("data"));
    let _ = fs::remove_dir_all(&sync);
    let _ = fs::remove_dir_all(&data_dir);
    publish(&sync, STORE, bytes, 1, signer).unwrap();
    let counter = Counter { store: STORE, data_dir: &data_dir, keys, catalog, in_use: None, now: i64::MAX };
    let start = Instant::now();
    let taken = Taker::default().take(&sync, &counter).unwrap();
    let time = start.elapsed();
    assert!(taken.overlay.is_some() && taken.found.is_empty() && taken.unknown > 0);
    time
}

/// Milliseconds of the whole process, and megabytes.
fn timed_command(csv: &Path, sync: &Path, folder: &Path) -> (f64, f64) {
    let mut command = Command::new(PROGRAM);
    command.args(["stock", "publish"]).arg(csv).args(["--store", STORE, "--to"]).arg(sync);
    command.arg("--data-dir").arg(folder.join("head-office")).stdout(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut most = 0.0_f64;
    while child.try_wait().unwrap().is_none() {
        most = most.max(megabytes(child.id(), "VmHWM").unwrap_or_default());
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success());
    (start.elapsed().as_secs_f64() * 1e3, most)
}

fn sku(number: u32) -> String {
    format!("{}-{number:06}", ["PRN", "INK", "CAB", "SRV"][number as usize % 4])
}

/// As a stock program exports it, in no order of SKU.
fn rows(items: u32) -> String {
    let mut text = "sku,price,stock,location\n".to_owned();
    for number in 0..items {
        let known = if number % 10_000 == 7 { format!("OLD-{number}") } else { sku(number) };
        let (price, stock, aisle) = (number % 900, number % 50, number % 40);
        writeln!(text, "{known},{price}.99,{stock},Aisle {aisle}").unwrap();
    }
    text
}

/// So many items that differ in their SKU.
#[derive(Debug)]
struct Stains(Vec<String>, Barcodes);

impl ItemRows for Stains {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn rows(&self) -> Box<dyn Iterator<Item = ItemRow<'_>> + '_> {
        Box::new((1..).zip(&self.0).map(|(number, sku)| ItemRow {
            id: ItemId(number),
            sku,
            name: "Wood stain",
            item_type: ItemType::Goods,
            category: None,
            variant_of: None,
            place: Some("Aisle 7B"),
            brand: None,
            note: None,
            barcodes: &self.1,
            attributes: &[],
            price: Some(Money(999)),
            cost: None,
            stock: Some(3),
        }))
    }
}

fn catalog(file: &Path, items: u32) {
    let shop = [("chain_id", "made-up"), ("currency", "EUR"), ("exponent", "2")];
    let shop = shop.into_iter().map(|(key, value)| (key, value.to_owned())).collect();
    let snapshot = Snapshot {
        shop,
        items: Box::new(Stains((0..items).map(sku).collect(), Barcodes::default())),
        ..Snapshot::default()
    };
    write(file, &snapshot, &mut |_| true).unwrap();
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
