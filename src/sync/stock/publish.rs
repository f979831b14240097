//! An overlay goes out.

use std::path::Path;

use super::super::numbered::{self, Lists, NotPublished, Published};
use super::super::signing::Signer;
use crate::travel::names;

/// Writes an overlay of a store into a sync folder, under the next number of that store, `least` at least.
///
/// # Errors
/// [`NotPublished`]; then no overlay was.
pub fn publish(
    sync_dir: &Path,
    store: &str,
    bytes: &[u8],
    least: u64,
    signer: Option<&Signer>,
) -> Result<Published, NotPublished> {
    let overlays = Lists { name: names::stock, number: names::stock_number };
    numbered::publish(&sync_dir.join(names::STORES).join(store), overlays, bytes, least, signer)
}
