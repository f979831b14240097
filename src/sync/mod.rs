//! Putting snapshots into use: checked on a private copy, swapped in whole, the one before kept.
//!
//! So far only by hand ([`install`]); what a sync folder brings will go the same way. Nothing here opens a file where it
//! was found: what is checked is what is used.

pub mod blocks;
pub mod collect;
mod current;
pub mod customers;
pub mod erase;
mod fingerprint;
mod index;
mod install;
mod judge;
mod last;
mod lease;
pub mod numbered;
mod once;
pub mod outbox;
pub mod plain;
pub mod publish;
mod receive;
mod recheck;
mod refusal;
pub mod signing;
mod stage;
mod step_back;
pub mod stock;
mod trust;
pub mod verify;
pub mod versions;

pub use current::{InstalledCatalog, current, hold};
pub use fingerprint::fingerprint;
pub use index::{IndexFile, index_of};
pub use install::install;
pub use last::LastVisit;
pub use lease::Lease;
pub use receive::{Finding, Received, Receiver, Verdict};
pub use recheck::check_installed;
pub use refusal::Refusal;
pub use stage::{Progress, Stage};
pub use step_back::step_back;
pub use trust::Trust;

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
    /// Something in the sync folder cannot be read.
    #[error("cannot be read: {}: {detail}", path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// What this computer believes cannot be read, so it believes nothing.
    #[error("cannot be read: {}: {detail}", path.display())]
    Trust {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The caller asked to stop.
    #[error("stopped; the catalog in use stays as it is")]
    Stopped,
}
