//! What answers at the counter taught, as ranking takes it: learned when the catalog was built, never here.

use std::collections::HashMap;

use super::score::Scored;
use crate::domain::{ItemId, LinkKind};

/// What answers taught of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answers {
    /// Sales in which it was asked for: a yes or a no.
    pub asked: u64,
    /// Of them with a yes.
    pub accepted: u64,
    /// Sales in which nobody asked.
    pub unasked: u64,
    /// Of them those in which it was bought all the same.
    pub taken: u64,
    /// What asking adds as a multiple of what it adds in this shop as a rule, 0.5 to 2. Where none of the counts above is
    /// more than 0, pairs of the same link, categories or kind speak for this one.
    pub factor: f64,
}

/// What answers taught of the items of a basket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taught {
    /// By item and add-on.
    pub pairs: HashMap<(ItemId, ItemId), Answers>,
    /// Factors of pairs of which nothing is known but the kind of link, `None` for what only sales propose.
    pub kinds: HashMap<Option<LinkKind>, f64>,
}

impl Taught {
    /// What was taught of a pair; `None` where nothing was.
    pub fn of(&self, item: ItemId, add_on: ItemId, kind: Option<LinkKind>) -> Option<Answers> {
        let of_kind = |factor: &f64| Answers { asked: 0, accepted: 0, unasked: 0, taken: 0, factor: *factor };
        self.pairs.get(&(item, add_on)).copied().or_else(|| self.kinds.get(&kind).map(of_kind))
    }
}

/// The factor of a pair: 1 where nothing was taught.
pub fn factor(answers: Option<Answers>) -> f64 {
    answers.map_or(1.0, |answers| answers.factor)
}

/// What a pair is worth after answers: a link of which sales know nothing can be lifted by them, up to the bar.
pub fn taught(relevance: f64, answers: Option<Answers>, bar: f64) -> f64 {
    let factor = factor(answers);
    relevance * factor + bar * (factor - 1.0).max(0.0)
}

/// A mined pair as it is held against the bar.
pub fn with_answers(one: &Scored, answers: Option<Answers>) -> Scored {
    Scored { relevance: one.relevance * factor(answers), ..*one }
}
