//! Writes a year of sales and six weeks of answers for the sample shop.
//!
//! ```text
//! cargo run --example sample_history            writes into assets/sample-shop
//! cargo run --example sample_history -- DIR     writes into DIR
//! ```
//!
//! `tests/sample_shop.rs` uses the same module and compares what it writes with what lies in the folder.

mod history;

use std::error::Error;
use std::path::{Path, PathBuf};

const SHOP: &str = "assets/sample-shop";

fn main() -> Result<(), Box<dyn Error>> {
    let target = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| SHOP.into()));
    history::write(Path::new(SHOP), &target)
}
