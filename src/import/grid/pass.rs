//! One way through the rows of a table: what is before the header and what is blank is passed over, what is wrong noted.

use std::io;
use std::ops::ControlFlow;

use super::{Grid, Row, unreadable};
use crate::sheet::problem::{At, Problems};

/// After so many rows that are wrong the rest is not read: the file is not what it was taken for.
const MOST_WRONG: usize = 1_000;
/// So many warnings are given, and one that there are more.
const MOST_WARNINGS: usize = 100;

/// What is done with a row.
pub type Each<'a> = dyn FnMut(&Row, &mut Problems) -> ControlFlow<()> + 'a;

/// Goes through the rows of a table.
pub struct Pass<'a> {
    file: &'a str,
    problems: &'a mut Problems,
    each: &'a mut Each<'a>,
    /// Rows up to this line are passed over.
    after: u64,
    /// Columns of the header.
    width: usize,
    /// What a cell beyond them is.
    surplus: Surplus,
    wrong: usize,
    warned: usize,
    last: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Surplus {
    /// The cells before it are not where they belong.
    Error,
    /// A note beside the table.
    Warning,
    /// Said already, or nothing to say.
    Passed,
}

impl<'a> Pass<'a> {
    /// Over all rows of a file, its header among them.
    pub fn whole(file: &'a str, problems: &'a mut Problems, each: &'a mut Each<'a>) -> Self {
        let surplus = Surplus::Passed;
        Self { file, problems, each, after: 0, width: usize::MAX, surplus, wrong: 0, warned: 0, last: 0 }
    }

    /// Over the rows behind the header.
    pub fn over(grid: &'a Grid, problems: &'a mut Problems, each: &'a mut Each<'a>) -> Self {
        let surplus = if grid.body.is_delimited() { Surplus::Error } else { Surplus::Warning };
        let (after, width) = (grid.header_line, grid.header.len());
        Self { file: &grid.file, problems, each, after, width, surplus, wrong: 0, warned: 0, last: 0 }
    }

    /// Takes a row.
    pub fn row(&mut self, row: &Row) -> ControlFlow<()> {
        if row.line <= self.after || row.cells.iter().all(|cell| cell.text.trim().is_empty()) {
            return ControlFlow::Continue(());
        }
        self.last = row.line;
        let beyond = (self.width..row.cells.len()).find(|&column| !row.text(column).is_empty());
        if let Some(column) = beyond {
            match self.surplus {
                Surplus::Error => {
                    return self.wrong(row.at(column), "row has more cells than the header", row.text(column));
                }
                Surplus::Warning => {
                    let what = "text beside the table, in a column without a name, is not read; this is the first";
                    self.warning(row.at(column), what, row.text(column));
                    self.surplus = Surplus::Passed;
                }
                Surplus::Passed => {}
            }
        }
        (self.each)(row, self.problems)
    }

    /// Notes a row that cannot be read; breaks where there were too many.
    pub fn wrong(&mut self, at: At, what: impl AsRef<str>, value: &str) -> ControlFlow<()> {
        if at.line <= self.after {
            return ControlFlow::Continue(());
        }
        self.problems.error(self.file, at, what, value);
        self.wrong += 1;
        if self.wrong < MOST_WRONG {
            return ControlFlow::Continue(());
        }
        let what = format!("{MOST_WRONG} rows cannot be read; the rest of the file was not looked at");
        self.problems.error(self.file, at, what, "");
        ControlFlow::Break(())
    }

    /// Notes what does not keep a row from being read.
    pub fn warning(&mut self, at: At, what: impl AsRef<str>, value: &str) {
        if at.line <= self.after {
            return;
        }
        self.warned += 1;
        if self.warned <= MOST_WARNINGS {
            self.problems.warning(self.file, at, what, value);
        } else if self.warned == MOST_WARNINGS + 1 {
            self.problems.warning(
                self.file,
                at,
                format!("more than {MOST_WARNINGS} warnings; the others are not said"),
                "",
            );
        }
    }

    /// Notes that the file could not be read any further.
    pub fn failed(&mut self, error: &io::Error) {
        let at = At { line: self.last.max(1), column: 1 };
        self.problems.error(self.file, at, unreadable(error), "");
    }
}
