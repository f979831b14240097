//! Which rows the list of add-ons has: names, sentences, warnings and notices, as many as the window holds.
//!
//! Where there are too few rows, sentences go before names: first those of the other add-ons, then WHY, then ASK. It
//! decides what is said; [`super::add_ons`] draws it.

use super::pen::{width_of, wrap};
use crate::domain::{LinkKind, Suggestion};
use crate::rank::{NotFitting, Quiet};
use crate::tui::state::{Focus, State};
use crate::words::Words;

/// Sentences are read in lines of at most so many columns, as those who write them were told.
const SENTENCE: u16 = 60;
/// The column of the names.
pub const NAME: u16 = 7;

/// One row of the list on the screen.
pub enum ListRow {
    /// A line above or below the add-ons.
    Notice(String, Tone),
    /// An add-on, by its place.
    AddOn(usize),
    /// A sentence: its label (once), its text, and whether it is read aloud.
    Sentence(Option<String>, String, Tone),
}

/// How a line is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// To be read.
    Plain,
    /// To be read aloud.
    Aloud,
    /// To be taken care of.
    Careful,
}

/// What is said of an open add-on: at most so many rows of SAY.
#[derive(Clone, Copy)]
struct Parts {
    ask: bool,
    say: usize,
    why: bool,
}

/// What is said of the marked add-on and of the others.
#[derive(Clone, Copy)]
struct Detail {
    marked: Parts,
    others: Parts,
}

const ALL: Parts = parts(true, 9, true);
const NOTHING: Parts = parts(false, 0, false);

const fn parts(ask: bool, say: usize, why: bool) -> Parts {
    Parts { ask, say, why }
}

const fn detail(marked: Parts, others: Parts) -> Detail {
    Detail { marked, others }
}

/// From the fullest to the barest.
const DETAILS: [Detail; 7] = [
    detail(ALL, parts(true, 9, false)),
    detail(ALL, parts(true, 0, false)),
    detail(ALL, NOTHING),
    detail(parts(true, 9, false), NOTHING),
    detail(parts(false, 9, false), NOTHING),
    detail(parts(false, 1, false), NOTHING),
    detail(NOTHING, NOTHING),
];

/// How much room a window has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Beside a till's own program: names before sentences.
    Low,
    /// 80 by 24.
    Normal,
    /// 120 by 36: what to say of every add-on.
    Roomy,
}

impl Room {
    /// The most that is said in such a window.
    fn first(self) -> usize {
        usize::from(self != Self::Roomy)
    }

    /// What the list asks for before the basket gives way.
    fn wanted(self) -> usize {
        match self {
            Self::Low => 2,
            Self::Normal | Self::Roomy => self.first(),
        }
    }
}

/// The fullest list that `height` rows hold; where even the barest is longer, the part of it round the marked row.
pub fn rows(state: &State, words: &Words, width: u16, height: u16, room: Room) -> Vec<ListRow> {
    let height = usize::from(height);
    let mut rows = Vec::new();
    for detail in &DETAILS[room.first()..] {
        rows = list(state, words, width, *detail);
        if rows.len() <= height {
            return rows;
        }
    }
    let is_focus = |row: &ListRow| matches!(row, ListRow::AddOn(place) if state.desk.focus == Focus::AddOn(*place));
    let at = rows.iter().position(is_focus).unwrap_or(0);
    rows.drain(..(at + 1).saturating_sub(height));
    rows.truncate(height);
    rows
}

/// How many rows the list wants before the basket gives way.
pub fn wanted(state: &State, words: &Words, width: u16, room: Room) -> u16 {
    u16::try_from(list(state, words, width, DETAILS[room.wanted()]).len()).unwrap_or(u16::MAX)
}

/// The title above the list.
pub fn title(state: &State, words: &Words) -> String {
    match state.desk.to_ask() {
        Some(_) => words.word("add-ons-title"),
        None if state.desk.basket.lines.is_empty() => String::new(),
        None => words.word("add-ons-title-none"),
    }
}

/// What is said above the add-ons, in full.
pub fn notices(state: &State, words: &Words) -> Vec<String> {
    let desk = &state.desk;
    let mut notices: Vec<String> = desk.careful.iter().map(|pair| warning(pair, words)).collect();
    notices.extend(quiet(state, words));
    notices
}

/// What is said of an add-on, each behind its label, and first for which item where that is another than the last one.
pub fn said(state: &State, words: &Words, row: &Suggestion) -> Vec<(String, String)> {
    let for_other = state.desk.subject.as_ref().is_some_and(|subject| subject.item.sku != row.for_item);
    let whose = for_other.then(|| (String::new(), words.say("label-for", &[("item", row.for_name.to_string())])));
    let talking = &row.talking;
    let own = |text: &Option<crate::domain::CleanText>| text.as_ref().map(ToString::to_string);
    let parts = [("label-ask", own(&talking.ask)), ("label-say", own(&talking.say)), ("label-why", why(row, words))];
    let parts = parts.into_iter().filter_map(|(id, text)| Some((words.word(id), text?)));
    whose.into_iter().chain(parts).collect()
}

/// Why the list is shorter than it could be, or empty.
fn quiet(state: &State, words: &Words) -> Option<String> {
    let desk = &state.desk;
    match desk.quiet {
        Some(Quiet::Noes(noes)) => Some(words.count("add-ons-quiet", i64::try_from(noes).unwrap_or(i64::MAX), &[])),
        Some(Quiet::Hurry) => Some(words.word("add-ons-hurry")),
        None => (desk.rows.is_empty() && !desk.basket.lines.is_empty()).then(|| words.word("add-ons-nothing")),
    }
}

/// How many add-ons are left out because none is left here.
pub fn out_of_stock(state: &State, words: &Words) -> Option<String> {
    let number = i64::try_from(state.desk.out_of_stock).unwrap_or(i64::MAX);
    (number > 0).then(|| words.count("add-ons-out-of-stock", number, &[]))
}

fn list(state: &State, words: &Words, width: u16, detail: Detail) -> Vec<ListRow> {
    let desk = &state.desk;
    let mut rows = warnings(state, words, width);
    rows.extend(quiet(state, words).map(|text| ListRow::Notice(text, Tone::Plain)));
    let talk_of = desk.to_ask();
    let sentence = SENTENCE.min(width.saturating_sub(NAME + label_width(words) + 1));
    for (place, row) in desk.rows.iter().enumerate() {
        rows.push(ListRow::AddOn(place));
        let spoken_of = desk.quiet.is_none() || row.kind == LinkKind::Required;
        if desk.answer(row).is_none() && spoken_of {
            let parts = if talk_of == Some(place) { detail.marked } else { detail.others };
            let for_other = desk.subject.as_ref().is_some_and(|subject| subject.item.sku != row.for_item);
            if for_other && talk_of == Some(place) && parts.ask {
                let whose = words.say("label-for", &[("item", row.for_name.to_string())]);
                rows.push(ListRow::Sentence(None, whose, Tone::Plain));
            }
            rows.extend(sentences(row, words, sentence, parts));
        }
    }
    if detail.marked.why {
        rows.extend(out_of_stock(state, words).map(|text| ListRow::Notice(text, Tone::Plain)));
    }
    rows
}

fn warnings(state: &State, words: &Words, width: u16) -> Vec<ListRow> {
    let mut rows = Vec::new();
    for pair in &state.desk.careful {
        let text = warning(pair, words);
        rows.extend(
            wrap(&text, width.saturating_sub(2))
                .into_iter()
                .map(|line| ListRow::Notice(line.into_owned(), Tone::Careful)),
        );
    }
    rows
}

fn warning(pair: &NotFitting, words: &Words) -> String {
    let text = pair.why.as_ref().map_or_else(
        || words.say("add-ons-careful-pair", &[("other", pair.other.to_string()), ("item", pair.item.to_string())]),
        ToString::to_string,
    );
    format!("{}  {text}", words.word("add-ons-careful"))
}

fn sentences(row: &Suggestion, words: &Words, width: u16, parts: Parts) -> Vec<ListRow> {
    let mut rows = Vec::new();
    let mut add = |id: &str, text: &str, tone: Tone, most: usize| {
        let lines = wrap(text, width);
        let more = lines.len() > most;
        for (number, line) in lines.into_iter().take(most).enumerate() {
            let label = (number == 0).then(|| words.word(id));
            let cut = if more && number + 1 == most { format!("{line} ..") } else { line.into_owned() };
            rows.push(ListRow::Sentence(label, cut, tone));
        }
    };
    if let Some(ask) = row.talking.ask.as_ref().filter(|_| parts.ask) {
        add("label-ask", ask.as_str(), Tone::Aloud, usize::MAX);
    }
    if let Some(say) = &row.talking.say {
        add("label-say", say.as_str(), Tone::Aloud, parts.say);
    }
    if let Some(why) = why(row, words).filter(|_| parts.why) {
        add("label-why", &why, Tone::Plain, usize::MAX);
    }
    rows
}

/// Why an add-on is here: what this customer is due comes before what a person wrote, and that before counts.
pub fn why(row: &Suggestion, words: &Words) -> Option<String> {
    if let Some(due) = &row.due {
        return Some(words.say("due-why", &[("due", words.due(due))]));
    }
    reason(row, words)
}

/// The same without what is known of this customer.
pub fn reason(row: &Suggestion, words: &Words) -> Option<String> {
    let written = row.talking.why.as_ref().map(ToString::to_string);
    written.or_else(|| words.reason(&row.reason))
}

/// Columns of ASK, SAY and WHY with the gap behind them.
pub fn label_width(words: &Words) -> u16 {
    ["label-ask", "label-say", "label-why"].map(|id| width_of(&words.word(id)) + 2).into_iter().max().unwrap_or(0)
}
