//! The application identifiers of GS1 and the form of their values, from GS1's own syntax dictionary.
//!
//! The file (`assets/gs1-syntax-dictionary.txt`, Apache-2.0) describes its own syntax. Read here are identifiers, flags,
//! components and which of them are keys of a Digital Link; which identifiers belong together is not: one label does not
//! say what another one says, and a till wants the item.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::lint::{self, Rule};

static DICTIONARY: LazyLock<BTreeMap<String, Entry>> = LazyLock::new(|| {
    include_str!("../../assets/gs1-syntax-dictionary.txt").lines().filter_map(entries).flatten().collect()
});

/// What the dictionary says of one application identifier.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its length is predefined: no separator has to follow.
    pub predefined: bool,
    /// It can begin the path of a Digital Link.
    pub is_key: bool,
    components: Vec<Component>,
}

/// One part of a value: `N6,yymmd0`, `[X..17]`.
#[derive(Clone, Debug)]
struct Component {
    charset: Charset,
    shortest: usize,
    longest: usize,
    optional: bool,
    rules: Vec<Rule>,
}

#[derive(Clone, Copy, Debug)]
enum Charset {
    Numeric,
    Cset82,
    Cset39,
    Cset64,
}

/// The entry of an identifier.
pub fn entry(ai: &str) -> Option<&'static Entry> {
    DICTIONARY.get(ai)
}

/// The identifier at the front of an element string, and its entry. No identifier is the front of another.
pub fn at_front(text: &str) -> Option<(&str, &'static Entry)> {
    (2..=4).find_map(|length| text.get(..length).and_then(|ai| Some((ai, entry(ai)?))))
}

impl Entry {
    /// True where `value` has the length, the characters and the content of this identifier.
    pub fn accepts(&self, value: &str) -> bool {
        let mut rest = value;
        for component in &self.components {
            if rest.is_empty() && component.optional {
                continue;
            }
            let Some((part, behind)) = rest.split_at_checked(rest.len().min(component.longest)) else { return false };
            if !component.accepts(part) {
                return false;
            }
            rest = behind;
        }
        rest.is_empty() && !value.is_empty()
    }

    /// True where all of `value` has the characters of this identifier, whatever its length.
    pub fn has_characters_of(&self, value: &str) -> bool {
        self.components.iter().all(|component| value.bytes().all(|byte| component.charset.has(byte)))
    }

    /// The length of a value whose length is fixed.
    pub fn length(&self) -> usize {
        self.components.iter().map(|component| component.longest).sum()
    }

    /// True where a check digit proves the value.
    pub fn is_checked(&self) -> bool {
        self.components.iter().any(|component| component.rules.contains(&Rule::Csum))
    }
}

impl Component {
    fn accepts(&self, part: &str) -> bool {
        part.len() >= self.shortest
            && part.bytes().all(|byte| self.charset.has(byte))
            && (!matches!(self.charset, Charset::Cset64) || padding_holds(part))
            && self.rules.iter().all(|rule| rule.holds(part))
    }

    /// Reads `X..20,pcenc` or `[N..12]`.
    fn parse(word: &str) -> Option<Self> {
        let (spec, names) = word.split_once(',').unwrap_or((word, ""));
        let optional = spec.starts_with('[');
        let spec = spec.trim_matches(['[', ']']);
        let charset = match spec.get(..1)? {
            "N" => Charset::Numeric,
            "X" => Charset::Cset82,
            "Y" => Charset::Cset39,
            "Z" => Charset::Cset64,
            _ => return None,
        };
        let (shortest, longest) = match spec[1..].strip_prefix("..") {
            Some(longest) => (1, longest.parse().ok()?),
            None => spec[1..].parse().map(|length| (length, length)).ok()?,
        };
        let rules = names.split(',').filter_map(Rule::parse).collect();
        Some(Self { charset, shortest, longest, optional, rules })
    }
}

impl Charset {
    fn has(self, byte: u8) -> bool {
        match self {
            Self::Numeric => byte.is_ascii_digit(),
            Self::Cset82 => lint::CSET82.contains(&byte),
            Self::Cset39 => byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'#' | b'-' | b'/'),
            Self::Cset64 => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='),
        }
    }
}

/// `=` only at the end, and then so that the length is a multiple of four.
fn padding_holds(part: &str) -> bool {
    let data = part.trim_end_matches('=');
    let padding = part.len() - data.len();
    !data.contains('=') && padding <= 2 && (padding == 0 || part.len().is_multiple_of(4))
}

/// The entries of one line: one, or one for each identifier of a range (`3100-3105`).
fn entries(line: &str) -> Option<Vec<(String, Entry)>> {
    let described = line.split('#').next()?;
    let mut words = described.split_whitespace().peekable();
    let ais = words.next()?;
    let flags = words.next_if(|word| word.chars().all(|c| c.is_ascii_punctuation())).unwrap_or_default();
    let mut entry = Entry { predefined: flags.contains('*'), ..Entry::default() };
    for word in words {
        match Component::parse(word) {
            Some(component) if !word.contains('=') => entry.components.push(component),
            _ => entry.is_key |= word == "dlpkey" || word.starts_with("dlpkey="),
        }
    }
    let (first, last) = ais.split_once('-').unwrap_or((ais, ais));
    let (from, to): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    let width = first.len();
    Some((from..=to).map(|ai| (format!("{ai:0width$}"), entry.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_dictionary_is_read() {
        assert!(DICTIONARY.len() > 500, "{}", DICTIONARY.len());
        assert!(DICTIONARY.values().all(|entry| !entry.components.is_empty()));
        assert!(DICTIONARY.values().filter(|entry| entry.predefined).all(|entry| entry.length() > 1));
        for key in ["00", "01", "253", "414", "8003", "8004", "8006", "8010", "8013", "8017", "8018"] {
            assert!(entry(key).is_some_and(|entry| entry.is_key), "{key}");
        }
        assert!(!entry("10").is_some_and(|entry| entry.is_key));
    }

    #[test]
    fn identifiers_without_separator_are_those_of_the_standard() {
        let mut starts: Vec<&str> =
            DICTIONARY.iter().filter(|(_, entry)| entry.predefined).filter_map(|(ai, _)| ai.get(..2)).collect();
        starts.dedup();
        let known: Vec<&str> = "00 01 02 03 11 12 13 15 16 17 20 31 32 33 34 35 36 41".split(' ').collect();
        assert_eq!(starts, known);
    }

    #[test]
    fn no_identifier_is_the_front_of_another() {
        for ai in DICTIONARY.keys() {
            assert!((2..ai.len()).all(|length| !DICTIONARY.contains_key(&ai[..length])), "{ai}");
        }
    }

    #[test]
    fn values_keep_length_characters_and_content() {
        let table = [
            ("01", "10614141000415", true),
            ("01", "10614141000416", false),
            ("10", "LOT-7/a", true),
            ("10", "LOT 7", false),
            ("10", "123456789012345678901", false),
            ("10", "", false),
            ("17", "271231", true),
            ("17", "270200", true),
            ("17", "271331", false),
            ("17", "270229", false),
            ("17", "280229", true),
            ("3103", "000482", true),
            ("3103", "00482", false),
            ("30", "12", true),
            ("30", "1A", false),
            ("253", "4006381333931AB", true),
            ("7007", "261122", true),
            ("7007", "261122261123", true),
            ("7007", "2611222", false),
            ("423", "276528", true),
            ("423", "2765", false),
            ("8008", "26112214", true),
            ("8008", "2611221460", false),
            ("8010", "123456ABC-1", true),
            ("8010", "123456abc", false),
            ("8006", "106141410004150102", true),
            ("8006", "106141410004150302", false),
            ("8013", "1987654Ad4X4bL5ttr2310c2K", true),
            ("8013", "1987654Ad4X4bL5ttr2310c2L", false),
        ];
        for (ai, value, accepted) in table {
            assert_eq!(entry(ai).map(|entry| entry.accepts(value)), Some(accepted), "({ai}){value}");
        }
    }
}
