//! What goes with the basket: at most five rows, one marked. Open rows show what to ask; the one to talk about next
//! shows what to say and why it is here; answered rows are one line and keep their place. Where a name needs the room,
//! the sign alone says which answer it was.
//!
//! Which rows there are is decided in [`super::list`]; here they are drawn, sign before colour.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::columns::{Cells, Columns, Price};
use super::list::{ListRow, NAME, Tone, label_width, title};
use super::pen::{Pen, shorten, width_of};
use crate::domain::{LinkKind, Suggestion};
use crate::tui::state::{Focus, State};
use crate::tui::theme::{Look, Theme};
use crate::words::Words;

/// A name is not cut below this for the words of what a set saves; then the bare amount has to do.
const SHORTEST: u16 = 18;

/// Draws the title and the rows.
pub fn view(
    frame: &mut Frame<'_>,
    area: Rect,
    state: &State,
    theme: &Theme,
    words: &Words,
    rows: &[ListRow],
    columns: Columns,
) {
    let mut pen = Pen::new(frame, area);
    pen.rule(0, &title(state, words), Look::of(&state.face.looks), theme.frame);
    let text = NAME + label_width(words);
    for (y, row) in (1..).zip(rows) {
        match row {
            ListRow::Notice(notice, tone) => {
                pen.text(1, y, notice, style_of(*tone, theme));
            }
            ListRow::Sentence(label, sentence, tone) => {
                let style = style_of(*tone, theme);
                pen.text(NAME, y, label.as_deref().unwrap_or(""), style);
                pen.text(text, y, sentence, style);
            }
            ListRow::AddOn(place) => add_on(&mut pen, y, state, theme, words, *place, columns),
        }
    }
}

fn style_of(tone: Tone, theme: &Theme) -> Style {
    match tone {
        Tone::Plain => theme.text,
        Tone::Aloud => theme.aloud,
        Tone::Careful => theme.fault,
    }
}

fn add_on(pen: &mut Pen<'_>, y: u16, state: &State, theme: &Theme, words: &Words, place: usize, columns: Columns) {
    let Some(row) = state.desk.rows.get(place) else { return };
    let (sign, answer, style) = answer(row, state, theme, words);
    let highlighted = state.desk.focus == Focus::AddOn(place);
    let over = highlighted.then_some(theme.highlight);
    if highlighted {
        pen.paint(0, y, pen.width(), theme.highlight);
    }
    let mark = if highlighted { '>' } else { ' ' };
    pen.text(0, y, &format!("{mark}{} ", place + 1), over.unwrap_or(theme.text));
    pen.text(3, y, sign, over.unwrap_or(style));
    let end = NAME + columns.name_width(NAME);
    let room = end - NAME;
    let name = name(row, state, words, room);
    let after = pen.within(NAME, y, room, &name, over.unwrap_or(theme.text));
    let fits = |text: &&str| after + 3 + width_of(text) <= end;
    if let Some(answer) = answer.iter().map(String::as_str).find(fits) {
        pen.text(after + 3, y, answer, over.unwrap_or(style));
    }
    let cells = Cells::of(&row.add_on, state, words, Price::WithCode);
    columns.draw(pen, y, &cells, theme, over);
}

/// Sign, words and style of the answer that a row has; the words with and without the reason of a no.
pub fn answer(row: &Suggestion, state: &State, theme: &Theme, words: &Words) -> (&'static str, Vec<String>, Style) {
    match state.desk.answer(row) {
        None => ("[ ]", Vec::new(), theme.not_asked),
        Some(answer) if answer.accepted => ("[+]", vec![words.word("answer-took")], theme.took),
        Some(answer) => {
            let why = answer.why.map(|why| ("why", words.word(super::reasons::id(why))));
            let texts = why.map(|why| words.say("answer-no-why", &[why])).into_iter();
            ("[-]", texts.chain([words.word("answer-no")]).collect(), theme.no_thanks)
        }
    }
}

/// The name behind the sign of its kind of link. What a set saves stays even where the name has to be cut.
pub fn name(row: &Suggestion, state: &State, words: &Words, room: u16) -> String {
    let name = row.add_on.name.as_str();
    let sign = match row.kind {
        LinkKind::Required => "sign-needs",
        LinkKind::Service => "sign-service",
        LinkKind::Bundle => "sign-set",
        _ => return name.to_owned(),
    };
    let name = format!("{}  {name}", words.word(sign));
    let Some(saves) = row.saves.filter(|_| row.kind == LinkKind::Bundle) else {
        return name;
    };
    let amount = [("amount", words.money(&state.face.currency, saves))];
    let saves = |id: &str| format!(": {}", words.say(id, &amount));
    let (long, short) = (saves("set-saves"), saves("set-saves-short"));
    let rest = if width_of(&name).min(SHORTEST) + width_of(&long) <= room { long } else { short };
    shorten(&name, room.saturating_sub(width_of(&rest))) + &rest
}
