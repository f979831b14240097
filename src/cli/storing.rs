//! The store of a run, opened for commands that write to it, and what is said where it had to be repaired.

use super::place::Place;
use super::{Failure, clock, console};
use crate::db::store::{self, Store};
use crate::domain::Problem;

/// Opens the store for writing. What had to be repaired is said on stderr, and returned.
pub fn open(place: &Place) -> Result<(Store, Option<Problem>), Failure> {
    let (store, notice) = Store::open(&place.data_dir.join(store::FILE), clock::now())?;
    if let Some(problem) = &notice {
        say(problem);
    }
    Ok((store, notice))
}

/// Says a problem on stderr.
pub fn say(problem: &Problem) {
    console::note(&format!(
        "{} {}\n       {}",
        problem.code,
        problem.sentence(),
        problem.todo
    ));
}

/// A file that may not grow is an error to be told, not the end of the program: without a handler SIGXFSZ kills it.
pub fn survive_size_limits() {
    #[cfg(unix)]
    {
        let never_read = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, never_read);
    }
}
