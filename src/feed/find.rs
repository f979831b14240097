//! The code in a line of a till that nobody described: a number with a right check digit, else something that the
//! catalog may know.

use super::{Found, pieces};
use crate::domain::Gtin;

/// Lengths of GTINs, the most telling first: what is not a code has the right check digit one time in ten, and times
/// of day have 14 digits, dates 8.
const LENGTHS: [usize; 4] = [13, 12, 14, 8];
/// A line of one word is a code up to this length.
const LONGEST_WORD: usize = 40;

/// Looks for a code and how many of it.
pub fn find(line: &str) -> Option<Found> {
    let runs = runs(line);
    let known = |length: usize| runs.iter().find(move |run| run.text.len() == length && is_gtin(run.text));
    let (run, sure) = match LENGTHS.into_iter().find_map(known) {
        Some(run) => (*run, true),
        None => match runs.iter().find(|run| (8..=14).contains(&run.text.len()) && !is_moment(run.text)) {
            Some(run) => (*run, false),
            None => return word(line),
        },
    };
    let quantity = quantity_beside(line, run).unwrap_or(1);
    Some(Found { code: run.text.to_owned(), quantity, sure })
}

/// Digits that stand alone, and where.
#[derive(Clone, Copy)]
struct Run<'l> {
    text: &'l str,
    at: usize,
}

/// Every run of digits that is not part of a word or of a decimal number.
fn runs(line: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let (before, after) = (line[..at].chars().next_back(), line[at + length..].chars().next());
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let decimal =
            line[..at].strip_suffix(['.', ',']).is_some_and(|whole| whole.ends_with(|c: char| c.is_ascii_digit()));
        if !joins(before) && !joins(after) && !decimal {
            runs.push(Run { text: &line[at..at + length], at });
        }
        at += length;
    }
    runs
}

fn is_gtin(digits: &str) -> bool {
    !is_moment(digits) && Gtin::parse(digits).is_ok()
}

/// A date, or a date with a time: `20261122`, `22112026`, `202611221432`, `20261122143207`.
fn is_moment(digits: &str) -> bool {
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(99);
    let is_date = |year: u32, month: u32, day: u32| {
        (1990..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
    };
    let forwards = is_date(number(0, 4), number(4, 6), number(6, 8));
    let backwards =
        is_date(number(4, 8), number(2, 4), number(0, 2)) || is_date(number(4, 8), number(0, 2), number(2, 4));
    let is_time = |at: usize| number(at, at + 2) < 24 && number(at + 2, at + 4) < 60;
    match digits.len() {
        8 => forwards || backwards,
        12 => forwards && is_time(8),
        14 => forwards && is_time(8) && number(12, 14) < 60,
        _ => false,
    }
}

/// A line of one word that holds a digit may be an SKU.
fn word(line: &str) -> Option<Found> {
    let is_code = line.len() <= LONGEST_WORD
        && line.bytes().any(|byte| byte.is_ascii_digit())
        && line.chars().next().is_some_and(char::is_alphanumeric)
        && !line.contains([' ', '\t', ':', '=', '%']);
    is_code.then(|| Found { code: line.to_owned(), quantity: 1, sure: false })
}

/// `2 x` right before the code; `2 x 12.99` at the end of the line; `qty` and a number after it.
fn quantity_beside(line: &str, run: Run<'_>) -> Option<i64> {
    let (before, after) = (&line[..run.at], &line[run.at + run.text.len()..]);
    before_times(before).or_else(|| times_price(after)).or_else(|| named(line))
}

/// The number before a sign for "times" that ends this text.
fn before_times(text: &str) -> Option<i64> {
    let text = text.trim_end().strip_suffix(['x', 'X', '*', '\u{d7}'])?;
    let number = last_number(text.trim_end())?;
    Some(pieces(number))
}

/// `2 x 12.99`, and behind it nothing but the sum and a letter of the tax.
fn times_price(text: &str) -> Option<i64> {
    let at = text.rfind(['x', 'X', '*', '@', '\u{d7}'])?;
    let sign = text[at..].chars().next()?;
    let number = last_number(text[..at].trim_end())?;
    let mut words = text[at + sign.len_utf8()..].split_whitespace();
    let is_price = |word: &str| {
        let part = word.trim_start_matches('-').split_once(['.', ',']);
        part.is_some_and(|(whole, part)| {
            !whole.is_empty() && part.len() == 2 && (whole.to_owned() + part).bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let priced = words.next().is_some_and(is_price);
    let ends = words.all(|word| is_price(word) || word.chars().count() == 1 || matches!(word, "EUR" | "GBP" | "USD"));
    (priced && ends).then(|| pieces(number))
}

/// `"qty":2`, `QTY 2`, `<quantity>2<`.
fn named(line: &str) -> Option<i64> {
    let lower = line.to_ascii_lowercase();
    let at = ["quantity", "qty"].iter().find_map(|name| lower.find(name).map(|at| at + name.len()))?;
    let rest =
        line[at..].trim_start_matches(|c: char| matches!(c, '"' | '\'' | ':' | '=' | '>' | ';') || c.is_whitespace());
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '.' | ',')).unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches(['.', ',']);
    number.bytes().any(|byte| byte.is_ascii_digit()).then(|| pieces(number))
}

/// The number, up to three digits before its decimals, that this text ends with.
fn last_number(text: &str) -> Option<&str> {
    let from = text
        .rfind(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '.' | ','))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let stands_alone = !text[..from].ends_with(char::is_alphanumeric);
    let number = text[from..].trim_start_matches([',', '.']);
    let digits = number.split(['.', ',']).next().unwrap_or("").trim_start_matches('-').len();
    (stands_alone && (1..=3).contains(&digits)).then_some(number)
}
