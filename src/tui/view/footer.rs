//! The last line: the keys of this place, from the one key table.
//!
//! Where the window is narrow the least needed hints go, one by one; help is the last.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, width_of};
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Place};
use crate::tui::state::{Overlay, Screen, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// Columns between two hints.
const GAP: u16 = 3;

/// Which footer the screen has. A window that is too small has its own only while nothing lies over it.
pub fn place(state: &State, small: bool) -> Place {
    match &state.overlay {
        Some(Overlay::Search(_) | Overlay::Which(_)) => Place::Search,
        Some(Overlay::Help | Overlay::Problems) => Place::Page,
        Some(Overlay::Why(_)) => Place::Why,
        Some(Overlay::Menu(_)) => Place::Menu,
        Some(Overlay::Unknown { .. }) => Place::Unknown,
        Some(Overlay::Wording(_)) => Place::Wording,
        Some(
            Overlay::Contexts
            | Overlay::Reasons { .. }
            | Overlay::Drop { .. }
            | Overlay::Kept { .. }
            | Overlay::Code { .. },
        ) => Place::Choice,
        None if small => Place::Small,
        None => of_screen(state),
    }
}

/// The footer of the screen below whatever lies over it.
pub fn of_screen(state: &State) -> Place {
    match &state.screen {
        Screen::FirstRun(_) => Place::FirstRun,
        Screen::Sale if state.practice.is_some() => Place::Practice,
        Screen::Sale => Place::Sale,
        Screen::Details(screen) if screen.row.is_some() => Place::AddOn,
        Screen::Details(_) => Place::Item,
        Screen::Finish(_) => Place::Finish,
        Screen::Report(report) if report.question.open.is_some() => Place::ReportRow,
        Screen::Report(_) => Place::Report,
        Screen::Feedback(_) => Place::Feedback,
    }
}

/// The key to show for an action, or nothing where it has none.
pub fn key(state: &State, action: Action) -> String {
    let keys = state.face.keymap.keys(action);
    keys.first().map_or_else(String::new, ToString::to_string)
}

/// Draws the footer of a place.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, place: Place) {
    let hints: Vec<_> = place
        .hints()
        .iter()
        .filter(|(action, _, _)| means_something(state, *action))
        .filter_map(|&(action, id, weight)| Some((hint(state, words, place, action, id)?, weight)))
        .collect();
    let mut pen = Pen::new(frame, area);
    let mut x = 0;
    for text in fitting(&hints, pen.width()) {
        x = pen.text(x, 0, text, theme.text) + GAP;
    }
}

/// All hints of a place in one line.
pub fn spoken(state: &State, words: &Words, place: Place) -> String {
    let hints = place.hints().iter().filter(|(action, _, _)| means_something(state, *action));
    hints.filter_map(|&(action, id, _)| hint(state, words, place, action, id)).collect::<Vec<_>>().join(", ")
}

/// The hints that fit, in their order: the most needed takes its room first, and help has it in any window.
fn fitting(hints: &[(String, u8)], room: u16) -> impl Iterator<Item = &String> {
    let mut by_need: Vec<usize> = (0..hints.len()).collect();
    by_need.sort_by_key(|&place| std::cmp::Reverse(hints[place].1));
    let mut kept = vec![false; hints.len()];
    let mut used = 0;
    for place in by_need {
        let wanted = width_of(&hints[place].0).saturating_add(if used > 0 { GAP } else { 0 });
        if used == 0 || wanted.saturating_add(used) <= room {
            kept[place] = true;
            used += wanted;
        }
    }
    hints.iter().zip(kept).filter(|(_, kept)| *kept).map(|((text, _), _)| text)
}

/// False for keys that would do nothing: in a choice by digit, and where an item has no other choice.
fn means_something(state: &State, action: Action) -> bool {
    if let (None, Screen::Details(screen)) = (&state.overlay, &state.screen) {
        let details = screen.details.as_ref();
        return match action {
            Action::NextPart => {
                details.is_some_and(|details| !details.instead.is_empty() || !details.better.is_empty())
            }
            Action::Enter => screen.choice.is_some(),
            _ => true,
        };
    }
    if let (None, Screen::Sale, Action::Enter) = (&state.overlay, &state.screen, action) {
        return !state.desk.rows.is_empty();
    }
    match &state.overlay {
        Some(Overlay::Contexts | Overlay::Reasons { .. }) => !matches!(action, Action::Down | Action::Enter),
        Some(Overlay::Kept { .. } | Overlay::Code { .. }) => action != Action::Down,
        _ => true,
    }
}

fn hint(state: &State, words: &Words, place: Place, action: Action, id: &str) -> Option<String> {
    let keys = state.face.keymap.keys(action);
    let key = match (place, action) {
        // While a name is typed `/` is text.
        (Place::Search, Action::Details) => keys.iter().find(|key| !matches!(key, Key::Char(_))),
        _ => keys.first(),
    }?;
    let words = words.word(id);
    Some(match (action, state.face.keymap.keys(Action::Up).first()) {
        (Action::Down, Some(up)) => format!("{up}/{key} {words}"),
        (Action::Right, _) => match state.face.keymap.keys(Action::Left).first() {
            Some(left) => format!("{left}/{key} {words}"),
            None => format!("{key} {words}"),
        },
        _ => format!("{key} {words}"),
    })
}
