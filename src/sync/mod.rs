//! Putting snapshots into use: checked on a private copy, swapped in whole, the one before kept.
//!
//! So far only by hand ([`install`]); what a sync folder brings will go the same way. Nothing here opens a file where it
//! was found: what is checked is what is used.

mod current;
mod fingerprint;
mod index;
mod install;
mod refusal;

pub use current::{InstalledCatalog, current};
pub use fingerprint::fingerprint;
pub use index::{IndexFile, index_of};
pub use install::{Stage, install};
pub use refusal::Refusal;

use std::path::PathBuf;

/// Why a catalog was not put into use. The one in use stays as it is in every case.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is there.
    #[error("no such file: {}", .0.display())]
    Missing(PathBuf),
    /// The file is no good.
    #[error("catalog refused ({}): {refusal}: {}", refusal.code().number(), path.display())]
    Refused {
        /// What is wrong with it.
        refusal: Refusal,
        /// The file as it was given.
        path: PathBuf,
    },
    /// Another copy of the program is installing.
    #[error("busy: another copy of the program is installing a catalog in {}", .0.display())]
    Busy(PathBuf),
    /// The disk is full, or the folder cannot be written.
    #[error("catalog not installed: {}: {detail}", path.display())]
    NotSaved {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The caller asked to stop.
    #[error("stopped; the catalog in use stays as it is")]
    Stopped,
}
