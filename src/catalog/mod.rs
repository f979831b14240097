//! Catalog source → resolved catalog: read, check, resolve selectors, build.
//!
//! A source is a folder that a merchandiser edits with a spreadsheet. Reading returns what was understood and every
//! problem, with file, line and column; building writes a snapshot only where none of them is an error. Nothing here
//! prints, and no clock is read: today comes in as an argument.

pub mod answers;
pub mod build;
mod categories;
pub mod check;
pub mod customers;
pub mod decide;
mod evidence;
pub mod export;
pub mod fresh;
mod numbers;
pub mod origin;
mod read;
pub mod repair;
mod resolve;
pub mod review;
mod same;
mod select;
pub mod source;
pub mod stock;
mod talk;
pub mod template;
pub mod terms;

pub use self::evidence::goods;
pub use crate::domain::watch;
pub use crate::sheet::problem::{self, At, Gravity, Problem, Problems};
