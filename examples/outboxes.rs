//! Writes the outboxes of a made-up chain, for measuring what collecting them costs: `outboxes FOLDER [TERMINALS] [SEGMENTS]
//! [EVENTS] [SEED]`. A year of sales, evenly over its days; 5,000 items, those sold most much more often than the others, six
//! add-ons each; one to four lines and up to three suggestions a sale; one sale in a hundred is taken back. The same
//! arguments give the same bytes.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use goeswith::travel::digest;
use goeswith::travel::names::SegmentName;
use goeswith::travel::segment::{CatalogInUse, FORMAT, Header, Line, seal};

const ITEMS: u64 = 5_000;
const YEAR: u64 = 365 * 24 * 3_600_000;
/// 2025-11-23T00:00Z.
const BEGIN: u64 = 1_763_856_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("outboxes FOLDER [TERMINALS] [SEGMENTS] [EVENTS] [SEED]")?;
    let mut number = |default: u64| arguments.next().map_or(Ok(default), |text| text.parse());
    let (terminals, segments, events, seed) = (number(200)?, number(50)?, number(1_000)?, number(1)?);
    for terminal in 0..terminals {
        let mut dice = Dice(seed * 1_000_003 + terminal * 7_919 + 1);
        write_terminal(Path::new(&folder), terminal, segments, events, &mut dice)?;
    }
    Ok(())
}

fn write_terminal(
    folder: &Path,
    terminal: u64,
    segments: u64,
    events: u64,
    dice: &mut Dice,
) -> Result<(), Box<dyn Error>> {
    let (id, epoch) = (dice.uuid(), dice.uuid());
    let folder = folder.join("outbox").join(&id);
    fs::create_dir_all(&folder)?;
    let mut before = String::new();
    let mut last_sale = String::new();
    let mut bodies: Vec<String> = Vec::new();
    for number in 1..=segments {
        bodies.clear();
        let first = (number - 1) * events;
        for event in first..first + events {
            let shop_hour = 8 + dice.below(11);
            let day = event * 365 / (segments * events).max(1);
            let wall = BEGIN + day * 86_400_000 + shop_hour * 3_600_000 + dice.below(3_600_000);
            bodies.push(body(wall.min(BEGIN + YEAR), &mut last_sale, dice));
        }
        let header = Header {
            goeswith_segment: FORMAT,
            terminal: id.clone(),
            name: Some(format!("Till {}", terminal + 1)),
            store: Some(format!("shop-{:03}", terminal / 2)),
            epoch: epoch.clone(),
            number,
            revision: 0,
            catalog: Some(CatalogInUse { version: 100 + number, sha256: digest::of(&number.to_le_bytes()) }),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            problems: Vec::new(),
            sealed_utc: time(BEGIN + number * YEAR / segments),
        };
        let line = |(at, body)| Line { seq: first + at + 1, clock_suspect: false, catalog_version: Some(100), body };
        let lines: Vec<Line<'_>> = (0..).zip(bodies.iter().map(String::as_str)).map(line).collect();
        let bytes = seal(&header, &lines, first + 1, &before).ok_or("a body is no object")?;
        before = digest::of(&bytes);
        let name = SegmentName { epoch: epoch.clone(), number, revision: 0 };
        fs::write(folder.join(name.to_string()), bytes)?;
    }
    Ok(())
}

fn body(wall: u64, last_sale: &mut String, dice: &mut Dice) -> String {
    let id = dice.uuid_v7(wall);
    let start = format!("{{\"event_id\":\"{id}\",\"kind\":");
    let end = format!("\"customer\":null,\"staff\":null,\"wall_utc\":\"{}\"}}", time(wall));
    if dice.below(100) == 0 && !last_sale.is_empty() {
        return format!("{start}\"void\",\"context\":[],\"arms\":{{}},\"sale\":\"{last_sale}\",{end}");
    }
    let mut text = format!("{start}\"sale\",\"utc_offset_min\":60,\"lines\":[");
    let items: Vec<u64> = (0..=dice.below(4)).map(|_| dice.item()).collect();
    let shown: Vec<(u64, u64, u64)> = (0..dice.below(4))
        .map(|_| (items[dice.below(items.len() as u64) as usize], dice.below(6), dice.below(10)))
        .collect();
    let add_on = |item: u64, place: u64| (item * 31 + place * 997 + 1) % ITEMS;
    for item in &items {
        line(&mut text, *item, 1 + dice.below(12) / 11, None);
    }
    for (item, place, _) in shown.iter().filter(|(.., fate)| *fate < 2) {
        line(&mut text, add_on(*item, *place), 1, Some(dice.below(5) > 0));
    }
    text.pop();
    text += "],\"suggestions\":[";
    for (rank, (item, place, fate)) in shown.iter().enumerate() {
        let kind = ["required", "accessory", "accessory", "accessory", "service", "bundle"][*place as usize];
        let reason = if *place < 3 { "curated" } else { "mined" };
        let outcome = match fate {
            0..2 => "\"accepted\"",
            2 => "\"declined\",\"why\":\"too_expensive\"",
            3..5 => "\"declined\"",
            5 => "\"taken_without_asking\"",
            _ => "\"not_asked\"",
        };
        let _ = write!(
            text,
            "{{\"item\":\"{}\",\"add_on\":\"{}\",\"link_kind\":\"{kind}\",\"rank\":{},\"reason\":\"{reason}\",\"outcome\":{outcome}}},",
            sku(*item),
            sku(add_on(*item, *place)),
            rank + 1
        );
    }
    if text.ends_with(',') {
        text.pop();
    }
    let context = ["", "\"hurry\"", "\"business\""][(dice.below(20) / 9) as usize];
    let arm = ["a", "b"][dice.below(2) as usize];
    *last_sale = id;
    let _ = write!(text, "],\"context\":[{context}],\"arms\":{{\"wording-brush\":\"{arm}\"}},{end}");
    text
}

fn line(text: &mut String, item: u64, quantity: u64, confirmed: Option<bool>) {
    let price = 199 + item * 37 % 9_000;
    let _ = write!(text, "{{\"sku\":\"{}\",\"quantity\":{quantity},\"price\":{price}", sku(item));
    if let Some(confirmed) = confirmed {
        let _ = write!(text, ",\"confirmed\":{confirmed}");
    }
    let _ = write!(
        text,
        ",\"cost\":{},\"category\":\"Department {} > Shelf {}\"}},",
        price * 6 / 10,
        item % 12,
        item % 240
    );
}

fn sku(item: u64) -> String {
    format!("{:03}-{:05}", item % 240, item * 17)
}

fn time(millis: u64) -> String {
    let time = jiff::Timestamp::from_millisecond(i64::try_from(millis).unwrap_or_default()).unwrap_or_default();
    format!("{time:.3}")
}

/// A seeded row of numbers (xorshift64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        (self.next() >> 11) % limit.max(1)
    }

    /// The lower the number the more often, about as a shop's sales fall off.
    fn item(&mut self) -> u64 {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((ITEMS as f64).powf(share) as u64).min(ITEMS - 1)
    }

    fn uuid(&mut self) -> String {
        uuid::Uuid::from_u64_pair(self.next(), self.next()).to_string()
    }

    fn uuid_v7(&mut self, wall: u64) -> String {
        let high = wall << 16 | 0x7000 | self.below(1 << 12);
        let low = self.next() >> 2 | 1 << 63;
        uuid::Uuid::from_u64_pair(high, low).to_string()
    }
}
