//! What this computer sells from. (being written)

use std::path::{Path, PathBuf};

/// A catalog that was put into use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstalledCatalog {
    /// The snapshot.
    pub path: PathBuf,
    /// Its version.
    pub version: u64,
    /// Its digest, in hexadecimal digits.
    pub sha256: String,
}

/// The catalog in use. (being written)
pub fn current(_data_dir: &Path) -> Option<InstalledCatalog> {
    None
}
