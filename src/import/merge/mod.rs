//! A parcel → the files of a source: new rows added, changed cells changed, everything that people wrote left as it is.
//!
//! Every file is drafted whole beside its target first; only when all are on disk they are renamed, the items before what
//! names them. Nothing is taken away: what an export does not have any more is reported.

mod items;
mod links;
mod memory;
mod pairs;
pub mod sales;
mod shop;

use std::io;

use super::goods::Goods;
use super::parcel::Parcel;
use super::relate::Related;
use super::source::Source;
use crate::history::draft::Draft;

pub use shop::Guess;

/// What an import does to a source.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// True where the source is new.
    pub is_new: bool,
    /// SKUs of items added.
    pub items_added: Vec<String>,
    /// SKUs of items of which a cell changed, and which columns.
    pub items_changed: Vec<(String, Vec<String>)>,
    /// Items that the last import of this format had and this one has not. They stay.
    pub items_vanished: Vec<String>,
    /// Links added.
    pub links_added: u64,
    /// Links that were there.
    pub links_known: u64,
    /// Pairs that people linked as something else; theirs counts.
    pub links_otherwise: u64,
    /// Links that people took out since; they stay out.
    pub links_taken_out: u64,
    /// Links that the last import of this format had and this one has not. They stay.
    pub links_vanished: Vec<(String, String)>,
    /// Proposals added to `pairs.csv`.
    pub proposals_added: u64,
    /// Sales added.
    pub baskets_added: u64,
    /// Sales that were there and are as this import has them.
    pub baskets_replaced: u64,
    /// Amounts rounded to the decimals of the currency.
    pub rounded: u64,
    /// The files written.
    pub files: Vec<String>,
}

/// What is to be laid in.
pub struct Load<'a> {
    /// Items, counts.
    pub parcel: &'a Parcel,
    /// Links.
    pub related: &'a Related,
    /// Sales, in files of their own still.
    pub sales: Vec<sales::Spool>,
    /// The formats that brought items, and links.
    pub formats: Formats,
    /// For a new `shop.toml`.
    pub guess: Guess,
}

/// Which formats brought what.
#[derive(Clone, Debug, Default)]
pub struct Formats {
    /// Items.
    pub items: Vec<String>,
    /// Relations, with their items or alone.
    pub links: Vec<String>,
}

/// Finds out what changes, and writes it unless it is a dry run.
pub fn merge(source: &Source, load: Load, dry_run: bool) -> io::Result<Changes> {
    let mut changes = Changes { is_new: source.is_new(), ..Changes::default() };
    let mut files = Files { source, drafts: Vec::new(), dry_run, created: false };
    if !dry_run {
        files.created = !source.folder.exists();
        std::fs::create_dir_all(&source.folder)?;
    }
    let written = write(&mut files, source, load, &mut changes);
    match written.and_then(|()| files.finish(&mut changes)) {
        Ok(()) => Ok(changes),
        Err(error) => {
            if !dry_run && changes.is_new {
                // Only folders that are empty go, and only those that were made here.
                let _ = std::fs::remove_dir(source.folder.join("sales"));
                let _ = std::fs::remove_dir(source.folder.join(super::source::MEMORY));
                let _ = std::fs::remove_dir(&source.folder);
            }
            Err(error)
        }
    }
}

fn write(files: &mut Files, source: &Source, load: Load, changes: &mut Changes) -> io::Result<()> {
    if !source.has_shop {
        files.put("shop.toml", shop::text(&source.folder, &load.guess).as_bytes())?;
    }
    let currency = source.currency.clone().unwrap_or_else(|| load.guess.currency.clone());
    items::lay(files, source, load.parcel, &currency, changes)?;
    links::lay(files, source, load.related, &load.formats, changes)?;
    pairs::lay(files, source, load.related, changes)?;
    for spool in load.sales {
        sales::lay(files, spool, changes)?;
    }
    memory::lay(files, source, load.parcel, load.related, &load.formats, changes)
}

/// Drafts of files of a source.
struct Files<'a> {
    source: &'a Source,
    drafts: Vec<(String, Draft)>,
    dry_run: bool,
    created: bool,
}

impl Files<'_> {
    /// Begins a file; `None` in a dry run.
    fn begin(&mut self, name: &str) -> io::Result<Option<Draft>> {
        if self.dry_run {
            return Ok(None);
        }
        let target = self.source.folder.join(name);
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Draft::begin(&target).map(Some)
    }

    /// A file that is drafted.
    fn keep(&mut self, name: &str, draft: Option<Draft>) {
        if let Some(draft) = draft {
            self.drafts.push((name.to_owned(), draft));
        }
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut draft = self.begin(name)?;
        if let Some(draft) = &mut draft {
            draft.write(bytes)?;
        }
        self.keep(name, draft);
        Ok(())
    }

    /// Puts all in place: first every one to disk, then the names.
    fn finish(self, changes: &mut Changes) -> io::Result<()> {
        let mut ready = Vec::new();
        for (name, draft) in self.drafts {
            ready.push((name, draft.ready()?));
        }
        for (name, draft) in ready {
            draft.finish()?;
            changes.files.push(name);
        }
        Ok(())
    }
}

/// One row of CSV.
fn row<'a>(delimiter: u8, cells: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record(cells);
    writer.into_inner().unwrap_or_default()
}

/// The SKU's cell in a set of goods; empty where it is not there.
fn cell<'g>(goods: &'g Goods, sku: &str, column: usize) -> &'g str {
    goods.find(sku).map_or("", |place| goods.get(place, column))
}
