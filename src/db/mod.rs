//! The only module that names `rusqlite`: the read-only catalog a counter sells from, the writer of such snapshots, and
//! the store of sales.
//!
//! What it gives out are domain types; what it takes in are domain types. It knows no terminal.

mod content;
mod describe;
pub mod difference;
pub(crate) mod durable;
mod error;
mod events;
mod figures;
mod verify;
pub mod whole;

pub mod catalog;
pub mod collected;
pub mod snapshot;
pub mod store;

pub use catalog::Catalog;
pub use collected::Collected;
pub use content::{Rows, content};
pub use describe::{Description, describe};
pub use error::Error;
pub use events::{EventStore, StoredEvents};
pub use figures::StoreFigures;
pub use verify::verify;

/// Marks our snapshots in the header of the SQLite file: "gswc".
pub const CATALOG_APPLICATION_ID: i32 = 0x6773_7763;
/// The number of the snapshot's schema.
pub const CATALOG_SCHEMA: i32 = 3;
/// Marks our stores: "gsws".
pub const STORE_APPLICATION_ID: i32 = 0x6773_7773;
/// Marks the stores of head office: "gswh".
pub const COLLECTED_APPLICATION_ID: i32 = 0x6773_7768;
