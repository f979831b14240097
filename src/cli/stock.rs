//! `goeswith stock publish`: a store's own prices, stock and shelves go out as a store overlay.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::count::{many, wrong_rows};
use super::place::Place;
use super::sync::unknown_skus;
use super::{Exit, Failure, Globals, clock, console};
use crate::catalog::{Problems, stock as csv};
use crate::db::Catalog;
use crate::domain::{Currency, UnixMillis};
use crate::sync::stock::{NotPublished, Published, publish};
use crate::travel::stock::{MOST_BYTES, Row, write};
use crate::travel::{MOST, digest, names};

/// A store's own prices, stock and shelves
#[derive(Debug, clap::Subcommand)]
pub enum StockCommand {
    /// Publish what one store has, at which price and where, for the counters of that store
    Publish(StockPublishArgs),
}

/// Publish what one store has, at which price and where, for the counters of that store
///
/// FILE is a CSV with `sku` and any of `price`, `stock` and `location`, written as in items.csv. A cell that is empty
/// leaves the catalog's value. Everything that is wrong is listed with line and column, and then nothing is published.
/// The file gets the next number in DIR/stores/NAME; the last three stay there. With --catalog, or where a catalog is
/// installed here, prices are checked in its currency and SKUs that it does not have are counted.
#[derive(Debug, clap::Args)]
pub struct StockPublishArgs {
    /// The CSV file, `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The store, as `store` in the settings of its counters: 1 to 32 of a-z, 0-9 and -
    #[arg(long, value_name = "NAME", value_parser = store)]
    store: String,
    /// The sync folder; created when missing
    #[arg(long, value_name = "SYNC")]
    to: PathBuf,
    /// Sign it with this secret key of minisign; its password is asked for, or taken from `GOESWITH_SIGN_PASSWORD`
    #[arg(long, value_name = "KEYFILE")]
    sign: Option<PathBuf>,
    /// When the stock was counted, 2026-11-22T14:00:00Z; without an offset by the clock of this computer, else now
    #[arg(long, value_name = "TIME", value_parser = time)]
    as_of: Option<UnixMillis>,
    /// Give it this number at least, where counters know higher ones than the folder does
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true, value_parser = clap::value_parser!(u64).range(1..=MOST))]
    number: u64,
}

/// Larger files are no list of a million items.
const MOST_INPUT: u64 = 128 << 20;
/// A count may be so much younger than the clock here says, in milliseconds.
const AHEAD: UnixMillis = 3_600_000;
/// Where no catalog says how many decimals prices have, as many as any currency has.
const ANY: u8 = 4;

/// What `--json` prints.
#[derive(Serialize)]
struct Told<'a> {
    store: &'a str,
    number: u64,
    file: String,
    rows: usize,
    bytes: usize,
    sha256: String,
    as_of: UnixMillis,
    signed: bool,
    unknown: Option<usize>,
    warnings: usize,
}

/// Runs a command about stock.
pub fn run(command: &StockCommand, globals: &Globals) -> Result<(), Failure> {
    let StockCommand::Publish(args) = command;
    let as_of = args.as_of.unwrap_or_else(clock::now);
    if as_of > clock::now() + AHEAD {
        return Err(Failure::new(Exit::Usage, "--as-of lies in the future")
            .hinted("stock was counted before it is published; check the offset and the clock of this computer"));
    }
    let signer = args.sign.as_deref().map(super::publish::signer).transpose()?;
    let catalog = match &globals.catalog {
        Some(file) => Some(Catalog::open(file)?),
        None => Place::of(globals).ok().and_then(|place| place.open_catalog().ok()),
    };
    let any = Currency { code: String::new(), exponent: ANY };
    let currency = catalog.as_ref().map_or(&any, |catalog| &catalog.shop().currency);
    let (rows, problems) = rows(&args.file, currency)?;
    let unknown = catalog.as_ref().map(|catalog| unknown(catalog, &rows)).transpose()?;
    let count = rows.len();
    let bytes = write(&args.store, as_of, rows, currency);
    if bytes.len() as u64 > MOST_BYTES {
        let message = format!("not published: {} bytes, and a counter takes {MOST_BYTES} at most", bytes.len());
        return Err(Failure::new(Exit::Data, message).hinted("leave out items that this store does not sell"));
    }
    let published = publish(&args.to, &args.store, &bytes, args.number, signer.as_ref())?;
    let told = Told {
        store: &args.store,
        number: published.number,
        file: published.path.display().to_string(),
        rows: count,
        bytes: bytes.len(),
        sha256: digest::of(&bytes),
        as_of,
        signed: published.signed,
        unknown,
        warnings: problems.warnings(),
    };
    if globals.json { console::json(&told) } else { console::out(&line(&told, &published)) }
}

/// The rows of the file, its problems told. One error, and there are none.
fn rows(file: &Path, currency: &Currency) -> Result<(Vec<Row>, Problems), Failure> {
    let (name, bytes) = input(file)?;
    let mut problems = Problems::default();
    let rows = csv::read(&name, bytes, currency, &mut problems);
    problems.sort();
    for problem in problems.list() {
        console::note(&problem.to_string());
    }
    if problems.any_error() {
        let message = format!("not published: {}", wrong_rows(&problems));
        return Err(Failure::new(Exit::Data, message).hinted("put this right and publish again; nothing was written"));
    }
    Ok((rows, problems))
}

/// The bytes of the file, and what problems call it.
pub fn input(file: &Path) -> Result<(String, Vec<u8>), Failure> {
    let name = if file == Path::new("-") {
        "standard input".to_owned()
    } else {
        file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    };
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        io::stdin().lock().take(MOST_INPUT + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(MOST_INPUT + 1).read_to_end(&mut bytes))
    };
    let cannot = |why: String| Failure::new(Exit::Data, format!("{}: {why}", file.display()));
    match read {
        Ok(_) if bytes.len() as u64 > MOST_INPUT => Err(cannot(format!("larger than {} MB", MOST_INPUT >> 20))),
        Ok(_) => Ok((name, bytes)),
        Err(error) => Err(cannot(crate::sheet::table::cannot_read(&error))),
    }
}

fn unknown(catalog: &Catalog, rows: &[Row]) -> Result<usize, Failure> {
    let mut unknown = 0;
    for row in rows {
        unknown += usize::from(catalog.item_by_sku(row.sku.as_str())?.is_none());
    }
    Ok(unknown)
}

/// `published stock-0000000042.csv for north-12: 1,204 rows, signed, 1 warning, 2 SKUs are not in the catalog`.
fn line(told: &Told<'_>, published: &Published) -> String {
    let file = published.path.file_name().unwrap_or_default().to_string_lossy();
    let mut parts = vec![many(told.rows, "row", "rows"), if told.signed { "signed" } else { "unsigned" }.to_owned()];
    if told.warnings > 0 {
        parts.push(many(told.warnings, "warning", "warnings"));
    }
    let unknown = unknown_skus(told.unknown.unwrap_or(0) as u64);
    format!("published {file} for {}: {}{unknown}", told.store, parts.join(", "))
}

fn store(text: &str) -> Result<String, String> {
    let is_one = names::is_store(text);
    if is_one { Ok(text.to_owned()) } else { Err("a store is 1 to 32 of a-z, 0-9 and -".to_owned()) }
}

fn time(text: &str) -> Result<UnixMillis, String> {
    let local = || text.parse::<jiff::civil::DateTime>()?.to_zoned(jiff::tz::TimeZone::system());
    let moment = text.parse::<jiff::Timestamp>().or_else(|_| local().map(|zoned| zoned.timestamp()));
    moment.map(jiff::Timestamp::as_millisecond).map_err(|_| "not a time like 2026-11-22T14:00:00Z".to_owned())
}

impl From<NotPublished> for Failure {
    fn from(error: NotPublished) -> Self {
        match error {
            NotPublished::Signing(error) => error.into(),
            NotPublished::Folder { .. } => Self::new(Exit::NotSaved, error.to_string())
                .hinted("free some disk space or check the rights of the folder; nothing was published"),
        }
    }
}
