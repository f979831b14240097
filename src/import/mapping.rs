//! `import.toml`: what the columns of anybody's file mean, written by hand or first by us.

use std::fmt::Write as _;

use super::bound::Bound;
use super::format::{self, Brings, Field, Format};
use super::header;

/// Reads a mapping; the error says what is wrong with it and where.
pub fn read(text: &str) -> Result<Format, String> {
    let mut mapping = format::parse("mapping", text).map_err(|error| error.to_string())?;
    let faults = mapping.faults();
    if !faults.is_empty() {
        return Err(faults.join("; "));
    }
    if mapping.columns.is_empty() {
        return Err("no columns are described".to_owned());
    }
    // What nothing can be done without.
    (mapping.needs, mapping.needs_one) = match mapping.brings {
        Brings::Items => (vec![], vec![Field::Sku, Field::Barcodes, Field::Id, Field::Handle]),
        Brings::Links => (vec![Field::Item, Field::AddOn], vec![]),
        Brings::Sales => (vec![Field::Basket], vec![Field::Sku, Field::Name]),
        Brings::Nothing => return Err("brings is items, links or sales".to_owned()),
    };
    let lacking = |field: &Field| !mapping.columns.contains_key(field);
    if mapping.needs.iter().any(lacking) || !mapping.needs_one.is_empty() && mapping.needs_one.iter().all(lacking) {
        let words: Vec<String> = mapping.needs.iter().chain(&mapping.needs_one).map(|&field| word(field)).collect();
        return Err(format!("no column is described for one of: {}", words.join(", ")));
    }
    if mapping.title == "mapping's" {
        "the mapping".clone_into(&mut mapping.title);
    }
    Ok(mapping)
}

/// A first mapping for columns: what looks like a field of a table of items or sales is one, the rest stands there as a
/// comment to be filled in.
pub fn suggest(columns: &[String], file: &str) -> String {
    let known = format::known();
    let tables = known.iter().filter(|format| format.name == "csv");
    let best = tables
        .map(|format| (format, Bound::new(format, columns)))
        .max_by_key(|(format, bound)| {
            let has_all = format.needs.iter().all(|&field| bound.has(field));
            (has_all, bound.understood())
        });
    let mut text = format!(
        "# What the columns of {} mean. Use it with:\n#   goeswith import {} -o my-shop --mapping import.toml\n\
         # Fields: {}.\n",
        comment(file),
        comment(file),
        fields().join(", ")
    );
    let Some((format, bound)) = best else { return text };
    let brings = serde_json::to_string(&format.brings).unwrap_or_default();
    let _ = writeln!(text, "brings = {brings}         # items, links or sales\n\n[columns]");
    let mut used = vec![false; columns.len()];
    for field in format.columns.keys() {
        let places = bound.columns(*field);
        if places.is_empty() {
            continue;
        }
        let names: Vec<String> = places.iter().map(|&place| quoted(&columns[place])).collect();
        places.iter().for_each(|&place| used[place] = true);
        let _ = writeln!(text, "{} = [{}]", word(*field), names.join(", "));
    }
    let mut rest = String::new();
    for relation in &bound.relations {
        used[relation.column] = true;
        let kind = relation.tie.map_or("accessory", super::format::Tie::word);
        let _ = write!(
            rest,
            "\n[[relation]]\ncolumns = [{}]\nkind = \"{kind}\"\nnamed_by = [\"sku\", \"name\"]\nbetween = {}\n",
            quoted(&columns[relation.column]),
            quoted(&relation.between)
        );
    }
    let unused: Vec<&String> = columns.iter().zip(&used).filter(|(name, used)| !**used && !name.is_empty()).map(|(name, _)| name).collect();
    let (personal, open): (Vec<&String>, Vec<&String>) =
        unused.into_iter().partition(|name| header::is_personal(&header::folded(name)));
    for name in &open {
        let _ = writeln!(text, "# ? = [{}]", quoted(name));
    }
    if !open.is_empty() {
        text += "\n# Columns that selectors may use, by the name they get:\n# [attributes]\n";
        for name in &open {
            let _ = writeln!(text, "# {} = [{}]", quoted(&header::folded(name).replace(' ', "_")), quoted(name));
        }
    }
    text += &rest;
    if bound.relations.is_empty() {
        text += "\n# A column that names what goes with an item:\n# [[relation]]\n# columns = [\"Accessories\"]\n\
                 # kind = \"accessory\"      # required, service, bundle, upgrade, substitute, included, not_with, proposal, variant\n\
                 # named_by = [\"sku\"]      # id, handle, name, barcode\n# between = \",\"\n";
    }
    if !personal.is_empty() {
        let names: Vec<&str> = personal.iter().map(|name| name.as_str()).collect();
        let _ = writeln!(text, "\n# Nothing is ever read from columns about people: {}", comment(&names.join(", ")));
    }
    text
}

/// The words for fields.
pub fn fields() -> Vec<String> {
    super::work::fields().into_iter().map(word).collect()
}

fn word(field: Field) -> String {
    serde_json::to_value(field).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A text that cannot end its comment.
fn comment(text: &str) -> String {
    crate::domain::CleanText::new(text).to_string()
}
