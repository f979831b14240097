//! The report: how often advice was asked and taken, what it brought, and which pairs to rewrite. Small windows show lines and
//! lying bars ([`narrow`]), large ones tiles, standing bars and ranges ([`wide`]); a row in full is [`row`].

mod bars;
mod narrow;
mod row;
mod rows;
mod spoken;
mod wide;

pub use spoken::spoken;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::Pen;
use crate::domain::{Day, Money};
use crate::report::interval::Estimate;
use crate::report::measures::Measures;
use crate::report::overview::Overview;
use crate::tui::state::{Board, Length, Report, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// The words of the reasons of noes, in the order of `report::rates::REASONS`.
const REASONS: [&str; 5] =
    ["reason-has-one", "reason-too-expensive", "reason-not-now", "reason-does-not-fit", "reason-other"];
/// From this size on there are tiles and ranges.
const WIDE: (u16, u16) = (110, 32);

/// Draws the report below its title.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, report: &Report) {
    let Some(board) = &report.board else {
        Pen::new(frame, area).text(1, 1, &words.word("report-reading"), theme.text);
        return;
    };
    let page = Page { state, theme, words, report, board };
    if let Some(open) = &board.open {
        row::view(frame, area, &page, open);
    } else if area.width >= WIDE.0 && area.height.saturating_add(4) >= WIDE.1 {
        wide::view(frame, area, &page);
    } else {
        narrow::view(frame, area, &page);
    }
}

/// Draws the line on top: which figures these are.
pub fn title(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, report: &Report) {
    let mut pen = Pen::new(frame, area);
    let minutes = state.clock.minute_of_day;
    let time = format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
    let end = pen.right(pen.width().saturating_sub(1), 0, 5, &time, theme.text);
    pen.within(0, 0, end.saturating_sub(2), &heading(state, words, report), theme.text);
}

/// Whose figures these are, of when, and of which sales.
fn heading(state: &State, words: &Words, report: &Report) -> String {
    let face = &state.face;
    let who = if face.terminal.is_empty() { &face.shop } else { &face.terminal };
    let mut text = format!(" {}  {who}   {}", words.word("report-head"), period(report, words));
    if let Some(name) = &report.question.context {
        let known = face.contexts.iter().find(|(known, _)| known == name);
        let name = known.map_or(name.clone(), |(_, words)| words.clone());
        text += &words.say("report-only", &[("context", name)]);
    }
    text
}

/// `Last 7 days`, and for an earlier period its days.
fn period(report: &Report, words: &Words) -> String {
    let days = i64::from(report.question.length.days());
    if let (0, length) = (report.question.back, report.question.length) {
        return match length {
            Length::Day => words.word("report-today"),
            _ => words.count("report-last-days", days, &[]),
        };
    }
    let Some(board) = &report.board else { return String::new() };
    let span = board.overview.span;
    let day = |day: Day| words.day_short(Some(&day.to_string()));
    if span.from == span.to {
        return words.day_long(Some(&span.to.to_string()));
    }
    words.say("report-from-to", &[("from", day(span.from)), ("to", words.day_long(Some(&span.to.to_string())))])
}

/// Of a hundred, or a dash where nothing was counted.
fn of_100(share: Option<Estimate>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.0}", share.value * 100.0))
}

/// What the parts of the screen share.
struct Page<'a> {
    state: &'a State,
    theme: &'a Theme,
    words: &'a Words,
    report: &'a Report,
    board: &'a Board,
}

impl Page<'_> {
    fn overview(&self) -> &Overview {
        &self.board.overview
    }

    fn count(&self, count: i64) -> String {
        self.words.number(count)
    }

    fn money(&self, amount: i64) -> String {
        self.words.amount(&self.state.face.currency, Money(amount))
    }

    /// How many of a hundred more than before, in brackets; nothing where there is no before.
    fn change(&self, share: impl Fn(&Measures) -> Option<Estimate>) -> String {
        let overview = self.overview();
        let now = share(&overview.whole);
        let before = overview.before.and_then(|past| share(&past.whole));
        match (now, before) {
            (Some(now), Some(before)) => format!(" ({:+.0})", (now.value - before.value) * 100.0),
            _ => String::new(),
        }
    }

    /// The bars of a chart: the period cut into as many parts, each with its name and sums.
    fn parts(&self, most: usize) -> Vec<(String, Measures)> {
        self.parts_of(&self.overview().days, most)
    }

    fn parts_of(&self, days: &[(Day, Measures)], most: usize) -> Vec<(String, Measures)> {
        // A day each, else whole weeks.
        let size = match days.len().div_ceil(most.max(1)) {
            ..2 => 1,
            size => size.next_multiple_of(7),
        };
        let name = |first: Day, alone: bool| {
            if alone && days.len() <= 7 {
                self.words.word(&format!("weekday-{}", (first.0 + 3).rem_euclid(7) + 1))
            } else {
                self.words.day_short(Some(&first.to_string()))
            }
        };
        let part = |part: &[(Day, Measures)]| {
            let mut sum = Measures::default();
            for (_, more) in part {
                sum.plus(more, 1);
            }
            (name(part[0].0, size == 1), sum)
        };
        days.chunks(size).map(part).collect()
    }

    /// The sign of a bar.
    fn bar(&self) -> &'static str {
        if self.state.face.looks.plain { "#" } else { "█" }
    }
}
