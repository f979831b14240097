//! (being written)

use super::{Failure, Globals};

/// (being written)
#[derive(Debug, clap::Args)]
pub struct InstallArgs {}

/// (being written)
pub fn run(_args: &InstallArgs, _globals: &Globals) -> Result<(), Failure> {
    Ok(())
}
