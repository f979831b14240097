//! Other people's files on their way into a catalog source.

pub mod grid;
