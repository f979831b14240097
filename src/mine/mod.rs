//! Baskets → pairs with their statistics.
//!
//! [`Baskets`] holds a history as numbers, [`Pairs`] counts what was bought together one item at a time;
//! [`crate::domain::Counts`] turns counts into the figures the literature uses. Pure: nothing here knows files, SKUs or
//! a clock.

mod baskets;
mod pairs;

pub use baskets::{BasketNumber, Baskets, BasketsBuilder, MAX_BASKET};
pub use pairs::{Pair, Pairs, Weighting};
