//! `catalog build --events STORE.db`: the answers that were recorded, for the build to learn from. Stores are read only, and
//! a terminal may have them open meanwhile.

use std::path::{Path, PathBuf};

use super::count::{grouped, many};
use super::events::{LeftOut, each_sale_of};
use super::progress::Progress;
use super::{Exit, Failure, console};
use crate::catalog::answers::Answers;
use crate::catalog::source::Source;
use crate::catalog::watch::{Step, Watch};
use crate::db::store::PRACTICE_FILE;
use crate::db::{self, EventStore};

/// Opens the stores, so that one that cannot be used is said before any work is done.
pub fn open(paths: &[PathBuf]) -> Result<Vec<EventStore>, Failure> {
    paths.iter().map(|path| open_one(path)).collect()
}

fn open_one(path: &Path) -> Result<EventStore, Failure> {
    if path.file_name().is_some_and(|name| name == PRACTICE_FILE) {
        let message = format!("practice sales teach nothing: {}", path.display());
        return Err(Failure::new(Exit::Data, message).hinted("give the store.db beside it"));
    }
    EventStore::open_read_only(path).map_err(|error| {
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
            db::Error::Content { .. } | db::Error::Newer { .. } | db::Error::Busy(_) | db::Error::Sqlite { .. } => {
                return error.into();
            }
        };
        Failure { hint: Some(hint.to_owned()), ..error.into() }
    })
}

/// Reads the answers; `None` where somebody asked to stop.
pub fn read(stores: &[EventStore], source: &Source, progress: &mut Progress) -> Result<Option<Answers>, Failure> {
    let mut answers = Answers::default();
    if stores.is_empty() {
        return Ok(Some(answers));
    }
    let events = stores.iter().map(|store| Ok(store.event_count()?)).sum::<Result<u64, Failure>>()?;
    progress.step(Step::ReadAnswers, events);
    let left_out = each_sale_of(stores, &mut |done| progress.at(done), |_, event, taken_back| {
        if taken_back { answers.voided += 1 } else { answers.add(source, &event) }
    })?;
    progress.pause();
    let Some(LeftOut { damaged, .. }) = left_out else { return Ok(None) };
    if damaged > 0 {
        let what = "no longer what was stored, left out";
        console::note(&format!("warning: {} {what}", many(damaged, "event is", "events are")));
    }
    Ok(Some(answers))
}

/// `learned from 312 answers in 1,204 sales, 3 taken back left out`
pub fn learned(answers: &Answers) -> String {
    let sales = many(answers.sales, "sale", "sales");
    let mut parts = vec![match answers.asked {
        0 => format!("warning: no answers to learn from in {sales}"),
        some => format!("learned from {} in {sales}", many(some, "answer", "answers")),
    }];
    if answers.voided > 0 {
        parts.push(format!("{} taken back left out", grouped(answers.voided)));
    }
    if answers.unknown() > 0 {
        parts.push(format!("{} not in items.csv left out", many(answers.unknown() as u64, "pair", "pairs")));
    }
    parts.join(", ")
}
