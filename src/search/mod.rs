//! Typed text → ranked items, with the letters that matched.
//!
//! Building: `build` takes items, `terms` says by which words a name is found, and `parts` holds the bytes. Searching: `slots`
//! says what each typed word may stand for, with `vocabulary` and `codes`; `sets` finds the candidates, `score` orders them.

mod build;
mod codes;
mod fold;
mod heads;
mod index;
mod marks;
mod parts;
mod score;
mod set;
mod sets;
mod slots;
mod terms;
mod vocabulary;

pub use build::{Building, Entry};
pub use fold::{fold, words};
pub use index::{Found, Index};
pub use marks::marks;
pub use parts::Unfit;

/// Items that hold every word, from which on nothing dearer is tried.
const ENOUGH: usize = 5;
/// Items scored exactly.
const MOST_SCORED: usize = 3_000;
