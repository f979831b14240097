//! `goeswith experiment`: the A/B tests of the catalog, and what can be said of one from the sales that were recorded.

mod json;
mod text;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::events::each_sale;
use super::place::Place;
use super::{Exit, Failure, Globals, clock, console};
use crate::db::{self, EventStore};
use crate::domain::experiment::draw::week_unit;
use crate::domain::text::clean;
use crate::domain::{Changes, Experiment};
use crate::report::experiment::Tally;
use crate::report::figures::Figures;

/// The commands about A/B tests.
#[derive(Debug, clap::Subcommand)]
pub enum ExperimentCommand {
    /// List the A/B tests of the catalog
    List(ListArgs),
    Show(ShowArgs),
}

/// Arguments of `goeswith experiment list`.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Count the sales of this store instead of those recorded here
    #[arg(long, value_name = "STORE.db")]
    store: Option<PathBuf>,
}

/// Say what came of an A/B test so far
///
/// Every arm is compared with the first, the control, by accepted add-ons a sale; where an arm is a hold-out (max = 0),
/// by different items a sale. Look as often as you like: a winner is named only where the interval for every look leaves
/// zero out, which without any effect happens in at most one test of twenty. Until then it says about how many more
/// sales that takes. Where the unit is the terminal's week, weeks are counted and not sales.
///
/// Sales taken back are left out. A sale counts in the arm that was recorded with it.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The experiment's id in shop.toml
    #[arg(value_name = "ID")]
    id: String,
    /// Look at the sales of this store instead of those recorded here
    #[arg(long, value_name = "STORE.db")]
    store: Option<PathBuf>,
}

/// What was read of a store, and what could not count.
#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    /// Sales in the experiment that were taken back.
    voided: u64,
    /// Events that can no longer be read.
    damaged: u64,
    /// Sales with a date in doubt: they count, and their week may be wrong.
    in_doubt: u64,
}

/// Runs it.
pub fn run(command: &ExperimentCommand, globals: &Globals) -> Result<(), Failure> {
    match command {
        ExperimentCommand::List(args) => list(args, globals),
        ExperimentCommand::Show(args) => show(args, globals),
    }
}

fn list(args: &ListArgs, globals: &Globals) -> Result<(), Failure> {
    let place = Place::of(globals)?;
    let catalog = place.open_catalog()?;
    let experiments = &catalog.shop().experiments;
    let mut sales: BTreeMap<String, u64> = BTreeMap::new();
    if let Some(store) = open_store(&place, args.store.as_ref())? {
        each_sale(&store, |_, event, taken_back| {
            for id in event.arms.into_keys().filter(|_| !taken_back) {
                *sales.entry(id).or_default() += 1;
            }
        })?;
    }
    let today = clock::today();
    if globals.json {
        return console::json(&json::list(experiments, today, &sales));
    }
    if experiments.is_empty() {
        console::note("the catalog has no experiment; [[experiment]] in shop.toml defines one");
    } else {
        console::out(&text::list(experiments, today, &sales))?;
    }
    for (id, count) in sales.iter().filter(|(id, _)| experiments.iter().all(|one| one.id != **id)) {
        console::note(&format!("sales of an experiment that this catalog does not have: {}, {count}", clean(id).text));
    }
    Ok(())
}

fn show(args: &ShowArgs, globals: &Globals) -> Result<(), Failure> {
    let place = Place::of(globals)?;
    let catalog = place.open_catalog()?;
    let experiment = find(&args.id, &catalog.shop().experiments)?;
    let mut tally = Tally::new(experiment);
    let mut reading = Reading::default();
    if let Some(store) = open_store(&place, args.store.as_ref())? {
        reading = count(&store, experiment, &mut tally)?;
    }
    let report = tally.report();
    let today = clock::today();
    if globals.json {
        return console::json(&json::show(experiment, today, &report, reading));
    }
    let words = crate::words::Words::new("en");
    let money = |amount| words.money(&catalog.shop().currency, amount);
    let shop = text::Shop { money: &money, currency: &catalog.shop().currency.code };
    console::out(&text::show(experiment, today, &report, &shop))?;
    for note in text::notes(&report, reading, &catalog.shop().currency.code) {
        console::note(&note);
    }
    Ok(())
}

/// The store that is named, or the one here; `None` where nothing was recorded here yet.
fn open_store(place: &Place, named: Option<&PathBuf>) -> Result<Option<EventStore>, Failure> {
    place.fill_demo()?;
    let path = named.cloned().unwrap_or_else(|| place.store_file());
    match EventStore::open_read_only(&path) {
        Err(db::Error::Missing(_)) if named.is_none() => Ok(None),
        other => Ok(Some(other?)),
    }
}

fn count(store: &EventStore, experiment: &Experiment, tally: &mut Tally<'_>) -> Result<Reading, Failure> {
    let here = store.terminal();
    let mut reading = Reading::default();
    let damaged = each_sale(store, |stored, event, taken_back| {
        let Some(arm) = event.arms.get(&experiment.id) else { return };
        if taken_back {
            reading.voided += 1;
            return;
        }
        let terminal = stored.terminal();
        let week = week_unit(terminal.as_deref().unwrap_or(here), clock::day_of(stored.wall));
        reading.in_doubt += u64::from(stored.clock_suspect);
        tally.add(arm, &week, Figures::of(&event));
    })?;
    Ok(Reading { damaged, ..reading })
}

/// What the arms named as `EXPERIMENT=ARM` change.
pub fn changes(named: &[String], experiments: &[Experiment]) -> Result<Vec<Changes>, Failure> {
    let id = |named: &str| named.split_once('=').map_or(String::new(), |(id, _)| id.to_owned());
    if let Some(twice) =
        named.iter().enumerate().find(|(place, one)| named[..*place].iter().any(|other| id(other) == id(one)))
    {
        let message = format!("--arm names an experiment twice: {}", twice.1);
        return Err(Failure::new(Exit::Usage, message).hinted("a sale is in one arm of an experiment"));
    }
    named.iter().map(|one| named_arm(one, experiments)).collect()
}

fn named_arm(named: &str, experiments: &[Experiment]) -> Result<Changes, Failure> {
    let (id, arm) = named.split_once('=').ok_or_else(|| {
        Failure::new(Exit::Usage, format!("--arm is not EXPERIMENT=ARM: {named}")).hinted("for example --arm wording=b")
    })?;
    let experiment = find(id, experiments)?;
    let known = || experiment.arms.iter().map(|arm| arm.id.as_str()).collect::<Vec<_>>().join(", ");
    let found = experiment.arm(arm).ok_or_else(|| {
        Failure::new(Exit::Data, format!("{id} has no such arm: {arm}")).hinted(format!("its arms are {}", known()))
    })?;
    Ok(found.changes.clone())
}

/// The experiment of that id, or what there is instead.
fn find<'e>(id: &str, experiments: &'e [Experiment]) -> Result<&'e Experiment, Failure> {
    experiments.iter().find(|one| one.id == id).ok_or_else(|| {
        let known: Vec<&str> = experiments.iter().map(|one| one.id.as_str()).collect();
        let hint = match known.as_slice() {
            [] => "it has none; [[experiment]] in shop.toml defines one".to_owned(),
            known => format!("it has {}", known.join(", ")),
        };
        Failure::new(Exit::Data, format!("the catalog has no such experiment: {id}")).hinted(hint)
    })
}
