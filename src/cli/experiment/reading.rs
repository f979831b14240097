//! The sales of an experiment, read out of a store.

use std::collections::{BTreeMap, BTreeSet};

use super::super::events::{LeftOut, each_sale_watched};
use super::super::{Failure, clock};
use crate::db::EventStore;
use crate::domain::experiment::draw::week_unit;
use crate::domain::{Day, Experiment};
use crate::report::experiment::Tally;
use crate::report::figures::Figures;
use crate::report::measures::Moment;

/// What was read of a store, and what could not count.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The sales that count.
    pub tally: Tally,
    /// Sales in the experiment that were taken back.
    pub voided: u64,
    /// Sales with a date in doubt: they count, and their week may be wrong.
    pub in_doubt: u64,
    /// Sales dated before the first day of the test or after its last: some clock was wrong, or the dates were changed.
    pub outside: u64,
    /// Events that count nowhere.
    pub left_out: LeftOut,
    /// The experiments of all sales in the store.
    pub seen: BTreeSet<String>,
    /// Sales of the experiment by day, without those dated in doubt or outside.
    days: BTreeMap<Day, u64>,
}

impl Reading {
    /// Reads every sale of a store, under a bar where it takes a while.
    pub fn of(store: &EventStore, id: &str, defined: Option<&Experiment>) -> Result<Self, Failure> {
        let (here, ahead) = (store.terminal(), clock::utc_offset());
        let mut read = Self::default();
        let left_out = each_sale_watched(store, |stored, mut event, taken_back| {
            for other in event.arms.keys() {
                if !read.seen.contains(other) {
                    read.seen.insert(other.clone());
                }
            }
            let Some(arm) = event.arms.remove(id) else { return };
            if taken_back {
                read.voided += 1;
                return;
            }
            // Weeks were drawn by the calendar of the terminal, wherever this is read.
            let day = Day(Moment::of(stored.wall, event.utc_offset_min.unwrap_or(ahead)).day);
            if stored.clock_suspect || day.0 == Moment::IN_DOUBT.day {
                read.in_doubt += 1;
            } else if defined.is_some_and(|one| day < one.from || day > one.to) {
                read.outside += 1;
            } else {
                *read.days.entry(day).or_default() += 1;
            }
            let terminal = stored.terminal();
            let week = week_unit(terminal.as_deref().unwrap_or(here), day);
            read.tally.add_among(&arm, &week, Figures::of(&event), &event.arms);
        })?;
        Ok(Self { left_out, ..read })
    }

    /// The first and the last day.
    pub fn span(&self) -> Option<(Day, Day)> {
        Some((*self.days.keys().next()?, *self.days.keys().next_back()?))
    }

    /// Sales in the test a day, over its last four weeks. `None` before there is a whole day.
    pub fn pace(&self) -> Option<f64> {
        let (first, last) = self.span()?;
        let first = *self.days.range(first.max(Day(last.0 - 27))..).next()?.0;
        let sales: u64 = self.days.range(first..).map(|(_, sales)| sales).sum();
        (first < last).then(|| sales as f64 / f64::from(last.0 - first.0 + 1))
    }
}
