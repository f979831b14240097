//! What a file is, told by how it begins and not by its name; what is no table is named as what it is.

use super::text;

/// So many bytes are looked at.
pub const SAMPLE: usize = 4096;

/// A file, by what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text: cells between delimiters, or nothing we know.
    Text,
    /// XML of some sort.
    Xml,
    /// JSON of some sort.
    Json,
    /// Something packed by gzip.
    Gzip,
    /// A ZIP archive: a workbook, or a packed file.
    Zip,
    /// A container of older office programs: a workbook, or one with a password.
    Compound,
}

/// What begins so is not read: the bytes, where they stand, what the file is, and what to do.
const OTHERS: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF", "a PDF document; export the list as CSV or XLSX instead"),
    (0, b"\x89PNG", "a picture (PNG); export the list as CSV or XLSX"),
    (0, b"\xff\xd8\xff", "a picture (JPEG); export the list as CSV or XLSX"),
    (0, b"GIF8", "a picture (GIF); export the list as CSV or XLSX"),
    (8, b"WEBP", "a picture (WebP); export the list as CSV or XLSX"),
    (0, b"II*\0", "a picture (TIFF); export the list as CSV or XLSX"),
    (0, b"MM\0*", "a picture (TIFF); export the list as CSV or XLSX"),
    (4, b"ftyp", "a film or a picture of a telephone; export the list as CSV or XLSX"),
    (0, b"{\\rtf", "a text document (RTF); save the list as CSV or XLSX"),
    (0, b"SQLite format 3\0", "a SQLite database; export the table as CSV"),
    (0, b"PAR1", "a Parquet file; histories may be Parquet, a catalog is read from CSV, XLSX, ODS or XML"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (0, b"Rar!", "a RAR archive; unpack it first"),
    (0, b"\xfd7zXZ\0", "packed by xz; unpack it first"),
    (0, b"\x28\xb5\x2f\xfd", "packed by Zstandard (zst); unpack it first"),
    (0, b"BZh", "packed by bzip2; unpack it first"),
    (257, b"ustar", "a tar archive; unpack it first"),
    (0, b"\x7fELF", "a program, not a table"),
    (0, b"MZ\x90\0", "a program, not a table"),
];

/// Looks at the beginning of a file. The error says what it is instead, and what to do.
pub fn of(sample: &[u8]) -> Result<Kind, &'static str> {
    if sample.is_empty() {
        return Err("file is empty");
    }
    for (at, bytes, kind) in OTHERS {
        if sample.get(*at..).is_some_and(|rest| rest.starts_with(bytes)) {
            return Err(kind);
        }
    }
    match sample {
        [b'P', b'K', 3, 4, ..] => return Ok(Kind::Zip),
        [b'P', b'K', 5, 6, ..] => return Err("an empty ZIP archive"),
        [0x1f, 0x8b, ..] => return Ok(Kind::Gzip),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => return Ok(Kind::Compound),
        _ => {}
    }
    let start = text::beginning(sample);
    if start.chars().filter(|&c| c.is_control() && !c.is_whitespace()).count() * 20 > start.chars().count() {
        return Err("not text, and no kind of file that is known here; export the list as CSV or XLSX");
    }
    of_text(start.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']))
}

fn of_text(start: &str) -> Result<Kind, &'static str> {
    let beginning: String = start.chars().take(2048).collect::<String>().to_ascii_lowercase();
    if beginning.is_empty() {
        return Err("file is empty");
    }
    if beginning.starts_with('<') {
        return match first_element(&beginning) {
            "!doctype html" | "html" | "head" | "body" | "table" | "div" | "meta" | "script" | "style" => Err(
                "a web page, not the table it was named as; export it again, as CSV or XLSX, and sign in first where \
                     the shop asks for it",
            ),
            "workbook" if beginning.contains("urn:schemas-microsoft-com:office:spreadsheet") => {
                Err("a spreadsheet in the XML of Excel 2003; open it and save it as XLSX")
            }
            _ => Ok(Kind::Xml),
        };
    }
    let compact: String = beginning.split_whitespace().collect();
    if ["{\"", "[{", "[\"", "[[", "{}", "[]"].iter().any(|json| compact.starts_with(json)) {
        return Ok(Kind::Json);
    }
    Ok(Kind::Text)
}

/// The name of the first element, or `!doctype html`; what stands before it is passed over.
fn first_element(mut text: &str) -> &str {
    const HTML: &str = "!doctype html";
    loop {
        text = text.trim_start();
        let Some(inside) = text.strip_prefix('<') else { return "" };
        if inside.starts_with(HTML) {
            return HTML;
        }
        let end = match inside {
            _ if inside.starts_with('?') => "?>",
            _ if inside.starts_with("!--") => "-->",
            _ if inside.starts_with('!') => ">",
            _ => return inside.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or(""),
        };
        match inside.split_once(end) {
            Some((_, rest)) => text = rest,
            None => return "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_beginning() {
        let good: [(&[u8], Kind); 9] = [
            (b"sku,name\n", Kind::Text),
            (b"\xef\xbb\xbfsku;name\n", Kind::Text),
            (b"\xff\xfes\0k\0u\0", Kind::Text),
            (b"s\0k\0u\0\t\0n\0a\0m\0e\0", Kind::Text),
            (b"\xef\xbb\xbf<?xml version='1.0'?><rss>", Kind::Xml),
            (b"\xff\xfe<\0r\0s\0s\0>\0", Kind::Xml),
            (b"<BMECAT><HEADER/><html>", Kind::Xml),
            (b"PK\x03\x04....", Kind::Zip),
            (b"\x1f\x8b\x08", Kind::Gzip),
        ];
        for (bytes, kind) in good {
            assert_eq!(of(bytes), Ok(kind), "{bytes:?}");
        }
        let bad: [(&[u8], &str); 10] = [
            (b"", "empty"),
            (b"\xef\xbb\xbf \r\n", "empty"),
            (b"%PDF-1.7", "PDF"),
            (b"SQLite format 3\0....", "SQLite"),
            (b"\n<!DOCTYPE html><html>", "web page"),
            (b"<table border=1><tr><td>SKU", "web page"),
            (b"<?xml version='1.0'?><!-- x --><html xmlns='x'>", "web page"),
            (b"\x89PNG\r\n", "picture"),
            (b"PAR1....", "Parquet"),
            (b"\x01\x02\x03\x04\x05\x06abc", "not text"),
        ];
        for (bytes, word) in bad {
            assert!(of(bytes).is_err_and(|what| what.contains(word)), "{bytes:?}");
        }
    }
}
