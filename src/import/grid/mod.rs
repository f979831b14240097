//! Other people's files as rows of text cells that know where they stand, whatever they were written with: CSV in any
//! encoding and with any delimiter, workbooks (XLSX, XLS, ODS), and the XML of BMEcat and of product feeds.
//!
//! What a cell means is not known here. Everything is streamed where the format allows it, and held to [`Limits`].

mod csv;
mod events;
mod header;
pub mod jsonld;
mod kind;
mod packed;
mod pass;
mod records;
mod text;
mod workbook;
pub mod xml;
mod zipped;

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use self::csv::Csv;
use self::kind::Kind;
use self::packed::Packed;
use self::pass::Pass;
use self::text::{Mixed, Text};
use self::workbook::{Sheet, Workbook};
use self::xml::Xml;
use self::zipped::Zipped;
use crate::sheet::problem::{At, Problems};
use crate::sheet::table::cannot_read;

/// Between the values of a cell that an XML file gives several times.
pub const AND: char = '\u{1e}';
/// Between the parts of one such value: a relation's type, then what its target is named by, then the target.
pub const PART: char = '\u{1f}';

/// Bounds of what is read: beyond them a file is refused with a sentence that names the bound.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes in a cell.
    pub cell: usize,
    /// Columns.
    pub columns: usize,
    /// Rows of a sheet of a workbook.
    pub sheet_rows: usize,
    /// Bytes of a workbook, unpacked: as declared in it, and as really unpacked.
    pub unpacked: u64,
    /// How deep the elements of an XML file may stand in one another.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cell: 64 * 1024, columns: 2_000, sheet_rows: 1_048_576, unpacked: 1 << 30, depth: 64 }
    }
}

/// How a file was written, for the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Cells between delimiters.
    Csv {
        /// As the WHATWG names it: `UTF-8`, `windows-1252`, `UTF-16LE`.
        encoding: &'static str,
        /// Between cells.
        delimiter: u8,
    },
    /// A sheet of a workbook.
    Workbook {
        /// Its name.
        sheet: String,
    },
    /// A BMEcat catalog: one row a product, with the columns of [`xml::BMECAT`].
    Bmecat,
    /// A product feed in XML: one row an item, with the columns of [`xml::FEED`].
    Feed,
    /// Products of schema.org in JSON-LD: one row a product, with the columns of [`jsonld::COLUMNS`].
    JsonLd,
}

/// One row. Cells that the file does not have are empty.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The physical line (CSV, XML) or the row (workbook) at which it begins, from 1.
    pub line: u64,
    /// The cells, decoded, as written: nothing trimmed, nothing repaired.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text. A number of a workbook is written without an exponent.
    pub text: String,
    /// The line at which it begins.
    pub line: u64,
    /// True for a number of a workbook: blanks and zeros before it are gone, and beyond 2^53 digits are lost.
    pub number: bool,
}

impl Row {
    /// The text of a cell without blanks around it; empty where there is no such column.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.trim())
    }

    /// Where a cell stands.
    pub fn at(&self, column: usize) -> At {
        At { line: self.cells.get(column).map_or(self.line, |cell| cell.line), column: column as u64 + 1 }
    }
}

/// One table of a file: its header and its rows, which can be gone through more than once.
#[derive(Debug)]
pub struct Grid {
    /// The file's name, for problems; with the sheet's name in brackets where a workbook has several.
    pub file: String,
    /// How it was written.
    pub written: Written,
    /// The names of the columns, decoded and trimmed, as written; names that stand twice are left as they are.
    pub header: Vec<String>,
    /// The line (or row) the header stands on; 0 where the file has none of its own, as in XML.
    pub header_line: u64,
    body: Body,
}

#[derive(Debug)]
enum Body {
    Csv(Csv),
    Sheet(Sheet),
    Xml(Xml),
    /// All of it.
    Rows(Vec<Row>),
}

impl Grid {
    /// All tables of a file: one of a CSV or XML file, one for each sheet with rows of a workbook. What is wrong goes to
    /// `problems`; where nothing can be read the list is empty, and there is an error.
    pub fn open(path: &Path, limits: &Limits, problems: &mut Problems) -> Vec<Self> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let opened = Opening { path, name: &name, limits }.tables(problems);
        opened.unwrap_or_else(|error| {
            problems.error(&name, At::START, unreadable(&error), "");
            Vec::new()
        })
    }

    /// Calls `each` with every row that has any text, in order, until it breaks. Nothing is kept, so that it may be called
    /// again; what is wrong with rows is noted every time, and such rows are left out.
    pub fn each_row(
        &self,
        limits: &Limits,
        problems: &mut Problems,
        mut each: impl FnMut(&Row, &mut Problems) -> ControlFlow<()>,
    ) {
        let mut pass = Pass::over(self, problems, &mut each);
        if let Err(error) = self.body.rows(limits, &mut pass) {
            pass.failed(&error);
        }
    }
}

impl Body {
    fn rows(&self, limits: &Limits, pass: &mut Pass) -> io::Result<()> {
        match self {
            Self::Csv(csv) => csv.rows(limits, pass),
            Self::Sheet(sheet) => sheet.rows(limits, pass),
            Self::Xml(xml) => xml.rows(limits, pass),
            Self::Rows(rows) => {
                let _ = rows.iter().try_for_each(|row| pass.row(row));
                Ok(())
            }
        }
    }

    /// True where a cell too many means that the cells before it are not where they belong.
    fn is_delimited(&self) -> bool {
        matches!(self, Self::Csv(_))
    }
}

/// A file on its way to tables.
struct Opening<'a> {
    path: &'a Path,
    name: &'a str,
    limits: &'a Limits,
}

impl Opening<'_> {
    fn tables(&self, problems: &mut Problems) -> io::Result<Vec<Grid>> {
        let metadata = std::fs::metadata(self.path)?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !metadata.is_file() {
            return Err(io::Error::other("it is a device or a pipe, and a file is read more than once"));
        }
        self.unpacked(&Packed::plain(self.path), problems)
    }

    fn unpacked(&self, file: &Packed, problems: &mut Problems) -> io::Result<Vec<Grid>> {
        match kind::of(&file.sample(kind::SAMPLE)?) {
            Ok(Kind::Text) => self.csv(file.clone(), problems),
            Ok(Kind::Gzip) if file.is_plain() => {
                self.unpacked(&Packed::gzip(self.path, self.limits.unpacked), problems)
            }
            Ok(Kind::Zip) if file.is_plain() => match zipped::look(self.path, self.limits)? {
                Zipped::Workbook(workbook) => self.workbook(&workbook, problems),
                Zipped::File(file) => self.unpacked(&file, problems),
                Zipped::Other(what) => Ok(self.refuse(&what, problems)),
            },
            Ok(Kind::Compound) if file.is_plain() => match workbook::xls::open(self.path, self.limits)? {
                Ok(workbook) => self.workbook(&workbook, problems),
                Err(what) => Ok(self.refuse(what, problems)),
            },
            Ok(Kind::Gzip | Kind::Zip | Kind::Compound) => Ok(self.refuse("packed twice; unpack it first", problems)),
            Ok(Kind::Xml) => self.xml(file.clone(), problems),
            Ok(Kind::Json) => self.json(file, problems),
            Err(what) => Ok(self.refuse(what, problems)),
        }
    }

    fn refuse(&self, what: &str, problems: &mut Problems) -> Vec<Grid> {
        let what = if what.starts_with("file ") { what.to_owned() } else { format!("file is {what}") };
        problems.error(self.name, At::START, what, "");
        Vec::new()
    }

    fn workbook(&self, workbook: &Workbook, problems: &mut Problems) -> io::Result<Vec<Grid>> {
        let before = problems.errors();
        for hidden in &workbook.hidden {
            problems.warning(self.name, At::START, "a hidden sheet is not read", hidden);
        }
        let mut grids = Vec::new();
        for sheet in &workbook.sheets {
            let file = match workbook.sheets.len() {
                1 => self.name.to_owned(),
                _ => format!("{} [{}]", self.name, sheet.name),
            };
            let written = Written::Workbook { sheet: sheet.name.clone() };
            grids.extend(header::read(file, written, Body::Sheet(sheet.clone()), self.limits, problems)?);
        }
        if grids.is_empty() && problems.errors() == before {
            return Ok(self.refuse("a workbook without any text", problems));
        }
        Ok(grids)
    }

    fn xml(&self, file: Packed, problems: &mut Problems) -> io::Result<Vec<Grid>> {
        let (text, mixed) = Text::survey(file)?;
        let xml = match Xml::open(text, self.limits)? {
            Ok(xml) => xml,
            Err((line, what)) => {
                problems.error(self.name, At { line, column: 1 }, what, "");
                return Ok(Vec::new());
            }
        };
        self.warn_of(mixed, xml.encoding(), problems);
        let (written, columns) = match xml.kind {
            xml::Kind::Bmecat(_) => (Written::Bmecat, xml::BMECAT),
            xml::Kind::Feed => (Written::Feed, xml::FEED),
        };
        let header = columns.iter().map(|&name| name.to_owned()).collect();
        Ok(vec![Grid { file: self.name.to_owned(), written, header, header_line: 0, body: Body::Xml(xml) }])
    }

    fn json(&self, file: &Packed, problems: &mut Problems) -> io::Result<Vec<Grid>> {
        let bytes = file.sample(jsonld::LONGEST as usize + 1)?;
        if bytes.len() as u64 > jsonld::LONGEST {
            return Ok(self.refuse("JSON of more than 64 MB; export the list as CSV, XLSX or XML", problems));
        }
        let rows = match jsonld::read(&bytes) {
            Ok(rows) => rows,
            Err(what) => return Ok(self.refuse(&what, problems)),
        };
        let header = jsonld::COLUMNS.iter().map(|&name| name.to_owned()).collect();
        let (file, written) = (self.name.to_owned(), Written::JsonLd);
        Ok(vec![Grid { file, written, header, header_line: 0, body: Body::Rows(rows) }])
    }

    fn warn_of(&self, mixed: Option<Mixed>, encoding: &str, problems: &mut Problems) {
        if let Some(mixed) = mixed {
            let at = At { line: mixed.line, column: 1 };
            let what =
                "bytes that are no UTF-8 in a file that seems to be; look at letters with accents; it was read as";
            problems.warning(self.name, at, what, encoding);
        }
    }

    fn csv(&self, file: Packed, problems: &mut Problems) -> io::Result<Vec<Grid>> {
        let (text, mixed) = Text::survey(file)?;
        self.warn_of(mixed, text.encoding.name(), problems);
        let csv = match Csv::open(text)? {
            Ok(csv) => csv,
            Err(what) => return Ok(self.refuse(what, problems)),
        };
        let written = Written::Csv { encoding: csv.encoding(), delimiter: csv.delimiter };
        let before = problems.errors();
        let grid = header::read(self.name.to_owned(), written, Body::Csv(csv), self.limits, problems)?;
        if grid.is_none() && problems.errors() == before {
            return Ok(self.refuse("empty", problems));
        }
        Ok(grid.into_iter().collect())
    }
}

/// What to say of a file that cannot be read.
fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "file may not be read; ask its owner for the right to".to_owned(),
        io::ErrorKind::UnexpectedEof => "file ends too early; fetch it again".to_owned(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            format!("file is damaged ({error}); fetch it again")
        }
        io::ErrorKind::Other => format!("file is not read: {error}"),
        _ => cannot_read(error),
    }
}
