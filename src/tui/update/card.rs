//! A customer's card: linked to the sale, taken off again. Where nobody agreed nothing of it is kept, here or anywhere.

use super::super::message::Effect;
use super::super::state::{Card, CodeSource, Overlay, Said, Screen, State};
use super::{finish, line, list, sale};
use crate::domain::Step;

/// A card was scanned, typed, or read by the till.
pub fn came(state: &mut State, card: Card, source: CodeSource, effects: &mut Vec<Effect>) {
    match source {
        CodeSource::Silence { typed } | CodeSource::Short { typed } => line::take_out(state, typed),
        CodeSource::Typed => line::clear(state),
        CodeSource::Scan | CodeSource::Till { .. } => {}
    }
    state.line.acted = None;
    sale::leave_the_gone(state, effects);
    // The end of a sale is where many are asked for their card: it stays on screen, and the card is that customer's.
    if !matches!(source, CodeSource::Till { .. }) {
        state.overlay = None;
        if !matches!(state.screen, Screen::Finish(_)) {
            sale::leave_for_sale(state);
        }
    }
    let (pseudonym, agreed, contexts, due) = match card {
        Card::NoConsent => return state.said = Some(Said::plain("said-card-no-consent")),
        Card::NoKey => return state.said = Some(Said::plain("said-card-no-key")),
        Card::Linked { pseudonym, agreed, contexts, due } => (pseudonym, agreed, contexts, due),
    };
    sale::take_step(state, Step::Customer { pseudonym: Some(pseudonym), contexts }, effects);
    state.desk.due = due;
    state.said = Some(match (agreed, state.desk.due_line()) {
        (true, Some(due)) => Said::with("said-card-linked-due", "name", due.name.as_str()),
        (true, None) => Said::plain("said-card-linked"),
        (false, _) => Said::plain("said-card-without-list"),
    });
    list::refresh(state, effects);
}

/// The choice of the customer's card: taken off where one is linked, else said how one is.
pub fn choose(state: &mut State, effects: &mut Vec<Effect>) {
    state.overlay = None;
    if state.desk.basket.customer.is_none() {
        state.said = Some(Said::plain("said-card-scan"));
        return;
    }
    sale::take_step(state, Step::Customer { pseudonym: None, contexts: Vec::new() }, effects);
    state.said = Some(Said::plain("said-card-off"));
    list::refresh(state, effects);
}

/// True where the popup of the customer is open and the digit is that of the card.
pub fn is_choice(state: &State, digit: usize) -> bool {
    state.face.ways.cards && matches!(state.overlay, Some(Overlay::Contexts)) && digit == state.face.contexts.len() + 1
}

/// The sale before is over where its customer must be gone.
pub fn gone(state: &mut State, effects: &mut Vec<Effect>) {
    let nothing_bought = state.desk.basket.lines.is_empty();
    if nothing_bought && state.line.paused && state.desk.basket.customer.is_some() {
        finish::drop_sale(state, effects);
        state.said = None;
        state.line.paused = false;
    }
}
