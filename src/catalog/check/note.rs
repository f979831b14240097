//! What checks note, and the findings that come of it: every note gets the column of its cell from the file's header.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use super::names::{self, Check};
use crate::sheet::problem::{At, Gravity, Problem, Problems};
use crate::sheet::table::{Header, Table};

/// Something to say, and the name of the check that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What, and where.
    pub problem: Problem,
    /// The check.
    pub check: &'static Check,
}

/// Where a note belongs: a file, a line, a column by its name.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The file.
    pub file: &'static str,
    /// The line of its row.
    pub line: u64,
    /// The column; one that the file does not have is its first.
    pub column: &'static str,
}

/// What the checks found so far.
#[derive(Debug, Default)]
pub struct Notes(Vec<(Spot, &'static str, String, String)>);

impl Notes {
    /// Notes a finding of the check with this name.
    pub fn add(&mut self, name: &'static str, spot: Spot, what: impl Into<String>, value: &str) {
        self.0.push((spot, name, what.into(), value.to_owned()));
    }

    /// The findings, each with the column of its cell.
    pub fn placed(self, folder: &Path) -> Vec<Finding> {
        let mut headers: HashMap<&'static str, Header> = HashMap::new();
        let finding = |(spot, name, what, value): (Spot, &'static str, String, String)| {
            let header = headers.entry(spot.file).or_insert_with(|| header(folder, spot.file));
            let column = header.find(spot.column).unwrap_or(0) as u64 + 1;
            let check = names::find(name)?;
            let at = At { line: spot.line, column };
            Some(Finding { problem: Problem::new(spot.file, at, check.gravity, &what, &value), check })
        };
        self.0.into_iter().filter_map(finding).collect()
    }
}

impl Finding {
    /// What reading said, with its name.
    pub fn of_reading(problem: Problem) -> Self {
        let name = names::of_said(&problem.file, problem.gravity, &problem.what);
        Self { check: names::find(name).unwrap_or(&names::CHECKS[0]), problem }
    }

    /// The order in which findings are said.
    pub fn place(&self) -> (&str, At, Gravity, &'static str, &str) {
        let problem = &self.problem;
        (&problem.file, problem.at, problem.gravity, self.check.name, &problem.what)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.problem)
    }
}

/// What is wrong with the file was said when it was read.
fn header(folder: &Path, file: &str) -> Header {
    let table = Table::open_optional(folder, file, &mut Problems::default());
    table.map(|table| table.header).unwrap_or_default()
}
