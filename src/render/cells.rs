//! Rows of CSV that a spreadsheet cannot take for formulas.
//!
//! Every text is quoted and on one line; a text that begins like a formula, also after blanks, gets a `'` in front
//! ([`guarded`]). Numbers are written as they are and never prefixed.

use std::fmt::Write as _;

use crate::domain::text::printable;
use crate::sheet::formula::guarded;

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
    let text = printable(text).replace('\n', " ");
    row.push('"');
    row.push_str(&guarded(&text).replace('"', "\"\""));
    row.push('"');
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
            ("\t=1", "\"' =1\"\n"),
            ("two\nlines\u{1b}[2J", "\"two lines[2J\"\n"),
            ("a \"b\", c", "\"a \"\"b\"\", c\"\n"),
            ("", "\"\"\n"),
        ];
        for (text, expected) in table {
            assert_eq!(row(&[Cell::Text(text)]), expected);
        }
        assert_eq!(row(&[Cell::Number(-5), Cell::Empty, Cell::Text("x")]), "-5,,\"x\"\n");
    }
}
