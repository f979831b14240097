//! Outcomes → rates, series and what can be said of them. Pure: events come in as figures, numbers go out, and whoever
//! prints decides how they look.
//!
//! Reading order: [`measures`] (what one sale adds to the figures of its day), [`ledger`] (the sums of many), [`sums`] (where
//! they come from), [`rates`] and [`interval`] (shares of them, and how sure each is), [`overview`] (everything one look shows), with [`by`] and
//! [`hold_out`]; [`due`], [`returns`] and [`follow_up`] (customers whose card is linked); [`works`] (which links are worth telling others); then [`figures`], [`sequence`] and [`experiment`] (the arms of an A/B test side by side, at every look).

pub mod by;
pub mod due;
pub mod experiment;
pub mod figures;
pub mod follow_up;
pub mod hold_out;
pub mod interval;
pub mod ledger;
pub mod measures;
pub mod overview;
pub mod rates;
pub mod returns;
pub mod sequence;
pub mod sums;
pub mod works;
