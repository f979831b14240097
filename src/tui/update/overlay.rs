//! What lies over a screen: choices by digit or arrow, and how it closes.

use super::super::message::Effect;
use super::super::state::{CodeSource, Overlay, Said, Screen, State, labelled_item};
use super::{answer, card, finish, keys, menu, report, sale, wording};
use crate::domain::Step;

/// Choices of the first-run screen.
pub const FIRST_RUN_CHOICES: usize = 3;

/// A digit that waited: a choice of the contexts or of the reasons.
pub fn digit(state: &mut State, c: char, effects: &mut Vec<Effect>) {
    let Some(digit) = c.to_digit(10).map(|digit| digit as usize) else {
        return;
    };
    match &state.overlay {
        Some(Overlay::Contexts) if card::is_choice(state, digit) => card::choose(state, effects),
        Some(Overlay::Contexts) => toggle_context(state, digit, effects),
        Some(Overlay::Reasons { .. }) => answer::object(state, digit, effects),
        _ => {}
    }
}

/// Text is typed: whatever lies over the screen gives way to the search line, except what the text is for.
pub fn close_for_text(state: &mut State) {
    if !matches!(state.overlay, None | Some(Overlay::Search(_))) {
        state.overlay = None;
    }
}

/// Moves the highlight of what lies over the screen; false where nothing does.
pub fn step(state: &mut State, by: isize) -> bool {
    let entries = menu::count(state);
    let unknown = state.unknown.len();
    match &mut state.overlay {
        None => return false,
        Some(Overlay::Search(found)) => found.chosen = keys::moved(found.chosen, by, found.rows.len()),
        Some(Overlay::Which(which)) => which.chosen = keys::moved(which.chosen, by, which.items.len()),
        Some(Overlay::Menu(menu)) => menu.chosen = keys::moved(menu.chosen, by, entries),
        Some(Overlay::Drop { yes }) => *yes = !*yes,
        Some(Overlay::Unknown { chosen, .. }) => *chosen = keys::moved(*chosen, by, unknown),
        Some(Overlay::Why(why)) => {
            let steps = why.explanation.as_ref().map_or(0, |explanation| explanation.steps.len());
            why.chosen = keys::moved(why.chosen, by, steps);
        }
        Some(
            Overlay::Help
            | Overlay::Contexts
            | Overlay::Reasons { .. }
            | Overlay::Kept(_)
            | Overlay::Problems
            | Overlay::Code { .. }
            | Overlay::Wording(_),
        ) => {}
    }
    true
}

/// Enter on what lies over the screen.
pub fn enter(state: &mut State, effects: &mut Vec<Effect>) {
    match state.overlay.take() {
        Some(Overlay::Which(which)) => {
            if let Some(item) = which.items.get(which.chosen) {
                let item = labelled_item(item, which.measure);
                sale::add_quantity(state, item, which.quantity, CodeSource::Scan, effects);
            }
        }
        Some(Overlay::Menu(open)) => {
            state.overlay = Some(Overlay::Menu(open));
            menu::enter(state, effects);
        }
        Some(Overlay::Wording(typing)) => wording::send(state, typing, effects),
        Some(Overlay::Code { typed, .. }) => report::enter_code(state, &typed, effects),
        Some(Overlay::Drop { yes: true }) => finish::drop_sale(state, effects),
        Some(Overlay::Kept(kept)) => sale::go_on_with(state, kept, effects),
        Some(
            other @ (Overlay::Help
            | Overlay::Contexts
            | Overlay::Reasons { .. }
            | Overlay::Problems
            | Overlay::Why(_)
            | Overlay::Unknown { .. }),
        ) => {
            state.overlay = Some(other);
        }
        Some(Overlay::Search(_) | Overlay::Drop { yes: false }) | None => {}
    }
}

/// A choice of the first-run screen.
pub fn first_run_choice(state: &mut State, choice: usize, effects: &mut Vec<Effect>) {
    match choice {
        0 => state.said = Some(Said::plain("said-build-own")),
        1 => effects.push(Effect::OpenDemo),
        _ => state.said = Some(Said::plain("said-office")),
    }
}

fn toggle_context(state: &mut State, digit: usize, effects: &mut Vec<Effect>) {
    let Some((name, words)) = digit.checked_sub(1).and_then(|at| state.face.contexts.get(at)).cloned() else {
        return;
    };
    let on = !state.desk.basket.contexts.contains(&name);
    state.overlay = None;
    if !matches!(state.screen, Screen::Sale) {
        state.screen = Screen::Sale;
    }
    sale::take_step(state, Step::Context { name, on }, effects);
    state.said = Some(Said::with(if on { "said-context-on" } else { "said-context-off" }, "name", words));
    super::list::refresh(state, effects);
}
