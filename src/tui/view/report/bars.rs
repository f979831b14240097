//! Standing bars: a part of the period each.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::symbols::bar;
use ratatui::text::Line;
use ratatui::widgets::{Bar, BarChart, BarGroup};

use super::super::pen::{Pen, width_of};
use super::Page;
use crate::report::measures::Measures;

/// Standing bars: of every hundred asked, how many took it.
pub fn standing(frame: &mut Frame<'_>, inside: Rect, page: &Page<'_>, parts: &[(String, Measures)]) {
    const AXIS: u16 = 5;
    let count = u16::try_from(parts.len()).unwrap_or(1).max(1);
    let room = inside.width.saturating_sub(AXIS + 1);
    let width = (room / count).saturating_sub(1).clamp(1, 5);
    let top = parts.iter().filter_map(|(_, sums)| sums.acceptance()).fold(0.0_f64, |top, one| top.max(one.value));
    let top = (((top * 10.0).ceil() * 10.0) as u64).clamp(10, 100);
    let chart = Rect { x: inside.x + AXIS, width: room, height: inside.height.saturating_sub(1), ..inside };
    axis(frame, Rect { width: AXIS, height: chart.height, ..inside }, page, top);
    let sign = page.bar();
    let plain = bar::Set {
        full: sign,
        seven_eighths: sign,
        three_quarters: sign,
        five_eighths: sign,
        half: sign,
        three_eighths: " ",
        one_quarter: " ",
        one_eighth: " ",
        empty: " ",
    };
    let value = |sums: &Measures| sums.acceptance().map_or(0, |share| (share.value * 100.0).round() as u64);
    let drawn: Vec<Bar<'_>> =
        parts.iter().map(|(_, sums)| Bar::default().value(value(sums)).text_value(String::new())).collect();
    let widget = BarChart::default()
        .data(BarGroup::default().bars(&drawn))
        .bar_width(width)
        .bar_gap(1)
        .max(top)
        .bar_style(page.theme.text)
        .bar_set(if page.state.face.looks.plain { plain } else { bar::NINE_LEVELS });
    frame.render_widget(widget, chart);
    names(frame, Rect { y: chart.bottom(), height: 1, ..chart }, page, parts, width + 1);
}

/// The numbers at the left of standing bars.
fn axis(frame: &mut Frame<'_>, area: Rect, page: &Page<'_>, top: u64) {
    let mut pen = Pen::new(frame, area);
    let rows = pen.height();
    for part in 0..5_u16 {
        let y = rows.saturating_sub(1) - rows.saturating_sub(1) * part / 4;
        let number = top * u64::from(part) / 4;
        pen.right(4, y, 4, &number.to_string(), page.theme.text);
    }
}

/// The names below standing bars, as many as find room.
fn names(frame: &mut Frame<'_>, area: Rect, page: &Page<'_>, parts: &[(String, Measures)], step: u16) {
    let mut line = Line::default();
    let (mut x, mut free) = (0_u16, 0_u16);
    for (name, _) in parts {
        if x >= free {
            line.push_span(format!("{}{name}", " ".repeat(usize::from(x - free))));
            free = x + width_of(name) + 2;
            line.push_span("  ");
        }
        x += step;
    }
    Pen::new(frame, area).text(0, 0, line.to_string().trim_end(), page.theme.text);
}
