//! What lies over a screen, in lines: lists to choose from, questions, and pages to read.

use super::super::{ask, contexts, footer, help, menu, problems, reasons, search, why, wording};
use super::sale::of_item;
use super::{Spoken, Teller, listed, says_its_keys};
use crate::domain::Item;
use crate::tui::state::{Overlay, State};
use crate::words::Words;

/// The lines of an overlay.
pub fn over(state: &State, words: &Words, overlay: &Overlay) -> Vec<Spoken> {
    let mut teller = Teller::default();
    match overlay {
        Overlay::Search(found) => {
            teller.tell(search::title(words, found));
            teller.tell_all(search::remarks(words, found));
            items(&mut teller, state, words, found.rows.iter().map(|hit| &hit.item), found.chosen);
        }
        Overlay::Which(which) => {
            teller.tell(words.say("which-title", &[("code", which.code.clone())]));
            items(&mut teller, state, words, which.items.iter(), which.chosen);
        }
        Overlay::Help => {
            teller.tell(words.word("help-title"));
            for (keys, what) in help::every(state, words) {
                teller.tell(format!("{keys}: {what}"));
            }
            teller.tell_all(help::more(state, words));
        }
        Overlay::Menu(open) => {
            teller.tell(words.word("menu-title"));
            let entries = menu::spoken(state, words);
            let chosen = open.chosen.min(entries.len().saturating_sub(1));
            rows(&mut teller, words, &entries, chosen);
            if entries.is_empty() {
                teller.tell(words.say("menu-none", &[("filter", open.filter.clone())]));
            }
        }
        Overlay::Contexts => {
            teller.tell(words.word("contexts-title"));
            let choices = contexts::choices(state, words);
            for (digit, (on, text)) in (1..).zip(&choices) {
                teller.tell(switch(words, digit, *on, text));
            }
            teller.tell_all(contexts::due(state, words, u16::MAX));
        }
        Overlay::Reasons { add_on } => {
            teller.tell(reasons::title(state, words, add_on));
            for (digit, noted, text) in reasons::choices(state, words, add_on) {
                teller.tell(switch(words, digit, noted, &text));
            }
            teller.tell(words.word("reasons-skip"));
        }
        Overlay::Drop { yes } => {
            teller.tell(words.word("drop-title"));
            teller.tell(ask::drop_what(state, words));
            let answers = ["drop-no", "drop-yes"].map(|id| words.word(id));
            rows(&mut teller, words, &answers, usize::from(*yes));
        }
        Overlay::Kept(sale) => {
            teller.tell(words.word("kept-title"));
            teller.tell_all(ask::kept_lines(state, words, sale));
        }
        Overlay::Problems => {
            teller.tell(words.word("problems-title"));
            teller.tell_all(problems::spoken(state, words));
        }
        Overlay::Why(open) => {
            teller.tell(why::title(words, open));
            match &open.explanation {
                None => teller.tell(words.word("why-loading")),
                Some(explanation) => {
                    rows(&mut teller, words, &why::spoken(explanation, state, words), open.chosen);
                }
            }
        }
        Overlay::Code { typed, wrong } => {
            teller.tell(words.word("code-title"));
            teller.tell(words.word(if *wrong { "code-wrong" } else { "code-what" }));
            // Others may hear.
            let typed = i64::try_from(typed.chars().count()).unwrap_or(i64::MAX);
            teller.here(words.count("spoken-signs", typed, &[]));
        }
        Overlay::Wording(typing) => {
            teller.tell(words.say("wording-title", &[("name", typing.name.to_string())]));
            teller.tell_all(wording::spoken(words, typing));
            teller.here(words.say("spoken-typed", &[("text", typing.input.value().to_owned())]));
        }
        Overlay::Unknown { chosen, .. } => {
            teller.tell(words.word("unknown-title"));
            let codes: Vec<String> = state.unknown.iter().map(|row| unknown(words, row)).collect();
            rows(&mut teller, words, &codes, (*chosen).min(codes.len().saturating_sub(1)));
            teller.tell(words.word(if codes.is_empty() { "unknown-none" } else { "unknown-help" }));
        }
    }
    if says_its_keys(overlay) {
        teller.tell(footer::spoken(state, words, footer::place(state, false)));
    }
    teller.0
}

fn items<'a>(teller: &mut Teller, state: &State, words: &Words, items: impl Iterator<Item = &'a Item>, chosen: usize) {
    let texts: Vec<String> = items.map(|item| of_item(item, state, words)).collect();
    rows(teller, words, &texts, chosen);
}

fn rows<T: AsRef<str>>(teller: &mut Teller, words: &Words, texts: &[T], chosen: usize) {
    for (place, text) in texts.iter().enumerate() {
        teller.row(words, (place, texts.len()), chosen, text.as_ref());
    }
}

/// `2, on: a business`
fn switch(words: &Words, digit: usize, on: bool, text: &str) -> String {
    let id = if on { "spoken-on" } else { "spoken-off" };
    words.say(id, &[("digit", digit.to_string()), ("text", text.to_owned())])
}

fn unknown(words: &Words, row: &crate::tui::state::UnknownRow) -> String {
    let times = words.number(i64::try_from(row.times).unwrap_or(i64::MAX));
    listed([
        row.code.clone(),
        format!("{}: {times}", words.word("unknown-times")),
        format!("{}: {}", words.word("unknown-last"), words.day_short(Some(&row.day))),
    ])
}
