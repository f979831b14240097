//! `goeswith import FILE...`: other people's files become a source, or more of one.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::progress::Progress;
use super::{Exit, Failure, Globals, console};
use crate::import::amount::Sign;
use crate::import::format::{Format, WORDS};
use crate::import::grid::{Grid, Limits};
use crate::import::{self, Options, Stopped, Summary, mapping};
use crate::sheet::Problems;

/// A mapping that lies in a source is used without being named.
const MAPPING: &str = "import.toml";
const LONGEST_MAPPING: u64 = 1 << 20;

/// Take items, links and sales from the files of other programs
///
/// Reads exports of WooCommerce, Shopify, Magento, Odoo, PrestaShop, Square and Lightspeed, product feeds, BMEcat, products
/// of schema.org, and any
/// table with columns like `sku`, `name` and `price`: CSV in any encoding, workbooks (XLSX, XLS, ODS) and XML. Which it is
/// the file says itself. Several files make one source. A source that is there gets what is new: items are known by their
/// SKU, and what people wrote stays.
///
/// Columns about people are dropped while reading. Problems of rows are told and the rest is taken; where a file cannot be
/// read whole nothing is written.
#[derive(Debug, clap::Args)]
#[allow(clippy::doc_markdown, reason = "names of programs in the text of --help")]
pub struct ImportArgs {
    /// The files; the first word may be the format, where it shall not be found out: csv woocommerce shopify magento odoo
    /// prestashop square lightspeed google bmecat
    #[arg(value_name = "[KIND] FILE", required = true)]
    files: Vec<PathBuf>,
    /// The folder of the source, new or not
    #[arg(short, long, value_name = "SOURCE")]
    output: Option<PathBuf>,
    /// What the columns mean, for files of no known format; import.toml in the source is used without being named
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Print a first mapping for these files, or write it into SOURCE, and import nothing
    #[arg(long)]
    suggest_mapping: bool,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The currency of the amounts, where no file names it
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// The decimal sign, where amounts like 1.299 could be read two ways
    #[arg(long, value_name = "SIGN", value_parser = sign)]
    decimal: Option<Sign>,
}

fn sign(text: &str) -> Result<Sign, String> {
    match text {
        "." | "point" => Ok(Sign::Point),
        "," | "comma" => Ok(Sign::Comma),
        _ => Err("give . or ,".to_owned()),
    }
}

/// Imports.
pub fn run(args: &ImportArgs, globals: &Globals) -> Result<(), Failure> {
    let (kind, files) = kind(&args.files)?;
    if args.suggest_mapping {
        return suggest(files, args.output.as_deref());
    }
    let Some(folder) = &args.output else {
        return Err(Failure::new(Exit::Usage, "no folder to write to").hinted("goeswith import FILE... -o my-shop"));
    };
    if folder.is_file() {
        let message = format!("not a folder: {}", folder.display());
        return Err(
            Failure::new(Exit::Data, message).hinted("give the folder of a source, or one that is not there yet")
        );
    }
    let currency = args.currency.as_deref().map(currency).transpose()?;
    let named = args.mapping.as_deref().map(read_mapping).transpose()?;
    let own = folder.join(MAPPING);
    let own = if named.is_none() && own.is_file() { Some(read_mapping(&own)?) } else { None };
    let options = Options {
        kind,
        mapping: named,
        own,
        decimal: args.decimal,
        currency,
        language: language(),
        limits: Limits::default(),
        dry_run: args.dry_run,
    };
    let mut problems = Problems::default();
    let mut progress = Progress::start();
    let done = import::run(files, folder, &options, &mut problems, &mut progress);
    progress.finish();
    problems.sort();
    for problem in problems.list() {
        console::note(&problem.to_string());
    }
    match done {
        Ok(summary) => said(&summary, args, folder, globals),
        Err(stopped) => Err(failure(&stopped, &problems, files)),
    }
}

/// The format, where the first word is one, and the files.
fn kind(words: &[PathBuf]) -> Result<(Option<String>, &[PathBuf]), Failure> {
    let first = words.first().and_then(|word| word.to_str()).unwrap_or_default();
    if WORDS.contains(&first) && !Path::new(first).is_file() {
        if words.len() == 1 {
            return Err(Failure::new(Exit::Usage, "no file to import").hinted("goeswith import FILE... -o my-shop"));
        }
        return Ok((Some(first.to_owned()), &words[1..]));
    }
    Ok((None, words))
}

fn currency(code: &str) -> Result<String, Failure> {
    let code = code.to_uppercase();
    match crate::import::amount::currency(&code) {
        Some(known) if known == code => Ok(code),
        _ => {
            Err(Failure::new(Exit::Usage, format!("no currency of ISO 4217: {code}")).hinted("EUR, GBP, USD, CHF ..."))
        }
    }
}

fn language() -> String {
    let set =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    let word: String = set.unwrap_or_default().chars().take_while(char::is_ascii_lowercase).collect();
    if word.len() == 2 { word } else { "en".to_owned() }
}

fn read_mapping(path: &Path) -> Result<Format, Failure> {
    let say = |what: &str| Failure::new(Exit::Data, format!("mapping {}: {what}", path.display()));
    let length = std::fs::metadata(path).map_err(|error| say(&error.to_string()))?.len();
    if length > LONGEST_MAPPING {
        return Err(say("longer than a mebibyte"));
    }
    let text = std::fs::read_to_string(path).map_err(|error| say(&error.to_string()))?;
    mapping::read(&text)
        .map_err(|what| say(what.trim()).hinted("goeswith import --suggest-mapping FILE prints one to begin with"))
}

/// A first mapping: on standard output, or in the source.
fn suggest(files: &[PathBuf], folder: Option<&Path>) -> Result<(), Failure> {
    let mut problems = Problems::default();
    let grids: Vec<Grid> = files.iter().flat_map(|file| Grid::open(file, &Limits::default(), &mut problems)).collect();
    for problem in problems.list() {
        console::note(&problem.to_string());
    }
    let Some(grid) = grids.first() else {
        return Err(Failure::new(Exit::Data, "no columns were found"));
    };
    let name = files.first().map(|file| file.display().to_string()).unwrap_or_default();
    let text = mapping::suggest(&grid.header, &name);
    let Some(folder) = folder else {
        return console::text(&text);
    };
    let path = folder.join(MAPPING);
    if path.exists() {
        let message = format!("there is a mapping already: {}", path.display());
        return Err(Failure::new(Exit::Data, message).hinted("without -o it is printed"));
    }
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut draft = crate::history::draft::Draft::begin(&path)?;
        draft.write(text.as_bytes())?;
        draft.finish()
    };
    write().map_err(|error| Failure::new(Exit::NotSaved, format!("cannot write {}: {error}", path.display())))?;
    console::note(&format!("wrote {}", path.display()));
    Ok(())
}

fn said(summary: &Summary, args: &ImportArgs, folder: &Path, globals: &Globals) -> Result<(), Failure> {
    if globals.json {
        let mut value = json!(summary);
        value["dry_run"] = json!(args.dry_run);
        return console::json(&value);
    }
    for line in summary.lines() {
        console::out(&line)?;
    }
    if args.dry_run {
        console::note("dry run: nothing was written");
        return Ok(());
    }
    let folder = folder.display();
    console::note(&format!("next: goeswith catalog check {folder}, then goeswith catalog build {folder} -o shop.db"));
    Ok(())
}

fn failure(stopped: &Stopped, problems: &Problems, files: &[PathBuf]) -> Failure {
    match stopped {
        Stopped::Asked => Failure::new(Exit::Interrupted, "stopped; nothing was written"),
        Stopped::Writing(error) => Failure::new(Exit::NotSaved, format!("cannot write: {error}"))
            .hinted("make room or give another folder; the source is as it was"),
        Stopped::Problems => {
            let errors = problems.errors();
            let message = format!("nothing imported: {}", super::count::many(errors, "error", "errors"));
            let unknown = problems.list().iter().any(|problem| problem.what.contains("columns are"));
            let first = files.first().map(|file| file.display().to_string()).unwrap_or_default();
            let hint = if unknown {
                format!("goeswith import --suggest-mapping {first} prints a mapping to begin with")
            } else {
                "what is marked error stands in the way; nothing was written".to_owned()
            };
            Failure::new(Exit::Data, message).hinted(hint)
        }
    }
}
