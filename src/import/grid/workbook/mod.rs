//! Sheets of workbooks as rows of text: what a cell shows is its last known value, never its formula.

pub mod ods;
pub mod value;
pub mod xls;
pub mod xlsx;

use std::any::Any;
use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use calamine::{Data, Range};

use self::value::Value;
use super::packed::{Packed, size};
use super::pass::Pass;
use super::{Cell, Limits, Row};
use crate::sheet::problem::At;

/// The sheets of a workbook.
#[derive(Debug, Default)]
pub struct Workbook {
    /// Those that are shown, in order.
    pub sheets: Vec<Sheet>,
    /// The names of the others.
    pub hidden: Vec<String>,
}

/// A sheet that can be gone through more than once.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Xlsx(PathBuf),
    /// The older format cannot be read in pieces.
    Xls(Arc<Range<Data>>),
    /// The unpacked content of the workbook, and which of its tables.
    Ods(Packed, usize),
}

impl Sheet {
    /// Gives every row with a filled cell to `pass`.
    pub fn rows(&self, limits: &Limits, pass: &mut Pass) -> io::Result<()> {
        let mut rows = Rows { row: Row::default(), limits: *limits, pass, has_ended: false, is_wrong: false };
        match &self.source {
            Source::Xlsx(path) => xlsx::rows(path, &self.name, &mut rows)?,
            Source::Xls(range) => xls::rows(range, &mut rows),
            Source::Ods(content, table) => ods::rows(content, *table, &mut rows)?,
        }
        rows.end();
        Ok(())
    }
}

/// Puts cells together into rows.
pub struct Rows<'a, 'b> {
    row: Row,
    limits: Limits,
    pass: &'a mut Pass<'b>,
    has_ended: bool,
    /// True where a cell of the row cannot be read: the row is left out.
    is_wrong: bool,
}

impl Rows<'_, '_> {
    /// Takes the next cell, row by row, counted from 0. Breaks where no more are wanted.
    pub fn cell(&mut self, row: u32, column: u32, value: Value) -> ControlFlow<()> {
        let line = u64::from(row) + 1;
        if line != self.row.line {
            self.end();
        }
        if self.has_ended {
            return ControlFlow::Break(());
        }
        self.row.line = line;
        let column = column as usize;
        let at = At { line, column: column as u64 + 1 };
        if row as usize >= self.limits.sheet_rows {
            self.has_ended = true;
            return self.pass.wrong(at, format!("more than {} rows", self.limits.sheet_rows), "");
        }
        let (text, number) = match value {
            Value::Text(text) => (text, false),
            Value::Number(text) => (text, true),
            Value::Error(error) => {
                self.pass.warning(at, "cell holds an error of the spreadsheet and is read as empty", &error);
                return ControlFlow::Continue(());
            }
        };
        if text.is_empty() {
            return ControlFlow::Continue(());
        }
        let wrong = match () {
            () if column >= self.limits.columns => Some(format!("more than {} columns", self.limits.columns)),
            () if text.len() > self.limits.cell => {
                Some(format!("cell is longer than {}", size(self.limits.cell as u64)))
            }
            () => None,
        };
        if let Some(what) = wrong {
            self.is_wrong = true;
            let flow = self.pass.wrong(at, what, "");
            self.has_ended |= flow.is_break();
            return flow;
        }
        while self.row.cells.len() <= column {
            self.row.cells.push(Cell { line, ..Cell::default() });
        }
        self.row.cells[column] = Cell { text, line, number };
        ControlFlow::Continue(())
    }

    /// Ends the row.
    fn end(&mut self) {
        if !self.row.cells.is_empty() && !self.has_ended && !self.is_wrong {
            self.has_ended = self.pass.row(&self.row).is_break();
        }
        self.row.cells.clear();
        self.is_wrong = false;
    }
}

/// Runs what reads files of strangers by other people's code, where a damaged file may come upon a panic.
fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> io::Result<T> {
    let damaged = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(damaged),
        Err(panic) => Err(damaged(panicked(&*panic))),
    }
}

fn panicked(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("nothing is known of why").to_owned()
}
