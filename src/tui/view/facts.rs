//! What the details screen has to say, as labelled facts from top to bottom, before it is broken into rows.

use super::list::{Tone, reason};
use super::reasons;
use crate::domain::{Attribute, CleanText, Item, ItemFacts, Suggestion, TalkingPoint};
use crate::tui::state::{Details, DetailsScreen, State};
use crate::words::Words;

/// A labelled text, an item to choose, or both.
pub struct Fact<'a> {
    /// What stands at the left.
    pub label: String,
    /// What stands behind it.
    pub text: String,
    /// The same in other languages, each with its code in capitals.
    pub beside: Vec<(String, String)>,
    /// How the text is meant.
    pub tone: Tone,
    /// An item that Tab can choose, and its place among them.
    pub choice: Option<(usize, &'a Item)>,
}

/// The facts of a screen.
pub fn facts<'a>(state: &'a State, words: &Words, screen: &'a DetailsScreen) -> Vec<Fact<'a>> {
    let mut facts = Vec::new();
    let row = screen.row.and_then(|place| state.desk.rows.get(place));
    if let Some(row) = row {
        talk(&mut facts, words, row);
    }
    if let Some(details) = &screen.details {
        included(&mut facts, words, details);
        fits(&mut facts, words, &details.facts);
        choices(&mut facts, words, details);
    }
    if let Some(due) = row.and_then(|row| row.due.as_ref()) {
        facts.push(plain(words.word("details-due"), words.due(due)));
    }
    if let Some(why) = row.and_then(|row| reason(row, words)) {
        facts.push(plain(words.word("details-why"), why));
    }
    if let Some(details) = &screen.details {
        attributes(&mut facts, words, &details.facts);
    }
    facts
}

fn plain<'a>(label: String, text: String) -> Fact<'a> {
    Fact { label, text, beside: Vec::new(), tone: Tone::Plain, choice: None }
}

fn talk(facts: &mut Vec<Fact<'_>>, words: &Words, row: &Suggestion) {
    let in_others = |text: &dyn Fn(&TalkingPoint) -> Option<String>| -> Vec<(String, String)> {
        let others = row.in_other_languages.iter();
        others.filter_map(|(language, talking)| Some((language.to_uppercase(), text(talking)?))).collect()
    };
    let own = |text: &Option<CleanText>| text.as_ref().map(ToString::to_string);
    for (id, text, beside) in [
        ("details-ask", &row.talking.ask, in_others(&|talking| own(&talking.ask))),
        ("details-say", &row.talking.say, in_others(&|talking| own(&talking.say))),
    ] {
        if text.is_some() || !beside.is_empty() {
            facts.push(Fact { tone: Tone::Aloud, beside, ..plain(words.word(id), own(text).unwrap_or_default()) });
        }
    }
    for (objection, answer) in &row.talking.answers {
        let same = |talking: &TalkingPoint| {
            let mut answers = talking.answers.iter().filter(|(other, _)| other == objection);
            answers.next().map(|(_, answer)| answer.to_string())
        };
        let beside = in_others(&same);
        let objection = words.word(reasons::objection(*objection));
        facts.push(Fact { beside, ..plain(words.say("details-if", &[("objection", objection)]), answer.to_string()) });
    }
}

fn included(facts: &mut Vec<Fact<'_>>, words: &Words, details: &Details) {
    if !details.included.is_empty() {
        let names: Vec<_> = details.included.iter().map(|item| item.name.as_str()).collect();
        facts.push(plain(words.word("details-included"), names.join(", ")));
    }
}

/// What it fits, from attributes that say so by their name: `fits_model` is what staff are asked first.
fn fits(facts: &mut Vec<Fact<'_>>, words: &Words, known: &ItemFacts) {
    for attribute in known.attributes.iter().filter(|attribute| says_what_fits(attribute)) {
        facts.push(plain(words.word("details-fits"), values(attribute)));
    }
}

fn says_what_fits(attribute: &Attribute) -> bool {
    let name = attribute.name.as_str().to_lowercase();
    name == "fits" || name.starts_with("fits_") || name.starts_with("fits ")
}

fn values(attribute: &Attribute) -> String {
    attribute.values.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ")
}

fn choices<'a>(facts: &mut Vec<Fact<'a>>, words: &Words, details: &'a Details) {
    let instead = details.instead.iter().map(|choice| ("details-instead", choice));
    let better = details.better.iter().map(|choice| ("details-better", choice));
    let mut before = "";
    for (place, (id, (item, talking))) in instead.chain(better).enumerate() {
        let label = if id == before { String::new() } else { words.word(id) };
        before = id;
        facts.push(Fact {
            label,
            beside: Vec::new(),
            text: talking.say.as_ref().map_or_else(String::new, ToString::to_string),
            tone: Tone::Aloud,
            choice: Some((place, item)),
        });
    }
}

fn attributes(facts: &mut Vec<Fact<'_>>, words: &Words, known: &ItemFacts) {
    // By its handle a web shop knows the item, and nobody at a counter does.
    let is_for_staff = |attribute: &&Attribute| !says_what_fits(attribute) && attribute.name.as_str() != "handle";
    for attribute in known.attributes.iter().filter(is_for_staff) {
        facts.push(plain(attribute.name.as_str().replace('_', " "), values(attribute)));
    }
    for (id, text) in
        [("details-brand", &known.brand), ("details-category", &known.category), ("details-note", &known.note)]
    {
        if let Some(text) = text {
            facts.push(plain(words.word(id), text.to_string()));
        }
    }
    if known.barcodes.len() > 1 {
        facts.push(plain(words.word("details-codes"), known.barcodes.join(", ")));
    }
}
