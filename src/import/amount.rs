//! Amounts as people and programs of all countries write them: `1.299,00 €`, `1,299.00`, `1 299,00`, `CHF 1'299.-`.
//!
//! Whether a comma is the decimal sign is decided for a column, from all its cells ([`Votes`]); a single `1.299` says
//! nothing. What a cell says of itself is [`Said`].

/// What stands before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `12.90`
    Point,
    /// `12,90`
    Comma,
}

impl Sign {
    fn of(c: char) -> Self {
        if c == ',' { Self::Comma } else { Self::Point }
    }

    fn as_char(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

/// What the cells of a column say of its decimal sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// Cells that can only be read with a point.
    pub point: u64,
    /// Cells that can only be read with a comma.
    pub comma: u64,
    /// Cells that could be either: `1.299`.
    pub either: u64,
}

impl Votes {
    /// Takes a cell into account.
    pub fn hear(&mut self, raw: &str) {
        match said(raw) {
            Some(Said::Sign(Sign::Point)) => self.point += 1,
            Some(Said::Sign(Sign::Comma)) => self.comma += 1,
            Some(Said::Either) => self.either += 1,
            Some(Said::Whole) | None => {}
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { point: self.point + other.point, comma: self.comma + other.comma, either: self.either + other.either }
    }

    /// The sign most cells use; `None` where none says it.
    pub fn sign(self) -> Option<Sign> {
        match self.point.cmp(&self.comma) {
            std::cmp::Ordering::Greater => Some(Sign::Point),
            std::cmp::Ordering::Less => Some(Sign::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// What a cell says of the decimal sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Sign(Sign),
    Either,
    Whole,
}

/// An amount read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// With a point and without grouping: `-1299.00`.
    pub number: String,
    /// True where the cell can only be read against its column's sign.
    pub against: bool,
}

/// The digits and signs of a cell, without currency, blanks and apostrophes; `None` where there is more than one number
/// in it, or none.
fn core(raw: &str) -> Option<(bool, String)> {
    let text = raw.trim();
    let text = text.trim_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || is_currency(c));
    let bracketed = text.starts_with('(') && text.ends_with(')');
    let text = if bracketed { &text[1..text.len() - 1] } else { text };
    let mut negative = bracketed;
    let mut kept = String::with_capacity(text.len());
    let mut blank_after_digit = false;
    for c in text.chars() {
        match c {
            '0'..='9' | '.' | ',' => {
                blank_after_digit = false;
                kept.push(c);
            }
            '\'' | '\u{2019}' => {}
            c if c.is_whitespace() => blank_after_digit = !kept.is_empty(),
            '-' | '\u{2212}' | '\u{2013}' | '\u{2014}' => {
                // In front or behind it is a sign, after `.` it stands for no cents.
                if kept.ends_with(['.', ',']) {
                    kept.pop();
                } else if kept.is_empty() || !blank_after_digit {
                    negative = true;
                } else {
                    return None;
                }
            }
            c if is_currency(c) || (c.is_alphabetic() && kept.is_empty()) => {}
            '+' if kept.is_empty() => {}
            _ => return None,
        }
    }
    (kept.bytes().any(|byte| byte.is_ascii_digit())).then_some((negative, kept))
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹' | '₽' | '₺' | '₴' | '₩' | '₪' | '₫' | '฿' | '₦' | '¢')
}

fn said(raw: &str) -> Option<Said> {
    let (_, text) = core(raw)?;
    let signs: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let Some(&(last, sign)) = signs.last() else {
        return Some(Said::Whole);
    };
    let other = signs.iter().any(|&(_, c)| c != sign);
    let times = signs.iter().filter(|&&(_, c)| c == sign).count();
    let decimals = text.len() - last - 1;
    if other {
        return (times == 1).then_some(Said::Sign(Sign::of(sign)));
    }
    if times > 1 {
        // Grouping in threes: the other one is the decimal sign.
        let other = if sign == ',' { Sign::Point } else { Sign::Comma };
        return Some(Said::Sign(other));
    }
    let before = &text[..last];
    if decimals == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0') {
        return Some(Said::Either);
    }
    Some(Said::Sign(Sign::of(sign)))
}

/// Reads a cell of a column with that decimal sign; `None` where it is no amount. A cell that cannot be read so but
/// another way is read the other way, and says so.
pub fn read(raw: &str, sign: Sign) -> Option<Amount> {
    let (negative, text) = core(raw)?;
    let (against, number) = match number(&text, sign) {
        Some(number) => (false, number),
        None => (true, number(&text, if sign == Sign::Point { Sign::Comma } else { Sign::Point })?),
    };
    Some(Amount { number: if negative { format!("-{number}") } else { number }, against })
}

fn number(text: &str, sign: Sign) -> Option<String> {
    let sign = sign.as_char();
    let (whole, fraction) = match text.split_once(sign) {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    if fraction.bytes().any(|byte| !byte.is_ascii_digit()) {
        return None;
    }
    let mut groups = whole.split([',', '.']);
    let first = groups.next().unwrap_or_default();
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        digits += group;
    }
    if digits.is_empty() {
        digits.push('0');
    }
    Some(if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") })
}

/// The currency a cell names: an ISO code before or behind the number, or a sign that is one currency's alone.
pub fn currency(raw: &str) -> Option<&'static str> {
    let text = raw.trim();
    let word = |text: &str| -> Option<&'static str> {
        let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
        iso_currency::Currency::from_code(&word.to_uppercase()).map(|currency| currency.code())
    };
    let behind = text.trim_start_matches(|c: char| !c.is_alphabetic());
    word(text).or_else(|| word(behind)).or_else(|| {
        text.chars().find_map(|c| {
            Some(match c {
                '€' => "EUR",
                '£' => "GBP",
                '₹' => "INR",
                '₺' => "TRY",
                '₴' => "UAH",
                '₽' => "RUB",
                '₩' => "KRW",
                '₪' => "ILS",
                '₫' => "VND",
                '฿' => "THB",
                '₦' => "NGN",
                _ => return None,
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(cells: &[&str]) -> Option<Sign> {
        let mut votes = Votes::default();
        cells.iter().for_each(|cell| votes.hear(cell));
        votes.sign()
    }

    #[test]
    fn the_column_says_which_sign_it_uses() {
        let table: [(&[&str], Option<Sign>); 9] = [
            (&["1.299,00 €"], Some(Sign::Comma)),
            (&["1,299.00"], Some(Sign::Point)),
            (&["1\u{a0}299,00"], Some(Sign::Comma)),
            (&["CHF 1'299.-"], None),
            (&["1.299", "2.5"], Some(Sign::Point)),
            (&["1.299", "2,49"], Some(Sign::Comma)),
            (&["1.299"], None),
            (&["0.999"], Some(Sign::Point)),
            (&["1.234.567"], Some(Sign::Comma)),
        ];
        for (cells, sign) in table {
            assert_eq!(decided(cells), sign, "{cells:?}");
        }
    }

    #[test]
    fn amounts_are_read_as_their_column_is() {
        let table = [
            ("1.299,00 €", Sign::Comma, Some(("1299.00", false))),
            ("1,299.00", Sign::Point, Some(("1299.00", false))),
            ("1\u{202f}299,00", Sign::Comma, Some(("1299.00", false))),
            ("CHF 1'299.-", Sign::Point, Some(("1299", false))),
            ("1.299", Sign::Comma, Some(("1299", false))),
            ("1.299", Sign::Point, Some(("1.299", false))),
            ("12.50", Sign::Comma, Some(("12.50", true))),
            ("$1,234.56", Sign::Point, Some(("1234.56", false))),
            ("-4,20", Sign::Comma, Some(("-4.20", false))),
            ("(4.20)", Sign::Point, Some(("-4.20", false))),
            ("4.20-", Sign::Point, Some(("-4.20", false))),
            ("9.99 EUR", Sign::Point, Some(("9.99", false))),
            (",50", Sign::Comma, Some(("0.50", false))),
            ("1,2,3", Sign::Point, None),
            ("from 3 to 4", Sign::Point, None),
            ("n/a", Sign::Point, None),
            ("", Sign::Point, None),
        ];
        for (raw, sign, expected) in table {
            let found = read(raw, sign);
            assert_eq!(found.as_ref().map(|a| (a.number.as_str(), a.against)), expected, "{raw}");
        }
    }

    #[test]
    fn a_currency_is_named_by_code_or_sign() {
        for (raw, code) in
            [("9.99 EUR", Some("EUR")), ("CHF 3", Some("CHF")), ("£3", Some("GBP")), ("$3", None), ("3 pcs", None)]
        {
            assert_eq!(currency(raw), code, "{raw}");
        }
    }
}
