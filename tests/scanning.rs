//! What holds for every scan: nothing panics, no control character comes out, and every number comes back through every
//! carrier as the same key.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use goeswith::domain::Gtin;
use goeswith::scan::{Kind, Scanned, Symbology, readings, scan};
use proptest::prelude::*;

const NAMES: &[&str] = &[
    "",
    "EAN-8",
    "EAN-13",
    "EAN-13+2",
    "UPC-A",
    "UPC-E",
    "UPC-E+5",
    "ITF-14",
    "ISBN-10",
    "ISSN",
    "ISMN",
    "EAN-2",
    "Code 128",
    "GS1-128",
    "GS1 DataBar",
    "QR",
];

/// Text that looks like what scanners send: identifiers, separators, digits, brackets and links in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("]C1".to_owned()),
        Just("]E0".to_owned()),
        Just("]e0".to_owned()),
        Just("|]e0".to_owned()),
        Just("\u{1d}".to_owned()),
        Just("\u{241d}".to_owned()),
        Just("^".to_owned()),
        Just("(01)".to_owned()),
        Just("(".to_owned()),
        Just(")".to_owned()),
        Just("01".to_owned()),
        Just("10".to_owned()),
        Just("8003".to_owned()),
        Just("https://a/".to_owned()),
        Just("/01/".to_owned()),
        Just("?17=".to_owned()),
        Just("%".to_owned()),
        Just("%0".to_owned()),
        Just("é".to_owned()),
        "[0-9]{1,14}",
        "\\PC{0,4}",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn texts_of(scanned: &Scanned) -> Vec<&String> {
    scanned
        .ais
        .iter()
        .flatten()
        .flat_map(|(ai, value)| [ai, value])
        .chain(&scanned.text)
        .chain(&scanned.addon)
        .collect()
}

proptest! {
    #[test]
    fn nothing_panics_and_no_control_character_comes_out(
        bytes in proptest::collection::vec(any::<u8>(), 0..80),
        pieces in pieces(),
        any in ".*",
        name in proptest::sample::select(NAMES),
    ) {
        for input in [String::from_utf8_lossy(&bytes).into_owned(), pieces, any] {
            let scanned = scan(&input, Symbology::parse(name));
            prop_assert!(texts_of(&scanned).iter().all(|text| !text.contains(char::is_control)), "{:?}", scanned);
            prop_assert_eq!(scanned, scan(&input, Symbology::parse(name)));
            prop_assert!(!readings(&input, "auto").contains(&input));
        }
    }

    #[test]
    fn every_number_comes_back_through_every_carrier(body in 1_000_000_000_u64..1_000_000_000_000) {
        let gtin = Gtin::from_body(&format!("{body:012}")).unwrap();
        let fourteen = gtin.to_string();
        let thirteen = &fourteen[1..];
        for input in [
            thirteen.to_owned(),
            fourteen.clone(),
            format!("]E0{thirteen}"),
            format!("]I1{fourteen}"),
            format!("]I3{}", &fourteen[..13]),
            format!("\u{2}{thirteen}\u{3}\r\n"),
            format!("\t{thirteen}\t"),
        ] {
            let scanned = scan(&input, None);
            prop_assert_eq!(scanned.gtin14, Some(gtin), "{}", input);
            prop_assert_eq!(scanned.kind, if gtin.is_restricted() { Kind::Rcn } else { Kind::Gtin }, "{}", input);
        }
        for input in [on_french_keys(thirteen), on_shifted_german_keys(thirteen)] {
            // Proven, or where another layout proves another item, left to the catalog: never the wrong item.
            let scanned = scan(&input, None);
            let left = scanned.kind == Kind::Sku && readings(&input, "auto").iter().any(|reading| reading == thirteen);
            prop_assert!(scanned.gtin14 == Some(gtin) || scanned.gtin14.is_none() && left, "{}", input);
        }
        for input in [
            format!("]C101{fourteen}"),
            format!("]d201{fourteen}10L7\u{1d}17271231"),
            format!("]e001{fourteen}3103000482"),
            format!("]Q310L7\u{1d}01{fourteen}"),
            format!("01{fourteen}"),
            format!("(01){fourteen}(10)L7"),
            format!("\u{1d}01{fourteen}\u{1d}10L7\u{1d}"),
            format!("^01{fourteen}"),
            format!("https://example.com/a/01/{thirteen}?17=271231"),
            format!("]Q1HTTP://EXAMPLE.COM/01/{fourteen}/10/L7#x"),
        ] {
            let scanned = scan(&input, None);
            prop_assert_eq!((scanned.kind, scanned.gtin14), (Kind::Gtin, Some(gtin)), "{}", input);
            prop_assert_eq!(scanned.ais.unwrap().remove("01"), Some(fourteen.clone()), "{}", input);
        }
    }

    #[test]
    fn upc_e_comes_back_as_the_number_it_stands_for(system in 0..2_u32, digits in 0..1_000_000_u32) {
        let short = format!("{system}{digits:06}");
        let d = short.as_bytes();
        let at = |places: &[usize]| places.iter().map(|place| char::from(d[*place])).collect::<String>();
        let body = match d[6] {
            b'0'..=b'2' => format!("{}0000{}", at(&[0, 1, 2, 6]), at(&[3, 4, 5])),
            b'3' => format!("{}00000{}", at(&[0, 1, 2, 3]), at(&[4, 5])),
            b'4' => format!("{}00000{}", at(&[0, 1, 2, 3, 4]), at(&[5])),
            _ => format!("{}0000{}", at(&[0, 1, 2, 3, 4, 5]), at(&[6])),
        };
        let gtin = Gtin::from_body(&body).unwrap();
        let check = gtin.to_string().pop().unwrap();
        let scanned = scan(&format!("{short}{check}"), Symbology::parse("UPC-E"));
        prop_assert_eq!(scanned.gtin14, Some(gtin));
        let bare = scan(&format!("{short}{check}"), None);
        prop_assert!(bare.gtin14 == Some(gtin) || bare.alt.contains(&gtin));
    }

    #[test]
    fn a_wrong_check_digit_is_never_taken_for_right(body in 0_u64..1_000_000_000_000, off in 1..10_u64) {
        let right = Gtin::from_body(&format!("{body:012}")).unwrap().to_string();
        let last = right[13..].parse::<u64>().unwrap();
        let wrong = format!("{}{}", &right[1..13], (last + off) % 10);
        prop_assert_eq!(scan(&wrong, None).kind, Kind::Sku);
        prop_assert_eq!(scan(&wrong, Symbology::parse("EAN-13")).kind, Kind::Reject);
        prop_assert_eq!(scan(&format!("]C1010{wrong}"), None).kind, Kind::Reject);
        let address = format!("https://a/01/{wrong}");
        prop_assert_eq!(scan(&address, None).kind, Kind::Url);
    }
}

#[test]
fn a_pasted_book_is_answered_at_once() {
    let started = std::time::Instant::now();
    for text in ["9".repeat(1_000_000), "(01)".repeat(250_000), "https://a/".to_owned() + &"01/".repeat(300_000)] {
        let _ = scan(&text, None);
    }
    for text in ["\u{1d}".repeat(1_000_000), "]C1".to_owned() + &"99A\u{1d}".repeat(250_000), "é".repeat(500_000)] {
        let _ = scan(&text, None);
    }
    assert!(started.elapsed().as_secs() < 10);
}

fn on_french_keys(digits: &str) -> String {
    let keys: Vec<char> = "à&é\"'(-è_ç".chars().collect();
    digits.chars().map(|digit| keys[digit.to_digit(10).unwrap() as usize]).collect()
}

fn on_shifted_german_keys(digits: &str) -> String {
    let keys: Vec<char> = "=!\"§$%&/()".chars().collect();
    digits.chars().map(|digit| keys[digit.to_digit(10).unwrap() as usize]).collect()
}
