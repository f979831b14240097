//! What a command says when it could not do its work, and the exit code that follows.

use std::fmt;
use std::process::ExitCode;

use crate::{db, settings};

/// The exit codes of the program, a contract with scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Input or data is wrong.
    Data = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The catalog was refused; the old one stays in use.
    Refused = 3,
    /// Not saved.
    NotSaved = 4,
    /// Another copy holds the lock.
    Busy = 5,
    /// The store is damaged.
    StoreDamaged = 6,
    /// Made by a newer version.
    TooNew = 7,
    /// Ctrl+C; 128 and the number of the signal, as shells count.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// An error for people: what happened, where, the value; then a hint.
#[derive(Debug)]
pub struct Failure {
    /// Picks the exit code.
    pub exit: Exit,
    /// Lower case, no final period, the value after a colon.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), hint: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hinted(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)
    }
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        let message = error.to_string();
        let (exit, hint) = match &error {
            db::Error::Missing(_) => (
                Exit::Data,
                "check the path; `goeswith catalog build` makes a catalog, `goeswith collect` a store of many",
            ),
            db::Error::NotAFile(_) => (Exit::Data, "give a file"),
            db::Error::Foreign { what: "store", .. } => {
                (Exit::Data, "move that file somewhere else, or use --data-dir")
            }
            db::Error::Foreign { .. } => (Exit::Data, "`goeswith catalog build SOURCE -o FILE.db` makes a catalog"),
            db::Error::Damaged { what: "store", .. } => {
                (Exit::StoreDamaged, "run `goeswith doctor`; nothing was deleted")
            }
            db::Error::Content { .. } => (Exit::Data, "build it again with the program as it was released"),
            db::Error::Damaged { .. } => (Exit::Data, "copy the file again, or build it again"),
            db::Error::Newer { .. } => (Exit::TooNew, "bring this program up to date; nothing was changed"),
            db::Error::Busy(_) => (Exit::Busy, "try again in a moment"),
            db::Error::NotSaved { .. } => (Exit::NotSaved, "free some disk space or check the rights of the folder"),
            db::Error::Sqlite { .. } => (Exit::Data, "run `goeswith doctor`"),
        };
        Self::new(exit, message).hinted(hint)
    }
}

impl From<settings::Error> for Failure {
    fn from(error: settings::Error) -> Self {
        let exit = match &error {
            settings::Error::NoHome => Exit::Data,
            settings::Error::Unusable { .. } | settings::Error::Network(_) => Exit::NotSaved,
        };
        Self::new(exit, error.to_string()).hinted("use --data-dir with a folder you may write to; nothing was changed")
    }
}
