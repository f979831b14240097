//! Digits → the numbers they may be.

use super::{Kind, Scanned, Symbology};
use crate::domain::Gtin;
use crate::domain::gtin::check_digit;

/// Takes an AIM identifier (`]` letter digit) off the front and says what it promises.
pub fn aim_identifier(text: &str) -> (Option<Symbology>, &str) {
    let known = |id: &str| match id {
        "]E0" => Some(Symbology::Ean13),
        "]E4" => Some(Symbology::Ean8),
        "]I1" | "]I0" => Some(Symbology::Itf14),
        "]C0" | "]d1" | "]Q1" | "]J0" => Some(Symbology::Text),
        id if matches!(id.as_bytes(), [b']', b'A' | b'F' | b'G' | b'L' | b'z' | b'X', b'0'..=b'9']) => {
            Some(Symbology::Text)
        }
        _ => None,
    };
    match text.split_at_checked(3) {
        Some((id, rest)) if known(id).is_some() && !rest.is_empty() => (known(id), rest),
        _ => (None, text),
    }
}

/// Reads a code whose symbology promises a number: what does not keep the promise is rejected.
pub fn promised(text: &str, symbology: Symbology) -> Scanned {
    let digits = text.len();
    let gtin = match symbology {
        Symbology::Ean8 if digits == 8 => Gtin::parse(text).ok(),
        Symbology::Ean13 | Symbology::UpcA if matches!(digits, 12 | 13) => Gtin::parse(text).ok(),
        Symbology::Itf14 if digits == 14 => Gtin::parse(text).ok(),
        Symbology::UpcE => upc_e(text),
        Symbology::Isbn10 => isbn_10(&without_hyphens(text)),
        _ => None,
    };
    gtin.map_or_else(Scanned::default, |gtin| found(gtin, text))
}

/// Reads a code of which nothing is known: a number where the check digit holds, else text.
pub fn free(text: &str) -> Scanned {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return Scanned { kind: Kind::Url, ..Scanned::default() };
    }
    if let Ok(gtin) = Gtin::parse(text) {
        let alt = upc_e(text).filter(|other| *other != gtin && text.len() == 8).into_iter().collect();
        return Scanned { alt, ..found(gtin, text) };
    }
    if let Some(gtin) = upc_e(text).filter(|_| text.len() == 8) {
        return found(gtin, text);
    }
    let joined = without_hyphens(text);
    let book = || isbn_10(&joined).or_else(|| Gtin::parse(&joined).ok().filter(|_| is_book(&joined)));
    if let Some(gtin) = book().filter(|_| joined != text) {
        return found(gtin, &joined);
    }
    Scanned { kind: Kind::Sku, text: Some(text.to_owned()), ..Scanned::default() }
}

fn found(gtin: Gtin, digits: &str) -> Scanned {
    let kind = if is_restricted(digits) { Kind::Rcn } else { Kind::Gtin };
    Scanned { kind, gtin14: Some(gtin), ..Scanned::default() }
}

/// The restricted ranges: EAN-13 prefixes 02, 04 and 20 to 29, UPC-A first digit 2 or 4, EAN-8 first digit 0 or 2.
fn is_restricted(digits: &str) -> bool {
    match digits.len() {
        13 => ["02", "04"].iter().any(|prefix| digits.starts_with(prefix)) || digits.starts_with('2'),
        12 => digits.starts_with(['2', '4']),
        8 => digits.starts_with(['0', '2']),
        _ => false,
    }
}

fn without_hyphens(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '-' | ' ')).collect()
}

fn is_book(digits: &str) -> bool {
    ["977", "978", "979"].iter().any(|prefix| digits.starts_with(prefix))
}

/// UPC-E of 6 (number system 0), 7 (without check digit's promise) or 8 digits, expanded to UPC-A by the table of the
/// GS1 General Specifications, and held to its check digit where it has one.
pub fn upc_e(text: &str) -> Option<Gtin> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (system, body, check) = match text.len() {
        6 => ("0", text, None),
        7 => ("0", &text[..6], Some(&text[6..])),
        8 => (&text[..1], &text[1..7], Some(&text[7..])),
        _ => return None,
    };
    if !matches!(system, "0" | "1") {
        return None;
    }
    let d = |from: usize, to: usize| &body[from..to];
    let expanded = match &body[5..] {
        "0" | "1" | "2" => format!("{system}{}{}0000{}", d(0, 2), d(5, 6), d(2, 5)),
        "3" => format!("{system}{}00000{}", d(0, 3), d(3, 5)),
        "4" => format!("{system}{}00000{}", d(0, 4), d(4, 5)),
        _ => format!("{system}{}0000{}", d(0, 5), d(5, 6)),
    };
    let digit = check_digit(&expanded)?.to_string();
    check.is_none_or(|check| check == digit).then(|| Gtin::from_body(&expanded).ok())?
}

/// ISBN-10: weights 10 to 1, modulo 11, X for ten (ISO 2108); becomes 978, nine digits and a new check digit.
fn isbn_10(text: &str) -> Option<Gtin> {
    let value = |(place, c): (usize, char)| match c {
        '0'..='9' => c.to_digit(10),
        'X' | 'x' if place == 9 => Some(10),
        _ => None,
    };
    let digits: Vec<u32> = text.chars().enumerate().map(value).collect::<Option<_>>()?;
    let sum: u32 = digits.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    (digits.len() == 10 && sum.is_multiple_of(11)).then(|| Gtin::from_body(&format!("978{}", &text[..9])).ok())?
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Symbology, scan};

    fn read(input: &str, symbology: Option<Symbology>) -> (Kind, Option<String>) {
        let scanned = scan(input, symbology);
        (scanned.kind, scanned.gtin14.map(|gtin| gtin.to_string()).or(scanned.text))
    }

    #[test]
    fn what_scanners_send_by_itself() {
        let table = [
            ("4006381333931", Kind::Gtin, "04006381333931"),
            ("]E04006381333931", Kind::Gtin, "04006381333931"),
            ("036000291452", Kind::Gtin, "00036000291452"),
            ("96385074", Kind::Gtin, "00000096385074"),
            ("10614141000415", Kind::Gtin, "10614141000415"),
            ("4006381333931\r\n", Kind::Gtin, "04006381333931"),
            ("979-0-3452-4680-5", Kind::Gtin, "09790345246805"),
            ("2000000000008", Kind::Rcn, "02000000000008"),
            ("PRN-200", Kind::Sku, "PRN-200"),
            ("4006381333932", Kind::Sku, "4006381333932"),
            ("]", Kind::Sku, "]"),
        ];
        for (input, kind, value) in table {
            assert_eq!(read(input, None), (kind, Some(value.to_owned())), "{input}");
        }
        assert_eq!(read("https://example.com/x", None), (Kind::Url, None));
        assert_eq!(read(" \r\n", None), (Kind::Reject, None));
    }

    #[test]
    fn upc_e_is_expanded_by_its_last_digit() {
        assert_eq!(read("14252611", Some(Symbology::UpcE)), (Kind::Gtin, Some("00142100005261".to_owned())));
        assert_eq!(read("14252612", Some(Symbology::UpcE)), (Kind::Reject, None));
    }

    #[test]
    fn eight_digits_can_be_two_numbers() {
        let scanned = scan("00011112", None);
        assert_eq!(scanned.kind, Kind::Rcn);
        assert_eq!(scanned.alt.iter().map(ToString::to_string).collect::<Vec<_>>(), ["00000100001112"]);
        assert_eq!(scan("00011112", Some(Symbology::Ean8)).alt, []);
    }

    #[test]
    fn a_promise_that_is_not_kept_is_rejected() {
        assert_eq!(read("4006381333932", Some(Symbology::Ean13)), (Kind::Reject, None));
        assert_eq!(read("ABC", Some(Symbology::Itf14)), (Kind::Reject, None));
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(input in ".*") {
            let _ = scan(&input, None);
            let _ = scan(&input, Some(Symbology::UpcE));
        }
    }
}
