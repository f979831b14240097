//! A small shop whose catalogs differ in a word of every name and in every price, so that each answer of the program says
//! which catalog it was made from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::program;
use super::run::Run;

pub const CHAIN: &str = "fenwick";
/// Catalogs with other contents.
pub const LOTS: usize = 4;
const ITEMS: usize = 60;

/// A snapshot as `catalog build` made it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub bytes: Vec<u8>,
    pub sha256: String,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
}

/// What every run may use and none may change.
#[derive(Debug)]
pub struct Shop {
    pub lots: Vec<Snapshot>,
    /// A data directory with lot 0 in use as version 1.
    pub installed: PathBuf,
    _folder: tempfile::TempDir,
}

impl Shop {
    pub fn build(binary: &Path) -> Self {
        let folder = tempfile::Builder::new().prefix("goeswith-faults-shop-").tempdir().unwrap();
        for name in ["home", "tmp", "here"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let lots: Vec<Snapshot> = (0..LOTS).map(|lot| built(binary, folder.path(), lot)).collect();
        let (sync, installed) = (folder.path().join("sync"), folder.path().join("installed"));
        super::parcel::Parcel::of(1, &lots[0]).put(&sync);
        let mut command = program::command(binary, folder.path());
        command.args(["sync", "--once", "--sync-dir"]).arg(&sync).arg("--data-dir").arg(&installed);
        let answer = program::finish(command, b"");
        assert_eq!(answer.code, Some(0), "the first catalog: {}", answer.brief());
        // Each run begins a store of its own.
        for entry in fs::read_dir(&installed).unwrap().flatten() {
            if entry.file_name().to_string_lossy().starts_with("store.") {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        Self { lots, installed, _folder: folder }
    }
}

fn built(binary: &Path, folder: &Path, lot: usize) -> Snapshot {
    let source = folder.join(format!("source-{lot}"));
    write_source(&source, ITEMS, lot);
    let file = folder.join(format!("lot-{lot}.db"));
    build(binary, folder, &source, &file);
    Snapshot::read(&file)
}

/// Builds a source into a snapshot.
pub fn build(binary: &Path, home: &Path, source: &Path, file: &Path) {
    let mut command = program::command(binary, home);
    command.args(["catalog", "build"]).arg(source).arg("-o").arg(file);
    let answer = program::finish(command, b"");
    assert_eq!(answer.code, Some(0), "catalog build: {}", answer.brief());
}

/// Writes a source of so many items, each with two links.
pub fn write_source(source: &Path, items: usize, lot: usize) {
    fs::create_dir_all(source).unwrap();
    let toml = format!("name = \"Fenwick\"\nchain_id = \"{CHAIN}\"\ncurrency = \"EUR\"\n");
    fs::write(source.join("shop.toml"), toml).unwrap();
    let mut rows = String::from("sku,name,barcodes,price,stock,location,category,brand,note,colour\n");
    let mut links = String::from("item,add_on,kind,ask,say,why\n");
    for item in 0..items {
        let price = 100 + item * 10 + lot;
        let _ = writeln!(
            rows,
            "SKU-{item},Thing {item} lot{lot},{},{}.{:02},{},Aisle {},Tools > Kind {},Maker {},\"Note {item}, lot{lot}\",red",
            ean13(item),
            price / 100,
            price % 100,
            item % 50,
            item % 9,
            item % 7,
            item % 5,
        );
        for step in 1..3 {
            let other = (item + step) % items;
            let _ =
                writeln!(links, "SKU-{item},SKU-{other},accessory,Ask {item} lot{lot}?,Say lot{lot}.,Why lot{lot}.");
        }
    }
    fs::write(source.join("items.csv"), rows).unwrap();
    fs::write(source.join("links.csv"), links).unwrap();
}

/// A barcode of the numbers that shops give themselves.
pub fn ean13(item: usize) -> String {
    let digits = format!("29{item:010}");
    let sum: u32 =
        digits.chars().zip([1, 3].iter().cycle()).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

impl Snapshot {
    /// Reads a file and counts its rows.
    pub fn read(file: &Path) -> Self {
        let bytes = fs::read(file).unwrap();
        let rows = rows(file).unwrap_or_default();
        Self { sha256: digest(&bytes), bytes, rows }
    }

    /// Bytes that need not be a snapshot at all. The rows are those that it has, where that can be told.
    pub fn of(bytes: Vec<u8>, scratch: &Path) -> Self {
        fs::write(scratch, &bytes).unwrap();
        let rows = rows(scratch).unwrap_or_default();
        fs::remove_file(scratch).unwrap();
        Self { sha256: digest(&bytes), bytes, rows }
    }
}

fn rows(file: &Path) -> rusqlite::Result<BTreeMap<String, u64>> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = rusqlite::Connection::open_with_flags(file, flags)?;
    let mut statement = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let count = |name: String| {
        let sql = format!("SELECT count(*) FROM \"{name}\"");
        let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
        Ok((name, count.unsigned_abs()))
    };
    names.into_iter().map(count).collect()
}

/// SHA-256 in lower-case hex.
pub fn digest(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

impl Run<'_> {
    /// Gives this run's data directory lot 0, in use as version 1.
    pub fn install_lot_0(&self) {
        let data = self.data();
        let _ = fs::remove_dir_all(&data);
        copy(&self.suite.shop().installed, &data);
    }

    /// One visit to the sync folder.
    pub fn visit(&mut self) -> program::Answer {
        let sync = self.sync().display().to_string();
        self.run(&["sync", "--once", "--sync-dir", &sync], "")
    }

    /// The digest of a lot.
    pub fn lot(&self, lot: usize) -> &str {
        &self.suite.shop().lots[lot].sha256
    }

    /// Asks the catalog in use for an item and its add-ons; the lots that the answer speaks of.
    pub fn lots_on_sale(&mut self) -> Vec<usize> {
        let item = self.dice.below(ITEMS);
        let answer = self.run(&["suggest", &format!("SKU-{item}")], "");
        assert_eq!(answer.code, Some(0), "suggest: {}", answer.brief());
        lots_in(&answer.text())
    }
}

/// The lots that an answer speaks of, each once.
pub fn lots_in(text: &str) -> Vec<usize> {
    (0..LOTS).filter(|lot| text.contains(&format!("lot{lot}"))).collect()
}

/// Copies a folder with everything in it, but not the room that is kept for a full disk.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else if !entry.file_name().to_string_lossy().ends_with(".reserve") {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
