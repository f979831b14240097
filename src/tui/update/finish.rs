//! The end of a sale: recorded, taken back, joined again.

use super::super::message::Effect;
use super::super::state::{Desk, Finish, Finished, Said, Screen, State};
use super::sale::{leave_for_sale, sale_id, take_step};
use super::{list, store};
use crate::domain::{About, Event, EventKind, Sale, TimedStep};

/// F9: shows the end of the sale; a second time saves it.
pub fn finish(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.screen, Screen::Finish(_)) {
        finish_now(state, false, effects);
        return;
    }
    if state.desk.basket.lines.is_empty() {
        state.said = Some(Said::plain("said-empty-sale"));
        return;
    }
    state.overlay = None;
    state.screen = Screen::Finish(Finish::default());
    effects.push(Effect::Figures { staff: state.staff.clone() });
}

/// Records the sale and clears the desk for the next customer.
pub fn finish_now(state: &mut State, forgotten: bool, effects: &mut Vec<Effect>) {
    let event_id = sale_id(state);
    let desk = std::mem::replace(&mut state.desk, Desk::new(Sale::new(String::new())));
    let event = Event { staff: state.staff.clone(), ..sale_event(&desk, event_id.clone()) };
    let items = desk.basket.pieces();
    let add_ons = desk.basket.add_ons();
    let effect = Effect::Finish { id: 0, sale: desk.sale.id.clone(), event: Box::new(event) };
    store::write(state, effect, effects);
    state.said = Some(if forgotten {
        Said::with("said-finished-forgotten", "items", items.to_string())
    } else {
        Said { id: "said-finished", with: vec![("items", items.to_string()), ("add-ons", add_ons.to_string())] }
    });
    state.desk.finished = Some(Finished { sale: desk.sale, event_id, forgotten });
    leave_for_sale(state);
}

/// Brings the last finished sale back, where nothing has happened since.
pub fn reopen(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(finished) = state.desk.finished.take() else {
        state.said = Some(Said::plain("said-nothing-to-undo"));
        return;
    };
    let left = std::mem::take(&mut state.desk.sale.id);
    if !left.is_empty() {
        // Only what was shown is left of the sale after it: nothing to offer at the next start.
        store::write(state, Effect::Drop { id: 0, sale: left }, effects);
    }
    state.desk = Desk { resumed: Some(state.clock.now), ..Desk::new(finished.sale) };
    state.line.paused = false;
    leave_for_sale(state);
    let event = Box::new(Event { staff: state.staff.clone(), ..void_event(finished.event_id) });
    let sale = state.desk.sale.id.clone();
    store::write(state, Effect::Reopen { id: 0, sale, event }, effects);
    state.said = Some(Said::plain("said-reopened"));
    list::refresh(state, effects);
}

/// The finish was forgotten, and so was the customer not gone: the scan that began a new sale belongs to the old one.
pub fn join_again(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(finished) = state.desk.finished.take() else {
        return;
    };
    let resumed = Some(state.clock.now);
    let newer = std::mem::replace(&mut state.desk, Desk { resumed, ..Desk::new(finished.sale) });
    let event = Box::new(Event { staff: state.staff.clone(), ..void_event(finished.event_id) });
    let sale = state.desk.sale.id.clone();
    store::write(state, Effect::Reopen { id: 0, sale, event }, effects);
    store::write(state, Effect::Drop { id: 0, sale: newer.sale.id }, effects);
    for TimedStep { step, .. } in newer.sale.steps {
        if step.is_deed() {
            take_step(state, step, effects);
        }
    }
    leave_for_sale(state);
    state.said = Some(Said::plain("said-joined-again"));
    list::refresh(state, effects);
}

/// Drops the open sale: nothing of it is recorded.
pub fn drop_sale(state: &mut State, effects: &mut Vec<Effect>) {
    let finished = state.desk.finished.take();
    let desk = std::mem::replace(&mut state.desk, Desk { finished, ..Desk::new(Sale::new(String::new())) });
    store::write(state, Effect::Drop { id: 0, sale: desk.sale.id }, effects);
    leave_for_sale(state);
    state.said = Some(Said::plain("said-dropped"));
}

fn sale_event(desk: &Desk, event_id: String) -> Event {
    Event {
        lines: desk.basket.event_lines(),
        suggestions: desk.basket.event_suggestions(),
        context: desk.basket.contexts.clone(),
        arms: desk.sale.arms().unwrap_or_default(),
        customer: desk.basket.customer.as_ref().map(|linked| linked.pseudonym.clone()),
        ..event(EventKind::Sale, Some(event_id))
    }
}

fn void_event(sale: String) -> Event {
    Event { about: About { sale: Some(sale), ..About::default() }, ..event(EventKind::Void, None) }
}

pub fn event(kind: EventKind, event_id: Option<String>) -> Event {
    Event {
        event_id,
        kind,
        wall_utc: None,
        utc_offset_min: None,
        lines: Vec::new(),
        suggestions: Vec::new(),
        context: Vec::new(),
        arms: std::collections::BTreeMap::new(),
        about: About::default(),
        customer: None,
        staff: None,
    }
}
