//! (being written)

use super::{Failure, Globals};

/// (being written)
#[derive(Debug, clap::Args)]
pub struct CheckArgs {}

/// (being written)
pub fn run(_args: &CheckArgs, _globals: &Globals) -> Result<(), Failure> {
    Ok(())
}
