//! Answers to add-ons: took it, no thanks, and why not. Only a key press is an answer.

use super::super::message::Effect;
use super::super::state::{Change, DetailsScreen, Focus, Overlay, Said, Screen, State, line_item};
use super::sale::take_step;
use super::{line, list};
use crate::domain::{LineItem, Objection, Shown, Sku, Step};

/// What an answer is about: the add-on as a line, and the item it goes with.
struct Subject {
    add_on: LineItem,
    for_item: Sku,
    row: Option<usize>,
}

/// `+`: the customer took it.
pub fn took_it(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(subject) = subject(state) else {
        return nothing_to_answer(state);
    };
    let name = subject.add_on.name.as_str().to_owned();
    if state
        .desk
        .basket
        .answer(&subject.add_on.sku)
        .is_some_and(|answer| answer.accepted)
    {
        state.said = Some(Said::with("said-answered-already", "name", name));
        return;
    }
    let had_no = state.desk.basket.answer(&subject.add_on.sku).is_some();
    remember_acted(state, '+');
    take_step(
        state,
        Step::Take {
            add_on: subject.add_on,
            for_item: subject.for_item,
        },
        effects,
    );
    state.said = Some(Said::with("said-took", "name", name));
    answered(state, subject.row, had_no, effects);
}

/// `-`: no thanks. A second one gives the reason, where the shop wants reasons.
pub fn no_thanks(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(subject) = subject(state) else {
        return nothing_to_answer(state);
    };
    let name = subject.add_on.name.as_str().to_owned();
    if state
        .desk
        .basket
        .answer(&subject.add_on.sku)
        .is_some_and(|answer| !answer.accepted)
    {
        if state.face.ways.ask_reasons {
            state.overlay = Some(Overlay::Reasons {
                add_on: subject.add_on.sku,
            });
        } else {
            state.said = Some(Said::with("said-answered-already", "name", name));
        }
        return;
    }
    remember_acted(state, '-');
    let step = Step::Decline {
        add_on: subject.add_on.sku,
        for_item: subject.for_item,
    };
    take_step(state, step, effects);
    state.said = Some(Said::with("said-no-thanks", "name", name));
    answered(state, subject.row, true, effects);
}

/// A digit of the reasons: 1 to 5, 0 for none.
pub fn object(state: &mut State, digit: usize, effects: &mut Vec<Effect>) {
    let Some(Overlay::Reasons { add_on }) = &state.overlay else {
        return;
    };
    let add_on = add_on.clone();
    let Some(why) = digit
        .checked_sub(1)
        .map_or(Some(None), |at| Objection::ALL.get(at).map(|why| Some(*why)))
    else {
        return;
    };
    state.overlay = None;
    take_step(state, Step::Object { add_on, why }, effects);
    state.said = Some(Said::plain("said-reason"));
}

/// What is under the highlight, or the number typed in front of the sign.
fn subject(state: &mut State) -> Option<Subject> {
    if let Screen::Finish(finish) = &state.screen {
        let shown = state.desk.basket.event_suggestions().into_iter().nth(finish.row)?;
        return subject_of_shown(&state.desk.basket.shown, &shown.item, &shown.add_on);
    }
    if let Screen::Details(screen) = &state.screen {
        return subject_of_details(state, screen);
    }
    let typed = line::digits(state);
    let place = match (typed, state.desk.focus) {
        (Some(number), _) => usize::try_from(number).ok()?.checked_sub(1)?,
        (None, Focus::AddOn(place)) => place,
        (None, Focus::Line(_)) => return None,
    };
    let row = state.desk.rows.get(place)?;
    Some(Subject {
        add_on: line_item(&row.add_on),
        for_item: row.for_item.clone(),
        row: Some(place),
    })
}

/// On the details screen the other choice under the highlight stands in for the add-on.
fn subject_of_details(state: &State, screen: &DetailsScreen) -> Option<Subject> {
    let row = state.desk.rows.get(screen.row?)?;
    let choice = screen
        .details
        .as_ref()
        .zip(screen.choice)
        .and_then(|(details, choice)| {
            details
                .instead
                .iter()
                .chain(&details.better)
                .map(|(item, _)| item)
                .nth(choice)
        });
    let item = choice.unwrap_or(&row.add_on);
    Some(Subject {
        add_on: line_item(item),
        for_item: row.for_item.clone(),
        row: screen.row,
    })
}

fn subject_of_shown(shown: &[Shown], item: &Sku, add_on: &Sku) -> Option<Subject> {
    let shown = shown
        .iter()
        .find(|shown| &shown.item == item && &shown.add_on == add_on)?;
    let add_on = LineItem {
        sku: shown.add_on.clone(),
        name: shown.name.clone(),
        price: shown.price,
        place: None,
    };
    Some(Subject {
        add_on,
        for_item: item.clone(),
        row: None,
    })
}

fn nothing_to_answer(state: &mut State) {
    line::clear(state);
    state.said = Some(Said::plain("said-no-add-on"));
}

/// Keeps what an answer takes off the line: should a code follow at once, it was the code's beginning.
fn remember_acted(state: &mut State, sign: char) {
    let typed = format!("{}{sign}", state.line.text());
    line::clear(state);
    state.line.acted = Some((typed, state.clock.ticks));
}

/// After an answer the highlight stays on the answered row, and only a no can change the list.
fn answered(state: &mut State, row: Option<usize>, ask_again: bool, effects: &mut Vec<Effect>) {
    if let Some(place) = row {
        state.desk.focus = Focus::AddOn(place);
    }
    if ask_again {
        list::suggest(state, Change::Answered, None, effects);
    }
}
