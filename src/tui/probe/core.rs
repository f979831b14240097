//! The code inside what a scanner sent, and what stands round it. What proves a code is that it is our label, or that its
//! check digit holds.

use std::ops::Range;

use super::label;
use crate::domain::Gtin;

/// The digits 1 to 9 and 0 as keyboards turn them out that are set to another layout than the scanner, by its name.
const DIGIT_ROWS: [(&str, &str); 6] = [
    ("fr", "&é\"'(-è_çà"),
    ("be", "&é\"'(§è!çà"),
    ("cz", "+ěščřžýáíé"),
    ("sk", "+ľščťžýáíé"),
    ("hu", "123456789ö"),
    ("lt", "ąčęėįšųū90"),
];

/// The code and what stands round it, without control characters at the ends.
#[derive(Debug, Default)]
pub(super) struct Core {
    pub prefix: String,
    pub code: String,
    pub suffix: String,
    pub layout: Option<&'static str>,
    pub unproven: bool,
    pub caps_lock: bool,
    pub without_check_digit: bool,
}

/// A text as one layout has it, and its name; `None` as it is.
type Reading = (Option<&'static str>, Vec<char>);

impl Core {
    /// The label as it is or by another layout, else another number whose check digit holds, else just text.
    pub fn of(body: &str) -> Self {
        let typed: Vec<char> = body.chars().collect();
        let by_layout = DIGIT_ROWS.iter().map(|(name, row)| (Some(*name), digits(&typed, row)));
        let readings: Vec<Reading> = std::iter::once((None, typed.clone())).chain(by_layout).collect();
        let first = |find: &dyn Fn(&[char]) -> Option<Range<usize>>| {
            readings.iter().find_map(|reading| Some((reading, find(&reading.1)?)))
        };
        let labels = [label::EAN_13, label::EAN_8];
        let is_label = |reading: &[char]| labels.iter().find_map(|number| place(reading, number));
        // Of a label that lost its check digit everything else is there.
        let is_short = |reading: &[char]| labels.iter().find_map(|number| place(reading, &number[..number.len() - 1]));
        let whole = first(&is_label).or_else(|| first(&number));
        let without_check_digit = whole.is_none();
        let Some(((layout, reading), range)) = whole.or_else(|| first(&is_short)) else {
            return Self { code: body.to_owned(), unproven: true, ..Self::default() };
        };
        let sent = |range: Range<usize>| typed[range].iter().collect::<String>();
        Self {
            code: reading[range.clone()].iter().collect(),
            caps_lock: layout.is_some() && typed[range.clone()].iter().any(|c| c.is_uppercase()),
            prefix: sent(0..range.start),
            suffix: sent(range.end..typed.len()),
            layout: *layout,
            unproven: false,
            without_check_digit,
        }
    }
}

/// The text with the characters of a digit row as digits, one for one.
fn digits(typed: &[char], row: &str) -> Vec<char> {
    let digit = |c: char| {
        let small = c.to_lowercase().next().unwrap_or(c);
        let at = row.chars().position(|known| known == small)?;
        char::from_digit(u32::try_from((at + 1) % 10).ok()?, 10)
    };
    typed.iter().map(|&c| digit(c).unwrap_or(c)).collect()
}

fn place(reading: &[char], number: &str) -> Option<Range<usize>> {
    let wanted: Vec<char> = number.chars().collect();
    let at = reading.windows(wanted.len()).position(|window| window == wanted)?;
    Some(at..at + wanted.len())
}

/// The longest number whose check digit holds and that takes up all digits there are, with at most six characters in
/// front (a prefix and an identifier) and four behind.
fn number(reading: &[char]) -> Option<Range<usize>> {
    const IN_FRONT: usize = 6;
    const BEHIND: usize = 4;
    let of_length = |length: usize| {
        let last = reading.len().checked_sub(length)?;
        (0..=last.min(IN_FRONT)).find_map(|start| {
            let range = start..start + length;
            let text: String = reading[range.clone()].iter().collect();
            let alone = reading.len() - range.end <= BEHIND
                && !reading.get(range.end).is_some_and(char::is_ascii_digit)
                && Gtin::parse(&text).is_ok();
            alone.then_some(range)
        })
    };
    [14, 13, 12, 8].into_iter().find_map(of_length)
}

/// Takes a symbology identifier off the end of what stands in front: the identifier, what is left, and whether its
/// letter shows that Caps Lock is on. EAN and UPC are `]E0` and `]E4`, so `]e0` is a letter turned round.
pub(super) fn identifier(prefix: &str) -> (Option<String>, String, bool) {
    let chars: Vec<char> = prefix.chars().collect();
    match chars.as_slice() {
        [front @ .., ']', letter, digit] if letter.is_ascii_alphabetic() && digit.is_ascii_digit() => {
            (Some(format!("]{letter}{digit}")), front.iter().collect(), *letter == 'e')
        }
        _ => (None, prefix.to_owned(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_shows_in_the_label() {
        for (name, row) in DIGIT_ROWS {
            let key = |c: char| row.chars().nth((c.to_digit(10).unwrap() as usize + 9) % 10).unwrap();
            let typed: String = label::EAN_13.chars().map(key).collect();
            let core = Core::of(&typed);
            assert_eq!((core.code.as_str(), core.layout, core.caps_lock), (label::EAN_13, Some(name), false));
            let turned: String = typed.chars().flat_map(char::to_uppercase).collect();
            assert!(Core::of(&turned).caps_lock, "{turned}");
        }
    }

    #[test]
    fn any_barcode_serves_as_well() {
        let core = Core::of("'àà-\"_&\"\"\"ç\"&");
        assert_eq!((core.code.as_str(), core.layout), ("4006381333931", Some("fr")));
        for text in ["", "4711", "PRN-200", "4006381333932", "https://example.com/1"] {
            assert!(Core::of(text).unproven, "{text}");
        }
    }
}
