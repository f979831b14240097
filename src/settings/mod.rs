//! (being written)
use std::path::{Path, PathBuf};
/// (stub)
pub fn data_dir(given: Option<&Path>) -> Result<PathBuf, crate::db::Error> {
    Ok(given.map(Path::to_owned).unwrap_or_default())
}
