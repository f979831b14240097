//! The search line: typing, scans taken out of it again, pastes, and what Enter adds.

use tui_input::InputRequest;

use super::super::key::Key;
use super::super::keymap::Action;
use super::super::message::Effect;
use super::super::scanner::Stroke;
use super::super::state::{Acted, CodeSource, Found, Overlay, Purpose, Said, Screen, State};
use super::{ask, keys, menu, overlay, report, sale, wording};
use crate::domain::CleanText;
use crate::domain::text::is_kept;

/// Text beyond this was pasted by mistake; it is cut.
const MAX_TEXT: usize = 200;
/// An answer that fired so shortly before a code may have been its beginning.
const ACTED_BEFORE: u64 = 500;
/// A paste brings at most so many scans.
const MAX_PASTED: usize = 500;
/// And is at most so many bytes long: a label can hold some thousand characters, a list of codes some hundred lines.
const MAX_PASTE: usize = 40_000;

/// A key, on any screen.
pub fn press(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    note_pause(state);
    let holds = could_answer(state, key);
    let at = state.clock.ticks;
    match state.line.scanner.press(key, at, holds) {
        Stroke::Nothing => {}
        Stroke::Text(text) => type_text(state, &text, effects),
        Stroke::Scan { code, typed, end } => {
            take_out(state, typed);
            scanned(state, &code, Some(end), effects);
        }
        Stroke::Short { code, typed } => short(state, code, typed, effects),
        Stroke::Key(key) => {
            if let Some(held) = state.line.scanner.let_go() {
                keys::act_on(state, held, effects);
            }
            keys::act_on(state, key, effects);
        }
    }
}

/// Something that is no key comes between keys: an answer key that was kept back is done first.
pub fn interrupt(state: &mut State, effects: &mut Vec<Effect>) {
    note_pause(state);
    if let Some(held) = state.line.scanner.let_go() {
        keys::act_on(state, held, effects);
    }
}

/// A key or scan after a long pause: the sale on the screen may be that of a customer who is gone. Any deed but a scan
/// shows that somebody is still at it.
pub fn note_pause(state: &mut State) {
    let since = state.line.touched.max(state.desk.sale.last_touched().unwrap_or(0));
    if state.clock.now - since >= state.face.ways.forgotten_after {
        state.line.paused = true;
    }
    state.line.touched = state.clock.now;
}

/// Text that came at once: each line is a scan. More than anybody scans is refused as a whole: it was pasted by mistake,
/// and half of it in the basket would help nobody.
pub fn paste(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    note_pause(state);
    let gaps = state.line.scanner.gaps.clone();
    let lines = text.split(['\r', '\n']).map(|line| gaps.strip(line.trim()).trim());
    let codes: Vec<&str> = lines.filter(|code| !code.is_empty()).take(MAX_PASTED + 1).collect();
    if text.len() > MAX_PASTE || codes.len() > MAX_PASTED {
        state.said = Some(Said::with("said-paste-too-long", "most", MAX_PASTED.to_string()));
        return;
    }
    let mut codes = codes.into_iter();
    let Some(first) = codes.next() else { return };
    for code in codes {
        state.waiting.queue.push_back((state.clock, super::Message::Paste(code.to_owned())));
    }
    scanned(state, first, None, effects);
}

/// A scanner that does not type sent a code: whole, as it was read, and whatever is being typed is none of its business.
pub fn sent(state: &mut State, code: &str, effects: &mut Vec<Effect>) {
    note_pause(state);
    scanned(state, code, Some(Key::Enter), effects);
}

/// A deadline passed: an answer key has waited long enough, or a run of keys fell silent.
pub fn tick(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(key) = state.line.scanner.release(state.clock.ticks) {
        keys::act_on(state, key, effects);
    }
    if let Some((code, typed)) = state.line.scanner.silent(state.clock.ticks) {
        if matches!(state.screen, Screen::FirstRun(_)) {
            take_out(state, typed);
            scanned(state, &code, None, effects);
        } else {
            find(state, code, CodeSource::Silence { typed }, effects);
        }
    }
}

/// Enter behind a few fast keys. Alone on the line they are the same as typed; behind half-typed text, or in the menu,
/// the catalog says whether they are a code.
fn short(state: &mut State, code: String, typed: usize, effects: &mut Vec<Effect>) {
    let in_menu = has_own_line(state);
    if matches!(state.screen, Screen::FirstRun(_)) && !in_menu {
        take_out(state, typed);
        scanned(state, &code, Some(Key::Enter), effects);
    } else if in_menu || state.line.text().chars().count() > code.chars().count() {
        find(state, code, CodeSource::Short { typed }, effects);
    } else {
        keys::act_on(state, Key::Enter, effects);
    }
}

/// Enter on the line: the exact code typed, else the highlighted result. On an empty line it changes nothing.
pub fn enter(state: &mut State, effects: &mut Vec<Effect>) {
    let text = state.line.text().trim().to_owned();
    if text.is_empty() {
        return;
    }
    match &state.overlay {
        Some(Overlay::Search(found)) if found.settled && found.chosen > 0 => add_chosen(state, effects),
        _ => find(state, text, CodeSource::Typed, effects),
    }
}

/// Adds the highlighted search result, waiting for the search where it is still under way, or was never asked because a
/// scan closed its popup.
pub fn add_chosen(state: &mut State, effects: &mut Vec<Effect>) {
    if !matches!(state.overlay, Some(Overlay::Search(_))) {
        search(state, effects);
    }
    match &state.overlay {
        Some(Overlay::Search(found)) if !found.settled => {
            let (id, since) = (state.waiting.search, state.clock.ticks);
            state.waiting.awaited.push(super::Awaited { id, since, purpose: Purpose::EnterSearch });
        }
        Some(Overlay::Search(found)) if !found.rows.is_empty() => {
            let item = found.rows[found.chosen.min(found.rows.len() - 1)].item.clone();
            sale::add(state, &item, effects);
        }
        _ => {
            let text = state.line.text().trim().to_owned();
            state.said = Some(Said::with("said-no-match", "text", text));
        }
    }
}

/// Clears the line and what hangs on it.
pub fn clear(state: &mut State) {
    state.line.input.reset();
    state.line.refused = 0;
    state.line.times = None;
    state.line.scanner.forget(state.clock.ticks, false);
    if matches!(state.overlay, Some(Overlay::Search(_))) {
        state.overlay = None;
    }
}

/// One character back.
pub fn erase(state: &mut State, effects: &mut Vec<Effect>) {
    if state.line.text().is_empty() {
        state.line.times = None;
    }
    edit(state, InputRequest::DeletePrevChar, effects);
}

/// Moves or deletes in the text.
pub fn edit(state: &mut State, request: InputRequest, effects: &mut Vec<Effect>) {
    let before = state.line.text().to_owned();
    state.line.refused = 0;
    state.line.input.handle(request);
    if state.line.text() != before {
        search(state, effects);
    }
}

/// Digits on the line and nothing else.
pub fn digits(state: &State) -> Option<i64> {
    let text = state.line.text();
    let plain = !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

/// Could this key be an answer here? Signs on an empty line, `+ - *` after a number, and the digits of a choice.
fn could_answer(state: &State, key: Key) -> bool {
    let Key::Char(c) = key else { return false };
    if c.is_ascii_digit() && state.line.text().is_empty() {
        return matches!(state.overlay, Some(Overlay::Contexts | Overlay::Reasons { .. }));
    }
    if c.is_alphanumeric() || state.face.keymap.action(key).is_none() {
        return false;
    }
    if has_own_line(state) {
        return false;
    }
    if state.line.text().is_empty() {
        return true;
    }
    match (state.face.keymap.action(key), digits(state)) {
        // `3-4711` is a code as long as there is no third add-on to say no to.
        (Some(Action::TookIt | Action::NoThanks), Some(number)) => {
            usize::try_from(number).is_ok_and(|number| (1..=state.desk.rows.len()).contains(&number))
        }
        (Some(Action::Times), Some(number)) => number > 0,
        _ => false,
    }
}

/// True while something over the screen takes what is typed.
fn has_own_line(state: &State) -> bool {
    matches!(state.overlay, Some(Overlay::Menu(_) | Overlay::Code { .. } | Overlay::Wording(_)))
}

fn type_text(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    match &state.overlay {
        Some(Overlay::Menu(_)) => return menu::filter(state, text),
        Some(Overlay::Code { .. }) => return report::type_code(state, text),
        Some(Overlay::Wording(_)) => return wording::type_text(state, text),
        _ => {}
    }
    overlay::close_for_text(state);
    let mut free = MAX_TEXT.saturating_sub(state.line.text().chars().count());
    let before = free;
    for c in text.chars().filter(|c| is_kept(*c)) {
        if free == 0 {
            state.line.refused += 1;
        } else {
            state.line.input.handle(InputRequest::InsertChar(c));
            state.line.refused = 0;
            free -= 1;
        }
    }
    if free < before {
        search(state, effects);
    }
}

/// The text on the line changed: the popup opens, changes or closes.
fn search(state: &mut State, effects: &mut Vec<Effect>) {
    let text = state.line.text().trim().to_owned();
    let worth = !state.face.catalog.name.is_empty()
        && (text.chars().count() > 1 || text.chars().any(char::is_alphabetic))
        && !matches!(state.screen, Screen::FirstRun(_));
    if !worth {
        if matches!(state.overlay, Some(Overlay::Search(_))) {
            state.overlay = None;
        }
        return;
    }
    state.waiting.last_id += 1;
    state.waiting.search = state.waiting.last_id;
    match &mut state.overlay {
        Some(Overlay::Search(found)) => found.settled = false,
        other => {
            *other = Some(Overlay::Search(Found { text: text.clone(), ..Found::default() }));
        }
    }
    effects.push(Effect::Search { id: state.waiting.search, text });
}

/// Removes so many characters of a scan that stand before the cursor; what was typed before them stays.
pub fn take_out(state: &mut State, typed: usize) {
    if let Some(Overlay::Menu(menu)) = &mut state.overlay {
        let keep = menu.filter.chars().count().saturating_sub(typed);
        menu.filter = menu.filter.chars().take(keep).collect();
    } else if let Some(Overlay::Code { typed: code, .. }) = &mut state.overlay {
        let keep = code.chars().count().saturating_sub(typed);
        *code = code.chars().take(keep).collect();
    } else if matches!(state.overlay, Some(Overlay::Wording(_))) {
        (0..typed).for_each(|_| wording::edit(state, InputRequest::DeletePrevChar));
    } else {
        let refused = std::mem::take(&mut state.line.refused);
        for _ in refused..typed {
            state.line.input.handle(InputRequest::DeletePrevChar);
        }
    }
    state.line.scanner.forget(state.clock.ticks, true);
}

/// A whole code came: whatever is open gives way to the sale. An empty scan does nothing and says nothing.
fn scanned(state: &mut State, code: &str, end: Option<Key>, effects: &mut Vec<Effect>) {
    if code.trim().is_empty() {
        if state.line.text().is_empty() && matches!(state.overlay, Some(Overlay::Search(_))) {
            state.overlay = None;
        }
        return;
    }
    if let Screen::FirstRun(first_run) = &mut state.screen {
        let ended = end.map(|key| if key == Key::Tab { "Tab" } else { "Enter" });
        first_run.scan = Some((CleanText::new(code).to_string(), ended));
        state.overlay = None;
        return;
    }
    if !state.line.text().is_empty() && matches!(state.overlay, Some(Overlay::Search(_))) {
        // Half-typed text stays, and so does its popup's claim on it; the search is asked again after the scan.
        state.overlay = None;
    }
    find(state, code.to_owned(), CodeSource::Scan, effects);
}

fn find(state: &mut State, code: String, source: CodeSource, effects: &mut Vec<Effect>) {
    if state.face.catalog.name.is_empty() {
        state.said = Some(Said::plain("said-no-catalog"));
        return;
    }
    let quantity = state.line.times.unwrap_or(1);
    // Kept until the answer comes: should the longer code be known, that answer is taken back.
    let recent = |acted: &Acted| state.clock.ticks <= acted.at + ACTED_BEFORE;
    state.line.acted = state.line.acted.take().filter(recent);
    let whole = || state.line.text().trim().to_owned();
    let longer = match (&state.line.acted, source) {
        (Some(acted), _) => Some(acted.typed.clone() + &code),
        // What stands on the line may be one code after all.
        (None, CodeSource::Short { .. }) => Some(whole()).filter(|whole| !whole.is_empty()),
        (None, _) => None,
    };
    let id = ask(state, Purpose::Add { code: code.clone(), quantity, source });
    effects.push(Effect::Find { id, code, longer });
}
