//! The F8 menu: everything, filtered by typing.

use super::super::keymap::Action;
use super::super::menu::menu_entries;
use super::super::message::Effect;
use super::super::state::{Menu, Overlay, Said, State};
use super::{badge, keys, practice, report, slip, unknown, wording};
use crate::domain::text::is_kept;

/// Characters of the filter at most.
const MAX_FILTER: usize = 200;
const THEMES: [&str; 3] = ["default", "high-contrast", "mono"];

/// Opens the menu, or closes it where it is open.
pub fn open(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.overlay, Some(Overlay::Menu(_))) {
        state.overlay = None;
    } else {
        state.overlay = Some(Overlay::Menu(Menu::default()));
        // An entry says how many codes nobody knew.
        effects.push(Effect::ListUnknown);
    }
}

/// Text typed while the menu is open.
pub fn filter(state: &mut State, text: &str) {
    if let Some(Overlay::Menu(menu)) = &mut state.overlay {
        let free = MAX_FILTER.saturating_sub(menu.filter.chars().count());
        menu.filter.extend(text.chars().filter(|c| is_kept(*c)).take(free));
        menu.chosen = 0;
    }
}

/// One character of the filter back.
pub fn erase(state: &mut State) {
    if let Some(Overlay::Menu(menu)) = &mut state.overlay {
        menu.filter.pop();
        menu.chosen = 0;
    }
}

/// How many entries the filter leaves.
pub fn count(state: &State) -> usize {
    if matches!(state.overlay, Some(Overlay::Menu(_))) { menu_entries(state, &state.face.words).len() } else { 0 }
}

/// Enter: does what the highlighted entry says.
pub fn enter(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Overlay::Menu(menu)) = &state.overlay else {
        return;
    };
    let Some(action) = menu_entries(state, &state.face.words).get(menu.chosen).copied() else {
        return;
    };
    state.overlay = None;
    keys::act(state, action, effects);
}

/// Entries that only the menu has.
pub fn choose(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::DropSale if state.desk.sale.steps.is_empty() => state.said = Some(Said::plain("said-empty-sale")),
        Action::DropSale => state.overlay = Some(Overlay::Drop { yes: false }),
        Action::Look => {
            let looks = &mut state.face.looks;
            looks.plain = !looks.plain;
            let name = if looks.plain { "plain" } else { "normal" };
            effects.push(Effect::Remember("look", name.to_owned()));
            state.said = Some(Said::with("said-look", "name", name));
        }
        Action::Theme => {
            let at = THEMES.iter().position(|theme| *theme == state.face.looks.theme).unwrap_or(0);
            let name = THEMES[(at + 1) % THEMES.len()];
            name.clone_into(&mut state.face.looks.theme);
            effects.push(Effect::Remember("theme", name.to_owned()));
            state.said = Some(Said::with("said-theme", "name", name));
        }
        Action::Language => effects.push(Effect::NextLanguage),
        Action::UnknownCodes => unknown::open(state, effects),
        Action::SaveReport => report::save(state, effects),
        Action::ReadSettings => {
            state.said = Some(Said::plain("said-settings-read"));
            effects.push(Effect::ReadSettings);
        }
        Action::SyncNow => {
            state.said = Some(Said::plain("said-sync-now"));
            effects.push(Effect::SyncNow);
        }
        Action::Slip => slip::print(state, effects),
        Action::EndShift => badge::end(state, effects),
        Action::Wording => wording::open(state),
        Action::Practice => practice::begin(state, effects),
        Action::EndPractice => practice::end(state, effects),
        Action::Problems => state.overlay = Some(Overlay::Problems),
        _ => {}
    }
}
