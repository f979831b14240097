//! The take-away slip: printed by somebody else, while selling goes on.

use super::super::message::Effect;
use super::super::state::{Said, State};

/// Asks for a slip of the open sale; where there is no printer for it, says how one is named.
pub fn print(state: &mut State, effects: &mut Vec<Effect>) {
    let id = if !state.face.extras.slip {
        "said-slip-off"
    } else if state.desk.basket.lines.is_empty() {
        "said-empty-sale"
    } else {
        effects.push(Effect::Slip(Box::new(state.desk.basket.clone())));
        "said-slip-sent"
    };
    state.said = Some(Said::plain(id));
}

/// The printer is done. What went wrong is always said; that it went well only where nothing else happened meanwhile.
pub fn printed(state: &mut State, result: Result<(), String>) {
    let waits = state.said.as_ref().is_none_or(|said| said.id == "said-slip-sent");
    match result {
        Ok(()) if waits => state.said = Some(Said::plain("said-slip-printed")),
        Ok(()) => {}
        Err(why) => state.said = Some(Said::with("said-slip-failed", "why", why)),
    }
}
