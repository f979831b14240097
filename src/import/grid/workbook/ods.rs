//! ODS, the workbooks of LibreOffice, streamed. Rows and cells that are written once and repeated a million times, as
//! the rest of every sheet is, are counted and not unfolded.

use std::io::{self, BufReader, Read, Seek};
use std::ops::ControlFlow;

use quick_xml::events::BytesStart;
use zip::ZipArchive;

use super::value::{Value, number_of};
use super::{Rows, Sheet, Source, Workbook};
use crate::import::grid::Limits;
use crate::import::grid::events::{Events, Fault, Part, attribute};
use crate::import::grid::packed::Packed;
use crate::import::grid::zipped::{Zipped, text};

/// So deep may elements stand in one another: spans and lists in cells take a few.
const DEPTH: usize = 64;
/// A text between two tags may be so many bytes long; cells are held to their own limit.
const TEXT: usize = 1 << 24;

/// The sheets of a workbook whose real size is known to be within bounds.
pub fn open<R: Read + Seek>(archive: &mut ZipArchive<R>, limits: &Limits) -> io::Result<Zipped> {
    let other = |what: &str| Ok(Zipped::Other(what.to_owned()));
    let kind = text(archive, "mimetype", 256).unwrap_or_default();
    match kind.trim() {
        kind if kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") => {}
        kind if kind.contains("opendocument.text") => return other("a text document (ODT); save its table as ODS"),
        kind if kind.contains("epub") => return other("a book (EPUB), not a table"),
        _ => return other("a document of an office program, and no spreadsheet; save its table as ODS or XLSX"),
    }
    if text(archive, "META-INF/manifest.xml", 1 << 20).is_some_and(|manifest| manifest.contains("encryption-data")) {
        return other("protected by a password; save it without one");
    }
    let Ok(content) = archive.by_name("content.xml") else {
        return other("a damaged workbook; open it and save it again");
    };
    let content = Packed::copy(content, limits.unpacked)?;
    let mut workbook = Workbook::default();
    each(&content, limits, |event| {
        if let Seen::Table(name) = event {
            let source = Source::Ods(content.clone(), workbook.sheets.len());
            workbook.sheets.push(Sheet { name, source });
        }
        ControlFlow::Continue(())
    })?;
    Ok(Zipped::Workbook(workbook))
}

/// Gives the cells of a table.
pub fn rows(content: &Packed, table: usize, rows: &mut Rows) -> io::Result<()> {
    let (mut tables, mut row) = (0, 0u32);
    let limits = rows.limits;
    each(content, &limits, |event| match event {
        Seen::Table(_) => {
            tables += 1;
            if tables > table + 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
        Seen::Row(_, _) if tables != table + 1 => ControlFlow::Continue(()),
        Seen::Row(cells, repeated) => {
            let times = if cells.is_empty() { 0 } else { repeated };
            for again in 0..times {
                for (column, value) in &cells {
                    rows.cell(row.saturating_add(again), *column, value.clone())?;
                }
            }
            row = row.saturating_add(repeated);
            ControlFlow::Continue(())
        }
    })
}

/// What is seen on the way through a workbook.
enum Seen {
    /// A table begins.
    Table(String),
    /// A row: its filled cells by column, from 0, and how often it stands there.
    Row(Vec<(u32, Value)>, u32),
}

fn each(content: &Packed, limits: &Limits, mut see: impl FnMut(Seen) -> ControlFlow<()>) -> io::Result<()> {
    let mut events = Events::new(BufReader::with_capacity(64 * 1024, content.read()?), DEPTH, TEXT);
    let mut table = Table::new(limits);
    loop {
        let part = match events.next() {
            Ok(part) => part,
            Err(Fault::Read(error)) => return Err(error),
            Err(Fault::Form(what)) => return Err(io::Error::new(io::ErrorKind::InvalidData, what)),
        };
        let seen = match part {
            Part::Start(start) => table.start(&start),
            Part::End(name) => table.end(&name),
            Part::Text(text) => {
                table.text(&text);
                None
            }
            Part::Over => return Ok(()),
        };
        if seen.is_some_and(|seen| see(seen).is_break()) {
            return Ok(());
        }
    }
}

/// Where one is in a table.
struct Table {
    /// A longer text is refused by who takes the cell; so much of it is kept.
    longest: usize,
    /// A cell beyond so many columns is refused likewise; one of them is kept.
    columns: usize,
    cells: Vec<(u32, Value)>,
    repeated: u32,
    column: u32,
    cell: Option<Filling>,
    /// Within notes and drawings, so deep: what they say is not in the cell.
    aside: usize,
}

/// A cell on its way.
struct Filling {
    repeated: u32,
    /// The value it says to have, where that is none of text.
    value: Option<Value>,
    text: String,
    paragraphs: usize,
    in_paragraph: usize,
}

impl Table {
    fn new(limits: &Limits) -> Self {
        let (longest, columns) = (limits.cell, limits.columns);
        Self { longest, columns, cells: Vec::new(), repeated: 1, column: 0, cell: None, aside: 0 }
    }

    fn start(&mut self, start: &BytesStart) -> Option<Seen> {
        let name = start.local_name();
        if self.aside > 0
            || matches!(name.as_ref(), "annotation" | "shapes" | "frame" | "custom-shape" | "tracked-changes")
        {
            self.aside += 1;
            return None;
        }
        match (name.as_ref(), &mut self.cell) {
            ("table", None) => return Some(Seen::Table(attribute(start, "name").unwrap_or_default())),
            ("table-row", None) => {
                self.repeated = count(start, "number-rows-repeated");
                self.column = 0;
                self.cells.clear();
            }
            ("table-cell" | "covered-table-cell", None) => self.cell = Some(Filling::new(start)),
            ("p" | "h", Some(cell)) => {
                if cell.in_paragraph == 0 && cell.paragraphs > 0 {
                    cell.text.push('\n');
                }
                cell.paragraphs += 1;
                cell.in_paragraph += 1;
            }
            ("s", Some(cell)) => cell.push(&" ".repeat((count(start, "c") as usize).min(1_000)), self.longest),
            ("tab", Some(cell)) => cell.push("\t", self.longest),
            ("line-break", Some(cell)) => cell.push("\n", self.longest),
            _ => {}
        }
        None
    }

    fn text(&mut self, text: &str) {
        if self.aside == 0
            && let Some(cell) = &mut self.cell
            && cell.in_paragraph > 0
        {
            cell.push(text, self.longest);
        }
    }

    fn end(&mut self, name: &str) -> Option<Seen> {
        if self.aside > 0 {
            self.aside -= 1;
            return None;
        }
        match name {
            "p" | "h" => {
                if let Some(cell) = &mut self.cell {
                    cell.in_paragraph = cell.in_paragraph.saturating_sub(1);
                }
            }
            "table-cell" | "covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    let repeated = cell.repeated;
                    let value = cell.value();
                    if value != Value::Text(String::new()) {
                        let is_long = matches!(&value, Value::Text(text) if text.len() > self.longest);
                        let room = (self.columns + 1).saturating_sub(self.column as usize);
                        let times = (repeated as usize).min(room).min(if is_long { 1 } else { room });
                        let columns = self.column..self.column + times as u32;
                        self.cells.extend(columns.map(|column| (column, value.clone())));
                    }
                    self.column = self.column.saturating_add(repeated);
                }
            }
            "table-row" => return Some(Seen::Row(std::mem::take(&mut self.cells), self.repeated)),
            _ => {}
        }
        None
    }
}

impl Filling {
    fn new(start: &BytesStart) -> Self {
        let said = |name: &str| attribute(start, name);
        let value = match said("value-type").as_deref() {
            Some("float" | "currency" | "percentage") => {
                said("value").and_then(|value| value.trim().parse().ok()).map(number_of)
            }
            Some("date") => said("date-value").map(|date| Value::Text(date.replace('T', " "))),
            Some("time") => said("time-value").map(|time| Value::Text(time_of(&time).unwrap_or(time))),
            Some("boolean") => said("boolean-value").map(Value::Text),
            Some("string") => said("string-value").map(Value::Text),
            _ => None,
        };
        let repeated = count(start, "number-columns-repeated");
        Self { repeated, value, text: String::new(), paragraphs: 0, in_paragraph: 0 }
    }

    fn push(&mut self, text: &str, longest: usize) {
        if self.text.len() <= longest {
            self.text.push_str(text);
        }
    }

    /// The value, where it is no text; an error is told by how it is shown.
    fn value(self) -> Value {
        let is_error = ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"]
            .contains(&self.text.as_str())
            || self.text.strip_prefix("Err:").is_some_and(|code| code.parse::<u16>().is_ok());
        match self.value {
            _ if is_error => Value::Error(self.text),
            Some(value) => value,
            None => Value::Text(self.text),
        }
    }
}

/// How often something stands there.
fn count(start: &BytesStart, name: &str) -> u32 {
    attribute(start, name).and_then(|count| count.parse().ok()).unwrap_or(1)
}

/// `PT14H32M00S` → `14:32:00`.
fn time_of(text: &str) -> Option<String> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    Some(format!("{hours:0>2}:{minutes:0>2}:{seconds:0>2}"))
}
