//! Brings a store to the schema of this version: files of `sql/store/`, applied in order, all or none.

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, named_params};

use super::Identity;
use crate::db::STORE_APPLICATION_ID;
use crate::domain::UnixMillis;

/// Index = `user_version` it starts from. Append only.
const MIGRATIONS: [&str; SCHEMA as usize] =
    [include_str!("../sql/store/001.sql"), include_str!("../sql/store/002.sql"), include_str!("../sql/store/003.sql")];

/// The schema of this version.
pub(super) const SCHEMA: i32 = 3;

/// Applies what is missing. The caller has made sure that the file is ours or empty, and not newer.
pub(super) fn migrate(connection: &mut Connection, now: UnixMillis) -> rusqlite::Result<()> {
    if version(connection)? == SCHEMA {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    // Another copy may have done it while we waited.
    let from = version(&transaction)?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        transaction.execute_batch(migration)?;
    }
    if from == 0 {
        set_meta(&transaction, "terminal", &uuid::Uuid::new_v4().to_string())?;
        set_meta(&transaction, "epoch", &uuid::Uuid::new_v4().to_string())?;
        set_meta(&transaction, "created", &now.to_string())?;
    }
    transaction.pragma_update(None, "application_id", STORE_APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA)?;
    transaction.commit()
}

/// The number of the schema in the file.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Who writes.
pub(super) fn identity(connection: &Connection) -> rusqlite::Result<Identity> {
    let get = |key: &str| meta(connection, key)?.ok_or(rusqlite::Error::QueryReturnedNoRows);
    Ok(Identity { terminal: get("terminal")?, epoch: get("epoch")? })
}

/// One fact about the store.
pub(super) fn meta(connection: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM meta WHERE key = :key")?
        .query_row(named_params! { ":key": key }, |row| row.get(0))
        .optional()
}

/// Sets one fact about the store.
pub(super) fn set_meta(connection: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    const SQL: &str = "INSERT INTO meta (key, value) VALUES (:key, :value)
                       ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    connection.prepare_cached(SQL)?.execute(named_params! { ":key": key, ":value": value }).map(drop)
}
