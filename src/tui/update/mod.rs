//! State and message → state and effects. Pure: it draws nothing, reads nothing, stores nothing, and asks no clock.
//!
//! While an answer is awaited (is the line saved? what goes with it?) keys are kept back and applied in order
//! afterwards, so that type-ahead is never lost and never means something else than it would have a moment later.

mod answer;
mod arrival;
mod badge;
mod card;
mod finish;
mod keys;
mod line;
mod list;
mod menu;
mod mouse;
mod overlay;
mod practice;
mod report;
mod sale;
mod slip;
mod store;
mod till;
mod unknown;
mod why;
mod wording;

use super::key::Key;
use super::keymap::Action;
use super::message::{Effect, Message};
use super::state::{Awaited, CatalogFace, Clock, Found, Overlay, Purpose, Said, Screen, State};

/// Applies one message.
pub fn update(state: &mut State, clock: Clock, message: Message) -> Vec<Effect> {
    state.clock = clock;
    let mut effects = Vec::new();
    match message {
        Message::Key(key) if passes_the_queue(state, key) => apply(state, message, &mut effects),
        Message::Key(_)
        | Message::Paste(_)
        | Message::Scanned(_)
        | Message::Till(_)
        | Message::Point(_)
        | Message::Wheel(_) => {
            state.waiting.queue.push_back((clock, message));
        }
        message => apply(state, message, &mut effects),
    }
    while state.waiting.awaited.is_empty() {
        let Some((then, message)) = state.waiting.queue.pop_front() else { break };
        // Keys keep the time they were pressed, or a scan among them would look like typing; and what waited for a
        // deadline before that time comes first, or an answer would be taken for part of a code.
        if let Some(due) = state.line.scanner.deadline().filter(|due| *due < then.ticks) {
            state.waiting.queue.push_front((then, message));
            state.clock = Clock { ticks: due, ..clock };
            line::tick(state, &mut effects);
            continue;
        }
        state.clock = Clock { ticks: then.ticks, ..clock };
        apply(state, message, &mut effects);
    }
    state.clock = clock;
    arrival::switch(state, &mut effects);
    effects
}

/// Where an answer is late, leaving and drawing again must not wait for it.
fn passes_the_queue(state: &State, key: Key) -> bool {
    let urgent = matches!(state.face.keymap.action(key), Some(Action::Quit | Action::Interrupt | Action::Redraw));
    urgent && state.is_late()
}

fn apply(state: &mut State, message: Message, effects: &mut Vec<Effect>) {
    match message {
        Message::Key(key) => line::press(state, key, effects),
        Message::Paste(text) => line::paste(state, &text, effects),
        Message::Point(spot) => mouse::point(state, &spot, effects),
        Message::Wheel(by) => mouse::wheel(state, by, effects),
        // Where it was is known to the loop alone.
        Message::Click { .. } => {}
        Message::Scanned(code) => line::sent(state, &code, effects),
        // Its sale is nobody's practice.
        Message::Till(_) if state.practice.is_some() => state.said = Some(Said::plain("said-practice-till")),
        Message::Till(entry) => till::entry(state, entry, effects),
        Message::Customer(customer) => practice::came(state, customer.map(|customer| *customer)),
        Message::Feed(feed) => state.till.feed = feed,
        Message::Tick => tick(state, effects),
        Message::Redraw => effects.push(Effect::Redraw),
        Message::FoundItems { id, found, longer } => match take_awaited(state, id) {
            Some(Purpose::Add { code, quantity, source }) => {
                sale::found(state, &found, longer, (code, quantity, source), effects);
            }
            Some(Purpose::TakeOff { quantity }) => till::take_off(state, &found.items, quantity, effects),
            _ => {}
        },
        Message::Card { id, card } => {
            if let Some(Purpose::Add { source, .. }) = take_awaited(state, id) {
                card::came(state, *card, source, effects);
            }
        }
        Message::Badge { id, staff } => {
            if let Some(Purpose::Add { source, .. }) = take_awaited(state, id) {
                badge::came(state, staff, source, effects);
            }
        }
        Message::FoundNames { id, rows, total, fit } => {
            if id == state.waiting.search {
                if let Some(Overlay::Search(found)) = &mut state.overlay {
                    let text = state.line.input.value().to_owned();
                    *found = Found { text, rows, total, fit, chosen: 0, settled: true };
                }
                if take_awaited(state, id).is_some() {
                    line::add_chosen(state, effects);
                }
            }
        }
        Message::Advised { id, subject, drawn, due, advice } => {
            if let Some(Purpose::Suggest(change)) = take_awaited(state, id) {
                state.desk.due = due;
                list::advised(state, change, (subject, drawn), *advice, effects);
                // The till may have changed the basket under it.
                if matches!(state.overlay, Some(Overlay::Why(_))) {
                    why::ask(state, effects);
                }
            }
        }
        Message::Looked { id, details } => {
            if let Screen::Details(screen) = &mut state.screen
                && id == state.waiting.look
            {
                screen.details = details;
            }
        }
        Message::Explained { id, explanation } => why::explained(state, id, explanation),
        Message::Saved { id, result } => {
            take_awaited(state, id);
            store::answered(state, id, result);
        }
        Message::Today { sales, with_add_on, own } => {
            if let Screen::Finish(finish) = &mut state.screen {
                finish.today = Some((sales, with_add_on));
                finish.own = own;
            }
        }
        Message::Reported { id, board } => report::answered(state, id, board),
        Message::Slipped(path) => slip::done(state, path),
        Message::ReportSaved(result) => report::saved(state, result),
        Message::Unknown(rows) => unknown::listed(state, rows),
        Message::Kept(sales) => sale::kept(state, sales, effects),
        Message::Fault(fault) => {
            if !state.banners.faults.contains(&fault) {
                state.banners.faults.push(fault);
            }
        }
        Message::Mended(code) => state.banners.faults.retain(|fault| fault.code != code),
        Message::Arrived(arrival) => arrival::came(state, arrival),
        Message::StockCame => effects.push(Effect::LayOver),
        Message::Opened(face) => opened(state, *face, effects),
        Message::Quit => state.quit = true,
    }
}

/// Asks for an answer that has to come before any further key.
fn ask(state: &mut State, purpose: Purpose) -> u64 {
    state.waiting.last_id += 1;
    let id = state.waiting.last_id;
    state.waiting.awaited.push(Awaited { id, since: state.clock.ticks, purpose });
    id
}

fn take_awaited(state: &mut State, id: u64) -> Option<Purpose> {
    let at = state.waiting.awaited.iter().position(|awaited| awaited.id == id)?;
    Some(state.waiting.awaited.remove(at).purpose)
}

fn tick(state: &mut State, effects: &mut Vec<Effect>) {
    if state.is_late() && state.waiting.awaited.iter().any(|awaited| awaited.purpose == Purpose::Store) {
        state.said = Some(Said::plain("said-saving"));
    }
    if state.waiting.retry_at.is_some_and(|at| state.clock.ticks >= at) {
        store::again(state, effects);
    }
    line::tick(state, effects);
}

/// Another catalog is in use. An open basket keeps its lines: they carry their own names and prices.
fn opened(state: &mut State, face: super::state::Face, effects: &mut Vec<Effect>) {
    let was_empty = state.face.catalog == CatalogFace::default();
    state.face = face;
    state.line.scanner.gaps = state.face.gaps.clone();
    state.banners.faults.retain(|fault| !fault.code.starts_with("GW-5"));
    if was_empty && matches!(state.screen, Screen::FirstRun(_)) {
        state.screen = Screen::Sale;
    }
    list::refresh(state, effects);
}
