//! The program as staff have it: in a terminal, with a keyboard and a scanner that are told apart by nothing but time.
//!
//! Here stands what only a terminal shows. What a key means and what a screen looks like is held by `update` and by
//! the pictures in `tests/screens`. No test asserts a duration.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

mod counter;
mod doctor;
mod ends;
mod lifetime;
mod mouse;
mod paint;
mod pairs;
mod privacy;
mod sales;
mod scans;
mod screen;
mod sizes;
#[cfg(target_os = "linux")]
mod sockets;
mod starts;
mod tills;
