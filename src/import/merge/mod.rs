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
    /// How many items were added.
    pub items_new: u64,
    /// Their SKUs, in a source that was there.
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

impl Load<'_> {
    /// The SKU of an item, be it new or old.
    fn sku<'s>(&'s self, source: &'s Source, number: u32) -> &'s str {
        self.related.sku(&self.parcel.goods, &source.items, number)
    }
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
    let mut files = Files { source, drafts: Vec::new(), dry_run };
    if !dry_run {
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
    links::lay(files, source, &load, changes)?;
    pairs::lay(files, source, &load, changes)?;
    memory::lay(files, source, &load, changes)?;
    for spool in load.sales {
        sales::lay(files, spool, changes)?;
    }
    Ok(())
}

/// Drafts of files of a source.
struct Files<'a> {
    source: &'a Source,
    drafts: Vec<(String, Draft)>,
    dry_run: bool,
}

/// A file that is being written row by row; in a dry run nothing is.
struct Sheet {
    name: String,
    writer: csv::Writer<Target>,
}

enum Target {
    File(Draft),
    Nothing,
}

impl io::Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(draft) => draft.write(bytes)?,
            Self::Nothing => {}
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sheet {
    fn row<C: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        self.writer.write_record(cells).map_err(io::Error::other)
    }
}

impl Files<'_> {
    /// Begins a file that stands with these bytes before its rows.
    fn begin(&mut self, name: &str, delimiter: u8, before: &[u8]) -> io::Result<Sheet> {
        let mut target = if self.dry_run {
            Target::Nothing
        } else {
            let path = self.source.folder.join(name);
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            Target::File(Draft::begin(&path)?)
        };
        io::Write::write_all(&mut target, before)?;
        let writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(target);
        Ok(Sheet { name: name.to_owned(), writer })
    }

    /// A file that is whole.
    fn keep(&mut self, sheet: Sheet) -> io::Result<()> {
        let target = sheet.writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
        if let Target::File(draft) = target {
            self.drafts.push((sheet.name, draft));
        }
        Ok(())
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let sheet = self.begin(name, b',', bytes)?;
        self.keep(sheet)
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

/// The header of a file as bytes.
fn line(delimiter: u8, cells: &[String]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record(cells);
    writer.into_inner().unwrap_or_default()
}
