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
