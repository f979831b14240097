//! `links.csv`: new links at its end, what stands there untouched to the byte.

use std::io;

use hashbrown::HashSet;

use super::{Changes, Files, Load, line};
use crate::import::format::Tie;
use crate::import::goods::key;
use crate::import::relate::Relation;
use crate::import::source::{Source, bit};

const FILE: &str = "links.csv";

pub(super) fn lay(files: &mut Files, source: &Source, load: &Load, changes: &mut Changes) -> io::Result<()> {
    let mut added: Vec<&Relation> = Vec::new();
    let before: Vec<&HashSet<u64>> = load.formats.links.iter().filter_map(|format| source.before.get(format)).collect();
    for relation in &load.related.relations {
        let Tie::Link(kind) = relation.tie else { continue };
        let (item, add_on) = (load.sku(source, relation.item), load.sku(source, relation.add_on));
        let there = source.linked.get(&key([item, add_on]));
        if there.is_some_and(|kinds| kinds & bit(kind.word()) != 0) {
            changes.links_known += 1;
            continue;
        }
        let brought = before.iter().any(|links| links.contains(&key([item, add_on, kind.word()])));
        if there.is_some() {
            changes.links_otherwise += 1;
        } else if brought {
            changes.links_taken_out += 1;
        } else {
            changes.links_added += 1;
            added.push(relation);
        }
    }
    if added.is_empty() {
        return Ok(());
    }
    let path = source.folder.join(FILE);
    let mut before = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    let delimiter = crate::sheet::delimiter(&path);
    let header = header(&before, delimiter);
    if before.is_empty() {
        before = line(delimiter, &header);
    } else if !before.ends_with(b"\n") {
        before.push(b'\n');
    }
    let mut sheet = files.begin(FILE, delimiter, &before)?;
    for relation in added {
        let priority = if relation.priority == 0 { String::new() } else { relation.priority.to_string() };
        sheet.row(header.iter().map(|name| match name.as_str() {
            "item" => load.sku(source, relation.item),
            "add_on" => load.sku(source, relation.add_on),
            "kind" => relation.tie.word(),
            "priority" => &priority,
            _ => "",
        }))?;
    }
    files.keep(sheet)
}

/// The columns of the file, in small letters; of a new one those that people will fill.
fn header(bytes: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let found: Vec<String> = reader
        .byte_headers()
        .map(|names| names.iter().map(|name| String::from_utf8_lossy(name).trim().to_lowercase()).collect())
        .unwrap_or_default();
    let first_line_is_sep = found.first().is_some_and(|name| name.starts_with("sep="));
    if found.iter().any(|name| name == "item") && !first_line_is_sep {
        return found;
    }
    if first_line_is_sep {
        let rest = bytes.iter().position(|&byte| byte == b'\n').map_or(&[][..], |end| &bytes[end + 1..]);
        return header(rest, delimiter);
    }
    ["item", "add_on", "kind", "priority", "ask", "say"].map(str::to_owned).to_vec()
}
