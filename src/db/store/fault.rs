//! What `SQLite` complains of, sorted by what a person has to do about it.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::db::Error;

/// Sorts a complaint about the store at `path`.
pub(super) fn sort(path: &Path, error: rusqlite::Error) -> Error {
    let path = path.to_owned();
    let Some(code) = error.sqlite_error_code() else {
        return Error::Sqlite { path, source: error };
    };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Busy(path),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Error::Damaged {
            what: "store",
            path,
            detail: error.to_string(),
        },
        ErrorCode::DiskFull
        | ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::ReadOnly
        | ErrorCode::PermissionDenied
        | ErrorCode::AuthorizationForStatementDenied
        | ErrorCode::FileLockingProtocolFailed => Error::NotSaved {
            path,
            detail: error.to_string(),
        },
        _ => Error::Sqlite { path, source: error },
    }
}

/// A file or directory that the system would not let us write.
pub(super) fn not_saved(path: &Path, error: &io::Error) -> Error {
    Error::NotSaved {
        path: path.to_owned(),
        detail: error.to_string(),
    }
}

/// Damage that we noticed ourselves.
pub(super) fn damaged(path: &Path, detail: impl Into<String>) -> Error {
    Error::Damaged {
        what: "store",
        path: path.to_owned(),
        detail: detail.into(),
    }
}
