//! Sums over questions → figures of a view, and hits by week.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::{Method, Week};
use crate::domain::Day;
use crate::learn::measure::{hit, ndcg, recall, reciprocal_rank};

/// Places that are looked at.
pub const PLACES: usize = 10;

/// Which view of the same answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// All that was bought.
    All,
    /// Without what everybody buys.
    WithoutStaples,
}

/// The figures of a method in a view. Shares are of the questions that had something to find.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Questions with something to find.
    pub questions: u64,
    /// Questions with a hit within one, three and five places.
    pub hits: [u64; 3],
    /// The mean share of the truth found within three.
    pub recall_3: f64,
    /// The mean gain within three and five (`measure::ndcg`).
    pub ndcg: [f64; 2],
    /// The mean of one over the place of the first hit.
    pub mrr: f64,
    /// Questions with any answer.
    pub answered: u64,
    /// Different items within the first three places of all questions.
    pub different: usize,
}

/// Sums on the way to figures.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    figures: Figures,
    different: HashSet<u32>,
}

impl Sums {
    /// Adds an answer; true where it hit within three.
    pub fn add(&mut self, ranking: &[u32], truth: &[u32]) -> bool {
        if truth.is_empty() {
            return false;
        }
        let sums = &mut self.figures;
        sums.questions += 1;
        for (hits, places) in sums.hits.iter_mut().zip([1, 3, 5]) {
            *hits += u64::from(hit(ranking, truth, places));
        }
        sums.recall_3 += recall(ranking, truth, 3);
        for (sum, places) in sums.ndcg.iter_mut().zip([3, 5]) {
            *sum += ndcg(ranking, truth, places);
        }
        sums.mrr += reciprocal_rank(ranking, truth);
        sums.answered += u64::from(!ranking.is_empty());
        self.different.extend(ranking.iter().take(3));
        hit(ranking, truth, 3)
    }

    /// Means.
    pub fn figures(self) -> Figures {
        let n = (self.figures.questions as f64).max(1.0);
        let Figures { recall_3, ndcg, mrr, .. } = self.figures;
        Figures {
            recall_3: recall_3 / n,
            ndcg: ndcg.map(|sum| sum / n),
            mrr: mrr / n,
            different: self.different.len(),
            ..self.figures
        }
    }
}

/// Hits by week.
#[derive(Clone, Debug, Default)]
pub struct Weeks {
    weeks: BTreeMap<i32, (u64, u64, u64)>,
}

impl Weeks {
    /// Adds a question by what each method hit within three, in the order of [`Method::ALL`]; a question without a day or
    /// without anything to find is passed over.
    pub fn add(&mut self, day: Option<Day>, hits: &[bool]) {
        let Some(day) = day else { return };
        let of = |method: Method| u64::from(hits[method as usize]);
        // 1970-01-01 was a Thursday.
        let week = self.weeks.entry((day.0 + 3).div_euclid(7)).or_default();
        *week = (week.0 + 1, week.1 + of(Method::Ours), week.2 + of(Method::Confidence));
    }

    /// By date.
    pub fn finish(self) -> Vec<Week> {
        let week = |(week, (questions, ours, confidence)): (i32, (u64, u64, u64))| Week {
            from: Day(week * 7 - 3).to_string(),
            questions,
            ours,
            confidence,
        };
        self.weeks.into_iter().map(week).collect()
    }
}
