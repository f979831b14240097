//! `sales/`: a history as baskets of the items in `items.csv`.
//!
//! Who reads the files is `history`; here SKUs become items, and those that are none are said with the first few places
//! and a count.

use std::path::Path;

use super::items::Items;
use crate::catalog::problem::Problems;
use crate::catalog::watch::Watch;
use crate::history::{self, Error, Memory, Source, Unknown};
use crate::mine::{Baskets, MAX_BASKET};

const FOLDER: &str = "sales";
/// So many SKUs are said by name.
const SAID: usize = 20;

/// What the histories hold.
#[derive(Debug, Default)]
pub struct Sales {
    /// By index of the item.
    pub baskets: Baskets,
    /// Lines whose SKU is not in `items.csv`.
    pub unknown_lines: u64,
}

/// Reads the histories in `sales/`, by name; `Some(None)` where there is none, `None` where the watcher asked to stop.
#[allow(clippy::option_option)]
pub fn read(folder: &Path, items: &Items, problems: &mut Problems, watch: &mut dyn Watch) -> Option<Option<Sales>> {
    let paths = history::in_folder(&folder.join(FOLDER)).unwrap_or_default();
    if paths.is_empty() {
        return Some(None);
    }
    let source = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Source { path: path.clone(), name: format!("{FOLDER}/{name}") }
    };
    let sources: Vec<Source> = paths.iter().map(source).collect();
    let read = history::read(&sources, Memory::unlimited(), problems, watch).and_then(|history| {
        let (numbers, unknown) = history.numbers(|sku| items.find(sku.as_str()));
        let unknown_lines = unknown.iter().map(|unknown| unknown.lines).sum();
        say_unknown(&unknown, unknown_lines, problems);
        let baskets = history.baskets(&numbers, MAX_BASKET, problems)?;
        Ok(Sales { baskets, unknown_lines })
    });
    match read {
        Ok(sales) => Some(Some(sales)),
        Err(Error::Stopped) => None,
        Err(error) => {
            problems.error(FOLDER, crate::catalog::At::START, error.to_string(), "");
            Some(None)
        }
    }
}

fn say_unknown(unknown: &[Unknown], total: u64, problems: &mut Problems) {
    let lines = |count: u64| {
        if count == 1 { "1 line".to_owned() } else { format!("{count} lines") }
    };
    for unknown in unknown.iter().take(SAID) {
        let what = format!("SKU is not in items.csv ({})", lines(unknown.lines));
        problems.warning(&unknown.file, unknown.at, what, &unknown.spelling);
    }
    if let Some(next) = unknown.get(SAID) {
        let rest: u64 = unknown[SAID..].iter().map(|unknown| unknown.lines).sum();
        let more = unknown.len() - SAID;
        let what = format!("and {more} more SKUs are not in items.csv ({}, {total} in all)", lines(rest));
        problems.warning(&next.file, next.at, what, "");
    }
}
