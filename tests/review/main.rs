//! Deciding about mined pairs: keys written as a sentence, the real screen in a buffer, the real file in a folder.

#![allow(clippy::unwrap_used)] // a helper that cannot go on fails the test that called it

mod commands;
mod desk;
mod keys;
mod pictures;
#[path = "../shop/mod.rs"]
mod shop;
