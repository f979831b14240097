//! What is in a ZIP archive: a workbook, or one file that somebody packed. Nothing is handed on that unpacks to more than
//! the bound, by what the archive says and by what really comes out of it.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::Limits;
use super::packed::{Packed, size};
use super::workbook::{Workbook, ods, xlsx};

/// An archive, by what is in it.
pub enum Zipped {
    /// A workbook.
    Workbook(Workbook),
    /// The only file in it, unpacked.
    File(Packed),
    /// What it is instead, and what to do.
    Other(String),
}

/// Looks into an archive.
pub fn look(path: &Path, limits: &Limits) -> io::Result<Zipped> {
    let mut archive = match ZipArchive::new(BufReader::new(File::open(path)?)) {
        Ok(archive) => archive,
        Err(error) => return refused(error),
    };
    let mut declared = 0u64;
    for index in 0..archive.len() {
        let file = match archive.by_index_raw(index) {
            Ok(file) => file,
            Err(error) => return refused(error),
        };
        if file.encrypted() {
            return Ok(Zipped::Other("protected by a password; save it without one".to_owned()));
        }
        declared = declared.saturating_add(file.size());
    }
    let bomb = || Ok(Zipped::Other(format!("an archive that unpacks to more than {}", size(limits.unpacked))));
    if declared > limits.unpacked {
        return bomb();
    }
    // What the archive says need not be true: everything is unpacked once, into nothing.
    let mut left = limits.unpacked;
    for index in 0..archive.len() {
        let file = match archive.by_index(index) {
            Ok(file) => file,
            Err(error) => return refused(error),
        };
        let unpacked = io::copy(&mut file.take(left.saturating_add(1)), &mut io::sink()).map_err(damaged)?;
        match left.checked_sub(unpacked) {
            Some(rest) => left = rest,
            None => return bomb(),
        }
    }
    let names = names(&archive);
    let has = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let begins = |folder: &str| names.iter().any(|known| known.starts_with(folder));
    let other = |what: &str| Ok(Zipped::Other(what.to_owned()));
    match () {
        () if has("xl/workbook.bin") => other("a binary workbook (XLSB); save it as XLSX"),
        () if begins("xl/") => xlsx::open(path, &mut archive, limits),
        () if begins("word/") => other("a Word document; copy its table into a spreadsheet and save that as XLSX"),
        () if begins("ppt/") => other("a presentation; copy its table into a spreadsheet and save that as XLSX"),
        () if has("content.xml") && has("mimetype") => ods::open(&mut archive, limits),
        () if begins("Index/") => other("a document of Apple's office programs; export it as XLSX or CSV"),
        () => only_file(&mut archive, &names, limits),
    }
}

/// The one file of an archive; what systems add of their own does not count.
fn only_file<R: Read + io::Seek>(archive: &mut ZipArchive<R>, names: &[String], limits: &Limits) -> io::Result<Zipped> {
    let is_note = |name: &str| name.ends_with('/') || name.starts_with("__MACOSX") || name.ends_with(".DS_Store");
    let mut files = names.iter().enumerate().filter(|(_, name)| !is_note(name));
    match (files.next(), files.count()) {
        (Some((index, _)), 0) => match archive.by_index(index) {
            Ok(file) => Ok(Zipped::File(Packed::copy(file, limits.unpacked)?)),
            Err(error) => refused(error),
        },
        (None, _) => Ok(Zipped::Other("an empty ZIP archive".to_owned())),
        (_, more) => {
            Ok(Zipped::Other(format!("a ZIP archive of {} files; unpack it and give them one by one", more + 1)))
        }
    }
}

/// The names of the files in an archive, by their number; empty for what is no text.
pub fn names<R: Read + io::Seek>(archive: &ZipArchive<R>) -> Vec<String> {
    archive.file_names().map(|name| name.map(std::borrow::Cow::into_owned).unwrap_or_default()).collect()
}

/// The text of a file in an archive.
pub fn text<R: Read + io::Seek>(archive: &mut ZipArchive<R>, name: &str, bytes: u64) -> Option<String> {
    let mut found = Vec::new();
    archive.by_name(name).ok()?.take(bytes).read_to_end(&mut found).ok()?;
    Some(String::from_utf8_lossy(&found).into_owned())
}

fn refused(error: ZipError) -> io::Result<Zipped> {
    match error {
        ZipError::Io(error) => Err(damaged(error)),
        ZipError::UnsupportedArchive(what) if what.contains("assword") => {
            Ok(Zipped::Other("protected by a password; save it without one".to_owned()))
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Ok(Zipped::Other("packed in an unusual way; open it and save it again".to_owned()))
        }
        error => Err(io::Error::new(io::ErrorKind::InvalidData, error.to_string())),
    }
}

/// Whatever goes wrong within an archive is damage, also what is said to be something else.
fn damaged(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::NotFound => error,
        _ => io::Error::new(io::ErrorKind::InvalidData, error.to_string()),
    }
}
