//! A colleague's badge: it begins a shift, which ends with another badge or from the menu.

use super::super::message::Effect;
use super::super::state::{Badge, CodeSource, Said, Screen, State};
use super::{line, sale};

/// A badge was scanned, typed, or read by the till.
pub fn came(state: &mut State, badge: Badge, source: CodeSource, effects: &mut Vec<Effect>) {
    match source {
        CodeSource::Silence { typed } | CodeSource::Short { typed } => line::take_out(state, typed),
        CodeSource::Typed => line::clear(state),
        CodeSource::Scan | CodeSource::Till { .. } => {}
    }
    state.line.acted = None;
    // The first letters of a badge may have opened a search.
    if !matches!(source, CodeSource::Till { .. }) {
        state.overlay = None;
    }
    let staff = match badge {
        Badge::Known(staff) => staff,
        Badge::NoKey => return state.said = Some(Said::plain("said-badge-no-key")),
    };
    let is_new = state.shift.as_ref() != Some(&staff);
    change(state, Some(staff), effects);
    state.said = Some(Said::plain(if is_new { "said-shift" } else { "said-shift-goes-on" }));
}

/// The shift is over.
pub fn end(state: &mut State, effects: &mut Vec<Effect>) {
    change(state, None, effects);
    state.said = Some(Said::plain("said-shift-ended"));
}

/// A sale that was left open is still of the shift before.
fn change(state: &mut State, staff: Option<String>, effects: &mut Vec<Effect>) {
    sale::leave_the_gone(state, effects);
    state.shift = staff;
    if matches!(state.screen, Screen::Finish(_)) {
        effects.push(Effect::Figures { staff: state.shift.clone() });
    }
}
