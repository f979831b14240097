//! `goeswith follow-up`: what was suggested to customers whose card is linked, and left.

use std::path::PathBuf;

use serde::Serialize;

use super::count::many;
use super::events::each_sale;
use super::hand_over::{Format, Paper, damaged, day, in_order};
use super::place::Place;
use super::{Failure, Globals, console};
use crate::db::{Catalog, EventStore};
use crate::domain::{Day, Objection};
use crate::render::cells::{Cell, row};
use crate::report::follow_up::{FollowUp, Left, Occasion};
use crate::report::measures::Moment;

/// List what was suggested to customers whose card is linked, and left, for a CRM
///
/// Only sales with a pseudonym; what was declined or not asked; of each customer each add-on once, as it was suggested last.
/// Left out is what the customer bought since, and what he has already or what does not fit. docs/handover.md says what
/// each column holds. Prices are those of the installed catalog, or of --catalog, today; without one they are empty.
///
/// Whoever takes the list knows which pseudonym is whose. He may only write to customers whose consent is there today.
#[derive(Debug, clap::Args)]
pub struct FollowUpArgs {
    /// Read this store, a terminal's or a collected one, instead of the one of this computer
    #[arg(long, value_name = "STORE.db")]
    store: Option<PathBuf>,
    /// Suggested on this day or later, 2026-11-22
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// Suggested on this day or before, 2026-11-22
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// Write it into this file instead of printing it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
}

/// The columns, in order.
const COLUMNS: [&str; 11] =
    ["pseudonym", "date", "store", "terminal", "item", "add_on", "link_kind", "outcome", "why", "price", "currency"];

/// A row. The names are those of the columns.
#[derive(Serialize)]
struct Row<'a> {
    pseudonym: &'a str,
    date: String,
    store: Option<&'a str>,
    terminal: &'a str,
    item: &'a str,
    add_on: &'a str,
    link_kind: &'a str,
    outcome: &'a str,
    why: Option<&'a str>,
    price: Option<i64>,
    currency: Option<&'a str>,
}

/// Runs the command.
pub fn run(args: &FollowUpArgs, globals: &Globals) -> Result<(), Failure> {
    in_order(args.since, args.until)?;
    let place = Place::of(globals)?;
    place.fill_demo()?;
    let path = args.store.clone().unwrap_or_else(|| place.store_file());
    let store = EventStore::open_read_only(&path)?;
    let catalog = place.catalog.as_ref().map(|_| place.open_catalog()).transpose()?;
    let within = |day: Day| args.since.is_none_or(|since| day >= since) && args.until.is_none_or(|until| day <= until);
    let mut follow_up = FollowUp::default();
    let left_out = each_sale(&store, |stored, event, taken_back| {
        if taken_back || event.customer.is_none() {
            return;
        }
        let moment = Moment::of(stored.wall, event.utc_offset_min.unwrap_or(0));
        let in_doubt = stored.clock_suspect || moment == Moment::IN_DOUBT;
        let occasion = Occasion {
            at: stored.wall,
            day: moment.day,
            terminal: stored.terminal().unwrap_or_else(|| store.terminal().to_owned()),
            store: stored.store.unwrap_or_default(),
        };
        follow_up.add(event, &occasion, !in_doubt && within(Day(moment.day)));
    })?;
    let list = follow_up.list();
    let text = written(&list, catalog.as_ref(), args.format)?;
    let mut paper = Paper::begin(args.output.as_deref(), args.format.print())?;
    paper.put(&text)?;
    paper.finish()?;
    if let Some(path) = &args.output {
        console::note(&format!("{}: {}", path.display(), many(list.len(), "suggestion", "suggestions")));
    }
    damaged(left_out.damaged)
}

fn written(list: &[Left], catalog: Option<&Catalog>, format: Format) -> Result<String, Failure> {
    let mut text = if format == Format::Csv { row(&COLUMNS.map(Cell::Text)) } else { String::new() };
    for left in list {
        let Left { pseudonym, occasion, suggestion } = left;
        let item = match catalog {
            Some(catalog) => catalog.item_by_sku(suggestion.add_on.as_str())?,
            None => None,
        };
        let price = item.and_then(|item| item.price).map(|price| price.0);
        let currency = catalog.map(|catalog| catalog.shop().currency.code.as_str()).filter(|_| price.is_some());
        let one = Row {
            pseudonym,
            date: Day(occasion.day).to_string(),
            store: Some(occasion.store.as_str()).filter(|store| !store.is_empty()),
            terminal: &occasion.terminal,
            item: suggestion.item.as_str(),
            add_on: suggestion.add_on.as_str(),
            link_kind: suggestion.link_kind.word(),
            outcome: suggestion.outcome.word(),
            why: suggestion.why.map(Objection::word),
            price,
            currency,
        };
        text += &match format {
            Format::Csv => of_csv(&one),
            Format::Jsonl => serde_json::to_string(&one).unwrap_or_default() + "\n",
        };
    }
    Ok(text)
}

fn of_csv(one: &Row<'_>) -> String {
    row(&[
        Cell::Text(one.pseudonym),
        Cell::Text(&one.date),
        one.store.into(),
        Cell::Text(one.terminal),
        Cell::Text(one.item),
        Cell::Text(one.add_on),
        Cell::Text(one.link_kind),
        Cell::Text(one.outcome),
        one.why.into(),
        one.price.map_or(Cell::Empty, Cell::Number),
        one.currency.into(),
    ])
}
