//! The counter as staff use it: keystrokes through the real keymap, the real update, the real worker on a real catalog
//! and store, to the picture on the screen.

mod counter;

mod answers;
mod finish;
mod scans;
mod typing;
