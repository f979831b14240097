//! Shops that are made up, day after day, for A/B tests whose truth is known. Every number comes from a seed.

use goeswith::domain::Experiment;
use goeswith::report::experiment::{Report, Tally, Verdict};
use goeswith::report::figures::Figures;
use goeswith::report::interval::Estimate;

/// Suggestions of a sale.
const SHOWN: usize = 3;
/// The share of them that staff ask.
const ASKED: f64 = 0.5;
/// How far colleagues differ in what they sell, and weeks of one colleague: standard deviations of the logarithm. A colleague
/// who is better than five of six sells a third more than the usual one.
const COLLEAGUES: f64 = 0.3;
const WEEKS: f64 = 0.3;

/// `SplitMix64` (Steele, Lea and Flood 2014): small, and good enough for shops.
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number of [0, 1).
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with a probability.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.next() < probability
    }

    /// About standard normal: twelve uniform numbers less six.
    pub fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }

    /// A sale with three suggestions, of which staff ask about half.
    pub fn sale(&mut self, acceptance: f64) -> Figures {
        let mut sale = Figures { sales: 1, shown: SHOWN as u64, lines: 1, ..Figures::default() };
        for _ in 0..SHOWN {
            if self.happens(ASKED) {
                if self.happens(acceptance) {
                    sale.accepted += 1;
                } else {
                    sale.declined += 1;
                }
            }
        }
        sale.with_add_on = u64::from(sale.accepted > 0);
        sale.items = 1 + sale.accepted;
        while self.happens(0.6) {
            sale.items += 1;
        }
        // Few large baskets and many small ones.
        sale.revenue = (1500.0 * sale.items as f64 * (0.8 * self.bell()).exp()) as i64;
        sale
    }
}

/// An experiment of that unit with these arms, as JSON.
pub fn experiment(unit: &str, arms: &str) -> Experiment {
    let json = format!(r#"[{{"id":"test","unit":"{unit}","from":"2026-12-01","to":"2027-12-31","arms":[{arms}]}}]"#);
    Experiment::read_all(&json).into_iter().next().unwrap()
}

/// Two arms alike in share.
pub const TWO: &str = r#"{"id":"a","share":0.5},{"id":"b","share":0.5,"variant":"short"}"#;

/// How a shop sells.
#[derive(Clone, Debug)]
pub struct Shop {
    /// How long the test runs.
    pub days: usize,
    /// Tills, of which each sells as many things a day.
    pub terminals: usize,
    /// Sales of a till a day.
    pub sales_a_day: usize,
    /// What becomes of a suggestion that is asked, by arm: the probability of a yes.
    pub acceptance: Vec<f64>,
    /// True where the arm is drawn by till and week, and colleagues and weeks differ.
    pub by_week: bool,
}

/// What somebody saw who looked every evening.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// The day on which a winner or a loser was named first.
    pub named: Option<usize>,
    /// Among them one that is none: without an effect any, with one the worse arm.
    pub wrong: bool,
    /// The same by the usual interval of one look, looked at every day.
    pub wrong_naively: bool,
    /// True where harm was warned of.
    pub harm: bool,
    /// True where the interval of the comparison held the true difference at every look.
    pub held: bool,
    /// True where the interval in the table, at the last look, holds what is true of the first arm.
    pub held_once: bool,
}

impl Shop {
    /// Goes through the days. The tests compare what they are given with what the rule makes of it if it takes a sale for the
    /// unit: `as_unit` is the experiment by whose definition it is judged.
    pub fn run(&self, seed: u64, as_unit: &Experiment) -> Seen {
        let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let mut tally = Tally::default();
        let mut seen = Seen { held: true, ..Seen::default() };
        let staff: Vec<f64> =
            (0..self.terminals).map(|_| if self.by_week { (dice.bell() * COLLEAGUES).exp() } else { 1.0 }).collect();
        // What a week does on average: the mean of a log-normal distribution.
        let usual = staff.iter().sum::<f64>() / staff.len() as f64
            * if self.by_week { (WEEKS * WEEKS / 2.0).exp() } else { 1.0 };
        let of_arm = |arm: usize| SHOWN as f64 * ASKED * self.acceptance[arm] * usual;
        let mut weeks = vec![(0, 1.0); self.terminals];
        let units: Vec<Vec<String>> = (0..self.terminals)
            .map(|till| (0..=self.days / 7).map(|week| format!("{till} {week}")).collect())
            .collect();
        let mut last = None;
        for day in 0..self.days {
            for terminal in 0..self.terminals {
                if self.by_week && day % 7 == 0 {
                    weeks[terminal] = (self.draw(&mut dice), (dice.bell() * WEEKS).exp());
                }
                for _ in 0..self.sales_a_day {
                    let (arm, week) = if self.by_week { weeks[terminal] } else { (self.draw(&mut dice), 1.0) };
                    let sale = dice.sale(self.acceptance[arm] * staff[terminal] * week);
                    tally.add(&as_unit.arms[arm].id, &units[terminal][if self.by_week { day / 7 } else { 0 }], sale);
                }
            }
            let report = tally.report(as_unit);
            for (place, one) in report.comparisons.iter().enumerate() {
                let truth = of_arm(place + 1) - of_arm(0);
                let (better, worse) = (one.verdict == Verdict::Better, one.verdict == Verdict::Worse);
                seen.wrong |= better && truth <= 0.0 || worse && truth >= 0.0;
                if better || worse {
                    seen.named = seen.named.or(Some(day + 1));
                }
                seen.harm |= one.shrinks_baskets() || one.annoys();
                seen.held &= one.difference.is_none_or(|found| found.low <= truth && truth <= found.high);
                seen.wrong_naively |= naively(&report, place + 1).is_some_and(|difference| difference * truth <= 0.0);
            }
            last = Some(report);
        }
        let last = last.and_then(|report| report.arms[0].estimate(report.decides));
        seen.held_once = last.is_some_and(|found| found.low <= of_arm(0) && of_arm(0) <= found.high);
        seen
    }

    fn draw(&self, dice: &mut Dice) -> usize {
        (dice.next() * self.acceptance.len() as f64) as usize
    }
}

/// The difference that the usual interval of one look would call real.
fn naively(report: &Report, arm: usize) -> Option<f64> {
    let [a, b] = [0, arm].map(|arm| report.arms[arm].estimate(report.decides));
    let (a, b) = (a?, b?);
    let error = |one: Estimate| (one.high - one.value) / 1.96;
    let difference = b.value - a.value;
    let least = report.arms[0].units.min(report.arms[arm].units);
    (least >= 10 && difference.abs() > 1.96 * error(a).hypot(error(b))).then_some(difference)
}

/// What became of many shops.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    /// Days to the first winner, sorted.
    pub days: Vec<usize>,
    /// Shares of the shops.
    pub named: f64,
    pub wrong: f64,
    pub wrong_naively: f64,
    pub harm: f64,
    pub held: f64,
    pub held_once: f64,
}

impl Rates {
    /// Runs shops with seeds from 1 on.
    pub fn of(shop: &Shop, as_unit: &Experiment, shops: u64) -> Self {
        let mut rates = Self::default();
        for seed in 1..=shops {
            let seen = shop.run(seed, as_unit);
            let share = |holds: bool| f64::from(u8::from(holds)) / shops as f64;
            rates.days.extend(seen.named);
            rates.named += share(seen.named.is_some());
            rates.wrong += share(seen.wrong);
            rates.wrong_naively += share(seen.wrong_naively);
            rates.harm += share(seen.harm);
            rates.held += share(seen.held);
            rates.held_once += share(seen.held_once);
        }
        rates.days.sort_unstable();
        rates
    }

    /// The share that named a winner by a day.
    pub fn named_by(&self, day: usize, shops: u64) -> f64 {
        self.days.iter().filter(|named| **named <= day).count() as f64 / shops as f64
    }

    /// Half of those that named a winner did so by this day.
    pub fn median(&self) -> Option<usize> {
        self.days.get(self.days.len().saturating_sub(1) / 2).copied()
    }
}
