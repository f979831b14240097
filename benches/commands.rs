//! What commands cost as whole processes: `suggest` beside the `sqlite3` shell that reads one row by its key, and
//! `catalog build`.
//!
//! `cargo bench --bench commands -- [--catalog FILE.db] [--source FOLDER]`. The two commands take turns, so that a busy
//! machine is busy for both.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)] // a measurement that cannot go on stops

#[allow(dead_code)] // each bench uses its part
mod figures;
#[allow(dead_code)]
mod goods;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use figures::{Figures, heading, megabytes, option};
use goeswith::db::Catalog;

const PROGRAM: &str = env!("CARGO_BIN_EXE_goeswith");
const TURNS: usize = 101;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let source = option("--source").map_or_else(|| generated(folder.path()), PathBuf::from);
    let built = folder.path().join("built.db");
    build(&source, &built);
    let catalog = option("--catalog").map_or(built, PathBuf::from);
    suggest(&catalog, folder.path());
}

/// A source of made-up goods.
fn generated(folder: &Path) -> PathBuf {
    let source = folder.join("source");
    let shop = goods::Shop { items: 20_000, baskets: 20_000 };
    goods::write(&source, &shop).unwrap();
    source
}

fn build(source: &Path, catalog: &Path) {
    let before = Instant::now();
    let mut command = Command::new(PROGRAM);
    command.args(["catalog", "build"]).arg(source).arg("-o").arg(catalog);
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let mut most = None;
    while child.try_wait().unwrap().is_none() {
        // It never falls, so the last one read before the end is the most there was, but for the last few milliseconds.
        most = megabytes(child.id(), "VmHWM").or(most);
        std::thread::sleep(Duration::from_millis(2));
    }
    let time = before.elapsed();
    assert!(child.wait().unwrap().success());
    let items = Catalog::open(catalog).unwrap().item_count().unwrap();
    println!("catalog build, {items} items: {:.2} s", time.as_secs_f64());
    match most {
        Some(most) => println!("resident at most while building: {most:.0} MB"),
        None => println!("resident at most while building: not known on this system"),
    }
}

fn suggest(catalog: &Path, folder: &Path) {
    let opened = Catalog::open(catalog).unwrap();
    let best = opened.best_sellers(TURNS).unwrap();
    let items = best.into_iter().filter_map(|(id, _)| opened.item(id).unwrap());
    let skus: Vec<String> = items.map(|item| item.sku.as_str().to_owned()).collect();
    if Command::new("sqlite3").arg("-version").stdout(Stdio::null()).status().is_err() {
        println!("sqlite3 is not installed, so `suggest` has nothing to be compared with");
        return;
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for sku in skus.iter().cycle().take(TURNS) {
        let mut suggest = Command::new(PROGRAM);
        suggest.args(["suggest", sku, "--catalog"]).arg(catalog);
        ours.push(time(suggest.arg("--data-dir").arg(folder)));
        let mut select = Command::new("sqlite3");
        select.arg(catalog).arg(format!("SELECT * FROM item WHERE sku = '{sku}'"));
        theirs.push(time(&mut select));
    }
    let (ours, theirs) = (Figures::of_times(ours), Figures::of_times(theirs));
    println!("\n{}", heading());
    println!("{}", ours.row("goeswith suggest SKU", "ms"));
    println!("{}", theirs.row("sqlite3, one row by key", "ms"));
    println!("ratio of the medians: {:.2}", ours.median() / theirs.median());
}

/// The time of a whole process.
fn time(command: &mut Command) -> Duration {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let before = Instant::now();
    assert!(command.status().unwrap().success());
    before.elapsed()
}
