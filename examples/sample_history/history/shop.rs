//! The source of the shop, read just well enough to use its links. It checks nothing: a wrong cell selects nothing.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::path::Path;

use super::calendar::Day;
use super::demand::{popularity, seasons};
use super::dice::{Dice, fingerprint};
use super::till::Line;

pub(super) struct Row(HashMap<String, String>);

pub(super) struct Item {
    pub(super) row: Row,
    pub(super) cents: u64,
    weight: u64,
    seasons: &'static [u64; 12],
}

pub(super) struct Link {
    pub(super) add_on: usize,
    row: usize,
}

pub(super) struct Shop {
    pub(super) items: Vec<Item>,
    link_rows: Vec<Row>,
    links: Vec<Vec<Link>>,
    pub(super) never_together: BTreeSet<(usize, usize)>,
}

impl Row {
    pub(super) fn cell(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    fn number(&self, column: &str) -> f64 {
        self.cell(column).parse().unwrap_or(0.0)
    }

    /// Whether an item is what one selector says; the empty one says nothing.
    pub(super) fn is(&self, selector: &str) -> bool {
        match selector.split_once(':') {
            Some(("category", category)) => self
                .cell("category")
                .strip_prefix(category)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(" >")),
            Some(("brand", brand)) => self.cell("brand") == brand,
            Some(("tag", tag)) => share_a_value(self.cell("tags"), tag),
            Some(("attr", pair)) => {
                pair.split_once('=').is_some_and(|(name, value)| share_a_value(self.cell(name), value))
            }
            _ => selector.is_empty() || self.cell("sku") == selector,
        }
    }
}

impl Item {
    /// How much it is asked for in a month, 100 being its average.
    pub(super) fn season(&self, month: usize) -> u64 {
        self.seasons[month - 1]
    }

    /// How likely it is to be the next one that is asked for.
    pub(super) fn demand(&self, month: usize) -> u64 {
        self.weight * self.season(month)
    }
}

impl Shop {
    pub(super) fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let (item_rows, link_rows) = (rows(&folder.join("items.csv"))?, rows(&folder.join("links.csv"))?);
        let select = |cell: &str| -> Vec<usize> {
            let holds = |row: &Row| cell.split(" & ").all(|selector| row.is(selector));
            (0..item_rows.len()).filter(|&at| holds(&item_rows[at])).collect()
        };
        let mut links: Vec<Vec<Link>> = item_rows.iter().map(|_| Vec::new()).collect();
        let mut never_together = BTreeSet::new();
        for (row, link) in link_rows.iter().enumerate() {
            for item in select(link.cell("item")) {
                for add_on in select(link.cell("add_on")) {
                    if item == add_on || !is_same(link.cell("same"), &item_rows[item], &item_rows[add_on]) {
                        continue;
                    }
                    match link.cell("kind") {
                        "not_with" | "included" => never_together.extend([(item, add_on), (add_on, item)]),
                        "required" | "accessory" | "service" | "bundle" => links[item].push(Link { add_on, row }),
                        _ => {}
                    }
                }
            }
        }
        let items = item_rows.into_iter().map(|row| {
            let cents = (row.number("price") * 100.0).round() as u64;
            Item { weight: popularity(&row, cents), seasons: seasons(&row), cents, row }
        });
        Ok(Self { items: items.collect(), link_rows, links, never_together })
    }

    pub(super) fn find(&self, sku: &str) -> usize {
        let is_it = |item: &Item| item.row.cell("sku") == sku;
        self.items.iter().position(is_it).unwrap_or(0)
    }

    /// The links that hold for an item on a day, the most urgent first.
    pub(super) fn open_links(&self, line: &Line, day: &Day, context: Option<&str>) -> Vec<&Link> {
        let holds = |link: &&Link| {
            let (row, wanted) = (&self.link_rows[link.row], self.link_rows[link.row].cell("context"));
            let share = row.number("max_price_share") * self.items[line.0].cents as f64;
            row.cell("from") <= day.date.as_str()
                && (row.cell("to").is_empty() || row.cell("to") >= day.date.as_str())
                && row.cell("segment").is_empty()
                && (wanted.strip_prefix('!').map_or(context == Some(wanted), |not| context != Some(not))
                    || wanted.is_empty())
                && (row.cell("max_price_share").is_empty() || self.items[link.add_on].cents as f64 <= share)
                && line.1 as f64 >= row.number("min_quantity")
        };
        let mut open: Vec<&Link> = self.links[line.0].iter().filter(holds).collect();
        let priority = |link: &Link| self.link_rows[link.row].number("priority") as i64;
        open.sort_by_key(|link| (self.kind(link) != "required", -priority(link), link.add_on));
        open
    }

    pub(super) fn kind(&self, link: &Link) -> &str {
        self.link_rows[link.row].cell("kind")
    }

    /// Chances in a thousand: bought unasked, accepted when asked (8 to 65 %). A link's own cells decide: what its
    /// author put first is also what customers want most.
    pub(super) fn chances(&self, link: &Link) -> (u64, u64) {
        let row = &self.link_rows[link.row];
        let luck = Dice(fingerprint(&[row.cell("item"), row.cell("add_on")].concat())).below(1000);
        let priority = row.number("priority") as u64;
        match self.kind(link) {
            "required" => (250 + luck / 8, 430 + luck * 220 / 1000),
            "service" | "bundle" => (10 + luck / 40, 80 + luck * 180 / 1000),
            _ => (30 + luck / 6 + 2 * priority, 80 + luck * 280 / 1000 + 4 * priority.min(70)),
        }
    }
}

fn rows(path: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    Ok(csv::Reader::from_path(path)?.deserialize().map(|row| row.map(Row)).collect::<Result<_, _>>()?)
}

/// `valve & add_on.fits_model = item.model`: each named attribute must share a value.
fn is_same(same: &str, item: &Row, add_on: &Row) -> bool {
    same.split(" & ").filter(|part| !part.is_empty()).all(|part| {
        let (theirs, ours) = part.split_once(" = ").unwrap_or((part, part));
        share_a_value(item.cell(ours.trim_start_matches("item.")), add_on.cell(theirs.trim_start_matches("add_on.")))
    })
}

fn share_a_value(a: &str, b: &str) -> bool {
    a.split('|').any(|value| !value.is_empty() && b.split('|').any(|other| other == value))
}
