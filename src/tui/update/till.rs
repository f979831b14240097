//! What the till says: items join, are taken off again, the receipt ends. It goes the way of a scan and never asks for a
//! key; what somebody is typing stays.

use super::super::message::Effect;
use super::super::state::{CodeSource, Overlay, Purpose, Said, Screen, State};
use super::{ask, finish, keys, line, list, sale};
use crate::domain::{Item, Step};
use crate::feed::Entry;

/// So many codes that nobody knows are remembered, to be noted once each.
const MOST_NOTED: usize = 500;

/// A line of the till.
pub fn entry(state: &mut State, entry: Entry, effects: &mut Vec<Effect>) {
    if state.face.catalog.name.is_empty() {
        return;
    }
    // A sign that waits whether a code follows was pressed before this line came, and is for what stood there then.
    if let Some(held) = state.line.scanner.let_go() {
        keys::act_on(state, held, effects);
    }
    match entry {
        Entry::Sold { code, quantity, sure } => {
            line::note_pause(state);
            find(state, code, |code| Purpose::Add { code, quantity, source: CodeSource::Till { sure } }, effects);
        }
        Entry::Void { code, quantity } => {
            line::note_pause(state);
            find(state, code, |_| Purpose::TakeOff { quantity }, effects);
        }
        Entry::End if state.desk.basket.lines.is_empty() => {}
        Entry::End => finish::finish_now(state, false, effects),
    }
}

fn find(state: &mut State, code: String, purpose: impl FnOnce(String) -> Purpose, effects: &mut Vec<Effect>) {
    let id = ask(state, purpose(code.clone()));
    effects.push(Effect::Find { id, code, longer: None });
}

/// The catalog does not know a code of the till. Many lines of a till hold none: nothing rings and nothing moves.
pub fn unknown(state: &mut State, code: String, sure: bool, effects: &mut Vec<Effect>) {
    if !sure || state.till.noted.contains(&code) || state.till.noted.len() >= MOST_NOTED {
        return;
    }
    state.till.noted.push(code.clone());
    state.said = Some(Said::with("said-till-unknown", "code", crate::domain::text::clean(&code).text));
    effects.push(Effect::NoteUnknown { code, staff: state.staff.clone() });
}

/// Leaves whatever is open for the sale; a question that is still open stays, or its item would be lost.
pub fn show_sale(state: &mut State) {
    let question = state.overlay.take().filter(|overlay| matches!(overlay, Overlay::Which(_)));
    sale::leave_for_sale(state);
    state.overlay = question;
}

/// The till took so many of an item off. Items of an earlier receipt are none of this sale's business.
pub fn take_off(state: &mut State, items: &[Item], quantity: i64, effects: &mut Vec<Effect>) {
    let in_sale = |item: &&Item| state.desk.basket.line(&item.sku).is_some();
    let Some(item) = items.iter().find(in_sale) else { return };
    let (sku, name) = (item.sku.clone(), item.name.as_str().to_owned());
    if !matches!(state.screen, Screen::Finish(_)) {
        show_sale(state);
    }
    sale::take_step(state, Step::TakeOff { sku, quantity }, effects);
    state.said = Some(Said::with("said-took-out", "name", name));
    sale::keep_focus_on_lines(state);
    list::refresh(state, effects);
}
