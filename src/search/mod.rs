//! Typed text → ranked items, with the letters that matched.
//!
//! Now: every word of the text, in any order, whole or by its beginning, accents and case apart; a SKU by its
//! beginning. Typo tolerance comes behind the same [`Index::search`].

mod fold;
mod index;
mod marks;

pub use fold::{fold, words};
pub use index::{Building, Entry, Found, Index};
pub use marks::marks;
