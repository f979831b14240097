//! The report in lines: its figures as sentences, and what the bars show as numbers behind their days.

use super::{Page, heading, narrow, of_100, row, rows};
use crate::report::by::By;
use crate::report::measures::Measures;
use crate::tui::state::{OpenRow, Report, State};
use crate::words::Words;

/// The lines of the report: those above the rows, the rows, those below.
#[derive(Debug, Default)]
pub struct Lines {
    /// What the figures are, and the whole of them.
    pub before: Vec<String>,
    /// Each row.
    pub rows: Vec<String>,
    /// What has to be said beside them.
    pub after: Vec<String>,
}

/// The lines, and the row under the highlight.
pub fn spoken(state: &State, words: &Words, report: &Report) -> (Lines, usize) {
    let mut lines = Lines { before: vec![heading(state, words, report)], ..Lines::default() };
    let Some(board) = &report.board else {
        lines.before.push(words.word("report-reading"));
        return (lines, 0);
    };
    let theme = crate::tui::theme::Theme::named("mono");
    let page = Page { state, theme: &theme, words, report, board };
    match &board.open {
        Some(open) => of_row(&mut lines.before, &page, open),
        None => of_all(&mut lines, &page),
    }
    (lines, report.row)
}

fn of_all(lines: &mut Lines, page: &Page<'_>) {
    lines.before.push(narrow::in_one_line(page));
    lines.before.push(by_day(page, "report-bars", &page.parts(28)));
    lines.before.push(rows::title(page.overview().by, page));
    let rows = page.overview().rows.len();
    lines.rows = (0..rows).map(|number| rows::spoken(page, number)).collect();
    if rows == 0 {
        lines.after.push(page.words.word("report-no-rows"));
    }
    lines.after.push(narrow::fair(page));
    lines.after.extend(page.board.remarks.iter().cloned());
}

fn of_row(lines: &mut Vec<String>, page: &Page<'_>, open: &OpenRow) {
    let one = &page.overview().rows[open.row];
    lines.push(rows::whole_name(page, open.row));
    lines.extend(row::figures(page, &one.measures, one.before.as_ref(), one.item_sales));
    lines.extend(row::said(page, open).into_iter().map(|(label, text)| format!("{label}: {text}")));
    if page.overview().by == By::Pair && open.talking.is_none() {
        lines.push(page.words.word("report-no-sentence"));
    }
    lines.push(by_day(page, "report-trend", &row::parts(page, open)));
}

/// `Took it, of every 100 asked: Mon 40, Tue nobody asked`
fn by_day(page: &Page<'_>, id: &str, parts: &[(String, Measures)]) -> String {
    let none = page.words.word("report-none-asked");
    let part = |(name, sums): &(String, Measures)| {
        let share = sums.acceptance().map_or_else(|| none.clone(), |share| of_100(Some(share)));
        format!("{name} {share}")
    };
    format!("{}: {}", page.words.word(id), parts.iter().map(part).collect::<Vec<_>>().join(", "))
}
