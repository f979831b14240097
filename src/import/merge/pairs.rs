//! `pairs.csv`: relations that are no links wait there for somebody to decide, like pairs that were mined.

use std::io;

use super::{Changes, Files, Load, line};
use crate::import::format::Tie;
use crate::import::goods::key;
use crate::import::source::Source;
use crate::sheet::formula::guarded;

const FILE: &str = "pairs.csv";

pub(super) fn lay(files: &mut Files, source: &Source, load: &Load, changes: &mut Changes) -> io::Result<()> {
    let mut pairs: Vec<(String, String)> = load
        .related
        .relations
        .iter()
        .filter(|relation| relation.tie == Tie::Proposal)
        .map(|relation| {
            let (a, b) = (load.sku(source, relation.item).to_owned(), load.sku(source, relation.add_on).to_owned());
            if a < b { (a, b) } else { (b, a) }
        })
        .filter(|(a, b)| !source.paired.contains(&key([a, b])))
        .collect();
    pairs.sort();
    pairs.dedup();
    if pairs.is_empty() {
        return Ok(());
    }
    changes.proposals_added = pairs.len() as u64;
    let path = source.folder.join(FILE);
    let mut before = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    let delimiter = crate::sheet::delimiter(&path);
    let own = ["sku_a", "sku_b", "n_a", "n_b", "n_ab", "n", "decision", "kind", "ask", "say"].map(str::to_owned);
    let header: Vec<String> = if before.is_empty() {
        own.to_vec()
    } else {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(before.as_slice());
        let names = reader.headers().map(|names| names.iter().map(|name| name.trim().to_lowercase()).collect());
        names.unwrap_or_else(|_| own.to_vec())
    };
    if before.is_empty() {
        before = line(delimiter, &header);
    } else if !before.ends_with(b"\n") {
        before.push(b'\n');
    }
    let mut sheet = files.begin(FILE, delimiter, &before)?;
    for (a, b) in &pairs {
        let (a, b) = (guarded(a), guarded(b));
        sheet.row(header.iter().map(|name| match name.trim_start_matches('\u{feff}') {
            "sku_a" => a.as_ref(),
            "sku_b" => b.as_ref(),
            "n_a" | "n_b" | "n_ab" | "n" => "0",
            _ => "",
        }))?;
    }
    files.keep(sheet)
}
