//! A report as one page of HTML: no script, nothing from elsewhere, readable in print and in a mail.

use std::fmt::Write as _;

use super::chart::{amounts, bars, points, shares};
use super::column::{COLUMNS, against_before, of_100};
use super::headline::Headline;
use super::{Sheet, Value, headline};
use crate::domain::text::printable;
use crate::report::by::By;
use crate::report::measures::{Measure, Measures};
use crate::report::rates::LEAST_ASKED;

/// So many rows are shown; CSV has them all.
const ROWS: usize = 100;
/// The figures that stand on top in large letters.
const TILES: [&str; 6] = ["sales", "with_add_on", "add_ons_a_sale", "add_on_revenue", "acceptance", "asked_share"];

const STYLE: &str = include_str!("page.css");

/// The page.
pub fn html(sheet: &Sheet<'_>) -> String {
    let overview = sheet.overview;
    let title = [sheet.shop, sheet.scope].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let heading = format!("{} - {}", sheet.word("report-title"), title);
    let mut page = String::new();
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}, {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>\n",
        escaped(&sheet.word("language-tag")),
        escaped(&heading),
        escaped(&sheet.period()),
        escaped(&title),
        escaped(&sheet.period()),
    );
    let heads = headline(overview);
    tiles(&mut page, sheet, &heads);
    for line in sheet.added().into_iter().chain(sheet.remarks()) {
        let _ = writeln!(page, "<p class=\"remark\">{}</p>", escaped(&line));
    }
    charts(&mut page, sheet);
    rows(&mut page, sheet);
    figures(&mut page, sheet, &heads);
    let _ = write!(page, "<footer>\n<p>{}</p>\n</footer>\n</body>\n</html>\n", escaped(&sheet.word("report-fair")));
    page
}

fn tiles(page: &mut String, sheet: &Sheet<'_>, heads: &[Headline]) {
    page.push_str("<section class=\"tiles\">\n");
    for one in TILES.iter().filter_map(|id| heads.iter().find(|one| one.id == *id)) {
        let before = match (&one.before, &one.now) {
            (Some(before), now) if *now != Value::Nothing && *before != Value::Nothing => {
                let value = with_unit(sheet, before);
                format!("<small>{}</small>", escaped(&sheet.words.say("report-was", &[("value", value)])))
            }
            _ => String::new(),
        };
        let name = sheet.word(&format!("report-{}", one.id.replace('_', "-")));
        let _ = writeln!(
            page,
            "<div><span>{}</span><strong>{}</strong>{before}</div>",
            escaped(&name),
            escaped(&with_unit(sheet, &one.now))
        );
    }
    page.push_str("</section>\n");
}

fn charts(page: &mut String, sheet: &Sheet<'_>) {
    let (points, is_weekly) = points(sheet.overview);
    let when = sheet.word(if is_weekly { "report-chart-week" } else { "report-chart-day" });
    let (given, none) = sheet.overview.whole.reasons();
    let ids = ["reason-has-one", "reason-too-expensive", "reason-not-now", "reason-does-not-fit", "reason-other"];
    let mut reasons: Vec<(String, i64)> = ids.iter().map(|id| sheet.word(id)).zip(given).collect();
    let has_reasons = given.iter().any(|count| *count > 0);
    reasons.push((sheet.word("reason-none"), none));
    let drawn = [
        ("report-acceptance", Some(&when), shares(sheet, &points, Measures::acceptance)),
        ("report-with-add-on", Some(&when), shares(sheet, &points, Measures::with_add_on)),
        ("report-add-on-revenue", Some(&when), amounts(sheet, &points, |sums| sums.get(Measure::AddOnRevenue))),
        ("report-reasons", None, if has_reasons { bars(&reasons) } else { String::new() }),
    ];
    for (id, when, svg) in drawn.into_iter().filter(|(_, _, svg)| !svg.is_empty()) {
        let mut name = sheet.word(id);
        if let Some(when) = when {
            let _ = write!(name, ", {when}");
        }
        let name = escaped(&name);
        let svg = svg.replacen("<svg ", &format!("<svg role=\"img\" aria-label=\"{name}\" "), 1);
        let _ = writeln!(page, "<figure>\n<figcaption>{name}</figcaption>\n{}\n</figure>", svg.trim_end());
    }
}

fn rows(page: &mut String, sheet: &Sheet<'_>) {
    let overview = sheet.overview;
    if overview.rows.is_empty() {
        return;
    }
    let by = overview.by;
    let shown: Vec<_> = COLUMNS.iter().filter(|column| (column.is_shown)(by)).collect();
    let title = sheet.word(&format!("report-by-{}", by.word()));
    let first = sheet.word(&format!("report-name-{}", by.word()));
    let _ = write!(page, "<section>\n<h2>{}</h2>\n<table>\n<thead><tr><th>{}</th>", escaped(&title), escaped(&first));
    for column in &shown {
        let _ =
            write!(page, "<th>{}</th>", escaped(&sheet.word(&format!("report-col-{}", column.id.replace('_', "-")))));
        if column.id == "acceptance" {
            let _ = write!(page, "<th>{}</th>", escaped(&sheet.word("report-col-range")));
        }
    }
    if overview.before.is_some() {
        let _ = write!(page, "<th>{}</th>", escaped(&sheet.word("report-col-against")));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in overview.rows.iter().take(ROWS) {
        let _ = write!(page, "<tr><th scope=\"row\">{}</th>", escaped(&sheet.name_of(row)));
        for column in &shown {
            if column.id == "acceptance" {
                let share = of_100(row);
                let range =
                    share.map_or_else(String::new, |one| format!("{:.0}-{:.0}", one.low * 100.0, one.high * 100.0));
                let _ = write!(page, "<td>{}</td><td>{range}</td>", escaped(&sheet.text(&Value::share(share))));
            } else {
                let _ = write!(page, "<td>{}</td>", escaped(&sheet.text(&(column.value)(row))));
            }
        }
        if overview.before.is_some() {
            let against = against_before(row).map_or_else(String::new, |more| format!("{more:+}"));
            let _ = write!(page, "<td>{against}</td>");
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
    if let Some(more) = overview.rows.len().checked_sub(ROWS).filter(|more| *more > 0) {
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        let _ = writeln!(page, "<p>{}</p>", escaped(&sheet.words.count("report-more-rows", more, &[])));
    }
    if by == By::Pair && overview.hidden == 0 {
        let _ = writeln!(page, "<p>{}</p>", escaped(&sheet.words.count("report-least", LEAST_ASKED, &[])));
    }
    page.push_str("</section>\n");
}

fn figures(page: &mut String, sheet: &Sheet<'_>, heads: &[Headline]) {
    let overview = sheet.overview;
    let _ =
        write!(page, "<section>\n<h2>{}</h2>\n<table>\n<thead><tr><th></th>", escaped(&sheet.word("report-figures")));
    let mut header = vec![sheet.word("report-now")];
    header.extend(overview.before.map(|_| sheet.word("report-before")));
    header.extend(overview.year_before.map(|_| sheet.word("report-year-before")));
    for cell in &header {
        let _ = write!(page, "<th>{}</th>", escaped(cell));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for one in heads {
        let name = sheet.word(&format!("report-{}", one.id.replace('_', "-")));
        let _ = write!(page, "<tr><th scope=\"row\">{}</th>", escaped(&name));
        for value in [Some(&one.now), one.before.as_ref(), one.year_before.as_ref()].into_iter().flatten() {
            let _ = write!(page, "<td>{}</td>", escaped(&with_unit(sheet, value)));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n</section>\n");
}

/// Shares as `48 %`.
fn with_unit(sheet: &Sheet<'_>, value: &Value) -> String {
    match value {
        Value::Share(_) => format!("{} %", sheet.text(value)),
        value => sheet.text(value),
    }
}

/// Text of anybody as text of a page.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
