//! XLS, the workbooks of Excel 97 to 2003: read whole, after a look at what they say of their size.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::Path;
use std::sync::Arc;

use calamine::{Data, Range, Reader as _, SheetType, SheetVisible, Xls, XlsError};

use super::{Rows, Sheet, Source, Workbook, guarded};
use crate::import::grid::Limits;

/// What a cell takes while a sheet is read, in bytes.
const CELL: u64 = 64;

/// Names of streams that say what an office document is, and what to do where it is no workbook.
const OTHERS: [(&str, &str); 5] = [
    ("/EncryptedPackage", "protected by a password; save it without one"),
    ("/WordDocument", "a Word document; copy its table into a spreadsheet and save that as XLSX"),
    ("/PowerPoint Document", "a presentation; copy its table into a spreadsheet and save that as XLSX"),
    ("/__properties_version1.0", "a mail of Outlook; save what is attached to it"),
    ("/VisioDocument", "a drawing of Visio, not a table"),
];

/// The sheets of a workbook. The inner error says what the file is instead.
pub fn open(path: &Path, limits: &Limits) -> io::Result<Result<Workbook, &'static str>> {
    let mut container = cfb::open(path)?;
    if let Some((_, what)) = OTHERS.iter().find(|(stream, _)| container.exists(stream)) {
        return Ok(Err(what));
    }
    let Some(stream) = ["/Workbook", "/Book"].into_iter().find(|stream| container.is_stream(stream)) else {
        return Ok(Err("a document of an older office program, and no workbook; export the list as CSV or XLSX"));
    };
    let mut bytes = Vec::new();
    container.open_stream(stream)?.take(limits.unpacked).read_to_end(&mut bytes)?;
    match size(&bytes) {
        Some(cells) if cells.saturating_mul(CELL) <= limits.unpacked => {}
        Some(_) => return Ok(Err("a workbook with cells far apart, larger than is read; save it as XLSX")),
        None => return Ok(Err("a damaged workbook; open it and save it as XLSX")),
    }
    let read = guarded(|| {
        let mut book: Xls<BufReader<File>> = match calamine::open_workbook(path) {
            Ok(book) => book,
            Err(XlsError::Password) => return Ok(None),
            Err(error) => return Err(error.to_string()),
        };
        let mut ranges: HashMap<String, Range<Data>> = book.worksheets().into_iter().collect();
        let mut workbook = Workbook::default();
        for sheet in book.sheets_metadata() {
            match (sheet.typ, sheet.visible, ranges.remove(&sheet.name)) {
                (SheetType::WorkSheet, SheetVisible::Visible, Some(range)) => {
                    let source = Source::Xls(Arc::new(range));
                    workbook.sheets.push(Sheet { name: sheet.name.clone(), source });
                }
                (SheetType::WorkSheet, SheetVisible::Hidden | SheetVisible::VeryHidden, _) => {
                    workbook.hidden.push(sheet.name.clone());
                }
                _ => {}
            }
        }
        Ok(Some(workbook))
    })?;
    Ok(read.ok_or("protected by a password; save it without one"))
}

/// Gives the cells of a sheet.
pub fn rows(range: &Range<Data>, rows: &mut Rows) {
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let (row, column) = (first_row + row as u32, first_column + column as u32);
        if rows.cell(row, column, data.clone().into()).is_break() {
            return;
        }
    }
}

/// The cells for which room is made when the sheets of a workbook are read: all from the first to the last of each, used
/// or not. `None` where what it says of its sheets cannot be. Records and their fields: [MS-XLS] 2.3 to 2.5.
fn size(stream: &[u8]) -> Option<u64> {
    let mut cells = 0u64;
    let mut sheets = Vec::new();
    for (kind, data) in records(stream) {
        match kind {
            // BoundSheet8: where a sheet begins.
            0x0085 => sheets.push(u32::from_le_bytes(data.get(..4)?.try_into().ok()?) as usize),
            0x000a => break,
            _ => {}
        }
    }
    for start in sheets {
        let (mut last_row, mut last_column) = (0u64, 0u64);
        for (kind, data) in records(stream.get(start..)?) {
            let field = |at: usize| Some(u64::from(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?)));
            match kind {
                // Number, Label, BoolErr, RK, LabelSst, RString, Formula: row and column come first.
                0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00fd | 0x00d6 | 0x0006 => {
                    last_row = last_row.max(field(0)?);
                    last_column = last_column.max(field(2)?);
                }
                // MulRk: so many of them.
                0x00bd => {
                    last_row = last_row.max(field(0)?);
                    last_column = last_column.max(field(2)? + data.len() as u64 / 6);
                }
                // Dimensions: first row, row behind the last, first column, column behind the last.
                0x0200 => {
                    let wide = data.len() >= 14;
                    let long = |at: usize| Some(u64::from(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?)));
                    let rows = if wide { (long(0)?, long(4)?) } else { (field(0)?, field(2)?) };
                    let columns = if wide { (field(8)?, field(10)?) } else { (field(4)?, field(6)?) };
                    if rows.0 > rows.1 || columns.0 > columns.1 {
                        return None;
                    }
                    last_row = last_row.max(rows.1);
                    last_column = last_column.max(columns.1);
                }
                0x000a => break,
                _ => {}
            }
        }
        cells = cells.saturating_add((last_row + 1).saturating_mul(last_column + 1));
    }
    Some(cells)
}

/// The records of a stream: a kind, and the bytes in it.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (head, rest) = stream.split_at_checked(4)?;
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([head[2], head[3]])))?;
        stream = rest;
        Some((kind, data))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    #[test]
    fn cells_far_apart_are_counted_with_all_between_them() {
        let globals = |start: u32| {
            let sheet = [&start.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat();
            [record(0x0085, &sheet), record(0x000a, &[])].concat()
        };
        let start = globals(0).len() as u32;
        let number = |row: u16, column: u16| {
            let cell = [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat();
            record(0x0203, &cell)
        };
        let stream = [globals(start), number(0, 0), number(65_535, 255), record(0x000a, &[])].concat();
        assert_eq!(size(&stream), Some(65_536 * 256));
        assert_eq!(size(&globals(9_999)), None);
        let dimensions = record(0x0200, &[9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
        assert_eq!(size(&[globals(start), dimensions].concat()), None);
    }
}
