//! The arms of an A/B test side by side: what happened in each, and what can be said of it whenever somebody looks.
//!
//! The unit that was drawn is the observation: a sale, or all sales of one terminal in one week (where staff and
//! weather make sales alike, and counting each sale would find winners that are none). Every arm is compared with the
//! first, at 5 % over all of these comparisons and all looks together.

pub mod metric;
mod verdict;

use std::collections::BTreeMap;

pub use metric::Metric;
pub use verdict::{Comparison, Verdict};

use super::figures::Figures;
use super::interval::{Estimate, Moments, wilson};
use crate::domain::Experiment;
use crate::domain::experiment::Unit;

/// What was recorded of an experiment so far. Grows sale by sale; [`Tally::report`] may be asked at any time.
#[derive(Clone, Debug)]
pub struct Tally<'e> {
    experiment: &'e Experiment,
    arms: Vec<ArmTally>,
    /// Sales in an arm that the definition does not have.
    unknown: u64,
}

#[derive(Clone, Debug, Default)]
struct ArmTally {
    all: Figures,
    /// Sums over units, where the unit is the sale.
    sales: [Moments; Metric::ALL.len()],
    /// The units, where sales make up larger ones.
    weeks: BTreeMap<String, Figures>,
}

/// Everything that can be said.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The metric that decides.
    pub decides: Metric,
    /// Each arm, in the order of the definition: the first is the control.
    pub arms: Vec<ArmReport>,
    /// Each arm but the first against the first.
    pub comparisons: Vec<Comparison>,
    /// True where the arms have not the shares they should have: something is wrong with the recording.
    pub shares_are_off: bool,
    /// Sales in an arm that the definition does not have.
    pub unknown: u64,
}

/// What happened in one arm.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmReport {
    /// Its id.
    pub id: String,
    /// Its sums.
    pub figures: Figures,
    /// How many units were drawn into it.
    pub units: u64,
    estimates: Vec<Option<Estimate>>,
}

impl ArmReport {
    /// A metric with its 95 % interval at one look; `None` where nothing was counted. Revenue is none where no line has
    /// a price.
    pub fn estimate(&self, metric: Metric) -> Option<Estimate> {
        self.estimates.get(metric.place()).copied().flatten()
    }
}

impl<'e> Tally<'e> {
    /// Nothing yet.
    pub fn new(experiment: &'e Experiment) -> Self {
        Self { experiment, arms: vec![ArmTally::default(); experiment.arms.len()], unknown: 0 }
    }

    /// Counts a sale of an arm. `week` names the terminal's week, as [`crate::domain::experiment::draw::week_unit`] does;
    /// it is not looked at where the unit is the sale.
    pub fn add(&mut self, arm: &str, week: &str, figures: Figures) {
        let Some(place) = self.experiment.arms.iter().position(|known| known.id == arm) else {
            self.unknown += figures.sales;
            return;
        };
        let tally = &mut self.arms[place];
        tally.all += figures;
        match self.experiment.unit {
            Unit::Sale => add(&mut tally.sales, &figures),
            Unit::TerminalWeek => match tally.weeks.get_mut(week) {
                Some(known) => *known += figures,
                None => drop(tally.weeks.insert(week.to_owned(), figures)),
            },
        }
    }

    /// What can be said now.
    pub fn report(&self) -> Report {
        let moments: Vec<[Moments; Metric::ALL.len()]> = self.arms.iter().map(ArmTally::moments).collect();
        let arms = self.experiment.arms.iter().zip(&self.arms).zip(&moments);
        let arms: Vec<ArmReport> = arms
            .map(|((arm, tally), moments)| ArmReport {
                id: arm.id.clone(),
                figures: tally.all,
                units: moments[0].units as u64,
                estimates: Metric::ALL.iter().map(|metric| self.estimate(*metric, tally, moments)).collect(),
            })
            .collect();
        Report {
            decides: Metric::that_decides(self.experiment),
            comparisons: verdict::compare(self.experiment, &arms, &moments),
            shares_are_off: self.shares_are_off(&arms),
            arms,
            unknown: self.unknown,
        }
    }

    /// A share of sales or suggestions has Wilson's interval where sales were drawn one by one; everything else, and
    /// everything in units of a week, that of a ratio.
    fn estimate(&self, metric: Metric, tally: &ArmTally, moments: &[Moments]) -> Option<Estimate> {
        if !metric.is_known(&tally.all) {
            return None;
        }
        match metric.share(&tally.all).filter(|_| self.experiment.unit == Unit::Sale) {
            Some((hits, of)) => wilson(hits, of),
            None => moments[metric.place()].estimate().map(|one| metric.bounded(one)),
        }
    }

    /// The sample ratio test: an arm that has a number of units more than four standard deviations from its share does not
    /// have it by chance (less than once in 15,000).
    fn shares_are_off(&self, arms: &[ArmReport]) -> bool {
        let units: f64 = arms.iter().map(|arm| arm.units as f64).sum();
        let shares: f64 = self.experiment.arms.iter().map(|arm| arm.share).sum();
        let off = |(arm, defined): (&ArmReport, &crate::domain::Arm)| {
            let share = defined.share / shares;
            (arm.units as f64 - units * share).abs() > 4.0 * (units * share * (1.0 - share)).sqrt()
        };
        units > 0.0 && arms.iter().zip(&self.experiment.arms).any(off)
    }
}

impl ArmTally {
    fn moments(&self) -> [Moments; Metric::ALL.len()] {
        let mut moments = self.sales;
        for figures in self.weeks.values() {
            add(&mut moments, figures);
        }
        moments
    }
}

/// Adds a unit to the sums of every metric.
fn add(moments: &mut [Moments; Metric::ALL.len()], unit: &Figures) {
    for (moments, metric) in moments.iter_mut().zip(Metric::ALL) {
        let (amount, size) = metric.parts(unit);
        moments.add(amount, size);
    }
}
