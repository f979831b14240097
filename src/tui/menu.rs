//! Which entries the menu of everything has at a moment: those that apply and that the filter leaves.
//!
//! `update` and the view both ask here, so that the row under the highlight is the one that Enter does.

use super::keymap::{Action, TABLE};
use super::state::{Focus, Overlay, Screen, State};
use crate::domain::Suggestion;
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
            filter.is_empty() || holds(label(state, words, entry.name)) || holds(words.word(&ids(entry.name).1))
        })
        .map(|entry| entry.action)
        .collect()
}

/// An entry's name on the screen.
pub fn label(state: &State, words: &Words, name: &str) -> String {
    let unknown = i64::try_from(state.unknown.len()).unwrap_or(i64::MAX);
    words.say(&ids(name).0, &[("unknown", words.number(unknown))])
}

/// The ids of an entry's name and of its line of explanation.
pub fn ids(name: &str) -> (String, String) {
    let label = format!("menu-{}", name.replace('_', "-"));
    let why = format!("{label}-why");
    (label, why)
}

/// True where there is a sale to make a slip of: the open one, else the one finished last.
fn slip_of(state: &State) -> bool {
    !state.desk.basket.lines.is_empty() || state.desk.finished.is_some()
}

/// The add-on that a better sentence would be for: that of the details, else the one under the highlight.
pub fn wording_of(state: &State) -> Option<&Suggestion> {
    let place = match (&state.screen, state.desk.focus) {
        (Screen::Details(screen), _) => screen.row,
        (Screen::Sale, Focus::AddOn(place)) => Some(place),
        _ => None,
    };
    state.desk.rows.get(place?)
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
        Action::Report => selling && state.practice.is_none(),
        Action::UnknownCodes => selling,
        Action::Slip => selling && state.practice.is_none() && slip_of(state),
        Action::EndShift => state.staff.is_some(),
        Action::Wording => selling && wording_of(state).is_some(),
        Action::Practice => selling && state.practice.is_none() && !state.face.catalog.name.is_empty(),
        Action::EndPractice => state.practice.is_some(),
        Action::Length | Action::SaveReport => matches!(state.screen, Screen::Report(_)),
        Action::Problems => !state.banners.faults.is_empty() || state.banners.not_saved.is_some(),
        _ => true,
    }
}
