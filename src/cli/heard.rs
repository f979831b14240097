//! `catalog build --events STORE.db`: the answers that were recorded, for the build to learn from. Stores are read only, and
//! a terminal may have them open meanwhile.

use std::path::{Path, PathBuf};

use super::count::{grouped, many};
use super::progress::Progress;
use super::{Exit, Failure, console, sales};
use crate::catalog::answers::Heard;
use crate::catalog::source::Source;
use crate::catalog::watch::{Step, Watch};
use crate::db;
use crate::db::store::{PRACTICE_FILE, Store};
use crate::domain::text::clean;

/// Opens the stores, so that one that cannot be used is said before any work is done.
pub fn open(paths: &[PathBuf]) -> Result<Vec<Store>, Failure> {
    paths.iter().map(|path| open_one(path)).collect()
}

fn open_one(path: &Path) -> Result<Store, Failure> {
    if path.file_name().is_some_and(|name| name == PRACTICE_FILE) {
        let message = format!("practice sales teach nothing: {}", path.display());
        return Err(Failure::new(Exit::Data, message).hinted("give the store.db beside it"));
    }
    Store::open_read_only(path).map_err(|error| {
        let hint = match &error {
            db::Error::Missing(_) => "check the path; a terminal keeps its sales in store.db of its data directory",
            db::Error::Foreign { .. } | db::Error::NotAFile(_) => "give a store.db of a terminal, or a collected one",
            db::Error::Damaged { .. } => {
                "run `goeswith doctor` where the store is in use; nothing was written, and nothing changed"
            }
            db::Error::NotSaved { detail, .. } => {
                let message = format!("store cannot be read: {}: {detail}", path.display());
                return Failure::new(Exit::Data, message).hinted("check the rights of the file; nothing was written");
            }
            db::Error::Newer { .. } | db::Error::Busy(_) | db::Error::Sqlite { .. } => return error.into(),
        };
        Failure { hint: Some(hint.to_owned()), ..error.into() }
    })
}

/// Reads the answers and says how many there are; `None` where somebody asked to stop.
pub fn read<'s>(stores: &[Store], source: &'s Source, progress: &mut Progress) -> Result<Option<Heard<'s>>, Failure> {
    let mut heard = Heard::new(source);
    if stores.is_empty() {
        return Ok(Some(heard));
    }
    let events = stores.iter().map(|store| Ok(store.counts()?.events)).sum::<Result<u64, Failure>>()?;
    progress.step(Step::ReadAnswers, 2 * events);
    let mut taken_back = 0;
    let damaged = sales::of_all(stores, &mut |done| progress.at(done), |_, event, is_taken_back| {
        if is_taken_back {
            taken_back += 1;
        } else {
            heard.sale(&event);
        }
    })?;
    progress.pause();
    let Some(damaged) = damaged else { return Ok(None) };
    for note in notes(&heard, taken_back, damaged) {
        console::note(&clean(&note).text);
    }
    Ok(Some(heard))
}

/// What was learned from, and what could not count.
fn notes(heard: &Heard<'_>, taken_back: u64, damaged: u64) -> Vec<String> {
    let sales = many(heard.sales, "sale", "sales");
    let left_out =
        if taken_back > 0 { format!(" ({} taken back left out)", grouped(taken_back)) } else { String::new() };
    let mut notes = Vec::new();
    if heard.answers == 0 {
        notes.push(format!("warning: no answers to learn from in {sales}{left_out}"));
    } else {
        notes.push(format!("learned from {} in {sales}{left_out}", many(heard.answers, "answer", "answers")));
    }
    if heard.unknown > 0 {
        let what = "of items that the source does not have, left out";
        notes.push(format!("warning: {} {what}", many(heard.unknown, "suggestion", "suggestions")));
    }
    if damaged > 0 {
        let what = "no longer what was stored, left out";
        notes.push(format!("warning: {} {what}", many(damaged, "event is", "events are")));
    }
    notes
}
