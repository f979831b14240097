//! The files of a catalog source → what they say, and every problem found on the way.
//!
//! Each reader returns what it understood; whether that is enough to build from is decided by who reads the problems.

mod cells;
mod columns;
pub mod items;
pub mod links;
pub mod pairs;
pub mod sales;
pub mod sentences;
pub mod shop;
pub mod sides;
pub mod talking;
mod variants;

use crate::sheet::table;
