//! A row of the report in full: its figures beside those before, its answers, what staff say, and how it went day by day.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::symbols::Marker;
use ratatui::widgets::{Axis, Chart, Dataset, GraphType};

use super::super::pen::{Pen, wrap};
use super::{Page, REASONS, bars, of_100, rows};
use crate::domain::Day;
use crate::report::by::By;
use crate::report::measures::{Measure, Measures};
use crate::tui::state::OpenRow;
use crate::tui::theme::Look;

/// Rows of the line at the bottom.
const TREND: u16 = 9;

/// Draws it.
pub fn view(frame: &mut Frame<'_>, area: Rect, page: &Page<'_>, open: &OpenRow) {
    let (words, theme) = (page.words, page.theme);
    let row = &page.overview().rows[open.row];
    let mut pen = Pen::new(frame, area);
    pen.text(1, 0, &rows::whole_name(page, open.row), theme.aloud);
    let mut y = 2;
    for line in figures(page, &row.measures, row.before.as_ref(), row.item_sales) {
        pen.text(1, y, &line, theme.text);
        y += 1;
    }
    y += 1;
    for (label, text) in said(page, open) {
        for (at, line) in wrap(&text, pen.width().saturating_sub(9)).iter().enumerate() {
            if at == 0 {
                pen.text(1, y, &label, theme.text);
            }
            pen.text(7, y, line, theme.aloud);
            y += 1;
        }
    }
    if page.overview().by == By::Pair && open.talking.is_none() {
        pen.text(1, y, &words.word("report-no-sentence"), theme.text);
        y += 1;
    }
    let left = pen.height().saturating_sub(y + 1);
    if left >= TREND - 2 {
        let height = left.min(TREND + 5);
        let below = Rect { y: area.bottom() - height, height, ..area };
        Pen::new(frame, below).rule(0, &words.word("report-trend"), Look::of(&page.state.face.looks), theme.frame);
        trend(frame, Rect { y: below.y + 1, height: height - 1, ..below }, page, open);
    }
}

/// What was asked and taken, and what it brought.
pub fn figures(page: &Page<'_>, now: &Measures, before: Option<&Measures>, item_sales: Option<i64>) -> Vec<String> {
    let words = page.words;
    let share = now.acceptance();
    let range = share.map_or_else(String::new, |one| format!("{:.0}-{:.0}", one.low * 100.0, one.high * 100.0));
    let with = [
        ("shown", page.count(now.get(Measure::Shown))),
        ("asked", page.count(now.asked())),
        ("took", page.count(now.get(Measure::Accepted))),
        ("of", of_100(share)),
        ("range", range),
        ("unasked", page.count(now.get(Measure::TakenWithoutAsking))),
        ("money", page.money(now.get(Measure::AddOnRevenue))),
    ];
    let mut lines = vec![words.say("report-row-asked", &with), words.say("report-row-brought", &with)];
    if let Some(before) = before {
        let with = [
            ("asked", page.count(before.asked())),
            ("of", of_100(before.acceptance())),
            ("money", page.money(before.get(Measure::AddOnRevenue))),
        ];
        lines.push(words.say("report-row-before", &with));
    }
    if let Some(attach) = item_sales.and_then(|sales| now.attach(sales)) {
        let sales = item_sales.unwrap_or(0);
        lines.push(words.say(
            "report-row-attach",
            &[("share", format!("{:.0}", attach.value * 100.0)), ("sales", page.count(sales))],
        ));
    }
    let (given, none) = now.reasons();
    let noes: Vec<String> = REASONS
        .iter()
        .zip(given)
        .chain([(&"reason-none", none)])
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| format!("{} {}", words.word(id), page.count(count)))
        .collect();
    if !noes.is_empty() {
        let with = [("noes", page.count(now.get(Measure::Declined))), ("reasons", noes.join(", "))];
        lines.push(words.say("report-row-noes", &with));
    }
    lines
}

/// The sentences with their labels.
pub fn said(page: &Page<'_>, open: &OpenRow) -> Vec<(String, String)> {
    let Some(talking) = &open.talking else { return Vec::new() };
    [("label-ask", &talking.ask), ("label-say", &talking.say), ("label-why", &talking.why)]
        .into_iter()
        .filter_map(|(label, text)| Some((page.words.word(label), text.as_ref()?.to_string())))
        .collect()
}

/// The period in days or weeks, each with its sums: one pair is asked a few times a day, so weeks say more.
pub fn parts(page: &Page<'_>, open: &OpenRow) -> Vec<(String, Measures)> {
    let span = page.overview().span;
    let by_day: BTreeMap<Day, Measures> = open.days.iter().copied().collect();
    let every: Vec<(Day, Measures)> =
        (span.from.0..=span.to.0).map(|day| (Day(day), by_day.get(&Day(day)).copied().unwrap_or_default())).collect();
    page.parts_of(&every, if every.len() > 7 { (every.len() / 7).min(26) } else { 7 })
}

/// Of every hundred asked, by day or, in long periods, by week: a line, and bars where a terminal draws no lines.
fn trend(frame: &mut Frame<'_>, area: Rect, page: &Page<'_>, open: &OpenRow) {
    let span = page.overview().span;
    let parts = parts(page, open);
    let points: Vec<(f64, f64)> = (0..)
        .zip(&parts)
        .filter_map(|(place, (_, sums))| Some((f64::from(place), sums.acceptance()?.value * 100.0)))
        .collect();
    if points.len() < 2 {
        Pen::new(frame, area).text(1, 0, &page.words.word("report-no-trend"), page.theme.text);
        return;
    }
    if page.state.face.looks.plain {
        bars::standing(frame, area, page, &parts);
        return;
    }
    let style = page.theme.text;
    let set = Dataset::default().marker(Marker::HalfBlock).graph_type(GraphType::Line).style(style).data(&points);
    let day = |day: Day| page.words.day_short(Some(&day.to_string()));
    let end = f64::from(u32::try_from(parts.len()).unwrap_or(1).max(2) - 1);
    let chart = Chart::new(vec![set])
        .x_axis(Axis::default().bounds([0.0, end]).labels([day(span.from), day(span.to)]).style(style))
        .y_axis(Axis::default().bounds([0.0, 100.0]).labels(["0", "50", "100"]).style(style));
    frame.render_widget(chart, area);
}
