//! The limits for those who write what staff read aloud.
//!
//! People speak about 150 words a minute: twenty words are eight seconds, and nobody listens longer at a counter. The
//! checker of catalogs says what goes beyond them, and the screen on which sentences are written counts while somebody
//! types. Nothing here forbids a sentence.

/// Most words of a question.
pub const ASK_WORDS: usize = 10;
/// Most words of any other sentence that is read aloud.
pub const SAY_WORDS: usize = 20;
/// Most characters of SAY: two lines of sixty.
pub const SAY_CHARACTERS: usize = 120;

/// Which sentence of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The question that is asked first.
    Ask,
    /// The one benefit.
    Say,
    /// An answer to an objection.
    If,
    /// Why it is here: read by staff, and by a customer who looks.
    Why,
}

/// What is wrong with a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offence {
    /// It has so many words, more than its limit.
    TooManyWords(usize),
    /// A question that does not end as one.
    NoQuestionMark,
    /// It is longer than [`SAY_CHARACTERS`].
    TooLong,
    /// Nobody shouts at a customer.
    ExclamationMark,
    /// A price or stock, which the screen shows live.
    PriceOrStock,
}

impl Part {
    /// Most words of it; `None` where it is not read aloud.
    pub fn most_words(self) -> Option<usize> {
        match self {
            Self::Ask => Some(ASK_WORDS),
            Self::Say | Self::If => Some(SAY_WORDS),
            Self::Why => None,
        }
    }
}

/// Words of a text as a person counts them: a dash between blanks is none.
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// What is wrong with a sentence; `currency` is the shop's code, which beside a number makes a price.
pub fn offences(part: Part, text: &str, currency: &str) -> Vec<Offence> {
    let Some(most) = part.most_words() else {
        return Vec::new();
    };
    let count = words(text);
    let found = [
        (count > most, Offence::TooManyWords(count)),
        (part == Part::Ask && !text.ends_with(['?', '\u{ff1f}']), Offence::NoQuestionMark),
        (part == Part::Say && text.chars().count() > SAY_CHARACTERS, Offence::TooLong),
        (part == Part::Say && text.contains('!'), Offence::ExclamationMark),
        (names_price(text, currency) || names_stock(text), Offence::PriceOrStock),
    ];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, offence)| offence).collect()
}

/// A number beside a currency sign or the shop's currency code.
fn names_price(text: &str, currency: &str) -> bool {
    let signs = ["€", "$", "£", "¥", currency];
    let digit_ends = |part: &str| part.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let digit_starts = |part: &str| part.trim_start().starts_with(|c: char| c.is_ascii_digit());
    signs.iter().filter(|sign| !sign.is_empty()).any(|sign| {
        text.match_indices(sign).any(|(at, sign)| digit_ends(&text[..at]) || digit_starts(&text[at + sign.len()..]))
    })
}

/// `14 left`, `3 in stock`, `3 en stock`.
fn names_stock(text: &str) -> bool {
    let lower = text.to_lowercase();
    [" left", " in stock", " en stock"]
        .iter()
        .any(|word| lower.match_indices(word).any(|(at, _)| lower[..at].ends_with(|c: char| c.is_ascii_digit())))
}
