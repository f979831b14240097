//! The highlighted pair: its two items, what sales say of them, whether there is a link, as what it would be shown, and
//! the two sentences with their limits.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::evidence::sentences;
use crate::domain::writing::{self, Offence, Part, SAY_CHARACTERS};
use crate::domain::{LinkKind, Partner, Standing};
use crate::tui::review::state::{Focus, Review, Writing};
use crate::tui::theme::{Look, Theme};
use crate::tui::view::pen::{Pen, shorten, width_of, wrap};
use crate::tui::view::{line, popup};

/// Sentences are read in lines of at most so many columns.
const SENTENCE: u16 = 60;

/// Columns that a sentence leaves to its label and its count.
const BESIDE: u16 = 35;

/// One row of the panel.
pub enum Row {
    /// An item: what it is, and its price.
    Item(String, String),
    /// Something to read.
    Text(String),
    /// What `links.csv` says.
    Link(String),
    /// As what it is shown, and for whom.
    Kind(String),
    /// A further row of a sentence.
    Further(String),
    /// The sentence under the cursor, with how much of its limit is used, and whether that is too much.
    Line(Part, String, bool),
    /// The first row of a sentence, with the same count.
    Sentence(Part, String, String, bool),
    /// What is wrong with a sentence.
    Fault(String),
}

impl Row {
    /// How much it is needed: where a window is low, the least go first, and of two alike the later one.
    fn weight(&self) -> u8 {
        match self {
            Self::Line(..) => 9,
            Self::Item(..) => 8,
            Self::Sentence(..) => 7,
            Self::Kind(..) => 6,
            Self::Fault(..) => 5,
            Self::Text(..) => 4,
            Self::Further(..) => 3,
            Self::Link(..) => 2,
        }
    }
}

/// As many rows as there is room for, in their order.
pub fn fitted(mut rows: Vec<Row>, height: u16) -> Vec<Row> {
    while rows.len() > usize::from(height) {
        let least = (0..rows.len()).min_by_key(|&at| (rows[at].weight(), std::cmp::Reverse(at)));
        let Some(least) = least else { break };
        rows.remove(least);
    }
    rows
}

/// The rows of the highlighted pair; none where there is none.
pub fn rows(state: &Review, width: u16) -> Vec<Row> {
    let Some(pair) = state.pair() else { return Vec::new() };
    let words = &state.face.words;
    let facing = state.desk.facing(pair);
    let partners = state.desk.partners(&facing);
    let mut rows: Vec<Row> = partners.map(|partner| item(state, partner)).into();
    let room = width.saturating_sub(2);
    let names = partners.map(|partner| partner.name.as_str());
    let ways = fitting(room, names, |names| {
        let [there, back, _] = sentences(&facing, names, words);
        [there, back]
    });
    let [_, _, together] = sentences(&facing, names, words);
    rows.extend(ways.map(Row::Text));
    rows.extend(wrap(&together, room).into_iter().map(|line| Row::Text(line.into_owned())));
    if state.desk.standing(pair, state.face.least) == Standing::Weak {
        rows.push(Row::Text(words.say("review-weak", &[("least", state.face.least.to_string())])));
    }
    rows.push(Row::Link(linked(state, facing.linked, names)));
    let kind = kind_word(state, state.desk.kind(pair));
    let shown = match state.desk.ways(pair) {
        _ if !state.desk.kind(pair).is_add_on() => words.word("review-shown-never"),
        [true, true] => words.word("review-shown-both"),
        _ => {
            let put = |names: [&str; 2]| [("item", names[0].to_owned()), ("other", names[1].to_owned())];
            let room = room.saturating_sub(7 + width_of(&kind) + 8);
            let [text] = fitting(room, names, |names| [words.say("review-shown", &put(names))]);
            text
        }
    };
    rows.push(Row::Kind(format!("< {kind} >  {shown}")));
    for part in [Part::Ask, Part::Say] {
        sentence(state, pair, part, &mut rows, width);
    }
    rows
}

/// Sentences with two names in them, the names cut as far as the longest sentence needs it.
fn fitting<const N: usize>(room: u16, names: [&str; 2], say: impl Fn([&str; 2]) -> [String; N]) -> [String; N] {
    let said = say(names);
    let longest = said.iter().map(|text| width_of(text)).max().unwrap_or(0);
    if longest <= room {
        return said;
    }
    let both = names.iter().map(|name| width_of(name)).sum::<u16>();
    let left = both.saturating_sub(longest - room);
    // The shorter name keeps what it needs.
    let short = width_of(names[0]).min(width_of(names[1])).min(left / 2).max(6);
    let long = left.saturating_sub(short).max(6);
    let cut =
        names.map(|name| if width_of(name) <= short { name.to_owned() } else { shorten(name, long.max(left / 2)) });
    let cut = if width_of(&cut[0]) + width_of(&cut[1]) > left {
        names.map(|name| shorten(name, (left / 2).max(6)))
    } else {
        cut
    };
    say([&cut[0], &cut[1]])
}

fn item(state: &Review, partner: &Partner) -> Row {
    let mut text = format!("{}  {}", partner.name, partner.sku);
    if !partner.category.is_empty() {
        text = format!("{text}  {}", partner.category);
    }
    Row::Item(text, state.face.words.price_with_code(&state.face.currency, partner.price))
}

fn kind_word(state: &Review, kind: LinkKind) -> String {
    state.face.words.word(&format!("review-kind-{}", kind.word().replace('_', "-")))
}

/// What `links.csv` says of the two, `linked` the second for the first and the first for the second.
fn linked(state: &Review, linked: [Option<LinkKind>; 2], names: [&str; 2]) -> String {
    let words = &state.face.words;
    let say = |kind: LinkKind, [item, other]: [&str; 2]| {
        let with = [("item", shorten(item, 28)), ("other", shorten(other, 28)), ("kind", kind_word(state, kind))];
        words.say("review-linked", &with)
    };
    match linked {
        [Some(kind), _] => say(kind, names),
        [None, Some(kind)] => say(kind, [names[1], names[0]]),
        [None, None] => words.word("review-not-linked"),
    }
}

fn sentence(state: &Review, pair: u32, part: Part, rows: &mut Vec<Row>, width: u16) {
    let words = &state.face.words;
    let written = state.desk.written(pair);
    let kept = if part == Part::Ask { written.ask } else { written.say };
    let under_cursor = match &state.focus {
        Focus::Writing(Writing { part: writing, line }) if *writing == part => Some(line.value().to_owned()),
        _ => None,
    };
    let is_written = under_cursor.is_some();
    let text = under_cursor.unwrap_or_else(|| kept.map_or_else(String::new, |text| text.to_string()));
    let offences = if text.trim().is_empty() {
        Vec::new()
    } else {
        writing::offences(part, text.trim(), &state.face.currency.code)
    };
    let over = offences.iter().any(|offence| matches!(offence, Offence::TooManyWords(_) | Offence::TooLong));
    let counted = count(state, part, &text);
    if is_written {
        rows.push(Row::Line(part, counted, over));
    } else {
        let counted = if text.is_empty() { String::new() } else { counted };
        let mut lines = wrap(&text, SENTENCE.min(width.saturating_sub(BESIDE))).into_iter();
        let first = lines.next().unwrap_or_default().into_owned();
        let empty = text.is_empty().then(|| words.word("review-nothing-written"));
        rows.push(Row::Sentence(part, empty.unwrap_or(first), counted, over));
        rows.extend(lines.take(2).map(|line| Row::Further(line.into_owned())));
    }
    let mut faults = offences.into_iter().filter_map(|offence| match offence {
        Offence::TooManyWords(_) | Offence::TooLong => None,
        // A question is only finished at its end.
        Offence::NoQuestionMark if is_written => None,
        Offence::NoQuestionMark => Some("review-fault-question"),
        Offence::ExclamationMark => Some("review-fault-exclamation"),
        Offence::PriceOrStock => Some("review-fault-price"),
    });
    // One at a time: the next one shows when this one is mended.
    rows.extend(faults.next().map(|id| Row::Fault(words.word(id))));
}

/// `12 of 20 words`, and for SAY the characters.
fn count(state: &Review, part: Part, text: &str) -> String {
    let most = part.most_words().unwrap_or(0);
    let with = [
        ("words", writing::words(text).to_string()),
        ("most", most.to_string()),
        ("characters", text.trim().chars().count().to_string()),
        ("longest", SAY_CHARACTERS.to_string()),
    ];
    state.face.words.say(if part == Part::Say { "review-count-say" } else { "review-count-ask" }, &with)
}

fn label(state: &Review, part: Part) -> String {
    state.face.words.word(if part == Part::Ask { "label-ask" } else { "label-say" })
}

/// Draws the rows under their rule, as many as there is room for.
pub fn view(frame: &mut Frame<'_>, area: Rect, state: &Review, theme: &Theme, rows: &[Row]) {
    let words = &state.face.words;
    let ids = ["label-ask", "label-say", "review-label-link", "review-label-kind"];
    let second = ids.map(|id| width_of(&words.word(id))).into_iter().max().unwrap_or(0) + 3;
    let mut pen = Pen::new(frame, area);
    pen.rule(0, &words.word("review-pair"), Look::of(&state.face.looks), theme.frame);
    let end = area.width.saturating_sub(1);
    let mut cursor = None;
    for (y, row) in (1..).zip(rows) {
        let counted = |pen: &mut Pen<'_>, text: &str, over: bool| {
            let (text, style) = if over { (format!("! {text}"), theme.fault) } else { (text.to_owned(), theme.text) };
            pen.right(end, y, 30, &text, style)
        };
        let labelled = |pen: &mut Pen<'_>, id: &str, text: &str| {
            pen.text(1, y, &words.word(id), theme.text);
            pen.text(second, y, text, theme.text);
        };
        match row {
            Row::Item(text, price) => {
                let x = pen.right(end, y, 18, price, theme.text);
                pen.within(1, y, x.saturating_sub(3), text, theme.text);
            }
            Row::Text(text) => drop(pen.within(1, y, end, text, theme.text)),
            Row::Fault(text) => drop(pen.within(second, y, end, &format!("! {text}"), theme.fault)),
            Row::Link(text) => labelled(&mut pen, "review-label-link", text),
            Row::Kind(text) => labelled(&mut pen, "review-label-kind", text),
            Row::Further(text) => drop(pen.text(second, y, text, theme.aloud)),
            Row::Sentence(part, text, count, over) => {
                let x = counted(&mut pen, count, *over);
                pen.text(1, y, &label(state, *part), theme.text);
                let style = if count.is_empty() { theme.text } else { theme.aloud };
                pen.within(second, y, x.saturating_sub(second + 1), text, style);
            }
            Row::Line(part, count, over) => {
                let x = counted(&mut pen, count, *over);
                pen.text(0, y, ">", theme.text);
                pen.text(1, y, &label(state, *part), theme.text);
                if let Focus::Writing(writing) = &state.focus {
                    let room = x.saturating_sub(second + 2);
                    cursor = Some(line::typed_text(&mut pen, second, y, room, &writing.line, theme.aloud));
                }
            }
        }
    }
    if let Some(place) = cursor {
        popup::cursor(frame, place);
    }
}
