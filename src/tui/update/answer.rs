//! Answers to add-ons: took it, no thanks, and why not. Only a key press is an answer.

use super::super::message::Effect;
use super::super::state::{Acted, Change, DetailsScreen, Focus, Overlay, Said, Screen, State, line_item};
use super::sale::{note, take_step};
use super::{line, list};
use crate::domain::{LineItem, LinkKind, Objection, Shown, Sku, Step};

/// What an answer is about: the add-on as a line, and the item it goes with.
struct Subject {
    add_on: LineItem,
    for_item: Sku,
    /// Its place on the sale screen.
    row: Option<usize>,
    /// Set where it was never shown itself: another choice than the add-on of that place.
    instead: Option<LinkKind>,
}

/// `+`: the customer took it.
pub fn took_it(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(subject) = subject(state) else { return nothing_to_answer(state) };
    let name = subject.add_on.name.as_str().to_owned();
    let before = state.desk.basket.answer(&subject.add_on.sku).map(|answer| answer.accepted);
    if before == Some(true) {
        line::clear(state);
        state.said = Some(Said::with("said-answered-already", "name", name));
        return;
    }
    let step = Step::Take { add_on: subject.add_on.clone(), for_item: subject.for_item.clone() };
    give(state, '+', &subject, step, effects);
    state.said = Some(Said::with("said-took", "name", name));
    // Only a no, or one taken back, can change the list.
    if before.is_some() {
        list::suggest(state, Change::Answered, None, effects);
    }
}

/// `-`: no thanks. A second one gives the reason, where the shop wants reasons.
pub fn no_thanks(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(add_on) = wants_reason(state) {
        state.overlay = Some(Overlay::Reasons { add_on });
        return;
    }
    let Some(subject) = subject(state) else { return nothing_to_answer(state) };
    let name = subject.add_on.name.as_str().to_owned();
    if state.desk.basket.answer(&subject.add_on.sku).is_some_and(|answer| !answer.accepted) {
        line::clear(state);
        state.said = Some(Said::with("said-answered-already", "name", name));
        return;
    }
    let step = Step::Decline { add_on: subject.add_on.sku.clone(), for_item: subject.for_item.clone() };
    give(state, '-', &subject, step, effects);
    state.said = Some(Said::with("said-no-thanks", "name", name));
    list::suggest(state, Change::Answered, None, effects);
}

/// Takes the answer. A number in front leaves the highlight where it is; else it stays on the answered row.
fn give(state: &mut State, sign: char, subject: &Subject, step: Step, effects: &mut Vec<Effect>) {
    let typed = format!("{}{sign}", state.line.text());
    let by_number = line::digits(state).is_some();
    line::clear(state);
    if let (Some(kind), Some(row)) = (subject.instead, subject.row) {
        show_instead(state, subject, kind, row, effects);
    }
    let step = take_step(state, step, effects);
    state.line.acted = Some(Acted { typed, at: state.clock.ticks, step });
    if let (Some(place), false) = (subject.row, by_number) {
        state.desk.focus = Focus::AddOn(place);
    }
    state.desk.rests = true;
}

/// Another choice was offered by word of mouth: it was shown, or its answer would stand nowhere.
fn show_instead(state: &mut State, subject: &Subject, link_kind: LinkKind, row: usize, effects: &mut Vec<Effect>) {
    let shown = Shown {
        item: subject.for_item.clone(),
        add_on: subject.add_on.sku.clone(),
        name: subject.add_on.name.clone(),
        price: subject.add_on.price,
        link_kind,
        rank: u32::try_from(row + 1).unwrap_or(u32::MAX),
        reason: "curated".to_owned(),
    };
    note(state, Step::Show { shown: vec![shown] }, effects);
}

/// The highlighted add-on, where it has a no and the shop asks why.
fn wants_reason(state: &State) -> Option<Sku> {
    let Focus::AddOn(place) = state.desk.focus else { return None };
    let asks = state.face.ways.ask_reasons && line::digits(state).is_none() && matches!(state.screen, Screen::Sale);
    let row = state.desk.rows.get(place).filter(|_| asks)?;
    state.desk.answer(row).filter(|answer| !answer.accepted).map(|answer| answer.add_on.clone())
}

/// A digit of the reasons: 1 to 5, 0 for none.
pub fn object(state: &mut State, digit: usize, effects: &mut Vec<Effect>) {
    let Some(Overlay::Reasons { add_on }) = &state.overlay else {
        return;
    };
    let add_on = add_on.clone();
    let Some(why) = digit.checked_sub(1).map_or(Some(None), |at| Objection::ALL.get(at).map(|why| Some(*why))) else {
        return;
    };
    state.overlay = None;
    take_step(state, Step::Object { add_on, why }, effects);
    state.said = Some(Said::plain("said-reason"));
}

/// The add-on of the number typed in front of the sign, on every screen; else what is under the highlight.
fn subject(state: &State) -> Option<Subject> {
    if let Some(number) = line::digits(state) {
        return subject_of_row(state, usize::try_from(number).ok()?.checked_sub(1)?);
    }
    match (&state.screen, state.desk.focus) {
        (Screen::Finish(finish), _) => {
            let shown = state.desk.basket.event_suggestions().into_iter().nth(finish.row)?;
            subject_of_shown(&state.desk.basket.shown, &shown.item, &shown.add_on)
        }
        (Screen::Details(screen), _) => subject_of_details(state, screen),
        (_, Focus::AddOn(place)) => {
            let has_answer = |row| state.desk.rests && state.desk.answer(row).is_some();
            let next = state.desk.rows.get(place).filter(|row| has_answer(row)).and_then(|_| state.desk.to_ask());
            subject_of_row(state, next.unwrap_or(place))
        }
        (_, Focus::Line(_)) => None,
    }
}

fn subject_of_row(state: &State, place: usize) -> Option<Subject> {
    let row = state.desk.rows.get(place)?;
    let add_on = line_item(&row.add_on);
    Some(Subject { add_on, for_item: row.for_item.clone(), row: Some(place), instead: None })
}

/// On the details screen the other choice under the highlight stands in for the add-on.
fn subject_of_details(state: &State, screen: &DetailsScreen) -> Option<Subject> {
    let of_row = subject_of_row(state, screen.row?)?;
    let Some((details, choice)) = screen.details.as_ref().zip(screen.choice) else { return Some(of_row) };
    let instead = details.instead.iter().map(|(item, _)| (item, LinkKind::Substitute));
    let better = details.better.iter().map(|(item, _)| (item, LinkKind::Upgrade));
    match instead.chain(better).nth(choice) {
        Some((item, kind)) => Some(Subject { add_on: line_item(item), instead: Some(kind), ..of_row }),
        None => Some(of_row),
    }
}

fn subject_of_shown(shown: &[Shown], item: &Sku, add_on: &Sku) -> Option<Subject> {
    let shown = shown.iter().find(|shown| &shown.item == item && &shown.add_on == add_on)?;
    let add_on = LineItem {
        sku: shown.add_on.clone(),
        name: shown.name.clone(),
        price: shown.price,
        place: None,
        measure: None,
    };
    Some(Subject { add_on, for_item: item.clone(), row: None, instead: None })
}

fn nothing_to_answer(state: &mut State) {
    line::clear(state);
    state.said = Some(Said::plain("said-no-add-on"));
}
