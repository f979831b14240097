//! Books, papers and music: ISBN, ISSN and ISMN, in the old forms and the new.

use crate::domain::Gtin;

/// Reads a number of a book, a paper or sheet music: an ISBN-10, an ISSN or a number of 977 to 979, with hyphens or
/// blanks and perhaps with the word in front.
pub fn read(text: &str) -> Option<Gtin> {
    if text.len() > 40 {
        return None;
    }
    let (word, text) = labelled(text);
    let joined = compact(text);
    match word {
        Some(Word::Isbn) => isbn(&joined),
        Some(Word::Issn) => issn(&joined),
        Some(Word::Ismn) => ismn(&joined),
        None => {
            let paper = text.as_bytes().get(4) == Some(&b'-') || joined.ends_with(['X', 'x']);
            let paper = issn(&joined).filter(|_| paper || joined.len() == 13 || text.as_bytes().get(4) == Some(&b' '));
            isbn(&joined).or_else(|| ismn(&joined)).or(paper)
        }
    }
}

/// Takes hyphens and blanks out.
pub fn compact(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{a0}' | '\u{2010}'..='\u{2013}')).collect()
}

/// True for the prefixes of books, papers and music: 977, 978 and 979.
pub fn is_press(digits: &str) -> bool {
    ["977", "978", "979"].iter().any(|prefix| digits.starts_with(prefix))
}

/// ISBN of either length, without hyphens.
pub fn isbn(text: &str) -> Option<Gtin> {
    isbn_10(text).or_else(|| thirteen(text, &["978", "979"]))
}

/// ISBN-10: weights 10 to 1, modulo 11, X for ten (ISO 2108); becomes 978, nine digits and a new check digit.
pub fn isbn_10(text: &str) -> Option<Gtin> {
    modulo_11(text, 10).then(|| Gtin::from_body(&format!("978{}", &text[..9])).ok())?
}

/// ISSN: weights 8 to 1, modulo 11, X for ten (ISO 3297); becomes 977, seven digits, 00 and a new check digit.
pub fn issn(text: &str) -> Option<Gtin> {
    if modulo_11(text, 8) {
        return Gtin::from_body(&format!("977{}00", &text[..7])).ok();
    }
    thirteen(text, &["977"])
}

/// ISMN: 979-0 and nine digits, or M and the same nine digits (ISO 10957); the check digit is the same in both.
pub fn ismn(text: &str) -> Option<Gtin> {
    match text.strip_prefix(['M', 'm']) {
        Some(digits) if digits.len() == 9 => Gtin::parse(&format!("9790{digits}")).ok(),
        _ => thirteen(text, &["9790"]),
    }
}

fn thirteen(text: &str, prefixes: &[&str]) -> Option<Gtin> {
    Gtin::parse(text).ok().filter(|_| text.len() == 13 && prefixes.iter().any(|prefix| text.starts_with(prefix)))
}

/// True where `text` has this many characters and its check character holds.
fn modulo_11(text: &str, length: usize) -> bool {
    let value = |(place, c): (usize, char)| match c {
        'X' | 'x' if place + 1 == length => Some(10),
        _ => c.to_digit(10),
    };
    let digits: Option<Vec<usize>> =
        text.chars().enumerate().map(|(place, c)| value((place, c)).map(|digit| digit as usize)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == length) else { return false };
    digits.iter().zip((1..=length).rev()).map(|(digit, weight)| digit * weight).sum::<usize>().is_multiple_of(11)
}

enum Word {
    Isbn,
    Issn,
    Ismn,
}

/// Takes `ISBN`, `ISBN-13:` and the like off the front.
fn labelled(text: &str) -> (Option<Word>, &str) {
    let word = match text.get(..4).map(str::to_ascii_uppercase).as_deref() {
        Some("ISBN") => Word::Isbn,
        Some("ISSN") => Word::Issn,
        Some("ISMN") => Word::Ismn,
        _ => return (None, text),
    };
    let rest = &text[4..];
    let rest = ["-10", "-13"].iter().find_map(|form| rest.strip_prefix(form)).unwrap_or(rest);
    (Some(word), rest.trim_start_matches([':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Symbology, scan};

    #[test]
    fn old_and_new_numbers_become_one_key() {
        let table = [
            ("979-0-3452-4680-5", "", "09790345246805"),
            ("M-3452-4680-5", "", "09790345246805"),
            ("0-306-40615-2", "", "09780306406157"),
            ("0306406152", "", "09780306406157"),
            ("0306406152", "ISBN-10", "09780306406157"),
            ("080442957X", "", "09780804429573"),
            ("ISBN 978-0-306-40615-7", "", "09780306406157"),
            ("ISBN-10: 0-306-40615-2", "", "09780306406157"),
            ("0317-8471", "", "09770317847001"),
            ("ISSN 2434-561X", "", "09772434561006"),
            ("2434561x", "", "09772434561006"),
            ("977-0317-8470-01", "", "09770317847001"),
        ];
        for (input, symbology, key) in table {
            let scanned = scan(input, Symbology::parse(symbology));
            assert_eq!(scanned.kind, Kind::Gtin, "{input}");
            assert_eq!(scanned.gtin14.map(|gtin| gtin.to_string()).as_deref(), Some(key), "{input}");
        }
    }

    #[test]
    fn a_wrong_check_character_makes_no_book() {
        for input in ["0-306-40615-3", "0306406153", "0317-8472", "978-0-306-40615-8", "X306406152"] {
            assert_eq!(scan(input, None).kind, Kind::Sku, "{input}");
            assert_eq!(scan(input, Symbology::parse("ISBN-10")).kind, Kind::Reject, "{input}");
        }
    }
}
