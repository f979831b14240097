//! What `SQLite` complains of, sorted by what a person has to do about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::db::Error;

/// Sorts a complaint about the store at `path`.
pub(in crate::db) fn sort(path: &Path, error: rusqlite::Error) -> Error {
    let path = path.to_owned();
    let Some(code) = error.sqlite_error_code() else {
        return unexpected(path, error);
    };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Busy(path),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
            Error::Damaged { what: "store", path, detail: error.to_string() }
        }
        ErrorCode::DiskFull
        | ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::ReadOnly
        | ErrorCode::PermissionDenied
        | ErrorCode::AuthorizationForStatementDenied
        | ErrorCode::FileLockingProtocolFailed => Error::NotSaved { path, detail: error.to_string() },
        _ => Error::Sqlite { path, source: error },
    }
}

/// Complaints about what stands in a row. We wrote every row, so that a text that is none, or a number where a text
/// was, is damage.
fn unexpected(path: PathBuf, error: rusqlite::Error) -> Error {
    use rusqlite::Error::{
        FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, QueryReturnedNoRows, Utf8Error,
    };
    match error {
        Utf8Error(..)
        | FromSqlConversionFailure(..)
        | IntegralValueOutOfRange(..)
        | InvalidColumnType(..)
        | QueryReturnedNoRows => Error::Damaged { what: "store", path, detail: error.to_string() },
        source => Error::Sqlite { path, source },
    }
}

/// A file or directory that the system would not let us write.
pub(in crate::db) fn not_saved(path: &Path, error: &io::Error) -> Error {
    Error::NotSaved { path: path.to_owned(), detail: error.to_string() }
}

/// Damage that we noticed ourselves.
pub(in crate::db) fn damaged(path: &Path, detail: impl Into<String>) -> Error {
    Error::Damaged { what: "store", path: path.to_owned(), detail: detail.into() }
}
