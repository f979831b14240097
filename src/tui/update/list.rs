//! The add-ons on screen: which stay where they are, which leave, which come. Nothing moves under the finger.

use super::super::message::{Asked, Begun, Effect};
use super::super::state::{Change, Desk, Details, Focus, Purpose, State};
use super::{ask, practice, sale};
use crate::domain::{Arms, LinkKind, Shown, Sku, Step, Suggestion};
use crate::rank::Advice;

/// Asks what goes with the basket as it now is.
pub fn suggest(state: &mut State, change: Change, subject: Option<Sku>, effects: &mut Vec<Effect>) {
    let basket = asked(state);
    if basket.lines.is_empty() {
        state.desk.subject = None;
        state.desk.rows.clear();
        state.desk.careful.clear();
        state.desk.quiet = None;
        state.desk.out_of_stock = 0;
        return;
    }
    let id = ask(state, Purpose::Suggest(change));
    effects.push(Effect::Suggest { id, basket, subject });
}

/// The basket and its customer, as ranking is asked about them.
pub fn asked(state: &State) -> Asked {
    let basket = &state.desk.basket;
    let mut lines: Vec<(Sku, i64)> = Vec::new();
    for line in &basket.lines {
        match lines.iter_mut().find(|(sku, _)| *sku == line.item.sku) {
            Some((_, quantity)) => *quantity = quantity.saturating_add(line.quantity),
            None => lines.push((line.item.sku.clone(), line.quantity)),
        }
    }
    let no = basket.answers.iter().filter(|answer| !answer.accepted);
    let sale = Begun {
        id: state.desk.sale.id.clone(),
        at: state.desk.sale.begun().unwrap_or(state.clock.now),
        arms: state.desk.sale.arms(),
    };
    Asked {
        sale,
        lines,
        declined: no.map(|answer| answer.add_on.clone()).collect(),
        contexts: basket.contexts.clone(),
        customer: basket.customer.as_ref().map(|linked| linked.pseudonym.clone()),
    }
}

/// Asks again after something was taken back or switched; the item described is the one that joined last of those
/// still there.
pub fn refresh(state: &mut State, effects: &mut Vec<Effect>) {
    let last_added = state.desk.sale.steps.iter().rev().find_map(|timed| match &timed.step {
        Step::Add { item, .. } | Step::Swap { item, .. } if state.desk.basket.line(&item.sku).is_some() => {
            Some(item.sku.clone())
        }
        _ => None,
    });
    let subject = last_added.or_else(|| state.desk.basket.lines.last().map(|line| line.item.sku.clone()));
    suggest(state, Change::Revised, subject, effects);
}

/// The list came back.
pub fn advised(
    state: &mut State,
    change: Change,
    (subject, drawn): (Option<Box<Details>>, Option<Arms>),
    advice: Advice,
    effects: &mut Vec<Effect>,
) {
    if let Some(arms) = drawn.filter(|_| state.desk.sale.arms().is_none()) {
        sale::note(state, Step::Draw { arms }, effects);
    }
    let desk = &mut state.desk;
    if subject.is_some() {
        desk.subject = subject;
    }
    desk.careful = advice.careful;
    desk.quiet = advice.quiet;
    desk.out_of_stock = advice.out_of_stock;
    let old = std::mem::take(&mut desk.rows);
    let answered = |row: &Suggestion| desk.basket.answer(&row.add_on.sku).is_some();
    desk.rows = merge(&old, &advice.suggestions, change, answered);
    if change != Change::Answered {
        desk.rests = false;
        desk.focus = first_open(desk);
    }
    note_new(state, effects);
    practice::meet(state);
}

/// The first row without an answer, one it will not work without before the others.
pub fn first_open(desk: &Desk) -> Focus {
    let open = |row: &&Suggestion| desk.answer(row).is_none();
    let place = |wanted: &dyn Fn(&&Suggestion) -> bool| desk.rows.iter().position(|row| wanted(&row));
    let needed = place(&|row| open(row) && row.kind == LinkKind::Required);
    Focus::AddOn(needed.or_else(|| place(&open)).unwrap_or(0))
}

/// Old rows that hold keep their order and, as far as can be, their place; others fill what is free.
fn merge(
    old: &[Suggestion],
    new: &[Suggestion],
    change: Change,
    answered: impl Fn(&Suggestion) -> bool,
) -> Vec<Suggestion> {
    let max = new.len().max(old.len());
    let fresh = |row: &Suggestion| new.iter().find(|other| other.add_on.sku == row.add_on.sku);
    let mut places: Vec<Option<Suggestion>> = Vec::new();
    for row in old {
        let keeps =
            change == Change::Answered || if answered(row) { change != Change::Joined } else { fresh(row).is_some() };
        places.push(keeps.then(|| fresh(row).unwrap_or(row).clone()));
    }
    if change != Change::Answered {
        let known: Vec<Sku> = places.iter().flatten().map(|row| row.add_on.sku.clone()).collect();
        let mut coming = new.iter().filter(|row| !known.contains(&row.add_on.sku)).cloned();
        for place in places.iter_mut().filter(|place| place.is_none()) {
            *place = coming.next();
        }
        places.extend(coming.map(Some));
    }
    let mut rows: Vec<Suggestion> = places.into_iter().flatten().collect();
    rows.truncate(max);
    rows
}

/// Notes the rows that stand on the screen for the first time in this sale.
fn note_new(state: &mut State, effects: &mut Vec<Effect>) {
    let known = |shown: &Shown| {
        state.desk.basket.shown.iter().any(|other| other.item == shown.item && other.add_on == shown.add_on)
    };
    let shown = state.desk.rows.iter().zip(1..).map(|(row, rank)| Shown {
        item: row.for_item.clone(),
        add_on: row.add_on.sku.clone(),
        name: row.add_on.name.clone(),
        price: row.add_on.price,
        link_kind: row.kind,
        rank,
        reason: row.reason_word().to_owned(),
    });
    let new: Vec<Shown> = shown.filter(|shown| !known(shown)).collect();
    if !new.is_empty() {
        sale::note(state, Step::Show { shown: new }, effects);
    }
}
