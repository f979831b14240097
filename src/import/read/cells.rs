//! Cells → values of `items.csv`.

use std::borrow::Cow;

use crate::domain::CleanText;
use crate::domain::gtin::{Gtin, GtinError};
use crate::domain::text::clean;
use crate::import::amount::{self, Sign};
use crate::import::code::{self, Code};
use crate::import::format::Format;
use crate::import::grid::Row;
use crate::import::html;
use crate::import::parcel::Tally;
use crate::sheet::formula::unguarded;
use crate::sheet::problem::Problems;

/// A text without markup and without the `'` that keeps a spreadsheet from computing it; empty where nothing is left.
pub fn text(raw: &str, tally: &mut Tally) -> String {
    let plain = html::plain(raw);
    if matches!(plain, Cow::Owned(_)) && raw.contains(['<', '&']) && plain != raw {
        tally.markup += 1;
    }
    clean(unguarded(&plain)).text
}

/// The first text of several columns.
pub fn first_text(row: &Row, columns: &[usize], tally: &mut Tally) -> String {
    columns.iter().map(|&column| text(row.text(column), tally)).find(|text| !text.is_empty()).unwrap_or_default()
}

/// All barcodes of several columns, between `|`. Those that lost digits are told and left out, a wrong check digit is
/// told and kept; `own` is a number of the program, which has none.
pub fn barcodes(
    row: &Row,
    columns: &[usize],
    own: &str,
    file: &str,
    tally: &mut Tally,
    problems: &mut Problems,
) -> String {
    let mut all: Vec<String> = Vec::new();
    for &column in columns {
        let number = row.cells.get(column).is_some_and(|cell| cell.number);
        for raw in code::barcodes(row.text(column)) {
            let code = match code::barcode(raw, number) {
                Code::Whole(code) => code,
                Code::Restored(code, harm) => {
                    *tally.restored.entry(harm).or_default() += 1;
                    if harm == code::Harm::Zeros {
                        let what = format!("barcode stands without its zeros, taken as {code}");
                        problems.warning(file, row.at(column), what, raw);
                    }
                    code
                }
                Code::Lost(harm) => {
                    tally.lost += 1;
                    let what = format!("barcode stands here {}; left out", harm.said());
                    problems.warning(file, row.at(column), what, raw);
                    continue;
                }
            };
            let code = CleanText::new(&code).as_str().replace('|', "");
            let digits = code.bytes().all(|byte| byte.is_ascii_digit());
            if digits && code != own && Gtin::parse(&code) == Err(GtinError::CheckDigit) {
                tally.check_digits += 1;
                problems.warning(file, row.at(column), "barcode fails its check digit", &code);
            }
            if !code.is_empty() && !all.contains(&code) {
                all.push(code);
            }
        }
    }
    all.join("|")
}

/// The first amount of several columns, with a point; `sign` by column.
pub fn money(
    row: &Row,
    columns: &[usize],
    sign: impl Fn(usize) -> Sign,
    file: &str,
    tally: &mut Tally,
    problems: &mut Problems,
) -> String {
    for &column in columns {
        let raw = row.text(column);
        if raw.is_empty() {
            continue;
        }
        match amount::read(raw, sign(column)) {
            Some(amount)
                if amount.number.starts_with('-') && amount.number.bytes().any(|b| (b'1'..=b'9').contains(&b)) =>
            {
                problems.warning(file, row.at(column), "amount is below zero, left out", raw);
            }
            Some(amount) => {
                if amount.against {
                    tally.against += 1;
                    let what = "amount has another decimal sign than its column";
                    problems.warning(file, row.at(column), what, raw);
                }
                return amount.number.trim_start_matches('-').to_owned();
            }
            None if has_digit(raw) => problems.warning(file, row.at(column), "amount cannot be read, left out", raw),
            None => {}
        }
    }
    String::new()
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whole pieces: what is behind a decimal sign is cut off. Empty where the cell is no number.
pub fn pieces(raw: &str, sign: Sign) -> Option<i64> {
    let number = amount::read(raw, sign)?.number;
    let whole = number.split('.').next().unwrap_or_default();
    whole.parse::<i64>().ok().filter(|pieces| pieces.unsigned_abs() < 1 << 31)
}

/// The longest path of the categories of a cell, its steps between ` > `; numbers of categories say nothing to anybody.
pub fn category(raw: &str, format: &Format, tally: &mut Tally) -> String {
    let mut best: Vec<String> = Vec::new();
    for path in values(raw, &format.category_paths) {
        let mut steps: Vec<String> = path
            .split(|c| format.category_steps.contains(c))
            .map(|step| text(step, tally).replace('>', "/"))
            .filter(|step| !step.is_empty())
            .collect();
        if steps.first().is_some_and(|step| format.category_roots.iter().any(|root| root.eq_ignore_ascii_case(step))) {
            steps.remove(0);
        }
        let number = steps.iter().all(|step| step.bytes().all(|byte| byte.is_ascii_digit()));
        if !number && steps.len() > best.len() {
            best = steps;
        }
    }
    best.join(" > ")
}

/// Tags between `|`.
pub fn tags(raw: &str, tally: &mut Tally) -> String {
    let tags: Vec<String> = raw.split([',', ';', '|', super::super::grid::AND]).map(|tag| text(tag, tally)).collect();
    tags.into_iter().filter(|tag| !tag.is_empty()).collect::<Vec<_>>().join("|")
}

/// The parts of a list between any of `signs` or line breaks; a sign with `\` before it is part of the text.
pub fn split<'a>(raw: &'a str, signs: &str) -> Vec<Cow<'a, str>> {
    spans(raw, signs).into_iter().map(|span| part(&raw[span], signs)).collect()
}

/// Where these parts stand.
pub fn spans(raw: &str, signs: &str) -> Vec<std::ops::Range<usize>> {
    let is_sign = |c: char| signs.contains(c) || matches!(c, '\n' | '\r' | super::super::grid::AND);
    let mut spans = Vec::new();
    let mut start = 0;
    let mut before = '\0';
    for (place, c) in raw.char_indices() {
        if is_sign(c) && before != '\\' {
            spans.push(start..place);
            start = place + c.len_utf8();
        }
        before = c;
    }
    spans.push(start..raw.len());
    spans
}

/// A part as it is meant.
pub fn part<'a>(text: &'a str, signs: &str) -> Cow<'a, str> {
    if text.contains('\\') { Cow::Owned(unescaped(text, signs)) } else { Cow::Borrowed(text) }
}

/// The values of a cell: of XML, which gives them one by one, as they came, else parted like text.
pub fn values<'a>(raw: &'a str, signs: &str) -> Vec<Cow<'a, str>> {
    use super::super::grid::{AND, PART};
    if raw.contains([AND, PART]) { raw.split(AND).map(Cow::Borrowed).collect() } else { split(raw, signs) }
}

fn unescaped(part: &str, signs: &str) -> String {
    let mut text = String::with_capacity(part.len());
    let mut chars = part.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(|&next| signs.contains(next)) {
            continue;
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_parted_and_escaped_signs_stay() {
        assert_eq!(split("BAG\\, L, id:17, SD-64", ","), ["BAG, L", " id:17", " SD-64"]);
        assert_eq!(split("A|B,C\nD", ",|"), ["A", "B", "C", "D"]);
        assert_eq!(split("C:\\x", ","), ["C:\\x"]);
    }

    #[test]
    fn the_deepest_category_is_taken() {
        let format = |text: &str| crate::import::format::parse("x", text).unwrap();
        let woo = format("brings = \"items\"\ncategory_paths = \",\"");
        let mut tally = Tally::default();
        assert_eq!(category("Sale, Clothing > T-shirts, New", &woo, &mut tally), "Clothing > T-shirts");
        let magento = format(
            "brings = \"items\"\ncategory_paths = \",\"\ncategory_steps = \"/\"\ncategory_roots = [\"Default Category\"]",
        );
        assert_eq!(category("Default Category/Gear,Default Category/Gear/Bags", &magento, &mut tally), "Gear > Bags");
        assert_eq!(category("12, 40", &woo, &mut tally), "");
        assert_eq!(category("Food &amp; Drink", &woo, &mut tally), "Food & Drink");
    }
}
