//! Other people's files: exports of shop programs, feeds of suppliers, tables of anybody → a catalog source.
//!
//! [`grid`] makes rows of any file, [`format`](mod@format) says what columns mean, [`bound`] lays it over a file. Codes, amounts, names and
//! days are put right by [`code`], [`amount`], [`html`] and [`when`]. [`read`] gathers what was understood in a [`parcel::Parcel`],
//! [`relate`] finds the targets of relations, and [`merge`] lays everything into a source without touching what people
//! wrote there. [`Summary`] says what was understood, put right, guessed and left out.

pub mod amount;
pub mod bound;
pub mod code;
pub mod format;
pub mod goods;
pub mod grid;
pub mod header;
pub mod html;
pub mod mapping;
pub mod merge;
pub mod parcel;
pub mod read;
pub mod relate;
pub mod source;
pub mod summary;
pub mod till;
pub mod when;
pub mod work;

pub use summary::Summary;
pub use work::{Options, Stopped, run};
