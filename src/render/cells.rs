//! Rows of CSV that a spreadsheet cannot take for formulas.
//!
//! Every text is quoted; a text that begins like a formula, also after blanks, gets a `'` in front (OWASP, "CSV
//! Injection", CWE-1236). Numbers are written as they are and never prefixed.

use std::fmt::Write as _;

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing given.
    Empty,
    /// Text of anybody.
    Text(&'a str),
    /// A whole number.
    Number(i64),
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }
}

/// One row with its line end.
pub fn row(cells: &[Cell]) -> String {
    let mut row = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            row.push(',');
        }
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => quote(&mut row, text),
            Cell::Number(number) => {
                let _ = write!(row, "{number}");
            }
        }
    }
    row.push('\n');
    row
}

fn quote(row: &mut String, text: &str) {
    row.push('"');
    if is_like_a_formula(text) {
        row.push('\'');
    }
    row.push_str(&text.replace('"', "\"\""));
    row.push('"');
}

/// True for what a spreadsheet may compute: these signs, their full-width forms, and what it passes over before them.
fn is_like_a_formula(text: &str) -> bool {
    let first = text.trim_start_matches(' ').chars().next();
    first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_never_begins_a_formula() {
        let table = [
            ("Wood stain", "\"Wood stain\"\n"),
            ("=1+1", "\"'=1+1\"\n"),
            ("  @SUM(A1)", "\"'  @SUM(A1)\"\n"),
            ("-5", "\"'-5\"\n"),
            ("＝cmd", "\"'＝cmd\"\n"),
            ("\t=1", "\"'\t=1\"\n"),
            ("a \"b\", c", "\"a \"\"b\"\", c\"\n"),
            ("", "\"\"\n"),
        ];
        for (text, expected) in table {
            assert_eq!(row(&[Cell::Text(text)]), expected);
        }
        assert_eq!(row(&[Cell::Number(-5), Cell::Empty, Cell::Text("x")]), "-5,,\"x\"\n");
    }
}
