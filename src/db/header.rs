//! The first hundred bytes of an SQLite file, read without SQLite: what kind of file this is, before anything in it runs.
//!
//! "Database File Format", section 1.3, sqlite.org/fileformat2.html. Nothing beyond the header is looked at.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::{CATALOG_APPLICATION_ID, CATALOG_SCHEMA, Error};

/// Checks that `path` is a regular file with the header of a catalog of our schema, in rollback-journal format, with
/// pages of 4096 bytes, in UTF-8, and as long as it says.
pub fn check(path: &Path) -> Result<(), Error> {
    let metadata = std::fs::metadata(path).map_err(|_| Error::Missing(path.to_owned()))?;
    if !metadata.is_file() {
        return Err(Error::NotAFile(path.to_owned()));
    }
    let mut header = [0; 100];
    let foreign = || Error::Foreign {
        what: "catalog",
        path: path.to_owned(),
    };
    let damaged = |detail: String| Error::Damaged {
        what: "catalog",
        path: path.to_owned(),
        detail,
    };
    let mut file = File::open(path).map_err(|error| damaged(error.to_string()))?;
    file.read_exact(&mut header).map_err(|_| foreign())?;
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if !header.starts_with(b"SQLite format 3\0") || number(68) != CATALOG_APPLICATION_ID.cast_unsigned() {
        return Err(foreign());
    }
    let schema = number(60).cast_signed();
    if schema > CATALOG_SCHEMA {
        return Err(Error::Newer {
            what: "catalog",
            path: path.to_owned(),
            found: schema,
            known: CATALOG_SCHEMA,
        });
    }
    let page_size = u32::from(header[16]) << 8 | u32::from(header[17]);
    let plain = header[18..20] == [1, 1] && page_size == 4096 && number(56) == 1 && schema == CATALOG_SCHEMA;
    if !plain {
        return Err(damaged("its header is not the one of a snapshot".to_owned()));
    }
    let expected = u64::from(number(28)) * u64::from(page_size);
    if metadata.len() != expected {
        return Err(damaged(format!(
            "cut short or grown: {} bytes instead of {expected}",
            metadata.len()
        )));
    }
    Ok(())
}
