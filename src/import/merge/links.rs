//! `links.csv`: new links at its end, what stands there untouched to the byte.

use std::io;

use super::{Changes, Files, Formats, row};
use crate::import::format::Tie;
use crate::import::relate::Related;
use crate::import::source::Source;

const FILE: &str = "links.csv";

pub(super) fn lay(
    files: &mut Files,
    source: &Source,
    related: &Related,
    formats: &Formats,
    changes: &mut Changes,
) -> io::Result<()> {
    let mut rows: Vec<[String; 4]> = Vec::new();
    for relation in &related.relations {
        let Tie::Link(kind) = relation.tie else { continue };
        let pair = (relation.item.clone(), relation.add_on.clone());
        let there = source.linked.get(&pair);
        if there.is_some_and(|kinds| kinds.iter().any(|known| known == kind.word())) {
            changes.links_known += 1;
            continue;
        }
        let key = (pair.0, pair.1, kind.word().to_owned());
        let brought = formats
            .links
            .iter()
            .filter_map(|format| source.before.get(format))
            .any(|memory| memory.links.contains(&key));
        if there.is_some() {
            changes.links_otherwise += 1;
        } else if brought {
            changes.links_taken_out += 1;
        } else {
            changes.links_added += 1;
            let priority = if relation.priority == 0 { String::new() } else { relation.priority.to_string() };
            rows.push([key.0, key.1, key.2, priority]);
        }
    }
    if rows.is_empty() {
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
        before = row(delimiter, header.iter().map(String::as_str));
    } else if !before.ends_with(b"\n") {
        before.push(b'\n');
    }
    let mut draft = files.begin(FILE)?;
    if let Some(draft) = &mut draft {
        draft.write(&before)?;
        for [item, add_on, kind, priority] in &rows {
            let cells = header.iter().map(|name| match name.as_str() {
                "item" => item.as_str(),
                "add_on" => add_on,
                "kind" => kind,
                "priority" => priority,
                _ => "",
            });
            draft.write(&row(delimiter, cells))?;
        }
    }
    files.keep(FILE, draft);
    Ok(())
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
