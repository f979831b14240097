//! The screens: state, messages, one pure `update`, one `view`, and the loop that runs them on a real terminal.
//!
//! The only module that names `ratatui` and `crossterm`. It names no SQL: what has to be looked up or stored leaves
//! `update` as an [`Effect`] and comes back as a [`Message`].

pub mod key;
pub mod keymap;
pub mod menu;
pub mod message;
pub mod probe;
pub mod review;
pub mod run;
pub mod scanner;
pub mod signals;
pub mod state;
pub mod surface;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;

pub use key::Key;
pub use message::{Effect, Message};
pub use state::State;
pub use update::update;
