//! What stands in a place of the picture and can be pointed at.

use crate::domain::Sku;

/// What was pointed at, by its SKU: a list may change before the click is understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// An add-on of the sale, its sentences included.
    AddOn(Sku),
    /// A search result, or one of several items that share a code.
    Choice(Sku),
}
