//! The sample shop in a throw-away directory. (being written)

use std::path::PathBuf;

use super::Failure;

/// An installed sample shop.
pub struct Demo {}

impl Demo {
    /// Builds it.
    pub fn open() -> Result<Self, Failure> {
        Err(Failure::new(super::Exit::Data, "not yet"))
    }

    /// (being written)
    pub fn keep_until_exit(&self) -> PathBuf {
        PathBuf::new()
    }
}
