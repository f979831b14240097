//! Staff's better sentence: typed over the screen, sent to head office with the other events. Nothing else is lost by it.

use tui_input::{Input, InputRequest};

use super::super::menu::wording_of;
use super::super::message::Effect;
use super::super::state::{Overlay, Said, State, Typing};
use super::{finish, store};
use crate::domain::pseudonym::tells_of_somebody;
use crate::domain::text::is_kept;
use crate::domain::{About, CleanText, Event, EventKind, Spoken, Wording, wording};

/// From the menu: asks for the sentence.
pub fn open(state: &mut State) {
    let Some(row) = wording_of(state) else {
        state.said = Some(Said::plain("said-no-add-on"));
        return;
    };
    state.overlay = Some(Overlay::Wording(Typing {
        item: row.for_item.clone(),
        add_on: row.add_on.sku.clone(),
        name: row.add_on.name.clone(),
        talking: row.talking.clone(),
        part: Spoken::Say,
        input: Input::default(),
        refused: false,
    }));
}

/// Text typed into it.
pub fn type_text(state: &mut State, text: &str) {
    let Some(Overlay::Wording(typing)) = &mut state.overlay else { return };
    typing.refused = false;
    let free = wording::LONGEST.saturating_sub(typing.input.value().chars().count());
    for c in text.chars().filter(|c| is_kept(*c)).take(free) {
        typing.input.handle(InputRequest::InsertChar(c));
    }
}

/// Moves or deletes in it.
pub fn edit(state: &mut State, request: InputRequest) {
    if let Some(Overlay::Wording(typing)) = &mut state.overlay {
        typing.refused = false;
        typing.input.handle(request);
    }
}

/// Enter: sends it. What tells of somebody stays on the screen to be changed; an empty one waits for text.
pub fn send(state: &mut State, typing: Typing, effects: &mut Vec<Effect>) {
    let text = CleanText::new(typing.input.value());
    if text.is_empty() || tells_of_somebody(text.as_str()) {
        state.overlay = Some(Overlay::Wording(Typing { refused: !text.is_empty(), ..typing }));
        return;
    }
    let language = state.face.looks.language.clone();
    let wording = Wording { item: typing.item, add_on: typing.add_on, part: typing.part, language, text };
    let about = About { wording: Some(wording), ..About::default() };
    let event = Event { about, staff: state.staff.clone(), ..finish::event(EventKind::Sentence, None) };
    store::write(state, Effect::Record { id: 0, event: Box::new(event) }, effects);
    let id = if state.practice.is_some() { "said-wording-practice" } else { "said-wording-sent" };
    state.said = Some(Said::with(id, "name", typing.name.as_str()));
}
