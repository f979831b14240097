//! The names in the sync folder (reliability.md section 3, data.md section 3). Only what is written exactly as these
//! functions write it is ours: temporary names, conflict copies and everything else a sync tool leaves is passed over.

use super::MOST;
use super::digest::is_lower_hex;

/// The folder of catalogs within the sync folder.
pub const CATALOGS: &str = "catalog";
/// The folder of segments, one folder in it a terminal.
pub const OUTBOX: &str = "outbox";
/// The folder of acknowledgements, one file a terminal.
pub const ACKS: &str = "acks";
/// The folder of store overlays, one folder in it a store.
pub const STORES: &str = "stores";
/// The folder of erasure lists.
pub const ERASE: &str = "erase";
/// The folder of customers lists.
pub const CUSTOMERS: &str = "customers";
/// What a signature's name ends in, behind the name of what it signs.
pub const SIGNATURE: &str = ".minisig";

/// How many hex digits of its hash stand in the name of a snapshot.
const HASH_DIGITS: usize = 16;

/// `catalog-0000000124-9f3ac2d4e5b60718.db`, of a version and the SHA-256 of the file in hex.
pub fn snapshot(version: u64, sha256: &str) -> String {
    format!("catalog-{version:010}-{}.db", sha256.get(..HASH_DIGITS).unwrap_or(sha256))
}

/// `catalog-0000000124.manifest.json`.
pub fn manifest(version: u64) -> String {
    format!("catalog-{version:010}.manifest.json")
}

/// The version of a manifest's name.
pub fn manifest_version(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("catalog-")?.strip_suffix(".manifest.json")?;
    number(digits).filter(|version| name == manifest(*version))
}

/// The version and the beginning of the hash of a snapshot's name.
pub fn snapshot_version(name: &str) -> Option<(u64, &str)> {
    let (digits, hash) = name.strip_prefix("catalog-")?.strip_suffix(".db")?.split_once('-')?;
    let version = number(digits)?;
    (hash.len() == HASH_DIGITS && is_lower_hex(hash) && name == snapshot(version, hash)).then_some((version, hash))
}

/// Which segment a file is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentName {
    /// Of the store that wrote it.
    pub epoch: String,
    /// Its place among those of the epoch, from 1.
    pub number: u64,
    /// 0, and one more for each time it was issued again.
    pub revision: u32,
}

impl SegmentName {
    /// Reads `<epoch>-000042.jsonl` or `<epoch>-000042.r1.jsonl`; `None` for every other name.
    pub fn parse(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".jsonl")?;
        let (stem, revision) = match stem.rsplit_once(".r") {
            Some((stem, revision)) => (stem, revision.parse().ok().filter(|revision| *revision > 0)?),
            None => (stem, 0),
        };
        let (epoch, digits) = stem.rsplit_once('-')?;
        let read = Self { epoch: epoch.to_owned(), number: number(digits)?, revision };
        (is_id(epoch) && read.number > 0 && name == read.to_string()).then_some(read)
    }
}

/// The segment that a sync tool's copy is of: `NAME.sync-conflict-20261122-140000-ABCDEFG.jsonl` (Syncthing),
/// `NAME (conflicted copy).jsonl` (Dropbox, Nextcloud), `NAME-COMPUTER.jsonl` (`OneDrive`), where `NAME.jsonl` would be a
/// segment's. Whether it is that segment only its content says.
pub fn segment_of_copy(name: &str) -> Option<SegmentName> {
    let stem = name.strip_suffix(".jsonl")?;
    let marks = stem.match_indices([' ', '-', '.']).map(|(at, _)| at);
    marks.filter_map(|at| Some((SegmentName::parse(&format!("{}.jsonl", &stem[..at]))?, &stem[at..]))).find_map(
        |(segment, rest)| {
            let is_copy = rest.starts_with(".sync-conflict-")
                || (rest.starts_with(" (") && rest.ends_with(')'))
                || (rest.starts_with('-') && rest.len() > 1);
            is_copy.then_some(segment)
        },
    )
}

impl std::fmt::Display for SegmentName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:06}", self.epoch, self.number)?;
        if self.revision > 0 {
            write!(f, ".r{}", self.revision)?;
        }
        write!(f, ".jsonl")
    }
}

/// `stock-0000000042.csv`.
pub fn stock(number: u64) -> String {
    format!("stock-{number:010}.csv")
}

/// The number of a store overlay's name.
pub fn stock_number(name: &str) -> Option<u64> {
    number(name.strip_prefix("stock-")?.strip_suffix(".csv")?).filter(|found| name == stock(*found))
}

/// `customers-0000000007.csv`.
pub fn customers(number: u64) -> String {
    format!("customers-{number:010}.csv")
}

/// The number of a customers list's name.
pub fn customers_number(name: &str) -> Option<u64> {
    number(name.strip_prefix("customers-")?.strip_suffix(".csv")?).filter(|found| name == customers(*found))
}

/// `erase-0000000003.json`.
pub fn erase(number: u64) -> String {
    format!("erase-{number:010}.json")
}

/// The number of an erasure list's name.
pub fn erase_number(name: &str) -> Option<u64> {
    number(name.strip_prefix("erase-")?.strip_suffix(".json")?).filter(|found| name == erase(*found))
}

/// True for the random name of an installation or of a store: a UUID in lower case with hyphens.
pub fn is_id(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok_and(|id| !id.is_nil() && id.hyphenated().to_string() == text)
}

/// True for the name of a store: 1 to 32 of `a-z 0-9 -`.
pub fn is_store(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Digits alone, no sign, below [`MOST`].
fn number(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| plain && *number <= MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EPOCH: &str = "0190f3c2-a1b2-7c3d-8e4f-5061728394a5";

    #[test]
    fn names_are_read_as_they_are_written() {
        let hash = "9f3ac2d4e5b60718".repeat(4);
        assert_eq!(snapshot(124, &hash), "catalog-0000000124-9f3ac2d4e5b60718.db");
        assert_eq!(snapshot_version("catalog-0000000124-9f3ac2d4e5b60718.db"), Some((124, "9f3ac2d4e5b60718")));
        assert_eq!(manifest_version("catalog-0000000124.manifest.json"), Some(124));
        assert_eq!(manifest_version(&manifest(MOST)), Some(MOST));
        assert_eq!((stock_number("stock-0000000042.csv"), erase_number("erase-0000000003.json")), (Some(42), Some(3)));
        assert_eq!(customers_number("customers-0000000007.csv"), Some(7));
        for (number, revision) in [(1, 0), (42, 0), (42, 1), (1_234_567, 12)] {
            let name = SegmentName { epoch: EPOCH.to_owned(), number, revision };
            assert_eq!(SegmentName::parse(&name.to_string()), Some(name));
        }
    }

    #[test]
    fn copies_of_sync_tools_are_known_for_what_they_are() {
        let segment = |revision| SegmentName { epoch: EPOCH.to_owned(), number: 42, revision };
        for (rest, revision) in [
            (".sync-conflict-20261122-140000-ABCDEFG", 0),
            (".r1.sync-conflict-20261122-140000-ABCDEFG", 1),
            (" (conflicted copy)", 0),
            (" (Till 3's conflicted copy 2026-11-22)", 0),
            (".r2 (2)", 2),
            ("-TILL-3", 0),
            (".r1-TILL3", 1),
        ] {
            let name = format!("{EPOCH}-000042{rest}.jsonl");
            assert_eq!(segment_of_copy(&name), Some(segment(revision)), "{name}");
            assert_eq!(SegmentName::parse(&name), None, "{name}");
        }
        for rest in ["", ".r1", "-", " copy", ".tmp", ".r0-X", "x"] {
            assert_eq!(segment_of_copy(&format!("{EPOCH}-000042{rest}.jsonl")), None, "{rest}");
        }
        assert_eq!(segment_of_copy(&format!(".{EPOCH}-000042-X.jsonl")), None);
        assert_eq!(segment_of_copy(&format!("{EPOCH}-000042-X.jsonl.tmp")), None);
    }

    #[test]
    fn what_a_sync_tool_leaves_is_none_of_ours() {
        for name in [
            "catalog-124.manifest.json",
            "catalog-00000000124.manifest.json",
            "catalog-+000000124.manifest.json",
            "catalog-0000000124.manifest.json.tmp",
            ".catalog-0000000124.manifest.json",
            "catalog-0000000124.sync-conflict-20261122-140000-ABCDEFG.manifest.json",
            "catalog-0000000124 (conflicted copy).manifest.json",
            "CATALOG-0000000124.MANIFEST.JSON",
            "catalog-9999999999999999.manifest.json",
            "catalog-99999999999999999999.manifest.json",
            "catalog-\u{661}000000124.manifest.json",
            "../catalog-0000000124.manifest.json",
        ] {
            assert_eq!(manifest_version(name), None, "{name}");
        }
        for name in ["catalog-0000000124-9F3AC2D4E5B60718.db", "catalog-0000000124-9f3a.db", "catalog-0000000124.db"] {
            assert_eq!(snapshot_version(name), None, "{name}");
        }
        for name in [
            format!("{EPOCH}-42.jsonl"),
            format!("{EPOCH}-000000.jsonl"),
            format!("{EPOCH}-000042.r0.jsonl"),
            format!("{EPOCH}-000042.r01.jsonl"),
            format!("{EPOCH}-000042.sync-conflict-20261122-140000-ABCDEFG.jsonl"),
            format!("{}-000042.jsonl", EPOCH.to_uppercase()),
            "x-000042.jsonl".to_owned(),
        ] {
            assert_eq!(SegmentName::parse(&name), None, "{name}");
        }
    }
}
