//! `goeswith customers publish`: whose cards may be linked goes out to the counters, as pseudonyms.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use serde::Serialize;

use super::count::{many, wrong_rows};
use super::events::each_sale;
use super::stock::input;
use super::{Exit, Failure, Globals, chain_key, console};
use crate::catalog::{Problems, customers as csv};
use crate::db::EventStore;
use crate::domain::{Day, Sku};
use crate::report::due::{Rhythm, rhythms};
use crate::report::measures::Moment;
use crate::sync::{customers, erase};
use crate::travel::customers::{Bought, MOST_BYTES, MOST_WORDS, Row, write};
use crate::travel::{MOST, digest};

/// Customers who agreed to have their card linked
#[derive(Debug, clap::Subcommand)]
pub enum CustomersCommand {
    /// Publish which cards may be linked, with their segments, as pseudonyms
    Publish(PublishArgs),
}

/// Publish which cards may be linked, with their segments, as pseudonyms
///
/// FILE is a CRM's CSV: `token` (the number of the card), `consent` (yes or no) and, where there are any, `segments` and
/// `preferences` (words with | between; a preference that is a context of the shop is switched on when the card is linked).
/// No other column is looked at. Customers without consent are counted and written nowhere, and neither is any token: the
/// list holds what each is under the chain's key. Everything that is wrong is listed with line and column, and then nothing
/// is published. Whoever was to be forgotten is left out. The list gets the next number in DIR/customers; the last three
/// stay there.
#[derive(Debug, clap::Args)]
pub struct PublishArgs {
    /// The CSV file, `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The sync folder; created when missing
    #[arg(long, value_name = "SYNC")]
    to: PathBuf,
    /// The chain's key, a file that IT copied by hand: at least 32 characters
    #[arg(long, value_name = "KEYFILE")]
    key: PathBuf,
    /// Sign it with this secret key of minisign; its password is asked for, or taken from `GOESWITH_SIGN_PASSWORD`
    #[arg(long, value_name = "KEYFILE")]
    sign: Option<PathBuf>,
    /// The chain, where the sync folder has no catalog that says it
    #[arg(long, value_name = "ID", value_parser = super::forget::chain_id)]
    chain: Option<String>,
    /// Say with each customer what is bought again and again, from the sales of this store, a collected one: counters know
    /// their own alone, and those for some months
    #[arg(long, value_name = "STORE.db")]
    events: Option<PathBuf>,
    /// Give it this number at least, where counters know higher ones than the folder does
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true, value_parser = clap::value_parser!(u64).range(1..=MOST))]
    number: u64,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Told {
    number: u64,
    file: String,
    customers: usize,
    without_consent: usize,
    forgotten: usize,
    not_read: Vec<String>,
    bytes: usize,
    sha256: String,
    signed: bool,
    warnings: usize,
}

/// Runs a command about customers.
pub fn run(command: &CustomersCommand, globals: &Globals) -> Result<(), Failure> {
    let CustomersCommand::Publish(args) = command;
    let key = chain_key::open(&args.key)?;
    let chain = super::forget::chain(args.chain.as_deref(), &args.to)?;
    let signer = args.sign.as_deref().map(super::publish::signer).transpose()?;
    let (name, bytes) = input(&args.file)?;
    let mut problems = Problems::default();
    let mut read = csv::read(&name, bytes, &key, &mut problems);
    problems.sort();
    for problem in problems.list() {
        console::note(&problem.to_string());
    }
    if problems.any_error() {
        let message = format!("not published: {}", wrong_rows(&problems));
        return Err(Failure::new(Exit::Data, message).hinted("put this right and publish again; nothing was written"));
    }
    let forgotten: HashSet<String> =
        erase::lists(&args.to, &[], "").0.into_iter().flat_map(|(list, _)| list.pseudonyms).collect();
    let all = read.rows.len();
    read.rows.retain(|row| !forgotten.contains(&row.pseudonym));
    let customers = read.rows.len();
    if let Some(store) = &args.events {
        add_habits(&mut read.rows, &EventStore::open_read_only(store)?)?;
    }
    let bytes = write(&chain, &key.mark(), read.rows);
    if bytes.len() as u64 > MOST_BYTES {
        let message = format!("not published: {} bytes, and a counter takes {MOST_BYTES} at most", bytes.len());
        return Err(Failure::new(Exit::Data, message).hinted("give fewer or shorter segments"));
    }
    let published = customers::publish(&args.to, &bytes, args.number, signer.as_ref())?;
    let told = Told {
        number: published.number,
        file: published.path.display().to_string(),
        customers,
        without_consent: read.without_consent,
        forgotten: all - customers,
        not_read: read.not_read,
        bytes: bytes.len(),
        sha256: digest::of(&bytes),
        signed: published.signed,
        warnings: problems.warnings(),
    };
    if globals.json { console::json(&told) } else { console::out(&line(&told)) }
}

/// What each customer of the list buys again and again.
fn add_habits(rows: &mut [Row], store: &EventStore) -> Result<(), Failure> {
    let mut bought: HashMap<String, Vec<(Sku, Day)>> =
        rows.iter().map(|row| (row.pseudonym.clone(), Vec::new())).collect();
    each_sale(store, |stored, event, taken_back| {
        let moment = Moment::of(stored.wall, event.utc_offset_min.unwrap_or(0));
        let in_doubt = stored.clock_suspect || moment == Moment::IN_DOUBT;
        let Some(items) = event.customer.as_ref().and_then(|customer| bought.get_mut(customer)) else { return };
        if !taken_back && !in_doubt {
            items.extend(
                event.lines.into_iter().filter(|line| line.quantity > 0).map(|line| (line.sku, Day(moment.day))),
            );
        }
    })?;
    for row in rows {
        let items = bought.get(&row.pseudonym).into_iter().flatten().map(|(sku, day)| (sku, *day));
        let mut habits = rhythms(items);
        // The newest, where there are more than a list may say.
        habits.sort_by_key(|habit| std::cmp::Reverse(habit.last));
        let texts = habits.into_iter().filter_map(|Rhythm { sku, times, every, between, last }| {
            Bought { sku, figures: [times, every, between.0, between.1], last }.to_text()
        });
        row.bought = texts.take(MOST_WORDS).collect();
        row.bought.sort_unstable();
    }
    Ok(())
}

/// `published customers-0000000007.csv: 1,204 customers, signed; 31 without consent are left out; not read: name, email`.
fn line(told: &Told) -> String {
    let file = std::path::Path::new(&told.file).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let how = if told.signed { "signed" } else { "unsigned" };
    let mut parts = vec![format!("published {file}: {}, {how}", many(told.customers, "customer", "customers"))];
    let left_out = [(told.without_consent, "without consent"), (told.forgotten, "to be forgotten")];
    for (count, what) in left_out.into_iter().filter(|(count, _)| *count > 0) {
        parts.push(format!("{} {what} left out", super::count::grouped(count as u64)));
    }
    if !told.not_read.is_empty() {
        parts.push(format!("not read: {}", told.not_read.join(", ")));
    }
    parts.join("; ")
}
