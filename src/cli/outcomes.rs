//! `goeswith outcomes`: what became of every suggestion, for CRM and marketing tools. docs/handover.md says what each column
//! holds, docs/outcomes.schema.json the same for programs.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Serialize;

use super::collect::name as name_of_terminal;
use super::count::{grouped, many};
use super::events::each_sale_watched;
use super::hand_over::{Format, Paper, damaged, day, in_order};
use super::place::Place;
use super::{Failure, Globals, clock, console};
use crate::db::store::StoredEvent;
use crate::db::{self, Catalog, EventStore};
use crate::domain::text::clean;
use crate::domain::{Day, Event, EventSuggestion, Objection, Outcome};
use crate::render::cells::{Cell, row};
use crate::report::measures::Moment;
use crate::settings;

/// Print what became of every suggestion, a row each, for CRM and marketing tools
///
/// Of this computer's own sales, or of a collected store. Sales taken back are left out, practice never enters, and a customer
/// is a pseudonym or nobody. docs/handover.md says what each column holds.
///
/// With --since or --until sales whose date is in doubt are left out; without them they are there, without date and time.
#[derive(Debug, clap::Args)]
pub struct OutcomesArgs {
    /// Read this store, a terminal's or a collected one, instead of the one of this computer
    #[arg(long, value_name = "STORE.db")]
    store: Option<PathBuf>,
    /// Of sales on this day or later, 2026-11-22
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// Of sales on this day or before, 2026-11-22
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// How it is written
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// Write it into this file instead of printing it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The columns, in order.
const COLUMNS: [&str; 23] = [
    "event_id",
    "at",
    "date",
    "time",
    "store",
    "terminal",
    "terminal_name",
    "item",
    "item_name",
    "add_on",
    "add_on_name",
    "link_kind",
    "rank",
    "reason",
    "outcome",
    "why",
    "context",
    "arms",
    "customer",
    "price",
    "currency",
    "confirmed",
    "date_in_doubt",
];

/// A row. The names are those of the columns.
#[derive(Serialize)]
struct Row<'a> {
    event_id: &'a str,
    at: &'a str,
    date: Option<&'a str>,
    time: Option<&'a str>,
    store: Option<&'a str>,
    terminal: &'a str,
    terminal_name: Option<&'a str>,
    item: &'a str,
    item_name: Option<&'a str>,
    add_on: &'a str,
    add_on_name: Option<&'a str>,
    link_kind: &'a str,
    rank: u32,
    reason: &'a str,
    outcome: &'a str,
    why: Option<&'a str>,
    context: &'a str,
    arms: &'a str,
    customer: Option<&'a str>,
    price: Option<i64>,
    currency: Option<&'a str>,
    confirmed: Option<bool>,
    date_in_doubt: bool,
}

/// Runs the command.
pub fn run(args: &OutcomesArgs, globals: &Globals) -> Result<(), Failure> {
    in_order(args.since, args.until)?;
    let place = Place::of(globals)?;
    place.fill_demo()?;
    let mut paper = Paper::begin(args.output.as_deref(), args.format.print())?;
    if args.format == Format::Csv {
        paper.put(&row(&COLUMNS.map(Cell::Text)))?;
    }
    let path = args.store.clone().unwrap_or_else(|| place.store_file());
    let store = match EventStore::open_read_only(&path) {
        Err(db::Error::Missing(_)) if args.store.is_none() => {
            console::note("nothing is stored yet");
            return paper.finish();
        }
        other => other?,
    };
    let mut names = Names::of(&place, &store)?;
    let (mut rows, mut dateless, mut failed) = (0_u64, 0_u64, None);
    let bounded = args.since.is_some() || args.until.is_some();
    let within = |day: Day| args.since.is_none_or(|since| day >= since) && args.until.is_none_or(|until| day <= until);
    let left_out = each_sale_watched(&store, |stored, event, taken_back| {
        if taken_back || failed.is_some() || event.suggestions.is_empty() {
            return;
        }
        let sale = Told::of(&stored, &event, &store);
        if bounded && sale.date.is_none() {
            dateless += 1;
        }
        if bounded && !sale.day.is_some_and(within) {
            return;
        }
        for suggestion in &event.suggestions {
            let line = names.row(&sale, &event, suggestion, args.format);
            if let Err(failure) = line.and_then(|line| paper.put(&line)) {
                failed = Some(failure);
                return;
            }
            rows += 1;
        }
    })?;
    if let Some(failure) = failed {
        return Err(failure);
    }
    paper.finish()?;
    if let Some(path) = &args.output {
        console::note(&format!("{}: {}", path.display(), many(rows, "suggestion", "suggestions")));
    }
    if dateless > 0 {
        console::note(&format!("sales whose date is in doubt, left out: {}", grouped(dateless)));
    }
    for note in left_out.notes().skip(usize::from(left_out.damaged > 0)) {
        console::note(&note);
    }
    damaged(left_out.damaged)
}

/// What the rows of a sale have in common.
struct Told<'a> {
    event_id: &'a str,
    at: String,
    day: Option<Day>,
    date: Option<String>,
    time: Option<String>,
    store: Option<&'a str>,
    terminal: String,
    context: String,
    arms: String,
}

impl<'a> Told<'a> {
    fn of(stored: &'a StoredEvent, event: &Event, store: &EventStore) -> Self {
        let ahead = event.utc_offset_min.unwrap_or_else(clock::utc_offset);
        let moment = Moment::of(stored.wall, ahead);
        let is_known = !stored.clock_suspect && moment != Moment::IN_DOUBT;
        let second = stored.wall.saturating_add(i64::from(ahead) * 60_000).div_euclid(1_000).rem_euclid(86_400);
        let time = format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
        let arms: Vec<String> = event.arms.iter().map(|(experiment, arm)| format!("{experiment}={arm}")).collect();
        Self {
            event_id: &stored.event_id,
            at: format!("{:.3}", jiff::Timestamp::from_millisecond(stored.wall).unwrap_or_default()),
            day: is_known.then_some(Day(moment.day)),
            date: is_known.then(|| Day(moment.day).to_string()),
            time: is_known.then_some(time),
            store: stored.store.as_deref(),
            terminal: stored.terminal().unwrap_or_else(|| store.terminal().to_owned()),
            context: event.context.join(" "),
            arms: arms.join(" "),
        }
    }
}

/// What things are called, as far as anybody knows.
struct Names {
    catalog: Option<Catalog>,
    currency: Option<String>,
    /// Where this counter stands; of a collected store the events say it.
    store: Option<String>,
    terminals: HashMap<String, String>,
    items: HashMap<String, Option<String>>,
}

/// So many names are kept at once.
const MOST_NAMES: usize = 100_000;

impl Names {
    fn of(place: &Place, store: &EventStore) -> Result<Self, Failure> {
        let (settings, _) = settings::read(&place.config_dir);
        let catalog = place.catalog.as_ref().map(|_| place.open_catalog()).transpose()?;
        let (terminals, of_store) = match store {
            EventStore::Terminal(own) => {
                let named = settings.terminal.map(|name| (own.identity().terminal.clone(), name.to_string()));
                (named.into_iter().collect(), settings.store)
            }
            EventStore::Collected(collected) => {
                let named = collected.terminals()?.into_iter().filter(|heard| heard.name.is_some());
                (named.map(|heard| (heard.terminal.clone(), name_of_terminal(&heard))).collect(), None)
            }
        };
        let currency = catalog.as_ref().map(|catalog| catalog.shop().currency.code.clone());
        Ok(Self { catalog, currency, store: of_store, terminals, items: HashMap::new() })
    }

    fn name(&mut self, sku: &str) -> Result<Option<String>, Failure> {
        if let Some(known) = self.items.get(sku) {
            return Ok(known.clone());
        }
        let Some(catalog) = &self.catalog else { return Ok(None) };
        let name = catalog.item_by_sku(sku)?.map(|item| clean(item.name.as_str()).text);
        if self.items.len() >= MOST_NAMES {
            self.items.clear();
        }
        self.items.insert(sku.to_owned(), name.clone());
        Ok(name)
    }

    fn row(
        &mut self,
        sale: &Told<'_>,
        event: &Event,
        suggestion: &EventSuggestion,
        format: Format,
    ) -> Result<String, Failure> {
        let EventSuggestion { item, add_on, link_kind, rank, reason, outcome, why } = suggestion;
        let (item_name, add_on_name) = (self.name(item.as_str())?, self.name(add_on.as_str())?);
        let is_bought = matches!(outcome, Outcome::Accepted | Outcome::TakenWithoutAsking);
        // Of several lines the one that was taken with a yes; what was handed back is none.
        let lines = || event.lines.iter().filter(|line| is_bought && line.sku == *add_on && line.quantity > 0);
        let line = lines().find(|line| line.confirmed.is_some()).or_else(|| lines().next());
        let price = line.and_then(|line| line.price).map(|price| price.0);
        let one = Row {
            event_id: sale.event_id,
            at: &sale.at,
            date: sale.date.as_deref(),
            time: sale.time.as_deref(),
            store: sale.store.or(self.store.as_deref()),
            terminal: &sale.terminal,
            terminal_name: self.terminals.get(&sale.terminal).map(String::as_str),
            item: item.as_str(),
            item_name: item_name.as_deref(),
            add_on: add_on.as_str(),
            add_on_name: add_on_name.as_deref(),
            link_kind: link_kind.word(),
            rank: *rank,
            reason,
            outcome: outcome.word(),
            why: why.map(Objection::word),
            context: &sale.context,
            arms: &sale.arms,
            customer: event.customer.as_deref(),
            price,
            currency: self.currency.as_deref().filter(|_| price.is_some()),
            confirmed: line.and_then(|line| line.confirmed).filter(|_| *outcome == Outcome::Accepted),
            date_in_doubt: sale.date.is_none(),
        };
        Ok(match format {
            Format::Csv => of_csv(&one),
            Format::Jsonl => serde_json::to_string(&one).unwrap_or_default() + "\n",
        })
    }
}

fn of_csv(one: &Row<'_>) -> String {
    let yes_or_no = |yes: bool| Cell::Text(if yes { "true" } else { "false" });
    let filled = |text| Some(text).filter(|text: &&str| !text.is_empty()).into();
    row(&[
        Cell::Text(one.event_id),
        Cell::Text(one.at),
        one.date.into(),
        one.time.into(),
        one.store.into(),
        Cell::Text(one.terminal),
        one.terminal_name.into(),
        Cell::Text(one.item),
        one.item_name.into(),
        Cell::Text(one.add_on),
        one.add_on_name.into(),
        Cell::Text(one.link_kind),
        Cell::Number(i64::from(one.rank)),
        Cell::Text(one.reason),
        Cell::Text(one.outcome),
        one.why.into(),
        filled(one.context),
        filled(one.arms),
        one.customer.into(),
        one.price.map_or(Cell::Empty, Cell::Number),
        one.currency.into(),
        one.confirmed.map_or(Cell::Empty, yes_or_no),
        yes_or_no(one.date_in_doubt),
    ])
}
