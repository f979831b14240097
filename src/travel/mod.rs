//! The formats of what travels between head office and counters: names in the sync folder, manifests, segments of events.
//! Bytes in, types or a named fault out; nothing here opens a file or asks a clock. Everything read here may be hostile.
//!
//! Reading order: [`names`], [`manifest`] and [`signature`] (a catalog comes), [`stock`] and [`overlay`] (a store's own
//! prices and stock come), [`segment`] (events go), [`ack`] (how far they came), [`pseudonym`], [`customers`] and [`erase`]
//! (whose card it is, what was agreed, and how customers are forgotten).

pub mod ack;
pub mod customers;
pub mod digest;
pub mod erase;
pub mod manifest;
pub mod names;
pub mod overlay;
pub mod pseudonym;
pub mod segment;
pub mod signature;
pub mod stock;
pub mod whole;

/// Versions and numbers stay below this, so that every program that reads JSON reads them exactly.
pub const MOST: u64 = (1 << 53) - 1;
