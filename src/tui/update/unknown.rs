//! Codes nobody knew: noted when they come, listed for the manager, seen to one by one.

use super::super::message::Effect;
use super::super::state::{Overlay, Said, State, UnknownRow};
use crate::domain::CleanText;
use crate::domain::pseudonym::is_somebodys;
use crate::scan::{Kind, scan};

/// A code is kept up to so many characters.
const LONGEST: usize = 80;
/// And said up to so many.
const SAID: usize = 40;

/// Keeps a code nobody knew, and says so.
pub fn note(state: &mut State, code: &str, effects: &mut Vec<Effect>) {
    let clean = CleanText::new(code);
    if clean.is_empty() {
        return;
    }
    let not_an_item = match scan(code, None).kind {
        Kind::Imei => Some("said-serial-number"),
        Kind::Url => Some("said-web-address"),
        Kind::Gs1 => Some("said-no-item-in-code"),
        Kind::Gtin | Kind::Rcn | Kind::Sku | Kind::Reject => None,
    };
    if let Some(why) = not_an_item {
        // The other label of the same goods is meant: nothing for the manager to look into.
        state.said = Some(Said::plain(why));
    } else {
        state.said = Some(Said::with("said-unknown", "code", shortened(clean.as_str(), SAID)));
        // A visiting card that was held under the scanner is nothing to look into, and nothing to keep.
        if !is_somebodys(clean.as_str()) {
            effects.push(Effect::NoteUnknown { code: kept_form(code, &clean), staff: state.staff.clone() });
        }
    }
    if state.face.ways.bell {
        effects.push(Effect::Bell);
    }
}

/// What is kept: the number alone where lots and dates stood around it, or each carton would be a code of its own.
fn kept_form(code: &str, clean: &CleanText) -> String {
    let scanned = scan(code, None);
    match (scanned.gtin14, scanned.ais) {
        (Some(number), Some(_)) => {
            let number = number.to_string();
            number.strip_prefix('0').map_or(number.clone(), str::to_owned)
        }
        _ => clean.as_str().chars().take(LONGEST).collect::<String>().trim_end().to_owned(),
    }
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 2).chain("..".chars()).collect()
}

/// Opens the list; what is known of it stands there until the newest comes.
pub fn open(state: &mut State, effects: &mut Vec<Effect>) {
    state.overlay = Some(Overlay::Unknown { chosen: 0, seen_to: Vec::new() });
    effects.push(Effect::ListUnknown);
}

/// The list came.
pub fn listed(state: &mut State, rows: Vec<UnknownRow>) {
    state.unknown = rows;
    if let Some(Overlay::Unknown { chosen, .. }) = &mut state.overlay {
        *chosen = (*chosen).min(state.unknown.len().saturating_sub(1));
    }
}

/// Del: the highlighted code is seen to.
pub fn see_to(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Overlay::Unknown { chosen, seen_to }) = &mut state.overlay else { return };
    if *chosen >= state.unknown.len() {
        return;
    }
    let row = state.unknown.remove(*chosen);
    state.said = Some(Said::with("said-seen-to", "code", shortened(&row.code, SAID)));
    effects.push(Effect::SeeToUnknown { code: row.code.clone(), done: true });
    seen_to.push((*chosen, row));
    *chosen = (*chosen).min(state.unknown.len().saturating_sub(1));
}

/// Undo while the list is open: the last code seen to comes back.
pub fn put_back(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Overlay::Unknown { chosen, seen_to }) = &mut state.overlay else { return };
    let Some((place, row)) = seen_to.pop() else { return };
    let place = place.min(state.unknown.len());
    effects.push(Effect::SeeToUnknown { code: row.code.clone(), done: false });
    state.said = Some(Said::with("said-put-back", "code", shortened(&row.code, SAID)));
    state.unknown.insert(place, row);
    *chosen = place;
}
