//! Two experiments over the same sales: how many sales are in both, and whether the arms of the one change what the other sees.
//!
//! Each draws by a key of its own ([`crate::domain::experiment::draw`]), so that every arm of the one is spread over the arms of
//! the other alike and neither gives the other a false winner. What may differ is the effect: a sentence that is better where
//! three things are suggested may be no better where one is. That is the difference between two differences.

use std::collections::BTreeMap;

use super::super::interval::{Estimate, Moments};
use super::super::sequence::Sequence;
use super::verdict::{ALPHA, LEAST_ADD_ONS, sizes};
use super::{Metric, Tally};
use crate::domain::Experiment;
use crate::domain::experiment::Unit;

/// Another experiment over the same sales.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// Its id.
    pub other: String,
    /// How many sales are in both.
    pub sales: u64,
    /// How far the difference seen here changes with the arms of the other one; `None` where there is too little to say so. Of
    /// several pairs of arms the one that is surest.
    pub interaction: Option<Interaction>,
}

/// What an arm of the other experiment changes in a difference seen here.
#[derive(Clone, Debug, PartialEq)]
pub struct Interaction {
    /// The arm here that is compared with the control.
    pub arm: String,
    /// The arm there, against the first one there.
    pub other_arm: String,
    /// By how much the difference is greater in that arm, by the metric that decides, with an interval that holds at every look
    /// and for all pairs of arms together.
    pub change: Estimate,
}

impl Interaction {
    /// True where the one changes what the other sees.
    pub fn is_real(&self) -> bool {
        self.change.low > 0.0 || self.change.high < 0.0
    }
}

impl Tally {
    /// Every other experiment that these sales are in, by id. `known` are the definitions there are.
    pub fn overlaps(&self, experiment: &Experiment, known: &[Experiment]) -> Vec<Overlap> {
        let one = |(other, by_arm): (&String, &BTreeMap<String, Self>)| {
            let definition = known.iter().find(|one| one.id == *other);
            let is_week = |unit: Unit| unit == Unit::TerminalWeek;
            let clustered = is_week(experiment.unit) || definition.is_none_or(|other| is_week(other.unit));
            let mut arms: Vec<(&String, &Self)> = by_arm.iter().collect();
            // The first of the definition is what the others are compared with.
            let place = |id: &str| definition.and_then(|one| one.arms.iter().position(|arm| arm.id == id));
            arms.sort_by_key(|(id, _)| place(id).unwrap_or(usize::MAX));
            let unit = if clustered { Unit::TerminalWeek } else { Unit::Sale };
            Overlap {
                other: other.clone(),
                sales: by_arm.values().map(Self::sales).sum(),
                interaction: interaction(experiment, unit, &arms),
            }
        };
        self.others.iter().map(one).collect()
    }
}

fn interaction(experiment: &Experiment, unit: Unit, others: &[(&String, &Tally)]) -> Option<Interaction> {
    let (first, control) = (others.first()?, experiment.arms.first()?);
    let pairs = (experiment.arms.len() - 1) * (others.len() - 1);
    let sequence = Sequence::new(ALPHA / pairs.max(1) as f64, sizes(unit).1);
    let metric = Metric::that_decides(experiment);
    let found = experiment.arms.iter().skip(1).flat_map(|arm| others.iter().skip(1).map(move |other| (arm, other)));
    let found = found.filter_map(|(arm, other)| {
        let cells = [(other.1, &arm.id), (other.1, &control.id), (first.1, &arm.id), (first.1, &control.id)];
        let change = change(cells, metric, unit, sequence)?;
        Some(Interaction { arm: arm.id.clone(), other_arm: other.0.clone(), change })
    });
    let sureness = |one: &Interaction| one.change.value.abs() / (one.change.high - one.change.value);
    found.max_by(|a, b| sureness(a).total_cmp(&sureness(b)))
}

/// `(arm there - control there) - (arm in their control - control in their control)`.
fn change(cells: [(&Tally, &String); 4], metric: Metric, unit: Unit, sequence: Sequence) -> Option<Estimate> {
    let mut moments = [Moments::default(); 4];
    let mut accepted = 0;
    for (into, (tally, arm)) in moments.iter_mut().zip(cells) {
        let tally = tally.arms.get(arm)?;
        *into = tally.moments(unit)[metric.place()];
        accepted += tally.all.accepted;
    }
    let (least, _) = sizes(unit);
    let few = moments.iter().any(|one| one.units < least as f64);
    if few || metric == Metric::AddOns && accepted < LEAST_ADD_ONS {
        return None;
    }
    let (mut value, mut variance, mut units) = (0.0, 0.0, 0.0);
    for (moments, sign) in moments.iter().zip([1.0, -1.0, -1.0, 1.0]) {
        value += sign * moments.ratio()?;
        variance += moments.variance()?;
        units += moments.units;
    }
    let half = Some(sequence.half_width(units) * variance.sqrt()).filter(|half| *half > 0.0)?;
    Some(Estimate { value, low: value - half, high: value + half })
}
