//! The rows of the report, in the columns that the window has room for.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::pen::{Pen, shorten, width_of};
use super::super::popup;
use super::{Page, of_100};
use crate::report::by::By;
use crate::report::measures::Measure;
use crate::report::overview::Row;
use crate::report::rates::LEAST_ASKED;
use crate::tui::theme::Look;

/// From so many columns on there are ranges and what was before.
const WIDE: u16 = 110;
/// The column of the names.
const NAME: u16 = 3;

/// One column of numbers: its words, its width, and what stands in it.
type Column = (&'static str, u16, fn(&Page<'_>, &Row) -> String);

const SHOWN: Column = ("report-col-shown", 8, |page, row| page.count(row.measures.get(Measure::Shown)));
const SALES: Column = ("report-col-sales", 8, |page, row| page.count(row.measures.get(Measure::Sales)));
const ASKED: Column = ("report-col-asked", 9, |page, row| page.count(row.measures.asked()));
const TOOK: Column = ("report-col-accepted", 7, |page, row| page.count(row.measures.get(Measure::Accepted)));
const OF_100: Column = ("report-col-acceptance", 9, |_, row| of_100(enough(row)));
const RANGE: Column = ("report-col-range", 9, |_, row| {
    enough(row).map_or_else(|| "-".to_owned(), |share| format!("{:.0}-{:.0}", share.low * 100.0, share.high * 100.0))
});
const MONEY: Column =
    ("report-col-add-on-revenue", 12, |page, row| page.money(row.measures.get(Measure::AddOnRevenue)));
const AGAINST: Column = ("report-col-against", 11, |_, row| {
    let before = row.before.filter(|before| before.asked() >= LEAST_ASKED).and_then(|before| before.acceptance());
    match (enough(row), before) {
        (Some(now), Some(before)) => format!("{:+.0}", (now.value - before.value) * 100.0),
        _ => "-".to_owned(),
    }
});

const NARROW_PAIR: &[Column] = &[ASKED, TOOK, OF_100, MONEY];
const NARROW: &[Column] = &[SALES, ASKED, TOOK, OF_100, MONEY];
const WIDE_PAIR: &[Column] = &[SHOWN, ASKED, TOOK, OF_100, RANGE, MONEY, AGAINST];
const WIDE_OTHER: &[Column] = &[SALES, SHOWN, ASKED, TOOK, OF_100, RANGE, MONEY, AGAINST];

/// The share of asked that took it, where enough were asked.
fn enough(row: &Row) -> Option<crate::report::interval::Estimate> {
    row.measures.acceptance().filter(|_| row.measures.asked() >= LEAST_ASKED)
}

/// Draws the title, the words over the columns, and the rows, the cursor on the highlighted one.
pub fn view(frame: &mut Frame<'_>, area: Rect, page: &Page<'_>) {
    let (words, theme) = (page.words, page.theme);
    let overview = page.overview();
    let by = overview.by;
    let mut pen = Pen::new(frame, area);
    let framed = pen.width() >= WIDE;
    let title = title(by, page);
    let columns = match (framed, by.is_of_suggestions()) {
        (true, true) => WIDE_PAIR,
        (true, false) => WIDE_OTHER,
        (false, true) => NARROW_PAIR,
        (false, false) => NARROW,
    };
    let inside = if framed {
        pen.border(&title, Look::of(&page.state.face.looks), theme.frame)
    } else {
        pen.rule(0, &title, Look::of(&page.state.face.looks), theme.frame);
        Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
    };
    let mut pen = Pen::new(frame, inside);
    if overview.rows.is_empty() {
        pen.text(NAME, 0, &words.word("report-no-rows"), theme.text);
        return;
    }
    let numbers: u16 = columns.iter().map(|(_, width, _)| width).sum();
    let name_end = pen.width().saturating_sub(numbers + 1);
    pen.within(NAME, 0, name_end.saturating_sub(NAME), &words.word(&format!("report-name-{}", by.word())), theme.text);
    let mut end = name_end;
    for (id, width, _) in columns {
        end += width;
        pen.right(end, 0, width.saturating_sub(1), &words.word(id), theme.text);
    }
    let seen = popup::seen(overview.rows.len(), page.report.row, pen.height().saturating_sub(1).max(1));
    let mut place = pen.place(1, 1);
    for (y, number) in (1..).zip(seen) {
        let row = &overview.rows[number];
        let chosen = number == page.report.row;
        let style = if chosen { theme.highlight } else { theme.text };
        if chosen {
            place = pen.place(0, y);
            pen.paint(0, y, pen.width(), style);
            pen.text(0, y, ">", style);
        }
        pen.text(1, y, sign(page, row), style);
        name(&mut pen, y, name_end.saturating_sub(NAME + 1), &page.board.names[number], page, style);
        let mut end = name_end;
        for (_, width, text) in columns {
            end += width;
            pen.right(end, y, width.saturating_sub(1), &text(page, row), style);
        }
    }
    popup::cursor(frame, place);
}

/// What the rows are.
pub fn title(by: By, page: &Page<'_>) -> String {
    match by {
        By::Pair => page.words.say("report-pairs-title", &[("least", page.words.number(LEAST_ASKED))]),
        by => page.words.word(&format!("report-by-{}", by.word())),
    }
}

/// A row in words: its name, what it is worth, and each figure behind the words of its column.
pub fn spoken(page: &Page<'_>, number: usize) -> String {
    let row = &page.overview().rows[number];
    let columns = if page.overview().by.is_of_suggestions() { WIDE_PAIR } else { WIDE_OTHER };
    let figures = columns.iter().map(|(id, _, text)| format!("{} {}", page.words.word(id), text(page, row)));
    let worth = match sign(page, row) {
        "*" => page.words.word("spoken-better"),
        "!" => page.words.word("spoken-worse"),
        _ => String::new(),
    };
    let texts = [whole_name(page, number), worth].into_iter().filter(|text| !text.is_empty());
    texts.chain(figures).collect::<Vec<_>>().join(", ")
}

/// A row's name, not cut.
pub fn whole_name(page: &Page<'_>, number: usize) -> String {
    let names = &page.board.names[number];
    let name = names.join(if page.overview().by == By::Pair { " -> " } else { " > " });
    if name.is_empty() { page.words.word("report-unnamed") } else { name }
}

/// `*` where customers take it clearly more often than the rest, `!` where clearly less: by the whole interval, not by chance.
pub fn sign(page: &Page<'_>, row: &Row) -> &'static str {
    let whole = page.overview().whole.acceptance();
    match (enough(row), whole) {
        (Some(share), Some(whole)) if share.low > whole.value => "*",
        (Some(share), Some(whole)) if share.high < whole.value => "!",
        _ => "",
    }
}

/// A row's name; item and add-on share the room, so that neither is lost.
fn name(pen: &mut Pen<'_>, y: u16, room: u16, parts: &[String], page: &Page<'_>, style: Style) {
    let text = match parts {
        [item, add_on] if page.overview().by == By::Pair => {
            const ARROW: &str = " -> ";
            let both = room.saturating_sub(width_of(ARROW));
            let half = both / 2;
            let (first, second) = (width_of(item), width_of(add_on));
            let first_room = if second <= half { both - second } else { half.max(both.saturating_sub(second)) };
            let kept = first.min(first_room);
            format!("{}{ARROW}{}", shorten(item, kept), shorten(add_on, both.saturating_sub(kept)))
        }
        [one] if one.is_empty() => page.words.word("report-unnamed"),
        parts => parts.join(" > "),
    };
    pen.within(NAME, y, room, &text, style);
}
