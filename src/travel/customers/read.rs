//! Bytes → the rows of a customers list, or what is wrong with them. Everything read here may be hostile.

use super::super::digest;
use super::super::whole::{Broken, whole};
use super::{BEGIN, Bought, COLUMNS, FORMAT, MOST_BYTES, MOST_WORDS, is_word};
use crate::domain::text::clean;

/// Rows begin behind the two lines of the header.
const FIRST_ROW: u64 = 3;
/// Longest value repeated in a message, in characters. A pseudonym never is.
const SHOWN: usize = 60;

/// What a list must be to be taken.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The chain of the catalog that is sold from; empty where it is not known.
    pub chain_id: &'a str,
}

/// Why a list is none, as a clause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no last line yet.
    #[error("it has no last line: still arriving, or cut short")]
    Cut,
    /// Its bytes are not those that were published.
    #[error("it is damaged, {0}")]
    Damaged(&'static str),
    /// Of a later format.
    #[error("it needs a newer goeswith: format {0}")]
    Newer(u64),
    /// Of another chain.
    #[error("it is of another chain: {0}")]
    OtherChain(String),
    /// It came as it was made, and was made wrong.
    #[error("line {line}: {what}{}", if value.is_empty() { String::new() } else { format!(": {value}") })]
    Wrong {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        what: &'static str,
        /// The value, safe to print; may be empty.
        value: String,
    },
}

/// What the first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The chain.
    pub chain_id: String,
    /// Which of its keys, 16 hex digits.
    pub key: String,
}

/// Reads a list, first whether it is whole, then whose it is, then every row, which goes to `each`: pseudonym, segments and
/// preferences, and what is bought, each with `|` between. Answers what the first line says.
///
/// # Errors
/// The first [`Fault`]; what went to `each` must not be used then.
pub fn read(bytes: &[u8], wanted: Wanted<'_>, mut each: impl FnMut([u8; 32], [&str; 3])) -> Result<Heading, Fault> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Fault::Damaged("it is too large"));
    }
    let (body, rows) = whole(bytes).map_err(|broken| match broken {
        Broken::Cut => Fault::Cut,
        Broken::Damaged(why) => Fault::Damaged(why),
    })?;
    let mut lines = body.split_terminator('\n');
    let heading = heading(lines.next().unwrap_or_default())?;
    if !wanted.chain_id.is_empty() && heading.chain_id != wanted.chain_id {
        return Err(Fault::OtherChain(shortened(&heading.chain_id)));
    }
    let columns = lines.next().unwrap_or_default();
    if columns != COLUMNS {
        return Err(wrong(2, "the columns are others", columns));
    }
    let (mut before, mut found) = (None, 0);
    for (line, text) in (FIRST_ROW..).zip(lines) {
        let mut cells = text.split(',');
        let mut next = || cells.next();
        let (Some(pseudonym), Some(segments), Some(preferences), Some(bought), None) =
            (next(), next(), next(), next(), next())
        else {
            return Err(wrong(line, "not four cells", ""));
        };
        let pseudonym = bytes_of(pseudonym).ok_or_else(|| wrong(line, "pseudonym is none", ""))?;
        if before.is_some_and(|before| before >= pseudonym) {
            return Err(wrong(line, "rows are not sorted, or one stands twice", ""));
        }
        for words in [segments, preferences] {
            if !are_words(words) {
                return Err(wrong(line, "a segment or preference is none", words));
            }
        }
        let habits = || are_words(bought) && bought.split('|').all(|one| Bought::parse(one).is_some());
        if !bought.is_empty() && !habits() {
            return Err(wrong(line, "what is bought cannot be read", ""));
        }
        each(pseudonym, [segments, preferences, bought]);
        (before, found) = (Some(pseudonym), found + 1);
    }
    if found == rows { Ok(heading) } else { Err(Fault::Damaged("it has another number of rows than it says")) }
}

/// The first line: format, chain and key. Keys this version does not know are passed over.
pub fn heading(line: &str) -> Result<Heading, Fault> {
    let none = || wrong(1, "not the first line of a customers list", line);
    let mut parts = line.strip_prefix(BEGIN).ok_or_else(none)?.split("; ");
    match parts.next().and_then(|format| format.parse::<u64>().ok()).ok_or_else(none)? {
        FORMAT => {}
        newer if newer > FORMAT => return Err(Fault::Newer(newer)),
        _ => return Err(none()),
    }
    let keys: Vec<(&str, &str)> = parts.filter_map(|part| part.split_once('=')).collect();
    let value = |name: &str| {
        let mut found = keys.iter().filter(|(key, _)| *key == name).map(|(_, value)| *value);
        found.next().filter(|_| found.next().is_none()).ok_or_else(none)
    };
    let (chain_id, key) = (value("chain")?, value("key")?);
    if chain_id.is_empty() || key.len() != 16 || !digest::is_lower_hex(key) {
        return Err(none());
    }
    Ok(Heading { chain_id: chain_id.to_owned(), key: key.to_owned() })
}

fn are_words(cell: &str) -> bool {
    cell.is_empty() || (cell.split('|').all(is_word) && cell.split('|').count() <= MOST_WORDS)
}

/// The 32 bytes of a pseudonym; `None` for what is none of ours.
pub fn bytes_of(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if !digest::is_one(text) {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

fn wrong(line: u64, what: &'static str, value: &str) -> Fault {
    Fault::Wrong { line, what, value: shortened(value) }
}

/// A value as it may be printed: cleaned, and cut.
fn shortened(value: &str) -> String {
    let cut: String = value.chars().take(SHOWN).collect();
    clean(&cut).text
}

#[cfg(test)]
mod tests {
    use super::super::{Row, write};
    use super::*;

    const MARK: &str = "17ddd675ef4801ad";

    fn row(letter: char, segments: &[&str], preferences: &[&str]) -> Row {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Row {
            pseudonym: letter.to_string().repeat(64),
            segments: words(segments),
            preferences: words(preferences),
            bought: Vec::new(),
        }
    }

    fn rows(bytes: &[u8]) -> Result<Vec<String>, Fault> {
        let mut rows = Vec::new();
        read(bytes, Wanted { chain_id: "fenwick" }, |pseudonym, words| {
            rows.push(format!("{:02x} {}", pseudonym[31], words.join(" ")));
        })?;
        Ok(rows)
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let mut list = vec![row('c', &[], &["business"]), row('a', &["garden", "trade"], &[])];
        let ink = Bought {
            sku: crate::domain::Sku::parse("INK=5").unwrap(),
            figures: [4, 30, 26, 35],
            last: crate::domain::Day(20_779),
        };
        list[0].bought = vec![ink.to_text().unwrap()];
        assert_eq!(Bought::parse("INK=5=4/30/26/35/20779"), Some(ink));
        for none in
            ["INK", "INK=4/30/26/35", "INK=4/30/26/35/1/2", "INK=0/30/26/35/1", "INK=4/30/36/35/1", "=4/30/26/35/1"]
        {
            assert_eq!(Bought::parse(none), None, "{none}");
        }
        let bytes = write("fenwick", MARK, list);
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.starts_with(&format!("# goeswith customers 1; chain=fenwick; key={MARK}\npseudonym,")), "{text}");
        assert_eq!(rows(&bytes).unwrap(), ["aa garden|trade  ", "cc  business INK=5=4/30/26/35/20779"]);
        assert_eq!(rows(&write("fenwick", MARK, Vec::new())).unwrap(), [""; 0]);
    }

    #[test]
    fn what_is_not_whole_or_not_ours_is_refused() {
        let bytes = write("fenwick", MARK, vec![row('a', &["garden"], &[]), row('b', &[], &[])]);
        for cut in 0..bytes.len() {
            assert!(rows(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 4;
            assert!(rows(&changed).is_err(), "a bit wrong in byte {at}");
        }
        // Made wrong, with a right checksum.
        let body = String::from_utf8(bytes).unwrap();
        let body = &body[..body.rfind("# end").unwrap()];
        let with = |from: &str, to: &str, rows_now: usize| {
            let body = body.replacen(from, to, 1);
            rows((body.clone() + &super::super::end(rows_now, &digest::of(body.as_bytes()))).as_bytes())
        };
        assert_eq!(with("customers 1", "customers 2", 2), Err(Fault::Newer(2)));
        assert_eq!(with("fenwick", "other", 2), Err(Fault::OtherChain("other".to_owned())));
        let b = "b".repeat(64);
        for (from, to, line) in [
            ("key=17dd", "key=17DD", 1),
            ("pseudonym,", "token,", 2),
            ("garden", "gar\u{7}den", 3),
            ("garden", "garden||x", 3),
            ("garden,", "garden,x,", 3),
            (b.as_str(), &"a".repeat(64), 4),
            (b.as_str(), &"B".repeat(64), 4),
            (b.as_str(), "ana@example.com", 4),
        ] {
            let fault = with(from, to, 2).unwrap_err();
            assert!(matches!(fault, Fault::Wrong { line: found, .. } if found == line), "{to}: {fault:?}");
            assert!(!fault.to_string().contains("ana@"), "{fault}");
        }
        assert!(matches!(with("", "", 3), Err(Fault::Damaged(_))));
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(text in ".*") {
            let _ = rows(text.as_bytes());
            let _ = heading(&text);
        }
    }
}
