//! `items.csv`: known items keep their place and every cell the import says nothing of; new ones stand at the end.

use std::borrow::Cow;
use std::io;

use super::{Changes, Files};
use crate::domain::Currency;
use crate::domain::money::MoneyError;
use crate::import::goods::{COLUMNS, COST, PRICE};
use crate::import::parcel::Parcel;
use crate::import::source::Source;
use crate::sheet::formula::guarded;

const FILE: &str = "items.csv";

pub(super) fn lay(
    files: &mut Files,
    source: &Source,
    parcel: &Parcel,
    currency: &str,
    changes: &mut Changes,
) -> io::Result<()> {
    let (new, old) = (&parcel.goods, &source.items);
    if new.is_empty() {
        return Ok(());
    }
    let exponent = iso_currency::Currency::from_code(currency).and_then(iso_currency::Currency::exponent).unwrap_or(2);
    let money = Currency { code: currency.to_owned(), exponent: exponent.min(4) as u8 };
    // A column of the parcel → its name in the file.
    let header = header(source, parcel);
    let place = |name: &str| header.iter().position(|known| known.eq_ignore_ascii_case(name));
    let to_file: Vec<Option<usize>> = new.columns.iter().map(|name| place(name)).collect();
    let old_to_file: Vec<Option<usize>> = old.columns.iter().map(|name| place(name)).collect();
    let delimiter = source.header.as_ref().map_or(b',', |(_, delimiter)| *delimiter);
    let sku_place = place("sku").unwrap_or_default();
    let mut sheet = files.begin(FILE, delimiter, &[])?;
    sheet.row(&header)?;
    let mut cells: Vec<Cow<'_, str>> = Vec::new();
    for item in old.places() {
        let sku = old.sku(item);
        cells.clear();
        cells.resize(header.len(), Cow::Borrowed(""));
        cells[sku_place] = Cow::Borrowed(sku);
        for (column, text) in old.cells(item) {
            if let Some(place) = old_to_file[column] {
                cells[place] = Cow::Borrowed(text);
            }
        }
        if let Some(update) = new.find(sku) {
            let mut columns = Vec::new();
            for (column, text) in new.cells(update) {
                let Some(place) = to_file[column] else { continue };
                let text = value(column, text, &money, changes);
                if text.is_empty() || is_same(column, &cells[place], &text, &money) {
                    continue;
                }
                columns.push(header[place].clone());
                cells[place] = text;
            }
            if !columns.is_empty() {
                changes.items_changed.push((sku.to_owned(), columns));
            }
        }
        sheet.row(cells.iter().map(|cell| cell.as_bytes()))?;
    }
    for item in new.places() {
        let sku = new.sku(item);
        if old.find(sku).is_some() {
            continue;
        }
        cells.clear();
        cells.resize(header.len(), Cow::Borrowed(""));
        cells[sku_place] = Cow::Borrowed(sku);
        for (column, text) in new.cells(item) {
            if let Some(place) = to_file[column] {
                cells[place] = value(column, text, &money, changes);
            }
        }
        changes.items_new += 1;
        if !changes.is_new {
            changes.items_added.push(sku.to_owned());
        }
        sheet.row(cells.iter().map(|cell| cell.as_bytes()))?;
    }
    let is_same = changes.items_new == 0 && changes.items_changed.is_empty();
    if is_same { Ok(()) } else { files.keep(sheet) }
}

/// The columns of the file: as they are, and behind them those that get a value now. The order of a new file is ours.
fn header(source: &Source, parcel: &Parcel) -> Vec<String> {
    let mut header = match &source.header {
        Some((names, _)) => names.clone(),
        None => vec!["sku".to_owned(), COLUMNS[0].to_owned()],
    };
    for (column, name) in parcel.goods.columns.iter().enumerate() {
        if parcel.goods.filled(column) > 0 && !header.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            header.push(name.clone());
        }
    }
    header
}

/// A value as it is written: money with the decimals of the currency, text so that no spreadsheet computes it.
fn value<'a>(column: usize, text: &'a str, currency: &Currency, changes: &mut Changes) -> Cow<'a, str> {
    if !matches!(column, PRICE | COST) {
        return guarded(text);
    }
    match currency.parse(text) {
        Ok(amount) => Cow::Owned(currency.format(amount, '.')),
        Err(MoneyError::TooPrecise) => {
            changes.rounded += 1;
            let decimals = usize::from(currency.exponent);
            Cow::Owned(text.parse::<f64>().map_or_else(|_| String::new(), |amount| format!("{amount:.decimals$}")))
        }
        Err(_) => Cow::Borrowed(""),
    }
}

/// The same amount may be written in two ways.
fn is_same(column: usize, old: &str, new: &str, currency: &Currency) -> bool {
    old == new
        || matches!(column, PRICE | COST)
            && currency.parse(old).ok() == currency.parse(new).ok()
            && currency.parse(old).is_ok()
}
