//! (being written)

use super::{Failure, Globals};

/// (being written)
#[derive(Debug, clap::Args)]
pub struct StatusArgs {}

/// (being written)
pub fn run(_args: &StatusArgs, _globals: &Globals) -> Result<(), Failure> {
    Ok(())
}
