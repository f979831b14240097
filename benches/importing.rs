//! What it costs to bring a shop: a million items and as many links built and checked, beside the `sqlite3` shell that
//! takes the same files into one table with `.import`.
//!
//! `cargo bench --bench importing -- [--items 1000000] [--turns 3]`. The commands take turns, so that a busy machine is busy
//! for all. The same goods come once more as another program exports them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)] // a measurement that cannot go on stops

#[allow(dead_code)] // each bench uses its part
mod figures;
#[allow(dead_code)]
mod goods;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use figures::{Figures, megabytes, option};
use goods::{Chance, Shop, sku};

const PROGRAM: &str = env!("CARGO_BIN_EXE_goeswith");
const SETTINGS: &str = "name = \"Made up\"\nchain_id = \"made-up\"\ncurrency = \"EUR\"\n";
/// One link in so many has sentences; of the others the build warns.
const SPOKEN: u64 = 10;

fn main() {
    let number = |name, usual: usize| option(name).map_or(usual, |text| text.parse().expect(name));
    let (items, turns) = (number("--items", 1_000_000), number("--turns", 3));
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let source = folder.path().join("source");
    write(&source, items);
    println!("{items} items, {items} links\n\n{:<34} {:>8} {:>12}", "", "s", "MB at most");
    let mut measured = Measured::default();
    for _ in 0..turns.max(1) {
        measured.turn(folder.path(), &source);
    }
    measured.say();
}

/// Seconds and megabytes of every command, in the order in which they were first run.
#[derive(Default)]
struct Measured(Vec<(&'static str, Vec<f64>, Vec<f64>)>);

const SQLITE: &str = "sqlite3 .import of the items";
const BUILD: &str = "catalog build";
const CHECK: &str = "catalog check";
const SQLITE_FOREIGN: &str = "sqlite3 .import of a foreign file";
const IMPORT: &str = "import of a foreign file";
const BUILD_IMPORTED: &str = "catalog build of what it made";

impl Measured {
    fn turn(&mut self, folder: &Path, source: &Path) {
        if is_there(Command::new("sqlite3").arg("-version")) {
            let table = folder.join("table.db");
            let _ = fs::remove_file(&table);
            let mut import = Command::new("sqlite3");
            import.arg(&table).arg(".mode csv").arg(format!(".import {} item", source.join("items.csv").display()));
            self.run(SQLITE, &mut import);
        }
        self.run(BUILD, command(&["catalog", "build"]).arg(source).arg("-o").arg(folder.join("shop.db")));
        self.run(CHECK, command(&["catalog", "check"]).arg(source));
        let (foreign, imported) = (folder.join("foreign.csv"), folder.join("imported"));
        if !foreign.exists() {
            write_foreign(&foreign, source);
        }
        if is_there(Command::new("sqlite3").arg("-version")) {
            let table = folder.join("table.db");
            let _ = fs::remove_file(&table);
            let mut import = Command::new("sqlite3");
            import.arg(&table).arg(".mode csv").arg(format!(".import {} item", foreign.display()));
            self.run(SQLITE_FOREIGN, &mut import);
        }
        let _ = fs::remove_dir_all(&imported);
        self.run(IMPORT, command(&["import"]).arg(&foreign).arg("-o").arg(&imported));
        self.run(BUILD_IMPORTED, command(&["catalog", "build"]).arg(&imported).arg("-o").arg(folder.join("two.db")));
    }

    /// Runs a command to its end.
    fn run(&mut self, what: &'static str, command: &mut Command) {
        let before = Instant::now();
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut most = 0.0_f64;
        while child.try_wait().unwrap().is_none() {
            most = most.max(megabytes(child.id(), "VmHWM").unwrap_or_default());
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        let seconds = before.elapsed().as_secs_f64();
        assert!(child.wait().unwrap().success(), "{what}");
        match self.0.iter_mut().find(|(known, ..)| *known == what) {
            Some((_, all_seconds, all_megabytes)) => {
                all_seconds.push(seconds);
                all_megabytes.push(most);
            }
            None => self.0.push((what, vec![seconds], vec![most])),
        }
    }

    /// The median of the seconds, where the command was run.
    fn seconds(&self, what: &str) -> Option<f64> {
        let (_, seconds, _) = self.0.iter().find(|(known, ..)| *known == what)?;
        Some(Figures::of(seconds.iter().copied()).median())
    }

    fn say(&self) {
        for (what, seconds, megabytes) in &self.0 {
            let most = Figures::of(megabytes.iter().copied()).part(1.0);
            println!("{what:<34} {:>8.2} {most:>12.0}", Figures::of(seconds.iter().copied()).median());
        }
        let Some(sqlite) = self.seconds(SQLITE) else {
            println!("\nsqlite3 is not installed, so there is nothing to compare with");
            return;
        };
        println!();
        let foreign = self.seconds(SQLITE_FOREIGN).unwrap_or(sqlite);
        for (what, beside) in [(BUILD, sqlite), (CHECK, sqlite), (IMPORT, foreign), (BUILD_IMPORTED, sqlite)] {
            if let Some(seconds) = self.seconds(what) {
                println!("{what} to sqlite3 .import of its file: {:.2}", seconds / beside);
            }
        }
        let both = [IMPORT, BUILD_IMPORTED].iter().filter_map(|what| self.seconds(what)).sum::<f64>();
        println!("imported and built: {both:.1} s");
    }
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(words);
    command
}

/// True where the command can be run and ends well.
fn is_there(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// A source of items, each with one accessory.
fn write(source: &Path, items: usize) {
    fs::create_dir_all(source).unwrap();
    fs::write(source.join("shop.toml"), SETTINGS).unwrap();
    let mut chance = Chance(952);
    let shop = Shop { items, baskets: 0 };
    fs::write(source.join("items.csv"), goods::items(&shop, &mut chance)).unwrap();
    let mut links = "item,add_on,kind,ask,say\n".to_owned();
    for item in 0..items {
        let add_on = (item + 1 + chance.below(items as u64 - 1) as usize) % items;
        let sentences = match chance.below(SPOKEN) {
            0 => format!("What is it for this time?,Number {} keeps the other one in good shape.", chance.below(5_000)),
            _ => ",".to_owned(),
        };
        writeln!(links, "{},{},accessory,{sentences}", sku(item), sku(add_on)).unwrap();
    }
    fs::write(source.join("links.csv"), links).unwrap();
}

/// The same goods as a shop system exports them: the columns of `WooCommerce`, links as cross-sells.
fn write_foreign(file: &Path, source: &Path) {
    let lines = |name: &str| BufReader::new(File::open(source.join(name)).unwrap()).lines().map(Result::unwrap).skip(1);
    let mut out = BufWriter::new(File::create(file).unwrap());
    writeln!(
        out,
        "ID,Type,SKU,\"GTIN, UPC, EAN, or ISBN\",Name,Published,\"Visibility in catalog\",\"Short description\",\
         \"In stock?\",Stock,\"Regular price\",Categories,Upsells,Cross-sells,Brands"
    )
    .unwrap();
    for ((id, item), link) in (1..).zip(lines("items.csv")).zip(lines("links.csv")) {
        // The name is quoted and may hold commas; no other cell does.
        let (sku, rest) = item.split_once(',').unwrap();
        let (name, rest) = rest.trim_start_matches('"').rsplit_once("\",").unwrap();
        let cells: Vec<&str> = rest.split(',').collect();
        let [barcode, price, stock, _, brand, category] = cells[..] else { panic!("{item}") };
        let add_on = link.split(',').nth(1).unwrap();
        writeln!(
            out,
            "{id},simple,{sku},{barcode},\"{name}\",1,visible,,1,{stock},{price},{category},,{add_on},{brand}"
        )
        .unwrap();
    }
    out.flush().unwrap();
}
