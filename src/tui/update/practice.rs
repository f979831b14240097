//! Practice: a customer who is not there puts something down, answers when asked, and afterwards there is a word on what
//! was asked and what was not. The desk is that of a sale; the store is another one.

use super::super::message::Effect;
use super::super::state::{Desk, Feedback, Focus, Practice, Said, Screen, State};
use super::{finish, sale};
use crate::domain::practice::{Customer, Met, Reply, feedback};
use crate::domain::{Objection, Sale};

/// From the menu: practises, once nobody is served and everything is saved.
pub fn begin(state: &mut State, effects: &mut Vec<Effect>) {
    if !state.desk.basket.is_empty() || !state.waiting.unstored.is_empty() {
        state.said = Some(Said::plain("said-practice-later"));
        return;
    }
    sale::leave_for_sale(state);
    let desk = std::mem::replace(&mut state.desk, Desk::new(Sale::new(String::new())));
    state.practice = Some(Practice { before: desk.finished, ..Practice::default() });
    state.said = None;
    effects.push(Effect::Practise(true));
}

/// Back to selling. Nothing of the practice is left, finished or not.
pub fn end(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(practice) = state.practice.take() else { return };
    sale::leave_for_sale(state);
    state.desk = Desk { finished: practice.before, ..Desk::new(Sale::new(String::new())) };
    state.waiting.unstored.clear();
    state.said = Some(Said::plain("said-practice-over"));
    effects.push(Effect::Practise(false));
}

/// The next customer came.
pub fn came(state: &mut State, customer: Option<Customer>) {
    let Some(practice) = &mut state.practice else { return };
    if customer.is_none() {
        state.said = Some(Said::plain("said-practice-nobody"));
    }
    practice.customer = customer;
    practice.met.clear();
}

/// Rows that stand on the screen are met.
pub fn meet(state: &mut State) {
    let Some(practice) = &mut state.practice else { return };
    for row in &state.desk.rows {
        if !practice.met.iter().any(|met| met.row.add_on.sku == row.add_on.sku) {
            practice.met.push(Met { row: row.clone(), heard: None, objection: None });
        }
    }
}

/// Enter on an empty line: the add-on whose words stand on the screen was asked about, and the customer answers. A second
/// time, after an objection, means that the prepared answer was given. No sale changes by it.
pub fn ask(state: &mut State) {
    let place = match (&state.screen, state.desk.focus) {
        (Screen::Details(screen), _) => screen.row,
        (_, Focus::AddOn(place)) if !state.desk.rests => Some(place),
        _ => state.desk.to_ask(),
    };
    let Some(row) = place.and_then(|place| state.desk.rows.get(place)) else { return };
    let Some(practice) = &mut state.practice else { return };
    let Some(met) = practice.met.iter_mut().find(|met| met.row.add_on.sku == row.add_on.sku) else { return };
    let Some(customer) = &practice.customer else { return };
    let reply = customer.reply(row, met.heard.is_some());
    met.heard = Some(reply);
    let prepared = |why: Objection| row.talking.answers.iter().any(|(known, _)| *known == why);
    let id = match reply {
        Reply::Yes => "said-practice-yes",
        Reply::YesAfterAll => "said-practice-yes-after-all",
        Reply::No(why) => {
            let first = met.objection.replace(why).is_none();
            match (prepared(why), first) {
                (true, true) => said_with_answer(why),
                (true, false) => "said-practice-no-still",
                (false, _) => said(why),
            }
        }
    };
    state.said = Some(Said::with(id, "name", row.add_on.name.as_str()));
}

/// What the customer says who has this objection.
fn said(why: Objection) -> &'static str {
    match why {
        Objection::HasOne => "said-practice-has-one",
        Objection::TooExpensive => "said-practice-too-expensive",
        Objection::NotNow => "said-practice-not-now",
        Objection::DoesNotFit => "said-practice-does-not-fit",
        Objection::Other => "said-practice-other",
    }
}

/// The same where somebody prepared an answer.
fn said_with_answer(why: Objection) -> &'static str {
    match why {
        Objection::HasOne => "said-practice-has-one-if",
        Objection::TooExpensive => "said-practice-too-expensive-if",
        Objection::NotNow => "said-practice-not-now-if",
        Objection::DoesNotFit => "said-practice-does-not-fit-if",
        Objection::Other => "said-practice-other-if",
    }
}

/// F9: what there is to say, and already the next customer; on that screen, on to the sale.
pub fn finish(state: &mut State, effects: &mut Vec<Effect>) {
    if matches!(state.screen, Screen::Feedback(_)) {
        return next(state);
    }
    if state.desk.basket.lines.is_empty() {
        state.said = Some(Said::plain("said-empty-sale"));
        return;
    }
    let met = state.practice.as_ref().map_or(&[][..], |practice| practice.met.as_slice());
    let rows = feedback(met, &state.desk.basket);
    finish::finish_now(state, false, effects);
    state.desk.finished = None;
    state.said = None;
    state.screen = Screen::Feedback(Feedback { rows, row: 0 });
    effects.push(Effect::NextCustomer);
}

/// From the feedback to the customer who stands there already.
pub fn next(state: &mut State) {
    sale::leave_for_sale(state);
}
