//! The two questions that the program asks by itself: whether to drop this sale, and whether to go on with one that
//! was left open. Neither is answered by a scanner's Enter.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, wrap};
use super::{footer, popup};
use crate::domain::{Sale, UnixMillis};
use crate::tui::keymap::Action;
use crate::tui::state::{Clock, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// Draws "Drop this sale?", No first.
pub fn drop_sale(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, yes: bool) {
    let inside = popup::open(frame, popup::within(area, 5), &words.word("drop-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    pen.text(2, 0, &drop_what(state, words), theme.text);
    let mut place = pen.place(2, 2);
    for (y, id, chosen) in [(2, "drop-no", !yes), (3, "drop-yes", yes)] {
        let style = if chosen { theme.highlight } else { theme.text };
        if chosen {
            pen.paint(1, y, pen.width().saturating_sub(2), style);
            pen.text(2, y, ">", style);
            place = pen.place(2, y);
        }
        pen.text(4, y, &words.word(id), style);
    }
    popup::cursor(frame, place);
}

/// What would be dropped.
pub fn drop_what(state: &State, words: &Words) -> String {
    words.say("drop-what", &[("lines", lines(words, state.desk.basket.lines.len()))])
}

/// Draws the question for the manager's code: signs for what was typed, since others look on.
pub fn code(
    frame: &mut Frame<'_>,
    area: Rect,
    state: &State,
    theme: &Theme,
    words: &Words,
    (typed, wrong): (&str, bool),
) {
    let inside = popup::open(frame, popup::within(area, 4), &words.word("code-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    let id = if wrong { "code-wrong" } else { "code-what" };
    pen.text(2, 0, &words.word(id), theme.text);
    let after = pen.text(2, 2, &format!("> {}", "*".repeat(typed.chars().count())), theme.text);
    let place = pen.place(after, 2);
    popup::cursor(frame, place);
}

/// Draws the sale that was left open: how many lines it has, what they come to, and when it was last touched.
pub fn kept(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, sale: &Sale) {
    let inside = popup::open(frame, popup::within(area, 9), &words.word("kept-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    let texts = kept_lines(state, words, sale);
    let (first, last) = (texts.first().map_or("", String::as_str), texts.last().map_or("", String::as_str));
    pen.text(2, 0, first, theme.text);
    let mut y = 1;
    for line in texts.iter().skip(1).take(texts.len().saturating_sub(2)) {
        pen.text(4, y, line, theme.text);
        y += 1;
    }
    y += 1;
    for line in wrap(last, pen.width().saturating_sub(4)) {
        pen.text(2, y, &line, theme.text);
        y += 1;
    }
    let place = pen.place(2, 0);
    popup::cursor(frame, place);
}

/// How large the sale is, its last lines, and the question.
pub fn kept_lines(state: &State, words: &Words, sale: &Sale) -> Vec<String> {
    let basket = sale.basket();
    let with = [
        ("lines", lines(words, basket.lines.len())),
        ("total", words.price_with_code(&state.face.currency, Some(basket.total()))),
        ("when", when(state.clock, words, sale.last_touched().unwrap_or(state.clock.now))),
    ];
    let keys = [("enter", footer::key(state, Action::Enter)), ("back", footer::key(state, Action::Back))];
    let last = basket.lines.iter().rev().take(3).rev().map(|line| format!("{}  {}", line.quantity, line.item.name));
    let mut texts = vec![words.say("kept-when", &with)];
    texts.extend(last);
    texts.push(words.say("kept-ask", &keys));
    texts
}

fn lines(words: &Words, count: usize) -> String {
    words.count("kept-lines", i64::try_from(count).unwrap_or(i64::MAX), &[])
}

/// `today 14:05`, `yesterday 18:20`, `3 days ago`, by the minutes of local time that the clock knows.
fn when(clock: Clock, words: &Words, at: UnixMillis) -> String {
    let minutes = clock.now.saturating_sub(at).max(0) / 60_000;
    let minute = i64::from(clock.minute_of_day) - minutes;
    let id = match minute {
        0.. => "time-today",
        -1440..=-1 => "time-yesterday",
        _ => return words.age(minutes.saturating_mul(60_000)),
    };
    let minute = minute.rem_euclid(1440);
    words.say(id, &[("time", format!("{:02}:{:02}", minute / 60, minute % 60))])
}
