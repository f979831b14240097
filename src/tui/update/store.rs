//! Writes to the store: one list in order, from which a write leaves only when the store has acknowledged it. What
//! failed goes again before anything new, and by itself after a while.

use super::super::message::Effect;
use super::super::state::{Awaited, Purpose, State, Unstored};

/// Failed writes are tried again after so long without a key, in ticks.
const RETRY_AFTER: u64 = 5_000;

/// Sends a write, what failed before it first. The next frame waits for it.
pub fn write(state: &mut State, effect: Effect, effects: &mut Vec<Effect>) {
    again(state, effects);
    let id = send(state, effect, effects);
    let since = state.clock.ticks;
    state.waiting.awaited.push(Awaited { id, since, purpose: Purpose::Store });
}

/// Sends a write for which no frame waits.
pub fn write_quietly(state: &mut State, effect: Effect, effects: &mut Vec<Effect>) {
    send(state, effect, effects);
}

/// Sends everything that failed once more, in order.
pub fn again(state: &mut State, effects: &mut Vec<Effect>) {
    state.waiting.retry_at = None;
    let (failed, under_way) = std::mem::take(&mut state.waiting.unstored).into_iter().partition(|one| one.failed);
    state.waiting.unstored = under_way;
    let failed: Vec<Unstored> = failed;
    for one in failed {
        send(state, one.effect, effects);
    }
}

/// The store answered one write.
pub fn answered(state: &mut State, id: u64, result: Result<(), String>) {
    let place = state.waiting.unstored.iter().position(|one| one.effect.number() == Some(id));
    match (result, place) {
        (Ok(()), Some(place)) => drop(state.waiting.unstored.remove(place)),
        (Ok(()), None) => {}
        (Err(why), place) => {
            if let Some(place) = place {
                state.waiting.unstored[place].failed = true;
                state.waiting.retry_at = Some(state.clock.ticks + RETRY_AFTER);
            }
            state.banners.not_saved = Some(why);
        }
    }
    if !state.waiting.unstored.iter().any(|one| one.failed) {
        state.banners.not_saved = None;
        state.waiting.retry_at = None;
    }
    mark(state);
}

/// Steps of the open sale that are not on disk.
fn mark(state: &mut State) {
    let of_sale = |effect: &Effect| match effect {
        Effect::Save { sale, steps, .. } if *sale == state.desk.sale.id => {
            steps.iter().map(|step| step.number).collect()
        }
        _ => Vec::new(),
    };
    state.desk.unsaved = state.waiting.unstored.iter().flat_map(|one| of_sale(&one.effect)).collect();
}

fn send(state: &mut State, effect: Effect, effects: &mut Vec<Effect>) -> u64 {
    state.waiting.last_id += 1;
    let id = state.waiting.last_id;
    let effect = effect.numbered(id);
    effects.push(effect.clone());
    state.waiting.unstored.push(Unstored { effect, failed: false });
    mark(state);
    id
}
