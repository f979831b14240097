//! A colleague's badge: it begins a shift, and the sale on the screen goes on.

use super::super::message::Effect;
use super::super::state::{CodeSource, Overlay, Said, Screen, State};
use super::{line, sale};

/// A badge was scanned or typed. Without a key there is no shift, and nothing of the badge is kept.
pub fn came(state: &mut State, staff: Option<String>, source: CodeSource, effects: &mut Vec<Effect>) {
    match source {
        CodeSource::Silence { typed } | CodeSource::Short { typed } => line::take_out(state, typed),
        CodeSource::Typed => line::clear(state),
        CodeSource::Scan | CodeSource::Till { .. } => {}
    }
    state.line.acted = None;
    // Its first letters may have opened a search.
    if matches!(state.overlay, Some(Overlay::Search(_))) {
        state.overlay = None;
    }
    let id = match (&staff, &state.staff) {
        (None, _) => "said-badge-no-key",
        (now, before) if now == before => "said-shift-goes-on",
        _ => "said-shift-begins",
    };
    let staff = staff.or_else(|| state.staff.clone());
    change(state, staff, effects);
    state.said = Some(Said::plain(id));
}

/// From the menu: nobody's shift from now on.
pub fn end(state: &mut State, effects: &mut Vec<Effect>) {
    change(state, None, effects);
    state.said = Some(Said::plain("said-shift-over"));
}

/// A sale that was left open is still of the shift before; at the end of a sale the figures become those of the new one.
fn change(state: &mut State, staff: Option<String>, effects: &mut Vec<Effect>) {
    sale::leave_the_gone(state, effects);
    state.staff = staff;
    if matches!(state.screen, Screen::Finish(_)) {
        effects.push(Effect::Figures { staff: state.staff.clone() });
    }
}
