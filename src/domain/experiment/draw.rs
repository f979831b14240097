//! Which arm a sale is in: a keyed hash of what is drawn, so that nothing has to be remembered or agreed upon and every
//! terminal finds the same. No state, no randomness, no clock.
//!
//! The key is made of the experiment's id, so that two experiments draw independently. Whether a unit is in the test at
//! all and in which arm are two draws of their own: while a ramp grows, nobody who is in leaves or changes arms.

use sha2::{Digest as _, Sha256};

use super::{Arm, Arms, Experiment, Stage, Unit};
use crate::domain::Day;

/// Told apart from any other hash of the same words.
const PURPOSE: &str = "goeswith experiment 1";

/// What a sale is drawn by, as it was when the sale began.
#[derive(Clone, Copy, Debug)]
pub struct Begun<'a> {
    /// The sale's id.
    pub sale: &'a str,
    /// The terminal's id; none where the store could not be opened, and then nothing is drawn by terminal.
    pub terminal: Option<&'a str>,
    /// The day, by the terminal's calendar.
    pub day: Day,
}

impl Experiment {
    /// The arm of a sale that begins; none where the test does not run or the unit is not in it.
    pub fn draw(&self, begun: Begun<'_>) -> Option<&Arm> {
        if self.stage(begun.day) != Stage::Running {
            return None;
        }
        let (unit, day) = match self.unit {
            Unit::Sale => (begun.sale.to_owned(), begun.day),
            // A week is in or out as a whole, so the share is that of its first day in the test.
            Unit::TerminalWeek => (week_unit(begun.terminal?, begun.day), begun.day.monday().max(self.from)),
        };
        (self.uniform("ramp", &unit) < self.ramp_share(day)).then(|| self.arm_at(self.uniform("arm", &unit)))?
    }

    /// The arm at a point of [0, 1): arms lie side by side in their order, each as wide as its share.
    fn arm_at(&self, point: f64) -> Option<&Arm> {
        let mut left = point * self.arms.iter().map(|arm| arm.share).sum::<f64>();
        let found = self.arms.iter().find(|arm| {
            left -= arm.share;
            left < 0.0
        });
        found.or(self.arms.last())
    }

    /// A number of [0, 1) with 53 bits. The parts have their lengths in front: no two lists of parts are one text.
    fn uniform(&self, draw: &str, unit: &str) -> f64 {
        let mut hash = Sha256::new();
        for part in [PURPOSE, &self.id, draw, unit] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut first = [0; 8];
        for (to, from) in first.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        (u64::from_be_bytes(first) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The arms of a sale that begins, over all experiments.
pub fn draw_all(experiments: &[Experiment], begun: Begun<'_>) -> Arms {
    let drawn = |one: &Experiment| Some((one.id.clone(), one.draw(begun)?.id.clone()));
    experiments.iter().filter_map(drawn).collect()
}

/// A terminal's week: `<terminal> 2026-W48`.
pub fn week_unit(terminal: &str, day: Day) -> String {
    let (year, week) = day.iso_week();
    format!("{terminal} {year:04}-W{week:02}")
}
