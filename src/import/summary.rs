//! What an import understood, put right, guessed, left out and changed: as lines for people, as JSON for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::bound::Bound;
use super::format::{Brings, Format, Tie};
use super::goods;
use super::grid::{Grid, Written};
use super::merge::Changes;
use super::parcel::{Parcel, Tally};
use super::relate::{Pending, Related};
use crate::domain::CleanText;

/// So many examples stand in the lines for people; JSON has all.
const EXAMPLES: usize = 5;

/// One table that was read.
#[derive(Clone, Debug, Serialize)]
pub struct FileSummary {
    /// Its name.
    pub file: String,
    /// Its format.
    pub format: String,
    /// Items, links or sales.
    pub brings: Brings,
    /// As it was written: `CSV, UTF-8, comma`.
    pub written: String,
    /// Rows with any text.
    pub rows: u64,
    /// Columns of which nothing was read.
    pub columns_left_out: Vec<String>,
    /// Columns that say who somebody is: nothing of them was kept.
    pub personal_columns: Vec<String>,
}

/// Everything there is to say.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// The tables.
    pub files: Vec<FileSummary>,
    /// What was understood and has no place in a source.
    pub not_taken: Vec<String>,
    /// Sheets of workbooks of which nothing is understood.
    pub passed_over: Vec<String>,
    /// Counts of what is in the items now laid in.
    pub items: Counts,
    /// Links by kind, the proposals among them.
    pub links: BTreeMap<String, u64>,
    /// Links of products that were given to each of their variants.
    pub links_of_variants: u64,
    /// Items that name themselves.
    pub links_to_itself: u64,
    /// Relations whose target is in no file.
    pub pending: Vec<(String, String, String)>,
    /// Words for kinds of links that nobody knows, and how often.
    pub unknown_kinds: BTreeMap<String, u64>,
    /// Sales and their lines.
    pub sales: Sales,
    /// Names on receipts that no item has, and how often.
    pub unknown_names: BTreeMap<String, u64>,
    /// Items made of what was sold.
    pub made: u64,
    /// Codes put right, by what had been done to them.
    pub restored: BTreeMap<String, u64>,
    /// Codes that lost digits for good.
    pub codes_lost: u64,
    /// Barcodes that fail their check digit and were kept.
    pub check_digits: u64,
    /// Names out of which markup was taken.
    pub markup: u64,
    /// Amounts rounded to the decimals of the currency.
    pub rounded: u64,
    /// Rows whose SKU stood there before.
    pub again: u64,
    /// Items that had no SKU and got one of what else they have.
    pub stand_ins: u64,
    /// Rows that are pictures or further languages.
    pub pictures: u64,
    /// Rows left out, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// What was decided without being told.
    pub guessed: Vec<String>,
    /// What was done to the source.
    pub changes: Changed,
}

/// What the items have.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    /// All.
    pub items: u64,
    /// Those that are variants of another.
    pub variants: u64,
    /// With a barcode.
    pub with_barcode: u64,
    /// With a price.
    pub with_price: u64,
    /// With a category.
    pub with_category: u64,
    /// Services.
    pub services: u64,
    /// Names of attributes.
    pub attributes: Vec<String>,
}

/// What was sold.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sales {
    /// Receipts.
    pub receipts: u64,
    /// Their lines.
    pub lines: u64,
    /// Lines that were taken back.
    pub returns: u64,
    /// Lines of modifiers.
    pub modifiers: u64,
    /// Orders cancelled or paid back.
    pub cancelled: u64,
}

/// What changed in the source.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Changed {
    /// True where the source is new.
    pub is_new: bool,
    /// How many items.
    pub items_new: u64,
    /// Their SKUs, in a source that was there.
    pub items_added: Vec<String>,
    /// SKUs with the columns that changed.
    pub items_changed: Vec<(String, Vec<String>)>,
    /// SKUs that the last import of this format had; they stay.
    pub items_vanished: Vec<String>,
    /// New in `links.csv`.
    pub links_added: u64,
    /// There already.
    pub links_known: u64,
    /// There already as another kind, which counts.
    pub links_otherwise: u64,
    /// Taken out by people since the last import; they stay out.
    pub links_taken_out: u64,
    /// In the last import of this format, and in this one no more; they stay.
    pub links_vanished: Vec<(String, String)>,
    /// New in `pairs.csv`, to be decided about.
    pub proposals_added: u64,
    /// New receipts.
    pub receipts_added: u64,
    /// Receipts that came again.
    pub receipts_replaced: u64,
    /// Files written; none in a dry run.
    pub files: Vec<String>,
}

impl FileSummary {
    /// What there is to say of a table.
    pub fn of(grid: &Grid, format: &Format, bound: &Bound, rows: u64) -> Self {
        let named = |personal: bool| {
            let columns = bound.left_out.iter().filter(move |(_, is)| *is == personal);
            columns.map(|(column, _)| CleanText::new(&grid.header[*column]).to_string()).collect()
        };
        Self {
            file: CleanText::new(&grid.file).to_string(),
            format: format.title.clone(),
            brings: format.brings,
            written: written(&grid.written),
            rows,
            columns_left_out: named(false),
            personal_columns: named(true),
        }
    }
}

fn written(written: &Written) -> String {
    match written {
        Written::Csv { encoding, delimiter } => {
            let delimiter = match delimiter {
                b',' => "comma",
                b';' => "semicolon",
                b'\t' => "tab",
                _ => "bar",
            };
            format!("CSV, {encoding}, {delimiter}")
        }
        Written::Workbook { sheet } => format!("workbook, sheet {}", CleanText::new(sheet)),
        Written::Bmecat => "BMEcat, XML".to_owned(),
        Written::Feed => "feed, XML".to_owned(),
        Written::JsonLd => "JSON-LD".to_owned(),
    }
}

impl Summary {
    /// Takes over what came of everything.
    pub fn take(&mut self, parcel: Parcel, related: Related, changes: Changes) {
        let Parcel { goods, tally, .. } = parcel;
        self.count_items(&goods);
        for relation in &related.relations {
            *self.links.entry(relation.tie.word().to_owned()).or_default() += 1;
        }
        self.links.remove(Tie::Variant.word());
        self.links_of_variants = related.spread;
        self.links_to_itself = related.selves;
        self.pending = related
            .pending
            .into_iter()
            .map(|Pending { item, target, tie, .. }| (item, CleanText::new(&target).to_string(), tie.word().to_owned()))
            .collect();
        self.unknown_kinds = related.unknown_words;
        self.take_tally(tally);
        self.rounded = changes.rounded;
        self.sales.receipts = changes.baskets_added + changes.baskets_replaced;
        self.changes = Changed {
            is_new: changes.is_new,
            items_new: changes.items_new,
            items_added: changes.items_added,
            items_changed: changes.items_changed,
            items_vanished: changes.items_vanished,
            links_added: changes.links_added,
            links_known: changes.links_known,
            links_otherwise: changes.links_otherwise,
            links_taken_out: changes.links_taken_out,
            links_vanished: changes.links_vanished,
            proposals_added: changes.proposals_added,
            receipts_added: changes.baskets_added,
            receipts_replaced: changes.baskets_replaced,
            files: changes.files,
        };
    }

    fn count_items(&mut self, all: &goods::Goods) {
        let attributes = all.columns.iter().enumerate().skip(goods::COLUMNS.len());
        let attributes = attributes.filter(|(column, _)| all.filled(*column) > 0).map(|(_, name)| name.clone());
        let counts = Counts {
            items: all.len() as u64,
            variants: all.filled(goods::VARIANT_OF),
            with_barcode: all.filled(goods::BARCODES),
            with_price: all.filled(goods::PRICE),
            with_category: all.filled(goods::CATEGORY),
            services: all.filled(goods::TYPE),
            attributes: attributes.collect(),
        };
        self.items = counts;
    }

    fn take_tally(&mut self, tally: Tally) {
        self.restored = tally.restored.iter().map(|(harm, times)| (harm.said().to_owned(), *times)).collect();
        self.codes_lost = tally.lost;
        self.check_digits = tally.check_digits;
        self.markup = tally.markup;
        self.again = tally.again;
        self.stand_ins = tally.stand_ins;
        self.pictures = tally.pictures;
        self.left_out = tally.left_out.iter().map(|(why, times)| ((*why).to_owned(), *times)).collect();
        self.guessed.extend(tally.guessed);
        self.sales = Sales {
            receipts: 0,
            lines: tally.lines,
            returns: tally.returns,
            modifiers: tally.modifiers,
            cancelled: tally.cancelled,
        };
    }

    /// The lines for people.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Lines::default();
        for file in &self.files {
            lines.say(
                "read",
                &format!("{}: {}, {}; {}", file.file, file.format, file.written, many(file.rows, "row", "rows")),
            );
        }
        for sheet in &self.passed_over {
            lines.say("not read", &format!("{sheet}: no columns that are known"));
        }
        self.what_came(&mut lines);
        self.what_was_done(&mut lines);
        for file in &self.files {
            if !file.columns_left_out.is_empty() {
                lines.say("columns", &format!("{}: not read: {}", file.file, some(&file.columns_left_out)));
            }
        }
        let mut personal: Vec<String> = self.files.iter().flat_map(|file| file.personal_columns.clone()).collect();
        personal.dedup();
        if !personal.is_empty() {
            lines.say("personal", &format!("dropped at reading, kept nowhere: {}", some(&personal)));
        }
        self.what_changed(&mut lines);
        lines.0
    }

    fn what_came(&self, lines: &mut Lines) {
        if self.items.items > 0 {
            let mut parts = vec![many(self.items.items, "item", "items")];
            for (count, what) in [
                (self.items.variants, "of them variants"),
                (self.items.with_barcode, "with a barcode"),
                (self.items.with_price, "with a price"),
                (self.items.with_category, "with a category"),
                (self.items.services, "of them services"),
            ] {
                if count > 0 {
                    parts.push(format!("{} {what}", grouped(count)));
                }
            }
            if !self.items.attributes.is_empty() {
                parts.push(format!("attributes {}", some(&self.items.attributes)));
            }
            lines.say("items", &parts.join(", "));
        }
        if !self.links.is_empty() {
            let parts: Vec<String> =
                self.links.iter().map(|(kind, count)| format!("{} {kind}", grouped(*count))).collect();
            let spread = match self.links_of_variants {
                0 => String::new(),
                count => format!("; {} of them for variants of the item", grouped(count)),
            };
            lines.say("links", &format!("{}{spread}", parts.join(", ")));
        }
        if !self.pending.is_empty() {
            let named: Vec<String> =
                self.pending.iter().map(|(item, target, _)| format!("{item} → {target}")).collect();
            let what = if self.pending.len() == 1 { "waits for an item" } else { "wait for items" };
            let count = many(self.pending.len() as u64, "link", "links");
            lines.say("waiting", &format!("{count} {what} that no file has: {}", some(&named)));
        }
        if self.sales.lines + self.sales.cancelled > 0 {
            let mut parts =
                vec![many(self.sales.receipts, "receipt", "receipts"), many(self.sales.lines, "line", "lines")];
            for (count, what) in [
                (self.sales.returns, "taken back"),
                (self.sales.modifiers, "modifiers"),
                (self.sales.cancelled, "orders cancelled or paid back, left out"),
            ] {
                if count > 0 {
                    parts.push(format!("{} {what}", grouped(count)));
                }
            }
            lines.say("sales", &parts.join(", "));
        }
    }

    fn what_was_done(&self, lines: &mut Lines) {
        for (how, count) in &self.restored {
            lines.say("restored", &format!("{} that stood there {how}", many(*count, "code", "codes")));
        }
        for (count, one, more) in [
            (self.markup, "text without its markup", "texts without their markup"),
            (
                self.stand_ins,
                "item without an SKU got one of its handle, id or barcode",
                "items without an SKU got one of their handle, id or barcode",
            ),
            (self.made, "item made of what was sold", "items made of what was sold"),
            (self.rounded, "amount rounded", "amounts rounded"),
        ] {
            if count > 0 {
                lines.say("restored", &many(count, one, more));
            }
        }
        for guess in &self.guessed {
            lines.say("guessed", guess);
        }
        for what in &self.not_taken {
            lines.say("left out", what);
        }
        for (why, count) in &self.left_out {
            lines.say("left out", &format!("{}: {why}", many(*count, "row", "rows")));
        }
        for (count, one, more) in [
            (
                self.again,
                "row with an SKU that stood there before; the last one counts",
                "rows with an SKU that stood there before; the last one counts",
            ),
            (self.codes_lost, "code that lost digits for good", "codes that lost digits for good"),
            (self.pictures, "row of pictures or further languages", "rows of pictures or further languages"),
            (self.links_to_itself, "link of an item to itself", "links of items to themselves"),
        ] {
            if count > 0 {
                lines.say("left out", &many(count, one, more));
            }
        }
        for (word, count) in &self.unknown_kinds {
            lines.say("left out", &format!("{} of the unknown kind {word}", many(*count, "link", "links")));
        }
        if !self.unknown_names.is_empty() {
            let names: Vec<String> = self.unknown_names.keys().cloned().collect();
            lines.say("left out", &format!("names on receipts that no item has: {}", some(&names)));
        }
        if self.check_digits > 0 {
            lines.say(
                "look at",
                &format!(
                    "{} a wrong check digit; kept as they are",
                    many(self.check_digits, "barcode has", "barcodes have")
                ),
            );
        }
    }

    fn what_changed(&self, lines: &mut Lines) {
        let changes = &self.changes;
        let (added, altered) = (changes.items_new, changes.items_changed.len() as u64);
        if added + altered > 0 || self.items.items > 0 {
            let same = self.items.items.saturating_sub(added + altered);
            let text =
                format!("{} added, {} changed, {} as they were", grouped(added), grouped(altered), grouped(same));
            lines.say("items.csv", &text);
        }
        if !changes.items_changed.is_empty() && !changes.is_new {
            let named: Vec<String> =
                changes.items_changed.iter().map(|(sku, columns)| format!("{sku} ({})", columns.join(", "))).collect();
            lines.say("", &format!("changed: {}", some(&named)));
        }
        if !changes.items_vanished.is_empty() {
            let count = many(
                changes.items_vanished.len() as u64,
                "item that the last import had is",
                "items that the last import had are",
            );
            let text = format!("{count} not in this one; nothing was taken out: {}", some(&changes.items_vanished));
            lines.say("vanished", &text);
        }
        let all = [changes.links_added, changes.links_known, changes.links_otherwise, changes.links_taken_out];
        if all.iter().any(|&count| count > 0) {
            let mut parts = vec![format!("{} added", grouped(changes.links_added))];
            for (count, what) in [
                (changes.links_known, "there already"),
                (changes.links_otherwise, "linked otherwise by you, yours counts"),
                (changes.links_taken_out, "taken out by you, stay out"),
            ] {
                if count > 0 {
                    parts.push(format!("{} {what}", grouped(count)));
                }
            }
            lines.say("links.csv", &parts.join(", "));
        }
        if !changes.links_vanished.is_empty() {
            let named: Vec<String> =
                changes.links_vanished.iter().map(|(item, add_on)| format!("{item} + {add_on}")).collect();
            let count = many(
                changes.links_vanished.len() as u64,
                "link that the last import had is",
                "links that the last import had are",
            );
            lines.say("vanished", &format!("{count} not in this one; nothing was taken out: {}", some(&named)));
        }
        if changes.proposals_added > 0 {
            let text = format!("{} added for somebody to decide", many(changes.proposals_added, "pair", "pairs"));
            lines.say("pairs.csv", &text);
        }
        if changes.receipts_added + changes.receipts_replaced > 0 {
            let again = match changes.receipts_replaced {
                0 => String::new(),
                count => format!(", {} came again", grouped(count)),
            };
            lines.say("sales/", &format!("{} added{again}", many(changes.receipts_added, "receipt", "receipts")));
        }
    }
}

#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn say(&mut self, what: &str, text: &str) {
        let mut line = String::new();
        let _ = write!(line, "{what:<10} {text}");
        self.0.push(line);
    }
}

/// `one`, or the number and `more`.
fn many(count: u64, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {more}", grouped(count)) }
}

fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The first few of a list, and how many more.
fn some(all: &[String]) -> String {
    let shown: Vec<String> = all.iter().take(EXAMPLES).map(|text| CleanText::new(text).to_string()).collect();
    let more = all.len().saturating_sub(EXAMPLES);
    let text = shown.join(", ");
    if more > 0 { format!("{text} and {} more", grouped(more as u64)) } else { text }
}
