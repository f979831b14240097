//! What a key does: a pure function of state, time and input.
//!
//! Letters, digits and blanks are text: they go to the search line, or into the sentence that is written. `+` and `-`
//! are commands only while the list has the keys.

use tui_input::{Input as TextLine, InputRequest};

use super::state::{Deed, Effect, Filter, Focus, Input, Review, Writing};
use crate::domain::text::is_kept;
use crate::domain::writing::Part;
use crate::domain::{CleanText, LinkKind, Ruling, Written};
use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::state::Said;

/// The kinds that a mined pair may be shown as; others say nothing that could be suggested.
const KINDS: [LinkKind; 4] = [LinkKind::Accessory, LinkKind::Required, LinkKind::Service, LinkKind::Bundle];
/// A key that is held down comes again within so many ticks; answers then count once.
const REPEAT: u64 = 150;
/// A page of the list.
const PAGE: isize = 10;
/// Nobody says more than so many characters.
const LONGEST: usize = 300;

/// Takes one input; what has to be done comes back.
pub fn update(state: &mut Review, now: u64, input: Input) -> Vec<Effect> {
    state.now = now;
    let mut effects = Vec::new();
    match input {
        Input::Key(key) => press(state, key, &mut effects),
        Input::Paste(text) => type_text(state, &text),
        Input::Saved { deeds, by_others, theirs, failed } => saved(state, deeds, by_others, theirs, failed),
        Input::Quit => leave(state, &mut effects),
        Input::Redraw => effects.push(Effect::Redraw),
        Input::Tick => {}
    }
    effects
}

fn press(state: &mut Review, key: Key, effects: &mut Vec<Effect>) {
    let is_text = match (&state.focus, key) {
        (Focus::List, Key::Char(c)) => state.face.keymap.action(key).is_none() || c.is_alphanumeric() || c == ' ',
        (_, Key::Char(_)) => true,
        _ => false,
    };
    if let (true, Key::Char(c)) = (is_text, key) {
        type_text(state, c.encode_utf8(&mut [0; 4]));
    } else if let Some(action) = state.face.keymap.action(key) {
        act(state, action, key, effects);
    }
}

fn type_text(state: &mut Review, text: &str) {
    state.help = false;
    let line = match &mut state.focus {
        Focus::Writing(writing) => &mut writing.line,
        _ => &mut state.search,
    };
    for c in text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_kept(*c)) {
        if line.value().chars().count() < LONGEST {
            line.handle(InputRequest::InsertChar(c));
        }
    }
    if !matches!(state.focus, Focus::Writing(_)) {
        searched(state);
    }
}

/// The search line has another text.
fn searched(state: &mut Review) {
    state.focus = if state.search.value().is_empty() { Focus::List } else { Focus::Search };
    state.list();
}

fn act(state: &mut Review, action: Action, key: Key, effects: &mut Vec<Effect>) {
    if state.help && !matches!(action, Action::Quit | Action::Finish | Action::Interrupt | Action::Redraw) {
        state.help = false;
        return;
    }
    match action {
        Action::TookIt => answer(state, Some(Ruling::Accepted), key, effects),
        Action::NoThanks => answer(state, Some(Ruling::Rejected), key, effects),
        Action::TakeOut if edits(state) => edit(state, InputRequest::DeleteNextChar),
        Action::TakeOut => answer(state, None, key, effects),
        Action::Undo => undo(state, effects),
        Action::Left if edits(state) => edit(state, InputRequest::GoToPrevChar),
        Action::Right if edits(state) => edit(state, InputRequest::GoToNextChar),
        Action::Left => turn_kind(state, KINDS.len() - 1, effects),
        Action::Right => turn_kind(state, 1, effects),
        Action::NextPart | Action::Enter => next_part(state, effects),
        Action::PreviousPart => previous_part(state, effects),
        Action::Customer => {
            keep_sentence(state, effects);
            let at = Filter::ALL.iter().position(|filter| *filter == state.filter).unwrap_or(0);
            state.filter = Filter::ALL[(at + 1) % Filter::ALL.len()];
            state.said = None;
            state.focus = Focus::List;
            state.list();
        }
        Action::Up => step(state, -1, effects),
        Action::Down => step(state, 1, effects),
        Action::PageUp => step(state, -PAGE, effects),
        Action::PageDown => step(state, PAGE, effects),
        Action::Back => back(state, effects),
        Action::Erase => edit(state, InputRequest::DeletePrevChar),
        Action::Help => state.help = true,
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Quit | Action::Finish | Action::Interrupt => leave(state, effects),
        _ => {}
    }
}

/// True where Left, Right and Del belong to a text.
fn edits(state: &Review) -> bool {
    !matches!(state.focus, Focus::List)
}

fn edit(state: &mut Review, request: InputRequest) {
    if let Focus::Writing(writing) = &mut state.focus {
        writing.line.handle(request);
    } else if !state.search.value().is_empty() {
        let before = state.search.value().to_owned();
        state.search.handle(request);
        if state.search.value() != before {
            searched(state);
        }
    }
}

/// A decision about the highlighted pair, or none any more; then the highlight goes to the next that lacks one.
fn answer(state: &mut Review, ruling: Option<Ruling>, key: Key, effects: &mut Vec<Effect>) {
    let held = state.answered.is_some_and(|(last, at)| last == key && state.now.saturating_sub(at) < REPEAT);
    state.answered = Some((key, state.now));
    if held {
        return;
    }
    keep_sentence(state, effects);
    let Some(pair) = state.pair() else {
        state.said = Some(Said::plain("review-said-none"));
        return;
    };
    state.focus = Focus::List;
    let before = state.desk.written(pair);
    let kind = match ruling {
        Some(Ruling::Accepted) => Some(state.desk.kind(pair)),
        _ => before.kind,
    };
    let id = match ruling {
        Some(Ruling::Accepted) => "review-said-accepted",
        Some(Ruling::Rejected) => "review-said-rejected",
        None => "review-said-open",
    };
    change(state, pair, Written { ruling, kind, ..before }, effects);
    say_of(state, id, pair);
    if ruling.is_some() && state.filter == Filter::Undecided {
        let open = |pair: &u32| state.desk.written.get(pair).is_none_or(|written| written.ruling.is_none());
        let rest = &state.shown[state.chosen..];
        match rest.iter().position(open) {
            Some(further) => state.chosen += further,
            None => state.chosen = state.shown.iter().position(open).unwrap_or(state.chosen),
        }
    }
}

/// The kind of the highlighted pair, so many further in the row of them.
fn turn_kind(state: &mut Review, by: usize, effects: &mut Vec<Effect>) {
    let Some(pair) = state.pair() else { return };
    let at = KINDS.iter().position(|kind| *kind == state.desk.kind(pair));
    let kind = at.map_or(KINDS[0], |at| KINDS[(at + by) % KINDS.len()]);
    let before = state.desk.written(pair);
    change(state, pair, Written { kind: Some(kind), ..before }, effects);
    say_of(state, "review-said-kind", pair);
}

/// Writes something about a pair, and remembers what was there.
fn change(state: &mut Review, pair: u32, after: Written, effects: &mut Vec<Effect>) {
    let before = state.desk.written(pair);
    if before != after {
        let deed = Deed { pair, before, after };
        state.deeds.push(deed.clone());
        send(state, deed, effects);
    }
}

fn send(state: &mut Review, deed: Deed, effects: &mut Vec<Effect>) {
    put(state, deed.pair, deed.after.clone());
    if state.saving == 0 {
        state.since = state.now;
    }
    state.saving += 1;
    effects.push(Effect::Save(deed));
}

/// Puts what is written about a pair in place and counts anew.
fn put(state: &mut Review, pair: u32, after: Written) {
    let is_asked = state.desk.standing(pair, state.face.least) < crate::domain::Standing::Weak;
    let place = |ruling: Option<Ruling>| match ruling {
        None => is_asked.then_some(0),
        Some(Ruling::Accepted) => Some(1),
        Some(Ruling::Rejected) => Some(2),
    };
    if let Some(place) = place(state.desk.written(pair).ruling) {
        state.counts[place] = state.counts[place].saturating_sub(1);
    }
    if let Some(place) = place(after.ruling) {
        state.counts[place] += 1;
    }
    if after == Written::default() {
        state.desk.written.remove(&pair);
    } else {
        state.desk.written.insert(pair, after);
    }
}

fn undo(state: &mut Review, effects: &mut Vec<Effect>) {
    keep_sentence(state, effects);
    state.focus = Focus::List;
    let Some(Deed { pair, before, after }) = state.deeds.pop() else {
        state.said = Some(Said::plain("review-said-nothing-to-undo"));
        return;
    };
    send(state, Deed { pair, before: after, after: before }, effects);
    if let Some(place) = state.shown.iter().position(|shown| *shown == pair) {
        state.chosen = place;
    }
    say_of(state, "review-said-undone", pair);
}

/// From the list into ASK, from ASK into SAY, from SAY back to the list; what was written is kept on the way.
fn next_part(state: &mut Review, effects: &mut Vec<Effect>) {
    match &state.focus {
        Focus::Search => state.focus = Focus::List,
        Focus::List => write(state, Part::Ask),
        Focus::Writing(writing) => {
            let is_ask = writing.part == Part::Ask;
            keep_sentence(state, effects);
            if is_ask {
                write(state, Part::Say);
            }
        }
    }
}

fn previous_part(state: &mut Review, effects: &mut Vec<Effect>) {
    match &state.focus {
        Focus::Search | Focus::List => write(state, Part::Say),
        Focus::Writing(writing) => {
            let is_say = writing.part == Part::Say;
            keep_sentence(state, effects);
            if is_say {
                write(state, Part::Ask);
            }
        }
    }
}

fn write(state: &mut Review, part: Part) {
    let Some(pair) = state.pair() else {
        state.said = Some(Said::plain("review-said-none"));
        return;
    };
    let written = state.desk.written(pair);
    let text = if part == Part::Ask { written.ask } else { written.say };
    let line = TextLine::from(text.map_or_else(String::new, |text| text.to_string()));
    state.focus = Focus::Writing(Writing { part, line });
    state.said = None;
}

/// Keeps the sentence under the cursor, where it is another now, and leaves it.
fn keep_sentence(state: &mut Review, effects: &mut Vec<Effect>) {
    let Focus::Writing(writing) = std::mem::replace(&mut state.focus, Focus::List) else {
        return;
    };
    let Some(pair) = state.pair() else { return };
    let text = CleanText::non_empty(writing.line.value());
    let before = state.desk.written(pair);
    let after = match writing.part {
        Part::Ask => Written { ask: text, ..before.clone() },
        _ => Written { say: text, ..before.clone() },
    };
    if after != before {
        let id =
            if after.ruling == Some(Ruling::Accepted) { "review-said-written" } else { "review-said-written-open" };
        change(state, pair, after, effects);
        say_of(state, id, pair);
    }
}

fn step(state: &mut Review, by: isize, effects: &mut Vec<Effect>) {
    keep_sentence(state, effects);
    state.focus = Focus::List;
    state.chosen = state.chosen.saturating_add_signed(by).min(state.shown.len().saturating_sub(1));
}

/// Esc leaves a sentence, clears the search line, and never more than that.
fn back(state: &mut Review, effects: &mut Vec<Effect>) {
    if matches!(state.focus, Focus::Writing(_)) {
        keep_sentence(state, effects);
    } else if !state.search.value().is_empty() {
        state.search = TextLine::default();
        searched(state);
    } else {
        state.said = Some(Said::plain("review-said-leave"));
    }
}

fn leave(state: &mut Review, effects: &mut Vec<Effect>) {
    keep_sentence(state, effects);
    state.leaving = true;
}

/// What became of changes on their way to the file.
fn saved(state: &mut Review, deeds: usize, by_others: bool, theirs: Vec<(u32, Written)>, failed: Option<String>) {
    state.saving = state.saving.saturating_sub(deeds);
    if failed.is_some() {
        state.not_saved = failed;
        return;
    }
    state.not_saved = None;
    let conflict = theirs.last().map(|(pair, _)| *pair);
    for (pair, written) in theirs {
        state.deeds.retain(|deed| deed.pair != pair);
        put(state, pair, written);
    }
    match conflict {
        Some(pair) => say_of(state, "review-said-theirs", pair),
        None if by_others => state.said = Some(Said::plain("review-said-merged")),
        None => {}
    }
}

/// Says something of a pair: its two names are put in, and its kind in words.
fn say_of(state: &mut Review, id: &'static str, pair: u32) {
    let facing = state.desk.facing(pair);
    let [item, other] = state.desk.partners(&facing).map(|partner| partner.name.to_string());
    let kind = state.face.words.word(&format!("review-kind-{}", state.desk.kind(pair).word().replace('_', "-")));
    state.said = Some(Said { id, with: vec![("item", item), ("other", other), ("kind", kind)] });
}
