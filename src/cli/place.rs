//! Where this run of the program keeps its files, and its store.

use std::path::PathBuf;

use super::{Failure, Globals, clock, console};
use crate::db::store::{self, Store};
use crate::domain::Problem;
use crate::settings;

/// The data directory, made when missing.
pub fn data_dir(globals: &Globals) -> Result<PathBuf, Failure> {
    Ok(settings::data_dir(globals.data_dir.as_deref())?)
}

/// The directory of settings: the data directory itself where one was given.
pub fn config_dir(globals: &Globals) -> Result<PathBuf, Failure> {
    Ok(settings::config_dir(globals.data_dir.as_deref())?)
}

/// Opens the store for writing. What had to be repaired is said on stderr, and returned.
pub fn store(globals: &Globals) -> Result<(Store, Option<Problem>), Failure> {
    survive_size_limits();
    let path = data_dir(globals)?.join(store::FILE);
    let (store, notice) = Store::open(&path, clock::now())?;
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

/// The locale as the system orders its variables; `None` where there is no such thing.
pub fn locale() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let unset = if cfg!(windows) { None } else { Some("C".to_owned()) };
    set("LC_ALL")
        .or_else(|| set("LC_CTYPE"))
        .or_else(|| set("LANG"))
        .or(unset)
}

/// A file that may not grow is an error to be told, not the end of the program: without a handler SIGXFSZ kills it.
fn survive_size_limits() {
    #[cfg(unix)]
    {
        let never_read = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, never_read);
    }
}
