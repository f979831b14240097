//! Barcodes and SKUs: lengths, zeros that a spreadsheet took, numbers that stand for nothing or for something else.

use std::collections::HashMap;

use super::note::Notes;
use super::view::{View, of_item};
use crate::domain::Gtin;
use crate::domain::gtin::label;

/// Checks the codes of all items.
pub fn check(view: &View<'_>, notes: &mut Notes) {
    let items = &view.source.items;
    let zeros = LostZeros::of(items.list.iter().flat_map(|item| item.barcodes.iter()));
    let has_rules = view.source.shop.barcode_rules.as_array().is_some_and(|rules| !rules.is_empty());
    let mut in_store = Vec::new();
    for (index, item) in (0_u32..).zip(&items.list) {
        for code in item.barcodes.iter() {
            let spot = of_item(item, "barcodes");
            if let Some(other) =
                spellings(code).iter().find_map(|code| items.find(code)).filter(|&other| other != index)
            {
                notes.add(
                    "barcode-is-sku",
                    spot,
                    format!("barcode is the SKU of {}", view.item(other).name),
                    label(code),
                );
            }
            if !code.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            if is_placeholder(code) {
                notes.add("placeholder-barcode", spot, "barcode stands for nothing", label(code));
            } else if let Some(whole) = zeros.restored(code) {
                notes.add("lost-zeros", spot, format!("barcode lost the zeros of {whole}"), code);
            } else if code.len() != 14 && code.len() >= 6 {
                let what = format!("number of {} digits is no barcode of the trade", code.len());
                notes.add("barcode-length", spot, what, code);
            } else if Gtin::parse(code).is_ok_and(Gtin::is_restricted) {
                in_store.push((item, code));
            }
        }
    }
    if let (Some((item, code)), false) = (in_store.first(), has_rules) {
        let what = match in_store.len() {
            1 => "number of the in-store range; another shop may use it for something else".to_owned(),
            more => format!("number of the in-store range, as {} more are; other shops use them too", more - 1),
        };
        notes.add("in-store-barcode", of_item(item, "barcodes"), what, label(code));
    }
}

/// The ways to write the key of a barcode: with all its zeros, and as the labels have it.
fn spellings(code: &str) -> Vec<&str> {
    let without =
        |zeros: usize| code.get(zeros..).filter(|_| code.len() == 14 && code[..zeros].bytes().all(|byte| byte == b'0'));
    [0, 1, 2, 6].into_iter().filter_map(|zeros| if zeros == 0 { Some(code) } else { without(zeros) }).collect()
}

/// All digits alike, or 1234567…: what people type where a program asks for a number.
fn is_placeholder(code: &str) -> bool {
    let digits = code.trim_start_matches('0').as_bytes();
    let Some((_, body)) = digits.split_last().filter(|_| digits.len() >= 7) else { return digits.is_empty() };
    body.iter().all(|byte| *byte == body[0]) || body.iter().zip(b"1234567890123".iter()).all(|(a, b)| a == b)
}

/// Which lengths of codes in a file are barcodes whose zeros in front are gone: a spreadsheet takes them from every one of
/// them, so a length counts only where each code of it passes its check digit with the zeros (imports.md, rule 4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LostZeros(HashMap<usize, bool>);

impl LostZeros {
    /// Looks at all codes of a file.
    pub fn of<'a>(codes: impl Iterator<Item = &'a str>) -> Self {
        let mut lengths = HashMap::new();
        for code in codes {
            if let Some((whole, length)) = padded(code) {
                *lengths.entry(length).or_insert(true) &= Gtin::parse(&whole).is_ok();
            }
        }
        Self(lengths)
    }

    /// The code with its zeros, where it lost them.
    pub fn restored(&self, code: &str) -> Option<String> {
        let (whole, length) = padded(code)?;
        self.0.get(&length).copied().unwrap_or(false).then_some(whole)
    }
}

/// Ten and eleven digits as a UPC-A, seven as an EAN-8.
fn padded(code: &str) -> Option<(String, usize)> {
    let width = match code.len() {
        7 => 8,
        10 | 11 => 12,
        _ => return None,
    };
    code.bytes().all(|byte| byte.is_ascii_digit()).then(|| (format!("{code:0>width$}"), code.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_missed_only_where_every_code_of_the_length_does() {
        let of = |codes: &[&str]| LostZeros::of(codes.iter().copied()).restored(codes[0]);
        assert_eq!(of(&["36000291452"]), Some("036000291452".to_owned()));
        assert_eq!(of(&["36000291452", "36000291453"]), None);
        assert_eq!(of(&["36000291452", "4006381333931"]), Some("036000291452".to_owned()));
        assert_eq!(of(&["4006381333931"]), None);
        assert_eq!(of(&["1234565"]), Some("01234565".to_owned()));
    }

    #[test]
    fn what_people_type_to_fill_a_cell_is_known() {
        for code in ["00000000000000", "01111111111116", "01234567890128", "00000012345670"] {
            assert!(is_placeholder(code), "{code}");
        }
        for code in ["04006381333931", "00036000291452", "00000096385074"] {
            assert!(!is_placeholder(code), "{code}");
        }
    }
}
