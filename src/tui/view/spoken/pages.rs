//! Screens to read, in lines: the details of an item, and the first start.

use super::super::{details as screen_of, facts::facts, first_run as first_of};
use super::sale::{head, listed_with, of_item};
use super::{Teller, listed, with};
use crate::tui::state::{DetailsScreen, FirstRun, State};
use crate::words::Words;

/// One add-on, or the item itself, in full.
pub fn details(teller: &mut Teller, state: &State, words: &Words, screen: &DetailsScreen) {
    teller.tell(screen_of::title(state, words, screen));
    match screen.row.filter(|place| *place < state.desk.rows.len()) {
        Some(place) => teller.here(head(state, words, place)),
        None => {
            if let Some(item) = screen_of::item(state, screen) {
                teller.tell(of_item(item, state, words));
            }
        }
    }
    match screen_of::item(state, screen) {
        Some(item) => teller.tell(screen_of::code(words, screen, item)),
        None => teller.tell(words.word("details-loading")),
    }
    let facts = facts(state, words, screen);
    let choices = facts.iter().filter(|fact| fact.choice.is_some()).count();
    let mut label = "";
    for fact in &facts {
        if !fact.label.is_empty() {
            label = &fact.label;
        }
        let mut text = fact.text.clone();
        if let Some((place, item)) = fact.choice {
            text = listed([of_item(item, state, words), text]);
            if screen.choice == Some(place) {
                let text = listed_with(label, &text);
                teller.here(words.say("spoken-place", &with(place, choices, &text)));
                continue;
            }
        }
        if !text.is_empty() {
            teller.tell(listed_with(label, &text));
        }
        for (language, text) in &fact.beside {
            teller.tell(format!("{language}: {text}"));
        }
    }
}

/// The first start.
pub fn first_run(teller: &mut Teller, state: &State, words: &Words, first: &FirstRun) {
    teller.tell(words.word("first-title"));
    teller.tell(words.word("first-need"));
    let choices = first_of::CHOICES.map(|id| listed([words.word(id), words.word(&format!("{id}-why"))]));
    for (place, text) in choices.iter().enumerate() {
        teller.row(words, (place, choices.len()), first.choice, text);
    }
    teller.tell(words.word("first-commands"));
    teller.tell_all(first_of::COMMANDS);
    teller.tell(words.word("first-checks"));
    for check in first_of::checks(state, words, first) {
        teller.tell(listed_with(&check.name, &listed([check.todo, check.seen])));
    }
}
