//! (being written)

use super::{Failure, Globals};

/// (being written)
#[derive(Debug, clap::Args)]
pub struct BuildArgs {}

/// (being written)
pub fn run(_args: &BuildArgs, _globals: &Globals) -> Result<(), Failure> {
    Ok(())
}
