//! A store's own prices, stock and shelves: published at head office ([`publish`]), taken at the counter ([`Taker`]) and
//! kept there until a newer one comes ([`held`]). The format is `travel::stock`; data.md section 3 says how it travels.
//!
//! A counter reads an overlay whole into memory, checks it there and makes of it what it keeps, so that nothing is used
//! that was not checked. Numbers only go up; what was in use holds whatever comes.

mod held;
mod publish;
mod take;

pub use super::numbered::{NotPublished, Published};
pub use held::{Held, held};
pub use publish::publish;
pub use take::{Counter, Found, Refusal, Taken, Taker};
