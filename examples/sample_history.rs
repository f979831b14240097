//! Writes a year of sales and six weeks of answers for the sample shop.
//!
//! ```text
//! cargo run --example sample_history            writes into assets/sample-shop
//! cargo run --example sample_history -- DIR     writes into DIR, so that a test can compare
//! ```
//!
//! Reads `items.csv` and `links.csv` of the sample shop and writes `sales/2025-2026.csv` and `answers.jsonl`.
//! The same input gives the same bytes on every machine: the dice are seeded, chances are whole numbers, there is
//! no clock, and JSON keys are put in alphabetical order, which is what every setting of the JSON crate keeps.
//!
//! How a sale comes about: an item is drawn by popularity and season; its links bring add-ons, each link with a
//! chance of its own; some pairs that no link knows ([`UNWRITTEN`]) are bought together as well, so that mining has
//! something to find; the rest is chance. In the last six weeks a terminal stands on the counter: up to three
//! add-ons are shown, about six in ten are asked, and the answers decide what is in the basket.
//!
//! It knows selectors and `same` just well enough to use the links. It checks nothing: a wrong cell selects nothing.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

const SHOP: &str = "assets/sample-shop";
const SEED: u64 = 1;
const NO_RETURNS_FROM: &str = "2026-10-01";
const ANSWERS_FROM: &str = "2026-10-11";
/// The shop's clock is one hour ahead of UTC until this day and equal to it afterwards.
const WINTER_TIME_FROM: &str = "2026-10-25";
/// Year, month, first and last day of the history; its first day is a Saturday.
#[rustfmt::skip]
const MONTHS: [(u32, usize, u32, u32); 13] = [
    (2025, 11, 22, 30), (2025, 12, 1, 31), (2026, 1, 1, 31), (2026, 2, 1, 28), (2026, 3, 1, 31), (2026, 4, 1, 30),
    (2026, 5, 1, 31), (2026, 6, 1, 30), (2026, 7, 1, 31), (2026, 8, 1, 31), (2026, 9, 1, 30), (2026, 10, 1, 31),
    (2026, 11, 1, 21),
];
const HOLIDAYS: [&str; 3] = ["2025-12-25", "2025-12-26", "2026-01-01"];
/// Asked for all day long.
const BEST_SELLERS: &str = "WPT-0250 WPT-0500 STN-0250 MTL-0075 MSK-050 ROL-230 DRL-182 PLG-006 SCW-440 SIL-W31 \
    SOL-040 HOS-015 SEC-001 SLT-010 BRD-FDR LMP-DSK BTY-AA4 SMK-001 PRN-200 PRN-180 INK-304 INK-305 PAP-080 OXF-B42 \
    DES-S42 BOT-N42 POL-B50 TRN-W42 CAP-M10 ESP-015 CPS-CES GRD-FLT KNV-CHF PAN-NS28 TUB-28D BIK-C28 LUB-DRY MON-024";
/// Really bought together, in no link.
#[rustfmt::skip]
const UNWRITTEN: [(&str, &str); 14] = [
    ("HAM-016", "TAP-005"), ("HOK-PIC", "LVL-060"), ("SOL-040", "BRK-060"), ("FER-UNI", "SOL-040"),
    ("TRN-W42", "SOK-COT"), ("KNV-PAR", "CHB-PLA"), ("SLT-010", "DRX-006"), ("EXT-3M0", "BLB-27W"),
    ("NET-050", "USB-064"), ("RPK-001", "PMP-MIN"), ("BRD-SED", "BRD-FAT"), ("BLT-N95", "POL-N50"),
    ("MSK-050", "DST-P20"), ("GRD-FLT", "CAN-COF"),
];
/// Given with every fourth no; the first most often.
#[rustfmt::skip]
const REASONS: [&str; 10] = [
    "has_one", "has_one", "has_one", "has_one", "too_expensive", "too_expensive", "not_now", "not_now", "does_not_fit", "other",
];
/// How much is asked for from January to December, 100 being the average: the first tag or category that holds.
#[rustfmt::skip]
const SEASONS: [(&str, [u64; 12]); 8] = [
    ("tag:winter", [190, 160, 90, 30, 10, 5, 5, 10, 40, 110, 190, 200]),
    ("category:Garden > Birds", [160, 140, 100, 70, 50, 40, 40, 50, 70, 110, 150, 160]),
    ("category:Bicycles", [40, 50, 110, 170, 180, 160, 140, 120, 110, 80, 55, 70]),
    ("category:Garden", [25, 30, 90, 170, 190, 170, 140, 110, 85, 55, 35, 25]),
    ("category:Wood care", [25, 30, 90, 170, 190, 170, 140, 110, 85, 55, 35, 25]),
    ("category:Lighting", [130, 120, 100, 80, 60, 50, 50, 60, 90, 130, 160, 190]),
    ("tag:gift", [70, 90, 80, 85, 100, 90, 70, 70, 80, 100, 130, 240]),
    ("", [95, 95, 100, 105, 105, 100, 90, 85, 100, 105, 110, 120]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let target = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| SHOP.into()));
    let shop = Shop::read(Path::new(SHOP))?;
    let days = open_days();
    let till = Till {
        shop: &shop,
        dice: Dice(SEED),
    };
    let sales = till.all_sales(&days);
    fs::create_dir_all(target.join("sales"))?;
    write_sales(&shop, &days, &sales, &target.join("sales/2025-2026.csv"))?;
    write_answers(&shop, &days, &sales, &target.join("answers.jsonl"))
}

struct Row(HashMap<String, String>);

struct Item {
    row: Row,
    cents: u64,
    weight: u64,
}

struct Link {
    add_on: usize,
    row: usize,
}

struct Shop {
    items: Vec<Item>,
    link_rows: Vec<Row>,
    links: Vec<Vec<Link>>,
    never_together: BTreeSet<(usize, usize)>,
}

struct Day {
    date: String,
    month: usize,
    is_saturday: bool,
}

/// Item, quantity, and for a line taken by prompt whether a scan confirmed it.
struct Line(usize, i64, Option<bool>);

#[derive(Default)]
struct Sale {
    id: String,
    day: usize,
    minute: u64,
    lines: Vec<Line>,
    /// What was shown and how it went, as the event says it.
    suggestions: Vec<Value>,
    context: Option<&'static str>,
    /// The line taken back, and how many open days later.
    returned: Option<(usize, usize)>,
}

impl Row {
    fn cell(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    fn number(&self, column: &str) -> f64 {
        self.cell(column).parse().unwrap_or(0.0)
    }

    /// Whether an item is what one selector says; the empty one says nothing.
    fn is(&self, selector: &str) -> bool {
        match selector.split_once(':') {
            Some(("category", category)) => self
                .cell("category")
                .strip_prefix(category)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(" >")),
            Some(("brand", brand)) => self.cell("brand") == brand,
            Some(("tag", tag)) => share_a_value(self.cell("tags"), tag),
            Some(("attr", pair)) => pair
                .split_once('=')
                .is_some_and(|(name, value)| share_a_value(self.cell(name), value)),
            _ => selector.is_empty() || self.cell("sku") == selector,
        }
    }
}

impl Shop {
    fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
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
            Item {
                weight: popularity(&row, cents),
                cents,
                row,
            }
        });
        Ok(Self {
            items: items.collect(),
            link_rows,
            links,
            never_together,
        })
    }

    fn find(&self, sku: &str) -> usize {
        let is_it = |item: &Item| item.row.cell("sku") == sku;
        self.items.iter().position(is_it).unwrap_or(0)
    }

    /// The links that hold for an item on a day, the most urgent first.
    fn open_links(&self, line: &Line, day: &Day, context: Option<&str>) -> Vec<&Link> {
        let holds = |link: &&Link| {
            let (row, wanted) = (&self.link_rows[link.row], self.link_rows[link.row].cell("context"));
            let share = row.number("max_price_share") * self.items[line.0].cents as f64;
            row.cell("from") <= day.date.as_str()
                && (row.cell("to").is_empty() || row.cell("to") >= day.date.as_str())
                && row.cell("segment").is_empty()
                && (wanted
                    .strip_prefix('!')
                    .map_or(context == Some(wanted), |not| context != Some(not))
                    || wanted.is_empty())
                && (row.cell("max_price_share").is_empty() || self.items[link.add_on].cents as f64 <= share)
                && line.1 as f64 >= row.number("min_quantity")
        };
        let mut open: Vec<&Link> = self.links[line.0].iter().filter(holds).collect();
        let priority = |link: &Link| self.link_rows[link.row].number("priority") as i64;
        open.sort_by_key(|link| (self.kind(link) != "required", -priority(link), link.add_on));
        open
    }

    fn kind(&self, link: &Link) -> &str {
        self.link_rows[link.row].cell("kind")
    }

    /// Chances in a thousand: bought unasked, accepted when asked (8 to 65 %). A link's own cells decide: what its
    /// author put first is also what customers want most.
    fn chances(&self, link: &Link) -> (u64, u64) {
        let row = &self.link_rows[link.row];
        let luck = Dice(fingerprint(&[row.cell("item"), row.cell("add_on")].concat())).below(1000);
        let priority = row.number("priority") as u64;
        match self.kind(link) {
            "required" => (250 + luck / 8, 430 + luck * 220 / 1000),
            "service" | "bundle" => (10 + luck / 40, 80 + luck * 180 / 1000),
            _ => (
                30 + luck / 6 + 2 * priority,
                80 + luck * 280 / 1000 + 4 * priority.min(70),
            ),
        }
    }
}

/// A few items sell all day, most sell now and then, and dear ones are rare.
fn popularity(item: &Row, cents: u64) -> u64 {
    let luck = 30 + Dice(fingerprint(item.cell("sku"))).below(60);
    let is_best = BEST_SELLERS.split_whitespace().any(|sku| sku == item.cell("sku"));
    let weight = if is_best { 22 * luck.max(50) } else { luck };
    let is_rare = item.cell("type") == "service" || !item.cell("variant_of").is_empty();
    weight * 60_000 / (2_000 + cents) / if is_rare && !is_best { 3 } else { 1 }
}

struct Till<'a> {
    shop: &'a Shop,
    dice: Dice,
}

impl Till<'_> {
    fn all_sales(mut self, days: &[Day]) -> Vec<Sale> {
        let mut sales = Vec::new();
        for (at, day) in days.iter().enumerate() {
            let rush = if day.is_saturday { 34 } else { 20 } + if day.month == 12 { 7 } else { 0 };
            let mut minutes: Vec<u64> = (0..rush + self.dice.below(6))
                .map(|_| 540 + self.dice.below(570))
                .collect();
            minutes.sort_unstable();
            for minute in minutes {
                let id = format!("B{:05}", sales.len() + 1);
                let mut sale = Sale {
                    id,
                    day: at,
                    minute,
                    ..Sale::default()
                };
                self.serve(&mut sale, day);
                if day.date.as_str() < NO_RETURNS_FROM && sale.lines.len() < 6 && self.dice.chance(6) {
                    sale.returned = Some((0, 1 + self.dice.below(6) as usize));
                }
                sales.push(sale);
            }
        }
        sales
    }

    fn serve(&mut self, sale: &mut Sale, day: &Day) {
        let shop = self.shop;
        let (one, other) = UNWRITTEN[self.dice.below(UNWRITTEN.len() as u64) as usize];
        let season = season(&shop.items[shop.find(one)].row, day.month);
        let is_pair = self.dice.chance(60 * season / 100);
        let first = if is_pair { shop.find(one) } else { self.draw(day.month) };
        sale.context = match self.dice.below(100) {
            ..6 if shop.items[first].row.is("tag:gift") => Some("gift"),
            6..14 if shop.items[first].row.is("category:Printing") => Some("business"),
            _ => None,
        };
        let quantity = self.quantity(first);
        sale.lines.push(Line(first, quantity, None));
        let open = shop.open_links(&sale.lines[0], day, sale.context);
        let refused = if day.date.as_str() < ANSWERS_FROM {
            BTreeSet::new()
        } else {
            self.prompt(sale, &open)
        };
        for link in open {
            if self.dice.chance(shop.chances(link).0) {
                self.add(sale, link.add_on, &refused);
            }
        }
        if is_pair {
            self.add(sale, shop.find(other), &refused);
        }
        while self.dice.chance(320) {
            let item = self.draw(day.month);
            self.add(sale, item, &refused);
        }
        for shown in &mut sale.suggestions {
            let bought = sale
                .lines
                .iter()
                .any(|line| shop.items[line.0].row.cell("sku") == shown["add_on"]);
            if bought && shown["outcome"] == "not_asked" {
                shown["outcome"] = "taken_without_asking".into();
            }
        }
    }

    /// Shows the best add-ons and plays the answers; gives back what the customer refused.
    fn prompt(&mut self, sale: &mut Sale, open: &[&Link]) -> BTreeSet<usize> {
        let (shop, item) = (self.shop, sale.lines[0].0);
        let (mut refused, mut categories) = (BTreeSet::new(), BTreeSet::new());
        for link in open {
            let add_on = &shop.items[link.add_on].row;
            let is_out = add_on.cell("stock") == "0" || shop.never_together.contains(&(item, link.add_on));
            if is_out || sale.suggestions.len() == 3 || !categories.insert(add_on.cell("category")) {
                continue;
            }
            let mut shown = json!({"add_on": add_on.cell("sku"), "item": shop.items[item].row.cell("sku"),
                "link_kind": shop.kind(link), "outcome": "not_asked", "rank": sale.suggestions.len() + 1, "reason": "curated"});
            if refused.len() < 2 && self.dice.chance(640) {
                if self.dice.chance(shop.chances(link).1) {
                    shown["outcome"] = "accepted".into();
                    sale.lines.push(Line(link.add_on, 1, Some(self.dice.chance(870))));
                } else {
                    shown["outcome"] = "declined".into();
                    refused.insert(link.add_on);
                    if let Some(why) = REASONS.get(self.dice.below(4 * REASONS.len() as u64) as usize) {
                        shown["why"] = (*why).into();
                    }
                }
            }
            sale.suggestions.push(shown);
        }
        refused
    }

    /// Puts one more line into the basket, unless it has no place there.
    fn add(&mut self, sale: &mut Sale, item: usize, refused: &BTreeSet<usize>) {
        let items = &self.shop.items;
        let family = |at: usize| {
            Some(items[at].row.cell("variant_of"))
                .filter(|base| !base.is_empty())
                .unwrap_or(items[at].row.cell("sku"))
        };
        let clashes =
            |line: &Line| family(line.0) == family(item) || self.shop.never_together.contains(&(line.0, item));
        if sale.lines.len() < 6 && !refused.contains(&item) && !sale.lines.iter().any(clashes) {
            let quantity = self.quantity(item);
            sale.lines.push(Line(item, quantity, None));
        }
    }

    fn draw(&mut self, month: usize) -> usize {
        let weight = |item: &Item| item.weight * season(&item.row, month);
        let mut left = self.dice.below(self.shop.items.iter().map(weight).sum());
        let passes = |item: &Item| {
            left < weight(item) || {
                left -= weight(item);
                false
            }
        };
        self.shop.items.iter().position(passes).unwrap_or(0)
    }

    fn quantity(&mut self, item: usize) -> i64 {
        match (self.shop.items[item].cents, self.dice.below(100)) {
            (..1_300, ..4) => 5,
            (..1_300, 4..9) => 3,
            (..2_600, ..20) => 2,
            _ => 1,
        }
    }
}

fn season(item: &Row, month: usize) -> u64 {
    SEASONS
        .iter()
        .find(|(selector, _)| item.is(selector))
        .map_or(100, |(_, year)| year[month - 1])
}

fn write_sales(shop: &Shop, days: &[Day], sales: &[Sale], path: &Path) -> Result<(), Box<dyn Error>> {
    let mut out = csv::Writer::from_path(path)?;
    out.write_record(["basket_id", "timestamp", "sku", "quantity", "price"])?;
    for sale in sales {
        let mut write = |line: &Line, quantity: i64, day: usize| {
            let (row, minute) = (&shop.items[line.0].row, sale.minute);
            let time = format!("{}T{:02}:{:02}:00", days[day].date, minute / 60, minute % 60);
            out.write_record([
                &sale.id,
                &time,
                row.cell("sku"),
                &quantity.to_string(),
                row.cell("price"),
            ])
        };
        for line in &sale.lines {
            write(line, line.1, sale.day)?;
        }
        if let Some((at, later)) = sale.returned {
            write(&sale.lines[at], -sale.lines[at].1, sale.day + later)?;
        }
    }
    Ok(out.flush()?)
}

fn write_answers(shop: &Shop, days: &[Day], sales: &[Sale], path: &Path) -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    for sale in sales.iter().filter(|sale| days[sale.day].date.as_str() >= ANSWERS_FROM) {
        let lines = sale.lines.iter().map(|line| {
            let (item, quantity) = (&shop.items[line.0], line.1);
            match line.2 {
                Some(yes) => {
                    json!({"confirmed": yes, "price": item.cents, "quantity": quantity, "sku": item.row.cell("sku")})
                }
                None => json!({"price": item.cents, "quantity": quantity, "sku": item.row.cell("sku")}),
            }
        });
        let date = &days[sale.day].date;
        let hour = sale.minute / 60 - u64::from(date.as_str() < WINTER_TIME_FROM);
        let event = json!({"arms": {}, "basket_id": sale.id, "context": sale.context.into_iter().collect::<Vec<_>>(), "customer": null,
            "event_id": event_id(&sale.id), "kind": "sale", "lines": lines.collect::<Vec<_>>(), "staff": null,
            "suggestions": sale.suggestions, "wall_utc": format!("{date}T{hour:02}:{:02}:00Z", sale.minute % 60)});
        text = text + &event.to_string() + "\n";
    }
    Ok(fs::write(path, text)?)
}

/// A UUID by its shape (version 4, variant 1), the same for the same basket.
fn event_id(basket: &str) -> String {
    let mut dice = Dice(fingerprint(basket));
    let (a, b) = (dice.next(), dice.next());
    let (third, fourth) = (0x4000 | (a & 0x0FFF), 0x8000 | ((b >> 48) & 0x3FFF));
    format!(
        "{:08x}-{:04x}-{third:04x}-{fourth:04x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xFFFF,
        b & 0xFFFF_FFFF_FFFF
    )
}

fn rows(path: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    Ok(csv::Reader::from_path(path)?
        .deserialize()
        .map(|row| row.map(Row))
        .collect::<Result<_, _>>()?)
}

/// `valve & add_on.fits_model = item.model`: each named attribute must share a value.
fn is_same(same: &str, item: &Row, add_on: &Row) -> bool {
    same.split(" & ").filter(|part| !part.is_empty()).all(|part| {
        let (theirs, ours) = part.split_once(" = ").unwrap_or((part, part));
        share_a_value(
            item.cell(ours.trim_start_matches("item.")),
            add_on.cell(theirs.trim_start_matches("add_on.")),
        )
    })
}

fn share_a_value(a: &str, b: &str) -> bool {
    a.split('|')
        .any(|value| !value.is_empty() && b.split('|').any(|other| other == value))
}

/// Every day from Monday to Saturday that is no holiday.
fn open_days() -> Vec<Day> {
    let all = MONTHS
        .iter()
        .flat_map(|&(year, month, from, to)| (from..=to).map(move |day| (year, month, day)));
    let numbered = all
        .enumerate()
        .filter(|(at, _)| at % 7 != 1)
        .map(|(at, (year, month, day))| Day {
            date: format!("{year}-{month:02}-{day:02}"),
            month,
            is_saturday: at % 7 == 0,
        });
    numbered.filter(|day| !HOLIDAYS.contains(&day.date.as_str())).collect()
}

/// FNV-1a, so that an item or a link keeps its luck when others are added.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// splitmix64 (Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn chance(&mut self, in_a_thousand: u64) -> bool {
        self.below(1000) < in_a_thousand
    }
}
