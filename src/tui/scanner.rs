//! Tells scans from typing by the gaps between keys. (being written)

/// Watches the gaps between text keys.
#[derive(Debug, Default)]
pub struct Scanner {}
