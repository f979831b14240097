//! The words of the product as types that cannot be wrong.
//!
//! Reading order: [`text`] and the small values ([`sku`], [`gtin`], [`money`], [`day`], [`stock`]), then what the shop
//! sells ([`item`]) and what goes with it ([`link`], [`talking`], [`wording`], [`writing`], [`proposal`]), then a customer's purchase
//! ([`basket`], [`sale`]) and what is said of it ([`suggestion`], [`due`], [`event`]) and tried out with it ([`experiment`]), or done
//! without any customer ([`practice`]); last what is wrong with the installation ([`problem`]).
//!
//! Nothing here knows SQL, terminals, files or the clock: time comes in as an argument.

pub mod text;
pub mod watch;

pub mod counts;
pub mod day;
pub mod gtin;
pub mod money;
pub mod sku;
pub mod stock;

pub mod barcode_rule;
pub mod item;
pub mod link;
pub mod measure;
pub mod proposal;
pub mod talking;
pub mod wording;
pub mod writing;

pub mod basket;
pub mod sale;

pub mod due;
pub mod event;
pub mod experiment;
pub mod practice;
pub mod problem;
pub mod pseudonym;
pub mod suggestion;

pub use barcode_rule::BarcodeRule;
pub use basket::{Answer, Basket, Line, LineState, Linked};
pub use counts::{Counts, Sold};
pub use day::Day;
pub use due::Due;
pub use event::{About, Event, EventKind, EventLine, EventSuggestion, UnknownCode};
pub use experiment::{Arm, Arms, Changes, Experiment};
pub use gtin::Gtin;
pub use item::{Attribute, Category, FoundCode, Item, ItemFacts, ItemId, ItemType};
pub use link::{ContextRule, Link, LinkKind, LinkTerms, ShareOfPrice, Window};
pub use measure::{Measure, Weight};
pub use money::{Currency, Money};
pub use problem::Problem;
pub use proposal::{Partner, Proposal, Ruling, Standing, Written};
pub use sale::{LineItem, Sale, Step, StepNumber, TimedStep};
pub use sku::Sku;
pub use stock::Stock;
pub use suggestion::{Outcome, Reason, Shown, Suggestion, WhyNot};
pub use talking::{Objection, TalkingPoint};
pub use text::CleanText;
pub use wording::{Spoken, Wording};

/// Milliseconds since 1970-01-01T00:00:00Z, as the edge that knows the clock read it. For display and reports only:
/// order comes from sequence numbers.
pub type UnixMillis = i64;
