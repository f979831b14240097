//! How a CSV file is written: its delimiter, a byte order mark, a `sep=` line; and what is no CSV at all.

/// Delimiters in the order in which they win a draw.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// So many records are looked at.
const RECORDS: usize = 50;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Between cells.
    pub delimiter: u8,
    /// Bytes before the header: a byte order mark, a `sep=;` line.
    pub skip: usize,
}

/// Looks at the beginning of a file. The error says what it is instead.
pub fn detect(sample: &[u8]) -> Result<Format, &'static str> {
    if sample.starts_with(b"PK\x03\x04") {
        return Err("file is a spreadsheet, not CSV; save it as \"CSV UTF-8\"");
    }
    if sample.starts_with(&[0xff, 0xfe]) || sample.starts_with(&[0xfe, 0xff]) {
        return Err("file is UTF-16, not UTF-8; save it as \"CSV UTF-8\"");
    }
    let mark = if sample.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = &sample[mark..];
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err("file is empty");
    }
    if let Some((delimiter, length)) = sep_line(text) {
        return Ok(Format { delimiter, skip: mark + length });
    }
    let best = DELIMITERS.into_iter().rev().max_by_key(|&delimiter| score(text, delimiter)).unwrap_or(b',');
    Ok(Format { delimiter: best, skip: mark })
}

/// The line some spreadsheets put first: `sep=;`.
fn sep_line(text: &[u8]) -> Option<(u8, usize)> {
    let rest = text.strip_prefix(b"sep=")?;
    let delimiter = *rest.first().filter(|byte| DELIMITERS.contains(byte))?;
    let end = rest[1..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    (end > 0).then_some((delimiter, 5 + end))
}

/// How well a delimiter fits: the records that have as many cells as most have, where that is more than one, then that
/// number of cells. Quoted delimiters do not count, nor is a title above the header asked.
fn score(text: &[u8], delimiter: u8) -> (usize, usize) {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text);
    let mut counts: Vec<usize> =
        reader.byte_records().take(RECORDS).filter_map(|record| Some(record.ok()?.len())).collect();
    counts.sort_unstable();
    let alike = counts.chunk_by(|a, b| a == b).filter(|counts| counts[0] > 1);
    alike.map(|counts| (counts.len(), counts[0])).max().unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_equal_rows() {
        let table: [(&str, u8, usize); 10] = [
            ("sku,name\nA,B\n", b',', 0),
            ("\u{feff}sku;name;price\nA;B;1,50\nC;D, E;2,00\n", b';', 3),
            ("sku\tname\nA\tB, C, D\n", b'\t', 0),
            ("sku|name\nA|B\n", b'|', 0),
            ("sku,barcodes\nA,1|2|3\nB,4|5|6\n", b',', 0),
            ("sku,name\nA,\"B;C;D\"\nE,\"F;G\"\n", b',', 0),
            ("sku\nA\n", b',', 0),
            ("sep=;\r\nsku;name\r\n", b';', 7),
            ("List of 22 November, all shops\n\nsku;name;price\nA;B;1,50\nC;D;2,00\n", b';', 0),
            ("sku|name\rA|B, C\r", b'|', 0),
        ];
        for (text, delimiter, skip) in table {
            assert_eq!(detect(text.as_bytes()), Ok(Format { delimiter, skip }), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_csv_is_named() {
        for bytes in [&b""[..], b"\n\n", b"\xef\xbb\xbf", b"PK\x03\x04rest", b"\xff\xfes\0k\0u\0"] {
            assert!(detect(bytes).is_err(), "{bytes:?}");
        }
    }
}
