//! What this computer believes of catalogs: the highest version that was ever in use, of which chain, and the keys that
//! have to sign. It is written last, after everything was checked and put into use (reliability.md section 6).
//!
//! Where the file cannot be read nothing is believed: a catalog is taken only once the file is mended.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::db::durable::sync_folder;
use crate::travel::signature::Key;

/// The file in the data directory.
pub const FILE: &str = "trust.json";

/// What this computer believes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// The highest version that was in use; 0 for none.
    #[serde(default)]
    pub version: u64,
    /// The SHA-256 of its snapshot.
    #[serde(default)]
    pub sha256: String,
    /// The chain it belongs to; empty before the first.
    #[serde(default)]
    pub chain_id: String,
    /// Keys that may sign, one line each. Empty: unsigned catalogs are taken.
    #[serde(default)]
    pub(super) keys: Vec<String>,
}

impl Trust {
    /// What is written in a data directory; nothing believed where there is no file yet.
    pub fn read(data_dir: &Path) -> io::Result<Self> {
        let text = match fs::read_to_string(data_dir.join(FILE)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            other => other?,
        };
        // By way of an object: a list would be taken for one with nothing in it.
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text)?;
        let trust: Self = serde_json::from_value(object.into())?;
        match trust.keys.iter().find(|key| Key::parse(key).is_none()) {
            Some(key) => Err(io::Error::other(format!("not a minisign key: {key}"))),
            None => Ok(trust),
        }
    }

    /// Writes it, and returns when it is on disk.
    pub fn write(&self, data_dir: &Path) -> io::Result<()> {
        let mut draft = tempfile::Builder::new().prefix(".trust-").tempfile_in(data_dir)?;
        draft.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
        draft.write_all(b"\n")?;
        draft.as_file().sync_all()?;
        draft.persist(data_dir.join(FILE)).map_err(|error| error.error)?;
        sync_folder(data_dir)
    }

    /// The pinned keys.
    pub fn keys(&self) -> Vec<Key> {
        self.keys.iter().filter_map(|key| Key::parse(key)).collect()
    }

    /// Pins a key, besides those that are pinned. False where it was pinned already.
    pub fn pin(&mut self, key: &Key) -> bool {
        let is_new = !self.keys.iter().any(|known| known == key.as_str());
        if is_new {
            self.keys.push(key.as_str().to_owned());
        }
        is_new
    }

    /// Takes a key off. False where it was not pinned.
    pub fn unpin(&mut self, key: &Key) -> bool {
        let before = self.keys.len();
        self.keys.retain(|known| known != key.as_str());
        self.keys.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_not_taken_for_no_keys() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Trust::read(folder.path()).unwrap(), Trust::default());
        let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
        let key = Key::parse(&pair.pk.to_box().unwrap().to_string()).unwrap();
        let mut trust = Trust { version: 124, ..Trust::default() };
        assert!(trust.pin(&key) && !trust.pin(&key));
        trust.write(folder.path()).unwrap();
        assert_eq!(Trust::read(folder.path()).unwrap(), trust);
        for damage in ["", "{", "{\"keys\":[\"x\"]}", "[]"] {
            fs::write(folder.path().join(FILE), damage).unwrap();
            assert!(Trust::read(folder.path()).is_err(), "{damage}");
        }
        assert!(trust.unpin(&key) && !trust.unpin(&key));
    }
}
