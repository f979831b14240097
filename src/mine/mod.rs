//! Baskets → pairs with their statistics.
//!
//! [`Baskets`] holds a history as numbers. [`Pairs`] counts what was bought together by weight of basket, one item at a
//! time, for ranking; [`Counter`] the plain pairs of `pairs.csv`, and adds up those of histories too large to hold.
//! [`crate::domain::Counts`] turns counts into the figures the literature uses. Pure: nothing here knows files, SKUs or
//! a clock.

mod baskets;
mod names;
mod pairs;
mod together;

pub use baskets::{BasketNumber, Baskets, BasketsBuilder, MAX_BASKET};
pub use names::{Names, hash};
pub use pairs::{Pair, Pairs, Weighting};
pub use together::{AgeWeights, Counter, Holding, Together, WHOLE};
