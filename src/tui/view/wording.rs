//! The page on which staff type a better sentence: what is said now, what they would say, and the limits as a hint.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::pen::{Pen, wrap};
use super::popup;
use crate::domain::Spoken;
use crate::domain::writing::{ASK_WORDS, SAY_CHARACTERS, SAY_WORDS, words as count_words};
use crate::tui::state::{State, Typing};
use crate::tui::theme::Theme;
use crate::words::Words;

/// The words of the part that is typed, and what is said now.
fn said_now(words: &Words, typing: &Typing) -> (String, String) {
    let (id, now) = match typing.part {
        Spoken::Ask => ("wording-ask", typing.talking.ask.as_ref()),
        Spoken::Say => ("wording-say", typing.talking.say.as_ref()),
    };
    (words.word(id), now.map_or_else(|| words.word("wording-none"), ToString::to_string))
}

/// The same in lines: what is said now, and what is asked for.
pub fn spoken(words: &Words, typing: &Typing) -> Vec<String> {
    let (part, now) = said_now(words, typing);
    let hint = if typing.refused { words.word("wording-refused") } else { String::new() };
    vec![
        format!("{} {now}", words.say("wording-now", &[("part", part.clone())])),
        words.say("wording-yours", &[("part", part)]),
        hint,
    ]
}

/// Draws it, the cursor in the text.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme, words: &Words, typing: &Typing) {
    let title = words.say("wording-title", &[("name", typing.name.to_string())]);
    let inside = popup::open(frame, area, &title, state, theme);
    let mut pen = Pen::new(frame, inside);
    let width = pen.width().saturating_sub(4);
    let (part, now) = said_now(words, typing);
    pen.text(1, 0, &words.say("wording-now", &[("part", part.clone())]), theme.text);
    let mut y = 1;
    for line in wrap(&now, width) {
        pen.text(3, y, &line, theme.text);
        y += 1;
    }
    pen.text(1, y + 1, &words.say("wording-yours", &[("part", part)]), theme.text);
    y += 2;
    let text = typing.input.value();
    let before: String = text.chars().take(typing.input.cursor()).collect();
    let mut place = pen.place(3, y);
    for line in rows(text, usize::from(width)) {
        pen.text(3, y, line, theme.aloud);
        y += 1;
    }
    let at = rows(&before, usize::from(width));
    if let Some(last) = at.last() {
        let first = place.y;
        place = pen.place(3 + super::pen::width_of(last), 0);
        place.y = first + u16::try_from(at.len() - 1).unwrap_or(0);
    }
    let hint = if typing.refused { words.word("wording-refused") } else { limits(words, typing.part, text) };
    for line in wrap(&hint, width) {
        y += 1;
        pen.text(1, y, &line, if typing.refused { theme.fault } else { theme.text });
    }
    popup::cursor(frame, place);
}

/// A text in rows of so many characters, at least one: cut anywhere, so that the cursor stands where the text goes on.
fn rows(text: &str, width: usize) -> Vec<&str> {
    let mut rows = Vec::new();
    let mut rest = text;
    loop {
        let cut = rest.char_indices().nth(width.max(1)).map_or(rest.len(), |(at, _)| at);
        rows.push(&rest[..cut]);
        rest = &rest[cut..];
        if rest.is_empty() {
            return rows;
        }
    }
}

/// What writers keep to, and how far this one is.
fn limits(words: &Words, part: Spoken, text: &str) -> String {
    let (id, most) = match part {
        Spoken::Ask => ("wording-limit-ask", ASK_WORDS),
        Spoken::Say => ("wording-limit-say", SAY_WORDS),
    };
    let with = [
        ("words", count_words(text).to_string()),
        ("most", most.to_string()),
        ("characters", text.chars().count().to_string()),
        ("longest", SAY_CHARACTERS.to_string()),
    ];
    words.say(id, &with)
}
