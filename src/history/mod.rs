//! Sales of any format → baskets: the one reader of histories, for `catalog build`, `mine` and `evaluate`.
//!
//! [`read`] takes files in the order given and returns a [`History`]: every line, compressed and sorted into parts by
//! basket (`lines`), and the SKUs as they were written. [`History::skus`] are those it names; [`History::baskets`] turns
//! them into item numbers of the caller's choice and gives [`Baskets`]. What is wrong goes to [`Problems`] with file,
//! line and column. [`pairs::write`] counts pairs within a bound of memory and writes `pairs.csv`.
//!
//! Reading order: `open`, `blocks`, `records` (a file becomes lines), `lines`, `gather` (lines become baskets), `pairs`.

mod blocks;
#[cfg(feature = "parquet")]
mod columns;
mod gather;
mod lines;
mod open;
mod place;
mod read;
mod records;
mod row;
mod runs;
mod slips;
mod spellings;
mod store;

pub mod draft;
pub mod kept;
pub mod pairs;

pub use gather::{Numbers, Unknown};
pub use open::{ENDINGS, in_folder};
pub use read::{Source, read};

use std::path::PathBuf;

use crate::db;
use crate::domain::Day;
#[allow(unused_imports, reason = "named in the text above")]
use crate::mine::Baskets;
#[allow(unused_imports, reason = "named in the text above")]
use crate::sheet::Problems;
use lines::Collector;
use place::Files;
use slips::Slips;

/// Why a history could not be read or counted, apart from what is wrong in its files.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The watcher asked to stop.
    #[error("stopped")]
    Stopped,
    /// A store of sales cannot be opened.
    #[error(transparent)]
    Store(#[from] db::Error),
    /// A temporary file could not be written or read back.
    #[error("temporary file cannot be kept in {}: {source}", folder.display())]
    Spill {
        /// Where it was to be.
        folder: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The result could not be written.
    #[error("cannot be written: {0}")]
    Output(std::io::Error),
}

/// How much memory lines and baskets may take, and where the rest goes.
#[derive(Clone, Debug)]
pub struct Memory {
    /// Bytes, beside what the program takes anyway.
    pub bytes: usize,
    /// The folder of temporary files.
    pub folder: PathBuf,
}

impl Memory {
    /// As much as there is.
    pub fn unlimited() -> Self {
        Self { bytes: usize::MAX, folder: PathBuf::new() }
    }
}

/// Sales that were read.
#[derive(Debug)]
pub struct History {
    readers: Vec<Collector>,
    files: Files,
    slips: Vec<Slips>,
    memory: Memory,
    /// Rows of all files.
    pub rows: u64,
    /// Events of stores that can no longer be read.
    pub damaged: u64,
}

impl History {
    /// Lines with a basket and a SKU.
    pub fn lines(&self) -> u64 {
        self.readers.iter().map(|reader| reader.lines).sum()
    }

    /// The latest day of any line that is no return: ages are counted from it.
    pub fn last_day(&self) -> Option<Day> {
        self.readers.iter().filter_map(|reader| reader.last_day).max()
    }

    /// True where memory did not hold the lines.
    pub fn has_spilled(&self) -> bool {
        self.readers.iter().any(Collector::has_spilled)
    }
}
