//! The columns of `items.csv`.

use super::items::FILE;
use super::table::Header;
use crate::catalog::problem::{Problems, nearest};
use crate::domain::CleanText;

/// The columns with a meaning of their own; any other is an attribute.
const KNOWN: [&str; 13] = [
    "sku",
    "name",
    "barcodes",
    "price",
    "cost",
    "stock",
    "location",
    "brand",
    "category",
    "variant_of",
    "type",
    "tags",
    "note",
];

/// Where the columns are.
#[derive(Debug, Default)]
pub struct Columns {
    /// Those with a meaning of their own, in the order of their list.
    pub known: [Option<usize>; KNOWN.len()],
    /// The others, with their names.
    pub attributes: Vec<(usize, CleanText)>,
}

impl Columns {
    /// Finds them.
    pub fn of(header: &Header) -> Self {
        let known = KNOWN.map(|name| header.find(name));
        let attributes = header
            .names
            .iter()
            .enumerate()
            .filter(|(column, name)| !name.is_empty() && !known.contains(&Some(*column)))
            .map(|(column, name)| (column, name.clone()))
            .collect();
        Self { known, attributes }
    }

    /// Any other column is an attribute, and so is a misspelt one: a shop without prices would be the first to notice.
    pub fn warn_misspelt(&self, header: &Header, problems: &mut Problems) {
        let missing = || KNOWN.into_iter().zip(self.known).filter(|(_, column)| column.is_none()).map(|(name, _)| name);
        for (column, name) in &self.attributes {
            if let Some(near) = nearest(&name.as_str().to_lowercase(), missing()) {
                let what = format!("column is taken for an attribute, is it {near}?");
                problems.warning(FILE, header.at(*column), what, name.as_str());
            }
        }
    }
}

/// Warns of columns without a name.
pub fn warn_nameless(header: &Header, problems: &mut Problems) {
    for (column, name) in header.names.iter().enumerate() {
        // Spreadsheets leave empty columns at the end of every row.
        let inside = header.names[column..].iter().any(|name| !name.is_empty());
        if name.is_empty() && inside {
            problems.warning(FILE, header.at(column), "column without a name is left out", "");
        }
    }
}
