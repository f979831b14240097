//! Numbers in sentences: `1,204 rows`, `1 row`.

use crate::catalog::Problems;

/// A count with its word.
pub fn many(count: impl TryInto<u64>, one: &str, more: &str) -> String {
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {one}"),
        count => format!("{} {more}", grouped(count)),
    }
}

/// `2 of 1,204 rows are wrong`; where something else than a row is wrong, `3 errors`.
pub fn wrong_rows(problems: &Problems) -> String {
    match problems.wrong_rows() {
        Some(wrong) => of_rows(wrong as u64, problems.rows),
        None => many(problems.errors(), "error", "errors"),
    }
}

fn of_rows(wrong: u64, rows: u64) -> String {
    match (wrong, rows) {
        (1, rows) => format!("1 of {} is wrong", many(rows.max(1), "row", "rows")),
        (wrong, rows) => format!("{} of {} are wrong", grouped(wrong), many(rows.max(wrong), "row", "rows")),
    }
}

/// Thousands apart: `1,204`.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_like_a_sentence() {
        assert_eq!(many(1_u64, "row", "rows"), "1 row");
        assert_eq!(many(0_u64, "row", "rows"), "0 rows");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(of_rows(2, 1204), "2 of 1,204 rows are wrong");
        assert_eq!(of_rows(1, 1), "1 of 1 row is wrong");
    }
}
