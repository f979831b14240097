//! Safe repairs of a source: what needs no decision is put right, every other byte of the files stays as it is.
//!
//! Order, quoting, line ends, unknown columns, the byte order mark: nothing else is touched. Nothing is written before all
//! files are drafted beside their originals; each is then renamed over its own.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::check::categories::SEPARATORS;
use super::check::codes::LostZeros;
use super::problem::At;
use super::watch::{Step, Watch};
use crate::db::durable::sync_folder;
use crate::domain::text::without_hidden;
use crate::sheet::format;
use crate::sheet::places::{RowPlace, Rows, encoded};
use crate::sheet::table::line_breaks;

/// The files that are repaired; `items.csv` first, since its SKUs are no selectors.
const FILES: [&str; 4] = ["items.csv", "links.csv", "talking_points.csv", "pairs.csv"];

/// One thing that is put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The file.
    pub file: &'static str,
    /// Where.
    pub at: At,
    /// What, in a few words.
    pub what: String,
    /// The cell, or the row, as it is.
    pub before: String,
    /// The cell as it will be; `None` for a row that is taken out.
    pub after: Option<String>,
}

/// The repairs of a source, and the files that come of them.
#[derive(Debug, Default)]
pub struct Repairs {
    /// In the order of files and lines.
    pub list: Vec<Repair>,
    files: Vec<(PathBuf, Vec<u8>)>,
}

/// A file of a source that cannot be read or written. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct Error {
    /// Which.
    pub path: PathBuf,
    /// The system's words.
    pub source: io::Error,
}

/// Finds what can be put right. Files that are missing or not UTF-8 are left to the checker.
pub fn find(folder: &Path, watch: &mut dyn Watch) -> Result<Repairs, Error> {
    let mut repairs = Repairs::default();
    let mut skus = HashSet::new();
    watch.step(Step::Repair, FILES.len() as u64);
    for (done, file) in (0..).zip(FILES) {
        watch.at(done);
        let path = folder.join(file);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(source) => return Err(Error { path, source }),
        };
        if std::str::from_utf8(&bytes).is_err() {
            continue;
        }
        let Ok(format) = format::detect(&bytes) else { continue };
        let mut rows = Rows::new(&bytes, format);
        let Some(mut one) = Reader::new(file, &mut rows, &mut skus, format) else { continue };
        while let Some(row) = rows.next() {
            one.row(&rows, &row);
        }
        if !one.edits.is_empty() {
            repairs.files.push((path, applied(&bytes, &one.edits)));
            repairs.list.append(&mut one.list);
        }
    }
    Ok(repairs)
}

impl Repairs {
    /// Writes the files: all beside their originals first, then renamed over them.
    pub fn write(&self) -> Result<(), Error> {
        let draft = |(path, bytes): &(PathBuf, Vec<u8>)| -> io::Result<tempfile::NamedTempFile> {
            let folder = path.parent().unwrap_or(Path::new("."));
            let mut file = tempfile::Builder::new().prefix(".fix-").suffix(".tmp").tempfile_in(folder)?;
            file.write_all(bytes)?;
            file.as_file().set_permissions(fs::metadata(path)?.permissions())?;
            file.as_file().sync_all()?;
            Ok(file)
        };
        let drafts: Vec<(&PathBuf, tempfile::NamedTempFile)> = self
            .files
            .iter()
            .map(|file| Ok((&file.0, draft(file).map_err(|source| Error { path: file.0.clone(), source })?)))
            .collect::<Result<_, Error>>()?;
        for (path, draft) in drafts {
            draft.persist(path).map_err(|error| Error { path: path.clone(), source: error.error })?;
            // The new name has to be on disk as well. Not every system lets a folder be opened.
            let _ = sync_folder(path.parent().unwrap_or(Path::new(".")));
        }
        Ok(())
    }
}

/// The bytes that are replaced, and by what, rising.
type Edits = Vec<(Range<usize>, Vec<u8>)>;

fn applied(bytes: &[u8], edits: &Edits) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut copied = 0;
    for (range, with) in edits {
        out.extend_from_slice(&bytes[copied..range.start]);
        out.extend_from_slice(with);
        copied = range.end;
    }
    out.extend_from_slice(&bytes[copied..]);
    out
}

/// One file while it is gone through.
struct Reader<'a> {
    file: &'static str,
    columns: HashMap<String, usize>,
    /// SKUs of `items.csv`, which a cell of links may equal whatever it looks like.
    skus: &'a mut HashSet<String>,
    zeros: LostZeros,
    /// What a row says → its line.
    seen: HashMap<String, u64>,
    lines: Lines,
    list: Vec<Repair>,
    edits: Edits,
}

/// Counts lines up to a place; places rise.
#[derive(Default)]
struct Lines {
    upto: usize,
    breaks: u64,
}

impl Lines {
    fn at(&mut self, bytes: &[u8], place: usize) -> u64 {
        self.breaks += line_breaks(&bytes[self.upto..place]);
        self.upto = place;
        self.breaks + 1
    }
}

impl<'a> Reader<'a> {
    /// Reads the header, and what has to be known of the whole file beforehand.
    fn new(
        file: &'static str,
        rows: &mut Rows<'_>,
        skus: &'a mut HashSet<String>,
        format: format::Format,
    ) -> Option<Self> {
        let header = rows.next()?;
        let names = header.cells.iter().map(|cell| rows.text(cell).trim().to_lowercase());
        let columns: HashMap<String, usize> = names.zip(0..).collect();
        let mut codes = Vec::new();
        if file == FILES[0] {
            let mut all = Rows::new(rows.bytes(), format);
            all.next();
            while let Some(row) = all.next() {
                let text = |name: &str| Some(all.text(row.cells.get(*columns.get(name)?)?).trim().to_owned());
                skus.extend(text("sku"));
                let parts = text("barcodes").unwrap_or_default();
                codes.extend(parts.split('|').map(|code| code.trim().to_owned()).filter(|code| code.len() < 12));
            }
        }
        let zeros = LostZeros::of(codes.iter().map(String::as_str));
        let (seen, lines) = (HashMap::new(), Lines::default());
        Some(Self { file, columns, skus, zeros, seen, lines, list: Vec::new(), edits: Vec::new() })
    }

    fn row(&mut self, rows: &Rows<'_>, row: &RowPlace) {
        let texts: Vec<_> = row.cells.iter().map(|cell| rows.text(cell)).collect();
        let said: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
        let Some(last) = said.iter().rposition(|text| !text.is_empty()) else { return };
        let line = self.lines.at(rows.bytes(), row.start);
        // No cell of people holds this sign.
        if let Some(first) = self.seen.get(&said[..=last].join("\u{1f}")) {
            let (what, before) = (format!("row stands on line {first} already"), said.join(", "));
            let at = At { line, column: 1 };
            self.list.push(Repair { file: self.file, at, what, before, after: None });
            self.edits.push((row.start..behind(rows.bytes(), row.end), Vec::new()));
            return;
        }
        self.seen.insert(said[..=last].join("\u{1f}"), line);
        for (column, (cell, text)) in row.cells.iter().zip(&texts).enumerate() {
            let Some((what, after)) = self.repaired(column, text) else { continue };
            let quoted = rows.bytes()[cell.clone()].starts_with(b"\"");
            let at = At { line: self.lines.at(rows.bytes(), cell.start), column: column as u64 + 1 };
            self.edits.push((cell.clone(), encoded(&after, rows.delimiter(), quoted)));
            self.list.push(Repair { file: self.file, at, what, before: text.to_string(), after: Some(after) });
        }
    }

    /// What is put right in a cell, and how it reads then.
    fn repaired(&self, column: usize, text: &str) -> Option<(String, String)> {
        let is = |name: &str| self.columns.get(name) == Some(&column);
        let mut what = Vec::new();
        let mut now = text.to_owned();
        let mut put = |next: Option<String>, said: &'static str, now: &mut String| {
            if let Some(next) = next.filter(|next| next != now) {
                *now = next;
                what.push(said);
            }
        };
        put(without_hidden(text), "takes out characters nobody sees", &mut now);
        put(Some(now.trim().to_owned()), "takes blanks around the cell away", &mut now);
        if self.file == FILES[0] && is("barcodes") {
            put(Some(self.with_zeros(&now)), "writes the zeros of a barcode again", &mut now);
        }
        let names_category =
            (is("item") || is("add_on")) && now.to_lowercase().contains("category:") && !self.skus.contains(&now);
        if self.file == FILES[0] && is("category") || names_category {
            put(with_separators(&now), "writes > between categories", &mut now);
        }
        (!what.is_empty()).then(|| (what.join(", "), now))
    }

    fn with_zeros(&self, cell: &str) -> String {
        let parts: Vec<String> = cell
            .split('|')
            .map(|part| match self.zeros.restored(part.trim()) {
                Some(whole) => part.replace(part.trim(), &whole),
                None => part.to_owned(),
            })
            .collect();
        parts.join("|")
    }
}

/// `Paint » Stain` as `Paint > Stain`.
fn with_separators(cell: &str) -> Option<String> {
    let parts: Vec<&str> = cell.split(SEPARATORS).map(str::trim).collect();
    (parts.len() > 1).then(|| parts.join(" > "))
}

/// The place behind the line break of a row.
fn behind(bytes: &[u8], end: usize) -> usize {
    match bytes.get(end..) {
        Some([b'\r', b'\n', ..]) => end + 2,
        Some([b'\r' | b'\n', ..]) => end + 1,
        _ => end,
    }
}
