//! (being written)

use super::{Failure, Globals};

/// (being written)
#[derive(Debug, clap::Args)]
pub struct ExportArgs {}

/// (being written)
pub fn run(_args: &ExportArgs, _globals: &Globals) -> Result<(), Failure> {
    Ok(())
}
