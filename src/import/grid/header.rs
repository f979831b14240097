//! Which row is the header: the first, save where titles stand above it.

use std::io;
use std::ops::ControlFlow;

use super::pass::Pass;
use super::{Body, Grid, Limits, Row, Written};
use crate::sheet::problem::{At, Gravity, Problems};

/// So many rows are looked at.
const ROWS: usize = 20;

/// Reads the header of a table. `None` where no row has any text, or an error was noted.
pub fn read(
    file: String,
    written: Written,
    body: Body,
    limits: &Limits,
    problems: &mut Problems,
) -> io::Result<Option<Grid>> {
    let (mut rows, mut noted) = (Vec::new(), Problems::default());
    let mut keep = |row: &Row, _: &mut Problems| {
        rows.push(row.clone());
        if rows.len() < ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    body.rows(limits, &mut Pass::whole(&file, &mut noted, &mut keep))?;
    let found = find(&rows);
    let header_line = found.and_then(|found| rows.get(found)).map_or(u64::MAX, |row| row.line);
    // What is wrong behind the header is noted when the rows are read.
    for problem in noted.list().iter().filter(|problem| problem.at.line <= header_line) {
        match problem.gravity {
            Gravity::Error => problems.error(&file, problem.at, &*problem.what, &problem.value),
            Gravity::Warning | Gravity::Hint => problems.warning(&file, problem.at, &*problem.what, &problem.value),
        }
    }
    let Some(found) = found else { return Ok(None) };
    if found > 0 {
        let what = format!("lines above the header are not read; the header is line {header_line}");
        problems.warning(&file, At { line: rows[0].line, column: 1 }, what, rows[0].text(first_filled(&rows[0])));
    }
    let mut header: Vec<String> = rows[found].cells.iter().map(|cell| cell.text.trim().to_owned()).collect();
    while header.last().is_some_and(String::is_empty) {
        header.pop();
    }
    Ok(Some(Grid { file, written, header, header_line, body }))
}

/// The header among the first rows with text: the first, or where that is a title, which fills one cell, the next that
/// names more than two columns in words.
fn find(rows: &[Row]) -> Option<usize> {
    let is_title = filled(rows.first()?).count() == 1;
    let names = |row: &Row| filled(row).count() > 2 && filled(row).filter(|cell| !cell.number).count() >= 2;
    let below = if is_title { rows.iter().position(names) } else { None };
    Some(below.unwrap_or(0))
}

fn filled(row: &Row) -> impl Iterator<Item = &super::Cell> {
    row.cells.iter().filter(|cell| !cell.text.trim().is_empty())
}

fn first_filled(row: &Row) -> usize {
    row.cells.iter().position(|cell| !cell.text.trim().is_empty()).unwrap_or(0)
}
