//! The manifest of a catalog: what head office says of the snapshot it sends (reliability.md section 4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{MOST, digest, names};

/// Longer manifests are refused before they are read.
pub const LONGEST: usize = 64 << 10;
/// The format this version writes and reads.
pub const FORMAT: u64 = 1;

/// What head office says of a snapshot. Keys this version does not know are ignored; what must not be ignored stands in
/// `critical`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u64,
    /// Of which chain; a counter takes no other's.
    pub chain_id: String,
    /// One more for each catalog that is published; below 2^53.
    pub version: u64,
    /// The schema of the snapshot.
    pub schema: i32,
    /// The oldest program that can read it, `0.1.0`.
    pub min_app: String,
    /// When it was published, ISO 8601 in UTC; for people alone.
    pub created_utc: String,
    /// After so many days counters say that their catalog is old.
    pub expires_hint_days: u32,
    /// The name of the snapshot beside it.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 in lower-case hex.
    pub sha256: String,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
    /// What a program has to know to read this; this version knows nothing of the kind.
    pub critical: Vec<String>,
    /// Keys that may sign from now on, besides the one that signs this: rotation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next_keys: Vec<String>,
}

/// Why a manifest is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not JSON, a key missing, a value out of its range.
    #[error("the manifest cannot be read: {0}")]
    Unreadable(String),
    /// Of a later format, or with something in `critical`.
    #[error("the manifest asks for what this program does not know: {0}")]
    Newer(String),
    /// It speaks of another version or file than its name says.
    #[error("manifest and name differ: {0}")]
    Mixed(String),
}

impl Manifest {
    /// Reads the manifest of a version from its bytes, and holds it against its name.
    pub fn read(bytes: &[u8], version: u64) -> Result<Self, Fault> {
        if bytes.len() > LONGEST {
            return Err(Fault::Unreadable(format!("it is longer than {LONGEST} bytes")));
        }
        let unreadable = |error: serde_json::Error| Fault::Unreadable(error.to_string());
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            return Err(Fault::Unreadable("not a JSON object".to_owned()));
        }
        // Looked at first, because a later format may have other keys.
        let Marks { format, critical } = serde_json::from_slice(bytes).map_err(unreadable)?;
        if format != FORMAT {
            return Err(if format > FORMAT {
                Fault::Newer(format!("format {format}"))
            } else {
                Fault::Unreadable(format!("format {format}"))
            });
        }
        if let Some(entry) = critical.first() {
            return Err(Fault::Newer(entry.chars().take(64).collect()));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(unreadable)?;
        manifest.check(version)?;
        Ok(manifest)
    }

    fn check(&self, version: u64) -> Result<(), Fault> {
        let wrong = |what: String| Err(Fault::Unreadable(what));
        if self.version != version {
            return Err(Fault::Mixed(format!("it says version {}, its name {version}", self.version)));
        }
        if self.version == 0 || self.version > MOST {
            return wrong(format!("version {}", self.version));
        }
        if !digest::is_one(&self.sha256) {
            return wrong("sha256 is not 64 hex digits".to_owned());
        }
        if self.file != names::snapshot(self.version, &self.sha256) {
            return Err(Fault::Mixed("it names another file than its version and hash make".to_owned()));
        }
        if self.bytes > MOST || self.rows.values().any(|rows| *rows > MOST) {
            return wrong("a number is too large".to_owned());
        }
        if self.chain_id.is_empty() || self.chain_id.chars().count() > 64 {
            return wrong("chain_id is empty or too long".to_owned());
        }
        if self.next_keys.len() > 8 || self.rows.len() > 64 {
            return wrong("a list is too long".to_owned());
        }
        if self.created_utc.parse::<jiff::Timestamp>().is_err() {
            return wrong("created_utc is not a time".to_owned());
        }
        Ok(())
    }

    /// The bytes that are written and signed: the same for the same manifest.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// When it was published, in milliseconds since 1970.
    pub fn created(&self) -> Option<crate::domain::UnixMillis> {
        self.created_utc.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
    }
}

#[derive(Deserialize)]
struct Marks {
    format: u64,
    #[serde(default)]
    critical: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let sha256 = digest::of(b"catalog");
        Manifest {
            format: FORMAT,
            chain_id: "fenwick".to_owned(),
            version: 124,
            schema: 2,
            min_app: "0.1.0".to_owned(),
            created_utc: "2026-11-22T14:00:00Z".to_owned(),
            expires_hint_days: 14,
            file: names::snapshot(124, &sha256),
            bytes: 4096,
            sha256,
            rows: BTreeMap::from([("item".to_owned(), 3)]),
            critical: Vec::new(),
            next_keys: Vec::new(),
        }
    }

    #[test]
    fn it_is_read_as_it_was_written_and_unknown_keys_are_passed_over() {
        let text = String::from_utf8(manifest().to_bytes()).unwrap();
        assert_eq!(Manifest::read(text.as_bytes(), 124), Ok(manifest()));
        let more = text.replacen('{', "{\"weather\": [\"fine\"],", 1);
        assert_eq!(Manifest::read(more.as_bytes(), 124), Ok(manifest()));
    }

    #[test]
    fn what_cannot_be_right_is_refused() {
        let text = String::from_utf8(manifest().to_bytes()).unwrap();
        let with = |from: &str, to: &str| Manifest::read(text.replacen(from, to, 1).as_bytes(), 124);
        assert!(matches!(Manifest::read(text.as_bytes(), 125), Err(Fault::Mixed(_))));
        assert!(matches!(with("\"format\": 1", "\"format\": 2"), Err(Fault::Newer(_))));
        assert!(matches!(with("\"critical\": []", "\"critical\": [\"price-lists\"]"), Err(Fault::Newer(_))));
        assert!(matches!(with("\"file\": \"catalog", "\"file\": \"../catalog"), Err(Fault::Mixed(_))));
        for (from, to) in [
            ("\"version\": 124", "\"version\": 124.0"),
            ("\"version\": 124", "\"version\": \"124\""),
            ("\"version\": 124", "\"version\": -1"),
            ("\"version\": 124", "\"version\": 124, \"version\": 125"),
            ("\"bytes\": 4096", "\"bytes\": 9007199254740993"),
            ("fenwick", ""),
            ("2026-11-22T14:00:00Z", "yesterday"),
            ("\"sha256\": \"", "\"sha256\": \"A"),
        ] {
            assert!(matches!(with(from, to), Err(Fault::Unreadable(_))), "{to}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            let _ = Manifest::read(&bytes, 1);
        }

        #[test]
        fn a_changed_byte_is_another_manifest_or_none(at in 0..500_usize, byte in proptest::prelude::any::<u8>()) {
            let mut bytes = manifest().to_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = Manifest::read(&bytes, 124);
        }
    }
}
