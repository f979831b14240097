//! Keys that are no text → what they do on the screen that is open. The meaning comes from the key table alone.

use tui_input::InputRequest;

use super::super::key::Key;
use super::super::keymap::Action;
use super::super::message::Effect;
use super::super::state::{Details, DetailsScreen, FirstRun, Focus, Overlay, Said, Screen, State};
use super::{answer, finish, line, list, menu, overlay, practice, report, sale, unknown, why, wording};
use crate::domain::Step;

/// Between two presses of Ctrl+C that quit, in ticks.
const INTERRUPT_AGAIN: u64 = 3_000;
/// Rows of a page.
const PAGE: isize = 8;

/// A key that is no text, or an answer key that has waited long enough.
pub fn act_on(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    match (key, state.face.keymap.action(key)) {
        (Key::Char(c), None) => overlay::digit(state, c, effects),
        (_, Some(action)) => act(state, action, effects),
        (Key::Home, None) if matches!(state.overlay, Some(Overlay::Wording(_))) => {
            wording::edit(state, InputRequest::GoToStart);
        }
        (Key::End, None) if matches!(state.overlay, Some(Overlay::Wording(_))) => {
            wording::edit(state, InputRequest::GoToEnd);
        }
        (Key::Home, None) if !state.line.text().is_empty() => line::edit(state, InputRequest::GoToStart, effects),
        (Key::End, None) if !state.line.text().is_empty() => line::edit(state, InputRequest::GoToEnd, effects),
        _ => {}
    }
}

/// What a key means, or an entry of the menu.
pub fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if !matches!(action, Action::Enter | Action::Times) {
        state.line.paused = false;
    }
    match action {
        Action::TookIt | Action::NoThanks if matches!(state.screen, Screen::FirstRun(_)) => {
            first_run_sign(state, action);
        }
        Action::TookIt | Action::NoThanks if hides_answers(state) => state.overlay = None,
        Action::TookIt => answer::took_it(state, effects),
        Action::NoThanks => answer::no_thanks(state, effects),
        Action::Details => details(state, effects),
        Action::Times => times(state),
        Action::Customer if is_report(state) => report::context(state, effects),
        Action::Customer => state.overlay = Some(Overlay::Contexts),
        Action::Undo if is_unknown(state) => unknown::put_back(state, effects),
        Action::Undo => sale::undo(state, effects),
        Action::Report if state.practice.is_some() => state.said = Some(Said::plain("said-practice-report")),
        Action::Report => report::open(state, effects),
        Action::Length => report::length(state, effects),
        Action::Finish if state.practice.is_some() => practice::finish(state, effects),
        Action::Finish => finish::finish(state, effects),
        Action::Menu => menu::open(state, effects),
        Action::Help => state.overlay = Some(Overlay::Help),
        Action::Enter => enter(state, effects),
        Action::Back => back(state, effects),
        Action::Up => step(state, -1),
        Action::Down => step(state, 1),
        Action::PageUp => step(state, -PAGE),
        Action::PageDown => step(state, PAGE),
        Action::Left | Action::Right => sideways(state, action, effects),
        Action::NextPart => part(state, true, effects),
        Action::PreviousPart => part(state, false, effects),
        Action::TakeOut if is_unknown(state) => unknown::see_to(state, effects),
        Action::TakeOut => take_out(state, effects),
        Action::Erase => match &mut state.overlay {
            Some(Overlay::Menu(_)) => menu::erase(state),
            Some(Overlay::Code { .. }) => report::erase_code(state),
            Some(Overlay::Wording(_)) => wording::edit(state, InputRequest::DeletePrevChar),
            _ => line::erase(state, effects),
        },
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Quit => state.quit = true,
        Action::Interrupt => interrupt(state),
        Action::DropSale
        | Action::Look
        | Action::Theme
        | Action::Language
        | Action::UnknownCodes
        | Action::SaveReport
        | Action::ReadSettings
        | Action::SyncNow
        | Action::Problems
        | Action::Slip
        | Action::EndShift
        | Action::Wording
        | Action::Practice
        | Action::EndPractice => menu::choose(state, action, effects),
    }
}

fn enter(state: &mut State, effects: &mut Vec<Effect>) {
    match &state.overlay {
        Some(Overlay::Search(_)) => line::enter(state, effects),
        Some(_) => overlay::enter(state, effects),
        None if !state.line.text().is_empty() => line::enter(state, effects),
        None => match &state.screen {
            Screen::FirstRun(first_run) => overlay::first_run_choice(state, first_run.choice, effects),
            Screen::Details(screen) if screen.row.is_none() && screen.choice.is_some() => swap(state, effects),
            Screen::Report(_) => report::enter(state, effects),
            Screen::Feedback(_) => practice::next(state),
            Screen::Details(_) | Screen::Sale if state.practice.is_some() => practice::ask(state),
            Screen::Details(_) | Screen::Sale | Screen::Finish(_) => {}
        },
    }
}

fn is_report(state: &State) -> bool {
    matches!(state.screen, Screen::Report(_)) && state.overlay.is_none()
}

fn is_unknown(state: &State) -> bool {
    matches!(state.overlay, Some(Overlay::Unknown { .. }))
}

/// What lies over the screen may hide what an answer would be about.
fn hides_answers(state: &State) -> bool {
    !matches!(state.overlay, None | Some(Overlay::Search(_) | Overlay::Reasons { .. }))
}

/// Clears the text, then closes, then goes back. It never deletes and never quits.
fn back(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.overlay, None | Some(Overlay::Search(_)))
        && (!state.line.text().is_empty() || state.line.times.is_some())
    {
        line::clear(state);
    } else if state.overlay.is_some() {
        state.overlay = None;
    } else {
        match state.screen {
            Screen::Details(_) | Screen::Finish(_) => state.screen = Screen::Sale,
            Screen::Report(_) => report::back(state, effects),
            Screen::Feedback(_) => practice::next(state),
            Screen::Sale => state.desk.focus = list::first_open(&state.desk),
            Screen::FirstRun(_) => {}
        }
    }
}

fn times(state: &mut State) {
    let Some(quantity) = line::digits(state).filter(|quantity| *quantity > 0) else {
        return;
    };
    line::clear(state);
    state.line.times = Some(quantity);
    state.said = Some(Said::with("said-times", "quantity", quantity.to_string()));
}

/// `/` opens an add-on in full, and once more says why it is there; F4 on a search result looks without adding.
fn details(state: &mut State, effects: &mut Vec<Effect>) {
    let on_details = matches!(state.screen, Screen::Details(_)) && state.line.text().is_empty();
    if matches!(state.overlay, Some(Overlay::Why(_))) || (on_details && state.overlay.is_none()) {
        why::ask(state, effects);
        return;
    }
    let chosen = match &state.overlay {
        Some(Overlay::Search(found)) => found.rows.get(found.chosen).map(|hit| hit.item.sku.clone()),
        _ => None,
    };
    let (row, sku) = match (chosen, state.desk.focus) {
        (Some(sku), _) => (None, sku),
        (None, Focus::AddOn(place)) if place < state.desk.rows.len() => {
            (Some(place), state.desk.rows[place].add_on.sku.clone())
        }
        (None, Focus::Line(place)) if place < state.desk.basket.lines.len() => {
            (None, state.desk.basket.lines[place].item.sku.clone())
        }
        _ => {
            if let Some(subject) = &state.desk.subject {
                (None, subject.item.sku.clone())
            } else {
                state.said = Some(Said::plain("said-no-add-on"));
                return;
            }
        }
    };
    line::clear(state);
    state.overlay = None;
    look(state, row, sku, effects);
}

fn look(state: &mut State, row: Option<usize>, sku: crate::domain::Sku, effects: &mut Vec<Effect>) {
    state.waiting.last_id += 1;
    state.waiting.look = state.waiting.last_id;
    state.screen = Screen::Details(DetailsScreen { row, details: None, choice: None });
    effects.push(Effect::Look { id: state.waiting.look, sku });
}

fn sideways(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if matches!(state.overlay, Some(Overlay::Wording(_))) {
        let request = if action == Action::Left { InputRequest::GoToPrevChar } else { InputRequest::GoToNextChar };
        return wording::edit(state, request);
    }
    if !state.line.text().is_empty() {
        let request = if action == Action::Left { InputRequest::GoToPrevChar } else { InputRequest::GoToNextChar };
        line::edit(state, request, effects);
        return;
    }
    let rows = state.desk.rows.len();
    let by: isize = if action == Action::Left { -1 } else { 1 };
    if let (Screen::Details(DetailsScreen { row: Some(row), .. }), true) = (&state.screen, rows > 0) {
        let row = moved(*row, by, rows);
        state.desk.focus = Focus::AddOn(row);
        let sku = state.desk.rows[row].add_on.sku.clone();
        look(state, Some(row), sku, effects);
        if matches!(state.overlay, Some(Overlay::Why(_))) {
            why::ask(state, effects);
        }
    } else if let (Screen::Sale, None) = (&state.screen, &state.overlay) {
        step(state, by);
    } else if let (Screen::Report(_), None) = (&state.screen, &state.overlay) {
        report::sideways(state, if by < 0 { -1 } else { 1 }, effects);
    } else if let Some(Overlay::Drop { yes }) = &mut state.overlay {
        *yes = !*yes;
    }
}

/// One row, or a page of them, up or down in whatever is open.
fn step(state: &mut State, by: isize) {
    if overlay::step(state, by) {
        return;
    }
    state.desk.rests = false;
    let rows = state.desk.rows.len();
    let lines = state.desk.basket.lines.len();
    let shown = state.desk.basket.event_suggestions().len();
    match &mut state.screen {
        Screen::Sale => {
            state.desk.focus = match state.desk.focus {
                Focus::AddOn(place) => Focus::AddOn(moved(place, by, rows)),
                Focus::Line(place) => Focus::Line(moved(place, by, lines)),
            }
        }
        Screen::Report(open) => report::step(open, by),
        Screen::Feedback(feedback) => feedback.row = moved(feedback.row, by, feedback.rows.len()),
        Screen::Finish(finish) => finish.row = moved(finish.row, by, shown),
        Screen::FirstRun(FirstRun { choice, .. }) => *choice = moved(*choice, by, overlay::FIRST_RUN_CHOICES),
        Screen::Details(screen) => {
            let choices = screen.details.as_ref().map_or(0, |details| choices(details));
            screen.choice = match screen.choice {
                None if choices > 0 && by > 0 => Some(0),
                Some(0) if by < 0 => None,
                Some(choice) => Some(moved(choice, by, choices)),
                None => None,
            };
        }
    }
}

/// A place moved by some rows, kept within `rows`.
pub fn moved(place: usize, by: isize, rows: usize) -> usize {
    place.saturating_add_signed(by).min(rows.saturating_sub(1))
}

/// Tab: the next part of the screen. From the add-ons to the item's own details, where it has any, then to the basket.
fn part(state: &mut State, forward: bool, effects: &mut Vec<Effect>) {
    if let Some(Overlay::Drop { yes }) = &mut state.overlay {
        *yes = !*yes;
        return;
    }
    if let Some(Overlay::Wording(typing)) = &mut state.overlay {
        typing.part = typing.part.other();
        return;
    }
    if state.overlay.is_some() {
        return;
    }
    match &mut state.screen {
        Screen::Details(screen) if screen.row.is_none() && from_sale(state.desk.subject.as_deref(), screen) => {
            let choices = screen.details.as_ref().map_or(0, |details| choices(details));
            match screen.choice {
                None if choices > 0 && forward => screen.choice = Some(0),
                Some(choice) if forward && choice + 1 < choices => screen.choice = Some(choice + 1),
                _ => {
                    state.screen = Screen::Sale;
                    state.desk.focus = if forward { last_line(state) } else { list::first_open(&state.desk) };
                }
            }
        }
        Screen::Details(screen) => {
            let choices = screen.details.as_ref().map_or(0, |details| choices(details));
            screen.choice = match (screen.choice, forward) {
                (None, true) if choices > 0 => Some(0),
                (Some(choice), true) if choice + 1 < choices => Some(choice + 1),
                (None, false) if choices > 0 => Some(choices - 1),
                (Some(choice), false) if choice > 0 => Some(choice - 1),
                _ => None,
            };
        }
        Screen::Sale => sale_part(state, forward),
        Screen::Report(_) => report::part(state, forward, effects),
        Screen::Finish(_) | Screen::FirstRun(_) | Screen::Feedback(_) => {}
    }
}

fn from_sale(subject: Option<&Details>, screen: &DetailsScreen) -> bool {
    subject.zip(screen.details.as_deref()).is_some_and(|(subject, details)| subject.item.sku == details.item.sku)
}

fn sale_part(state: &mut State, forward: bool) {
    let own = state.desk.subject.clone().filter(|details| choices(details) > 0 || !details.included.is_empty());
    let in_basket = matches!(state.desk.focus, Focus::Line(_));
    match (in_basket, forward, own) {
        (false, true, Some(details)) | (true, false, Some(details)) => {
            state.screen = Screen::Details(DetailsScreen { row: None, details: Some(details), choice: None });
        }
        (true, ..) => state.desk.focus = list::first_open(&state.desk),
        (false, ..) => state.desk.focus = last_line(state),
    }
}

fn last_line(state: &State) -> Focus {
    match state.desk.basket.lines.len() {
        0 => list::first_open(&state.desk),
        lines => Focus::Line(lines - 1),
    }
}

/// How many other choices an item has.
fn choices(details: &Details) -> usize {
    details.instead.len() + details.better.len()
}

/// The customer takes the highlighted choice instead of the item.
fn swap(state: &mut State, effects: &mut Vec<Effect>) {
    let Screen::Details(DetailsScreen { details: Some(details), choice: Some(choice), .. }) = &state.screen else {
        return;
    };
    let Some((item, _)) = details.instead.iter().chain(&details.better).nth(*choice) else {
        return;
    };
    let (item, out) = (item.clone(), details.item.clone());
    if state.desk.basket.line(&out.sku).is_none() {
        sale::add(state, &item, effects);
        return;
    }
    sale::leave_for_sale(state);
    let swap = Step::Swap { out: out.sku, item: super::super::state::line_item(&item) };
    sale::take_step(state, swap, effects);
    let names = vec![("name", item.name.as_str().to_owned()), ("out", out.name.as_str().to_owned())];
    state.said = Some(Said { id: "said-swapped", with: names });
    list::suggest(state, super::super::state::Change::Joined, Some(item.sku), effects);
}

/// Del: within text it deletes, in the basket it takes the line out.
fn take_out(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.overlay, Some(Overlay::Wording(_))) {
        return wording::edit(state, InputRequest::DeleteNextChar);
    }
    if !state.line.text().is_empty() {
        line::edit(state, InputRequest::DeleteNextChar, effects);
        return;
    }
    if !matches!(state.screen, Screen::Sale) {
        return;
    }
    let place = match state.desk.focus {
        Focus::Line(place) => Some(place),
        Focus::AddOn(_) => None,
    };
    let line = place.and_then(|place| state.desk.basket.lines.get(place));
    match line.map(|line| line.item.clone()) {
        Some(item) => sale::remove(state, &item, effects),
        None => state.said = Some(Said::plain("said-choose-line")),
    }
}

/// Ctrl+C says what it would do, and does it the second time.
fn interrupt(state: &mut State) {
    let now = state.clock.ticks;
    if state.waiting.interrupted.is_some_and(|before| now <= before + INTERRUPT_AGAIN) {
        state.quit = true;
    } else {
        state.waiting.interrupted = Some(now);
        state.said = Some(Said::plain("said-quit-again"));
    }
}

fn first_run_sign(state: &mut State, action: Action) {
    if let Screen::FirstRun(first_run) = &mut state.screen {
        first_run.plus |= action == Action::TookIt;
        first_run.minus |= action == Action::NoThanks;
    }
}
