//! How long a suggestion takes inside the process, for one item and for a basket of thirty, and how long a catalog of as
//! many pairs takes to build.
//!
//! `cargo bench --bench suggest -- [--items N] [--catalog FILE.db]`. Without `--catalog` a shop is made up: items in groups
//! of twenty that are bought together, three baskets an item, so that there are about ten pairs an item. Times are those
//! on the processor where the system tells them (Unix), else by the clock.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)] // a measurement that cannot go on stops

#[allow(dead_code)] // each bench uses its part
mod figures;
#[allow(dead_code)]
mod goods;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use figures::{Figures, heading, on_processor, option};
use goeswith::cli::advise::Advisor;
use goeswith::db::Catalog;
use goeswith::domain::{ItemId, Sku};
use goeswith::rank::{BasketItem, Circumstances};
use goods::Chance;

const QUESTIONS: usize = 3_000;
const GROUP: usize = 20;
const IN_BASKET: usize = 8;
const BASKETS_AN_ITEM: usize = 3;
const LARGE: usize = 30;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let catalog = option("--catalog").map_or_else(|| built(folder.path()), PathBuf::from);
    let advisor = Advisor::new(Catalog::open(&catalog).unwrap()).unwrap();
    let items = advisor.catalog.item_count().unwrap() as u64;
    println!("items {items}, times in milliseconds\n\n{}", heading());
    let mut chance = Chance(30);
    for (what, size) in [("one item", 1), ("a basket of 30", LARGE)] {
        let baskets: Vec<Vec<BasketItem>> =
            (0..QUESTIONS).map(|_| basket(&advisor, &mut chance, items, size)).collect();
        let times: Vec<Duration> = baskets.iter().map(|basket| timed(&advisor, basket)).collect();
        println!("{}", Figures::of_times(times).row(what, "ms"));
    }
}

/// Items drawn evenly: as many that sell often as that do not.
fn basket(advisor: &Advisor, chance: &mut Chance, items: u64, size: usize) -> Vec<BasketItem> {
    let mut basket: Vec<BasketItem> = Vec::new();
    while basket.len() < size {
        let id = ItemId(1 + chance.below(items) as u32);
        if let Some(item) = advisor.catalog.item(id).unwrap()
            && basket.iter().all(|joined| joined.item.id != id)
        {
            basket.push(BasketItem { item, quantity: 1 });
        }
    }
    basket
}

fn timed(advisor: &Advisor, basket: &[BasketItem]) -> Duration {
    let now = Circumstances::default();
    let start = (on_processor(), Instant::now());
    let advice = advisor.advise(basket, &now, "en").unwrap();
    let end = (on_processor(), Instant::now());
    assert!(advice.suggestions.len() <= 5);
    match (start.0, end.0) {
        (Some(start), Some(end)) => end.saturating_sub(start),
        _ => end.1 - start.1,
    }
}

/// Builds the made-up shop and says how long that takes.
fn built(folder: &Path) -> PathBuf {
    let items: usize = option("--items").map_or(20_000, |items| items.parse().unwrap());
    let (source, catalog) = (folder.join("source"), folder.join("pairs.db"));
    write(&source, items).unwrap();
    let start = Instant::now();
    let mut build = Command::new(env!("CARGO_BIN_EXE_goeswith"));
    build.args(["catalog", "build"]).arg(&source).arg("-o").arg(&catalog);
    assert!(build.stderr(Stdio::inherit()).status().unwrap().success());
    println!("built in {:.1} s, {} bytes", start.elapsed().as_secs_f64(), fs::metadata(&catalog).unwrap().len());
    catalog
}

fn write(source: &Path, items: usize) -> std::io::Result<()> {
    fs::create_dir_all(source.join("sales"))?;
    fs::write(source.join("shop.toml"), "name = \"Made up\"\nchain_id = \"made-up\"\ncurrency = \"EUR\"\n")?;
    let mut text = "sku,name,price,category\n".to_owned();
    for item in 0..items {
        let (group, category) = (item / GROUP, item / GROUP % 500);
        writeln!(text, "{},Thing {item} of group {group},9.90,Goods > Aisle {category}", sku(item)).unwrap_or_default();
    }
    fs::write(source.join("items.csv"), text)?;
    let mut file = BufWriter::new(File::create(source.join("sales/2026.csv"))?);
    writeln!(file, "basket_id,timestamp,sku")?;
    let mut chance = Chance(8);
    for basket in 0..items * BASKETS_AN_ITEM {
        let group = chance.below((items / GROUP) as u64) as usize;
        let (month, day) = (1 + basket * 10 / (items * BASKETS_AN_ITEM), 1 + chance.below(28));
        for _ in 0..IN_BASKET {
            let item = group * GROUP + chance.below(GROUP as u64) as usize;
            writeln!(file, "B{basket},2026-{month:02}-{day:02},{}", sku(item))?;
        }
    }
    file.flush()
}

fn sku(item: usize) -> Sku {
    Sku::parse(&format!("MU-{item:07}")).unwrap()
}
