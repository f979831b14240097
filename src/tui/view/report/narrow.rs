//! The report at 80x24: a line of figures, lying bars, and the rows.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::super::pen::{Pen, width_of};
use super::{Page, of_100, rows};
use crate::report::measures::{Measure, Measures};
use crate::tui::theme::Look;

/// Bars at most.
const BARS: usize = 7;

/// Draws it.
pub fn view(frame: &mut Frame<'_>, area: Rect, page: &Page<'_>) {
    let look = Look::of(&page.state.face.looks);
    let (words, theme) = (page.words, page.theme);
    let mut pen = Pen::new(frame, area);
    pen.text(1, 0, &in_one_line(page), theme.text);
    pen.rule(1, &words.word("report-bars"), look, theme.frame);
    let low = pen.height() < 18;
    let parts = page.parts(if low { 4 } else { BARS });
    let mut y = 2;
    let names = parts.iter().map(|(name, _)| width_of(name)).max().unwrap_or(0);
    for (name, sums) in &parts {
        pen.text(1, y, name, theme.text);
        bar(&mut pen, y, names + 3, page, sums);
        y += 1;
    }
    let foot = foot(page, pen.width(), low);
    let rest = pen.height().saturating_sub(y + u16::try_from(foot.len()).unwrap_or(0));
    let area = Rect { y: area.y + y, height: rest, ..area };
    rows::view(frame, area, page);
    let mut pen = Pen::new(frame, Rect { y: area.bottom(), height: u16::try_from(foot.len()).unwrap_or(0), ..area });
    for (y, line) in (0..).zip(&foot) {
        pen.text(1, y, line, theme.text);
    }
}

/// The figures of the period in one line.
pub fn in_one_line(page: &Page<'_>) -> String {
    let whole = &page.overview().whole;
    let with = [
        ("sales", page.count(whole.get(Measure::Sales))),
        ("with", page.count(whole.get(Measure::WithAddOn))),
        ("share", of_100(whole.with_add_on())),
        ("money", page.money(whole.get(Measure::AddOnRevenue))),
        ("asked", page.count(whole.asked())),
    ];
    page.words.say("report-line", &with)
}

/// How much was asked of what was shown.
pub fn fair(page: &Page<'_>) -> String {
    let whole = &page.overview().whole;
    let with = [
        ("asked", page.count(whole.asked())),
        ("shown", page.count(whole.get(Measure::Shown))),
        ("share", of_100(whole.asked_share())),
    ];
    page.words.say("report-fair-line", &with)
}

/// A lying bar with its number; nobody asked is nothing.
fn bar(pen: &mut Pen<'_>, y: u16, x: u16, page: &Page<'_>, sums: &Measures) {
    let Some(share) = sums.acceptance() else {
        pen.text(x, y, &page.words.word("report-none-asked"), page.theme.text);
        return;
    };
    let room = f64::from(pen.width().saturating_sub(x + 12));
    let length = (share.value * room).round() as usize;
    let after = pen.text(x, y, &page.bar().repeat(length), page.theme.text);
    pen.text(after + 2, y, &format!("{:.0}", share.value * 100.0), page.theme.text);
}

/// What stands below the rows.
fn foot(page: &Page<'_>, columns: u16, low: bool) -> Vec<String> {
    let mut lines = vec![fair(page)];
    if !low {
        lines.insert(0, page.words.word("report-signs"));
        let room = columns.saturating_sub(2);
        let wrapped = page.board.remarks.iter().flat_map(|remark| {
            super::super::pen::wrap(remark, room).into_iter().map(std::borrow::Cow::into_owned).collect::<Vec<_>>()
        });
        lines.extend(wrapped.take(2));
    }
    lines
}
