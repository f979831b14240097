//! `goeswith pairs`: what a person at head office decides about mined pairs, on a screen, as a table, and for scripts.

mod decide;
mod list;
mod review;

use std::path::{Path, PathBuf};

use super::check::folder;
use super::count::wrong_rows;
use super::{Exit, Failure, Globals, clock, console};
use crate::catalog::decide::NotSaved;
use crate::catalog::review::{FILE, Review, read};
use crate::catalog::watch::Unwatched;
use crate::catalog::{Gravity, Problem};
use crate::tui::review::Desk;

/// Decide about mined pairs
///
/// What sells together stands in SOURCE/pairs.csv, which `goeswith mine` writes. Accepted pairs come into the next
/// catalog with the kind and the sentences written for them, rejected ones never come up again. The same can be written
/// with a spreadsheet: into the columns decision (accepted or rejected), kind, ask and say.
#[derive(Debug, clap::Subcommand)]
pub enum PairsCommand {
    /// Go through the pairs on a screen: accept, reject, write what to ask and to say
    ///
    /// The most convincing come first: those bought together at least twice as often as by chance, then those a little
    /// more often, then those that links.csv has already; within each the most significant (log-likelihood ratio). Pairs
    /// with too few sales (`min_pair_count` in shop.toml), no more than chance, or two variants of one item are shown only
    /// among all. Every decision is written to pairs.csv at once.
    Review(ReviewArgs),
    /// Print them as a table, in the same order
    List(list::ListArgs),
    /// Accept a pair
    Accept(decide::AcceptArgs),
    /// Reject a pair
    Reject(decide::RejectArgs),
}

/// Arguments of `goeswith pairs review`.
#[derive(Debug, clap::Args)]
pub struct ReviewArgs {
    /// The folder with shop.toml, items.csv and pairs.csv
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
}

/// Runs it.
pub fn run(command: &PairsCommand, globals: &Globals) -> Result<(), Failure> {
    match command {
        PairsCommand::Review(args) => review::run(&args.source, globals),
        PairsCommand::List(args) => list::run(args, globals),
        PairsCommand::Accept(args) => decide::accept(args),
        PairsCommand::Reject(args) => decide::reject(args),
    }
}

/// Reads a source, or says everything that is in the way.
fn open(source: &Path) -> Result<Review, Failure> {
    folder(source)?;
    if !source.join(FILE).exists() {
        let hint = format!(
            "`goeswith mine` finds pairs in your sales: goeswith mine SALES.csv -o {}",
            source.join(FILE).display()
        );
        return Err(Failure::new(Exit::Data, format!("no {FILE} in {}", source.display())).hinted(hint));
    }
    let read = read(source, clock::today(), &mut Unwatched);
    let (review, problems) = read.ok_or_else(|| Failure::new(Exit::Interrupted, "stopped; nothing was written"))?;
    let is_error = |problem: &&Problem| problem.gravity == Gravity::Error;
    for problem in problems.list().iter().filter(is_error) {
        console::note(&problem.to_string());
    }
    if problems.any_error() {
        return Err(Failure::new(Exit::Data, format!("pairs not opened: {}", wrong_rows(&problems)))
            .hinted("fix this first; nothing was written"));
    }
    Ok(review)
}

/// What is to be decided about, of all that was read.
fn desk(review: Review) -> Desk {
    Desk { partners: review.partners, proposals: review.proposals, written: review.written }
}

fn not_saved(error: &NotSaved) -> Failure {
    Failure::new(Exit::NotSaved, format!("not saved: {error}"))
        .hinted("close the file where it is open, check the rights of the folder, and try again; the file is as it was")
}
