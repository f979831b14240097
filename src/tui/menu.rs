//! Which entries the menu of everything has at a moment: those that apply and that the filter leaves.
//!
//! `update` and the view both ask here, so that the row under the highlight is the one that Enter does.

use super::keymap::{Action, TABLE};
use super::state::{Focus, Overlay, Screen, State};
use crate::words::Words;

/// The entries from top to bottom.
pub fn menu_entries(state: &State, words: &Words) -> Vec<Action> {
    let filter = match &state.overlay {
        Some(Overlay::Menu(menu)) => menu.filter.trim().to_lowercase(),
        _ => String::new(),
    };
    TABLE
        .iter()
        .filter(|entry| entry.menu && applies(entry.action, state))
        .filter(|entry| {
            let holds = |text: String| text.to_lowercase().contains(&filter);
            filter.is_empty() || holds(label(state, words, entry.name)) || holds(explanation(state, words, entry.name))
        })
        .map(|entry| entry.action)
        .collect()
}

/// An entry's name on the screen.
pub fn label(state: &State, words: &Words, name: &str) -> String {
    let unknown = i64::try_from(state.unknown.len()).unwrap_or(i64::MAX);
    words.say(&ids(name).0, &[("unknown", words.number(unknown))])
}

/// An entry's line of explanation; where the shop has not turned it on, how that is done.
pub fn explanation(state: &State, words: &Words, name: &str) -> String {
    let is_off = name == "slip" && !state.face.extras.slip;
    if is_off { words.word("menu-slip-off") } else { words.word(&ids(name).1) }
}

/// The ids of an entry's name and of its line of explanation.
pub fn ids(name: &str) -> (String, String) {
    let label = format!("menu-{}", name.replace('_', "-"));
    let why = format!("{label}-why");
    (label, why)
}

fn applies(action: Action, state: &State) -> bool {
    let selling = !matches!(state.screen, Screen::FirstRun(_));
    let desk = &state.desk;
    match action {
        Action::TookIt | Action::NoThanks => {
            selling && matches!(desk.focus, Focus::AddOn(place) if place < desk.rows.len())
        }
        Action::Details => selling && (desk.subject.is_some() || !desk.rows.is_empty()),
        Action::Undo => desk.sale.last_deed().is_some() || desk.finished.is_some(),
        Action::Customer => selling && !state.face.contexts.is_empty(),
        Action::TakeOut => selling && !desk.basket.lines.is_empty(),
        Action::Finish | Action::DropSale => selling && !desk.basket.is_empty(),
        Action::Slip => selling && !desk.basket.lines.is_empty(),
        Action::EndShift => selling && state.shift.is_some(),
        Action::UnknownCodes | Action::Report => selling,
        Action::Length | Action::SaveReport => matches!(state.screen, Screen::Report(_)),
        Action::Problems => !state.banners.faults.is_empty() || state.banners.not_saved.is_some(),
        _ => true,
    }
}
