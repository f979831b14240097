//! The sale: items join it, lines leave it, steps are taken back. Every step goes to the store first and is drawn when
//! it is there.

use super::super::key::Key;
use super::super::message::Effect;
use super::super::state::{
    Change, CodeSource, Desk, Finished, Focus, Overlay, Said, Screen, State, Which, labelled_item, line_item,
};
use super::{card, finish, keys, line, list, store, till, unknown};
use crate::domain::{FoundCode, Item, LineItem, Sale, Step, StepNumber, TimedStep};
use crate::scan::scan;

/// Items for a code came back.
pub fn found(
    state: &mut State,
    found: &FoundCode,
    longer: bool,
    (code, quantity, source): (String, i64, CodeSource),
    effects: &mut Vec<Effect>,
) {
    // What somebody typed or a till wrote is no garbled scan.
    let nothing = found.guessed && !matches!(source, CodeSource::Scan | CodeSource::Silence { .. });
    let items = if nothing { &[] } else { found.items.as_slice() };
    let quantity = quantity.saturating_mul(found.measure.and_then(|measure| measure.count).unwrap_or(1));
    let answer = state.line.acted.take().filter(|_| longer);
    let source = match source {
        CodeSource::Short { .. } if longer && answer.is_none() => CodeSource::Typed,
        other => other,
    };
    match (items, source) {
        ([], CodeSource::Silence { typed }) => {
            // Digits that keep their check digit came from a scanner, also where nobody knows them.
            if scan(&code, None).gtin14.is_some() {
                line::take_out(state, typed);
                unknown_code(state, &code, effects);
            }
            return;
        }
        ([], CodeSource::Short { .. }) => return keys::act_on(state, Key::Enter, effects),
        ([], CodeSource::Typed) => return line::add_chosen(state, effects),
        ([], CodeSource::Scan) => return unknown_code(state, &code, effects),
        ([], CodeSource::Till { sure }) => return till::unknown(state, code, sure, effects),
        (_, CodeSource::Silence { typed } | CodeSource::Short { typed }) => line::take_out(state, typed),
        (_, CodeSource::Scan | CodeSource::Typed | CodeSource::Till { .. }) => {}
    }
    let [item] = items else {
        leave_for_sale(state);
        if !matches!(source, CodeSource::Till { .. }) {
            state.line.times = None;
        }
        let (items, measure) = (items.to_vec(), found.measure);
        let code = crate::domain::text::clean(&code).text;
        state.overlay = Some(Overlay::Which(Which { code, items, measure, quantity, chosen: 0 }));
        return;
    };
    // What looked like an answer was the beginning of this code.
    if let Some(acted) = &answer {
        take_back(state, acted.step, effects);
    }
    add_quantity(state, labelled_item(item, found.measure), quantity, source, effects);
    let said = [(answer.is_some(), "said-code-not-answer"), (found.guessed, "said-code-guessed")];
    if let Some((_, sentence)) = said.into_iter().find(|(holds, _)| *holds) {
        state.said = Some(Said::with(sentence, "name", item.name.as_str()));
    }
}

/// Adds an item that was chosen by hand.
pub fn add(state: &mut State, item: &Item, effects: &mut Vec<Effect>) {
    let quantity = state.line.times.unwrap_or(1);
    add_quantity(state, line_item(item), quantity, CodeSource::Typed, effects);
}

/// Adds so many of an item, finishing a forgotten sale first.
pub fn add_quantity(state: &mut State, item: LineItem, quantity: i64, source: CodeSource, effects: &mut Vec<Effect>) {
    let finishing = matches!(state.screen, Screen::Finish(_));
    let forgotten = !finishing && is_forgotten(state);
    if finishing {
        finish::finish_now(state, false, effects);
    } else {
        leave_the_gone(state, effects);
    }
    match source {
        CodeSource::Typed => {
            line::clear(state);
            leave_for_sale(state);
        }
        CodeSource::Scan | CodeSource::Silence { .. } | CodeSource::Short { .. } => {
            state.line.times = None;
            leave_for_sale(state);
        }
        CodeSource::Till { .. } => till::show_sale(state),
    }
    let before = state.desk.basket.line(&item.sku).map(|line| line.state.clone());
    let promised = matches!(before, Some(crate::domain::LineState::Promised { .. }));
    take_step(state, Step::Add { item: item.clone(), quantity }, effects);
    if !forgotten {
        let name = item.name.as_str().to_owned();
        let now = state.desk.basket.line_like(&item).map_or(1, |line| line.quantity);
        state.said = Some(match (promised, now) {
            (true, _) => Said::with("said-confirmed", "name", name),
            (false, 1) => Said::with("said-added", "name", name),
            (false, many) => Said { id: "said-added-many", with: vec![("name", name), ("quantity", many.to_string())] },
        });
    }
    if promised {
        return;
    }
    list::suggest(state, Change::Joined, Some(item.sku), effects);
}

/// Takes a line out.
pub fn remove(state: &mut State, item: &LineItem, effects: &mut Vec<Effect>) {
    let name = item.name.as_str().to_owned();
    take_step(state, Step::Remove { sku: item.sku.clone(), measure: item.measure }, effects);
    state.said = Some(Said::with("said-took-out", "name", name));
    keep_focus_on_lines(state);
    list::refresh(state, effects);
}

/// After a line left: a highlight among the lines stays among them.
pub fn keep_focus_on_lines(state: &mut State) {
    let lines = state.desk.basket.lines.len();
    state.desk.focus = match state.desk.focus {
        Focus::Line(at) if lines > 0 => Focus::Line(at.min(lines - 1)),
        _ => list::first_open(&state.desk),
    };
}

/// Takes the last deed of the sale back, or the finish of the sale before.
pub fn undo(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.screen, Screen::Finish(_)) {
        state.screen = Screen::Sale;
        return;
    }
    if joins_forgotten(&state.desk) {
        finish::join_again(state, effects);
        return;
    }
    let Some(deed) = state.desk.sale.last_deed().cloned() else {
        finish::reopen(state, effects);
        return;
    };
    leave_for_sale(state);
    take_back(state, deed.number, effects);
    state.said = Some(Said::plain("said-undone"));
    list::refresh(state, effects);
}

/// Takes one step out of the sale.
fn take_back(state: &mut State, number: StepNumber, effects: &mut Vec<Effect>) {
    state.desk.sale.steps.retain(|step| step.number != number);
    state.desk.basket = state.desk.sale.basket();
    let sale = state.desk.sale.id.clone();
    store::write(state, Effect::Unsave { id: 0, sale, number }, effects);
}

/// Applies a step to the sale and sends it to the store.
pub fn take_step(state: &mut State, step: Step, effects: &mut Vec<Effect>) -> StepNumber {
    state.line.paused = false;
    let step = push(state, step);
    let number = step.number;
    let sale = state.desk.sale.id.clone();
    store::write(state, Effect::Save { id: 0, sale, steps: vec![step] }, effects);
    number
}

/// Notes what stands on the screen, or what was drawn. The frame does not wait for it: should it be lost, nothing was.
pub fn note(state: &mut State, step: Step, effects: &mut Vec<Effect>) {
    let step = push(state, step);
    let sale = state.desk.sale.id.clone();
    store::write_quietly(state, Effect::Save { id: 0, sale, steps: vec![step] }, effects);
}

fn push(state: &mut State, step: Step) -> TimedStep {
    if state.desk.sale.id.is_empty() {
        state.desk.sale.id = sale_id(state);
    }
    let number = state.desk.sale.next_number();
    let step = TimedStep { number, at: state.clock.now, step };
    state.desk.sale.steps.push(step.clone());
    state.desk.basket = state.desk.sale.basket();
    step
}

/// Sales that a killed or closed program left open: the newest is simply gone on with where it is fresh, else offered.
pub fn kept(state: &mut State, mut sales: Vec<Sale>, effects: &mut Vec<Effect>) {
    sales.retain(|sale| !sale.basket().is_empty());
    sales.sort_by_key(Sale::last_touched);
    let Some(newest) = sales.pop() else { return };
    if !state.desk.sale.steps.is_empty() {
        return;
    }
    let fresh = state.clock.now - newest.last_touched().unwrap_or(0) < state.face.ways.forgotten_after;
    if fresh {
        go_on_with(state, newest, effects);
    } else {
        state.overlay = Some(Overlay::Kept(newest));
    }
}

/// Goes on with a kept sale.
pub fn go_on_with(state: &mut State, sale: Sale, effects: &mut Vec<Effect>) {
    let finished: Option<Finished> = state.desk.finished.take();
    let resumed = Some(state.clock.now);
    state.desk = Desk { finished, resumed, ..Desk::new(sale) };
    state.line.paused = false;
    leave_for_sale(state);
    let items = state.desk.basket.pieces().to_string();
    state.said = Some(Said::with("said-kept-going", "items", items));
    let subject = state.desk.basket.lines.last().map(|line| line.item.sku.clone());
    list::suggest(state, Change::Revised, subject, effects);
}

/// Leaves every other screen for the sale.
pub fn leave_for_sale(state: &mut State) {
    state.screen = Screen::Sale;
    state.overlay = None;
}

fn unknown_code(state: &mut State, code: &str, effects: &mut Vec<Effect>) {
    state.line.times = None;
    if matches!(state.screen, Screen::Finish(_)) {
        // A scan there is the next customer's, also one that nobody knows.
        finish::finish_now(state, false, effects);
    }
    leave_for_sale(state);
    unknown::note(state, code, effects);
}

/// Finishes a sale whose customer must be gone, or drops one in which nothing but a card was linked.
pub fn leave_the_gone(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.screen, Screen::Finish(_)) {
        return;
    }
    if is_forgotten(state) {
        finish::finish_now(state, true, effects);
    } else {
        card::gone(state, effects);
    }
}

/// A basket without a key or scan for so long that the customer must be gone.
fn is_forgotten(state: &State) -> bool {
    let began = state.desk.resumed.or_else(|| state.desk.sale.steps.first().map(|first| first.at));
    let old = began.is_some_and(|at| state.clock.now - at >= state.face.ways.longest);
    // Who practises may take all the time in the world.
    state.practice.is_none() && !state.desk.basket.lines.is_empty() && (state.line.paused || old)
}

/// True where the sale before was finished by the one scan that this sale consists of.
fn joins_forgotten(desk: &Desk) -> bool {
    let deeds = desk.sale.steps.iter().filter(|timed| timed.step.is_deed()).count();
    desk.finished.as_ref().is_some_and(|finished| finished.forgotten) && deeds == 1
}

/// A UUID for a sale, also the id of its event: time in front, then this run's random part and a counter, in the
/// layout of version 7 (RFC 9562). Deterministic, so that `update` stays pure.
pub fn sale_id(state: &mut State) -> String {
    state.waiting.last_id += 1;
    let mut random = [0; 10];
    for (place, byte) in random.iter_mut().zip(state.face.session.bytes().chain(std::iter::repeat(0))) {
        *place = byte;
    }
    for (place, byte) in random.iter_mut().rev().zip(state.waiting.last_id.to_le_bytes()) {
        *place ^= byte;
    }
    let millis = u64::try_from(state.clock.now).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string()
}
