//! `pairs.csv`: relations that are no links wait there for somebody to decide, like pairs that were mined.

use std::io;

use super::{Changes, Files, row};
use crate::import::format::Tie;
use crate::import::relate::Related;
use crate::import::source::Source;
use crate::sheet::formula::guarded;

const FILE: &str = "pairs.csv";

pub(super) fn lay(files: &mut Files, source: &Source, related: &Related, changes: &mut Changes) -> io::Result<()> {
    let mut pairs: Vec<(String, String)> = related
        .relations
        .iter()
        .filter(|relation| relation.tie == Tie::Proposal)
        .map(|relation| {
            let (a, b) = (relation.item.clone(), relation.add_on.clone());
            if a < b { (a, b) } else { (b, a) }
        })
        .filter(|pair| !source.paired.contains(pair))
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
        before = row(delimiter, header.iter().map(String::as_str));
    } else if !before.ends_with(b"\n") {
        before.push(b'\n');
    }
    let mut draft = files.begin(FILE)?;
    if let Some(draft) = &mut draft {
        draft.write(&before)?;
        for (a, b) in &pairs {
            let (a, b) = (guarded(a), guarded(b));
            let cells = header.iter().map(|name| match name.trim_start_matches('\u{feff}') {
                "sku_a" => a.as_ref(),
                "sku_b" => b.as_ref(),
                "n_a" | "n_b" | "n_ab" | "n" => "0",
                _ => "",
            });
            draft.write(&row(delimiter, cells))?;
        }
    }
    files.keep(FILE, draft);
    Ok(())
}
