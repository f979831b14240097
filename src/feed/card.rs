//! Which codes are cards of customers, and the token in them.

use regex_lite::Regex;

/// Longer codes are no cards.
const LONGEST: usize = 200;

/// The shop's patterns of its cards, none by default.
#[derive(Clone, Debug, Default)]
pub struct Cards {
    texts: Vec<String>,
    patterns: Vec<Regex>,
}

impl Cards {
    /// Of the texts of patterns; empty ones match nothing. `None` where one is no pattern.
    pub fn new<S: AsRef<str>>(texts: &[S]) -> Option<Self> {
        let texts: Vec<String> =
            texts.iter().map(AsRef::as_ref).filter(|text| !text.is_empty()).map(str::to_owned).collect();
        // On its own as well, or `)(` would be one.
        let whole = |text: &String| Regex::new(text).and_then(|_| Regex::new(&format!("^(?:{text})$"))).ok();
        let patterns = texts.iter().map(whole).collect::<Option<_>>()?;
        Some(Self { texts, patterns })
    }

    /// True where no code is a card.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The token of a code that is a card: the first group that took part in the match, else the whole code. What a scanner
    /// may say in front of the kind of code (`]C1`) is left out.
    pub fn token<'c>(&self, code: &'c str) -> Option<&'c str> {
        let code = code.trim();
        if code.is_empty() || code.len() > LONGEST {
            return None;
        }
        let bare = code.strip_prefix(']').and_then(|rest| rest.get(2..)).filter(|bare| !bare.is_empty());
        let of = |code: &'c str| {
            self.patterns.iter().find_map(|pattern| {
                let found = pattern.captures(code)?;
                let group = found.iter().skip(1).flatten().next();
                Some(group.map_or(code, |group| group.as_str()).trim()).filter(|token| !token.is_empty())
            })
        };
        of(code).or_else(|| of(bare?))
    }
}

impl PartialEq for Cards {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}

impl Eq for Cards {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_known_by_its_whole_code() {
        let cards = Cards::new(&[r"29\d{11}", r"CARD-(\d+)|KUNDE (\d+)", ""]).unwrap();
        for (code, token) in [
            ("2900000123456", Some("2900000123456")),
            (" 2900000123456\r", Some("2900000123456")),
            ("]E02900000123456", Some("2900000123456")),
            ("CARD-8834172", Some("8834172")),
            ("KUNDE 12", Some("12")),
            ("XCARD-1", None),
            ("29000001234567", None),
            ("4006381333931", None),
            ("]", None),
            ("]é", None),
            ("", None),
        ] {
            assert_eq!(cards.token(code), token, "{code}");
        }
        assert!(Cards::default().is_empty() && Cards::default().token("x").is_none());
        assert!(Cards::new(&["("]).is_none() && Cards::new(&[")("]).is_none());
    }
}
