//! The report at 120x36: tiles, standing bars by day, reasons of noes, and the rows with their ranges.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use super::super::pen::{Pen, width_of, wrap};
use super::{Page, REASONS, bars, of_100, rows};
use crate::report::measures::{Measure, Measures};
use crate::tui::theme::Look;

/// Rows of the tiles and of the charts, frames included.
const TILES: u16 = 4;
const CHARTS: u16 = 14;
/// Rows of remarks at most.
const REMARKS: usize = 3;

/// Draws it.
pub fn view(frame: &mut Frame<'_>, area: Rect, page: &Page<'_>) {
    let lines = remarks(page, area.width.saturating_sub(2));
    let foot = u16::try_from(lines.len()).unwrap_or(0);
    let split = [Constraint::Length(TILES), Constraint::Length(CHARTS), Constraint::Fill(1), Constraint::Length(foot)];
    let [top, middle, table, below] = Layout::vertical(split).areas(area);
    tiles(frame, top, page);
    let [days, reasons] = Layout::horizontal([Constraint::Percentage(60), Constraint::Fill(1)]).areas(middle);
    let title = page.words.word("report-bars");
    let look = Look::of(&page.state.face.looks);
    let inside = Pen::new(frame, days).border(&title, look, page.theme.frame);
    bars::standing(frame, inside, page, &page.parts(28));
    noes(frame, reasons, page);
    rows::view(frame, table, page);
    let mut pen = Pen::new(frame, below);
    for (y, line) in (0..).zip(&lines) {
        pen.text(1, y, line, page.theme.text);
    }
}

fn tiles(frame: &mut Frame<'_>, area: Rect, page: &Page<'_>) {
    let whole = &page.overview().whole;
    let before = page.overview().before.map(|past| past.whole);
    let was = |value: String| page.words.say("report-was", &[("value", value)]);
    let per_sale = |sums: &Measures| sums.add_ons_a_sale().map_or_else(|| "-".to_owned(), |n| page.words.hundredths(n));
    let tiles = [
        (
            "report-sales",
            page.count(whole.get(Measure::Sales)),
            before.map(|before| was(page.count(before.get(Measure::Sales)))),
        ),
        ("report-tile-with", format!("{}%{}", of_100(whole.with_add_on()), page.change(Measures::with_add_on)), None),
        ("report-add-ons-a-sale", per_sale(whole), before.map(|before| was(per_sale(&before)))),
        (
            "report-add-on-revenue",
            page.money(whole.get(Measure::AddOnRevenue)),
            before.map(|before| was(page.money(before.get(Measure::AddOnRevenue)))),
        ),
        ("report-tile-asked", format!("{}%{}", of_100(whole.asked_share()), page.change(Measures::asked_share)), None),
    ];
    let areas: [Rect; 5] = Layout::horizontal([Constraint::Fill(1); 5]).areas(area);
    for ((id, value, was), area) in tiles.into_iter().zip(areas) {
        let inside =
            Pen::new(frame, area).border(&page.words.word(id), Look::of(&page.state.face.looks), page.theme.frame);
        let mut pen = Pen::new(frame, inside);
        pen.text(1, 0, &value, page.theme.aloud);
        if let Some(was) = was {
            pen.text(1, 1, &was, page.theme.text);
        }
    }
}

/// Why customers said no.
fn noes(frame: &mut Frame<'_>, area: Rect, page: &Page<'_>) {
    let words = page.words;
    let title = words.word("report-reasons");
    let inside = Pen::new(frame, area).border(&title, Look::of(&page.state.face.looks), page.theme.frame);
    let mut pen = Pen::new(frame, inside);
    let (given, none) = page.overview().whole.reasons();
    let noted: i64 = given.iter().sum();
    let names: Vec<String> = REASONS.iter().map(|id| words.word(id)).collect();
    let start = names.iter().map(|name| width_of(name)).max().unwrap_or(0) + 3;
    let most = given.iter().copied().max().unwrap_or(0).max(1);
    let room = pen.width().saturating_sub(start + 8);
    for (place, (name, count)) in (0_u16..).zip(names.iter().zip(given)) {
        let y = 1 + 2 * place;
        pen.text(1, y, name, page.theme.text);
        let length = (f64::from(room) * count as f64 / most as f64).round() as usize;
        let after = pen.text(start, y, &page.bar().repeat(length), page.theme.text);
        pen.text(after + 1, y, &page.count(count), page.theme.text);
    }
    let with = [("noted", page.count(noted)), ("noes", page.count(noted + none))];
    pen.text(1, pen.height().saturating_sub(1), &words.say("report-noted", &with), page.theme.text);
}

fn remarks(page: &Page<'_>, width: u16) -> Vec<String> {
    let fair = page.words.word("report-signs-long");
    let all = std::iter::once(&fair).chain(&page.board.remarks);
    let lines =
        all.flat_map(|remark| wrap(remark, width).into_iter().map(std::borrow::Cow::into_owned).collect::<Vec<_>>());
    lines.take(REMARKS).collect()
}
