//! `goeswith suggest --explain` and `--why`: why add-ons are shown or not, for people and for programs.

use serde_json::{Map, Value as Json, json};

use super::advise::Advisor;
use super::{Exit, Failure, catalog, console};
use crate::domain::text::clean;
use crate::domain::{Currency, Item};
use crate::rank::explain::{Explanation, Part, Value};
use crate::rank::{BasketItem, Circumstances};
use crate::words::Words;

/// No line is longer, on however wide a terminal: long lines are hard to read.
const WIDEST: usize = 100;
/// No line is broken into pieces shorter than this.
const NARROWEST: usize = 40;

/// Of a code that nobody knows so many others are named, which begin with so many of its letters at least.
const NEAREST: u32 = 3;
const LEAST_ALIKE: usize = 2;
/// Letters of such a code that are looked at.
const LONGEST: usize = 40;

/// What is asked.
pub struct Asked<'a> {
    /// Every candidate.
    pub all: bool,
    /// These items, as SKUs or barcodes, whatever they are.
    pub why: &'a [String],
}

/// How it is answered.
pub struct Form {
    /// In which language.
    pub language: String,
    /// As JSON lines.
    pub json: bool,
}

/// Answers. A code that is not in the catalog stops it before anything is printed.
pub fn run(
    advisor: &Advisor,
    basket: &[BasketItem],
    now: &Circumstances,
    asked: &Asked<'_>,
    form: &Form,
) -> Result<(), Failure> {
    let add_ons: Vec<Item> = asked.why.iter().map(|code| asked_about(advisor, code)).collect::<Result<_, _>>()?;
    let words = Words::new(&form.language);
    let currency = &advisor.catalog.shop().currency;
    let mut explanations = if asked.all { advisor.explain(basket, now)? } else { Vec::new() };
    let nothing = explanations.is_empty() && add_ons.is_empty();
    for add_on in &add_ons {
        explanations.push(advisor.why(basket, now, add_on)?);
    }
    if form.json {
        return explanations.iter().try_for_each(|one| console::json_lines(&(as_json(one, &words, currency) + "\n")));
    }
    if nothing {
        return console::out(&words.word("why-no-candidates"));
    }
    let width = textwrap::termwidth().clamp(NARROWEST, WIDEST);
    let said = explanations.iter().filter(|one| !is_shadow(one, &explanations));
    let texts: Vec<String> = said.map(|one| as_text(one, &words, currency, width)).collect();
    console::out(&texts.join("\n\n"))
}

/// What sales alone say of an add-on that a person linked as well; its link has said it.
fn is_shadow(explanation: &Explanation, all: &[Explanation]) -> bool {
    let kind = |one: &Explanation| one.verdict.and_then(|verdict| verdict.kind);
    let left = explanation.verdict.is_some() && explanation.outcome.place().is_none();
    let linked = |other: &Explanation| other.add_on.id == explanation.add_on.id && kind(other).is_some();
    left && kind(explanation).is_none() && all.iter().any(linked)
}

/// The item of a code; where there is none, those whose SKU or name begins most like it are named.
fn asked_about(advisor: &Advisor, code: &str) -> Result<Item, Failure> {
    let catalog = &advisor.catalog;
    if !catalog::find(catalog, code, "auto")?.items.is_empty() {
        return catalog::only_item(catalog, code);
    }
    let shown = clean(code).text;
    let failure = Failure::new(Exit::Data, format!("not in the catalog: {shown}"));
    let letters: Vec<char> = shown.trim().chars().take(LONGEST).collect();
    for length in (LEAST_ALIKE..=letters.len()).rev() {
        let beginning: String = letters[..length].iter().collect();
        let near = catalog.items_beginning(&beginning, NEAREST)?;
        if !near.is_empty() {
            let near: Vec<String> =
                near.iter().take(NEAREST as usize).map(|item| format!("{} ({})", item.sku, item.name)).collect();
            return Err(failure.hinted(format!("nearest: {}", near.join(", "))));
        }
    }
    Err(failure.hinted("give a SKU or a barcode; `goeswith search` finds them by name"))
}

/// The add-on and what proposes it, then a line for every part.
fn as_text(explanation: &Explanation, words: &Words, currency: &Currency, width: usize) -> String {
    let named = |item: &Item| format!("{} [{}]", item.name, item.sku);
    let head = match &explanation.item {
        Some(item) => words.say("why-for", &[("name", named(&explanation.add_on)), ("item", named(item))]),
        None => named(&explanation.add_on),
    };
    let labels: Vec<String> = Part::ALL.iter().map(|part| words.part(*part)).collect();
    let room = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0) + 2;
    // A SKU is never broken at its hyphens.
    let whole = |width| textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation);
    let mut lines: Vec<String> = textwrap::wrap(&head, whole(width)).into_iter().map(Into::into).collect();
    let mut before = None;
    for step in &explanation.steps {
        let label = if before == Some(step.part) { String::new() } else { words.part(step.part) };
        before = Some(step.part);
        let first = format!("  {label:<room$}");
        let next = " ".repeat(room + 2);
        let options = whole(width).initial_indent(&first).subsequent_indent(&next);
        lines.extend(textwrap::wrap(&words.step(step, currency), options).into_iter().map(Into::into));
    }
    lines.join("\n")
}

fn as_json(explanation: &Explanation, words: &Words, currency: &Currency) -> String {
    let verdict = explanation.verdict;
    let scored = verdict.and_then(|verdict| verdict.scored);
    let figures = explanation.figures;
    let steps: Vec<Json> = explanation
        .steps
        .iter()
        .map(|step| {
            let values: Map<String, Json> =
                step.values.iter().map(|(name, value)| (name.replace('-', "_"), plain(value))).collect();
            json!({
                "part": step.part.word(), "step": step.word, "values": values, "text": words.step(step, currency),
            })
        })
        .collect();
    json!({
        "item": explanation.item.as_ref().map(|item| &item.sku),
        "add_on": explanation.add_on.sku,
        "name": explanation.add_on.name,
        "link_kind": verdict.and_then(|verdict| verdict.kind),
        "priority": verdict.map(|verdict| verdict.priority),
        "shown": explanation.outcome.place(),
        "why_not": explanation.outcome.why_not(),
        "relevance": scored.map(|one| one.relevance),
        "together": scored.map(|one| one.together),
        "of": scored.map(|one| one.of),
        "by_chance": figures.map(|one| one.chance),
        "lift": figures.map(|one| one.lift),
        "llr": figures.map(|one| one.llr),
        "steps": steps,
    })
    .to_string()
}

/// A value as programs take it: money as in the rest of the JSON, days in ISO form.
fn plain(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::List(list) => json!(list),
        Value::Kind(kind) => json!(kind),
        Value::Count(count) => json!(count),
        Value::Whole(number) => json!(number),
        Value::Figure(figure) | Value::Share(figure) | Value::Setting(figure) => json!(figure),
        Value::Money(amount) => json!(amount),
        Value::Day(day) => json!(day.map(|day| day.to_string())),
    }
}
