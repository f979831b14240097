//! The two lines above the footer: news, and faults. Empty on a good day.
//!
//! A fault says that selling goes on and never takes focus. "Not saved" goes before every other fault, because it asks
//! staff to do something now.

use ratatui::style::Style;

use crate::domain::CleanText;
use crate::tui::keymap::Action;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::words::Words;

/// The banners that hold now, as text and style, faults last.
pub fn lines(state: &State, theme: &Theme, words: &Words) -> Vec<(String, Style)> {
    let mut lines = Vec::new();
    if let Some(customer) = customer(state, words) {
        lines.push((format!("i {customer}"), theme.news));
    }
    if let Some(news) = &state.banners.news {
        lines.push((format!("i {}", super::message::sentence(news, state, words)), theme.news));
    }
    if let Some(fault) = fault(state, words) {
        lines.push((format!("! {fault}"), theme.fault));
    }
    lines
}

/// What the customer who is not there put down, and then that the customer waits.
fn customer(state: &State, words: &Words) -> Option<String> {
    let practice = state.practice.as_ref().filter(|practice| practice.customer.is_some())?;
    let waiting: Vec<&str> = practice.waiting(&state.desk.basket).map(CleanText::as_str).collect();
    let key = |action| super::footer::key(state, action);
    let keys = [("ask", key(Action::Enter)), ("finish", key(Action::Finish))];
    Some(match waiting.as_slice() {
        [] => words.say("practice-waits", &keys),
        names => words.say("practice-puts-down", &[("names", names.join("; "))]),
    })
}

fn fault(state: &State, words: &Words) -> Option<String> {
    if let Some(why) = &state.banners.not_saved {
        return Some(words.say("banner-not-saved", &[("why", why.clone())]));
    }
    let menu = super::footer::key(state, Action::Menu);
    match state.banners.faults.as_slice() {
        [] => None,
        [only] => Some(words.say("banner-fault", &[("what", only.what.clone()), ("menu", menu)])),
        many => {
            let number = i64::try_from(many.len()).unwrap_or(i64::MAX);
            Some(words.count("banner-faults", number, &[("menu", menu)]))
        }
    }
}
