//! `goeswith collect`: what terminals sent, merged into one store.

use std::path::PathBuf;

use serde_json::json;

use super::count::{grouped, many};
use super::progress::Progress;
use super::{Exit, Failure, Globals, console};
use crate::catalog::watch::{Step, Watch as _};
use crate::db::Collected;
use crate::db::collected::Heard;
use crate::domain::problem::Code;
use crate::domain::text::clean;
use crate::sync::collect::{self, Error, Found};
use crate::sync::erase;

/// Merge what terminals sent into one store
///
/// OUTBOX is a sync folder, its folder `outbox`, or the folder of one terminal; several are taken together. Segments are
/// taken in any order and any number of times, from several places: the same segments give the same store, and the same
/// digest. Nothing in the folders is changed; run it again whenever more has arrived.
///
/// Files that are still arriving are left for the next time. What is damaged, or arrived with two contents, is set aside
/// and said on stderr, and the rest is merged: the exit code is 0 then, so that one bad terminal stops no nightly job.
/// `goeswith fleet` shows how every terminal is. Customers whom `goeswith forget` named in a sync folder are taken out.
#[derive(Debug, clap::Args)]
pub struct CollectArgs {
    /// A sync folder, an outbox, or the folder of one terminal
    #[arg(value_name = "OUTBOX", required = true)]
    outboxes: Vec<PathBuf>,
    /// The store they are merged into; begun where there is none
    #[arg(short, long, value_name = "STORE.db")]
    output: PathBuf,
    /// Write into this sync folder how far everything of each terminal is here
    #[arg(long, value_name = "SYNC")]
    acks: Option<PathBuf>,
}

/// So many of a kind are said.
const SAID: usize = 100;

/// Runs the command.
pub fn run(args: &CollectArgs, globals: &Globals) -> Result<(), Failure> {
    let mut folders = Vec::new();
    for given in &args.outboxes {
        folders.extend(collect::folders(given).map_err(failure)?);
    }
    folders.sort();
    folders.dedup();
    let mut store = Collected::open(&args.output)?;
    let mut refused = Vec::new();
    for sync in args.outboxes.iter().chain(&args.acks) {
        // First, so that nobody who is to be forgotten comes back with what is merged now.
        let (lists, problems) = erase::lists(sync, &[], "");
        refused.extend(problems);
        store.forget(lists.into_iter().flat_map(|(list, _)| list.pseudonyms).collect())?;
    }
    let mut progress = Progress::start();
    let mut begun = false;
    let found = collect::collect(&mut store, &folders, &mut |done, total| {
        if total > 0 && !begun {
            begun = true;
            progress.step(Step::Collect, total);
        }
        progress.at(done)
    });
    progress.finish();
    let found = found.map_err(failure)?;
    let acks = match &args.acks {
        Some(sync) => Some(collect::acknowledge(&store, sync).map_err(failure)?),
        None => None,
    };
    let terminals = store.terminals()?;
    let digest = store.digest()?;
    let events = store.event_count()?;
    refused.dedup();
    for problem in &refused {
        console::note(&format!("{} {}", problem.code, problem.what));
    }
    say(&found, &terminals);
    if globals.json {
        return console::out(&as_json(&found, &terminals, events, &digest, acks).to_string());
    }
    console::out(&text(&found, &terminals, events, &digest))
}

fn text(found: &Found, terminals: &[Heard], events: u64, digest: &str) -> String {
    let merged = &found.merged;
    let segments: u64 = terminals.iter().map(|heard| heard.segments).sum();
    format!(
        "arrived   {} new, {} known, {} set aside\nstore     {} of {} in {}\ndigest    {digest}",
        many(merged.new, "segment", "segments"),
        grouped(merged.known),
        grouped(merged.aside + found.bad.len() as u64),
        many(events, "event", "events"),
        many(terminals.len() as u64, "terminal", "terminals"),
        many(segments, "segment", "segments"),
    )
}

fn as_json(found: &Found, terminals: &[Heard], events: u64, digest: &str, acks: Option<u64>) -> serde_json::Value {
    let gaps = terminals.iter().flat_map(|heard| {
        heard
            .gaps
            .iter()
            .map(|gap| json!({"terminal": heard.terminal, "epoch": gap.epoch, "first": gap.first, "last": gap.last}))
    });
    let conflicts = terminals.iter().flat_map(|heard| {
        heard.conflicts.iter().map(|one| {
            json!({"terminal": heard.terminal, "epoch": one.epoch, "number": one.number, "contents": one.contents})
        })
    });
    let bad = found.bad.iter().map(|(terminal, bad)| {
        json!({"terminal": terminal, "file": clean(&bad.name).text, "reason": clean(&bad.reason).text})
    });
    json!({
        "terminals": terminals.len(),
        "segments": {
            "new": found.merged.new,
            "known": found.merged.known,
            "aside": found.merged.aside,
            "reissued": found.merged.reissued,
            "bad": found.bad.len(),
            "arriving": found.arriving.len(),
            "newer": found.newer.len(),
        },
        "new_events": found.merged.events,
        "events": events,
        "unreadable": terminals.iter().map(|heard| heard.unreadable).sum::<u64>(),
        "gaps": gaps.collect::<Vec<_>>(),
        "conflicts": conflicts.collect::<Vec<_>>(),
        "two_writers": terminals.iter().filter(|heard| heard.two_writers).map(|heard| &heard.terminal).collect::<Vec<_>>(),
        "bad": bad.collect::<Vec<_>>(),
        "acks": acks,
        "digest": digest,
    })
}

/// Everything that is not as it should be, one line each.
fn say(found: &Found, terminals: &[Heard]) {
    let mut lines: Vec<(Code, String)> = Vec::new();
    for (terminal, bad) in &found.bad {
        let name = terminals.iter().find(|heard| &heard.terminal == terminal).map_or(terminal.clone(), name);
        lines.push((Code::SegmentBad, format!("{name}: {} is set aside: {}", bad.name, bad.reason)));
    }
    for heard in terminals {
        let name = name(heard);
        for one in &heard.conflicts {
            let events = many(one.events, "event", "events");
            let what = format!("{name}: segment {} arrived with {} contents", grouped(one.number), one.contents);
            lines.push((Code::SegmentTwice, format!("{what}; none counts, {events} are set aside")));
        }
        if !heard.gaps.is_empty() {
            lines.push((Code::EventsMissing, format!("{name}: missing {}", gaps(heard))));
        }
        if heard.two_writers {
            lines.push((Code::StoreCopied, format!("{name}: two stores of sales were written at once; both count")));
        }
    }
    for (path, format) in &found.newer {
        lines.push((Code::SegmentNewer, format!("{} is of a newer goeswith (format {format})", path.display())));
    }
    lines.sort_by_key(|(code, _)| code.number());
    for code in lines.chunk_by(|(one, _), (other, _)| one == other) {
        for (code, line) in code.iter().take(SAID) {
            console::note(&format!("{} {}", code.number(), clean(line).text));
        }
        if let Some(more) = code.len().checked_sub(SAID).filter(|more| *more > 0) {
            console::note(&format!("{} and {} more", code[0].0.number(), grouped(more as u64)));
        }
    }
    if !found.arriving.is_empty() {
        let files = many(found.arriving.len() as u64, "file", "files");
        console::note(&format!("still arriving: {files}, looked at again the next time"));
    }
}

/// `4,101–4,180, 4,300`
pub fn gaps(heard: &Heard) -> String {
    const SHOWN: usize = 5;
    let mut parts: Vec<String> = heard
        .gaps
        .iter()
        .take(SHOWN)
        .map(|gap| {
            let last = if gap.last == gap.first { String::new() } else { format!("–{}", grouped(gap.last)) };
            grouped(gap.first) + &last
        })
        .collect();
    if let Some(more) = heard.gaps.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        parts.push(format!("and {more} more"));
    }
    parts.join(", ")
}

/// What people call a terminal: its name, or the beginning of its random one.
pub fn name(heard: &Heard) -> String {
    match &heard.name {
        Some(name) => clean(name).text,
        None => heard.terminal.chars().take(8).collect(),
    }
}

fn failure(error: Error) -> Failure {
    match error {
        Error::Store(error) => error.into(),
        Error::Folder { .. } => {
            Failure::new(Exit::Data, error.to_string()).hinted("give the sync folder, or its outbox")
        }
        Error::NotSaved { .. } => Failure::new(Exit::NotSaved, error.to_string())
            .hinted("free some disk space or check the rights of the folder; what was merged stays merged"),
        Error::System(_) => Failure::new(Exit::NotSaved, error.to_string()),
        Error::Stopped => {
            Failure::new(Exit::Interrupted, "stopped").hinted("what was merged stays merged; run it again for the rest")
        }
    }
}
