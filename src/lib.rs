//! goeswith: what truly goes with the item on the counter, offline.
//!
//! ```text
//!  GOESWITH  Till 3                                         Catalog 21 Nov  14:32    tui::view::header
//! +- Scan, or type a name -------------------------------------------------------+
//! | > _                                                                          |   tui::view::line, scan, search; a till: input, feed
//! +------------------------------------------------------------------------------+
//!  Exterior wood stain, oak, 2.5 L                   31.99 EUR  14 left  Aisle 7B    tui::view::item
//!  In the box: stirring stick.   Better: Pro wood stain 2.5 L, 49.99.        Tab
//! -- Goes with it: ask the marked one --------------------------------------------   tui::view::add_ons
//! >1 [ ] Stain brush 100 mm                           7.49 EUR  22 left  Aisle 7C     which: rank, from db::catalog
//!        ASK  What are you putting it on with?                                        domain::TalkingPoint
//!        SAY  A soft brush this wide does a fence panel in one pass, no
//!             lap marks.
//!        WHY  62 of 100 who bought this stain also bought a brush.                    domain::Reason, from mine
//!  3 [+] Masking tape 50 m   took it                  4.25 EUR  60 left  Aisle 7A     domain::sale, kept by db::store
//! -- This sale -------------------------------------------------------------------   tui::view::basket
//!  1  Exterior wood stain, oak, 2.5 L                                       31.99
//!  2 items, 1 add-on                                     List prices        36.24
//! --------------------------------------------------------------------------------
//!  Took: Masking tape 50 m.   F6 takes it back.                                      tui::view::message
//! + Took it   - No thanks   / Details   F6 Undo   F9 Finish   ? Help                 tui::keymap
//! ```
//!
//! The modules in reading order; arrows go down this list and never up (`tests/architecture.rs`).

pub mod domain;

pub mod feed;
pub mod mine;
pub mod rank;
pub mod report;
pub mod scan;
pub mod search;

pub mod learn;

pub mod travel;

pub mod db;

pub mod sheet;

pub mod history;

pub mod import;

pub mod catalog;
pub mod input;
pub mod render;
pub mod settings;
pub mod sync;
pub mod words;

pub mod tui;

pub mod cli;
