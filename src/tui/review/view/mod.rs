//! Draws the screen: how much is left, the search line, the list, the highlighted pair, what happened, the keys.

mod detail;
mod evidence;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::state::{Filter, Focus, Review};
use super::{HINTS, KEYS, WRITING_HINTS};
use crate::domain::Ruling;
use crate::tui::keymap::Action;
use crate::tui::theme::{Look, Theme};
use crate::tui::view::pen::{Pen, width_of, wrap};
use crate::tui::view::{line, popup, small};

pub use evidence::{sentences, share, span};

/// Columns between two hints.
const GAP: u16 = 3;
/// Actions that share a row of help.
const TWINS: [(Action, Action); 3] =
    [(Action::Left, Action::Right), (Action::Up, Action::Down), (Action::PageUp, Action::PageDown)];
/// The list keeps at least so many rows.
const LEAST_LIST: u16 = 4;

/// Draws everything and places the cursor.
pub fn draw(frame: &mut Frame<'_>, state: &Review, theme: &Theme) {
    let window = frame.area();
    let row = |y: u16, height: u16| Rect::new(0, y, window.width, height).intersection(window);
    let last = window.height.saturating_sub(1);
    if small::is_small(window) {
        too_small(frame, row(0, last), state, theme);
        footer(frame, row(last, 1), state, theme);
        return;
    }
    let line_height = if window.height < 20 { 1 } else { 3 };
    header(frame, row(0, 1), state, theme);
    search(frame, row(1, line_height), state, theme);
    let said = message_rows(state, window.width);
    let bottom = said.len() as u16 + 1;
    let body = row(1 + line_height, last.saturating_sub(1 + line_height + bottom));
    if state.help {
        help(frame, body, state, theme);
    } else {
        let rows_kept = if line_height < 3 { LEAST_LIST - 2 } else { LEAST_LIST };
        // Always as high, whatever there is to say, so that the list does not move under the highlight.
        let height = (if window.height < 30 { 10 } else { 12 }).min(body.height.saturating_sub(2 + rows_kept));
        let rows = detail::fitted(detail::rows(state, body.width), height);
        let height = height + 1;
        let list_height = body.height - height;
        list(frame, Rect { height: list_height, ..body }, state, theme);
        detail::view(frame, Rect { y: body.y + list_height, height, ..body }, state, theme, &rows);
    }
    let mut pen = Pen::new(frame, row(body.bottom(), bottom));
    pen.rule(0, "", Look::of(&state.face.looks), theme.frame);
    for (y, (text, fault)) in (1..).zip(&said) {
        pen.text(1, y, text, if *fault { theme.fault } else { theme.text });
    }
    footer(frame, row(last, 1), state, theme);
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What this is, what is left, and whether it is on disk.
fn header(frame: &mut Frame<'_>, area: Rect, state: &Review, theme: &Theme) {
    let words = &state.face.words;
    let mut pen = Pen::new(frame, area);
    let (id, style) = match (&state.not_saved, state.saving) {
        (Some(_), _) => ("header-not-saved", theme.fault),
        (None, 0) => ("header-saved", theme.text),
        (None, _) => ("review-saving", theme.text),
    };
    let end = pen.width().saturating_sub(1);
    let end = pen.right(end, 0, 12, &words.word(id), style);
    let [open, accepted, rejected] = state.counts.map(|count| words.number(number(count)));
    let id = if area.width < 72 { "review-counts-short" } else { "review-counts" };
    let counts = words.say(id, &[("open", open), ("accepted", accepted), ("rejected", rejected)]);
    let end = pen.right(end.saturating_sub(3), 0, width_of(&counts), &counts, theme.text);
    let name = format!(" {}  {}", words.word("header-name"), state.face.shop);
    pen.within(0, 0, end.saturating_sub(2), &name, theme.text);
}

fn search(frame: &mut Frame<'_>, area: Rect, state: &Review, theme: &Theme) {
    let title = state.face.words.word("review-line");
    let mut pen = Pen::new(frame, area);
    let row = if area.height >= 3 {
        pen.border(&title, Look::of(&state.face.looks), theme.frame)
    } else {
        pen.right(area.width.saturating_sub(1), 0, area.width / 2, &title, theme.frame);
        area
    };
    let mut pen = Pen::new(frame, row);
    let x = pen.text(0, 0, " > ", theme.text);
    let place = line::typed_text(&mut pen, x, 0, row.width.saturating_sub(x + 1), &state.search, theme.text);
    if matches!(state.focus, Focus::Search) {
        popup::cursor(frame, place);
    }
}

fn filter_word(filter: Filter) -> &'static str {
    match filter {
        Filter::Undecided => "review-list-open",
        Filter::Accepted => "review-list-accepted",
        Filter::Rejected => "review-list-rejected",
        Filter::All => "review-list-all",
    }
}

/// How many pairs the title counts: of those to decide about, the ones that are left.
fn listed(state: &Review) -> usize {
    match (state.filter, state.search.value().is_empty()) {
        (Filter::Undecided, true) => state.counts[0],
        (Filter::Undecided, false) => {
            let open = |pair: &&u32| state.desk.written.get(*pair).is_none_or(|written| written.ruling.is_none());
            state.shown.iter().filter(open).count()
        }
        _ => state.shown.len(),
    }
}

fn sign(ruling: Option<Ruling>, theme: &Theme) -> (&'static str, Style) {
    match ruling {
        None => ("[ ]", theme.not_asked),
        Some(Ruling::Accepted) => ("[+]", theme.took),
        Some(Ruling::Rejected) => ("[-]", theme.no_thanks),
    }
}

fn list(frame: &mut Frame<'_>, area: Rect, state: &Review, theme: &Theme) {
    let words = &state.face.words;
    let mut pen = Pen::new(frame, area);
    let title = words.count(filter_word(state.filter), number(listed(state)), &[]);
    pen.rule(0, &title, Look::of(&state.face.looks), theme.frame);
    if state.shown.is_empty() {
        let id = match (state.search.value().is_empty(), state.filter) {
            (false, _) => "review-none-found",
            (true, Filter::Undecided) => "review-none-open",
            (true, _) => "review-none",
        };
        let with = [("text", state.search.value().to_owned()), ("filter", key(state, Action::Customer))];
        for (y, line) in (2..).zip(wrap(&words.say(id, &with), area.width.saturating_sub(4))) {
            pen.text(2, y, &line, theme.text);
        }
        if matches!(state.focus, Focus::List) {
            let place = pen.place(1, 2);
            popup::cursor(frame, place);
        }
        return;
    }
    let right: u16 = if area.width >= 100 { 34 } else { 22 };
    let room = area.width.saturating_sub(6 + right + 3);
    let mut cursor = None;
    for (y, at) in (1..).zip(popup::seen(state.shown.len(), state.chosen, area.height.saturating_sub(1))) {
        let pair = state.shown[at];
        let facing = state.desk.facing(pair);
        let [item, other] = state.desk.partners(&facing);
        let (sign, sign_style) = sign(state.desk.written(pair).ruling, theme);
        let chosen = at == state.chosen;
        let style = if chosen { theme.highlight } else { theme.text };
        if chosen {
            pen.paint(0, y, area.width, style);
            pen.text(0, y, ">", style);
            cursor = Some(pen.place(1, y));
        }
        pen.text(1, y, sign, if chosen { style } else { sign_style });
        // The shorter name leaves its room to the longer one.
        let other_room =
            width_of(other.name.as_str()).min(room / 2).max(room.saturating_sub(width_of(item.name.as_str())));
        let x = pen.within(5, y, room - other_room.min(room), item.name.as_str(), style);
        let x = pen.text(x, y, " + ", style);
        pen.within(x, y, area.width.saturating_sub(x + right + 1), other.name.as_str(), style);
        let end = area.width.saturating_sub(1);
        let times = words.say("review-row-times", &[("times", words.decimal(facing.counts.lift()))]);
        pen.right(end, y, 9, &times, style);
        pen.right(end.saturating_sub(10), y, right.saturating_sub(11), &share(&facing.counts, words), style);
    }
    if let (Focus::List, Some(place)) = (&state.focus, cursor) {
        popup::cursor(frame, place);
    }
}

/// What happened, and what is wrong: one row each, the fault first.
fn message_rows(state: &Review, width: u16) -> Vec<(String, bool)> {
    let words = &state.face.words;
    let mut rows = Vec::new();
    if let Some(why) = &state.not_saved {
        let text = words.say("review-not-saved", &[("why", why.clone())]);
        rows.extend(wrap(&text, width.saturating_sub(2)).into_iter().take(3).map(|line| (line.into_owned(), true)));
    }
    if let Some(said) = &state.said {
        let mut values = said.with.clone();
        let keys =
            [("undo", Action::Undo), ("accept", Action::TookIt), ("filter", Action::Customer), ("quit", Action::Quit)];
        values.extend(keys.map(|(name, action)| (name, key(state, action))));
        let whole = words.say(said.id, &values);
        let over = width_of(&whole).saturating_sub(width.saturating_sub(2));
        if over > 0 {
            // Names give way, since the end of a message is the part that names the key.
            for (_, value) in values.iter_mut().filter(|(name, _)| matches!(*name, "item" | "other")) {
                let room = width_of(value).saturating_sub(over.div_ceil(2)).max(12);
                *value = crate::tui::view::pen::shorten(value, room);
            }
        }
        let text = words.say(said.id, &values);
        rows.extend(wrap(&text, width.saturating_sub(2)).into_iter().take(2).map(|line| (line.into_owned(), false)));
    }
    if rows.is_empty() {
        rows.push((String::new(), false));
    }
    rows
}

/// The key to show for an action.
fn key(state: &Review, action: Action) -> String {
    state.face.keymap.keys(action).first().map_or_else(String::new, ToString::to_string)
}

fn footer(frame: &mut Frame<'_>, area: Rect, state: &Review, theme: &Theme) {
    let table: &[(Action, &str, u8)] = if matches!(state.focus, Focus::Writing(_)) { &WRITING_HINTS } else { &HINTS };
    let typing = !matches!(state.focus, Focus::List);
    let hint = |&(action, id, weight): &(Action, &str, u8)| {
        let keys = state.face.keymap.keys(action);
        // While something is typed, signs are text.
        let is_text = |key: &&crate::tui::Key| matches!(key, crate::tui::Key::Char(_));
        let shown = if typing { keys.iter().find(|key| !is_text(key)) } else { keys.first() }?;
        Some((format!("{shown} {}", state.face.words.word(id)), weight))
    };
    let mut hints: Vec<(String, u8)> = table.iter().filter_map(hint).collect();
    let mut pen = Pen::new(frame, area);
    let width =
        |hints: &[(String, u8)]| hints.iter().map(|(text, _)| width_of(text) + GAP).sum::<u16>().saturating_sub(GAP);
    while hints.len() > 1 && width(&hints) > pen.width() {
        let least = (0..hints.len()).min_by_key(|&place| hints[place].1).unwrap_or(0);
        hints.remove(least);
    }
    let mut x = 0;
    for (text, _) in &hints {
        x = pen.text(x, 0, text, theme.text) + GAP;
    }
}

fn help(frame: &mut Frame<'_>, area: Rect, state: &Review, theme: &Theme) {
    let words = &state.face.words;
    let inside =
        Pen::new(frame, area).border(&words.word("review-help-title"), Look::of(&state.face.looks), theme.frame);
    let mut pen = Pen::new(frame, inside);
    let mut rows = vec![(words.word("help-letters-keys"), words.word("review-help-letters"))];
    for (action, id) in KEYS.iter().filter(|(action, _)| !TWINS.iter().any(|(_, twin)| twin == action)) {
        let mut keys: Vec<String> = state.face.keymap.keys(*action).iter().map(ToString::to_string).collect();
        keys.extend(TWINS.iter().filter(|(one, _)| one == action).map(|(_, twin)| key(state, *twin)));
        rows.push((keys.join("  "), words.word(id)));
    }
    // A low window shows what is needed first.
    rows.truncate(usize::from(pen.height()));
    let second = rows.iter().map(|(keys, _)| width_of(keys) + 4).max().unwrap_or(0).clamp(16, 26);
    for (y, (keys, what)) in (0..).zip(&rows) {
        pen.within(2, y, second - 2, keys, theme.text);
        pen.text(second + 1, y, what, theme.text);
    }
    let place = pen.place(1, 0);
    popup::cursor(frame, place);
}

fn too_small(frame: &mut Frame<'_>, area: Rect, state: &Review, theme: &Theme) {
    let now = frame.area();
    let numbers =
        [("width", small::LEAST.0), ("height", small::LEAST.1), ("now-width", now.width), ("now-height", now.height)];
    let text = state.face.words.say("small", &numbers.map(|(name, value)| (name, value.to_string())));
    let mut pen = Pen::new(frame, area);
    for (y, line) in (0..).zip(wrap(&text, area.width.saturating_sub(2))) {
        pen.text(1, y, &line, theme.text);
    }
}
