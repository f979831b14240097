//! A new catalog came while the program is open: sold from as soon as nobody is served. An open basket keeps the one it
//! began with.

use super::super::message::Effect;
use super::super::state::{Arrival, Said, Screen, State};

/// Notes it, and says so above the footer until it is taken over.
pub fn came(state: &mut State, arrival: Arrival) {
    let words = &state.face.words;
    let day = words.day_short(arrival.day.as_deref());
    let prices = arrival.prices.and_then(|prices| i64::try_from(prices).ok());
    let prices = prices.map(|prices| words.count("news-prices", prices, &[]));
    let known: Vec<String> = Some(day).filter(|day| !day.is_empty()).into_iter().chain(prices).collect();
    let what = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
    state.banners.news = Some(Said::with("news-catalog", "what", what));
    state.waiting.arrived = Some(arrival);
}

/// Takes it over where nobody is served and nothing is under way.
pub fn switch(state: &mut State, effects: &mut Vec<Effect>) {
    if state.waiting.arrived.is_none() || !is_idle(state) {
        return;
    }
    state.waiting.arrived = None;
    let news = state.banners.news.take();
    let with = news.map(|news| news.with).unwrap_or_default();
    state.said = Some(Said { id: "said-catalog", with });
    effects.push(Effect::UseCatalog);
}

fn is_idle(state: &State) -> bool {
    let waits = !state.waiting.awaited.is_empty() || !state.waiting.queue.is_empty();
    let typed = !state.line.input.value().is_empty() || state.line.scanner.deadline().is_some();
    let between_sales = state.desk.basket.lines.is_empty() && state.overlay.is_none();
    between_sales && !waits && !typed && matches!(state.screen, Screen::Sale | Screen::FirstRun(_))
}
