//! The command line as clap reads it. The comments here are the text of `--help`.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// What truly goes with the item on the counter, offline
#[derive(Debug, Parser)]
#[command(name = "goeswith", bin_name = "goeswith", version, max_term_width = 100)]
pub struct Args {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub globals: Globals,
    #[command(subcommand)]
    #[allow(missing_docs)]
    pub command: Option<Command>,
}

/// The heading of [`Globals`] in `--help`.
const EVERYWHERE: &str = "Options of all commands";

/// What every command understands where it makes sense.
#[derive(Debug, Default, clap::Args)]
pub struct Globals {
    /// Use this snapshot instead of the installed catalog
    #[arg(long, global = true, value_name = "FILE", help_heading = EVERYWHERE)]
    pub catalog: Option<PathBuf>,
    /// Use the sample shop, in a throw-away directory
    #[arg(long, global = true, conflicts_with = "catalog", help_heading = EVERYWHERE)]
    pub demo: bool,
    /// Keep everything in this directory instead of the usual places
    #[arg(long, global = true, value_name = "DIR", env = "GOESWITH_DATA_DIR", hide_env_values = true, help_heading = EVERYWHERE)]
    pub data_dir: Option<PathBuf>,
    /// Use this sync folder instead of the one in settings.toml
    #[arg(long, global = true, value_name = "DIR", help_heading = EVERYWHERE)]
    pub sync_dir: Option<PathBuf>,
    /// Print JSON for programs
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub json: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
#[allow(missing_docs)]
pub enum Command {
    /// Open the sale screen (the same as no command)
    Sell(super::sell::SellArgs),
    /// Print the add-ons that go with items
    Suggest(super::suggest::SuggestArgs),
    /// Find items by what staff would type
    Search(super::search::SearchArgs),
    /// Say what a scanned text means
    Scan(super::scan::ScanArgs),
    Feed(super::feed::FeedArgs),
    Init(super::init::InitArgs),
    /// Make, check, describe and install catalogs
    #[command(subcommand)]
    Catalog(CatalogCommand),
    /// A store's own prices, stock and shelves
    #[command(subcommand)]
    Stock(super::stock::StockCommand),
    /// Customers who agreed to have their card linked
    #[command(subcommand)]
    Customers(super::customers::CustomersCommand),
    Import(super::import::ImportArgs),
    Mine(super::mine::MineArgs),
    Evaluate(super::evaluate::EvaluateArgs),
    #[command(subcommand)]
    Pairs(super::pairs::PairsCommand),
    Record(super::record::RecordArgs),
    Export(super::export::ExportArgs),
    Collect(super::collect::CollectArgs),
    Fleet(super::fleet::FleetArgs),
    FollowUp(super::follow_up::FollowUpArgs),
    Outcomes(super::outcomes::OutcomesArgs),
    /// Links for shop systems
    #[command(subcommand)]
    Links(super::links::LinksCommand),
    Forget(super::forget::ForgetArgs),
    Report(super::report::ReportArgs),
    Sentences(super::sentences::SentencesArgs),
    /// List the A/B tests of the catalog, and say what can be said of one
    #[command(subcommand)]
    Experiment(super::experiment::ExperimentCommand),
    /// Print the keys and the file that changes them
    Keys(super::keys::KeysArgs),
    Sync(super::sync::SyncArgs),
    Trust(super::trust::TrustArgs),
    /// Say what is sold from, what is stored, and what is wrong
    Status(super::status::StatusArgs),
    Completions(super::completions::CompletionsArgs),
    Man(super::man::ManArgs),
    Doctor(super::doctor::DoctorArgs),
}

/// The commands about catalogs.
#[derive(Debug, Subcommand)]
#[allow(missing_docs)]
pub enum CatalogCommand {
    /// Make a snapshot from a folder of spreadsheets
    Build(super::build::BuildArgs),
    /// Say everything that is wrong with a folder of spreadsheets
    Check(super::check::CheckArgs),
    /// Describe a snapshot
    Info(super::info::InfoArgs),
    /// Put a snapshot into use on this computer
    Install(super::install::InstallArgs),
    Publish(super::publish::PublishArgs),
    Verify(super::verify::VerifyArgs),
    Diff(super::diff::DiffArgs),
    Explain(super::explain_pair::ExplainArgs),
    Export(super::source::SourceArgs),
}
