//! `goeswith experiment plan`: how long a test must run to find an effect of a size.

mod base;
mod show;

use std::path::PathBuf;

use super::super::place::Place;
use super::super::{Failure, Globals, clock, console};
use super::{experiments_of, find, open_store};
use crate::domain::experiment::Unit;
use crate::domain::{Arm, Changes, Day, Experiment};
use crate::report::experiment::Metric;
use crate::report::experiment::plan::{Need, Plan};

/// The effects of the table.
const EFFECTS: [f64; 4] = [0.02, 0.05, 0.1, 0.2];

/// Say how long an A/B test must run to find an effect
///
/// For the rule that judges it: a winner is named on the first day on which it can be, so that the days said are enough with the
/// wanted probability, and often fewer do. Beside it stands what a test takes that is looked at once, on a day fixed before.
///
/// With an ID the test is that of the catalog, with its arms, unit and ramp; without one it has equal arms and begins today. What
/// sales are like comes from those that are recorded (the last eight weeks) or, where it is given, from the options.
#[derive(Debug, clap::Args)]
pub struct PlanArgs {
    /// The experiment's id in shop.toml
    #[arg(value_name = "ID", conflicts_with_all = ["arms", "unit", "hold_out"])]
    id: Option<String>,
    /// The effect to be found, 5% or 0.05 of what the control has; a table of effects where it is left out
    #[arg(long, value_name = "SHARE", value_parser = effect)]
    effect: Option<f64>,
    /// The probability to find it
    #[arg(long, value_name = "P", default_value = "0.8", value_parser = power)]
    power: f64,
    /// Take rate and pace from the sales of this store instead of those recorded here
    #[arg(long, value_name = "STORE.db")]
    store: Option<PathBuf>,
    /// Accepted add-ons a sale; with a hold-out, different items a sale
    #[arg(long, value_name = "N", value_parser = above_zero)]
    rate: Option<f64>,
    /// The standard deviation of that among sales; the square root of the rate where it is left out
    #[arg(long, value_name = "N", value_parser = above_zero)]
    deviation: Option<f64>,
    /// Sales a day, of all terminals together
    #[arg(long, value_name = "N", value_parser = above_zero)]
    sales_a_day: Option<f64>,
    /// Arms, with the control
    #[arg(long, value_name = "N", default_value = "2", value_parser = clap::value_parser!(u8).range(2..=26))]
    arms: u8,
    /// What is drawn: sale or terminal-week
    #[arg(long, value_name = "UNIT", default_value = "sale", value_parser = unit)]
    unit: Unit,
    /// The last arm suggests nothing
    #[arg(long)]
    hold_out: bool,
    /// How many terminals sell, for weeks of terminals
    #[arg(long, value_name = "N", value_parser = above_zero)]
    terminals: Option<f64>,
    /// How alike the sales of one terminal in one week are: their intraclass correlation, 0 to 1
    #[arg(long, value_name = "SHARE", default_value = "0.02", value_parser = share)]
    alike: f64,
}

/// A plan with what it rests on.
struct Planned<'a> {
    experiment: &'a Experiment,
    /// False where nothing of that name is in the catalog.
    named: bool,
    decides: Metric,
    found: &'a base::Found,
    plan: Plan<'a>,
    power: f64,
    needs: Vec<Need>,
}

/// Runs the command.
pub fn run(args: &PlanArgs, globals: &Globals) -> Result<(), Failure> {
    let place = Place::of(globals)?;
    let catalog = match (&place.catalog, &args.id) {
        (None, None) => None,
        _ => Some(place.open_catalog()?),
    };
    let known = experiments_of(catalog.as_ref());
    let experiment = match &args.id {
        Some(id) => find(id, known)?.clone(),
        None => made_up(args, clock::today()),
    };
    let decides = Metric::that_decides(&experiment);
    let store = if args.is_complete(experiment.unit) { None } else { open_store(&place, args.store.as_ref())? };
    let found = base::find(args, &experiment, known, store.as_ref())?;
    let plan = Plan::new(&experiment, found.base, args.power);
    let effects = args.effect.map_or(EFFECTS.to_vec(), |effect| vec![effect]);
    let needs = effects.into_iter().map(|effect| plan.need(effect)).collect();
    let planned = Planned {
        experiment: &experiment,
        named: args.id.is_some(),
        decides,
        found: &found,
        plan,
        power: args.power,
        needs,
    };
    if globals.json {
        return console::json(&show::json(&planned));
    }
    console::out(&show::text(&planned))?;
    for note in show::notes(&planned) {
        console::note(&note);
    }
    Ok(())
}

impl PlanArgs {
    /// True where nothing has to be looked up in sales.
    fn is_complete(&self, unit: Unit) -> bool {
        let weeks = unit == Unit::Sale || self.terminals.is_some();
        self.store.is_none() && self.rate.is_some() && self.sales_a_day.is_some() && weeks
    }
}

/// A test with equal arms that begins on a day and has no end to speak of.
fn made_up(args: &PlanArgs, from: Day) -> Experiment {
    let last = args.arms - 1;
    let arm = |number: u8| Arm {
        id: char::from(b'a' + number).to_string(),
        share: 1.0 / f64::from(args.arms),
        changes: Changes { max: (args.hold_out && number == last).then_some(0), ..Changes::default() },
    };
    Experiment {
        id: "plan".to_owned(),
        unit: args.unit,
        from,
        to: Day(from.0.saturating_add(crate::report::experiment::plan::LONGEST_DAYS)),
        arms: (0..args.arms).map(arm).collect(),
        ramp: Vec::new(),
    }
}

fn effect(text: &str) -> Result<f64, String> {
    let (number, of) = match text.trim().strip_suffix('%') {
        Some(percent) => (percent.trim(), 100.0),
        None => (text.trim(), 1.0),
    };
    let share = number.parse::<f64>().map(|number| number / of);
    // Whoever writes 5 means 5 %, and nobody tests for five times as much.
    share.ok().filter(|share| (0.001..1.0).contains(share)).ok_or_else(|| "not a share like 5% or 0.05".to_owned())
}

fn power(text: &str) -> Result<f64, String> {
    let found = text.parse().ok().filter(|power| (0.5..=0.99).contains(power));
    found.ok_or_else(|| "not a probability from 0.5 to 0.99".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "not a share from 0 to 1".to_owned())
}

fn above_zero(text: &str) -> Result<f64, String> {
    let found = text.parse().ok().filter(|number: &f64| *number > 0.0 && *number <= 1e9);
    found.ok_or_else(|| "not a number above 0".to_owned())
}

fn unit(text: &str) -> Result<Unit, String> {
    Unit::parse(text).ok_or_else(|| "not one of sale, terminal-week".to_owned())
}
