//! The scanned GS1 number in the one form that is compared and stored: 14 digits.
//!
//! What a scanner may wrap around it (identifiers, element strings, links) is the business of `scan`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A GTIN-8, -12, -13 or -14 with a right check digit, padded with zeros to 14 digits. UPC-A and EAN-13 with a leading
/// zero are the same number, so shops that mix the two find their items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Gtin(u64);

/// Why digits are no [`Gtin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GtinError {
    /// Something else than digits, or not 8, 12, 13 or 14 of them.
    #[error("not 8, 12, 13 or 14 digits")]
    Shape,
    /// The last digit does not follow from the others.
    #[error("barcode fails its check digit")]
    CheckDigit,
}

impl Gtin {
    /// Reads 8, 12, 13 or 14 digits.
    pub fn parse(digits: &str) -> Result<Self, GtinError> {
        if !matches!(digits.len(), 8 | 12 | 13 | 14) {
            return Err(GtinError::Shape);
        }
        Self::from_padded(digits)
    }

    /// Builds the number from a body without its check digit.
    pub fn from_body(body: &str) -> Result<Self, GtinError> {
        let digit = check_digit(body).ok_or(GtinError::Shape)?;
        Self::from_padded(&format!("{body}{digit}"))
    }

    /// True for the ranges of restricted circulation, whose numbers mean something in one shop or chain only: GTIN-13
    /// prefixes 02, 04 and 20 to 29 (so UPC-A with 2 or 4 in front) and GTIN-8 with 0 or 2 in front. A GTIN-14 with an
    /// indicator over such a body is an ordinary number (GS1 General Specifications, 1.4).
    pub fn is_restricted(self) -> bool {
        match self.0 {
            0..100_000_000 => matches!(self.0 / 10_000_000, 0 | 2),
            10_000_000_000_000.. => false,
            _ => matches!(self.0 / 100_000_000_000, 2 | 4 | 20..=29),
        }
    }

    fn from_padded(digits: &str) -> Result<Self, GtinError> {
        let (body, last) = digits.split_at_checked(digits.len().saturating_sub(1)).ok_or(GtinError::Shape)?;
        let expected = check_digit(body).ok_or(GtinError::Shape)?;
        let number = digits.parse().map_err(|_| GtinError::Shape)?;
        if digits.len() > 14 {
            Err(GtinError::Shape)
        } else if last.parse() == Ok(expected) {
            Ok(Self(number))
        } else {
            Err(GtinError::CheckDigit)
        }
    }
}

/// The check digit of a body of digits: weights 3, 1, 3 … from the right, the same for GTIN-8, -12, -13, -14, SSCC and
/// GLN (GS1 General Specifications, 7.9.1). `None` where the body holds anything but ASCII digits, or nothing.
pub fn check_digit(body: &str) -> Option<u32> {
    if body.is_empty() || !body.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let weighted: u32 =
        body.bytes().rev().zip([3, 1].into_iter().cycle()).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    Some((10 - weighted % 10) % 10)
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:014}", self.0)
    }
}

impl TryFrom<String> for Gtin {
    type Error = GtinError;

    fn try_from(raw: String) -> Result<Self, GtinError> {
        Self::parse(&raw)
    }
}

impl From<Gtin> for String {
    fn from(gtin: Gtin) -> Self {
        gtin.to_string()
    }
}

/// The form in which a barcode of the catalog and a scanned code are compared: digits of GTIN length are padded to 14,
/// whatever their check digit says (a shop's own labels often fail it), anything else stays as it is.
pub fn barcode_key(text: &str) -> String {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && matches!(text.len(), 8 | 12 | 13) { format!("{text:0>14}") } else { text.to_owned() }
}

/// A key of [`barcode_key`] as its label has it: without the zeros that make every number one of 14 digits.
pub fn label(key: &str) -> &str {
    let digits = key.len() == 14 && key.bytes().all(|byte| byte.is_ascii_digit());
    let zeros = key.bytes().take_while(|byte| *byte == b'0').count();
    match zeros {
        _ if !digits => key,
        6.. => &key[6..],
        2..=5 => &key[2..],
        1 => &key[1..],
        _ => key,
    }
}

/// The barcodes of an item as [`barcode_key`] writes them, with `|` between them as in their cell: nearly always it is
/// one, and there are millions of items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Barcodes(Box<str>);

impl Barcodes {
    /// Adds one; it holds no `|`.
    pub fn push(&mut self, key: &str) {
        self.0 = if self.0.is_empty() { key.into() } else { format!("{}|{key}", self.0).into() };
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split('|').filter(|code| !code.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_becomes_fourteen_digits() {
        let table = [
            ("4006381333931", "04006381333931"),
            ("96385074", "00000096385074"),
            ("036000291452", "00036000291452"),
            ("0036000291452", "00036000291452"),
            ("10614141000415", "10614141000415"),
        ];
        for (digits, key) in table {
            assert_eq!(Gtin::parse(digits).map(|gtin| gtin.to_string()), Ok(key.to_owned()), "{digits}");
        }
    }

    #[test]
    fn barcodes_come_back_one_by_one() {
        let mut barcodes = Barcodes::default();
        assert_eq!(barcodes.iter().next(), None);
        for code in ["04006381333931", "SHELF 7"] {
            barcodes.push(code);
        }
        assert_eq!(barcodes.iter().collect::<Vec<_>>(), ["04006381333931", "SHELF 7"]);
    }

    #[test]
    fn wrong_digits_are_named_by_kind() {
        assert_eq!(Gtin::parse("4006381333932"), Err(GtinError::CheckDigit));
        for shape in ["", "1", "400638133393", "40063813339310000", "400638133393A", "４００６３８１３３３９３１"]
        {
            assert!(Gtin::parse(shape).is_err(), "{shape}");
        }
        assert_eq!(Gtin::parse("400638133393A"), Err(GtinError::Shape));
    }

    #[test]
    fn numbers_of_one_shop_are_known_by_their_prefix() {
        let table = [
            ("2012345000003", true),
            ("0212345678902", true),
            ("412345678903", true),
            ("02345673", true),
            ("29945672", true),
            ("12012345000000", false),
            ("10045671", false),
            ("0312345678901", false),
            ("3012345678909", false),
        ];
        for (digits, restricted) in table {
            let gtin = Gtin::from_body(&digits[..digits.len() - 1]);
            assert_eq!(gtin.map(Gtin::is_restricted), Ok(restricted), "{digits}");
        }
    }

    #[test]
    fn a_body_gets_its_digit() {
        assert_eq!(Gtin::from_body("400638133393").map(|gtin| gtin.to_string()), Ok("04006381333931".to_owned()));
    }

    #[test]
    fn a_label_is_the_same_barcode() {
        for (key, written) in [
            ("04006381333931", "4006381333931"),
            ("00036000291452", "036000291452"),
            ("00000096385074", "96385074"),
            ("10614141000415", "10614141000415"),
            ("00000000000000", "00000000"),
            ("ABC", "ABC"),
            ("0123", "0123"),
        ] {
            assert_eq!(label(key), written);
            assert_eq!(barcode_key(written), key);
        }
    }
}
