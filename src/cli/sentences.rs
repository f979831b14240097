//! `goeswith sentences`: what staff would rather say, for whoever writes the sentences.

use std::collections::HashMap;
use std::path::PathBuf;

use jiff::Timestamp;

use super::place::Place;
use super::{Exit, Failure, Globals, console};
use crate::db::{self, EventStore};
use crate::domain::{EventKind, Spoken, UnixMillis, Wording};
use crate::render::cells::{Cell, row};

/// List the better sentences that staff sent, for whoever writes them
///
/// One row a sentence, the newest first: the columns of `talking_points.csv`, so that a row can be copied there, then how often
/// the same one was sent, and the day of the last. With --json one object a line.
#[derive(Debug, clap::Args)]
pub struct SentencesArgs {
    /// A terminal's store or a collected one, instead of the one of this computer
    #[arg(value_name = "STORE.db")]
    store: Option<PathBuf>,
}

/// The columns of `talking_points.csv`, then ours.
const COLUMNS: [&str; 13] = [
    "item",
    "add_on",
    "language",
    "variant",
    "ask",
    "say",
    "if_too_expensive",
    "if_has_one",
    "if_not_now",
    "if_other",
    "why",
    "times",
    "last",
];

/// How often a sentence was sent, and when last.
#[derive(Clone, Copy, Default)]
struct Sent {
    times: i64,
    last: UnixMillis,
}

/// Runs the command.
pub fn run(args: &SentencesArgs, globals: &Globals) -> Result<(), Failure> {
    let path = match &args.store {
        Some(path) => path.clone(),
        None => Place::of(globals)?.store_file(),
    };
    let store = match EventStore::open_read_only(&path) {
        Err(db::Error::Missing(_)) if args.store.is_none() => {
            console::note("nothing is stored yet");
            return Ok(());
        }
        other => other?,
    };
    let mut sent: HashMap<Wording, Sent> = HashMap::new();
    let mut damaged = 0;
    for event in store.events()? {
        let event = event?;
        damaged += usize::from(!event.intact);
        let wording = event.event().filter(|one| one.kind == EventKind::Sentence).and_then(|one| one.about.wording);
        if let Some(wording) = wording {
            let one = sent.entry(wording).or_default();
            *one = Sent { times: one.times + 1, last: one.last.max(event.wall) };
        }
    }
    let mut rows: Vec<_> = sent.into_iter().collect();
    rows.sort_by(|(a, x), (b, y)| y.last.cmp(&x.last).then_with(|| a.cmp(b)));
    if globals.json {
        console::json_lines(&rows.iter().map(|(wording, sent)| of_json(wording, *sent)).collect::<String>())?;
    } else {
        let rows: String = rows.iter().map(|(wording, sent)| of_csv(wording, *sent)).collect();
        console::text(&(row(&COLUMNS.map(Cell::Text)) + &rows))?;
    }
    if damaged > 0 {
        let message = format!("events that can no longer be read were left out: {damaged}");
        return Err(Failure::new(Exit::StoreDamaged, message).hinted("run `goeswith doctor`; nothing was deleted"));
    }
    Ok(())
}

/// `2026-11-22`, by the world's clock.
fn day(at: UnixMillis) -> String {
    Timestamp::from_millisecond(at).unwrap_or_default().strftime("%F").to_string()
}

fn of_csv(wording: &Wording, sent: Sent) -> String {
    let last = day(sent.last);
    let mut cells = [Cell::Empty; COLUMNS.len()];
    cells[0] = Cell::Text(wording.item.as_str());
    cells[1] = Cell::Text(wording.add_on.as_str());
    cells[2] = Cell::Text(&wording.language);
    cells[if wording.part == Spoken::Ask { 4 } else { 5 }] = Cell::Text(wording.text.as_str());
    cells[11] = Cell::Number(sent.times);
    cells[12] = Cell::Text(&last);
    row(&cells)
}

fn of_json(wording: &Wording, sent: Sent) -> String {
    let mut object = serde_json::json!(wording);
    object["times"] = sent.times.into();
    object["last"] = day(sent.last).into();
    format!("{object}\n")
}
