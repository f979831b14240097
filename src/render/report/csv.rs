//! The rows of a report as CSV: every row and every column, numbers as programs read them.

use super::column::{COLUMNS, keys};
use super::{Sheet, Value};
use crate::domain::Money;
use crate::render::cells::{Cell, row};

/// The table with its header.
pub fn csv(sheet: &Sheet<'_>) -> String {
    let keys = keys(sheet.overview.by);
    let mut header: Vec<String> = keys.iter().map(|key| key.id.to_owned()).collect();
    for column in COLUMNS {
        header.push(column.id.to_owned());
        if is_share(column.id) {
            header.extend([format!("{}_low", column.id), format!("{}_high", column.id)]);
        }
    }
    let mut text = header.join(",") + "\n";
    for one in &sheet.overview.rows {
        let names: Vec<String> = keys.iter().map(|key| (key.text)(sheet, one)).collect();
        let key_cells: Vec<Cell<'_>> = names.iter().map(|name| Cell::Text(name)).collect();
        let mut line = row(&key_cells);
        line.pop();
        for column in COLUMNS {
            for cell in cells(sheet, column.id, &(column.value)(one)) {
                line.push(',');
                line.push_str(&cell);
            }
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// Shares come with their interval.
fn is_share(id: &str) -> bool {
    matches!(id, "with_add_on_share" | "acceptance" | "asked_share" | "attach" | "acceptance_before")
}

fn cells(sheet: &Sheet<'_>, id: &str, value: &Value) -> Vec<String> {
    let money = |amount: i64| sheet.currency.format(Money(amount), '.');
    match value {
        Value::Share(share) => [share.value, share.low, share.high].map(|number| format!("{number:.4}")).to_vec(),
        Value::Nothing if is_share(id) => vec![String::new(); 3],
        Value::Nothing => vec![String::new()],
        Value::Text(text) => vec![text.clone()],
        Value::Count(count) => vec![count.to_string()],
        Value::Money(amount) => vec![money(*amount)],
        Value::MeanMoney(mean) => vec![money(mean.round() as i64)],
        Value::Mean(mean) => vec![format!("{mean:.4}")],
    }
}
