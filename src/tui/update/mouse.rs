//! The mouse, where a shop turned it on: it does nothing that a key does not do too.

use super::super::keymap::Action;
use super::super::message::Effect;
use super::super::state::{Focus, Overlay, Screen, Spot, State};
use super::{keys, line};

/// Something was clicked: an add-on comes under the highlight, a result is chosen as by Enter.
pub fn point(state: &mut State, spot: &Spot, effects: &mut Vec<Effect>) {
    line::interrupt(state, effects);
    match (spot, &mut state.overlay) {
        (Spot::AddOn(sku), None) if matches!(state.screen, Screen::Sale) => {
            if let Some(place) = state.desk.rows.iter().position(|row| &row.add_on.sku == sku) {
                state.desk.focus = Focus::AddOn(place);
                state.desk.rests = false;
            }
        }
        (Spot::Choice(sku), Some(Overlay::Search(found))) => {
            if let Some(place) = found.rows.iter().position(|hit| &hit.item.sku == sku) {
                found.chosen = place;
                keys::act(state, Action::Enter, effects);
            }
        }
        (Spot::Choice(sku), Some(Overlay::Which(which))) => {
            if let Some(place) = which.items.iter().position(|item| &item.sku == sku) {
                which.chosen = place;
                keys::act(state, Action::Enter, effects);
            }
        }
        _ => {}
    }
}

/// The wheel moves the highlight.
pub fn wheel(state: &mut State, by: i8, effects: &mut Vec<Effect>) {
    line::interrupt(state, effects);
    keys::act(state, if by < 0 { Action::Up } else { Action::Down }, effects);
}
