//! What sales are like without the test: from those that are recorded, and from what is given.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::count::many;
use super::super::super::events::each_sale_watched;
use super::super::super::{Exit, Failure, clock};
use super::PlanArgs;
use crate::db::EventStore;
use crate::domain::experiment::Unit;
use crate::domain::experiment::draw::week_unit;
use crate::domain::{Day, Event, Experiment};
use crate::report::experiment::Metric;
use crate::report::experiment::plan::{Base, Clusters};
use crate::report::figures::Figures;
use crate::report::interval::Moments;
use crate::report::measures::Moment;

/// So many days up to the last sale are looked at: long enough for every day of the week, short enough to be like now.
const DAYS: i32 = 56;
/// Fewer sales say nothing.
const LEAST_SALES: u64 = 100;
/// Fewer days say nothing of a week.
const LEAST_DAYS: i32 = 7;

/// What a plan rests on.
#[derive(Debug)]
pub struct Found {
    /// The figures.
    pub base: Base,
    /// The sales they come from, and their first and last day; `None` where all was given.
    pub recorded: Option<(u64, Day, Day)>,
    /// Terminals, for weeks of them.
    pub terminals: Option<f64>,
}

/// The sales of one day.
#[derive(Default)]
struct OfDay {
    sales: u64,
    terminals: BTreeSet<String>,
    /// Of the sales that are as without the test.
    usual: Moments,
    /// The same by week of a terminal.
    weeks: BTreeMap<String, Figures>,
}

/// Finds the figures, or says which are missing.
pub fn find(
    args: &PlanArgs,
    experiment: &Experiment,
    known: &[Experiment],
    store: Option<&EventStore>,
) -> Result<Found, Failure> {
    let metric = Metric::that_decides(experiment);
    let by_week = experiment.unit == Unit::TerminalWeek;
    let days = match store {
        Some(store) => read(store, experiment, known, metric)?,
        None => BTreeMap::new(),
    };
    let seen: u64 = days.values().map(|day| day.sales).sum();
    let last = days.keys().next_back().copied().unwrap_or_default();
    let first = days.keys().find(|day| day.0 > last.0 - DAYS).copied().unwrap_or_default();
    let (mut sales, mut usual) = (0, Moments::default());
    let (mut weeks, mut terminals): (BTreeMap<&str, Figures>, BTreeSet<&str>) = Default::default();
    for day in days.range(first..=last).map(|(_, day)| day) {
        sales += day.sales;
        usual += day.usual;
        terminals.extend(day.terminals.iter().map(String::as_str));
        for (week, figures) in &day.weeks {
            *weeks.entry(week).or_default() += *figures;
        }
    }
    let long = last.0 - first.0 + 1;
    let enough = sales >= LEAST_SALES && long >= LEAST_DAYS;
    let rate = args.rate.or(usual.ratio().filter(|rate| enough && *rate > 0.0));
    let sales_a_day = args.sales_a_day.or(enough.then(|| sales as f64 / f64::from(long)));
    let terminals = args.terminals.or(enough.then_some(terminals.len() as f64)).filter(|_| by_week);
    let (Some(rate), Some(sales_a_day)) = (rate, sales_a_day) else {
        return Err(missing(seen, enough, rate, sales_a_day, metric));
    };
    if by_week && terminals.is_none() {
        return Err(Failure::new(
            Exit::Data,
            "how many terminals sell is not known: a week of each is one observation",
        )
        .hinted("--terminals N says it, --store STORE.db names the store of their sales"));
    }
    let of_add_ons = metric == Metric::AddOns;
    let clusters = terminals.map(|terminals| Clusters { terminals, alike: args.alike });
    let mut base = Base::given(rate, args.deviation, sales_a_day, of_add_ons, clusters);
    // What was recorded knows its variance, and how alike the sales of a week are.
    if args.rate.is_none() && args.deviation.is_none() {
        let mut units = usual;
        if by_week {
            units = Moments::default();
            for figures in weeks.values() {
                let (amount, size) = metric.parts(figures);
                units.add(amount, size);
            }
        }
        let variance = units.variance().filter(|variance| *variance > 0.0);
        base.variance = variance.map_or(base.variance, |variance| variance * units.units);
        base.sales_a_unit = units.x / units.units;
    }
    let recorded = (enough && (args.rate.is_none() || args.sales_a_day.is_none())).then_some((sales, first, last));
    Ok(Found { base, recorded, terminals })
}

fn read(
    store: &EventStore,
    experiment: &Experiment,
    known: &[Experiment],
    metric: Metric,
) -> Result<BTreeMap<Day, OfDay>, Failure> {
    let (here, ahead) = (store.terminal(), clock::utc_offset());
    let control = experiment.arms.first().map(|arm| arm.id.as_str());
    let held_out = |event: &Event| {
        let is_held = |(id, arm): (&String, &String)| {
            let defined = known.iter().find(|one| one.id == *id).and_then(|one| one.arm(arm));
            defined.is_some_and(|arm| arm.changes.is_hold_out())
        };
        event.arms.iter().any(is_held)
    };
    let mut days: BTreeMap<Day, OfDay> = BTreeMap::new();
    each_sale_watched(store, |stored, event, taken_back| {
        let day = Moment::of(stored.wall, event.utc_offset_min.unwrap_or(ahead)).day;
        if taken_back || stored.clock_suspect || day == Moment::IN_DOUBT.day {
            return;
        }
        let of_day = days.entry(Day(day)).or_default();
        of_day.sales += 1;
        let terminal = stored.terminal().unwrap_or_else(|| here.to_owned());
        let arm = event.arms.get(&experiment.id).map(String::as_str);
        if arm.is_none_or(|arm| Some(arm) == control) && !held_out(&event) {
            let figures = Figures::of(&event);
            let (amount, size) = metric.parts(&figures);
            of_day.usual.add(amount, size);
            *of_day.weeks.entry(week_unit(&terminal, Day(day))).or_default() += figures;
        }
        of_day.terminals.insert(terminal);
    })?;
    Ok(days)
}

fn missing(seen: u64, enough: bool, rate: Option<f64>, sales_a_day: Option<f64>, metric: Metric) -> Failure {
    let sales = match seen {
        0 => "no sale is recorded here".to_owned(),
        some if enough => format!("in {} no add-on was accepted", many(some, "sale", "sales")),
        some => format!("only {} here, too few to plan by", many(some, "sale is recorded", "sales are recorded")),
    };
    let what = if metric == Metric::AddOns { "accepted add-ons" } else { "different items" };
    let wanted = [(rate.is_none(), "--rate"), (sales_a_day.is_none(), "--sales-a-day")];
    let wanted: Vec<&str> = wanted.into_iter().filter_map(|(is_missing, flag)| is_missing.then_some(flag)).collect();
    Failure::new(
        Exit::Data,
        format!("{sales}: {} missing", wanted.join(" and ") + if wanted.len() == 1 { " is" } else { " are" }),
    )
    .hinted(format!("for example --rate 0.4 --sales-a-day 120: {what} a sale, and sales a day; or --store STORE.db"))
}
