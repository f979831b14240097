//! The cells ASK, SAY, IF and WHY of a row, held against the limits for writers.
//!
//! Every offence is a warning; the sentence is kept.

use super::table::{Header, Row};
use crate::catalog::problem::Problems;
use crate::domain::writing::{self, Offence, Part, SAY_CHARACTERS};
use crate::domain::{CleanText, Objection, TalkingPoint};

/// The columns, in the order of [`Sentences`].
pub const COLUMNS: [&str; 7] = ["ask", "say", "if_too_expensive", "if_has_one", "if_not_now", "if_other", "why"];
const MOST_ANSWERS: usize = 2;

/// What staff can say, cell by cell in the order of [`COLUMNS`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sentences(pub [Option<CleanText>; 7]);

/// Where the columns are in a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Columns([Option<usize>; 7]);

impl Columns {
    /// Finds them.
    pub fn of(header: &Header) -> Self {
        Self(COLUMNS.map(|name| header.find(name)))
    }

    /// The column where something to say is missing.
    pub fn first(&self) -> Option<usize> {
        self.0[0].or(self.0[1])
    }
}

impl Sentences {
    /// Reads the cells of a row.
    pub fn read(row: &Row, columns: &Columns, currency: &str, file: &str, problems: &mut Problems) -> Self {
        let sentences = Self(columns.0.map(|column| row.clean(column, file, problems)));
        let mut answers = 0;
        for (place, (text, column)) in sentences.0.iter().zip(columns.0).enumerate() {
            let Some(text) = text.as_ref().map(CleanText::as_str) else {
                continue;
            };
            let at = row.at(column);
            for what in offences(place, text, currency) {
                problems.warning(file, at, what, text);
            }
            if (2..6).contains(&place) {
                answers += 1;
                if answers == MOST_ANSWERS + 1 {
                    problems.warning(file, at, format!("more than {MOST_ANSWERS} answers to objections"), text);
                }
            }
        }
        sentences
    }

    /// True where nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// True where there is a question or a sentence to say.
    pub fn can_be_said(&self) -> bool {
        self.0[0].is_some() || self.0[1].is_some()
    }

    /// Lays a more exact row over this one: what it says replaces ASK, SAY and IF together, since they belong together;
    /// its WHY replaces WHY. What it leaves empty stays.
    pub fn lay_over(&mut self, more_exact: &Self) {
        for (cell, (of_more_exact, replaces)) in self.0.iter_mut().zip(more_exact.0.iter().zip(more_exact.replaces())) {
            if replaces {
                cell.clone_from(of_more_exact);
            }
        }
    }

    /// Which cells of a less exact row are replaced by those here, in the order of [`COLUMNS`].
    pub fn replaces(&self) -> [bool; 7] {
        let speaks = self.0[..6].iter().any(Option::is_some);
        [speaks, speaks, speaks, speaks, speaks, speaks, self.0[6].is_some()]
    }

    /// The same in the words of the domain.
    pub fn talking(&self) -> TalkingPoint {
        let [ask, say, too_expensive, has_one, not_now, other, why] = self.0.clone();
        let answers = [
            (Objection::TooExpensive, too_expensive),
            (Objection::HasOne, has_one),
            (Objection::NotNow, not_now),
            (Objection::Other, other),
        ];
        TalkingPoint {
            ask,
            say,
            answers: answers.into_iter().filter_map(|(to, text)| Some((to, text?))).collect(),
            why,
        }
    }
}

/// What is wrong with the text of a column, in words.
fn offences(place: usize, text: &str, currency: &str) -> Vec<String> {
    let (part, name) = match place {
        0 => (Part::Ask, "ASK"),
        1 => (Part::Say, "SAY"),
        6 => (Part::Why, "WHY"),
        _ => (Part::If, "IF"),
    };
    let said = |offence| match offence {
        Offence::TooManyWords(words) => {
            format!("{name} has {words} words, more than {}", part.most_words().unwrap_or(words))
        }
        Offence::NoQuestionMark => format!("{name} does not end with a question mark"),
        Offence::TooLong => format!("{name} is longer than {SAY_CHARACTERS} characters"),
        Offence::ExclamationMark => format!("{name} has an exclamation mark"),
        Offence::PriceOrStock => format!("{name} holds a price or stock, which the screen shows live"),
    };
    writing::offences(part, text, currency).into_iter().map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writers_are_told_what_is_too_much() {
        let long = "word ".repeat(21);
        let wide = "a".repeat(121);
        let table: [(usize, &str, &[&str]); 12] = [
            (0, "What are you putting it on with?", &[]),
            (0, "Vous le posez avec quoi ?", &[]),
            (0, "Take a brush", &["ASK does not end with a question mark"]),
            (0, "one two three four five six seven eight nine ten eleven?", &["ASK has 11 words, more than 10"]),
            (1, &long, &["SAY has 21 words, more than 20"]),
            (1, &wide, &["SAY is longer than 120 characters"]),
            (1, "Only today!", &["SAY has an exclamation mark"]),
            (1, "Just 4.50 EUR more.", &["SAY holds a price or stock, which the screen shows live"]),
            (2, "It is only € 5.", &["IF holds a price or stock, which the screen shows live"]),
            (3, "We have 3 left.", &["IF holds a price or stock, which the screen shows live"]),
            (1, "Covers 12 square metres; it left no marks.", &[]),
            (
                6,
                "62 of 100 who bought this stain also bought a brush, and told us so twice over at the till last year.",
                &[],
            ),
        ];
        for (place, text, expected) in table {
            assert_eq!(offences(place, text, "EUR"), expected, "{text}");
        }
    }

    #[test]
    fn what_is_said_belongs_together() {
        let text = |text: &str| CleanText::non_empty(text);
        let mut general = Sentences([text("A?"), text("S"), None, None, None, None, text("W")]);
        general.lay_over(&Sentences([None, text("T"), None, None, None, None, None]));
        assert_eq!(general, Sentences([None, text("T"), None, None, None, None, text("W")]));
    }
}
