//! `links.csv`: one row a link, its sides an SKU or a selector.
//!
//! What a row says is read and checked here; which items it stands for is found by [`crate::catalog::resolve`].

use std::collections::HashSet;
use std::hash::Hash;
use std::path::Path;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::items::{Items, whole_number};
use super::sentences::{self, Sentences};
use super::shop::Shop;
use super::sides::Sides;
use super::table::{Header, Row, Table};
use crate::catalog::problem::{At, Cell, Problems, nearest};
use crate::catalog::same::{self, Equal};
use crate::domain::{ContextRule, Day, LinkKind, LinkTerms, Money, ShareOfPrice, Window};

/// The file's name.
pub const FILE: &str = "links.csv";
const KNOWN: [&str; 20] = [
    "item",
    "add_on",
    "kind",
    "same",
    "priority",
    "ask",
    "say",
    "if_too_expensive",
    "if_has_one",
    "if_not_now",
    "if_other",
    "why",
    "context",
    "from",
    "to",
    "max_price_share",
    "bundle_price",
    "min_quantity",
    "segment",
    "tags",
];
/// Contexts every shop has.
const CONTEXTS: [&str; 2] = ["hurry", "business"];

/// A row, in few bytes: there may be millions. What many rows have in common is shared.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// What it links.
    pub sides: Sides,
    /// What kind of relation it is.
    pub kind: LinkKind,
    /// What must be equal on both sides; may be empty.
    pub same: Box<[Equal]>,
    /// When and for whom it holds.
    pub terms: Arc<LinkTerms>,
    /// Its sentences, in the shop's first language.
    pub sentences: Arc<Sentences>,
    /// Where `kind`, `same`, ASK and `max_price_share` stand.
    pub places: Places,
}

/// Cells that resolving may have something to say of.
#[derive(Clone, Debug)]
pub struct Places {
    /// `kind`.
    pub kind: At,
    /// `same`, where something stands there.
    pub same: Option<Box<Cell>>,
    /// `ask`, or the beginning of the row.
    pub ask: At,
    /// `max_price_share`, where something stands there.
    pub share: Option<Box<Cell>>,
}

/// Reads the file, where there is one.
pub fn read(folder: &Path, shop: &Shop, items: &Items, today: Day, problems: &mut Problems) -> Vec<LinkRow> {
    let Some(table) = Table::open_optional(folder, FILE, problems) else {
        return Vec::new();
    };
    table.header.warn_unknown(FILE, &KNOWN, problems);
    let mut rows = Vec::new();
    if table.header.check(FILE, &["item", "add_on", "kind"], problems) {
        let sentences = sentences::Columns::of(&table.header);
        let columns = Columns::of(&table.header);
        let mut reader = Reader { columns, sentences, shop, items, today, known: Known::default() };
        table.each_row(problems, |row, problems| rows.extend(reader.row(row, problems)));
    }
    rows
}

/// Where the columns are.
struct Columns {
    sides: [Option<usize>; 2],
    kind: Option<usize>,
    same: Option<usize>,
    priority: Option<usize>,
    context: Option<usize>,
    from: Option<usize>,
    to: Option<usize>,
    max_price_share: Option<usize>,
    bundle_price: Option<usize>,
    min_quantity: Option<usize>,
    segment: Option<usize>,
    tags: Option<usize>,
}

impl Columns {
    fn of(header: &Header) -> Self {
        Self {
            sides: Sides::columns(header),
            kind: header.find("kind"),
            same: header.find("same"),
            priority: header.find("priority"),
            context: header.find("context"),
            from: header.find("from"),
            to: header.find("to"),
            max_price_share: header.find("max_price_share"),
            bundle_price: header.find("bundle_price"),
            min_quantity: header.find("min_quantity"),
            segment: header.find("segment"),
            tags: header.find("tags"),
        }
    }
}

struct Reader<'a> {
    columns: Columns,
    sentences: sentences::Columns,
    shop: &'a Shop,
    items: &'a Items,
    today: Day,
    known: Known,
}

/// What rows said so far, each once.
#[derive(Default)]
struct Known {
    terms: HashSet<Arc<LinkTerms>, FixedState>,
    sentences: HashSet<Arc<Sentences>, FixedState>,
}

/// The value itself, or the one among those known that is equal.
fn shared<T: Eq + Hash>(value: T, known: &mut HashSet<Arc<T>, FixedState>) -> Arc<T> {
    if let Some(known) = known.get(&value) {
        return Arc::clone(known);
    }
    let value = Arc::new(value);
    known.insert(Arc::clone(&value));
    value
}

impl Reader<'_> {
    fn row(&mut self, row: &Row, problems: &mut Problems) -> Option<LinkRow> {
        let sides = Sides::read(row, self.columns.sides, self.items, FILE, problems);
        let kind = self.kind(row, problems);
        let same = self.same(row, problems);
        let terms = self.terms(row, problems);
        let sentences = Sentences::read(row, &self.sentences, &self.shop.currency.code, FILE, problems);
        let kind_at = row.at(self.columns.kind);
        let cell = |column| (!row.text(column).is_empty()).then(|| Box::new(row.cell(column)));
        let (sides, kind) = (sides?, kind?);
        if kind == LinkKind::Bundle && terms.bundle_price.is_none() {
            problems.warning(FILE, kind_at, "bundle has no bundle_price, so it shows no saving", "");
        }
        Some(LinkRow {
            sides,
            kind,
            same: same?,
            terms: shared(terms, &mut self.known.terms),
            sentences: shared(sentences, &mut self.known.sentences),
            places: Places {
                kind: kind_at,
                same: cell(self.columns.same),
                ask: row.at(self.sentences.first()),
                share: cell(self.columns.max_price_share),
            },
        })
    }

    fn kind(&self, row: &Row, problems: &mut Problems) -> Option<LinkKind> {
        let column = self.columns.kind;
        let raw = row.text(column);
        if raw.is_empty() {
            problems.error(FILE, row.at(column), "required cell is empty", "kind");
            return None;
        }
        let kind = LinkKind::parse(&raw.to_lowercase());
        if kind.is_none() {
            let what = match nearest(&raw.to_lowercase(), LinkKind::ALL.map(LinkKind::word)) {
                Some(near) => format!("unknown kind, is it {near}?"),
                None => format!("unknown kind, none of {}", LinkKind::ALL.map(LinkKind::word).join(", ")),
            };
            problems.error(FILE, row.at(column), what, raw);
        }
        kind
    }

    fn same(&self, row: &Row, problems: &mut Problems) -> Option<Box<[Equal]>> {
        let column = self.columns.same;
        let raw = row.text(column);
        if raw.is_empty() {
            return Some(Box::default());
        }
        match same::parse(raw) {
            Ok(conditions) => Some(conditions.into()),
            Err(why) => {
                problems.error(FILE, row.at(column), why, raw);
                None
            }
        }
    }

    fn terms(&self, row: &Row, problems: &mut Problems) -> LinkTerms {
        let number = |column, name, problems: &mut Problems| whole_number(row, column, name, FILE, problems);
        LinkTerms {
            priority: number(self.columns.priority, "priority", problems).unwrap_or(0) as i32,
            contexts: self.contexts(row, problems),
            window: self.window(row, problems),
            max_price_share: self.share(row, problems),
            bundle_price: self.bundle_price(row, problems),
            min_quantity: number(self.columns.min_quantity, "min_quantity", problems),
            segments: list(row, self.columns.segment, problems),
            tags: list(row, self.columns.tags, problems),
        }
    }

    fn contexts(&self, row: &Row, problems: &mut Problems) -> Vec<ContextRule> {
        let column = self.columns.context;
        let cell = row.clean(column, FILE, problems).unwrap_or_default();
        let mut rules = Vec::new();
        for part in cell.as_str().split('&').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, on) = part.strip_prefix('!').map_or((part, true), |name| (name.trim(), false));
            let known = || CONTEXTS.into_iter().chain(self.shop.contexts.iter().map(|(name, _)| name.as_str()));
            if !known().any(|known| known == name) {
                let what = match nearest(name, known()) {
                    Some(near) => format!("context is not in shop.toml, is it {near}?"),
                    None => "context is not in shop.toml".to_owned(),
                };
                problems.warning(FILE, row.at(column), what, name);
            }
            rules.push(ContextRule { name: name.to_owned(), on });
        }
        rules
    }

    fn window(&self, row: &Row, problems: &mut Problems) -> Window {
        let day = |column, name: &str, problems: &mut Problems| {
            let raw = row.text(column);
            let day = Day::parse(raw);
            if day.is_none() && !raw.is_empty() {
                problems.error(FILE, row.at(column), format!("{name} is not a date like 2026-11-22"), raw);
            }
            day
        };
        let window =
            Window { from: day(self.columns.from, "from", problems), to: day(self.columns.to, "to", problems) };
        let at = row.at(self.columns.to);
        match (window.from, window.to) {
            (Some(from), Some(to)) if from > to => {
                let what = "link can never show, it ends before it begins";
                problems.warning(FILE, at, what, &to.to_string());
            }
            (_, Some(to)) if to < self.today => problems.warning(FILE, at, "campaign is over", &to.to_string()),
            _ => {}
        }
        window
    }

    fn share(&self, row: &Row, problems: &mut Problems) -> Option<ShareOfPrice> {
        let column = self.columns.max_price_share;
        let raw = row.text(column);
        if raw.is_empty() {
            return None;
        }
        let share = raw.parse::<f64>().ok().filter(|share| (0.0..=1000.0).contains(share));
        if share.is_none() {
            problems.error(FILE, row.at(column), "max_price_share is not a number like 0.25", raw);
        }
        share.map(|share| ShareOfPrice((share * 1000.0).round() as u32))
    }

    fn bundle_price(&self, row: &Row, problems: &mut Problems) -> Option<Money> {
        let column = self.columns.bundle_price;
        let raw = row.text(column);
        if raw.is_empty() {
            return None;
        }
        match self.shop.currency.parse(raw) {
            Ok(money) if money.0 >= 0 => Some(money),
            Ok(_) => {
                problems.error(FILE, row.at(column), "bundle_price is below zero", raw);
                None
            }
            Err(error) => {
                problems.error(FILE, row.at(column), format!("bundle_price {error}"), raw);
                None
            }
        }
    }
}

/// What stands in a cell between `|`.
fn list(row: &Row, column: Option<usize>, problems: &mut Problems) -> Vec<String> {
    let cell = row.clean(column, FILE, problems).unwrap_or_default();
    let parts = cell.as_str().split('|').map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}
