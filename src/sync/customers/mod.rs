//! Whose cards may be linked: the customers list, published at head office ([`publish`]), taken at the counter ([`Taker`])
//! and kept there until a newer one comes ([`Customers`]). The format is `travel::customers`; data.md section 3 says how it
//! travels.
//!
//! A counter keeps 36 bytes a customer, sorted, in a file that is never read whole: a million cards cost 36 MB of disk and a
//! look-up some twenty reads.

mod held;
mod packed;
mod publish;
mod take;

pub use held::{Agreed, Customers, forget};
pub use packed::Label;
pub use publish::{newest, publish, publish_without};
pub use take::{Counter, Found, Refusal, Taken, Taker};
