//! What is wrong with a catalog source, said so that a person with a spreadsheet finds it.
//!
//! Columns are counted in cells from 1, as a spreadsheet letters them (4 is D), and in `shop.toml` in characters. The
//! line is the physical line at which the cell begins. Nothing here decides what is wrong.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::domain::text::clean;

/// Longest value repeated in a message, in characters.
const MAX_VALUE: usize = 60;

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Stops the build.
    Error,
    /// Is said and counted; the catalog is built.
    Warning,
    /// May be as it is meant; `catalog check` alone says it.
    Hint,
}

impl Gravity {
    /// All of them, the gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Hint];

    /// The word in what is printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Physical line, from 1.
    pub line: u64,
    /// Cell, from 1.
    pub column: u64,
}

/// A cell: where it stands and what is written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where.
    pub at: At,
    /// What, as written.
    pub text: Arc<str>,
}

/// One thing that is wrong. What many of them have in common is held once: a million rows can be wrong the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, from the source's folder on.
    pub file: Arc<str>,
    /// Where in it.
    pub at: At,
    /// How grave.
    pub gravity: Gravity,
    /// Lower case, no final period.
    pub what: Arc<str>,
    /// The value it is about, safe to print; may be empty.
    pub value: Box<str>,
}

impl Problem {
    /// A problem whose texts are safe to print.
    pub fn new(file: &str, at: At, gravity: Gravity, what: &str, value: &str) -> Self {
        Self { file: clean(file).text.into(), at, gravity, what: what.into(), value: shortened(value).into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gravity = self.gravity.word();
        let At { line, column } = self.at;
        write!(f, "{}:{line}:{column}: {gravity}: {}", self.file, self.what)?;
        if !self.value.is_empty() {
            write!(f, ": {}", self.value)?;
        }
        Ok(())
    }
}

/// All problems of a source, and how many rows were read.
#[derive(Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    /// Rows looked at, over all files.
    pub rows: u64,
}

impl At {
    /// The beginning of a file.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl Problems {
    /// Notes an error.
    pub fn error(&mut self, file: &str, at: At, what: impl AsRef<str>, value: &str) {
        self.push(file, at, Gravity::Error, what.as_ref(), value);
    }

    /// Notes a warning.
    pub fn warning(&mut self, file: &str, at: At, what: impl AsRef<str>, value: &str) {
        self.push(file, at, Gravity::Warning, what.as_ref(), value);
    }

    /// The problems themselves.
    pub fn into_list(self) -> Vec<Problem> {
        self.list
    }

    fn push(&mut self, file: &str, at: At, gravity: Gravity, what: &str, value: &str) {
        let last = self.list.last();
        let file = match last.filter(|last| *last.file == *file) {
            Some(last) => Arc::clone(&last.file),
            None => clean(file).text.into(),
        };
        let what = match last.filter(|last| *last.what == *what) {
            Some(last) => Arc::clone(&last.what),
            None => what.into(),
        };
        self.list.push(Problem { file, at, gravity, what, value: shortened(value).into() });
    }

    /// Puts them in the order in which they are said: file, line, column, the gravest first.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| (&a.file, a.at, a.gravity).cmp(&(&b.file, b.at, b.gravity)));
    }

    /// The problems; in order after [`Problems::sort`].
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// True where something stops the build.
    pub fn any_error(&self) -> bool {
        self.list.iter().any(|problem| problem.gravity == Gravity::Error)
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.list.len() - self.warnings()
    }

    /// How many rows have an error; `None` where an error is not one of a row: a missing file, a column, `shop.toml`.
    pub fn wrong_rows(&self) -> Option<usize> {
        let errors = self.list.iter().filter(|problem| problem.gravity == Gravity::Error);
        let row = |problem: &'_ Problem| (problem.at.line > 1).then(|| (Arc::clone(&problem.file), problem.at.line));
        let in_table = |problem: &Problem| problem.file.to_lowercase().ends_with(".csv");
        let rows: Option<BTreeSet<(Arc<str>, u64)>> =
            errors.map(|problem| row(problem).filter(|_| in_table(problem))).collect();
        rows.map(|rows| rows.len())
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.list.iter().filter(|problem| problem.gravity == Gravity::Warning).count()
    }
}

/// The value as it may be printed: cleaned, and cut at sixty characters.
fn shortened(value: &str) -> String {
    let mut cut: String = clean(value.get(..4096).unwrap_or(value)).text;
    if let Some((end, _)) = cut.char_indices().nth(MAX_VALUE) {
        cut.truncate(end);
        cut.push_str("...");
    }
    cut
}

/// The nearest of `known` to a misspelt `word`, where one is near: at most two letters changed, added, left out or
/// swapped (optimal string alignment distance), and not more than half of them.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let reach = (word.chars().count() / 2).min(2);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= reach)
        .min()
        .map(|(_, candidate)| candidate)
}

fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_one_line_that_names_the_place() {
        let mut problems = Problems::default();
        let at = |line, column| At { line, column };
        problems.warning("items.csv", at(31, 3), "barcode fails its check digit", "4006381333932");
        problems.error("items.csv", at(17, 4), "price is not a number", "12,9O\u{1b}[31m\n");
        problems.error("items.csv", at(17, 2), "name is empty", "");
        problems.sort();
        let said: Vec<String> = problems.list().iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "items.csv:17:2: error: name is empty",
                "items.csv:17:4: error: price is not a number: 12,9O[31m",
                "items.csv:31:3: warning: barcode fails its check digit: 4006381333932",
            ]
        );
        assert_eq!((problems.wrong_rows(), problems.errors(), problems.warnings()), (Some(1), 2, 1));
        problems.error("shop.toml", at(3, 1), "currency", "");
        assert_eq!(problems.wrong_rows(), None);
    }

    #[test]
    fn a_long_value_is_cut() {
        assert_eq!(shortened(&"ä".repeat(100)), format!("{}...", "ä".repeat(60)));
    }

    #[test]
    fn a_slip_of_the_hand_finds_its_word() {
        for (word, found) in
            [("prise", Some("price")), ("addon", Some("add_on")), ("colour", None), ("nmae", Some("name")), ("x", None)]
        {
            assert_eq!(nearest(word, ["price", "add_on", "name"]), found, "{word}");
        }
    }
}
