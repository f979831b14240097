//! Digits → the numbers they may be.

use super::symbology::Retail;
use super::{Ais, Kind, Scanned, Symbology, book};
use crate::domain::Gtin;
use crate::domain::gtin::check_digit;

/// Reads a code whose symbology promises a number: what does not keep the promise is rejected.
pub fn promised(text: &str, symbology: Symbology) -> Scanned {
    let scanned = match symbology {
        Symbology::Retail(retail) => with_composite(text, retail),
        Symbology::WithAddOn(retail) => with_add_on(text, retail),
        Symbology::Itf14 => exactly(text, &[14]).map(Scanned::number),
        Symbology::Itf14WithoutCheck if text.len() == 13 => Gtin::from_body(text).ok().map(Scanned::number),
        Symbology::Isbn10 => book::isbn_10(&book::compact(text)).map(Scanned::number),
        Symbology::Isbn => book::isbn(&book::compact(text)).map(Scanned::number),
        Symbology::Issn => book::issn(&book::compact(text)).map(Scanned::number),
        Symbology::Ismn => book::ismn(&book::compact(text)).map(Scanned::number),
        _ => None,
    };
    scanned.unwrap_or_default()
}

/// Reads digits of which nothing is known, where their check digits prove what they are. `known` where a symbology of
/// plain text was named: they cannot be UPC-E, nor UPC or EAN with an add-on.
pub fn read(text: &str, known: bool) -> Option<Scanned> {
    if !digits(text) {
        return spaced(text, known);
    }
    let beside = |primary: usize| beside(text, primary).filter(|_| !known);
    match text.len() {
        8 => eight(text, known),
        12 | 13 => exactly(text, &[12, 13]).map(Scanned::number),
        14 => exactly(text, &[14]).map(Scanned::number).or_else(|| beside(12)),
        15 => press(text).or_else(|| imei(text)).or_else(|| beside(13)),
        17 => beside(12),
        18 => press(text).or_else(|| sscc(text)).or_else(|| beside(13)),
        _ => None,
    }
}

/// Fourteen digits with a right check digit, as some readers send `DataBar`.
pub fn bare_14(text: &str) -> Option<Scanned> {
    exactly(text, &[14]).map(Scanned::number)
}

/// UPC-E of 6 digits (number system 0), 7 (without a check digit where the number system stands in front, else without
/// the number system) or 8, expanded to UPC-A by the table of the GS1 General Specifications (7.10).
pub fn upc_e(text: &str) -> Option<Gtin> {
    if !digits(text) {
        return None;
    }
    let (system, body, check) = match (text.len(), text.as_bytes()) {
        (6, _) => ("0", text, None),
        (7, [b'0' | b'1', ..]) => (&text[..1], &text[1..], None),
        (7, _) => ("0", &text[..6], Some(&text[6..])),
        (8, [b'0' | b'1', ..]) => (&text[..1], &text[1..7], Some(&text[7..])),
        _ => return None,
    };
    let d = |from: usize, to: usize| &body[from..to];
    let expanded = match d(5, 6) {
        "0" | "1" | "2" => format!("{system}{}{}0000{}", d(0, 2), d(5, 6), d(2, 5)),
        "3" => format!("{system}{}00000{}", d(0, 3), d(3, 5)),
        "4" => format!("{system}{}00000{}", d(0, 4), d(4, 5)),
        _ => format!("{system}{}0000{}", d(0, 5), d(5, 6)),
    };
    let digit = check_digit(&expanded)?.to_string();
    check.is_none_or(|check| check == digit).then(|| Gtin::from_body(&expanded).ok())?
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn exactly(text: &str, lengths: &[usize]) -> Option<Gtin> {
    Gtin::parse(text).ok().filter(|_| lengths.contains(&text.len()))
}

/// Eight digits can be a GTIN-8 and an UPC-E at once: the first is the number, the other goes beside it.
fn eight(text: &str, known: bool) -> Option<Scanned> {
    let other = upc_e(text).filter(|_| !known);
    match (exactly(text, &[8]), other) {
        (Some(gtin), other) => {
            let alt = other.filter(|other| *other != gtin).into_iter().collect();
            Some(Scanned { alt, ..Scanned::number(gtin) })
        }
        (None, other) => other.map(Scanned::number),
    }
}

fn retail(text: &str, retail: Retail) -> Option<Gtin> {
    match retail {
        Retail::Ean8 => exactly(text, &[8]),
        Retail::Ean13 => exactly(text, &[13]),
        Retail::UpcA => exactly(text, &[12, 13]).filter(|_| text.len() == 12 || text.starts_with('0')),
        Retail::UpcE => upc_e(text).or_else(|| self::retail(text, Retail::UpcA)),
    }
}

/// A retail code, perhaps with the composite component that readers send behind `|]e0`.
fn with_composite(text: &str, symbology: Retail) -> Option<Scanned> {
    let (primary, component) = text.split_once("|]e0").map_or((text, None), |(primary, rest)| (primary, Some(rest)));
    let scanned = Scanned::number(retail(primary, symbology)?);
    let ais: Option<Ais> = match component {
        Some(component) => Some(super::element::read(component)?.ais),
        None => None,
    };
    Some(Scanned { ais, ..scanned })
}

/// A retail code with two or five digits beside it, or without any.
fn with_add_on(text: &str, symbology: Retail) -> Option<Scanned> {
    let joined: String = text.chars().filter(|c| *c != ' ').collect();
    let split = |behind: usize| {
        let (primary, add_on) = joined.split_at_checked(joined.len().checked_sub(behind)?)?;
        let gtin = retail(primary, symbology).filter(|_| digits(add_on))?;
        Some(Scanned { addon: Some(add_on.to_owned()), ..Scanned::number(gtin) })
    };
    let alone = || retail(&joined, symbology).map(Scanned::number);
    match text.rsplit_once(' ') {
        Some((_, add_on)) if matches!(add_on.len(), 2 | 5) => split(add_on.len()),
        _ => alone().or_else(|| split(5)).or_else(|| split(2)),
    }
}

/// `primary` digits and an add-on, nothing between them.
fn beside(text: &str, primary: usize) -> Option<Scanned> {
    let (number, add_on) = text.split_at_checked(primary)?;
    let gtin = exactly(number, &[primary])?;
    Some(Scanned { addon: Some(add_on.to_owned()), ..Scanned::number(gtin) })
}

/// A book or paper (977 to 979) with its add-on: goes before every other reading of 15 or 18 digits.
fn press(text: &str) -> Option<Scanned> {
    beside(text, 13).filter(|_| book::is_press(text))
}

/// The number of a pallet or parcel, without its AI.
fn sscc(text: &str) -> Option<Scanned> {
    let (body, check) = text.split_at_checked(17)?;
    let holds = check_digit(body)?.to_string() == check;
    holds.then(|| Scanned::data(Ais::from([("00".to_owned(), text.to_owned())]), false))
}

/// Digits as they stand in print: groups of an EAN, UPC or ITF-14 with blanks between, a number, a blank and its add-on,
/// or the groups of a phone's number.
fn spaced(text: &str, known: bool) -> Option<Scanned> {
    if text.len() > 24 || !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-')) {
        return None;
    }
    let hyphens = text.contains('-');
    let groups: Vec<&str> = text.split([' ', '-']).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    match lengths.as_slice() {
        [2, 6, 6, 1] | [6, 2, 6, 1] | [8, 6, 1] => imei(&groups.concat()),
        _ if hyphens => None,
        [8, 2 | 5] => Some(Scanned { addon: Some(groups[1].to_owned()), ..eight(groups[0], known)? }),
        [12 | 13, 2 | 5] => {
            let gtin = Gtin::parse(groups[0]).ok()?;
            Some(Scanned { addon: Some(groups[1].to_owned()), ..Scanned::number(gtin) })
        }
        [1, 6, 6] | [1, 5, 5, 1] | [4, 4] | [1, 2, 5, 5, 1] => Gtin::parse(&groups.concat()).ok().map(Scanned::number),
        _ => None,
    }
}

/// The serial number of a phone: 15 digits by Luhn's rule (3GPP TS 23.003, annex B).
fn imei(text: &str) -> Option<Scanned> {
    let sum: u32 = text
        .bytes()
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    sum.is_multiple_of(10).then(|| Scanned::of_kind(Kind::Imei))
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Symbology, scan};

    fn read(input: &str, symbology: &str) -> (Kind, Option<String>) {
        let scanned = scan(input, Symbology::parse(symbology));
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
            ("\u{2}4006381333931\u{3}", Kind::Gtin, "04006381333931"),
            ("40063\u{0}81333\u{7f}931", Kind::Gtin, "04006381333931"),
            ("\u{200e}4006381333931\u{feff}", Kind::Gtin, "04006381333931"),
            ("4 006381 333931", Kind::Gtin, "04006381333931"),
            ("0 36000 29145 2", Kind::Gtin, "00036000291452"),
            ("2000000000008", Kind::Rcn, "02000000000008"),
            ("0200000000004", Kind::Rcn, "00200000000004"),
            ("]I10614141000415", Kind::Reject, ""),
            ("]I110614141000415", Kind::Gtin, "10614141000415"),
            ("]I31061414100041", Kind::Gtin, "10614141000415"),
            ("PRN-200", Kind::Sku, "PRN-200"),
            ("425261", Kind::Sku, "425261"),
            ("4006381333932", Kind::Sku, "4006381333932"),
            ("]", Kind::Sku, "]"),
        ];
        for (input, kind, value) in table {
            let value = Some(value.to_owned()).filter(|value| !value.is_empty());
            assert_eq!(read(input, ""), (kind, value), "{input}");
        }
        assert_eq!(read(" \r\n", ""), (Kind::Reject, None));
    }

    #[test]
    fn upc_e_is_expanded_by_its_last_digit() {
        let table = [
            ("14252611", "00142100005261"),
            ("425261", "00042100005264"),
            ("0425261", "00042100005264"),
            ("01234531", "00012300000451"),
            ("01234543", "00012340000053"),
            ("01234565", "00012345000065"),
            ("042100005264", "00042100005264"),
        ];
        for (input, key) in table {
            assert_eq!(read(input, "UPC-E"), (Kind::Gtin, Some(key.to_owned())), "{input}");
        }
        assert_eq!(read("14252612", "UPC-E"), (Kind::Reject, None));
        assert_eq!(read("24252611", "UPC-E"), (Kind::Reject, None));
    }

    #[test]
    fn eight_digits_can_be_two_numbers() {
        let scanned = scan("00011112", None);
        assert_eq!(scanned.kind, Kind::Rcn);
        assert_eq!(scanned.alt.iter().map(ToString::to_string).collect::<Vec<_>>(), ["00000100001112"]);
        for known in ["EAN-8", "Code 128"] {
            assert_eq!(scan("00011112", Symbology::parse(known)).alt, [], "{known}");
        }
        assert_eq!(read("14252611", ""), (Kind::Gtin, Some("00142100005261".to_owned())));
    }

    #[test]
    fn a_promise_that_is_not_kept_is_rejected() {
        let table = [
            ("4006381333932", "EAN-13"),
            ("036000291452", "EAN-13"),
            ("4006381333931", "UPC-A"),
            ("ABC", "ITF-14"),
            ("400638133393112", "EAN-13"),
            ("12", "EAN-2"),
        ];
        for (input, symbology) in table {
            assert_eq!(read(input, symbology), (Kind::Reject, None), "{input} as {symbology}");
        }
        for input in ["]E0", "]E0036000291452", "]E04006381333932", "]E4963850", "]C1"] {
            assert_eq!(read(input, ""), (Kind::Reject, None), "{input}");
        }
    }

    #[test]
    fn what_stands_beside_a_code_stays_out_of_its_key() {
        let table = [
            ("977003717000702", "", "09770037170007", "02"),
            ("978030640615753299", "", "09780306406157", "53299"),
            ("9780306406157 53299", "", "09780306406157", "53299"),
            ("03600029145212", "", "00036000291452", "12"),
            ("03600029145251299", "", "00036000291452", "51299"),
            ("414000000000901", "EAN-13+2", "04140000000009", "01"),
            ("]E3414000000000901", "", "04140000000009", "01"),
            ("0123456512", "UPC-E+2", "00012345000065", "12"),
        ];
        for (input, symbology, key, add_on) in table {
            let scanned = scan(input, Symbology::parse(symbology));
            assert_eq!(scanned.gtin14.map(|gtin| gtin.to_string()).as_deref(), Some(key), "{input}");
            assert_eq!(scanned.addon.as_deref(), Some(add_on), "{input}");
        }
        assert_eq!(scan("9780306406157", Symbology::parse("EAN-13+5")).addon, None);
        assert_eq!(read("03600029145212", "Code 128"), (Kind::Sku, Some("03600029145212".to_owned())));
        // A carton's number and a pallet's are no code with an add-on, where their own check digits hold.
        assert_eq!(scan("10614141000415", None).addon, None);
        assert_eq!(scan("106141412345678908", None).kind, Kind::Gs1);
    }

    #[test]
    fn the_serial_number_of_a_phone_is_no_item() {
        for imei in ["350077523237513", "35-209900-176148-1", "350077-52-323751-3"] {
            assert_eq!(read(imei, "").0, Kind::Imei, "{imei}");
        }
        assert_eq!(read("350077523237514", "").0, Kind::Sku);
    }
}
