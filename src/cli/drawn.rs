//! The arms of A/B tests that a sale at this counter is in.

use super::clock;
use crate::db::store::Store;
use crate::domain::experiment::draw::{self, draw_all};
use crate::domain::{Arms, Changes, Experiment};
use crate::tui::message::Begun;

/// What the arms of a sale change, and what it was drawn into just now: nothing where it was drawn before, or where
/// there is nothing to draw.
pub fn arms(experiments: &[Experiment], store: Option<&Store>, sale: &Begun) -> (Vec<Changes>, Option<Arms>) {
    let draw = || {
        let terminal = store.map(|store| store.identity().terminal.as_str());
        draw_all(experiments, draw::Begun { sale: &sale.id, terminal, day: clock::day_of(sale.at) })
    };
    let drawn = (sale.arms.is_none() && !experiments.is_empty()).then(draw);
    let arms = sale.arms.as_ref().or(drawn.as_ref());
    let changes = |one: &Experiment| Some(one.arm(arms?.get(&one.id)?)?.changes.clone());
    (experiments.iter().filter_map(changes).collect(), drawn)
}
