//! A CRM's list of customers: CSV with `token`, `consent` and, where there are any, `segments` and `preferences`. Tokens
//! become pseudonyms here and go no further; customers without consent are counted and nothing else; other columns are
//! named and never looked at. What is read goes into a customers list (`travel::customers`).

use std::collections::HashMap;

use super::problem::{At, Gravity, Problems};
use crate::domain::pseudonym::{Speaking, speaking};
use crate::domain::text::clean;
use crate::sheet::table::{Row as Cells, Table};
use crate::travel::customers::{LONGEST_WORD, MOST_ROWS, MOST_WORDS, Row, bytes_of, is_word};
use crate::travel::pseudonym::Key;

/// The columns that are read.
pub const COLUMNS: [&str; 4] = ["token", "segments", "consent", "preferences"];
/// No card has a longer number.
const LONGEST_TOKEN: usize = 200;
/// Words that say yes and no, in the languages of the screens and their neighbours.
const YES: [&str; 18] = [
    "yes", "y", "true", "1", "x", "oui", "o", "ja", "j", "si", "sí", "sì", "sim", "on", "given", "granted", "opt-in",
    "opted-in",
];
const NO: [&str; 16] = [
    "",
    "no",
    "n",
    "false",
    "0",
    "-",
    "non",
    "nein",
    "nee",
    "não",
    "off",
    "withdrawn",
    "revoked",
    "denied",
    "opt-out",
    "opted-out",
];

/// What a file says.
#[derive(Debug, Default)]
pub struct Read {
    /// Customers who consented, in the order of the file.
    pub rows: Vec<Row>,
    /// How many did not.
    pub without_consent: usize,
    /// The names of the columns that were not looked at.
    pub not_read: Vec<String>,
}

/// Reads every row and notes everything that is wrong. `file` is what problems call it. No problem repeats a cell of a
/// column that is not read, or a token.
pub fn read(file: &str, bytes: Vec<u8>, key: &Key, problems: &mut Problems) -> Read {
    // A name in another encoding stands in a column that is not looked at.
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => text.into_bytes(),
        Err(error) if error.as_bytes().starts_with(&[0xff, 0xfe]) || error.as_bytes().starts_with(&[0xfe, 0xff]) => {
            error.into_bytes()
        }
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned().into_bytes(),
    };
    let mut found = Problems::default();
    let read = rows(file, bytes, key, &mut found);
    problems.rows += found.rows;
    for problem in found.into_list() {
        let quotes = problem.what.starts_with("consent ") || problem.what.starts_with("no column");
        let value = if quotes { &*problem.value } else { "" };
        match problem.gravity {
            Gravity::Error => problems.error(file, problem.at, &*problem.what, value),
            Gravity::Warning | Gravity::Hint => problems.warning(file, problem.at, &*problem.what, value),
        }
    }
    read
}

fn rows(file: &str, bytes: Vec<u8>, key: &Key, problems: &mut Problems) -> Read {
    let Some(table) = Table::read(file, bytes, problems) else { return Read::default() };
    let others = table.header.names.iter().map(ToString::to_string).filter(|name| !name.is_empty());
    let not_read = others.filter(|name| !COLUMNS.contains(&name.to_lowercase().as_str())).collect();
    let mut read = Read { not_read, ..Read::default() };
    if !table.header.check(file, &["token", "consent"], problems) {
        return read;
    }
    let [token, segments, consent, preferences] = COLUMNS.map(|name| table.header.find(name));
    let mut known: HashMap<[u8; 32], u64> = HashMap::new();
    table.each_row(problems, |cells, problems| {
        let mut reader = Reader { file, cells, problems };
        let pseudonym = reader.token(token).map(|token| key.pseudonym(token));
        let consent = reader.consent(consent);
        let row = Row {
            segments: reader.words(segments, "segment"),
            preferences: reader.words(preferences, "preference"),
            pseudonym: pseudonym.unwrap_or_default(),
            bought: Vec::new(),
        };
        let Some(bytes) = bytes_of(&row.pseudonym) else { return };
        let at = cells.at(token);
        if let Some(line) = known.insert(bytes, at.line) {
            problems.error(file, at, format!("token is also on line {line}"), "");
        }
        match consent {
            Some(true) if read.rows.len() < MOST_ROWS => read.rows.push(row),
            Some(true) => too_many(file, at, problems),
            Some(false) => read.without_consent += 1,
            None => {}
        }
    });
    read
}

/// Said once, whatever comes behind it.
fn too_many(file: &str, at: At, problems: &mut Problems) {
    const WHAT: &str = "more than a million customers";
    if !problems.list().iter().any(|problem| &*problem.what == WHAT) {
        problems.error(file, at, WHAT, "");
    }
}

struct Reader<'a> {
    file: &'a str,
    cells: &'a Cells,
    problems: &'a mut Problems,
}

impl<'a> Reader<'a> {
    fn error(&mut self, column: Option<usize>, what: impl AsRef<str>, value: &str) {
        self.problems.error(self.file, self.cells.at(column), what, value);
    }

    fn token(&mut self, column: Option<usize>) -> Option<&'a str> {
        let token = self.cells.text(column);
        let what = match () {
            () if token.is_empty() => "token is empty",
            () if speaking(token) == Some(Speaking::Mail) => "token is a mail address; give the number of the card",
            () if speaking(token) == Some(Speaking::Phone) => {
                "token is a telephone number, or looks like one; give the number of the card"
            }
            () if token.contains('\u{fffd}') => "token is not UTF-8; save the file as \"CSV UTF-8\"",
            () if token.chars().count() > LONGEST_TOKEN => "token is longer than any card's",
            () => return Some(token),
        };
        self.error(column, what, "");
        None
    }

    fn consent(&mut self, column: Option<usize>) -> Option<bool> {
        let cell = self.cells.text(column);
        let word = cell.to_lowercase();
        match () {
            () if YES.contains(&word.as_str()) => Some(true),
            () if NO.contains(&word.as_str()) => Some(false),
            () => {
                self.error(column, "consent is neither yes nor no", cell);
                None
            }
        }
    }

    fn words(&mut self, column: Option<usize>, what: &str) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for word in self.cells.text(column).split('|').map(str::trim).filter(|word| !word.is_empty()) {
            if is_word(word) && !word.contains('\u{fffd}') {
                words.push(word.to_owned());
            } else if clean(word).text.chars().count() > LONGEST_WORD {
                self.error(column, format!("{what} is longer than {LONGEST_WORD} characters"), "");
            } else {
                self.error(column, format!("{what} holds a sign that cannot be in one: , ; \" or one not shown"), "");
            }
        }
        words.sort_unstable();
        words.dedup();
        if words.len() > MOST_WORDS {
            self.error(column, format!("more than {MOST_WORDS} in one cell"), "");
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> (Read, Vec<String>) {
        let key = Key::parse(b"0123456789abcdef0123456789abcdef").unwrap();
        let mut problems = Problems::default();
        let read = super::read("crm.csv", text.to_vec(), &key, &mut problems);
        problems.sort();
        (read, problems.list().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_a_crm_exports_is_read_and_nothing_else_of_it() {
        let (read, problems) = read(
            b"Name;Token;Segments;E-mail;Consent;Preferences\nAna \xe9;4711; trade|garden |trade;ana@example.com;Yes;fr|business\n\
              Jo;4712;;jo@example.com;no;\n;4713;garden;;Oui;\n",
        );
        assert_eq!(problems, [""; 0]);
        assert_eq!((read.without_consent, &read.not_read[..]), (1, &["Name".to_owned(), "E-mail".to_owned()][..]));
        assert_eq!(read.rows.len(), 2);
        assert_eq!(read.rows[0].pseudonym, "17ddd675ef4801ada65135835c66b3c644f3d3e353e4e40447691c8d9ada1818");
        assert_eq!(read.rows[0].segments, ["garden", "trade"]);
        assert_eq!(read.rows[0].preferences, ["business", "fr"]);
    }

    #[test]
    fn everything_that_is_wrong_is_said_with_its_place_and_no_word_of_anybody() {
        let (_, problems) = read(
            b"token,consent,segments,mail\nana@example.com,yes,,\n0170 1234567,yes,,\n,yes,,\n4711,perhaps,,\n4711,yes,\"a,b\",\n\
              4714,yes,,jo@example.com,more@example.com\n\xff4715,no,,\n",
        );
        assert_eq!(
            problems,
            [
                "crm.csv:2:1: error: token is a mail address; give the number of the card",
                "crm.csv:3:1: error: token is a telephone number, or looks like one; give the number of the card",
                "crm.csv:4:1: error: token is empty",
                "crm.csv:5:2: error: consent is neither yes nor no: perhaps",
                "crm.csv:6:1: error: token is also on line 5",
                "crm.csv:6:3: error: segment holds a sign that cannot be in one: , ; \" or one not shown",
                "crm.csv:7:5: error: row has more cells than the header",
                "crm.csv:8:1: error: token is not UTF-8; save the file as \"CSV UTF-8\"",
            ]
        );
        assert_eq!(read(b"card,consent\n4711,yes\n").1, ["crm.csv:1:1: error: no column: token"]);
        assert_eq!(read(b"PK\x03\x04rest").1.len(), 1);
    }
}
