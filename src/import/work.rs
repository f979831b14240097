//! An import from files to a source.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::amount::Sign;
use super::bound::{self, Bound};
use super::format::{Brings, Field, Format, Tie};
use super::goods::Meets;
use super::grid::{Grid, Limits, Row};
use super::header;
use super::merge::{self, Formats, Guess, Load, sales::Spool};
use super::parcel::{Parcel, Rule};
use super::read::signs::Signs;
use super::read::{items, links, sales};
use super::relate;
use super::source::Source;
use super::summary::{FileSummary, Summary};
use super::till::Till;
use super::when::Order;
use crate::domain::watch::{Step, Watch};
use crate::sheet::problem::{At, Problems};

/// How an import is to be done.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only this format, by its word.
    pub kind: Option<String>,
    /// Only this one, which somebody wrote.
    pub mapping: Option<Format>,
    /// The decimal sign, where nobody wants it found out.
    pub decimal: Option<Sign>,
    /// The currency, where nobody wants it found out.
    pub currency: Option<String>,
    /// A format that somebody wrote for this source: of files with all its columns.
    pub own: Option<Format>,
    /// The language this computer is set to.
    pub language: String,
    /// Bounds.
    pub limits: Limits,
    /// Nothing is written.
    pub dry_run: bool,
}

/// Why an import did nothing.
#[derive(Debug)]
pub enum Stopped {
    /// The problems say it.
    Problems,
    /// Somebody asked it to stop.
    Asked,
    /// A file could not be written.
    Writing(std::io::Error),
}

/// A table with what is known of it.
struct Known {
    grid: Grid,
    format: Format,
    bound: Bound,
    signs: Signs,
}

/// Imports files into the source in `folder`. Problems of rows are warnings; with an error nothing is written.
pub fn run(
    files: &[PathBuf],
    folder: &Path,
    options: &Options,
    problems: &mut Problems,
    watch: &mut dyn Watch,
) -> Result<Summary, Stopped> {
    let mut source = Source::read(folder, problems);
    let tables = open(files, options, problems);
    if problems.any_error() {
        return Err(Stopped::Problems);
    }
    let mut summary = Summary::default();
    let mut known = understand(tables, options, problems, &mut summary);
    if problems.any_error() {
        return Err(Stopped::Problems);
    }
    let otherwise = decimal_sign(&known, options, problems, &mut summary);
    let mut parcel = Parcel::new();
    let mut formats = Formats::default();
    known.sort_by_key(|table| match table.format.brings {
        Brings::Items => 0,
        Brings::Links => 1,
        Brings::Sales => 2,
        Brings::Nothing => 3,
    });
    watch.step(Step::Import, 0);
    let mut rows = 0_u64;
    for (number, table) in (0_u16..).zip(&known) {
        for (code, times) in &table.signs.currencies {
            *parcel.currencies.entry((*code).to_owned()).or_default() += times;
        }
        let counted = match table.format.brings {
            Brings::Items => read_items(number, table, otherwise, options, &mut parcel, problems, watch, &mut rows),
            Brings::Links => read_links(number, table, options, &mut parcel, problems, watch, &mut rows),
            Brings::Sales | Brings::Nothing => continue,
        };
        let counted = counted.ok_or(Stopped::Asked)?;
        let list = if table.format.brings == Brings::Items { &mut formats.items } else { &mut formats.links };
        list.push(table.format.name.clone());
        if table.format.brings == Brings::Items && !table.bound.relations.is_empty() {
            formats.links.push(table.format.name.clone());
        }
        summary.files.push(FileSummary::of(&table.grid, &table.format, &table.bound, counted));
    }
    if problems.any_error() {
        return Err(Stopped::Problems);
    }
    let mut waiting = Vec::new();
    for format in formats.items.iter().chain(&formats.links) {
        waiting.extend(source.pending.remove(format).unwrap_or_default());
    }
    let related = relate::relate(&mut parcel, &mut source.items, waiting);
    let mut spools =
        read_sales(&known, otherwise, options, &source, &mut parcel, problems, watch, &mut rows, &mut summary)?;
    if problems.any_error() {
        return Err(Stopped::Problems);
    }
    spools.retain(|spool| !spool.is_empty());
    if parcel.goods.is_empty() && spools.is_empty() && related.relations.is_empty() {
        for file in &summary.files {
            let what = match file.rows {
                0 => "file has a header and no rows",
                _ => "nothing was found in it that a source could use",
            };
            problems.error(&file.file, At::START, what, &file.format);
        }
        return Err(Stopped::Problems);
    }
    let guess = guess(&source, &parcel, options, otherwise, problems, &mut summary);
    let load = Load { parcel: &parcel, related: &related, sales: spools, formats, guess };
    let changes = merge::merge(&source, load, options.dry_run).map_err(Stopped::Writing)?;
    summary.take(parcel, related, changes);
    Ok(summary)
}

fn open(files: &[PathBuf], options: &Options, problems: &mut Problems) -> Vec<Grid> {
    files.iter().flat_map(|file| Grid::open(file, &options.limits, problems)).collect()
}

/// The format of every table. A file of which nothing is understood is an error, a further sheet of a workbook is not.
fn understand(tables: Vec<Grid>, options: &Options, problems: &mut Problems, summary: &mut Summary) -> Vec<Known> {
    let all = super::format::known();
    let mut known: Vec<Known> = Vec::new();
    let mut strange: Vec<Grid> = Vec::new();
    for grid in tables {
        let detected = match &options.mapping {
            Some(mapping) => bound::detect([mapping], &grid.header),
            None if options.own.as_ref().is_some_and(|own| Bound::new(own, &grid.header).has_all(own)) => {
                bound::detect(options.own.as_ref(), &grid.header)
            }
            None => {
                let wanted = |format: &&Format| {
                    options.kind.as_ref().is_none_or(|kind| format.name == *kind || format.brings == Brings::Nothing)
                };
                bound::detect(all.iter().filter(wanted), &grid.header)
            }
        };
        match detected {
            Some((format, _)) if format.brings == Brings::Nothing => {
                let what = format!("this is {}, which no catalog needs; nothing was read", format.title);
                problems.error(&grid.file, At::START, what, "");
            }
            Some((format, bound)) => {
                for &column in &bound.twice {
                    let at = At { line: grid.header_line.max(1), column: column as u64 + 1 };
                    problems.warning(&grid.file, at, "column stands twice, the first counts", &grid.header[column]);
                }
                let places = bound.columns(Field::Stock).len();
                if places > 1 {
                    summary.not_taken.push(format!(
                        "{}: stock of {places} columns, one a place; `goeswith stock publish` brings it store by store",
                        grid.file
                    ));
                }
                let signs = Signs::of(&grid, &bound, &options.limits);
                known.push(Known { format: format.clone(), bound, signs, grid });
            }
            None => strange.push(grid),
        }
    }
    for grid in strange {
        let is_sheet = matches!(grid.written, super::grid::Written::Workbook { .. }) && !known.is_empty();
        if is_sheet {
            summary.passed_over.push(grid.file.clone());
        } else {
            let at = At { line: grid.header_line.max(1), column: 1 };
            // Without a header the first row stands here, and somebody may stand in it.
            let is_name = |name: &&String| !name.contains('@') && name.bytes().filter(u8::is_ascii_digit).count() < 5;
            let names: Vec<&str> = grid.header.iter().filter(is_name).map(String::as_str).collect();
            problems.error(&grid.file, at, lacking(&grid, &all, options), &names.join(", "));
        }
    }
    known
}

/// What a file lacks to be of the format it should be, or that it is of none.
fn lacking(grid: &Grid, all: &[Format], options: &Options) -> String {
    let candidates: Vec<&Format> = match (&options.mapping, &options.kind) {
        (Some(mapping), _) => vec![mapping],
        (None, Some(kind)) => all.iter().filter(|format| format.name == *kind).collect(),
        (None, None) => return "the columns are of no format that is known; describe them in a mapping".to_owned(),
    };
    let best = candidates.iter().max_by_key(|format| Bound::new(format, &grid.header).understood());
    let Some(format) = best else { return "unknown format".to_owned() };
    let bound = Bound::new(format, &grid.header);
    let missing: Vec<String> = format
        .needs
        .iter()
        .filter(|&&field| !bound.has(field))
        .filter_map(|field| Some(format!("{:?}", format.columns.get(field)?.first()?)))
        .collect();
    if missing.is_empty() {
        return format!("the columns are not those of {}", format.title);
    }
    format!("the columns are not those of {}: there is no {}", format.title, missing.join(" and no "))
}

/// The sign for columns that do not say it themselves: given, or that of the other files; a guess is an error where it
/// would make a thousand of one.
fn decimal_sign(known: &[Known], options: &Options, problems: &mut Problems, summary: &mut Summary) -> Sign {
    let given = options.decimal.or_else(|| {
        known
            .iter()
            .find_map(|table| table.format.decimal)
            .map(|sign| if sign == ',' { Sign::Comma } else { Sign::Point })
    });
    let all = known.iter().fold(super::amount::Votes::default(), |sum, table| sum.plus(table.signs.all()));
    let sign = given.or_else(|| all.sign());
    for table in known.iter().filter(|table| table.signs.is_unclear()) {
        match sign {
            Some(_) if given.is_some() => {}
            Some(sign) => summary.guessed.push(format!(
                "{}: decimal {} as in the other files",
                table.grid.file,
                if sign == Sign::Comma { "comma" } else { "point" }
            )),
            None => {
                let what = "amounts like 1.299 may be a thousand or one and a bit; say which with --decimal";
                problems.error(&table.grid.file, At::START, what, "");
            }
        }
    }
    sign.unwrap_or(Sign::Point)
}

/// Goes through a table; `None` where somebody asked to stop.
fn each(
    table: &Known,
    options: &Options,
    problems: &mut Problems,
    watch: &mut dyn Watch,
    rows: &mut u64,
    mut take: impl FnMut(&Row, &mut Problems),
) -> Option<u64> {
    let before = *rows;
    let mut stopped = false;
    table.grid.each_row(&options.limits, problems, |row, problems| {
        take(row, problems);
        *rows += 1;
        if rows.is_multiple_of(1024) && !watch.at(*rows) {
            stopped = true;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    (!stopped).then_some(*rows - before)
}

#[allow(clippy::too_many_arguments, reason = "one file, everything it is read with")]
fn read_items(
    number: u16,
    table: &Known,
    otherwise: Sign,
    options: &Options,
    parcel: &mut Parcel,
    problems: &mut Problems,
    watch: &mut dyn Watch,
    rows: &mut u64,
) -> Option<u64> {
    let first_rule = rules_of_columns(table, parcel);
    let mut reader = items::Reader {
        format: &table.format,
        bound: &table.bound,
        signs: &table.signs,
        otherwise,
        file: &table.grid.file,
        number,
        rules: first_rule,
        parcel,
        group: items::Group::default(),
        attributes: BTreeMap::new(),
    };
    each(table, options, problems, watch, rows, |row, problems| reader.row(row, problems))
}

/// Adds the rules of a table's columns of relations; answers the index of the first.
fn rules_of_columns(table: &Known, parcel: &mut Parcel) -> u32 {
    let first_rule = parcel.rules.len() as u32;
    let words = words(&table.format);
    for relation in &table.bound.relations {
        parcel.rules.push(Rule {
            tie: relation.tie,
            named_by: relation.named_by.clone(),
            between: relation.between.clone(),
            reversed: relation.reversed,
            words: words.clone(),
            format: table.format.name.clone(),
        });
    }
    first_rule
}

/// The words of a format for kinds, folded.
fn words(format: &Format) -> BTreeMap<String, Tie> {
    format.kinds.iter().filter_map(|(word, kind)| Some((header::folded(word), Tie::parse(kind)?))).collect()
}

fn read_links(
    number: u16,
    table: &Known,
    options: &Options,
    parcel: &mut Parcel,
    problems: &mut Problems,
    watch: &mut dyn Watch,
    rows: &mut u64,
) -> Option<u64> {
    let relations = rules_of_columns(table, parcel);
    let mut words = words(&table.format);
    let by_file = table.format.tie_by_file(&table.grid.file);
    let usual = by_file.unwrap_or(Tie::Link(crate::domain::LinkKind::Accessory));
    for kind in crate::domain::LinkKind::ALL {
        words.entry(kind.word().replace('_', " ")).or_insert(Tie::Link(kind));
    }
    words.insert(String::new(), usual);
    let first = parcel.rules.len() as u32;
    let ties: Vec<Tie> = {
        let mut ties: Vec<Tie> = words.values().copied().collect();
        ties.sort();
        ties.dedup();
        ties
    };
    for tie in &ties {
        parcel.rules.push(Rule {
            tie: Some(*tie),
            named_by: vec![super::format::NamedBy::Sku, super::format::NamedBy::Id],
            between: "|".to_owned(),
            reversed: false,
            words: BTreeMap::new(),
            format: table.format.name.clone(),
        });
    }
    let rule_of = |word: &str| {
        let tie = *words.get(&header::folded(word))?;
        Some((tie, first + ties.binary_search(&tie).ok()? as u32))
    };
    let mut reader =
        links::Reader { bound: &table.bound, file: &table.grid.file, number, rule_of: &rule_of, relations, parcel };
    each(table, options, problems, watch, rows, |row, problems| reader.row(row, problems))
}

#[allow(clippy::too_many_arguments, reason = "all files of sales, everything they are read with")]
fn read_sales(
    known: &[Known],
    otherwise: Sign,
    options: &Options,
    source: &Source,
    parcel: &mut Parcel,
    problems: &mut Problems,
    watch: &mut dyn Watch,
    rows: &mut u64,
    summary: &mut Summary,
) -> Result<Vec<Spool>, Stopped> {
    let mut spools: BTreeMap<String, Spool> = BTreeMap::new();
    let tables: Vec<&Known> = known.iter().filter(|table| table.format.brings == Brings::Sales).collect();
    if tables.is_empty() {
        return Ok(Vec::new());
    }
    let mut till = Till::new(&parcel.goods, &source.items);
    for table in tables {
        let order = table.signs.days.order();
        if order.is_none() {
            summary.guessed.push(format!("{}: the day stands before the month", table.grid.file));
        }
        let spool = match spools.entry(table.format.name.clone()) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(Spool::begin(&table.format.name).map_err(Stopped::Writing)?)
            }
        };
        let mut failed = None;
        let mut reader = sales::Reader {
            bound: &table.bound,
            signs: &table.signs,
            otherwise,
            order: order.unwrap_or(Order::DayFirst),
            file: &table.grid.file,
            finds: &mut till,
            tally: &mut parcel.tally,
            unknown: &mut summary.unknown_names,
            receipt: sales::Receipt::default(),
            seen: std::collections::HashMap::new(),
        };
        let counted = each(table, options, problems, watch, rows, |row, problems| {
            reader.row(row, problems, &mut |line| {
                if failed.is_none() {
                    failed = spool.push(&line).err();
                }
            });
        });
        if let Some(error) = failed {
            return Err(Stopped::Writing(error));
        }
        let counted = counted.ok_or(Stopped::Asked)?;
        summary.files.push(FileSummary::of(&table.grid, &table.format, &table.bound, counted));
    }
    summary.made = till.made.len() as u64;
    for item in till.made.places() {
        let cells: Vec<(usize, String)> =
            till.made.cells(item).map(|(column, text)| (column, text.to_owned())).collect();
        parcel.goods.put(till.made.sku(item), &cells, Meets::Fills);
    }
    Ok(spools.into_values().collect())
}

/// What a new `shop.toml` says: the currency given, the one most cells name, or one that goes with the
/// decimal sign.
fn guess(
    source: &Source,
    parcel: &Parcel,
    options: &Options,
    otherwise: Sign,
    problems: &mut Problems,
    summary: &mut Summary,
) -> Guess {
    let named = parcel.currencies.iter().max_by_key(|(_, times)| **times).map(|(code, _)| code.clone());
    if let (Some(own), Some(named)) = (&source.currency, &named)
        && own != named
    {
        let what = format!("the files name amounts in {named}, and the currency of the shop is {own}");
        problems.warning("shop.toml", At::START, what, "");
    }
    let language = if options.language.is_empty() { "en".to_owned() } else { options.language.clone() };
    let (currency, why) = match (&options.currency, named) {
        (Some(given), _) => (given.clone(), None),
        (None, Some(named)) => (named, None),
        (None, None) if otherwise == Sign::Comma => ("EUR".to_owned(), Some("no file names one")),
        (None, None) => ("USD".to_owned(), Some("no file names one")),
    };
    if let Some(why) = why.filter(|_| source.currency.is_none()) {
        summary.guessed.push(format!("currency {currency}, {why}; change it in shop.toml"));
    }
    Guess { currency, language }
}

/// The fields a mapping may name, for its messages.
pub fn fields() -> Vec<Field> {
    use Field::{
        AddOn, Barcodes, Basket, Brand, Cancelled, Category, Cost, Currency, Date, Event, Handle, Id, Item, Kind,
        Location, Modifiers, Name, Note, Option, Price, Quantity, Refunded, Sku, Status, Stock, Tags, Time, Timestamp,
        Total, Type, VariantOf, View,
    };
    vec![
        Sku, Name, Option, Barcodes, Price, Cost, Currency, Stock, Location, Brand, Category, VariantOf, Type, Tags,
        Note, Id, Handle, Status, View, Basket, Timestamp, Date, Time, Quantity, Cancelled, Event, Modifiers, Refunded,
        Total, Item, AddOn, Kind,
    ]
}
