//! A catalog as it lies in the sync folder: snapshot, manifest and perhaps a signature, written as the documents say.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::shop::{CHAIN, Snapshot};

/// What head office puts into the folder. Everything may be changed before it is written.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub version: u64,
    pub manifest: Value,
    pub snapshot: Vec<u8>,
    pub snapshot_name: String,
    pub signature: Option<Vec<u8>>,
}

impl Parcel {
    /// A snapshot under a version.
    pub fn of(version: u64, snapshot: &Snapshot) -> Self {
        let snapshot_name = format!("catalog-{version:010}-{}.db", &snapshot.sha256[..16]);
        let manifest = json!({
            "format": 1, "chain_id": CHAIN, "version": version, "schema": schema(&snapshot.bytes), "min_app": "0.1.0",
            "created_utc": "2026-11-22T14:00:00Z", "expires_hint_days": 3650, "file": snapshot_name,
            "bytes": snapshot.bytes.len(), "sha256": snapshot.sha256, "rows": snapshot.rows, "critical": [],
        });
        Self { version, manifest, snapshot: snapshot.bytes.clone(), snapshot_name, signature: None }
    }

    /// The same with another value in the manifest.
    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.manifest[key] = value;
        self
    }

    /// The same, signed.
    pub fn signed(mut self, pair: &minisign::KeyPair) -> Self {
        self.signature = Some(sign(pair, &self.manifest_bytes()));
        self
    }

    pub fn manifest_name(&self) -> String {
        format!("catalog-{:010}.manifest.json", self.version)
    }

    pub fn manifest_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(&self.manifest).unwrap()
    }

    /// Its files in the order in which head office writes them.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![(self.snapshot_name.clone(), self.snapshot.clone())];
        let signature = self.signature.clone();
        files.extend(signature.map(|signature| (format!("{}.minisig", self.manifest_name()), signature)));
        files.push((self.manifest_name(), self.manifest_bytes()));
        files
    }

    /// Writes it into a sync folder; the path of the snapshot there.
    pub fn put(&self, sync: &Path) -> PathBuf {
        let folder = sync.join("catalog");
        fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in self.files() {
            fs::write(folder.join(name), bytes).unwrap();
        }
        folder.join(&self.snapshot_name)
    }
}

/// The schema number in the header of an SQLite file.
fn schema(bytes: &[u8]) -> u32 {
    bytes.get(60..64).map_or(0, |bytes| u32::from_be_bytes(bytes.try_into().unwrap()))
}

/// Empties the catalogs' part of a sync folder.
pub fn clear(sync: &Path) {
    let _ = fs::remove_dir_all(sync.join("catalog"));
    fs::create_dir_all(sync.join("catalog")).unwrap();
}

/// A signature as `minisign -S` makes it.
pub fn sign(pair: &minisign::KeyPair, bytes: &[u8]) -> Vec<u8> {
    minisign::sign(Some(&pair.pk), &pair.sk, bytes, None, None).unwrap().to_string().into_bytes()
}

/// A pair of keys, and the line that `goeswith trust` takes.
pub fn keys() -> (minisign::KeyPair, String) {
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let line = pair.pk.to_box().unwrap().to_string().lines().last().unwrap().to_owned();
    (pair, line)
}
