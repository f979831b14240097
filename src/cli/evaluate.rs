//! `goeswith evaluate SOURCE`: how good the suggestions would have been on later baskets, beside the methods everybody
//! knows.

mod text;

use std::path::{Path, PathBuf};

use serde_json::json;

use super::progress::Progress;
use super::{Exit, Failure, Globals, console, mine};
use crate::catalog;
use crate::domain::Day;
use crate::domain::watch::{Step, Watch as _};
use crate::history::{self, Memory};
use crate::learn::evaluate::{Evaluation, Plan, evaluate};
use crate::learn::{Goods, Likeness};
use crate::mine::{Baskets, MAX_BASKET};
use crate::rank::Rules;
use crate::report::interval::wilson;
use crate::sheet::Problems;

/// Say how good suggestions would have been on later baskets
///
/// SOURCE is a folder of spreadsheets with sales/, or files of sales, or a store of this program (store.db); without the
/// folder nothing is known of names and categories. Everything is learned from the earlier baskets, four fifths of them,
/// and held against the later ones: which add-ons it would have found for one item, and for a basket with one item
/// hidden. Nothing is written.
#[derive(Debug, clap::Args)]
pub struct EvaluateArgs {
    /// The folder with shop.toml, items.csv and sales/, or files of sales
    #[arg(value_name = "SOURCE", required = true)]
    source: Vec<PathBuf>,
    /// Learn from the baskets before this day, instead of from the first four fifths
    #[arg(long, value_name = "DATE", value_parser = day)]
    split: Option<Day>,
    /// Ask at most so many questions of each kind
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    questions: u64,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "no date like 2026-11-22".to_owned())
}

/// Fewer later baskets with something to find than this say nothing.
const LEAST_QUESTIONS: u64 = 1;
/// A terminal that has room for a picture.
const LEAST_WIDTH: usize = 100;

/// Evaluates.
pub fn run(args: &EvaluateArgs, globals: &Globals) -> Result<(), Failure> {
    let mut progress = Progress::start();
    let read = match args.source.as_slice() {
        [folder] if folder.is_dir() && folder.join("shop.toml").exists() => of_source(folder, &mut progress)?,
        files => of_sales(files, &mut progress)?,
    };
    progress.step(Step::Evaluate, 0);
    let plan = Plan { split: args.split, questions: args.questions as usize, rules: read.rules };
    let evaluation = evaluate(&read.baskets, &read.goods, &plan, &mut |_| progress.at(0));
    progress.finish();
    let evaluation = evaluation.ok_or_else(|| Failure::new(Exit::Interrupted, "stopped"))?;
    let asked: u64 = evaluation.outcomes.iter().map(|outcome| outcome.all.questions).max().unwrap_or(0);
    if asked < LEAST_QUESTIONS || evaluation.earlier.baskets == 0 {
        return Err(too_short(&evaluation));
    }
    if globals.json {
        return console::json(&as_json(&evaluation));
    }
    console::out(&text::of(&evaluation))?;
    if let Some(width) = console::width().filter(|width| *width >= LEAST_WIDTH) {
        console::out(&text::weeks(&evaluation, width))?;
    }
    for note in text::notes(&evaluation) {
        console::note(&note);
    }
    Ok(())
}

/// What was read, whatever it was read from.
struct Read {
    baskets: Baskets,
    goods: Goods,
    rules: Rules,
}

fn of_source(folder: &Path, progress: &mut Progress) -> Result<Read, Failure> {
    let (source, problems) = catalog::source::read(folder, super::clock::today(), progress)
        .ok_or_else(|| Failure::new(Exit::Interrupted, "stopped"))?;
    progress.pause();
    say(&problems, "not evaluated")?;
    let goods = catalog::goods(&source.items);
    let baskets = source.baskets.ok_or_else(|| {
        Failure::new(Exit::Data, format!("no sales in this source: {}", folder.join("sales").display()))
            .hinted("put files of sales there, or give them instead of the folder")
    })?;
    Ok(Read { baskets, goods, rules: source.shop.rules })
}

fn of_sales(files: &[PathBuf], progress: &mut Progress) -> Result<Read, Failure> {
    let sources = mine::sources(files)?;
    let mut problems = Problems::default();
    let read = history::read(&sources, Memory::unlimited(), &mut problems, progress);
    let history = read.map_err(mine::not_read)?;
    let skus = history.skus();
    let (numbers, unknown) =
        history.numbers(|sku| skus.binary_search(sku).ok().and_then(|place| u32::try_from(place).ok()));
    let baskets = history.baskets(&numbers, MAX_BASKET, &mut problems).map_err(mine::not_read)?;
    mine::say_unknown(&unknown, &mut problems);
    progress.pause();
    problems.sort();
    say(&problems, "not evaluated")?;
    let goods = Goods { category: vec![None; skus.len()], parent: Vec::new(), likeness: Likeness::default() };
    Ok(Read { baskets, goods, rules: Rules::default() })
}

fn say(problems: &Problems, what: &str) -> Result<(), Failure> {
    for problem in problems.list() {
        console::note(&problem.to_string());
    }
    if problems.any_error() {
        let message = format!("{what}: {}", super::count::wrong_rows(problems));
        return Err(Failure::new(Exit::Data, message).hinted("fix what is marked error"));
    }
    Ok(())
}

fn too_short(evaluation: &Evaluation) -> Failure {
    let (earlier, later) = (evaluation.earlier.baskets, evaluation.later.baskets);
    let message = format!(
        "this history is too short to evaluate: {earlier} baskets to learn from, {later} to be held against, none of them \
         with two items"
    );
    Failure::new(Exit::Data, message).hinted("give more sales, or another day with --split")
}

fn as_json(evaluation: &Evaluation) -> serde_json::Value {
    let figures = |figures: &crate::learn::evaluate::Figures| {
        let n = figures.questions;
        let hit = |hits: u64| wilson(hits, n).map(|share| json!([share.value, share.low, share.high]));
        json!({
            "questions": n,
            "hit@1": hit(figures.hits[0]), "hit@3": hit(figures.hits[1]), "hit@5": hit(figures.hits[2]),
            "recall@3": figures.recall_3, "ndcg@3": figures.ndcg[0], "ndcg@5": figures.ndcg[1], "mrr": figures.mrr,
            "answered": figures.answered, "different_items": figures.different,
        })
    };
    let outcomes: Vec<serde_json::Value> = evaluation
        .outcomes
        .iter()
        .map(|outcome| {
            json!({
                "task": outcome.task, "method": outcome.method,
                "all": figures(&outcome.all), "without_staples": figures(&outcome.without_staples),
            })
        })
        .collect();
    json!({
        "earlier": evaluation.earlier, "later": evaluation.later, "staples": evaluation.staples,
        "parameters": evaluation.estimate.parameters, "calibration": evaluation.estimate.calibration,
        "outcomes": outcomes, "promises": evaluation.promises, "shuffled": evaluation.shuffled,
        "weeks": evaluation.weeks,
    })
}
