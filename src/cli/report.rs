//! `goeswith report`: the figures, for people, spreadsheets and programs.

use std::path::PathBuf;

use super::figures::{Figures, Where};
use super::place::Place;
use super::{Exit, Failure, Globals, clock, console};
use crate::domain::Day;
use crate::history::draft::Draft;
use crate::render::report;
use crate::report::by::By;
use crate::report::overview::Question;
use crate::report::rates::LEAST_ASKED;
use crate::report::sums::Span;

/// Say what was asked, what was taken and what it brought
///
/// The sales of this computer, or with --store those of another store: one that `goeswith collect` made has all tills.
/// Without dates the last 28 days, beside the 28 days before and the same weeks of last year.
///
/// Asked are suggestions with a yes or a no; what nobody asked about is never a no. Shares have their 95 % interval, and
/// pairs asked fewer than ten times are not shown. Where a hold-out ran, it is said what advice adds to a sale.
///
/// csv: every row with every column; amounts as 12.90, shares from 0 to 1. json: all of it; amounts in cents.
/// html: one page that needs nothing from elsewhere, with charts, for a mail or the printer.
#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// What one row is
    #[arg(long, value_name = "WHAT", default_value = "pair", value_parser = by(), hide_possible_values = false)]
    by: By,
    /// The first day, as 2026-11-22
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// The last day
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// Everything that was recorded, sales with a date in doubt included
    #[arg(long, conflicts_with_all = ["since", "until"])]
    ever: bool,
    /// How it is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Count the sales of this store, a terminal's or a collected one, instead of those recorded here
    #[arg(long, value_name = "STORE.db")]
    store: Option<PathBuf>,
    /// Show pairs asked so many times or more
    #[arg(long, value_name = "N", default_value_t = LEAST_ASKED, value_parser = clap::value_parser!(i64).range(0..))]
    min_asked: i64,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal
    Table,
    /// For spreadsheets
    Csv,
    /// For programs
    Json,
    /// One page with charts
    Html,
}

/// The words of `--by`.
fn by() -> impl clap::builder::TypedValueParser<Value = By> {
    use clap::builder::{PossibleValuesParser, TypedValueParser as _};
    PossibleValuesParser::new(By::ALL.map(By::word)).map(|word| By::parse(&word).unwrap_or(By::Pair))
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "not a day; write it as 2026-11-22".to_owned())
}

/// A month of whole weeks.
const USUAL: i32 = 28;

/// Runs the command.
pub fn run(args: &ReportArgs, globals: &Globals) -> Result<(), Failure> {
    let place = Place::of(globals)?;
    place.fill_demo()?;
    let Some(figures) = Figures::open(&Where::of(&place, args.store.clone()))? else {
        if let Some(named) = &args.store {
            return Err(Failure::new(Exit::Data, format!("there is no store: {}", named.display()))
                .hinted("`goeswith collect SYNC -o STORE.db` makes one of all tills"));
        }
        console::note("nothing is stored yet");
        return Ok(());
    };
    let today = clock::today();
    let question = Question { least_asked: args.min_asked, ..Question::new(span(args, today)?, args.by, today) };
    let overview = figures.ask(question)?;
    let format = if globals.json { Format::Json } else { args.format };
    let text = figures.sheet(&overview, |sheet| match format {
        Format::Table => report::table(sheet),
        Format::Csv => report::csv(sheet),
        Format::Json => report::json(sheet).to_string() + "\n",
        Format::Html => report::html(sheet),
    });
    if let Format::Csv = format {
        figures.sheet(&overview, |sheet| console::notes(sheet.remarks().into_iter()));
    }
    match &args.output {
        Some(output) => write(output, &text),
        None if format == Format::Json => console::json_lines(&text),
        None => console::text(&text),
    }
}

fn span(args: &ReportArgs, today: Day) -> Result<Span, Failure> {
    if args.ever {
        return Ok(Span::EVER);
    }
    let to = args.until.unwrap_or_else(|| today.max(args.since.unwrap_or(today)));
    let from = args.since.unwrap_or(Span::ending(to, USUAL).from);
    if from > to {
        let message = format!("the last day is before the first: --since {from} --until {to}");
        return Err(Failure::new(Exit::Usage, message).hinted("give the earlier day as --since"));
    }
    Ok(Span { from, to })
}

/// Writes the whole file, or leaves what was there.
pub fn write(output: &std::path::Path, text: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(Exit::NotSaved, format!("{} cannot be written: {error}", output.display()))
            .hinted("free some disk space or check the rights of the folder; what was there is still there")
    };
    let mut draft = Draft::begin(output).map_err(failed)?;
    draft.write(text.as_bytes()).map_err(failed)?;
    draft.finish().map_err(failed)
}
