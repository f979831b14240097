//! Other people's files as rows of cells: what is read from them, and what is said of those that cannot be read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod csv;
mod hostile;
mod workbooks;

use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

use goeswith::import::grid::{Grid, Limits, Written};
use goeswith::sheet::Problems;

/// What was read from a file.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub written: Vec<Written>,
    /// File, line of the header, header.
    pub headers: Vec<(String, u64, String)>,
    /// Line and cells of every row of every table.
    pub rows: Vec<(u64, String)>,
    pub said: Vec<String>,
}

pub(crate) fn read(path: &Path, limits: &Limits) -> Seen {
    let mut problems = Problems::default();
    let mut seen = Seen::default();
    for grid in Grid::open(path, limits, &mut problems) {
        seen.written.push(grid.written.clone());
        seen.headers.push((grid.file.clone(), grid.header_line, grid.header.join("|")));
        grid.each_row(limits, &mut problems, |row, _| {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            seen.rows.push((row.line, cells.join("|")));
            ControlFlow::Continue(())
        });
    }
    seen.said = problems.list().iter().map(ToString::to_string).collect();
    seen
}

pub(crate) fn file(name: &str, bytes: &[u8]) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(&path, &Limits::default())
}

pub(crate) fn one_header(line: u64, header: &str, name: &str) -> Vec<(String, u64, String)> {
    vec![(name.to_owned(), line, header.to_owned())]
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}
