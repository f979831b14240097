//! The composition root: one file a subcommand, the only printer, and the one place that turns an error into an exit
//! code. It reads the clock, the environment and the directories, and hands them down as arguments.

pub mod advise;
mod args;
mod catalog;
mod chain_key;
mod clock;
mod console;
mod count;
mod courier;
pub mod demo;
mod drawn;
mod events;
mod failure;
mod fault;
mod lines;
mod listen;
mod machine;
mod problems;
mod progress;

mod build;
mod check;
mod collect;
mod completions;
mod customers;
mod diff;
mod doctor;
mod evaluate;
mod experiment;
mod explain;
mod explain_pair;
mod export;
mod face;
mod feed;
pub mod figures;
pub mod finder;
mod fleet;
mod follow_up;
mod forget;
mod hand_over;
mod heard;
mod import;
mod info;
mod init;
mod install;
mod keys;
mod links;
mod man;
mod mine;
mod outcomes;
mod pairs;
pub mod place;
mod publish;
mod record;
mod repair;
pub mod report;
pub mod reporter;
mod scan;
pub mod search;
pub mod sell;
mod sentences;
mod source;
mod status;
mod stock;
mod suggest;
mod sync;
mod trial;
mod trust;
mod unknown;
mod verify;
mod visit;
mod why;
pub mod worker;

pub use args::{Args, Command, Globals};
pub use failure::{Exit, Failure};

use clap::Parser as _;
use std::process::ExitCode;

/// Runs the program: reads the arguments, does what they say, prints what went wrong and picks the exit code.
pub fn main() -> ExitCode {
    fault::keep();
    place::survive_size_limits();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return console::usage(&error),
    };
    let ended = fault::caught(|| run(&args));
    // One on another thread, which the command outlived.
    let fault = fault::failure().map(|failure| console::fail(&failure));
    match ended {
        Ok(()) => fault.unwrap_or(ExitCode::SUCCESS),
        Err(failure) => console::fail(&failure),
    }
}

fn run(args: &Args) -> Result<(), Failure> {
    let globals = &args.globals;
    match &args.command {
        None => sell::run(&sell::SellArgs::default(), globals),
        Some(Command::Sell(args)) => sell::run(args, globals),
        Some(Command::Keys(args)) => keys::run(args, globals),
        Some(Command::Init(args)) => init::run(args, globals),
        Some(Command::Catalog(command)) => match command {
            args::CatalogCommand::Build(args) => build::run(args, globals),
            args::CatalogCommand::Check(args) => check::run(args, globals),
            args::CatalogCommand::Info(args) => info::run(args, globals),
            args::CatalogCommand::Install(args) => install::run(args, globals),
            args::CatalogCommand::Publish(args) => publish::run(args, globals),
            args::CatalogCommand::Explain(args) => explain_pair::run(args, globals),
            args::CatalogCommand::Diff(args) => diff::run(args, globals),
            args::CatalogCommand::Export(args) => source::run(args, globals),
            args::CatalogCommand::Verify(args) => verify::run(args, globals),
        },
        Some(Command::Stock(command)) => stock::run(command, globals),
        Some(Command::Customers(command)) => customers::run(command, globals),
        Some(Command::Import(args)) => import::run(args, globals),
        Some(Command::Mine(args)) => mine::run(args, globals),
        Some(Command::Pairs(command)) => pairs::run(command, globals),
        Some(Command::Suggest(args)) => suggest::run(args, globals),
        Some(Command::Search(args)) => search::run(args, globals),
        Some(Command::Scan(args)) => scan::run(args, globals),
        Some(Command::Feed(args)) => feed::run(args, globals),
        Some(Command::Evaluate(args)) => evaluate::run(args, globals),
        Some(Command::Record(args)) => record::run(args, globals),
        Some(Command::Export(args)) => export::run(args, globals),
        Some(Command::Fleet(args)) => fleet::run(args, globals),
        Some(Command::FollowUp(args)) => follow_up::run(args, globals),
        Some(Command::Outcomes(args)) => outcomes::run(args, globals),
        Some(Command::Links(command)) => links::run(command, globals),
        Some(Command::Forget(args)) => forget::run(args, globals),
        Some(Command::Sentences(args)) => sentences::run(args, globals),
        Some(Command::Report(args)) => report::run(args, globals),
        Some(Command::Collect(args)) => collect::run(args, globals),
        Some(Command::Experiment(command)) => experiment::run(command, globals),
        Some(Command::Sync(args)) => sync::run(args, globals),
        Some(Command::Trust(args)) => trust::run(args, globals),
        Some(Command::Status(args)) => status::run(args, globals),
        Some(Command::Completions(args)) => completions::run(args),
        Some(Command::Man(args)) => man::run(args),
        Some(Command::Doctor(args)) => doctor::run(args, globals),
    }
}
