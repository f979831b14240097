//! `goeswith search`: items for a text, and by the thousand for scoring.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Deserialize;
use serde_json::json;

use super::place::{Place, Snapshot};
use super::progress::Progress;
use super::{Exit, Failure, Globals, catalog, console, lines};
use crate::catalog::watch::{Step, Watch as _};
use crate::db::Catalog;
use crate::domain::Item;
use crate::search::Index;
use crate::tui::state::Fit;

/// Rows of one answer.
const LIMIT: usize = 10;
/// Characters of a text that are looked up without an index.
const LONGEST: usize = 80;

/// Arguments of `goeswith search`.
#[derive(Debug, clap::Args)]
pub struct SearchArgs {
    /// What staff would type: words in any order, beginnings of words, a SKU
    #[arg(value_name = "TEXT", required_unless_present = "batch", conflicts_with = "batch")]
    pub text: Vec<String>,
    /// Read JSON lines `{"id", "query"}`, `-` for standard input, and print JSON lines `{"id", "skus"}`, ten at most
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// With --batch: add to each line how long it took, `"us"`, in microseconds
    #[arg(long, requires = "batch")]
    pub times: bool,
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
    let index = match place.snapshot() {
        Some(snapshot) => index(&snapshot, &catalog)?,
        None => Index::default(),
    };
    match &args.batch {
        Some(file) => batch(&catalog, &index, file, args.times),
        None => one(&catalog, &index, &args.text.join(" "), globals.json),
    }
}

/// The index that is kept, or one built now, with a line that says so where it takes long.
fn index(snapshot: &Snapshot, catalog: &Catalog) -> Result<Index, Failure> {
    if let Some(kept) = snapshot.kept() {
        return Ok(kept);
    }
    let mut progress = Progress::start();
    let mut begun = false;
    let built = snapshot.index(catalog, &mut |done, all| {
        if !begun {
            progress.step(Step::Index, all);
            begun = true;
        }
        progress.at(done)
    });
    progress.finish();
    built?.ok_or_else(|| Failure::new(Exit::Interrupted, "stopped"))
}

/// Items with how many there are and how they fit.
pub type Answer = (Vec<Item>, usize, Fit);

/// Items for a text: what the text is exactly as a code comes first.
pub fn items(catalog: &Catalog, index: &Index, text: &str) -> Result<Answer, crate::db::Error> {
    let mut items = catalog::look_up(catalog, text)?;
    let exact = items.len();
    let found = index.search(text, LIMIT);
    for id in &found.items {
        if items.len() == LIMIT {
            break;
        }
        if !items.iter().any(|item| item.id == *id) {
            items.extend(catalog.item(*id)?);
        }
    }
    let total = found.total.max(items.len());
    Ok((items, total, if found.nearest && exact == 0 { Fit::Nearest } else { Fit::Every }))
}

/// Items for a text while there is no index: what is exactly this code, then what begins so.
pub fn without_index(catalog: &Catalog, text: &str) -> Result<Answer, crate::db::Error> {
    let mut items = catalog::look_up(catalog, text)?;
    let beginning: String = text.trim().chars().take(LONGEST).collect();
    if !beginning.is_empty() {
        for item in catalog.items_beginning(&beginning, LIMIT as u32)? {
            if !items.iter().any(|known| known.id == item.id) {
                items.push(item);
            }
        }
    }
    items.truncate(LIMIT);
    let total = items.len();
    Ok((items, total, Fit::Preparing))
}

fn one(catalog: &Catalog, index: &Index, text: &str, as_json: bool) -> Result<(), Failure> {
    let (items, total, fit) = items(catalog, index, text)?;
    let nearest = fit == Fit::Nearest;
    if as_json {
        let items: Vec<_> = items
            .iter()
            .map(
                |item| json!({ "sku": item.sku, "name": item.name, "price": item.price, "stock": item.stock.quantity }),
            )
            .collect();
        return console::json(&json!({ "query": text, "total": total, "nearest": nearest, "items": items }));
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

fn batch(catalog: &Catalog, index: &Index, file: &Path, times: bool) -> Result<(), Failure> {
    lines::each(file, "query", |query: Query| {
        let started = Instant::now();
        let (items, ..) = items(catalog, index, &query.query)?;
        let took = started.elapsed();
        let skus: Vec<_> = items.iter().map(|item| &item.sku).collect();
        let mut line = json!({ "id": query.id, "skus": skus });
        if times {
            line["us"] = json!(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        }
        console::json(&line)
    })
}
