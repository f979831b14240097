//! How good suggestions would have been: everything is learned from the earlier baskets and held against the later ones,
//! beside the methods everybody knows.
//!
//! Our ranking comes through [`crate::rank::score`] over what a catalog would keep, as at the counter; not through a
//! better one of its own.

mod methods;
mod promises;
mod shuffled;
mod views;

use std::collections::HashSet;

use serde::Serialize;

pub use methods::Method;
pub use promises::{Bin, Promises};
pub use shuffled::Shuffled;
pub use views::{Figures, View};

use super::estimate::{Estimate, estimate, split};
use super::model::Model;
use super::prior::Priors;
use super::query::{Query, Task, draw, staples};
use super::seasons::Seasons;
use super::{Goods, by_time};
use crate::domain::Day;
use crate::mine::{Baskets, Pairs, Weighting};
use crate::rank::Rules;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The first day of the later side; `None`: the last fifth of the baskets.
    pub split: Option<Day>,
    /// Questions of each task at most.
    pub questions: usize,
    /// The shop's bar.
    pub rules: Rules,
}

/// One side of the split.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Side {
    /// Baskets.
    pub baskets: usize,
    /// The first day, where any is known.
    pub first: Option<String>,
    /// The last day.
    pub last: Option<String>,
}

/// How one method did in one task.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// The task.
    pub task: Task,
    /// The method.
    pub method: Method,
    /// All that was bought.
    pub all: Figures,
    /// The best sellers taken out of truth and suggestions: the view that matters.
    pub without_staples: Figures,
}

impl Outcome {
    /// Its figures in a view.
    pub fn figures(&self, view: View) -> &Figures {
        match view {
            View::All => &self.all,
            View::WithoutStaples => &self.without_staples,
        }
    }
}

/// Hits of our ranking and of the best known method in one week, without staples, task A.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Week {
    /// Its first day, a Monday.
    pub from: String,
    /// Questions.
    pub questions: u64,
    /// Of these, ours hit within three.
    pub ours: u64,
    /// And confidence.
    pub confidence: u64,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// What was learned from.
    pub earlier: Side,
    /// What it was held against.
    pub later: Side,
    /// What the earlier side set in the formula.
    pub estimate: Estimate,
    /// How many items count as staples.
    pub staples: usize,
    /// By task and method.
    pub outcomes: Vec<Outcome>,
    /// What was promised of add-ons over the bar, and what came true.
    pub promises: Promises,
    /// What passes the bar where nothing goes together.
    pub shuffled: Shuffled,
    /// By week.
    pub weeks: Vec<Week>,
}

/// Evaluates; `None` where `go_on` said to stop.
pub fn evaluate(
    baskets: &Baskets,
    goods: &Goods,
    plan: &Plan,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Option<Evaluation> {
    let (order, earlier) = plan.split.map_or_else(|| by_time(baskets), |day| split(baskets, day));
    let (earlier, later) = order.split_at(earlier);
    let known = baskets.of(earlier);
    let estimate = estimate(&known, goods, go_on)?;
    let shop = &estimate.parameters;
    let shuffled = shuffled::count(&known, goods, &estimate, &plan.rules, go_on)?;
    let mut pairs = Pairs::new(&known, goods.items(), Weighting::of(&known, shop.size, shop.half_life));
    let priors = Priors::new(&mut pairs, goods, shop.parent, go_on)?;
    let model = Model::new(&mut pairs, goods, priors, Seasons::new(&known, goods.items()));
    let staples = staples(baskets, earlier, goods.items());
    let mut methods = methods::Methods::new(model, &estimate);
    let mut outcomes = Vec::new();
    let mut weeks = views::Weeks::default();
    let mut promises = promises::Counted::default();
    for (task, seed) in [(Task::OneItem, 11), (Task::Basket, 12)] {
        let queries = draw(baskets, later, task, plan.questions, seed);
        let mut sums: Vec<(Method, views::Sums, views::Sums)> =
            Method::ALL.map(|method| (method, views::Sums::default(), views::Sums::default())).into();
        for (at, query) in queries.iter().enumerate() {
            let places = views::PLACES + staples.len();
            let mut hit_within_three = [false; Method::ALL.len()];
            for (place, (method, all, telling)) in sums.iter_mut().enumerate() {
                let ranking = methods.rank(*method, query, places);
                all.add(&ranking, &query.rest);
                hit_within_three[place] = telling.add(&without(&ranking, &staples), &without(&query.rest, &staples));
            }
            if task == Task::OneItem {
                let telling = query.rest.iter().any(|item| !staples.contains(item));
                weeks.add(baskets.day(query.basket as usize).filter(|_| telling), &hit_within_three);
                promises.add(methods.promises(query, &plan.rules), query);
            }
            if at.is_multiple_of(64) && !go_on(at as u64) {
                return None;
            }
        }
        outcomes.extend(sums.into_iter().map(|(method, all, telling)| Outcome {
            task,
            method,
            all: all.figures(),
            without_staples: telling.figures(),
        }));
    }
    Some(Evaluation {
        earlier: side(baskets, earlier),
        later: side(baskets, later),
        staples: staples.len(),
        outcomes,
        promises: promises.finish(),
        shuffled,
        weeks: weeks.finish(),
        estimate,
    })
}

fn side(baskets: &Baskets, of: &[u32]) -> Side {
    let days = || of.iter().filter_map(|&basket| baskets.day(basket as usize));
    let text = |day: Option<Day>| day.map(|day| day.to_string());
    Side { baskets: of.len(), first: text(days().min()), last: text(days().max()) }
}

fn without(list: &[u32], staples: &HashSet<u32>) -> Vec<u32> {
    super::measure::without(list, staples)
}

/// What a method is asked.
type Asked<'a> = &'a Query;
