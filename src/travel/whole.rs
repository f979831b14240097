//! The last line of a list that travels as CSV: how many rows it has, and the SHA-256 of every byte before that line, so
//! that half a file is told from a whole one.
//!
//! ```text
//! # end; rows=1; sha256=<hex of every byte before this line>
//! ```

use super::digest;

const END: &str = "# end; ";

/// Why bytes are no whole list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// There is no last line yet.
    Cut,
    /// The bytes are not those that were published; a clause says why.
    Damaged(&'static str),
}

/// The last line of a list of so many rows, whose bytes so far have this SHA-256.
pub fn end(rows: usize, sha256: &str) -> String {
    format!("{END}rows={rows}; sha256={sha256}\n")
}

/// Everything before the last line, where that line is right about it; and the rows it promises, a million at most.
pub fn whole(bytes: &[u8]) -> Result<(&str, usize), Broken> {
    let before = bytes.strip_suffix(b"\n").ok_or(Broken::Cut)?;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let (body, last) = bytes.split_at(start);
    if !last.starts_with(END.as_bytes()) {
        return Err(Broken::Cut);
    }
    let rows = std::str::from_utf8(last).ok().and_then(|last| {
        let digits = last.strip_prefix(END)?.strip_prefix("rows=")?.split_once(';')?.0;
        digits.parse::<usize>().ok()
    });
    let rows = rows.ok_or(Broken::Damaged("its last line cannot be read"))?;
    if last != end(rows, &digest::of(body)).as_bytes() {
        return Err(Broken::Damaged("its checksum differs"));
    }
    if rows > MOST_ROWS {
        return Err(Broken::Damaged("it has more than a million rows"));
    }
    Ok((std::str::from_utf8(body).map_err(|_| Broken::Damaged("it is not UTF-8"))?, rows))
}

/// More rows are refused.
pub const MOST_ROWS: usize = 1_000_000;
