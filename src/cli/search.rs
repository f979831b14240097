//! `goeswith search`: items for a text, and by the thousand for scoring.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::json;

use super::place::Place;
use super::{Exit, Failure, Globals, catalog, console, lines};
use crate::db::Catalog;
use crate::domain::Item;
use crate::search::{Entry, Index};

/// Rows of one answer.
const LIMIT: usize = 10;

/// Arguments of `goeswith search`.
#[derive(Debug, clap::Args)]
pub struct SearchArgs {
    /// What staff would type: words in any order, beginnings of words, a SKU
    #[arg(value_name = "TEXT", required_unless_present = "batch", conflicts_with = "batch")]
    pub text: Vec<String>,
    /// Read JSON lines `{"id", "query"}`, `-` for standard input, and print JSON lines `{"id", "skus"}`, ten at most
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Query {
    id: serde_json::Value,
    query: String,
}

/// Runs it.
pub fn run(args: &SearchArgs, globals: &Globals) -> Result<(), Failure> {
    let place = Place::for_reading(globals)?;
    let catalog = place.open_catalog()?;
    let index = index(&catalog)?;
    match &args.batch {
        Some(file) => batch(&catalog, &index, file),
        None => one(&catalog, &index, &args.text.join(" "), globals.json),
    }
}

/// Builds the search index of a catalog.
pub fn index(catalog: &Catalog) -> Result<Index, crate::db::Error> {
    let mut building = Index::building();
    catalog.each_search_row(|row| {
        building.add(&Entry {
            id: row.id,
            sku: &row.sku,
            name: &row.name,
            brand: row.brand.as_deref(),
            sold: row.sold,
        });
    })?;
    catalog.each_barcode(|code, id| building.add_barcode(&code, id))?;
    Ok(building.finish(&[0; 32]))
}

/// Items for a text: what the text is exactly as a code comes first.
pub fn items(catalog: &Catalog, index: &Index, text: &str) -> Result<(Vec<Item>, usize, bool), crate::db::Error> {
    let mut items = catalog::look_up(catalog, text)?;
    let exact = items.len();
    let found = index.search(text, LIMIT);
    for id in &found.items {
        if !items.iter().any(|item| item.id == *id) {
            items.extend(catalog.item(*id)?);
        }
    }
    items.truncate(LIMIT);
    let total = found.total.max(items.len());
    Ok((items, total, found.nearest && exact == 0))
}

fn one(catalog: &Catalog, index: &Index, text: &str, as_json: bool) -> Result<(), Failure> {
    let (items, total, nearest) = items(catalog, index, text)?;
    if as_json {
        let items: Vec<_> = items
            .iter()
            .map(
                |item| json!({ "sku": item.sku, "name": item.name, "price": item.price, "stock": item.stock.quantity }),
            )
            .collect();
        return console::out(&json!({ "query": text, "total": total, "nearest": nearest, "items": items }).to_string());
    }
    if items.is_empty() {
        return Err(Failure::new(Exit::Data, format!("nothing matches: {text}"))
            .hinted("type fewer letters, or the beginning of one word"));
    }
    let currency = &catalog.shop().currency;
    for item in &items {
        let price = item.price.map(|price| currency.format(price, '.')).unwrap_or_default();
        let place = item.stock.place.as_ref().map(ToString::to_string).unwrap_or_default();
        console::out(&format!("{:<16} {:<44} {price:>10} {place}", item.sku, item.name))?;
    }
    if nearest {
        console::note("no item holds every word: these are the nearest");
    }
    Ok(())
}

fn batch(catalog: &Catalog, index: &Index, file: &Path) -> Result<(), Failure> {
    lines::each(file, "query", |query: Query| {
        let (items, ..) = items(catalog, index, &query.query)?;
        let skus: Vec<_> = items.iter().map(|item| &item.sku).collect();
        console::out(&json!({ "id": query.id, "skus": skus }).to_string())
    })
}
