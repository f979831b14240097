//! Charts of a report as SVG, drawn by `plotters`: no font, no script, no colour that carries a meaning alone.

use plotters::prelude::*;

use super::Sheet;
use crate::domain::Day;
use crate::report::interval::Estimate;
use crate::report::measures::Measures;
use crate::report::overview::Overview;

const BLUE: RGBColor = RGBColor(0, 90, 156);
const ORANGE: RGBColor = RGBColor(176, 88, 0);
const PALE: RGBColor = RGBColor(221, 221, 221);
const INK: RGBColor = RGBColor(34, 34, 34);
const SIZE: (u32, u32) = (720, 260);
const LABEL: (&str, i32) = ("sans-serif", 13);
/// Longer periods are drawn by week.
const MOST_DAYS: usize = 62;

/// A point of time in a chart: its first day and what it comes to.
pub type Point = (Day, Measures);

/// The days of a report, or its weeks where there are many.
pub fn points(overview: &Overview) -> (Vec<Point>, bool) {
    if overview.days.len() <= MOST_DAYS {
        return (overview.days.clone(), false);
    }
    let mut weeks: Vec<Point> = Vec::new();
    for (day, sums) in &overview.days {
        match weeks.last_mut() {
            Some((monday, week)) if *monday == day.monday() => week.plus(sums, 1),
            _ => weeks.push((day.monday(), *sums)),
        }
    }
    (weeks, true)
}

/// Shares over time as bars, each with its interval; empty where nothing can be drawn.
pub fn shares(sheet: &Sheet<'_>, points: &[Point], share: fn(&Measures) -> Option<Estimate>) -> String {
    let values: Vec<Option<Estimate>> = points.iter().map(|(_, sums)| share(sums)).collect();
    if values.iter().all(Option::is_none) {
        return String::new();
    }
    let top = values.iter().flatten().fold(0.0_f64, |top, one| top.max(one.high));
    let top = ((top * 10.0).ceil() * 10.0).clamp(10.0, 100.0);
    let mut svg = String::new();
    let _ = draw(&mut svg, points, top, sheet, |place| {
        let one = values[place]?;
        Some((one.value * 100.0, Some((one.low * 100.0, (one.high * 100.0).min(top)))))
    });
    svg
}

/// Amounts over time as bars.
pub fn amounts(sheet: &Sheet<'_>, points: &[Point], amount: fn(&Measures) -> i64) -> String {
    let unit = 10_f64.powi(i32::from(sheet.currency.exponent));
    let values: Vec<f64> = points.iter().map(|(_, sums)| amount(sums).max(0) as f64 / unit).collect();
    let top = values.iter().copied().fold(0.0, f64::max);
    if top <= 0.0 {
        return String::new();
    }
    let mut svg = String::new();
    let _ = draw(&mut svg, points, top * 1.05, sheet, |place| Some((values[place], None)));
    svg
}

/// A bar's height, and the ends of its interval.
type Bar = (f64, Option<(f64, f64)>);

fn draw(
    svg: &mut String,
    points: &[Point],
    top: f64,
    sheet: &Sheet<'_>,
    bar: impl Fn(usize) -> Option<Bar>,
) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    let count = points.len();
    let mut chart = ChartBuilder::on(&root)
        .margin(8)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(0.0..count as f64, 0.0..top)?;
    let label = |x: &f64| {
        let day = points.get(x.floor() as usize).map(|(day, _)| day.to_string());
        sheet.words.day_short(day.as_deref())
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(PALE)
        .axis_style(INK)
        .x_labels(8.min(count.max(1)))
        .y_labels(6)
        .x_label_formatter(&label)
        .y_label_formatter(&|y| format!("{y:.0}"))
        .label_style(LABEL.into_font().color(&INK))
        .draw()?;
    for place in 0..count {
        let Some((height, ends)) = bar(place) else { continue };
        let left = place as f64;
        chart.draw_series([Rectangle::new([(left + 0.15, 0.0), (left + 0.85, height)], BLUE.filled())])?;
        if let Some((low, high)) = ends {
            let middle = left + 0.5;
            chart.draw_series([PathElement::new([(middle, low), (middle, high)], ORANGE.stroke_width(2))])?;
        }
    }
    root.present()?;
    Ok(())
}

/// Lying bars with their names; empty where all are zero.
pub fn bars(rows: &[(String, i64)]) -> String {
    let top = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
    if top <= 0 {
        return String::new();
    }
    let height = 24 + 34 * u32::try_from(rows.len()).unwrap_or(0);
    let mut svg = String::new();
    let _ = lying(&mut svg, rows, top as f64, (SIZE.0, height));
    svg
}

fn lying(
    svg: &mut String,
    rows: &[(String, i64)],
    top: f64,
    size: (u32, u32),
) -> Result<(), Box<dyn std::error::Error>> {
    const NAMES: i32 = 200;
    let root = SVGBackend::with_string(svg, size).into_drawing_area();
    let longest = f64::from(size.0) - f64::from(NAMES) - 70.0;
    for (place, (name, count)) in rows.iter().enumerate() {
        let y = 12 + 34 * i32::try_from(place).unwrap_or(0);
        let end = NAMES + (longest * *count as f64 / top).round() as i32;
        root.draw(&Text::new(name.clone(), (0, y + 5), LABEL.into_font().color(&INK)))?;
        root.draw(&Rectangle::new([(NAMES, y), (end.max(NAMES + 1), y + 22)], BLUE.filled()))?;
        root.draw(&Text::new(count.to_string(), (end + 8, y + 5), LABEL.into_font().color(&INK)))?;
    }
    root.present()?;
    Ok(())
}
