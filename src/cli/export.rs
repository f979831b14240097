//! `goeswith export`: the stored events, for programs as JSON lines and for spreadsheets as CSV.

use std::path::PathBuf;

use super::place::Place;
use super::{Exit, Failure, Globals, console};
use crate::db::store::StoredEvent;
use crate::db::{self, EventStore};
use crate::domain::{Event, EventLine, EventSuggestion};
use crate::render::cells::{Cell, row};

/// Print the stored events in the order in which they were stored
///
/// jsonl: one event a line, as `goeswith record` takes it.
///
/// csv: one row for each line of a sale and one for each suggestion (the column `row` says which), with the columns of
/// their event repeated; an event without either is one row. Prices are in minor units (cents). Every text is quoted,
/// and one that a spreadsheet would compute gets a ' in front.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// How the events are written
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// Print the events of this store, a terminal's or a collected one, instead of those recorded here
    #[arg(long, value_name = "STORE.db")]
    store: Option<PathBuf>,
}

/// How events are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// JSON lines
    Jsonl,
    /// For spreadsheets
    Csv,
}

/// Printed together.
const CHUNK: usize = 64 * 1024;

/// Runs the command.
pub fn run(args: &ExportArgs, globals: &Globals) -> Result<(), Failure> {
    if args.format == Format::Csv {
        console::text(&header())?;
    }
    let place = Place::of(globals)?;
    place.fill_demo()?;
    let path = args.store.clone().unwrap_or_else(|| place.store_file());
    let store = match EventStore::open_read_only(&path) {
        Err(db::Error::Missing(_)) if args.store.is_none() => {
            console::note("nothing is stored yet");
            return Ok(());
        }
        other => other?,
    };
    let print = match args.format {
        Format::Jsonl => console::json_lines,
        Format::Csv => console::text,
    };
    let mut chunk = String::new();
    let mut damaged = 0;
    for event in store.events()? {
        let event = event?;
        match (event.intact, args.format) {
            (false, _) => damaged += 1,
            (true, Format::Jsonl) => {
                chunk += &event.body;
                chunk.push('\n');
            }
            (true, Format::Csv) => chunk += &rows(&event, event.terminal().as_deref().unwrap_or(store.terminal())),
        }
        if chunk.len() > CHUNK {
            print(&chunk)?;
            chunk.clear();
        }
    }
    print(&chunk)?;
    match damaged {
        0 => Ok(()),
        damaged => {
            Err(Failure::new(Exit::StoreDamaged, format!("events that can no longer be read were left out: {damaged}"))
                .hinted("run `goeswith doctor`; nothing was deleted"))
        }
    }
}

/// The columns: those of the event, then those of the row.
const COLUMNS: [&str; 29] = [
    "event_id",
    "kind",
    "wall_utc",
    "terminal",
    "epoch",
    "seq",
    "clock_suspect",
    "catalog",
    "sale",
    "code",
    "context",
    "customer",
    "staff",
    "row",
    "sku",
    "quantity",
    "price",
    "confirmed",
    "item",
    "link_kind",
    "rank",
    "reason",
    "outcome",
    "why",
    "weight",
    "arms",
    "part",
    "language",
    "text",
];

fn header() -> String {
    row(&COLUMNS.map(Cell::Text))
}

fn rows(stored: &StoredEvent, terminal: &str) -> String {
    let Some(event) = stored.event() else {
        return String::new();
    };
    let wall = jiff::Timestamp::from_millisecond(stored.wall).unwrap_or_default();
    let wall = format!("{wall:.3}");
    let contexts = event.context.join(" ");
    let arms: Vec<String> = event.arms.iter().map(|(experiment, arm)| format!("{experiment}={arm}")).collect();
    let arms = arms.join(" ");
    let wording = event.about.wording.as_ref();
    let rest = [
        Some(arms.as_str()).filter(|arms| !arms.is_empty()).into(),
        wording.map(|wording| wording.part.word()).into(),
        wording.map(|wording| wording.language.as_str()).into(),
        wording.map(|wording| wording.text.as_str()).into(),
    ];
    let start = [
        Cell::Text(&stored.event_id),
        Cell::Text(event.kind.word()),
        Cell::Text(&wall),
        Cell::Text(terminal),
        Cell::Text(&stored.epoch),
        Cell::Number(stored.seq),
        yes_or_no(stored.clock_suspect),
        stored.catalog.as_deref().into(),
        event.about.sale.as_deref().into(),
        event.about.code.as_deref().into(),
        Some(contexts.as_str()).filter(|contexts| !contexts.is_empty()).into(),
        event.customer.as_deref().into(),
        event.staff.as_deref().into(),
    ];
    let with_start = |end: [Cell; 12]| row(&[start.as_slice(), &end, &rest].concat());
    if event.lines.is_empty() && event.suggestions.is_empty() {
        let mut end = [Cell::Empty; 12];
        end[0] = Cell::Text("event");
        end[1] = wording.map(|wording| wording.add_on.as_str()).into();
        end[5] = wording.map(|wording| wording.item.as_str()).into();
        return with_start(end);
    }
    let Event { lines, suggestions, .. } = &event;
    let lines = lines.iter().map(|line| {
        let weight = line.weight.map(|weight| weight.to_string());
        with_start(of_line(line, weight.as_deref()))
    });
    lines.chain(suggestions.iter().map(|suggestion| with_start(of_suggestion(suggestion)))).collect()
}

fn of_line<'a>(line: &'a EventLine, weight: Option<&'a str>) -> [Cell<'a>; 12] {
    let mut cells = [Cell::Empty; 12];
    cells[0] = Cell::Text("line");
    cells[1] = Cell::Text(line.sku.as_str());
    cells[2] = Cell::Number(line.quantity);
    cells[3] = line.price.map_or(Cell::Empty, |price| Cell::Number(price.0));
    cells[4] = line.confirmed.map_or(Cell::Empty, yes_or_no);
    cells[11] = weight.into();
    cells
}

fn of_suggestion(suggestion: &EventSuggestion) -> [Cell<'_>; 12] {
    let mut cells = [Cell::Empty; 12];
    cells[0] = Cell::Text("suggestion");
    cells[1] = Cell::Text(suggestion.add_on.as_str());
    cells[5] = Cell::Text(suggestion.item.as_str());
    cells[6] = Cell::Text(suggestion.link_kind.word());
    cells[7] = Cell::Number(i64::from(suggestion.rank));
    cells[8] = Cell::Text(&suggestion.reason);
    cells[9] = Cell::Text(suggestion.outcome.word());
    cells[10] = suggestion.why.map(crate::domain::Objection::word).into();
    cells
}

fn yes_or_no(yes: bool) -> Cell<'static> {
    Cell::Text(if yes { "true" } else { "false" })
}
