//! (being written)

use super::{Failure, Globals};

/// (being written)
#[derive(Debug, clap::Args)]
pub struct RecordArgs {}

/// (being written)
pub fn run(_args: &RecordArgs, _globals: &Globals) -> Result<(), Failure> {
    Ok(())
}
