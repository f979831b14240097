//! The slip that a customer takes away: what was bought, and what was suggested and may be wanted later. No personal data.

use std::borrow::Cow;

use super::super::message::{Effect, Slip};
use super::super::state::{Said, State};
use crate::domain::{Basket, Objection, Outcome, Sku};

/// From the menu: the slip of the open sale, else of the one finished last.
pub fn print(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(basket) = basket(state) else {
        state.said = Some(Said::plain("said-empty-sale"));
        return;
    };
    let bought = basket.lines.iter().map(|line| (line.item.name.clone(), line.quantity, line.item.price)).collect();
    effects.push(Effect::Slip(Box::new(Slip { bought, later: later(&basket) })));
    state.said = Some(Said::plain("said-slip"));
}

/// What became of it.
pub fn done(state: &mut State, path: Option<String>) {
    state.said = Some(match path {
        None => Said::plain("said-slip-printed"),
        Some(path) => Said::with("said-slip-saved", "path", path),
    });
}

fn basket(state: &State) -> Option<Cow<'_, Basket>> {
    let open = Some(&state.desk.basket).filter(|basket| !basket.lines.is_empty()).map(Cow::Borrowed);
    open.or_else(|| state.desk.finished.as_ref().map(|finished| Cow::Owned(finished.sale.basket())))
}

/// Suggested and not taken, each once; not what the customer has already or what does not fit.
fn later(basket: &Basket) -> Vec<Sku> {
    let mut later: Vec<Sku> = Vec::new();
    for row in basket.event_suggestions() {
        let is_left = matches!(row.outcome, Outcome::NotAsked | Outcome::Declined)
            && !matches!(row.why, Some(Objection::HasOne | Objection::DoesNotFit));
        if is_left && basket.line(&row.add_on).is_none() && !later.contains(&row.add_on) {
            later.push(row.add_on);
        }
    }
    later
}
