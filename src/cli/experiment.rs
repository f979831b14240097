//! `goeswith experiment`: the A/B tests of the catalog, and what can be said of one from the sales that were recorded.

mod json;
mod plan;
mod reading;
mod text;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::place::Place;
use super::{Exit, Failure, Globals, clock, console};
use crate::db::{self, Catalog, EventStore};
use crate::domain::text::clean;
use crate::domain::{Changes, Currency, Experiment};
use crate::report::experiment::Report;
use crate::report::experiment::overlap::Overlap;
use crate::report::ledger::Keep;
use crate::report::measures::Dimension;
use crate::report::sums::{Span, Sums as _};
use reading::Reading;

/// The commands about A/B tests.
#[derive(Debug, clap::Subcommand)]
pub enum ExperimentCommand {
    /// List the A/B tests of the catalog
    List(ListArgs),
    Show(ShowArgs),
    Plan(plan::PlanArgs),
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
/// zero out, which without any effect happens in at most one test of twenty, over all arms together. Until then it says about
/// how many more sales that takes. Smaller baskets and more noes are watched in the same way, and said aloud. Where the unit is
/// the terminal's week, weeks are counted and not sales.
///
/// Every sale is read, since intervals need each: a year of a chain, ten million events, takes about a minute, under a bar.
///
/// Sales taken back are left out. A sale counts in the arm that was recorded with it. Of a test that the catalog no longer has,
/// or of an arm that is gone, the figures are those of the recorded sales.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The experiment's id in shop.toml
    #[arg(value_name = "ID")]
    id: String,
    /// Look at the sales of this store instead of those recorded here
    #[arg(long, value_name = "STORE.db")]
    store: Option<PathBuf>,
}

/// What is shown of one experiment.
struct Shown<'a> {
    experiment: &'a Experiment,
    /// True where the catalog does not have it, and it is put together from the sales.
    gone: bool,
    report: &'a Report,
    overlaps: &'a [Overlap],
    reading: &'a Reading,
}

/// Runs it.
pub fn run(command: &ExperimentCommand, globals: &Globals) -> Result<(), Failure> {
    match command {
        ExperimentCommand::List(args) => list(args, globals),
        ExperimentCommand::Show(args) => show(args, globals),
        ExperimentCommand::Plan(args) => plan::run(args, globals),
    }
}

fn list(args: &ListArgs, globals: &Globals) -> Result<(), Failure> {
    let place = Place::of(globals)?;
    let catalog = place.open_catalog()?;
    let experiments = &catalog.shop().experiments;
    let sales = match open_store(&place, args.store.as_ref())? {
        Some(store) => sales_by_arm(&store)?,
        None => BTreeMap::new(),
    };
    let today = clock::today();
    if globals.json {
        return console::json(&json::list(experiments, today, &sales));
    }
    if experiments.is_empty() {
        console::note("the catalog has no experiment; [[experiment]] in shop.toml defines one");
    } else {
        console::out(&text::list(experiments, today, &sales))?;
    }
    for (id, arms) in sales.iter().filter(|(id, _)| experiments.iter().all(|one| one.id != **id)) {
        let count: u64 = arms.values().sum();
        console::note(&format!("sales of an experiment that this catalog does not have: {}, {count}", clean(id).text));
    }
    Ok(())
}

/// Sales by experiment and arm, from the figures that are kept: a year of a chain is read in no time.
fn sales_by_arm(store: &EventStore) -> Result<BTreeMap<String, BTreeMap<String, u64>>, Failure> {
    let mut sales: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    let figures = store.figures("", clock::utc_offset(), &Keep::default())?;
    for (key, count) in figures.sales_by_key(Dimension::Arm, Span::EVER)? {
        if let (Some((experiment, arm)), Ok(count)) = (key.split_once('='), u64::try_from(count)) {
            *sales.entry(experiment.to_owned()).or_default().entry(arm.to_owned()).or_default() += count;
        }
    }
    Ok(sales)
}

fn show(args: &ShowArgs, globals: &Globals) -> Result<(), Failure> {
    let place = Place::of(globals)?;
    let catalog = place.catalog.as_ref().map(|_| place.open_catalog()).transpose()?;
    let known = experiments_of(catalog.as_ref());
    let defined = known.iter().find(|one| one.id == args.id);
    let store = open_store(&place, args.store.as_ref())?;
    let reading = match &store {
        Some(store) => Reading::of(store, &args.id, defined)?,
        None => Reading::default(),
    };
    let gone = defined.is_none();
    if gone && reading.tally.sales() == 0 {
        return find(&args.id, known).map(drop).map_err(|error| nowhere(error, catalog.is_some(), &reading));
    }
    let from_sales = || {
        let (from, to) = reading.span().unwrap_or((clock::today(), clock::today()));
        reading.tally.gone(&args.id, from, to)
    };
    let experiment = defined.cloned().unwrap_or_else(from_sales);
    let mut report = reading.tally.report(&experiment);
    // Nobody knows which shares the arms of a definition that is gone had.
    report.shares_are_off &= !gone;
    let overlaps = reading.tally.overlaps(&experiment, known);
    let shown = Shown { experiment: &experiment, gone, report: &report, overlaps: &overlaps, reading: &reading };
    let today = clock::today();
    if globals.json {
        return console::json(&json::show(&shown, today));
    }
    let words = crate::words::Words::new("en");
    let currency =
        catalog.as_ref().map_or(Currency { code: String::new(), exponent: 2 }, |one| one.shop().currency.clone());
    let money = |amount| words.money(&currency, amount);
    let shop = text::Shop { money: &money, currency: &currency.code };
    console::out(&text::show(&shown, today, &shop))?;
    for note in text::notes(&shown, &shop) {
        console::note(&note);
    }
    Ok(())
}

/// The experiments of a catalog, where there is one.
fn experiments_of(catalog: Option<&Catalog>) -> &[Experiment] {
    catalog.map_or(&[], |catalog| &catalog.shop().experiments)
}

/// Neither the catalog nor a sale has it: what there is instead.
fn nowhere(error: Failure, has_catalog: bool, reading: &Reading) -> Failure {
    let error = if has_catalog {
        error
    } else {
        Failure::new(Exit::Data, "no catalog is installed, and no recorded sale is in such an experiment")
            .hinted("--catalog FILE names a catalog, --store STORE.db a store of sales")
    };
    if reading.seen.is_empty() {
        return error;
    }
    let seen: Vec<String> = reading.seen.iter().map(|id| clean(id).text).collect();
    error.hinted(format!("recorded sales are in {}", seen.join(", ")))
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
