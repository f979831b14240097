//! Which entries the F8 menu has at this moment.

use super::keymap::{Action, TABLE};
use super::state::{Overlay, State};

/// The entries, in the order of the table, that the filter leaves.
pub fn entries(state: &State) -> Vec<Action> {
    let _ = matches!(state.overlay, Some(Overlay::Menu(_)));
    TABLE
        .iter()
        .filter(|entry| entry.menu)
        .map(|entry| entry.action)
        .collect()
}
