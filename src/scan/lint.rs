//! What the values of application identifiers must hold beyond length and characters: the checks that GS1's dictionary
//! names and that need no list of countries, currencies or coupons.

use crate::domain::gtin::check_digit;

/// The 82 characters of GS1 text, in the order of their values.
pub const CSET82: &[u8; 82] = b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/// The 32 characters of check character pairs, in the order of their values.
const CSET32: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// One check of a component, by its name in the dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Ends in its check digit.
    Csum,
    /// Ends in its pair of check characters.
    CsumAlpha,
    /// Begins with four digits of a company prefix, behind so many characters.
    CompanyPrefix(usize),
    /// A date `YYMMDD`, perhaps with day 00 for the end of the month.
    Date {
        day_may_be_00: bool,
    },
    /// A date `YYYYMMDD`.
    LongDate,
    /// Hours; hours and minutes (9999: no time); minutes or seconds.
    Hours,
    HoursAndMinutes,
    Sixty,
    Nonzero,
    NoZeroInFront,
    Zero,
    YesNo,
    Hyphen,
    HasNonDigit,
    Winding,
    PieceOfTotal,
    PositionSlashEnd,
    PercentEncoded,
    AtMost(u64),
    Sex,
}

impl Rule {
    /// The check of that name; `None` for those that need lists.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "csum" => Self::Csum,
            "csumalpha" => Self::CsumAlpha,
            "gcppos1" => Self::CompanyPrefix(0),
            "gcppos2" => Self::CompanyPrefix(1),
            "yymmdd" => Self::Date { day_may_be_00: false },
            "yymmd0" => Self::Date { day_may_be_00: true },
            "yyyymmdd" => Self::LongDate,
            "hh" => Self::Hours,
            "hhmi" => Self::HoursAndMinutes,
            "mi" | "ss" => Self::Sixty,
            "nonzero" => Self::Nonzero,
            "nozeroprefix" => Self::NoZeroInFront,
            "zero" => Self::Zero,
            "yesno" => Self::YesNo,
            "hyphen" => Self::Hyphen,
            "hasnondigit" => Self::HasNonDigit,
            "winding" => Self::Winding,
            "pieceoftotal" => Self::PieceOfTotal,
            "posinseqslash" => Self::PositionSlashEnd,
            "pcenc" => Self::PercentEncoded,
            "latitude" => Self::AtMost(1_800_000_000),
            "longitude" => Self::AtMost(3_600_000_000),
            "iso5218" => Self::Sex,
            _ => return None,
        })
    }

    /// True where a component, ASCII and of the right length and characters, holds it.
    pub fn holds(self, part: &str) -> bool {
        let digit_at_front = |text: &str| text.bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
        match self {
            Self::Csum => {
                let (body, check) = part.split_at(part.len().saturating_sub(1));
                check_digit(body).is_some_and(|digit| check == digit.to_string())
            }
            Self::CsumAlpha => check_pair(part),
            Self::CompanyPrefix(behind) => part.get(behind..).is_some_and(digit_at_front),
            Self::Date { day_may_be_00 } => date(number(part, 0..2), part.get(2..).unwrap_or_default(), day_may_be_00),
            Self::LongDate => date(number(part, 0..4), part.get(4..).unwrap_or_default(), false),
            Self::Hours => number(part, 0..2) < 24,
            Self::HoursAndMinutes => part == "9999" || (number(part, 0..2) < 24 && number(part, 2..4) < 60),
            Self::Sixty => number(part, 0..2) < 60,
            Self::Nonzero => part.bytes().any(|byte| byte != b'0'),
            Self::NoZeroInFront => part == "0" || !part.starts_with('0'),
            Self::Zero => part.bytes().all(|byte| byte == b'0'),
            Self::YesNo => matches!(part, "0" | "1"),
            Self::Hyphen => part.bytes().all(|byte| byte == b'-'),
            Self::HasNonDigit => part.bytes().any(|byte| !byte.is_ascii_digit()),
            Self::Winding => matches!(part, "0" | "1" | "9"),
            Self::PieceOfTotal => {
                let (piece, total) = part.split_at(part.len() / 2);
                let (piece, total): (Option<u64>, Option<u64>) = (piece.parse().ok(), total.parse().ok());
                piece.is_some_and(|piece| piece > 0) && piece <= total
            }
            Self::PositionSlashEnd => part.split_once('/').is_some_and(|(position, end)| {
                let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
                plain(position) && plain(end) && position.len() <= end.len() && number_of(position) <= number_of(end)
            }),
            Self::PercentEncoded => part
                .split('%')
                .skip(1)
                .all(|behind| behind.get(..2).is_some_and(|pair| pair.bytes().all(|byte| byte.is_ascii_hexdigit()))),
            Self::AtMost(most) => part.parse().is_ok_and(|value: u64| value <= most),
            Self::Sex => matches!(part, "0" | "1" | "2" | "9"),
        }
    }
}

fn number(part: &str, digits: std::ops::Range<usize>) -> u32 {
    part.get(digits).map_or(u32::MAX, number_of)
}

fn number_of(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

/// A month and a day of that year. Two digits of a year are enough: 2000 and every fourth year are leap years.
fn date(year: u32, month_and_day: &str, day_may_be_00: bool) -> bool {
    let (month, day) = (number(month_and_day, 0..2), number(month_and_day, 2..4));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    day <= last && (day > 0 || day_may_be_00)
}

/// The pair of check characters of a Global Model Number: values of the characters times the primes from the right,
/// modulo 1021, in two halves of five bits (GS1 General Specifications, 7.9.5).
fn check_pair(part: &str) -> bool {
    let Some((body, pair)) = part.len().checked_sub(2).and_then(|at| part.split_at_checked(at)) else { return false };
    let primes = (2_usize..).filter(|n| (2..*n).all(|divisor| !n.is_multiple_of(divisor)));
    let value = |byte: u8| CSET82.iter().position(|known| *known == byte).unwrap_or_default();
    let sum: usize = body.bytes().rev().zip(primes).map(|(byte, prime)| value(byte) * prime).sum();
    let sum = sum % 1021;
    pair.as_bytes() == [CSET32[sum >> 5], CSET32[sum & 31]]
}
