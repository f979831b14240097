//! A damaged store is kept, never deleted: what can be read of it goes into a new one, which then takes its place.
//!
//! The new store is complete on disk before the damaged one is touched, so that a power cut at any point leaves one of
//! the two to go on from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::files::{Files, with_ending};
use super::opening::connect;
use super::{check, fault, rebuild, salvage};
use crate::db::Error;
use crate::db::durable::sync_folder;
use crate::domain::problem::{Code, Problem};
use crate::domain::{Day, UnixMillis};

/// What lies beside an `SQLite` file; the file itself first.
const PARTS: [&str; 3] = ["", "-wal", "-shm"];

/// Makes a new store out of the damaged one and moves the damaged one aside. The caller holds the locks.
pub(super) fn repair(files: &Files, now: UnixMillis) -> Result<Problem, Error> {
    for part in PARTS {
        remove(&with_ending(&files.repaired, part))?;
    }
    let mut connection = connect(&files.repaired, now, check::Depth::Quick)?;
    let salvaged =
        salvage::take_over(&files.store, &mut connection).map_err(|error| fault::sort(&files.repaired, error))?;
    let taken = rebuild::complete(files, &mut connection, salvaged.knows_terminal)
        .map_err(|error| fault::sort(&files.repaired, error))?;
    // Closing writes the log into the file, so that one file is all there is to move.
    connection.close().map_err(|(_, error)| fault::sort(&files.repaired, error))?;
    let moved = move_aside(files, now)?;
    put_in_place(files)?;
    let what = format!(
        "the store of sales was damaged: it was moved to {} and a new one was begun with {} events and {} open sales \
         read from it{}; you can keep selling",
        moved.display(),
        salvaged.events,
        salvaged.sales,
        if taken == 0 { String::new() } else { format!(", and {taken} events from sealed segments") },
    );
    Ok(Problem::new(Code::StoreMovedAside, &what))
}

/// Ends a repair that was cut off after the damaged store had been moved.
pub(super) fn finish_repair(files: &Files, now: UnixMillis) -> Result<(), Error> {
    let is_there = |path: &Path| fs::exists(path).unwrap_or(true);
    if is_there(&files.store) || !is_there(&files.repaired) {
        return Ok(());
    }
    move_aside(files, now)?;
    put_in_place(files)
}

/// Moves the store with its log into `damaged/`, under a name that is not taken.
fn move_aside(files: &Files, now: UnixMillis) -> Result<PathBuf, Error> {
    let failed = |error: io::Error| fault::not_saved(&files.damaged, &error);
    fs::create_dir_all(&files.damaged).map_err(failed)?;
    let is_free = |path: &PathBuf| PARTS.iter().all(|part| !fs::exists(with_ending(path, part)).unwrap_or(true));
    let target = (1..10_000)
        .map(|number| files.damaged.join(name(files, now, number)))
        .find(is_free)
        .ok_or_else(|| failed(io::Error::other("no name is free")))?;
    for part in PARTS {
        match fs::rename(with_ending(&files.store, part), with_ending(&target, part)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    sync_folder(&files.damaged).map_err(failed)?;
    Ok(target)
}

/// `store-2026-11-22T143000Z.db`, with a number where there are several.
fn name(files: &Files, now: UnixMillis, number: u32) -> String {
    let seconds = now.div_euclid(1000).rem_euclid(86_400);
    let day = Day(i32::try_from(now.div_euclid(86_400_000)).unwrap_or(0));
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let stem = files.stem();
    let again = if number == 1 { String::new() } else { format!("-{number}") };
    format!("{}-{day}T{hour:02}{minute:02}{second:02}Z{again}.db", stem.to_string_lossy())
}

/// Damaged stores that were moved aside from `store` and nobody has taken away, oldest first.
pub fn moved_aside(store: &Path) -> Vec<PathBuf> {
    let files = Files::of(store);
    let Ok(entries) = fs::read_dir(&files.damaged) else {
        return Vec::new();
    };
    let start = format!("{}-", files.stem().to_string_lossy());
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with(&start) && path.extension().is_some_and(|ending| ending == "db")
    };
    let mut found: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(is_one).collect();
    found.sort();
    found
}

fn put_in_place(files: &Files) -> Result<(), Error> {
    fs::rename(&files.repaired, &files.store)
        .and_then(|()| sync_folder(&files.directory))
        .map_err(|error| fault::not_saved(&files.store, &error))
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(fault::not_saved(path, &error)),
        _ => Ok(()),
    }
}
