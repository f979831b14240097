//! (being written)
/// (stub)
pub struct InstalledCatalog { /// (stub)
pub path: std::path::PathBuf }
/// (stub)
pub fn current(_data_dir: &std::path::Path) -> Option<InstalledCatalog> { None }
