//! A colleague's badge: it begins a shift, and the sale on the screen goes on.

use super::super::state::{CodeSource, Said, State};
use super::line;

/// A badge was scanned or typed. Without a key there is no shift, and nothing of the badge is kept.
pub fn came(state: &mut State, staff: Option<String>, source: CodeSource) {
    match source {
        CodeSource::Silence { typed } | CodeSource::Short { typed } => line::take_out(state, typed),
        CodeSource::Typed => line::clear(state),
        CodeSource::Scan | CodeSource::Till { .. } => {}
    }
    state.line.acted = None;
    let id = match (&staff, &state.staff) {
        (None, _) => "said-badge-no-key",
        (now, before) if now == before => "said-shift-goes-on",
        _ => "said-shift-begins",
    };
    state.said = Some(Said::plain(id));
    state.staff = staff.or(state.staff.take());
}

/// From the menu: nobody's shift from now on.
pub fn end(state: &mut State) {
    state.staff = None;
    state.said = Some(Said::plain("said-shift-over"));
}
