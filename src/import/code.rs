//! Codes that went through a spreadsheet: what can be put right is, what lost digits is said and never guessed.
//!
//! The rules are those people meet with exports: `="0036…"` and a leading `'` keep a code text, a trailing `.0` is a number
//! written with decimals, a zero in front is lost to a number, a long number to an exponent, and `MAR-1` to the first of
//! March.

use crate::domain::Gtin;

/// What became of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// As it was written.
    Whole(String),
    /// Put right; what a spreadsheet had done to it.
    Restored(String, Harm),
    /// Digits are gone for good: nobody can say which.
    Lost(Harm),
}

/// What a spreadsheet did to a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harm {
    /// Wrapped in `="…"`.
    Formula,
    /// A `'` before it.
    Apostrophe,
    /// `.0` behind it.
    Decimals,
    /// Zeros in front are gone.
    Zeros,
    /// `5.01E+12`, or a number of more digits than a spreadsheet keeps.
    Exponent,
    /// `1-Mar`.
    Date,
}

impl Harm {
    /// In words, for a report: `… of a code`.
    pub fn said(self) -> &'static str {
        match self {
            Self::Formula => "wrapped in =\"\"",
            Self::Apostrophe => "with an apostrophe before it",
            Self::Decimals => "with .0 behind it",
            Self::Zeros => "without the zeros in front",
            Self::Exponent => "as a number with an exponent, digits are lost",
            Self::Date => "as a date",
        }
    }
}

/// Reads a shop's own number. `number`: the cell is a number of a workbook.
pub fn sku(raw: &str, number: bool) -> Code {
    let (text, mut harm) = unwrapped(raw);
    if beyond(&text, number) {
        return Code::Lost(Harm::Exponent);
    }
    if is_date(&text) {
        return Code::Lost(Harm::Date);
    }
    let text = without_decimals(&text, &mut harm);
    done(text, harm)
}

/// Reads one barcode. Ten or eleven digits that pass as a UPC-A once zeros are before them, and seven that pass as an
/// EAN-8, had these zeros; whatever else fails its check digit stays as it is.
pub fn barcode(raw: &str, number: bool) -> Code {
    let (text, mut harm) = unwrapped(raw);
    if beyond(&text, number) {
        return Code::Lost(Harm::Exponent);
    }
    let text = without_decimals(&text, &mut harm);
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return done(text, harm);
    }
    let padded = match digits.len() {
        10 | 11 => Some(format!("{digits:0>12}")),
        7 => Some(format!("{digits:0>8}")),
        _ => None,
    };
    match padded.filter(|padded| Gtin::parse(padded).is_ok()) {
        Some(padded) => done(padded, Some(Harm::Zeros)),
        // Written in groups, as under the bars: the number is meant.
        None if Gtin::parse(&digits).is_ok() => done(digits, harm),
        None => done(text, harm),
    }
}

/// The barcodes of a cell: between `|`, `;`, `,` or line breaks.
pub fn barcodes(raw: &str) -> impl Iterator<Item = &str> {
    raw.split(['|', ';', ',', '\n']).map(str::trim).filter(|code| !code.is_empty())
}

fn done(text: String, harm: Option<Harm>) -> Code {
    match harm {
        Some(harm) => Code::Restored(text, harm),
        None => Code::Whole(text),
    }
}

fn unwrapped(raw: &str) -> (String, Option<Harm>) {
    let text = raw.trim();
    if let Some(inner) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return (inner.trim().to_owned(), Some(Harm::Formula));
    }
    match text.strip_prefix('\'') {
        Some(rest) if !rest.is_empty() => (rest.trim().to_owned(), Some(Harm::Apostrophe)),
        _ => (text.to_owned(), None),
    }
}

fn without_decimals(text: &str, harm: &mut Option<Harm>) -> String {
    let whole = text.strip_suffix(".0").or_else(|| text.strip_suffix(".00"));
    match whole.filter(|whole| whole.len() > 1 && whole.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(whole) => {
            *harm = Some(Harm::Decimals);
            whole.to_owned()
        }
        None => text.to_owned(),
    }
}

/// `5.01E+12`, `5,01E+12`, or a number of a workbook beyond 2^53.
fn beyond(text: &str, number: bool) -> bool {
    let exponent = text.split_once(['E', 'e']).is_some_and(|(mantissa, exponent)| {
        let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let signed = exponent.strip_prefix('+').is_some_and(|power| !power.is_empty() && digits(power));
        whole.len() == 1 && digits(whole) && digits(fraction) && signed
    });
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    exponent || (number && digits >= 16 && text.parse::<u64>().is_ok_and(|value| value > 1 << 53))
}

/// `1-Mar`, `Mar-24`, `01.Mrz`: a month's name where a spreadsheet made a date of a code. A date of a workbook arrives as
/// `2026-03-01` and is one as well.
fn is_date(text: &str) -> bool {
    const MONTHS: [&str; 23] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mrz", "mär", "mai", "okt",
        "dez", "janv", "févr", "mars", "avr", "juil", "sept",
    ];
    let is_month = |part: &str| MONTHS.contains(&part.trim_end_matches('.').to_lowercase().as_str());
    // Written as spreadsheets write it, with one capital; MAR-1 is a code.
    let is_written_so = |part: &str| {
        let mut letters = part.chars().filter(|c| c.is_alphabetic());
        letters.next().is_some() && letters.all(char::is_lowercase)
    };
    let is_day = |part: &str| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
    let named = text.split_once(['-', '.', ' ']).is_some_and(|(a, b)| {
        (is_day(a) && is_month(b) && is_written_so(b)) || (is_month(a) && is_written_so(a) && is_day(b))
    });
    let iso = text.len() >= 10
        && text.as_bytes().get(4) == Some(&b'-')
        && text.is_char_boundary(10)
        && crate::domain::Day::parse(&text[..10]).is_some()
        && matches!(text.as_bytes().get(10), None | Some(b'T' | b' '));
    named || iso
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_did_to_a_barcode_is_put_right_or_said() {
        let whole = |text: &str| Code::Whole(text.to_owned());
        let restored = |text: &str, harm| Code::Restored(text.to_owned(), harm);
        let table = [
            ("4006381333931", whole("4006381333931")),
            ("4006381333932", whole("4006381333932")),
            ("\u{a0}4006381333931 ", whole("4006381333931")),
            ("4 006381 333931", whole("4006381333931")),
            ("=\"0036000291452\"", restored("0036000291452", Harm::Formula)),
            ("'0036000291452", restored("0036000291452", Harm::Apostrophe)),
            ("5901234123457.0", restored("5901234123457", Harm::Decimals)),
            ("36000291452", restored("036000291452", Harm::Zeros)),
            ("1234565", restored("01234565", Harm::Zeros)),
            ("1234566", whole("1234566")),
            ("5.01E+12", Code::Lost(Harm::Exponent)),
            ("5,01234E+12", Code::Lost(Harm::Exponent)),
            ("E+12", whole("E+12")),
            ("A-17", whole("A-17")),
        ];
        for (raw, expected) in table {
            assert_eq!(barcode(raw, false), expected, "{raw}");
        }
    }

    #[test]
    fn an_own_number_stays_text() {
        let whole = |text: &str| Code::Whole(text.to_owned());
        for kept in ["000123", "MAR-1", "1-MAR-9", "A.0", "7", "3-5", "1E5", "Mar", "2026", "12-2026-X"] {
            assert_eq!(sku(kept, false), whole(kept), "{kept}");
        }
        for date in ["1-Mar", "01-Mrz", "Mar-24", "1-févr.", "2026-03-01", "2026-03-01 00:00:00"] {
            assert_eq!(sku(date, false), Code::Lost(Harm::Date), "{date}");
        }
        assert_eq!(sku("10045.0", true), Code::Restored("10045".to_owned(), Harm::Decimals));
        assert_eq!(sku("12345678901234567", true), Code::Lost(Harm::Exponent));
        assert_eq!(sku("12345678901234567", false), whole("12345678901234567"));
    }

    #[test]
    fn a_cell_may_hold_several() {
        assert_eq!(barcodes("1; 2|3,4\n").collect::<Vec<_>>(), ["1", "2", "3", "4"]);
    }
}
