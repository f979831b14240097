//! Why an add-on is shown or not: asked on its details by the key that opened them, and once more by no key at all.

use super::super::message::Effect;
use super::super::state::{Overlay, Screen, State, Why};
use super::list;
use crate::domain::{CleanText, Sku};
use crate::rank::explain::Explanation;

/// Asks why the item on the details screen is shown or not; false where no details are open.
pub fn ask(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let Some((add_on, name)) = subject(state) else { return false };
    state.waiting.last_id += 1;
    let id = state.waiting.last_id;
    effects.push(Effect::Explain { id, basket: list::asked(state), add_on: add_on.clone() });
    state.overlay = Some(Overlay::Why(Why { id, add_on, name, explanation: None, chosen: 0 }));
    true
}

/// The answer; one to a question that nobody asks any more is dropped.
pub fn explained(state: &mut State, id: u64, explanation: Option<Box<Explanation>>) {
    match &mut state.overlay {
        Some(Overlay::Why(why)) if why.id == id && explanation.is_some() => why.explanation = explanation,
        // The catalog changed and has the item no more.
        Some(Overlay::Why(why)) if why.id == id => state.overlay = None,
        _ => {}
    }
}

fn subject(state: &State) -> Option<(Sku, CleanText)> {
    let Screen::Details(screen) = &state.screen else { return None };
    let row = screen.row.and_then(|place| state.desk.rows.get(place)).map(|row| &row.add_on);
    let item = row.or_else(|| screen.details.as_ref().map(|details| &details.item))?;
    Some((item.sku.clone(), item.name.clone()))
}
