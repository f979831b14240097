//! The counter as staff use it: keystrokes through the real keymap, the real update, the real worker on a real catalog
//! and store, to the picture on the screen.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod counter;

mod answers;
mod badges;
mod cards;
mod experiments;
mod faults;
mod finish;
mod labels;
mod lines;
mod mouse;
mod overlay;
mod practice;
mod report;
mod scans;
mod slip;
mod till;
mod typing;
mod wedge;
mod why;
mod wording;
