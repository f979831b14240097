//! What is in the store of one terminal, so that what was merged before is not read again.

use hashbrown::{HashMap, HashSet};
use rusqlite::named_params;

use super::Collected;
use super::draft::unhex;
use crate::db::Error;
use crate::travel::names::SegmentName;

/// The contents of one terminal's segments.
#[derive(Debug, Default)]
pub struct Known {
    epochs: HashMap<String, i64>,
    contents: HashSet<(i64, u64, u32, [u8; 32])>,
}

impl Known {
    /// True where nothing was merged yet.
    pub fn is_empty(&self) -> bool {
        self.contents.is_empty()
    }

    /// True where a segment with this content was merged; `sha256` in hex, as its last line has it.
    pub fn has(&self, name: &SegmentName, sha256: &str) -> bool {
        let (Some(epoch), Some(sha256)) = (self.epochs.get(&name.epoch), unhex(sha256)) else { return false };
        self.contents.contains(&(*epoch, name.number, name.revision, sha256))
    }
}

impl Collected {
    /// What was merged of a terminal.
    pub fn known(&self, terminal: &str) -> Result<Known, Error> {
        const EPOCHS: &str = "SELECT epoch, id FROM writer WHERE terminal = :terminal";
        const CONTENTS: &str = "SELECT s.writer, s.number, s.revision, s.sha256
            FROM writer AS w JOIN segment AS s ON s.writer = w.id WHERE w.terminal = :terminal";
        let named = named_params! { ":terminal": terminal };
        self.run(|connection| {
            let epochs = connection
                .prepare_cached(EPOCHS)?
                .query_map(named, |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let contents = connection
                .prepare_cached(CONTENTS)?
                .query_map(named, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Known { epochs, contents })
        })
    }
}
