//! The screen on which a person at head office decides about mined pairs: `goeswith pairs review`.
//!
//! Built like the sale: [`state`], one pure [`update()`], one [`view`], and [`run`], the loop on a real terminal. It knows
//! nothing of files: what somebody wrote leaves as an [`Effect`], and comes back as [`Input::Saved`].

pub mod run;
pub mod state;
pub mod update;
pub mod view;

pub use state::{Desk, Effect, Face, Filter, Focus, Input, Review, Writing};
pub use update::update;

use super::keymap::Action;

/// The keys of this screen in the order of its help, each with the name of its words. The keys themselves are those of
/// the one key table, `keys.toml` included.
pub const KEYS: [(Action, &str); 17] = [
    (Action::TookIt, "review-help-accept"),
    (Action::NoThanks, "review-help-reject"),
    (Action::TakeOut, "review-help-open"),
    (Action::Undo, "review-help-undo"),
    (Action::NextPart, "review-help-write"),
    (Action::Enter, "review-help-enter"),
    (Action::Left, "review-help-kind"),
    (Action::Right, "review-help-kind"),
    (Action::Customer, "review-help-filter"),
    (Action::Up, "review-help-up"),
    (Action::Down, "review-help-up"),
    (Action::PageUp, "review-help-page"),
    (Action::PageDown, "review-help-page"),
    (Action::Back, "review-help-back"),
    (Action::Help, "review-help-help"),
    (Action::Redraw, "review-help-redraw"),
    (Action::Quit, "review-help-quit"),
];

/// Footer hints as action, words, and weight: the lightest goes first where the window is narrow.
pub const HINTS: [(Action, &str, u8); 7] = [
    (Action::TookIt, "review-foot-accept", 9),
    (Action::NoThanks, "review-foot-reject", 8),
    (Action::NextPart, "review-foot-write", 6),
    (Action::Left, "review-foot-kind", 3),
    (Action::Customer, "review-foot-filter", 5),
    (Action::Undo, "review-foot-undo", 7),
    (Action::Help, "foot-help", 10),
];

/// The same while a sentence is written.
pub const WRITING_HINTS: [(Action, &str, u8); 5] = [
    (Action::NextPart, "review-foot-next", 9),
    (Action::Back, "review-foot-done", 8),
    (Action::Undo, "review-foot-undo", 5),
    (Action::Quit, "foot-quit", 3),
    (Action::Help, "foot-help", 10),
];
