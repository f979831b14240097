//! The sale in lines, and its end: the item, each add-on with its place and its answer, the lines, the total.

use super::super::columns::{Cells, Price};
use super::super::{add_ons, basket, finish as end, item, list};
use super::{Teller, listed};
use crate::domain::{Item, LinkKind};
use crate::tui::state::{Finish, Focus, State};
use crate::tui::theme::Theme;
use crate::words::Words;

/// No name is cut.
const ROOM: u16 = 10_000;

/// The sale.
pub fn sale(teller: &mut Teller, state: &State, words: &Words) {
    let desk = &state.desk;
    let item = match &desk.subject {
        Some(subject) => of_item(&subject.item, state, words),
        None => item::none(state, words),
    };
    // Without add-ons the highlight is on nothing but the item.
    if desk.rows.is_empty() && matches!(desk.focus, Focus::AddOn(_)) {
        teller.here(item);
    } else {
        teller.tell(item);
    }
    if let Some(subject) = &desk.subject {
        teller.tell_all(item::said(subject, state, words));
    }
    teller.tell_all(list::notices(state, words));
    if !desk.rows.is_empty() {
        teller.tell(words.count("spoken-add-ons", i64::try_from(desk.rows.len()).unwrap_or(i64::MAX), &[]));
    }
    for place in 0..desk.rows.len() {
        add_on(teller, state, words, place);
    }
    teller.tell(list::out_of_stock(state, words).unwrap_or_default());
    let lines = desk.basket.lines.len();
    if let Some(title) = basket::contexts(state, words) {
        teller.tell(title);
    }
    let chosen = if let Focus::Line(place) = desk.focus { place } else { lines };
    for (place, line) in desk.basket.lines.iter().enumerate() {
        teller.row(words, (place, lines), chosen, &basket::spoken(line, state, words));
    }
    teller.tell(basket::total(state, words));
}

/// An add-on with its place; of the one to talk about, what to say.
fn add_on(teller: &mut Teller, state: &State, words: &Words, place: usize) {
    let desk = &state.desk;
    let row = &desk.rows[place];
    let text = head(state, words, place);
    let is_here = desk.focus == Focus::AddOn(place);
    let mut tell = |text: String| if is_here { teller.here(text) } else { teller.tell(text) };
    tell(text);
    let spoken_of = desk.answer(row).is_none() && (desk.quiet.is_none() || row.kind == LinkKind::Required);
    if spoken_of && (is_here || desk.to_ask() == Some(place)) {
        for (label, text) in list::said(state, words, row) {
            tell(listed_with(&label, &text));
        }
    }
}

/// `Add-on 2 of 3, not asked: Masking tape 50 m, 4.25 EUR, 60 left, Aisle 7A`
pub fn head(state: &State, words: &Words, place: usize) -> String {
    let row = &state.desk.rows[place];
    let (_, answer, _) = add_ons::answer(row, state, &Theme::named("mono"), words);
    let answer = answer.into_iter().next().unwrap_or_else(|| words.word("spoken-not-asked"));
    let name = add_ons::name(row, state, words, ROOM);
    let cells = Cells::of(&row.add_on, state, words, Price::WithCode).texts();
    let text = listed([name].into_iter().chain(cells.map(|(text, _)| text)));
    let with = [
        ("place", (place + 1).to_string()),
        ("count", state.desk.rows.len().to_string()),
        ("answer", answer),
        ("text", text),
    ];
    words.say("spoken-add-on", &with)
}

/// `Exterior wood stain, oak, 2.5 L, 31.99 EUR, 14 left, Aisle 7B`
pub fn of_item(item: &Item, state: &State, words: &Words) -> String {
    let cells = Cells::of(item, state, words, Price::WithCode).texts();
    listed([item.name.to_string()].into_iter().chain(cells.map(|(text, _)| text)))
}

/// `ASK: Any batteries at home?`
pub fn listed_with(label: &str, text: &str) -> String {
    let label = label.trim_end_matches(':');
    if label.is_empty() { text.to_owned() } else { format!("{label}: {text}") }
}

/// The end of the sale.
pub fn finish(teller: &mut Teller, state: &State, words: &Words, finish: &Finish) {
    teller.tell(words.word("finish-title"));
    teller.tell(basket::total(state, words));
    let rows = state.desk.basket.event_suggestions();
    teller.tell(words.word(if rows.is_empty() { "finish-none" } else { "finish-add-ons" }));
    for (place, row) in rows.iter().enumerate() {
        let text = end::spoken(row, state, words);
        let with = [
            ("place", (place + 1).to_string()),
            ("count", rows.len().to_string()),
            ("answer", end::answer(row, words)),
            ("text", text),
        ];
        let text = words.say("spoken-add-on", &with);
        if place == finish.row { teller.here(text) } else { teller.tell(text) }
    }
    teller.tell_all(end::notes(state, words, finish, false));
    if state.banners.not_saved.is_none() {
        teller.tell(words.word("finish-kept"));
    }
}
