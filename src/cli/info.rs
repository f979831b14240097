//! (being written)

use super::{Failure, Globals};

/// (being written)
#[derive(Debug, clap::Args)]
pub struct InfoArgs {}

/// (being written)
pub fn run(_args: &InfoArgs, _globals: &Globals) -> Result<(), Failure> {
    Ok(())
}
