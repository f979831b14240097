//! A report for a terminal: the headline in lines, then the rows in columns.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, Table, presets};

use super::column::{COLUMNS, against_before, of_100};
use super::{Sheet, Value, headline};
use crate::report::by::By;

/// So many rows are shown; CSV has them all.
const ROWS: usize = 30;

/// The text, with its line ends.
pub fn table(sheet: &Sheet<'_>) -> String {
    let overview = sheet.overview;
    let title: Vec<&str> = [sheet.shop, sheet.scope].into_iter().filter(|part| !part.is_empty()).collect();
    let mut text = format!("{}   {}\n\n", title.join(", "), sheet.period());
    text += &heads(sheet);
    for line in sheet.added().into_iter().chain(sheet.remarks()) {
        let _ = write!(text, "\n{line}\n");
    }
    if overview.rows.is_empty() {
        return text;
    }
    let _ = write!(text, "\n{}\n{}\n", sheet.word(&format!("report-by-{}", overview.by.word())), rows(sheet));
    if let Some(more) = overview.rows.len().checked_sub(ROWS).filter(|more| *more > 0) {
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        let _ = writeln!(text, "{}", sheet.words.count("report-more-rows", more, &[]));
    }
    text
}

fn heads(sheet: &Sheet<'_>) -> String {
    let mut table = Table::new();
    let heads = headline(sheet.overview);
    let mut header = vec![String::new(), sheet.word("report-now")];
    let has_before = sheet.overview.before.is_some();
    let has_year = sheet.overview.year_before.is_some();
    header.extend(has_before.then(|| sheet.word("report-before")));
    header.extend(has_year.then(|| sheet.word("report-year-before")));
    let columns = header.len();
    table.load_style(presets::NOTHING).set_header(header);
    for one in heads {
        let mut row = vec![sheet.word(&format!("report-{}", one.id.replace('_', "-"))), with_unit(sheet, &one.now)];
        row.extend(one.before.as_ref().map(|value| with_unit(sheet, value)));
        row.extend(one.year_before.as_ref().map(|value| with_unit(sheet, value)));
        table.add_row(row);
    }
    aligned(table, 1, columns)
}

/// Shares as `48 %`.
fn with_unit(sheet: &Sheet<'_>, value: &Value) -> String {
    match value {
        Value::Share(_) => format!("{} %", sheet.text(value)),
        value => sheet.text(value),
    }
}

fn rows(sheet: &Sheet<'_>) -> String {
    let by = sheet.overview.by;
    let shown: Vec<_> = COLUMNS.iter().filter(|column| (column.is_shown)(by)).collect();
    let mut header = vec![sheet.word(&format!("report-name-{}", by.word()))];
    for column in &shown {
        header.push(sheet.word(&format!("report-col-{}", column.id.replace('_', "-"))));
        if column.id == "acceptance" {
            header.push(sheet.word("report-col-range"));
        }
    }
    let has_before = sheet.overview.before.is_some();
    header.extend(has_before.then(|| sheet.word("report-col-against")));
    let columns = header.len();
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header);
    for row in sheet.overview.rows.iter().take(ROWS) {
        let mut cells = vec![shortened(&sheet.name_of(row), if by == By::Pair { 48 } else { 32 })];
        for column in &shown {
            if column.id == "acceptance" {
                let of_100 = of_100(row);
                cells.push(sheet.text(&Value::share(of_100)));
                cells.push(of_100.map_or_else(
                    || "-".to_owned(),
                    |share| format!("{:.0}-{:.0}", share.low * 100.0, share.high * 100.0),
                ));
            } else {
                cells.push(sheet.text(&(column.value)(row)));
            }
        }
        let against = || against_before(row).map_or_else(|| "-".to_owned(), |more| format!("{more:+}"));
        cells.extend(has_before.then(against));
        table.add_row(cells);
    }
    aligned(table, 1, columns)
}

/// Numbers stand right.
fn aligned(mut table: Table, from: usize, to: usize) -> String {
    for column in from..to {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 2).chain("..".chars()).collect()
}
