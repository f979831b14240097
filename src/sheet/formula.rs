//! Cells that a spreadsheet would compute instead of showing (OWASP, "CSV Injection"; CWE-1236), and the `'` that keeps it
//! from doing so.
//!
//! What the program reads again goes through both ways: [`guarded`] on the way out, [`unguarded`] on the way in, and every
//! text comes back as it was, also one that begins with a `'` of its own.

use std::borrow::Cow;

/// True for what a spreadsheet may compute: these signs, their full-width forms, and what it passes over before them.
pub fn is_formula(text: &str) -> bool {
    let is_passed_over = |c: char| c == '\u{feff}' || c.is_whitespace() && !matches!(c, '\t' | '\r' | '\n');
    let first = text.trim_start_matches(is_passed_over).chars().next();
    first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'))
}

/// The text as a cell that no spreadsheet computes.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if needs_guard(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`guarded`] was given.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| needs_guard(text)).unwrap_or(cell)
}

/// A formula, or one behind marks of its own: the mark that is added has to be told from those.
fn needs_guard(text: &str) -> bool {
    is_formula(text.trim_start_matches('\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guarded_text_is_no_formula() {
        let table = [
            ("Wood stain", "Wood stain"),
            ("=1+1", "'=1+1"),
            ("  @SUM(A1)", "'  @SUM(A1)"),
            ("-5", "'-5"),
            ("'-5", "''-5"),
            ("'tis", "'tis"),
            ("＝cmd", "'＝cmd"),
            ("\u{a0}+1", "'\u{a0}+1"),
            ("\u{2009}=1", "'\u{2009}=1"),
            ("", ""),
        ];
        for (text, cell) in table {
            assert_eq!(guarded(text), cell);
        }
    }

    proptest::proptest! {
        #[test]
        fn every_text_comes_back(text in "[ '=+@A-]{0,6}|.*") {
            let cell = guarded(&text).into_owned();
            proptest::prop_assert!(!is_formula(&cell));
            proptest::prop_assert_eq!(unguarded(&cell), text);
        }
    }
}
