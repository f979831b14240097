//! `goeswith catalog diff A B`: what changes for staff, and what the tool that copies the sync folder has to move.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::count::{grouped, many};
use super::progress::Progress;
use super::{Exit, Failure, Globals, console};
use crate::catalog::watch::{Step, Watch as _};
use crate::db::Catalog;
use crate::db::difference::{self, Difference, Price};
use crate::domain::text::clean;
use crate::domain::{Currency, Money};
use crate::settings;
use crate::sync::blocks::{self, Blocks};
use crate::sync::versions;

/// Say what is different between two catalogs, and how much of the file has to be copied
///
/// A and B are snapshots, versions in the sync folder (124; --sync-dir says which folder) or sync folders, which stand
/// for the newest version in them. Counts are followed by examples: prices by how much they change, the rest in the order
/// of the catalog. What tools have to move is counted in blocks at the same place of the file.
#[derive(Debug, clap::Args)]
pub struct DiffArgs {
    /// The catalog before
    #[arg(value_name = "A")]
    before: String,
    /// The catalog after
    #[arg(value_name = "B")]
    after: String,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Said<'a> {
    before: &'a Side,
    after: &'a Side,
    #[serde(flatten)]
    difference: &'a Difference,
    pages: Blocks,
    syncthing_blocks: Blocks,
}

/// One of the two.
#[derive(Serialize)]
struct Side {
    file: String,
    bytes: u64,
    #[serde(skip)]
    currency: Currency,
    #[serde(skip)]
    path: PathBuf,
}

/// Compares.
pub fn run(args: &DiffArgs, globals: &Globals) -> Result<(), Failure> {
    let (before, after) = (side(&args.before, globals)?, side(&args.after, globals)?);
    let mut progress = Progress::start();
    let mut begun = false;
    let difference = difference::difference(&before.path, &after.path, &mut |done, all| {
        if !begun {
            progress.step(Step::Compare, all);
            begun = true;
        }
        progress.at(done)
    });
    progress.finish();
    let difference = difference?.ok_or_else(|| Failure::new(Exit::Interrupted, "stopped"))?;
    let sizes = [blocks::PAGE, blocks::block_of_syncthing(after.bytes)];
    let unread = |error: std::io::Error| {
        Failure::new(Exit::Data, format!("the two files cannot be compared: {error}")).hinted("check the paths")
    };
    let [pages, syncthing_blocks] = blocks::compare(&before.path, &after.path, sizes).map_err(unread)?;
    if globals.json {
        let said = Said { before: &before, after: &after, difference: &difference, pages, syncthing_blocks };
        return console::json(&said);
    }
    let text = text_of(&before, &after, &difference) + &copying(&after, pages, syncthing_blocks);
    console::text(&text)
}

/// A snapshot, checked as far as it has to be to be read.
fn side(given: &str, globals: &Globals) -> Result<Side, Failure> {
    let path = PathBuf::from(given);
    let path = match given.parse::<u64>() {
        Ok(version) if !path.exists() => versions::snapshot(&sync_dir(globals)?, Some(version))?,
        _ if path.is_dir() => versions::snapshot(&path, None)?,
        _ => path,
    };
    crate::db::verify(&path)?;
    let catalog = Catalog::open(&path)?;
    let bytes = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
    Ok(Side { file: name_of(&path), bytes, currency: catalog.shop().currency.clone(), path })
}

fn sync_dir(globals: &Globals) -> Result<PathBuf, Failure> {
    let config_dir = settings::config_dir(globals.data_dir.as_deref())?;
    super::sync::folder(globals, &settings::read(&config_dir).0).ok_or_else(|| {
        Failure::new(Exit::Usage, "no sync folder is set")
            .hinted("versions by number are looked for in the folder of --sync-dir DIR")
    })
}

fn name_of(path: &Path) -> String {
    clean(&path.file_name().unwrap_or_default().to_string_lossy()).text
}

fn text_of(before: &Side, after: &Side, difference: &Difference) -> String {
    let mut text = Text::default();
    let [items_before, items_after] = difference.items.map(grouped);
    text.line("before", &format!("{}, {items_before} items", before.file));
    text.line("after", &format!("{}, {items_after} items", after.file));
    if difference.is_none() {
        text.line("content", "the same");
        return text.0;
    }
    text.counts(
        "items",
        &[(difference.added.count, "new"), (difference.gone.count, "gone"), (difference.renamed.count, "renamed")],
    );
    for (mark, list) in [("+", &difference.added), ("-", &difference.gone)] {
        text.examples(&list.examples, list.count, |item| format!("{mark} {}  {}", item.sku, item.name));
    }
    let renamed = &difference.renamed;
    text.examples(&renamed.examples, renamed.count, |item| {
        format!("~ {}  {} -> {}", item.sku, item.before, item.after)
    });
    let prices = &difference.prices;
    text.counts(
        "prices",
        &[(prices.raised, "up"), (prices.lowered, "down"), (prices.given, "given"), (prices.taken, "taken away")],
    );
    text.examples(&prices.changed.examples, prices.changed.count, |price| price_line(price, before, after));
    text.counts("costs", &[(difference.costs, "changed")]);
    let stock = &difference.stock;
    text.counts("stock", &[(stock.changed, "changed"), (stock.out, "now out"), (stock.back, "back in stock")]);
    let facts = &difference.facts;
    text.counts(
        "facts",
        &[
            (facts.category, "in another category"),
            (facts.place, "on another shelf"),
            (facts.brand, "brands"),
            (facts.note, "notes"),
            (facts.r#type, "goods or services"),
            (facts.variant, "variants"),
            (facts.attributes, "with other attributes"),
            (facts.barcodes, "barcodes"),
        ],
    );
    let links = &difference.links;
    text.counts(
        "links",
        &[
            (links.added.count, "new"),
            (links.gone.count, "gone"),
            (links.changed.count, "with other terms"),
            (links.reordered, "items in another order"),
        ],
    );
    for (mark, list) in [("+", &links.added), ("-", &links.gone), ("~", &links.changed)] {
        text.examples(&list.examples, list.count, |link| {
            format!("{mark} {} -> {}, {}", link.item, link.add_on, link.kind.word())
        });
    }
    let sentences = &difference.sentences;
    text.counts(
        "sentences",
        &[(sentences.added, "new"), (sentences.gone, "gone"), (sentences.changed.count, "reworded")],
    );
    text.examples(&sentences.changed.examples, sentences.changed.count, |one| {
        format!("{} -> {}, {}: {:?} -> {:?}", one.item, one.add_on, one.language, one.before, one.after)
    });
    let pairs = &difference.pairs;
    text.counts(
        "pairs",
        &[
            (pairs.added, "new"),
            (pairs.gone, "gone"),
            (pairs.decisions, "decided otherwise"),
            (pairs.figures, "with other figures"),
        ],
    );
    text.counts("learned", &[(pairs.sold, "items sold more or less often"), (pairs.learned, "other figures")]);
    let add_ons = &difference.add_ons;
    if add_ons.count > 0 {
        text.line("add-ons", &format!("others to choose from for {}", many(add_ons.count, "item", "items")));
    }
    text.examples(&add_ons.examples, add_ons.count, |item| {
        let part =
            |mark: &str, skus: &[String]| skus.iter().fold(String::new(), |text, sku| text + "  " + mark + " " + sku);
        format!("{}  {}{}{}", item.sku, item.name, part("+", &item.came), part("-", &item.went))
    });
    if !difference.shop.is_empty() {
        text.line("shop", &difference.shop.join(", "));
    }
    text.0
}

/// `PRN-200  Printer  129.00 -> 139.00 EUR, +7.8 %`.
fn price_line(price: &Price, before: &Side, after: &Side) -> String {
    let amount = |amount: Option<i64>, side: &Side| {
        amount.map_or_else(|| "no price".to_owned(), |amount| side.currency.format(Money(amount), '.'))
    };
    let (was, is) = (amount(price.before, before), amount(price.after, after));
    let share = match (price.before, price.after) {
        (Some(before), Some(after)) if before > 0 => {
            format!(", {:+.1} %", (after - before) as f64 * 100.0 / before as f64)
        }
        _ => String::new(),
    };
    format!("{}  {}  {was} -> {is} {}{share}", price.sku, price.name, after.currency.code)
}

fn copying(after: &Side, pages: Blocks, syncthing: Blocks) -> String {
    let mut text = Text::default();
    let moved = |blocks: Blocks| {
        format!(
            "{} of {} changed: {} bytes, {:.1} %",
            grouped(blocks.changed),
            many(blocks.all, "block", "blocks"),
            grouped(blocks.bytes),
            100.0 * blocks.share()
        )
    };
    text.line("file", &format!("{} bytes", grouped(after.bytes)));
    text.line("4 KiB", &format!("{} (rsync with --fuzzy moves about as much)", moved(pages)));
    text.line(&format!("{} KiB", syncthing.size >> 10), &format!("{} (Syncthing)", moved(syncthing)));
    text.0
}

/// Lines with a word before them, as `catalog info` has them.
#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, word: &str, value: &str) {
        let _ = writeln!(self.0, "{word:<12}{}", clean(value).text);
    }

    /// `3 new, 1 gone`; nothing where all are 0.
    fn counts(&mut self, word: &str, counts: &[(u64, &str)]) {
        let parts: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{} {what}", grouped(*count)))
            .collect();
        if !parts.is_empty() {
            self.line(word, &parts.join(", "));
        }
    }

    fn examples<T>(&mut self, examples: &[T], count: u64, text: impl Fn(&T) -> String) {
        for example in examples {
            self.line("", &text(example));
        }
        let more = count - examples.len() as u64;
        if more > 0 {
            self.line("", &format!("and {} more", grouped(more)));
        }
    }
}
