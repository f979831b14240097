//! What is kept of all that is learned: enough for a counter that looks at three.

use super::model::{Learned, Model, Reach, of_category};
use crate::rank::{Calibration, Parameters};

/// A pair bought together only once says nothing.
const LEAST_TOGETHER: u32 = 2;
/// So many add-ons of an item are kept: the best of the item alone, and the best in a basket.
const KEPT: usize = 120;
/// So many of a category.
pub const KEPT_OF_CATEGORY: usize = 150;

/// The add-ons of an item that are kept, by rising number. What `linked` names is kept whatever its place.
pub fn add_ons_of(
    model: &mut Model<'_>,
    item: u32,
    parameters: &Parameters,
    line: &Calibration,
    linked: &dyn Fn(u32) -> bool,
) -> Vec<Learned> {
    let wanted = |add_on: u32, together: u32| together >= LEAST_TOGETHER || linked(add_on);
    let candidates = model.candidates(item, &wanted, Reach::Bought);
    let mut learned: Vec<Learned> =
        candidates.iter().map(|candidate| model.learn(candidate, parameters, line)).collect();
    if learned.len() > KEPT {
        let mut keep = vec![false; learned.len()];
        for order in [|one: &Learned| one.alone, |one: &Learned| one.in_basket] {
            let mut places: Vec<usize> = (0..learned.len()).collect();
            places.select_nth_unstable_by(KEPT, |&a, &b| {
                order(&learned[b]).total_cmp(&order(&learned[a])).then(a.cmp(&b))
            });
            for place in places.into_iter().take(KEPT) {
                keep[place] = true;
            }
        }
        let mut keep = keep.into_iter();
        learned.retain(|one| keep.next().unwrap_or(false) || linked(one.add_on));
    }
    for one in &mut learned {
        one.chance = model.chance(item, one.add_on);
    }
    learned.sort_unstable_by_key(|one| one.add_on);
    learned
}

/// What sells with a category: add-on, and `P(add-on | category)`; the best, by rising number.
pub fn category_add_ons(model: &Model<'_>, category: u32) -> Vec<(u32, f64)> {
    let mut add_ons = of_category(&model.priors, category, &model.base);
    add_ons.truncate(KEPT_OF_CATEGORY);
    add_ons.sort_unstable_by_key(|one| one.0);
    add_ons
}
