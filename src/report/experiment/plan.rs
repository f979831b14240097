//! How long a test must run to find an effect of a size, by the rule that will judge it: the confidence sequence of
//! [`super::super::sequence`], not the interval of one look.
//!
//! An effect `d` is found once the difference seen is further from zero than half the width of the sequence. At one size that
//! happens with probability `normal(d / error - half width)`; who looks before that may find it earlier, so that this many
//! sales are enough and not too few. For a fixed day, looked at once, the usual formula holds:
//! `units = variance * (z(1 - alpha / 2) + z(power))² / d²` (J. M. Lachin, Controlled Clinical Trials 2, 1981).

use super::super::interval::quantile;
use super::super::sequence::Sequence;
use super::verdict::{ALPHA, LEAST_ADD_ONS, sizes};
use crate::domain::experiment::Unit;
use crate::domain::{Day, Experiment};

/// Nobody waits longer: ten years.
pub const LONGEST_DAYS: i32 = 3_652;
/// More than any shop has.
const MOST_UNITS: f64 = 1e10;

/// What sales are like without the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Base {
    /// What decides, a sale: accepted add-ons, or different items.
    pub rate: f64,
    /// The variance of the rate of one unit, as [`super::super::interval::Moments::variance`] has it times the units.
    pub variance: f64,
    /// Sales a unit: 1, or those of a terminal in a week.
    pub sales_a_unit: f64,
    /// Sales a day in the whole shop or chain.
    pub sales_a_day: f64,
    /// True where the rate is of accepted add-ons, of which some are needed before anything is said.
    pub of_add_ons: bool,
}

impl Base {
    /// One from figures that somebody gives: the variance of a sale is `deviation²`, or the rate itself, as of rare things
    /// that come alone (Poisson). Sales of one terminal's week are `alike` in the sense of an intraclass correlation, which
    /// multiplies the variance of their mean by `1 + (sales - 1) * alike` (L. Kish, *Survey Sampling*, 1965, §5.4).
    pub fn given(
        rate: f64,
        deviation: Option<f64>,
        sales_a_day: f64,
        of_add_ons: bool,
        clusters: Option<Clusters>,
    ) -> Self {
        let of_sale = deviation.map_or(rate, |deviation| deviation * deviation);
        let (sales_a_unit, variance) = match clusters {
            None => (1.0, of_sale),
            Some(Clusters { terminals, alike }) => {
                let sales = (7.0 * sales_a_day / terminals).max(1.0);
                (sales, of_sale / sales * (1.0 + (sales - 1.0) * alike))
            }
        };
        Self { rate, variance, sales_a_unit, sales_a_day, of_add_ons }
    }
}

/// Weeks of terminals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clusters {
    /// How many terminals sell.
    pub terminals: f64,
    /// The intraclass correlation of sales in one week of a terminal.
    pub alike: f64,
}

/// How long one effect takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    /// The effect, as a share of the rate.
    pub effect: f64,
    /// By the rule that judges the test every day; `None` where no number of sales of a shop would do.
    pub daily: Option<Size>,
    /// Where it were looked at once, on a day fixed before.
    pub once: Option<Size>,
}

/// So much of a test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Units in the whole test.
    pub units: f64,
    /// Sales in the whole test.
    pub sales: f64,
    /// Days with the ramp of the test; `None` where more than [`LONGEST_DAYS`].
    pub days: Option<u32>,
}

/// A test to be.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'e> {
    experiment: &'e Experiment,
    base: Base,
    power: f64,
}

impl<'e> Plan<'e> {
    /// One that finds what there is with probability `power`.
    pub fn new(experiment: &'e Experiment, base: Base, power: f64) -> Self {
        Self { experiment, base, power }
    }

    /// What an effect takes, for each arm with a share like the smallest.
    pub fn need(&self, effect: f64) -> Need {
        let distance = effect.abs() * self.base.rate;
        let level = ALPHA / self.others();
        let sequence = Sequence::new(level, sizes(self.experiment.unit).1);
        let wanted = quantile(self.power);
        let variance = self.variance(effect);
        let found = |units: f64| distance / (variance / units).sqrt() - sequence.half_width(units) >= wanted;
        let once = variance * ((quantile(1.0 - level / 2.0) + wanted) / distance).powi(2);
        Need {
            effect,
            daily: least(found).map(|units| self.size(units)),
            once: Some(once).filter(|units| *units < MOST_UNITS).map(|units| self.size(units)),
        }
    }

    /// The smallest effect that is found by a day with the wanted probability; `None` where none is.
    pub fn smallest_by(&self, last: Day) -> Option<f64> {
        let sales = self.sales_by(last);
        let enough = |effect: f64| self.need(effect).daily.is_some_and(|size| size.sales <= sales);
        let (mut low, mut high) = (0.0, 10.0);
        if !enough(high) {
            return None;
        }
        while high - low > 0.0005 {
            let middle = f64::midpoint(low, high);
            if enough(middle) { high = middle } else { low = middle }
        }
        Some(high)
    }

    /// The sales in the test from its first day to a last one.
    pub fn sales_by(&self, last: Day) -> f64 {
        let days = self.experiment.from.0..=last.0.min(self.experiment.from.0.saturating_add(LONGEST_DAYS));
        days.map(|day| self.base.sales_a_day * self.experiment.ramp_share(Day(day))).sum()
    }

    /// The share of the units in the test that an arm gets.
    pub fn share(&self, arm: usize) -> f64 {
        let all: f64 = self.experiment.arms.iter().map(|arm| arm.share).sum();
        self.experiment.arms.get(arm).map_or(0.0, |arm| arm.share / all)
    }

    fn others(&self) -> f64 {
        self.experiment.arms.len().saturating_sub(1).max(1) as f64
    }

    /// The shares of the control and of the smallest other arm.
    fn pair(&self) -> [f64; 2] {
        let others = (1..self.experiment.arms.len()).map(|arm| self.share(arm));
        [self.share(0), others.fold(1.0, f64::min)]
    }

    /// The variance of the difference between the two, times their units. What sells more varies more: as counts do where a
    /// sale is the unit, and as weeks do that are better by a factor.
    fn variance(&self, effect: f64) -> f64 {
        let [control, arm] = self.pair();
        let more = (1.0 + effect.abs()).powi(if self.experiment.unit == Unit::Sale { 1 } else { 2 });
        self.base.variance * (control + arm) * (1.0 / control + more / arm)
    }

    /// So many units of control and smallest arm, as a whole test.
    fn size(&self, units: f64) -> Size {
        let [control, arm] = self.pair();
        let (least, _) = sizes(self.experiment.unit);
        let mut all = (units / (control + arm)).max(enough_for(least as f64, control.min(arm), self.power));
        if self.base.of_add_ons {
            let accepted = self.base.rate * self.base.sales_a_unit * (control + arm);
            all = all.max(LEAST_ADD_ONS as f64 / accepted);
        }
        let (units, sales) = (all.ceil(), (all * self.base.sales_a_unit).ceil());
        Size { units, sales, days: self.days(sales) }
    }

    /// How many days it takes until so many sales are in the test.
    fn days(&self, sales: f64) -> Option<u32> {
        let from = self.experiment.from;
        let mut left = sales;
        // A week that was drawn says what it says when it is over.
        let whole = if self.experiment.unit == Unit::TerminalWeek { 7 } else { 1 };
        for day in 0..LONGEST_DAYS {
            left -= self.base.sales_a_day * self.experiment.ramp_share(Day(from.0.saturating_add(day)));
            if left <= 1e-6 {
                return Some((day.unsigned_abs() + 1).div_ceil(whole) * whole);
            }
        }
        None
    }
}

/// So many units that each of two arms, of which the smaller has this part, gets `least` of them with a probability of `power`:
/// arms are drawn, and of twenty weeks one arm seldom has just ten. `n p - z sqrt(n p (1 - p)) = least`, solved for `n`.
fn enough_for(least: f64, part: f64, power: f64) -> f64 {
    let spread = quantile(f64::midpoint(1.0, power)) * (part * (1.0 - part)).sqrt();
    let root = (spread + (spread * spread + 4.0 * part * least).sqrt()) / (2.0 * part);
    root * root
}

/// The least number of units for which it holds; it holds for all larger ones.
fn least(holds: impl Fn(f64) -> bool) -> Option<f64> {
    if !holds(MOST_UNITS) {
        return None;
    }
    let (mut low, mut high) = (0.0, MOST_UNITS);
    while high - low > 0.5 {
        let middle = f64::midpoint(low, high);
        if holds(middle) { high = middle } else { low = middle }
    }
    Some(high.ceil())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn experiment(unit: &str, arms: &str, ramp: &str) -> Experiment {
        let json = format!(
            r#"[{{"id":"test","unit":"{unit}","from":"2026-12-01","to":"2027-01-31","arms":[{arms}],"ramp":[{ramp}]}}]"#
        );
        Experiment::read_all(&json).into_iter().next().unwrap()
    }

    const TWO: &str = r#"{"id":"a","share":0.5},{"id":"b","share":0.5}"#;

    #[test]
    fn looked_at_once_it_is_the_formula_of_the_textbook() {
        // 10 % of a rate of 0.4, variances of 0.4 and 0.44: 16 * 0.42 / 0.04² = 4,200 an arm by the rule of thumb (R. Lehr, 1992).
        let test = experiment("sale", TWO, "");
        let plan = Plan::new(&test, Base::given(0.4, None, 100.0, true, None), 0.8);
        let need = plan.need(0.1);
        let once = need.once.unwrap();
        assert!((once.sales / 2.0 - 4_121.0).abs() < 5.0, "{once:?}");
        assert_eq!(once.days, Some(83));
        let daily = need.daily.unwrap();
        assert!(daily.sales > 1.3 * once.sales && daily.sales < 2.5 * once.sales, "{daily:?}");
        assert!(plan.need(0.2).daily.unwrap().sales * 3.5 < daily.sales);
        assert_eq!(plan.need(0.0).daily, None);
    }

    #[test]
    fn arms_alike_in_weeks_ramps_and_more_arms_cost_days() {
        let base = |alike| Base::given(0.4, None, 100.0, true, alike);
        let days =
            |test: &Experiment, base| Plan::new(test, base, 0.8).need(0.1).daily.and_then(|size| size.days).unwrap();
        let plain = days(&experiment("sale", TWO, ""), base(None));
        let ramp = r#"{"from":"2026-12-01","share":0.1},{"from":"2026-12-11","share":1.0}"#;
        assert_eq!(days(&experiment("sale", TWO, ramp), base(None)), plain + 9);
        let three = r#"{"id":"a","share":0.34},{"id":"b","share":0.33},{"id":"c","share":0.33}"#;
        assert!(days(&experiment("sale", three, ""), base(None)) > plain * 3 / 2);
        let weeks = experiment("terminal-week", TWO, "");
        let clusters = |alike| Some(Clusters { terminals: 5.0, alike });
        let (loose, alike) = (days(&weeks, base(clusters(0.0))), days(&weeks, base(clusters(0.05))));
        assert!(loose.is_multiple_of(7) && alike > 3 * loose, "{plain} {loose} {alike}");
        let skewed = r#"{"id":"a","share":0.9},{"id":"b","share":0.1}"#;
        assert!(days(&experiment("sale", skewed, ""), base(None)) > plain * 2);
    }

    #[test]
    fn both_arms_get_the_least_that_is_judged() {
        let weeks = experiment("terminal-week", TWO, "");
        // Nothing varies, so that only the least number of weeks counts: ten in each arm but for luck.
        let base = Base {
            variance: 1e-9,
            ..Base::given(0.4, None, 400.0, true, Some(Clusters { terminals: 8.0, alike: 0.0 }))
        };
        let units = |power| Plan::new(&weeks, base, power).need(0.5).daily.unwrap().units;
        assert!((24.0..30.0).contains(&units(0.8)) && units(0.95) > units(0.8), "{} {}", units(0.8), units(0.95));
    }

    #[test]
    fn what_is_found_by_the_last_day_takes_no_longer() {
        let test = experiment("sale", TWO, "");
        let plan = Plan::new(&test, Base::given(0.4, None, 100.0, true, None), 0.8);
        let effect = plan.smallest_by(test.to).unwrap();
        let days = plan.need(effect).daily.unwrap().days.unwrap();
        assert!((60..=62).contains(&days), "{effect} {days}");
        assert_eq!(plan.smallest_by(test.from), None);
    }
}
