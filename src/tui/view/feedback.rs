//! What there is to say of a practice sale: what was missed, with the sentence that could have been said, then what was
//! declined with the answer that was prepared, then what was taken. In words without blame.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, shorten, width_of, wrap};
use super::popup;
use crate::domain::practice::{Fate, Judged};
use crate::tui::state::{Feedback, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// The column of names and sentences.
const TEXT: u16 = 7;

/// One row: the add-on it belongs to, its text, and whether it is the first of that add-on.
struct Row {
    of: usize,
    text: String,
    head: bool,
}

/// Draws it, the cursor on the highlighted add-on.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, feedback: &Feedback) {
    let inside = popup::open(frame, area, &words.word("practice-title"), state, theme);
    let mut pen = Pen::new(frame, inside);
    let low = pen.height() < 12;
    pen.text(1, 0, &summary(words, feedback), theme.text);
    let top = if low { 1 } else { 2 };
    let rows = rows(words, feedback, pen.width().saturating_sub(TEXT + 1));
    let last = rows.iter().rposition(|row| row.of == feedback.row).unwrap_or(0);
    let seen = popup::seen(rows.len(), last, pen.height().saturating_sub(top));
    let mut place = pen.place(1, 0);
    for (y, row) in (top..).zip(&rows[seen]) {
        let judged = &feedback.rows[row.of];
        if row.head {
            let marked = row.of == feedback.row;
            let style = if marked { theme.highlight } else { theme.text };
            if marked {
                pen.paint(0, y, pen.width(), style);
                pen.text(1, y, ">", style);
                place = pen.place(1, y);
            }
            pen.text(3, y, sign(judged.fate), style);
            pen.text(TEXT, y, &row.text, style);
        } else {
            pen.text(TEXT, y, &row.text, theme.text);
        }
    }
    popup::cursor(frame, place);
}

/// `2 of 3 asked about, 1 taken.`, and a good word where nothing was missed.
pub fn summary(words: &Words, feedback: &Feedback) -> String {
    let count = |holds: fn(Fate) -> bool| feedback.rows.iter().filter(|row| holds(row.fate)).count();
    let all = feedback.rows.len();
    let missed = count(|fate| matches!(fate, Fate::MissedNeed | Fate::Missed));
    let with = [
        ("asked", (all - missed).to_string()),
        ("all", all.to_string()),
        ("taken", count(|fate| fate == Fate::Took).to_string()),
    ];
    match (all, missed) {
        (0, _) => words.word("practice-none"),
        (_, 0) => words.say("practice-all-asked", &with),
        _ => words.say("practice-asked", &with),
    }
}

/// Each add-on in words: what became of it, and what could have been said.
pub fn spoken(words: &Words, feedback: &Feedback) -> Vec<String> {
    let text = |judged: &Judged| {
        let mut text = words.say(title(judged.fate), &[("name", judged.name.to_string())]);
        for sentence in sentences(words, judged) {
            text.push_str("  ");
            text.push_str(&sentence);
        }
        text
    };
    feedback.rows.iter().map(text).collect()
}

/// What became of an add-on; where both do not fit, its name is cut and not what is said of it.
fn head(words: &Words, judged: &Judged, width: u16) -> String {
    let say = |name: &str| words.say(title(judged.fate), &[("name", name.to_owned())]);
    let room = width.saturating_sub(width_of(&say("")));
    say(&shorten(judged.name.as_str(), room))
}

fn rows(words: &Words, feedback: &Feedback, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for (of, judged) in feedback.rows.iter().enumerate() {
        let head = head(words, judged, width);
        rows.push(Row { of, text: head, head: true });
        for sentence in sentences(words, judged) {
            rows.extend(wrap(&sentence, width).iter().map(|line| Row { of, text: line.to_string(), head: false }));
        }
    }
    rows
}

/// What could have been said: of a missed one what to ask and say, of a no the prepared answer.
fn sentences(words: &Words, judged: &Judged) -> Vec<String> {
    let talking = &judged.talking;
    let say = |id: &str, text: &str| words.say(id, &[("text", text.to_owned())]);
    match (judged.fate, &judged.objection) {
        (Fate::MissedNeed | Fate::Missed, _) => {
            let why = talking.why.as_ref().filter(|_| judged.fate == Fate::MissedNeed);
            let ask = talking.ask.iter().map(|text| say("practice-could-ask", text.as_str()));
            let said = talking.say.iter().map(|text| say("practice-could-say", text.as_str()));
            why.map(ToString::to_string).into_iter().chain(ask).chain(said).collect()
        }
        (Fate::Declined, Some((why, prepared))) => {
            let objection = words.word(super::reasons::objection(*why));
            let answer = prepared.as_ref().map_or_else(
                || words.word("practice-no-answer"),
                |answer| words.say("practice-answer", &[("objection", objection), ("text", answer.to_string())]),
            );
            vec![answer]
        }
        _ => Vec::new(),
    }
}

fn title(fate: Fate) -> &'static str {
    match fate {
        Fate::MissedNeed => "practice-missed-need",
        Fate::Missed => "practice-missed",
        Fate::NotTaken => "practice-not-taken",
        Fate::Declined => "practice-declined",
        Fate::Took => "practice-took",
    }
}

fn sign(fate: Fate) -> &'static str {
    match fate {
        Fate::MissedNeed | Fate::Missed | Fate::NotTaken => "[ ]",
        Fate::Declined => "[-]",
        Fate::Took => "[+]",
    }
}
