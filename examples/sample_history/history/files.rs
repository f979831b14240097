//! The two files.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::json;

use super::calendar::Day;
use super::dice::{Dice, fingerprint};
use super::shop::Shop;
use super::till::{ANSWERS_FROM, Line, Sale};

/// The shop's clock is one hour ahead of UTC until this day and equal to it afterwards.
const WINTER_TIME_FROM: &str = "2026-10-25";

pub(super) fn write_sales(shop: &Shop, days: &[Day], sales: &[Sale], path: &Path) -> Result<(), Box<dyn Error>> {
    let mut out = csv::Writer::from_path(path)?;
    out.write_record(["basket_id", "timestamp", "sku", "quantity", "price"])?;
    for sale in sales {
        let mut write = |line: &Line, quantity: i64, day: usize| {
            let (row, minute) = (&shop.items[line.0].row, sale.minute);
            let time = format!("{}T{:02}:{:02}:00", days[day].date, minute / 60, minute % 60);
            out.write_record([&sale.id, &time, row.cell("sku"), &quantity.to_string(), row.cell("price")])
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

pub(super) fn write_answers(shop: &Shop, days: &[Day], sales: &[Sale], path: &Path) -> Result<(), Box<dyn Error>> {
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
    format!("{:08x}-{:04x}-{third:04x}-{fourth:04x}-{:012x}", a >> 32, (a >> 16) & 0xFFFF, b & 0xFFFF_FFFF_FFFF)
}
