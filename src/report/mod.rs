//! Outcomes → rates, series and what can be said of them. Pure: events come in as figures, numbers go out, and whoever
//! prints decides how they look.
//!
//! Reading order: [`figures`] (what one sale says), [`measures`] (what it adds to the figures of its day), [`interval`] and [`sequence`] (how sure a number is, at one look and
//! at every look), [`due`] and [`returns`] (what a customer buys again, who comes back), [`follow_up`] (what was left), then [`experiment`] (the arms of an A/B test side by side).

pub mod due;
pub mod experiment;
pub mod figures;
pub mod follow_up;
pub mod interval;
pub mod measures;
pub mod returns;
pub mod sequence;
