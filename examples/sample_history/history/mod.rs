//! A year of sales, and six weeks of answers, of a shop that there is not.
//!
//! Reads `items.csv` and `links.csv` of the sample shop and writes `sales/2025-2026.csv` and `answers.jsonl`.
//! The same input gives the same bytes on every machine: the dice are seeded, chances are whole numbers, there is
//! no clock, and JSON keys are put in alphabetical order, which is what every setting of the JSON crate keeps.
//!
//! How a sale comes about: an item is drawn by popularity and season ([`demand`]); its links bring add-ons, each link
//! with a chance of its own; some pairs that no link knows are bought together as well, so that mining has something to
//! find; the rest is chance. In the last six weeks a terminal stands on the counter: up to three add-ons are shown,
//! about six in ten are asked, and the answers decide what is in the basket ([`till`]).

mod calendar;
mod demand;
mod dice;
mod files;
mod shop;
mod till;

use std::error::Error;
use std::fs;
use std::path::Path;

/// Writes the history of the source in `folder` into `target`.
pub fn write(folder: &Path, target: &Path) -> Result<(), Box<dyn Error>> {
    let shop = shop::Shop::read(folder)?;
    let days = calendar::open_days();
    let sales = till::all_sales(&shop, &days);
    fs::create_dir_all(target.join("sales"))?;
    files::write_sales(&shop, &days, &sales, &target.join("sales/2025-2026.csv"))?;
    files::write_answers(&shop, &days, &sales, &target.join("answers.jsonl"))
}
