//! An arm against the control: the difference, how sure it is at every look, and what may be said.

use super::super::interval::{Estimate, Moments};
use super::super::sequence::Sequence;
use super::{ArmReport, Metric};
use crate::domain::Experiment;
use crate::domain::experiment::Unit;

/// How often an experiment without any effect may name a winner, over all its arms and all looks.
pub(super) const ALPHA: f64 = 0.05;
/// Before so many sales in both arms nothing is said: the sequence is asymptotic.
pub(super) const LEAST_SALES: u64 = 100;
/// The same for terminals' weeks; they are alike in size and seldom rare, so that fewer do.
pub(super) const LEAST_WEEKS: u64 = 10;
/// Nothing is said of add-ons before so many were accepted in both arms together.
pub(super) const LEAST_ADD_ONS: u64 = 20;
/// The sizes, in units of both arms, at which the sequences are narrowest: fixed before any data.
pub(super) const BEST_SALES: f64 = 5_000.0;
pub(super) const BEST_WEEKS: f64 = 100.0;

/// One arm against the control.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The arm.
    pub arm: String,
    /// By the metric that decides: the arm less the control, with an interval that holds at every look.
    pub difference: Option<Estimate>,
    /// The probability that the arm is better by this metric; it decides nothing.
    pub chance: Option<f64>,
    /// What may be said.
    pub verdict: Verdict,
    /// The average basket: the arm less the control, in minor units. `None` where there is too little, or no price.
    pub basket: Option<Estimate>,
    /// Noes a sale: the arm less the control. `None` where there is too little, and for a hold-out, where nobody asks.
    pub noes: Option<Estimate>,
    /// True for an arm without suggestions: that its baskets are smaller is what advice adds, and no harm of the test.
    pub is_hold_out: bool,
}

/// What may be said of an arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Better than the control.
    Better,
    /// Worse than the control.
    Worse,
    /// If there is a difference, it is too small to matter.
    Alike,
    /// Not enough data yet.
    NotYet {
        /// About so many more sales in the whole test, where that can be told.
        sales: Option<u64>,
    },
}

/// What to do about an arm. Every reason to stop rests on an interval that holds at every look, so that who follows it on any
/// day is wrong no more often than who waits for a day that was fixed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// There is too little yet.
    GoOn,
    /// Stop: the arm is the better one.
    Take,
    /// Stop: the arm is better, and customers say no more often. Somebody has to weigh the two.
    Weigh,
    /// Stop: the control is the better one.
    Keep,
    /// Stop: no difference that matters.
    Either,
    /// Stop: baskets are smaller, whatever else is better.
    Harm,
}

impl Advice {
    /// The word in `--json`.
    pub fn word(self) -> &'static str {
        match self {
            Self::GoOn => "go_on",
            Self::Take => "take",
            Self::Weigh => "weigh",
            Self::Keep => "keep",
            Self::Either => "either",
            Self::Harm => "harm",
        }
    }
}

impl Comparison {
    /// What to do now.
    pub fn advice(&self) -> Advice {
        match self.verdict {
            _ if self.shrinks_baskets() => Advice::Harm,
            Verdict::Better if self.annoys() => Advice::Weigh,
            Verdict::Better => Advice::Take,
            Verdict::Worse => Advice::Keep,
            Verdict::Alike => Advice::Either,
            Verdict::NotYet { .. } => Advice::GoOn,
        }
    }

    /// True where the average basket is smaller than that of the control, and the arm suggests something.
    pub fn shrinks_baskets(&self) -> bool {
        !self.is_hold_out && self.basket.is_some_and(|basket| basket.high < 0.0)
    }

    /// True where customers say no more often than in the control.
    pub fn annoys(&self) -> bool {
        self.noes.is_some_and(|noes| noes.low > 0.0)
    }
}

/// The least units of an arm before anything is said, and the units of two arms at which a sequence is narrowest.
pub(super) fn sizes(unit: Unit) -> (u64, f64) {
    match unit {
        Unit::Sale => (LEAST_SALES, BEST_SALES),
        Unit::TerminalWeek => (LEAST_WEEKS, BEST_WEEKS),
    }
}

/// Compares every arm with the first. The guards of harm share 5 % of their own.
pub(super) fn compare<M: AsRef<[Moments]>>(
    experiment: &Experiment,
    arms: &[ArmReport],
    moments: &[M],
) -> Vec<Comparison> {
    let others = (arms.len().saturating_sub(1)).max(1) as f64;
    let (least, best) = sizes(experiment.unit);
    let decides = Metric::that_decides(experiment);
    let (sequence, guard) = (Sequence::new(ALPHA / others, best), Sequence::new(ALPHA / others / 2.0, best));
    let pair = |place: usize| Pair {
        experiment,
        arms: [&arms[0], &arms[place]],
        moments: [moments[0].as_ref(), moments[place].as_ref()],
        least,
    };
    (1..arms.len()).map(pair).map(|pair| pair.comparison(decides, sequence, guard, arms)).collect()
}

/// Two arms, the control first.
struct Pair<'a> {
    experiment: &'a Experiment,
    arms: [&'a ArmReport; 2],
    moments: [&'a [Moments]; 2],
    least: u64,
}

impl Pair<'_> {
    fn comparison(&self, decides: Metric, sequence: Sequence, guard: Sequence, all: &[ArmReport]) -> Comparison {
        let difference = self.difference(decides, sequence);
        let error = self.variance(decides).map(f64::sqrt);
        let chance = difference
            .zip(error)
            .map(|(difference, error)| sequence.chance_above_zero(difference.value, error, self.units()));
        let has_prices = self.arms.iter().all(|arm| Metric::Revenue.is_known(&arm.figures));
        let asks = |arm: &&&ArmReport| self.experiment.arm(&arm.id).is_some_and(|arm| !arm.changes.is_hold_out());
        let both_ask = self.arms.iter().filter(asks).count() == 2;
        Comparison {
            arm: self.arms[1].id.clone(),
            difference,
            chance,
            verdict: self.verdict(decides, sequence, difference, all),
            basket: self.difference(Metric::Revenue, guard).filter(|_| has_prices),
            noes: self.difference(Metric::Noes, guard).filter(|_| both_ask),
            is_hold_out: !asks(&&self.arms[1]),
        }
    }

    /// The difference with an interval for every look; `None` where there is too little to say anything.
    fn difference(&self, metric: Metric, sequence: Sequence) -> Option<Estimate> {
        if self.missing(metric) > 0 {
            return None;
        }
        let value = self.value(metric, 1)? - self.value(metric, 0)?;
        let half = sequence.half_width(self.units()) * self.variance(metric)?.sqrt();
        Some(Estimate { value, low: value - half, high: value + half })
    }

    fn verdict(&self, metric: Metric, sequence: Sequence, found: Option<Estimate>, all: &[ArmReport]) -> Verdict {
        let margin = self.value(metric, 0).unwrap_or(0.0) * metric.that_matters();
        match found {
            Some(found) if found.low > 0.0 => Verdict::Better,
            Some(found) if found.high < 0.0 => Verdict::Worse,
            Some(found) if found.low > -margin && found.high < margin => Verdict::Alike,
            _ => Verdict::NotYet { sales: self.sales_needed(metric, sequence, margin, all) },
        }
    }

    /// How many more sales until the interval is narrow enough to tell the difference seen so far from none, or from one
    /// that matters, whichever comes first; over all arms, since they fill at the same time.
    fn sales_needed(&self, metric: Metric, sequence: Sequence, margin: f64, all: &[ArmReport]) -> Option<u64> {
        let units = self.units();
        let seen = self.value(metric, 1).zip(self.value(metric, 0)).map_or(0.0, |(arm, control)| (arm - control).abs());
        let wanted = seen.max(margin - seen);
        let needed = self.variance(metric).and_then(|variance| sequence.units_for(wanted, variance * units));
        let more = needed.map(|needed| (needed - units).max(0.0));
        let missing = self.missing(metric);
        let more = if missing > 0 { Some(more.unwrap_or(0.0).max(missing as f64)) } else { more }?;
        let in_pair = self.share();
        let sales: u64 = all.iter().map(|arm| arm.figures.sales).sum();
        let drawn: u64 = all.iter().map(|arm| arm.units).sum();
        let sales_a_unit = if drawn == 0 { 1.0 } else { sales as f64 / drawn as f64 };
        Some((more / in_pair * sales_a_unit).ceil() as u64)
    }

    /// How many units are missing in the pair before anything is said of a metric.
    fn missing(&self, metric: Metric) -> u64 {
        let short = |arm: &ArmReport| {
            let defined = self.experiment.arm(&arm.id).map_or(1.0, |arm| arm.share);
            let of_pair = defined / (self.share() * self.all_shares());
            (self.least.saturating_sub(arm.units) as f64 / of_pair).ceil() as u64
        };
        let units = self.arms.iter().map(|arm| short(arm)).max().unwrap_or(0);
        let accepted: u64 = self.arms.iter().map(|arm| arm.figures.accepted).sum();
        if metric != Metric::AddOns || accepted >= LEAST_ADD_ONS {
            return units;
        }
        // As many units as it takes at the pace so far.
        let pace = accepted as f64 / self.units().max(1.0);
        let at_pace = if accepted == 0 { self.least } else { ((LEAST_ADD_ONS - accepted) as f64 / pace).ceil() as u64 };
        units.max(at_pace)
    }

    /// The part of all units that is drawn into these two arms.
    fn share(&self) -> f64 {
        let of = |arm: &&ArmReport| self.experiment.arm(&arm.id).map_or(0.0, |arm| arm.share);
        self.arms.iter().map(of).sum::<f64>() / self.all_shares()
    }

    fn all_shares(&self) -> f64 {
        self.experiment.arms.iter().map(|arm| arm.share).sum()
    }

    fn units(&self) -> f64 {
        self.arms.iter().map(|arm| arm.units as f64).sum()
    }

    fn value(&self, metric: Metric, arm: usize) -> Option<f64> {
        self.moments[arm][metric.place()].ratio()
    }

    /// The variance of the difference; `None` where there is none to be seen.
    fn variance(&self, metric: Metric) -> Option<f64> {
        let [control, arm] = self.moments.map(|moments| moments[metric.place()].variance());
        Some(control? + arm?).filter(|variance| *variance > 0.0)
    }
}
