//! What is recorded of a sale and travels to head office: one JSON object a line.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::UnixMillis;
use super::link::LinkKind;
use super::measure::Weight;
use super::money::Money;
use super::sku::Sku;
use super::suggestion::Outcome;
use super::talking::Objection;
use super::text::CleanText;
use super::wording::{Spoken, Wording};

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A finished basket.
    Sale,
    /// A finished sale taken back; `sale` names it.
    Void,
    /// A code nobody knew; `code` holds it.
    UnknownCode,
    /// Staff's better wording; `item`, `add_on`, `part`, `language` and `text` hold it.
    Sentence,
    /// A customer's pseudonym to be forgotten; `customer` holds it.
    Erase,
}

impl EventKind {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Void => "void",
            Self::UnknownCode => "unknown_code",
            Self::Sentence => "sentence",
            Self::Erase => "erase",
        }
    }
}

/// One event. Keys this version does not know are kept where it is stored, and ignored here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Read")]
pub struct Event {
    /// Any UUID; given by the store where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// What happened.
    pub kind: EventKind,
    /// When, by the terminal's clock, in ISO 8601 and UTC; for display and reports only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall_utc: Option<String>,
    /// How many minutes the shop's clock was ahead of UTC then, so that head office knows its day and hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset_min: Option<i32>,
    /// The basket.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<EventLine>,
    /// What was shown and what became of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<EventSuggestion>,
    /// Contexts of the customer that were on.
    #[serde(default)]
    pub context: Vec<String>,
    /// The arm of every running experiment, also where nothing was suggested.
    #[serde(default)]
    pub arms: BTreeMap<String, String>,
    /// Of `void`: the event id of the sale; of `unknown_code`: the code as scanned.
    #[serde(flatten)]
    pub about: About,
    /// Pseudonym of the customer, where the shop links cards.
    #[serde(default)]
    pub customer: Option<String>,
    /// Pseudonym of the colleague, where the shop uses badges.
    #[serde(default)]
    pub staff: Option<String>,
}

/// An event as it is read. The same keys as [`Event`], each where it stands: what `flatten` looks for is read twice, and head
/// office reads them by the million.
#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    event_id: Option<String>,
    kind: EventKind,
    #[serde(default)]
    wall_utc: Option<String>,
    #[serde(default, deserialize_with = "minutes")]
    utc_offset_min: Option<i32>,
    #[serde(default)]
    lines: Vec<EventLine>,
    #[serde(default)]
    suggestions: Vec<EventSuggestion>,
    #[serde(default)]
    context: Vec<String>,
    #[serde(default)]
    arms: BTreeMap<String, String>,
    #[serde(default)]
    sale: Option<String>,
    #[serde(default)]
    code: Option<String>,
    #[serde(default, deserialize_with = "word")]
    item: Option<String>,
    #[serde(default, deserialize_with = "word")]
    add_on: Option<String>,
    #[serde(default, deserialize_with = "word")]
    part: Option<String>,
    #[serde(default, deserialize_with = "word")]
    language: Option<String>,
    #[serde(default, deserialize_with = "word")]
    text: Option<String>,
    #[serde(default)]
    customer: Option<String>,
    #[serde(default)]
    staff: Option<String>,
}

impl From<Read> for Event {
    fn from(read: Read) -> Self {
        let Read { event_id, kind, wall_utc, utc_offset_min, lines, suggestions, context, arms, .. } = read;
        let Read { sale, code, item, add_on, part, language, text, customer, staff, .. } = read;
        let wording = || {
            let part = [Spoken::Ask, Spoken::Say].into_iter().find(|known| Some(known.word()) == part.as_deref())?;
            Some(Wording {
                item: Sku::parse(&item?).ok()?,
                add_on: Sku::parse(&add_on?).ok()?,
                part,
                language: language?,
                text: CleanText::non_empty(&text?)?,
            })
        };
        let about = About { sale, code, wording: if kind == EventKind::Sentence { wording() } else { None } };
        Self { event_id, kind, wall_utc, utc_offset_min, lines, suggestions, context, arms, about, customer, staff }
    }
}

/// What an event that is no sale speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct About {
    /// Of `void`: the event id of the sale taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<String>,
    /// Of `unknown_code`: the code as it was scanned, cleaned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Of `sentence`: staff's wording.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub wording: Option<Wording>,
}

/// A code nobody knew, as the manager's list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// As scanned, clean.
    pub code: String,
    /// How often.
    pub times: u64,
    /// When last.
    pub last: UnixMillis,
}

/// One line of a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    /// The shop's own number.
    pub sku: Sku,
    /// How many.
    pub quantity: i64,
    /// Price of one in minor units, as it was when the line was added.
    #[serde(default)]
    pub price: Option<Money>,
    /// What the piece weighs, where its label said so: `0.482 kg`; `price` is then what the piece cost. What another
    /// program means by this key is kept where it is stored, and ignored here.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "ours")]
    pub weight: Option<Weight>,
    /// For a line taken with `+`: whether it was scanned afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<bool>,
    /// What one cost the shop, in minor units, by the catalog that was sold from; margins are counted where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "amount")]
    pub cost: Option<Money>,
    /// The path of its category in that catalog, `Printers > Inkjet`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "word")]
    pub category: Option<String>,
}

/// Keys that came with a later version than the others: what another program means by one is ignored here, as unknown keys
/// are, and does not cost the event.
fn minutes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i32>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value.as_i64().filter(|minutes| minutes.abs() <= 18 * 60).and_then(|minutes| i32::try_from(minutes).ok()))
}

fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    Ok(serde_json::Value::deserialize(deserializer)?.as_i64().map(Money))
}

fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(word) => Ok(Some(word)),
        _ => Ok(None),
    }
}

fn ours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Weight>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value.as_str().and_then(|text| Weight::try_from(text.to_owned()).ok()))
}

/// One suggestion of a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSuggestion {
    /// The item of the basket.
    pub item: Sku,
    /// The add-on.
    pub add_on: Sku,
    /// The kind of link.
    pub link_kind: LinkKind,
    /// Its place, from 1.
    pub rank: u32,
    /// `curated` or `mined`.
    pub reason: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why not, where staff noted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Objection>,
}
