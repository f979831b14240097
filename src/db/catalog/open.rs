//! The checks before a snapshot is believed, and the way it is opened.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::super::{CATALOG_APPLICATION_ID, CATALOG_SCHEMA, Error};

const WHAT: &str = "catalog";
const PAGE: u64 = 4096;
const EXPECTED: &str = concat!(include_str!("../sql/catalog.sql"), include_str!("../sql/catalog_index.sql"));

/// Opens a snapshot read-only and immutable, so that no file beside it counts.
pub fn open(path: &Path) -> Result<Connection, Error> {
    check_header(path)?;
    let connect = || -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(uri(path), flags)?;
        harden(&connection)?;
        Ok(connection)
    };
    let connection = connect().map_err(|source| explain(path, source))?;
    check_schema(&connection, path)?;
    Ok(connection)
}

/// Turns what SQLite says while a snapshot is read into what it means for people.
pub fn explain(path: &Path, source: rusqlite::Error) -> Error {
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt) => damaged(path, "SQLite finds it malformed"),
        Some(ErrorCode::NotADatabase) => Error::Foreign { what: WHAT, path: path.to_owned() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy(path.to_owned()),
        _ => Error::Sqlite { path: path.to_owned(), source },
    }
}

fn damaged(path: &Path, detail: impl Into<String>) -> Error {
    Error::Damaged { what: WHAT, path: path.to_owned(), detail: detail.into() }
}

/// Magic, page size, mark and schema number from the first hundred bytes, and the length the header promises.
fn check_header(path: &Path) -> Result<(), Error> {
    let io = |error: &std::io::Error| match error.kind() {
        ErrorKind::NotFound => Error::Missing(path.to_owned()),
        _ => damaged(path, format!("it cannot be read: {error}")),
    };
    let metadata = fs::metadata(path).map_err(|error| io(&error))?;
    if !metadata.is_file() {
        return Err(Error::NotAFile(path.to_owned()));
    }
    let mut header = [0; 100];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    let foreign = || Error::Foreign { what: WHAT, path: path.to_owned() };
    match read {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(foreign()),
        Err(error) => return Err(io(&error)),
        Ok(()) => {}
    }
    let word = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if !header.starts_with(b"SQLite format 3\0") || word(68).cast_signed() != CATALOG_APPLICATION_ID {
        return Err(foreign());
    }
    let schema = word(60).cast_signed();
    if schema > CATALOG_SCHEMA {
        return Err(Error::Newer { what: WHAT, path: path.to_owned(), found: schema, known: CATALOG_SCHEMA });
    }
    if (1..CATALOG_SCHEMA).contains(&schema) {
        let detail = format!("it was made by an older goeswith (schema {schema}), build and install it anew");
        return Err(damaged(path, detail));
    }
    if schema != CATALOG_SCHEMA || u64::from(u16::from_be_bytes([header[16], header[17]])) != PAGE {
        return Err(damaged(path, format!("its header is not of schema {CATALOG_SCHEMA}")));
    }
    if header[18] != 1 || header[19] != 1 {
        return Err(damaged(path, "it was not closed for shipping"));
    }
    // Reserved space, vacuum modes, the encoding: as `db::snapshot` leaves them, or another program wrote this.
    if header[20] != 0 || word(44) != 4 || word(52) != 0 || word(56) != 1 || word(64) != 0 {
        return Err(damaged(path, "its header is not the one of a catalog"));
    }
    let promised = u64::from(word(28)) * PAGE;
    if metadata.len() != promised {
        return Err(damaged(path, format!("{} bytes instead of {promised}", metadata.len())));
    }
    Ok(())
}

/// Limits and switches of a connection to a file that came from elsewhere (reliability: order matters, limits first).
fn harden(connection: &Connection) -> rusqlite::Result<()> {
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 64 << 10),
        (Limit::SQLITE_LIMIT_COLUMN, 64),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 32),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 8),
        (Limit::SQLITE_LIMIT_VDBE_OP, 100_000),
    ] {
        connection.set_limit(limit, value)?;
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    // Or a statement is planned anew whenever it is bound to other values, which takes longer than running it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "cache_size", -8_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Every object of the file is one of ours, word for word, and none is missing.
fn check_schema(connection: &Connection, path: &Path) -> Result<(), Error> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut statement =
            connection.prepare("SELECT coalesce(sql, 'index of ' || tbl_name) FROM sqlite_schema ORDER BY 1")?;
        statement.query_map([], |row| row.get(0))?.collect()
    };
    let found = read().map_err(|source| explain(path, source))?;
    let mut expected: Vec<String> = EXPECTED
        .split_inclusive(';')
        .filter_map(|statement| {
            statement.find("CREATE ").map(|start| statement[start..].trim_end_matches(';').to_owned())
        })
        .collect();
    expected.push("index of item".to_owned());
    expected.sort_unstable();
    match found.iter().find(|object| !expected.contains(object)) {
        Some(stranger) => {
            Err(damaged(path, format!("it holds something that does not belong there: {}", short(stranger))))
        }
        // What makes it fast may be missing: snapshots built before there was such an index stay good.
        None if expected.iter().any(|object| !found.contains(object) && !object.starts_with("CREATE INDEX")) => {
            Err(damaged(path, "a table is missing"))
        }
        None => Ok(()),
    }
}

fn short(sql: &str) -> String {
    crate::domain::text::clean(sql).text.chars().take(60).collect()
}

/// The path as an SQLite URI: everything but plain characters percent-encoded, so that `?` in a name is a name.
fn uri(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let text = absolute.to_string_lossy().replace('\\', "/");
    let mut uri = String::from("file:");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri + "?mode=ro&immutable=1"
}
