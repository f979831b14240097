//! The store overlay as it travels: a store's own prices, stock and shelves as CSV between a line that says whose it is
//! and a line that proves it whole (data.md section 3).
//!
//! ```text
//! # goeswith stock 1; store=north-12; as_of=2026-11-22T14:00:00Z
//! sku,price,stock,location
//! PRN-200,129.00,4,Aisle 7B
//! # end; rows=1; sha256=<hex of every byte before this line>
//! ```
//!
//! [`write`] makes such a file of rows, [`read`] makes of it what a counter holds ([`super::overlay`]), or names the line
//! and the value that are wrong: prices never come from half a file, so that one bad row refuses all of them.

mod read;

pub use super::whole::MOST_ROWS;
pub use read::{Fault, Wanted, read};

use std::fmt::Write as _;

use super::digest;
use super::whole::end;
use crate::domain::{CleanText, Currency, Money, Sku, UnixMillis};

/// Longer files are refused before they are read.
pub const MOST_BYTES: u64 = 64 << 20;
/// A place may have so many characters.
pub const LONGEST_PLACE: usize = 200;
/// So many pieces at most, and as many below none.
pub const MOST_STOCK: i64 = i32::MAX as i64;

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 4] = ["sku", "price", "stock", "location"];
/// The format this version writes and reads.
const FORMAT: u64 = 1;
const BEGIN: &str = "# goeswith stock ";

/// What a store says of one item; what is empty, the catalog says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The item.
    pub sku: Sku,
    /// Price of one.
    pub price: Option<Money>,
    /// Pieces left, within [`MOST_STOCK`]; below none where the till sold what was not booked in.
    pub stock: Option<i64>,
    /// Where staff find it, [`LONGEST_PLACE`] characters at most.
    pub place: Option<CleanText>,
}

/// The bytes of an overlay. Rows are put in order of SKU, so that the same rows give the same bytes; no SKU may stand
/// twice. Prices are minor units of `currency`; zeros beyond the second decimal are left out.
pub fn write(store: &str, as_of: UnixMillis, mut rows: Vec<Row>, currency: &Currency) -> Vec<u8> {
    rows.sort_by(|a, b| a.sku.cmp(&b.sku));
    let mut text = format!("{BEGIN}{FORMAT}; store={store}; as_of={}\n{}\n", time(as_of), COLUMNS.join(","));
    for row in &rows {
        cell(&mut text, row.sku.as_str());
        text.push(',');
        text += &row.price.map_or_else(String::new, |price| decimals(&currency.format(price, '.')).to_owned());
        text.push(',');
        if let Some(stock) = row.stock {
            let _ = write!(text, "{stock}");
        }
        text.push(',');
        cell(&mut text, row.place.as_ref().map_or("", AsRef::as_ref));
        text.push('\n');
    }
    text += &end(rows.len(), &digest::of(text.as_bytes()));
    text.into_bytes()
}

/// `2026-11-22T14:00:00Z`.
fn time(moment: UnixMillis) -> String {
    jiff::Timestamp::from_second(moment.div_euclid(1000)).unwrap_or_default().to_string()
}

/// An amount without zeros beyond its second decimal: another currency may have fewer decimals than this one.
fn decimals(amount: &str) -> &str {
    let Some(point) = amount.find('.') else { return amount };
    let kept = amount.len().min(point + 3);
    let trimmed = amount.trim_end_matches('0').len();
    &amount[..trimmed.max(kept)]
}

/// A cell, in quotes where it would be read as something else without.
fn cell(text: &mut String, value: &str) {
    if value.contains([',', '"']) || value.starts_with('#') {
        let _ = write!(text, "\"{}\"", value.replace('"', "\"\""));
    } else {
        text.push_str(value);
    }
}
