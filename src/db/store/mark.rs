//! A small file beside the store that says how far it was sealed. A store that knows less than its mark is an old copy
//! of itself, restored from a backup, or was begun anew.

use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Identity;
use crate::db::durable::sync_folder;
use crate::travel::names::is_id;

/// Who sealed last, and which number that was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    pub terminal: String,
    pub epoch: String,
    pub number: u64,
}

impl Mark {
    pub fn of(identity: &Identity, number: u64) -> Self {
        Self { terminal: identity.terminal.clone(), epoch: identity.epoch.clone(), number }
    }

    /// A mark that cannot be read says nothing.
    pub fn read(path: &Path) -> Option<Self> {
        let mark: Self = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        (is_id(&mark.terminal) && is_id(&mark.epoch)).then_some(mark)
    }

    /// Replaces it. It is written after what it speaks of is on disk, so that it may lag and never runs ahead.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut draft = tempfile::Builder::new().prefix(".mark-").tempfile_in(folder)?;
        draft.write_all(serde_json::to_string(self)?.as_bytes())?;
        draft.as_file().sync_all()?;
        draft.persist(path).map_err(|error| error.error)?;
        sync_folder(folder)
    }
}
