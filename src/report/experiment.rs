//! The arms of an A/B test side by side: what happened in each, and what can be said of it whenever somebody looks.
//!
//! The unit that was drawn is the observation: a sale, or all sales of one terminal in one week (where staff and
//! weather make sales alike, and counting each sale would find winners that are none). Every arm is compared with the
//! first, at 5 % over all of these comparisons and all looks together.

pub mod metric;
pub mod overlap;
pub mod plan;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

pub use metric::Metric;
pub use verdict::{Advice, Comparison, Verdict};

use super::figures::Figures;
use super::interval::{Estimate, Moments, wilson};
use crate::domain::experiment::Unit;
use crate::domain::{Arm, Arms, Changes, Day, Experiment};

/// What was recorded of an experiment so far, whatever is known of it. Grows sale by sale; [`Tally::report`] may be asked at
/// any time.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    arms: BTreeMap<String, ArmTally>,
    /// How many sales of which other experiments are among these, by their arms.
    others: BTreeMap<String, BTreeMap<String, Tally>>,
}

#[derive(Clone, Debug, Default)]
struct ArmTally {
    all: Figures,
    /// Sums over sales.
    sales: [Moments; Metric::ALL.len()],
    /// The sums of each week of a terminal.
    weeks: BTreeMap<String, Figures>,
}

/// Everything that can be said.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The metric that decides.
    pub decides: Metric,
    /// Each arm, in the order of the definition: the first is the control.
    pub arms: Vec<ArmReport>,
    /// Arms that sales were recorded in and the definition does not have; they are compared with nothing.
    pub vanished: Vec<ArmReport>,
    /// Each arm but the first against the first.
    pub comparisons: Vec<Comparison>,
    /// True where the arms have not the shares they should have: something is wrong with the recording.
    pub shares_are_off: bool,
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

impl Tally {
    /// Counts a sale of an arm. `week` names the terminal's week, as [`crate::domain::experiment::draw::week_unit`] does.
    pub fn add(&mut self, arm: &str, week: &str, figures: Figures) {
        if !self.arms.contains_key(arm) {
            self.arms.insert(arm.to_owned(), ArmTally::default());
        }
        let Some(tally) = self.arms.get_mut(arm) else { return };
        tally.all += figures;
        add(&mut tally.sales, &figures);
        match tally.weeks.get_mut(week) {
            Some(known) => *known += figures,
            None => drop(tally.weeks.insert(week.to_owned(), figures)),
        }
    }

    /// The same for a sale that is in other experiments as well: their ids and its arms.
    pub fn add_among(&mut self, arm: &str, week: &str, figures: Figures, others: &Arms) {
        self.add(arm, week, figures);
        for (other, its_arm) in others {
            let by_arm = self.others.entry(other.clone()).or_default();
            by_arm.entry(its_arm.clone()).or_default().add(arm, week, figures);
        }
    }

    /// How many sales were counted.
    pub fn sales(&self) -> u64 {
        self.arms.values().map(|arm| arm.all.sales).sum()
    }

    /// What can be said now by the definition of the experiment.
    pub fn report(&self, experiment: &Experiment) -> Report {
        let none = ArmTally::default();
        let tallies: Vec<&ArmTally> =
            experiment.arms.iter().map(|arm| self.arms.get(&arm.id).unwrap_or(&none)).collect();
        let unit = experiment.unit;
        let moments: Vec<_> = tallies.iter().map(|tally| tally.moments(unit)).collect();
        let of_arms = experiment.arms.iter().zip(&tallies).zip(&moments);
        let arms: Vec<ArmReport> =
            of_arms.map(|((arm, tally), moments)| tally.report(&arm.id, unit, moments)).collect();
        let vanished = self.arms.iter().filter(|(id, _)| experiment.arm(id).is_none());
        Report {
            decides: Metric::that_decides(experiment),
            comparisons: verdict::compare(experiment, &arms, &moments),
            shares_are_off: shares_are_off(experiment, &arms),
            vanished: vanished.map(|(id, tally)| tally.report(id, unit, &tally.moments(unit))).collect(),
            arms,
        }
    }

    /// A definition for an experiment of which nothing is left but its sales: arms in the order of their names, alike in
    /// share. Where hardly a week of a terminal holds two arms, weeks were drawn: to take them so costs certainty at worst, the
    /// other way round a winner could be false. An arm in which nothing was ever suggested is a hold-out.
    pub fn gone(&self, id: &str, from: Day, to: Day) -> Experiment {
        let mut arms: Vec<Arm> = self.arms.iter().map(|(id, tally)| tally.definition(id, self.arms.len())).collect();
        // A hold-out is what others are compared with only where there is nothing else.
        arms.sort_by_key(|arm| arm.changes.is_hold_out());
        let weeks = self.arms.values().flat_map(|arm| arm.weeks.keys());
        let all = weeks.clone().collect::<BTreeSet<_>>().len();
        // A sale that began before midnight on Sunday is in two weeks.
        let mixed = weeks.count() - all;
        let unit = if mixed * 10 <= all { Unit::TerminalWeek } else { Unit::Sale };
        Experiment { id: id.to_owned(), unit, from, to, arms, ramp: Vec::new() }
    }
}

impl ArmTally {
    fn definition(&self, id: &str, arms: usize) -> Arm {
        let changes = Changes { max: (self.all.shown == 0).then_some(0), ..Changes::default() };
        Arm { id: id.to_owned(), share: 1.0 / arms as f64, changes }
    }

    fn moments(&self, unit: Unit) -> [Moments; Metric::ALL.len()] {
        if unit == Unit::Sale {
            return self.sales;
        }
        let mut moments = <[Moments; Metric::ALL.len()]>::default();
        for figures in self.weeks.values() {
            add(&mut moments, figures);
        }
        moments
    }

    fn report(&self, id: &str, unit: Unit, moments: &[Moments]) -> ArmReport {
        ArmReport {
            id: id.to_owned(),
            figures: self.all,
            units: moments[0].units as u64,
            estimates: Metric::ALL.iter().map(|metric| self.estimate(*metric, unit, moments)).collect(),
        }
    }

    /// A share of sales or suggestions has Wilson's interval where sales were drawn one by one; everything else, and
    /// everything in units of a week, that of a ratio.
    fn estimate(&self, metric: Metric, unit: Unit, moments: &[Moments]) -> Option<Estimate> {
        if !metric.is_known(&self.all) {
            return None;
        }
        match metric.share(&self.all).filter(|_| unit == Unit::Sale) {
            Some((hits, of)) => wilson(hits, of),
            None => moments[metric.place()].estimate().map(|one| metric.bounded(one)),
        }
    }
}

/// The sample ratio test: an arm that has a number of units more than four standard deviations from its share does not
/// have it by chance (less than once in 15,000).
fn shares_are_off(experiment: &Experiment, arms: &[ArmReport]) -> bool {
    let units: f64 = arms.iter().map(|arm| arm.units as f64).sum();
    let shares: f64 = experiment.arms.iter().map(|arm| arm.share).sum();
    let off = |(arm, defined): (&ArmReport, &Arm)| {
        let share = defined.share / shares;
        (arm.units as f64 - units * share).abs() > 4.0 * (units * share * (1.0 - share)).sqrt()
    };
    units > 0.0 && arms.iter().zip(&experiment.arms).any(off)
}

/// Adds a unit to the sums of every metric.
fn add(moments: &mut [Moments; Metric::ALL.len()], unit: &Figures) {
    for (moments, metric) in moments.iter_mut().zip(Metric::ALL) {
        let (amount, size) = metric.parts(unit);
        moments.add(amount, size);
    }
}
