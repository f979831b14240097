//! Writes a catalog snapshot: one file, the same bytes for the same rows, there whole or not at all.
//!
//! Rows come resolved and numbered; what they mean and where they come from is the business of `catalog`. Reading a
//! snapshot for the counter is the business of [`super::catalog`]; here is read only what a next build takes over.

mod insert;

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::catalog::open;
use super::durable::sync_folder;
use super::{CATALOG_APPLICATION_ID, CATALOG_SCHEMA, Error};
use crate::domain::counts::Tally;
use crate::domain::gtin::Barcodes;
use crate::domain::{Attribute, Category, ItemId, ItemType, LinkKind, LinkTerms, Money, TalkingPoint};

/// The tables of a snapshot, exactly as they stand in its `sqlite_schema`.
const TABLES: &str = include_str!("sql/catalog.sql");
/// Its index, the same.
const INDEX: &str = include_str!("sql/catalog_index.sql");

/// Everything a snapshot holds. Rows stand in the order of their keys, so that the file is filled from front to back.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The shop and its rules, as words.
    pub shop: BTreeMap<&'static str, String>,
    /// By number.
    pub categories: Vec<Category>,
    /// By number.
    pub items: Box<dyn ItemRows>,
    /// By item; items never sold have none.
    pub sold: Vec<SoldRow>,
    /// By number, language, variant.
    pub talks: Vec<TalkRow>,
    /// By number, from 1.
    pub terms: Vec<LinkTerms>,
    /// By item, then best first.
    pub links: Vec<LinkRow>,
    /// By both categories.
    pub category_talks: Vec<CategoryTalkRow>,
    /// By item and add-on.
    pub pairs: Vec<PairRow>,
    /// By item and add-on.
    pub decisions: Vec<DecisionRow>,
    /// By item and add-on.
    pub answers: Vec<AnswerRow>,
    /// By category and add-on.
    pub category_pairs: Vec<CategoryPairRow>,
}

/// The items of a snapshot, made one by one: they would not fit into memory twice.
pub trait ItemRows: std::fmt::Debug {
    /// How many there are.
    fn count(&self) -> usize;
    /// Each of them, by number.
    fn rows(&self) -> Box<dyn Iterator<Item = ItemRow<'_>> + '_>;
}

/// No items.
impl ItemRows for () {
    fn count(&self) -> usize {
        0
    }

    fn rows(&self) -> Box<dyn Iterator<Item = ItemRow<'_>> + '_> {
        Box::new(std::iter::empty())
    }
}

impl Default for Box<dyn ItemRows> {
    fn default() -> Self {
        Box::new(())
    }
}

/// An item.
#[derive(Clone, Copy, Debug)]
pub struct ItemRow<'a> {
    /// Its number.
    pub id: ItemId,
    /// The shop's own number.
    pub sku: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Goods or service.
    pub item_type: ItemType,
    /// The number of its category.
    pub category: Option<u32>,
    /// The base item of its group of variants, where that is another.
    pub variant_of: Option<ItemId>,
    /// Where staff find it.
    pub place: Option<&'a str>,
    /// The maker.
    pub brand: Option<&'a str>,
    /// For staff only.
    pub note: Option<&'a str>,
    /// Its barcodes.
    pub barcodes: &'a Barcodes,
    /// What else is known of it.
    pub attributes: &'a [std::sync::Arc<Attribute>],
    /// Price of one.
    pub price: Option<Money>,
    /// What one costs the shop.
    pub cost: Option<Money>,
    /// Pieces left.
    pub stock: Option<i64>,
}

/// A link between two items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// What is bought.
    pub item: ItemId,
    /// What goes with it.
    pub add_on: ItemId,
    /// What kind of relation it is.
    pub kind: LinkKind,
    /// The number of its terms.
    pub terms: u32,
    /// The number of its talking points.
    pub talk: Option<u32>,
}

/// How often an item was sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoldRow {
    /// The item.
    pub item: ItemId,
    /// Sales with it.
    pub baskets: u64,
    /// The same by weight, in thousandths.
    pub weight: i64,
    /// Other items in those sales, in all; 0 where not known.
    pub others: u64,
}

/// Talking points in one language and variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkRow {
    /// The number that links carry.
    pub id: u32,
    /// Of the shop's languages.
    pub language: String,
    /// Empty is the usual one.
    pub variant: String,
    /// What staff can say.
    pub talking: TalkingPoint,
}

/// Talking points for pairs of two categories nobody wrote a sentence for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CategoryTalkRow {
    /// The item's category.
    pub item: u32,
    /// The add-on's category.
    pub add_on: u32,
    /// The number of the talking points.
    pub talk: u32,
}

/// One direction of a mined pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairRow {
    /// What is bought.
    pub item: ItemId,
    /// What was bought with it.
    pub add_on: ItemId,
    /// Sales with both.
    pub together: u32,
    /// The calibrated probability that it is bought with the item, in millionths.
    pub relevance: u32,
    /// Orders the add-ons of the item alone, in millionths.
    pub alone: u32,
    /// What the item adds for it in a basket, in billionths.
    pub in_basket: u32,
    /// Sales with both that popularity, season and the size of baskets explain, in thousandths.
    pub chance: u32,
}

/// What a person decided about a mined pair, one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    /// What is bought.
    pub item: ItemId,
    /// What was bought with it.
    pub add_on: ItemId,
    /// Accepted, or rejected.
    pub accepted: bool,
    /// As what it is shown.
    pub kind: LinkKind,
    /// The number of its talking points.
    pub talk: Option<u32>,
}

/// What answers at the counters taught of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// What is bought.
    pub item: ItemId,
    /// What was suggested with it.
    pub add_on: ItemId,
    /// Its own answers; none where it has those of its like.
    pub tally: Tally,
    /// What it counts for, in thousandths.
    pub factor: u32,
}

/// What sells with a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CategoryPairRow {
    /// The category.
    pub category: u32,
    /// What was bought with it.
    pub add_on: ItemId,
    /// The probability that it is bought with one of its items, in billionths.
    pub prior: u32,
}

/// How writing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The file is there, so many bytes long.
    Whole(u64),
    /// The caller asked to stop; nothing was left behind and an older file is untouched.
    Stopped,
}

/// Told how many rows are in the file; `false` stops.
pub type Progress<'a> = &'a mut dyn FnMut(u64) -> bool;

/// How many rows [`write`] will write.
pub fn rows(snapshot: &Snapshot) -> u64 {
    let items: usize = snapshot.items.rows().map(|item| 3 + item.barcodes.iter().count()).sum();
    let rest = snapshot.pairs.len() + snapshot.links.len() + snapshot.category_pairs.len() + snapshot.sold.len();
    (items + rest) as u64
}

/// Writes `snapshot` to `target`: into a hidden file beside it first, flushed to disk, then renamed over the target.
pub fn write(target: &Path, snapshot: &Snapshot, progress: Progress<'_>) -> Result<Written, Error> {
    if target.is_dir() {
        return Err(Error::NotAFile(target.to_owned()));
    }
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let not_saved = |error: io::Error| Error::NotSaved { path: target.to_owned(), detail: error.to_string() };
    let draft = draft_in(folder).map_err(not_saved)?;
    if !fill(&draft, snapshot, progress).map_err(|source| on_write(target, source))? {
        return Ok(Written::Stopped);
    }
    let file = File::options().read(true).write(true).open(&draft).map_err(not_saved)?;
    file.sync_all().map_err(not_saved)?;
    let bytes = file.metadata().map_err(not_saved)?.len();
    drop(file);
    draft.persist(target).map_err(|error| not_saved(error.error))?;
    sync_folder(folder).map_err(not_saved)?;
    Ok(Written::Whole(bytes))
}

/// The number of every item of an older snapshot, and of every category by its path, for a build that keeps them.
#[derive(Debug, Default)]
pub struct Numbers {
    /// SKU → number.
    pub items: HashMap<String, u32>,
    /// The categories.
    pub categories: Vec<Category>,
}

/// Reads the numbers of an older snapshot.
pub fn read_numbers(path: &Path) -> Result<Numbers, Error> {
    let connection = open::open(path)?;
    let read = || -> rusqlite::Result<Numbers> {
        let mut numbers = Numbers::default();
        let mut items = connection.prepare("SELECT sku, id FROM item")?;
        let mut rows = items.query([])?;
        while let Some(row) = rows.next()? {
            numbers.items.insert(row.get(0)?, row.get(1)?);
        }
        let mut categories = connection.prepare("SELECT id, parent, name FROM category ORDER BY id")?;
        let mut rows = categories.query([])?;
        while let Some(row) = rows.next()? {
            numbers.categories.push(Category {
                id: row.get(0)?,
                parent: row.get(1)?,
                name: crate::domain::CleanText::new(&row.get::<_, String>(2)?),
            });
        }
        Ok(numbers)
    };
    read().map_err(|source| open::explain(path, source))
}

fn draft_in(folder: &Path) -> io::Result<tempfile::TempPath> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".goeswith-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    Ok(builder.tempfile_in(folder)?.into_temp_path())
}

/// Fills an empty file. No journal, no flushing: until it is renamed nobody knows it.
fn fill(draft: &Path, snapshot: &Snapshot, progress: Progress<'_>) -> rusqlite::Result<bool> {
    let mut connection =
        Connection::open_with_flags(draft, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.pragma_update(None, "page_size", 4096)?;
    connection.pragma_update(None, "encoding", "UTF-8")?;
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?; // what is sorted for the index goes into no other folder
    connection.pragma_update(None, "foreign_keys", false)?; // a variant may stand before its base item
    connection.pragma_update(None, "application_id", CATALOG_APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", CATALOG_SCHEMA)?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    let whole = insert::all(&transaction, snapshot, progress)?;
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(whole)
}

fn on_write(target: &Path, source: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode::{CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure};
    match source.sqlite_error_code() {
        Some(DiskFull | SystemIoFailure | CannotOpen | ReadOnly | PermissionDenied) => {
            Error::NotSaved { path: target.to_owned(), detail: source.to_string() }
        }
        _ => Error::Sqlite { path: PathBuf::from(target), source },
    }
}
