//! What a customer buys again and again, and when it is due.

use super::sku::Sku;

/// An item that a customer bought at least three times, and that is due again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The item.
    pub sku: Sku,
    /// On how many days it was bought.
    pub times: u32,
    /// The median of the days between.
    pub every: u32,
    /// Their first and third quartile.
    pub between: (u32, u32),
    /// How many days ago it was bought last.
    pub ago: u32,
}
