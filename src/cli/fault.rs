//! A fault of the program itself: what is kept of a panic, wherever it happens, until the terminal is free to say it.
//!
//! Kept are the place in the source, the thread, and words that stand in the source. What was put into the words at the
//! time of the panic is not: it may quote a basket, and nothing of a sale belongs into a report.

use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::sync::{Mutex, PoisonError};

use super::{Exit, Failure};
use crate::tui::terminal;

/// The first fault of this run.
static FAULT: Mutex<Option<String>> = Mutex::new(None);

/// From now on a panic prints nothing by itself, and gives the terminal back where the drawing thread has it.
pub fn keep() {
    set_hook(Box::new(|info| {
        terminal::give_back_by_panic();
        let words = words(info);
        FAULT.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(words);
    }));
}

/// Does something that ends as a failure, not as a panic.
pub fn caught<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(failure().unwrap_or_else(|| of("no words"))))
}

/// The fault of this run, once, as a failure.
pub fn failure() -> Option<Failure> {
    let words = FAULT.lock().unwrap_or_else(PoisonError::into_inner).take();
    words.map(|words| of(&words))
}

fn of(words: &str) -> Failure {
    let version = env!("CARGO_PKG_VERSION");
    Failure::new(Exit::NotSaved, format!("the program had a fault and ended: {words}, goeswith {version}"))
        .hinted("what was acknowledged or stood on the screen is saved; start again, and please report these words")
}

fn words(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    let thread = std::thread::current().name().unwrap_or("no name").to_owned();
    match info.payload().downcast_ref::<&'static str>() {
        Some(said) => format!("{said}{place}, thread {thread}"),
        None => format!("panic{place}, thread {thread}"),
    }
}

/// In builds for tests alone: panics where `GOESWITH_REHEARSE_FAULT` names this thread.
pub fn rehearse() {
    #[cfg(debug_assertions)]
    if let Ok(wanted) = std::env::var("GOESWITH_REHEARSE_FAULT") {
        let (thread, secret) = wanted.split_once(' ').unwrap_or((&wanted, ""));
        assert!(std::thread::current().name() != Some(thread), "a rehearsed fault: {secret}");
    }
}
