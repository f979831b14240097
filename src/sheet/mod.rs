//! What spreadsheets write: CSV as rows of cells, each of which knows where it stands, and what is wrong with them, said
//! with file, line and column.
//!
//! What a cell means is the business of those who read: `catalog` for the files of a source, `history` for sales.

pub mod format;
pub mod formula;
pub mod places;
pub mod problem;
pub mod table;

pub use problem::{At, Gravity, Problem, Problems};

/// The delimiter of a file that is there already, so that it keeps it; a comma where there is none.
pub fn delimiter(path: &std::path::Path) -> u8 {
    use std::io::Read as _;
    let mut sample = Vec::new();
    let file = std::fs::File::open(path).map(|file| file.take(1 << 16).read_to_end(&mut sample));
    file.ok().and_then(|_| format::detect(&sample).ok()).map_or(b',', |format| format.delimiter)
}
