//! The checks a snapshot from elsewhere passes before it is put into use, beyond those of every opening.
//!
//! That its bytes are the ones that were sent is for a hash to say: SQLite has no checksums, and of single flipped bits
//! four in five pass here unseen.

use std::path::Path;

use super::catalog::open;
use super::{Catalog, Error};

/// Steps of SQLite's machine between two looks at the budget.
const STEPS: i32 = 10_000;

/// Checks header, length, schema and, within a budget that follows the length of the file, every page.
pub fn verify(path: &Path) -> Result<(), Error> {
    Catalog::open(path)?;
    let mut connection = open::open(path)?;
    let check = |connection: &mut rusqlite::Connection| -> rusqlite::Result<String> {
        // A file can be made so that checking it takes for ever; an honest one needs about a step for every 20 bytes.
        let bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
        let mut budget = 1_000 + bytes / u64::from(STEPS.unsigned_abs());
        connection.progress_handler(
            STEPS,
            Some(move || {
                budget = budget.saturating_sub(1);
                budget == 0
            }),
        )?;
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
    };
    let said = check(&mut connection).map_err(|source| match source.sqlite_error_code() {
        Some(rusqlite::ErrorCode::OperationInterrupted) => damaged(path, "checking it takes too long"),
        _ => open::explain(path, source),
    })?;
    if said == "ok" { Ok(()) } else { Err(damaged(path, &crate::domain::text::clean(&said).text)) }
}

fn damaged(path: &Path, detail: &str) -> Error {
    Error::Damaged { what: "catalog", path: path.to_owned(), detail: detail.to_owned() }
}
