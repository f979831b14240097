//! XLSX, cell by cell.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use calamine::{Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::value::Value;
use super::{Rows, Sheet, Source, Workbook, guarded};
use crate::import::grid::Limits;
use crate::import::grid::zipped::{self, Zipped, text};

/// The sheets of a workbook whose real size is known to be within bounds.
pub fn open<R: Read + Seek>(path: &Path, archive: &mut ZipArchive<R>, limits: &Limits) -> io::Result<Zipped> {
    if promises_too_much(archive, limits) {
        return Ok(Zipped::Other(
            "a workbook that says of itself what cannot be; open it and save it again".to_owned(),
        ));
    }
    let book = guarded(|| read(path))?;
    let mut workbook = Workbook::default();
    for sheet in book.sheets_metadata() {
        match (sheet.typ, sheet.visible) {
            (SheetType::WorkSheet, SheetVisible::Visible) => {
                let source = Source::Xlsx(path.to_owned());
                workbook.sheets.push(Sheet { name: sheet.name.clone(), source });
            }
            (SheetType::WorkSheet, _) => workbook.hidden.push(sheet.name.clone()),
            _ => {}
        }
    }
    Ok(Zipped::Workbook(workbook))
}

/// Gives the cells of a sheet.
pub fn rows(path: &Path, sheet: &str, rows: &mut Rows) -> io::Result<()> {
    let mut book = guarded(|| read(path))?;
    let mut cells = guarded(|| book.worksheet_cells_reader(sheet).map_err(said))?;
    loop {
        let next = guarded(|| {
            let cell = cells.next_cell().map_err(said)?;
            Ok(cell.map(|cell| (cell.get_position(), Value::from(cell.get_value().clone()))))
        });
        let Some(((row, column), value)) = next? else { return Ok(()) };
        if rows.cell(row, column, value).is_break() {
            return Ok(());
        }
    }
}

fn read(path: &Path) -> Result<Xlsx<BufReader<File>>, String> {
    calamine::open_workbook(path).map_err(said)
}

#[allow(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn said(error: XlsxError) -> String {
    error.to_string()
}

/// True where the table of texts says it has more of them than there are bytes: room would be made for them.
fn promises_too_much<R: Read + Seek>(archive: &mut ZipArchive<R>, limits: &Limits) -> bool {
    let names = zipped::names(archive);
    names.iter().filter(|name| name.to_lowercase().ends_with("sharedstrings.xml")).any(|name| {
        let bytes = archive.by_name(name).map_or(0, |file| file.size());
        let beginning = text(archive, name, limits.cell as u64).unwrap_or_default();
        let said = beginning.match_indices("uniqueCount").filter_map(|(at, word)| {
            let rest = beginning[at + word.len()..].trim_start().strip_prefix('=')?.trim_start();
            let digits: String = rest[1..].chars().take_while(char::is_ascii_digit).collect();
            Some(digits.parse::<u64>().unwrap_or(u64::MAX))
        });
        said.max().is_some_and(|said| said > bytes)
    })
}
