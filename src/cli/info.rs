//! `goeswith catalog info FILE.db`: what a snapshot holds.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::count::grouped;
use super::{Failure, Globals, console};
use crate::db::{self, Description};
use crate::domain::text::clean;

/// Describe a snapshot
#[derive(Debug, clap::Args)]
pub struct InfoArgs {
    /// The snapshot
    #[arg(value_name = "FILE.db")]
    file: PathBuf,
}

/// Describes.
pub fn run(args: &InfoArgs, globals: &Globals) -> Result<(), Failure> {
    let description = db::describe(&args.file)?;
    let bytes = std::fs::metadata(&args.file).map_or(0, |metadata| metadata.len());
    if globals.json {
        console::json(&as_json(&description, bytes))
    } else {
        console::text(&as_text(&description, bytes))
    }
}

fn as_text(description: &Description, bytes: u64) -> String {
    let shop = &description.shop;
    let [items, services, priced, stocked, sold] = description.items.map(grouped);
    let mut text = String::new();
    let mut line = |name: &str, value: String| {
        let _ = writeln!(text, "{name:<12}{}", clean(&value).text);
    };
    line("shop", format!("{} (chain {})", shop.name, shop.chain_id));
    line("currency", shop.currency.code.clone());
    line("languages", shop.languages.join(", "));
    line("items", format!("{items}, of them {services} services"));
    line("", format!("{priced} with a price, {stocked} with a stock, {sold} ever sold"));
    line("barcodes", grouped(description.barcodes));
    line("categories", grouped(description.categories));
    line("links", counts(description.all_links(), description.links.iter().map(|(kind, count)| (kind.word(), *count))));
    let talks = description.talks.iter().map(|(language, count)| (language.as_str(), *count));
    line("sentences", counts(description.talks.iter().map(|(_, count)| count).sum(), talks));
    let [accepted, rejected] = description.decisions.map(grouped);
    line("pairs", format!("{}, {accepted} accepted and {rejected} rejected by a person", grouped(description.pairs)));
    let days = shop.days.as_ref().map(|(first, last)| format!(", {first} to {last}")).unwrap_or_default();
    line("sales", format!("{}{days}", grouped(shop.sales)));
    if answers(description) > 0 {
        let taught = grouped(description.taught);
        line("answers", format!("{} learned from, {taught} pairs know of them", grouped(answers(description))));
    }
    if !shop.experiments.is_empty() {
        let ids: Vec<&str> = shop.experiments.iter().map(|one| one.id.as_str()).collect();
        line("experiments", ids.join(", "));
    }
    line("file", format!("{} bytes, schema {}", grouped(bytes), db::CATALOG_SCHEMA));
    text
}

/// Answers that the build learned from.
fn answers(description: &Description) -> u64 {
    description.shop.setting("taught_answers").unwrap_or(0)
}

/// `12: 10 accessory, 2 service`.
fn counts<'a>(all: u64, parts: impl Iterator<Item = (&'a str, u64)>) -> String {
    let parts: Vec<String> =
        parts.filter(|(_, count)| *count > 0).map(|(word, count)| format!("{} {word}", grouped(count))).collect();
    if parts.is_empty() { grouped(all) } else { format!("{}: {}", grouped(all), parts.join(", ")) }
}

fn as_json(description: &Description, bytes: u64) -> Value {
    let shop = &description.shop;
    let [items, services, priced, stocked, sold] = description.items;
    let [accepted, rejected] = description.decisions;
    let links: Map<String, Value> =
        description.links.iter().map(|(kind, count)| (kind.word().to_owned(), (*count).into())).collect();
    let talks: Map<String, Value> =
        description.talks.iter().map(|(language, count)| (language.clone(), (*count).into())).collect();
    json!({
        "name": shop.name,
        "chain_id": shop.chain_id,
        "currency": shop.currency.code,
        "languages": shop.languages,
        "items": items,
        "services": services,
        "with_price": priced,
        "with_stock": stocked,
        "sold": sold,
        "barcodes": description.barcodes,
        "categories": description.categories,
        "links": links,
        "sentences": talks,
        "pairs": description.pairs,
        "accepted": accepted,
        "rejected": rejected,
        "sales": shop.sales,
        "answers": answers(description),
        "first_day": shop.days.as_ref().map(|days| &days.0),
        "last_day": shop.days.as_ref().map(|days| &days.1),
        "experiments": shop.experiments.iter().map(|one| &one.id).collect::<Vec<_>>(),
        "bytes": bytes,
        "schema": db::CATALOG_SCHEMA,
    })
}
