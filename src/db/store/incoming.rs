//! A line of JSON, or an event of our own, made ready to be stored: checked, cleaned, with an id and a time.
//!
//! Nothing here touches the store, so that a bad line is known before anything is written.

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::pseudonym::{speaking, tells_of_somebody};
use crate::domain::text::clean;
use crate::domain::{Event, EventKind, Outcome, UnixMillis, Wording, wording};

/// Longer lines are refused.
pub const LONGEST_LINE: usize = 64 * 1024;
/// Sales with more lines are refused.
const MOST_LINES: usize = 10_000;

/// An event that can be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// As it was written, to be acknowledged.
    pub given_id: String,
    /// In lower case with hyphens, to be compared.
    pub(super) event_id: String,
    pub(super) kind: EventKind,
    pub(super) wall: UnixMillis,
    pub(super) catalog: Option<String>,
    pub(super) about: Option<String>,
    pub(super) add_ons: i64,
    pub(super) customer: Option<String>,
    pub(super) body: String,
}

/// Why a line is no event, as a clause without a final period. It may quote the line: clean it before it is printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadLine(pub String);

impl Incoming {
    /// Checks a line. Keys we do not know are kept, in their order; `event_id` and `wall_utc` are filled in where they
    /// are missing.
    pub fn parse(line: &str, now: UnixMillis) -> Result<Self, BadLine> {
        if line.len() > LONGEST_LINE {
            return Err(BadLine(format!("longer than {LONGEST_LINE} bytes")));
        }
        match serde_json::from_str(line) {
            Ok(Value::Object(mut object)) => {
                clean_object(&mut object);
                for key in ["customer", "staff"] {
                    pseudonymous(key, object.get(key))?;
                }
                worded(&object)?;
                Self::of(object, now)
            }
            Ok(_) => Err(BadLine("not a JSON object".to_owned())),
            Err(error) => Err(BadLine(format!("not JSON: {error}"))),
        }
    }

    /// The same for an event of our own, and the digest of the catalog it was made with.
    pub fn from_event(event: &Event, catalog: Option<&str>, now: UnixMillis) -> Result<Self, BadLine> {
        let Ok(Value::Object(mut object)) = serde_json::to_value(event) else {
            return Err(BadLine("cannot be written as JSON".to_owned()));
        };
        if let Some(catalog) = catalog {
            object.insert("catalog".to_owned(), Value::from(catalog));
        }
        clean_object(&mut object);
        Self::of(object, now)
    }

    /// What was stored before, its body as it is.
    pub(super) fn stored(body: String, wall: UnixMillis) -> Result<Self, BadLine> {
        let mut object = serde_json::from_str(&body).map_err(|error| BadLine(error.to_string()))?;
        clean_object(&mut object);
        Ok(Self { body, ..Self::of(object, wall)? })
    }

    fn of(mut object: Map<String, Value>, now: UnixMillis) -> Result<Self, BadLine> {
        if !matches!(object.get("practice"), None | Some(Value::Bool(false) | Value::Null)) {
            return Err(BadLine("a practice sale; these are not recorded".to_owned()));
        }
        let mut event: Event =
            serde_json::from_value(Value::Object(object.clone())).map_err(|error| BadLine(error.to_string()))?;
        let (given_id, event_id) = if let Some(given) = event.event_id.take() {
            let canonical = canonical("event_id", &given)?;
            (given, canonical)
        } else {
            let made = new_id(now);
            put_first(&mut object, "event_id", Value::from(made.clone()));
            (made.clone(), made)
        };
        let wall = if let Some(given) = event.wall_utc.take() {
            read_time(&given)?
        } else {
            object.insert("wall_utc".to_owned(), Value::from(write_time(now)));
            now
        };
        Ok(Self {
            about: about(&event)?,
            add_ons: add_ons(&event),
            customer: event.customer,
            kind: event.kind,
            catalog: object.get("catalog").and_then(Value::as_str).map(ToOwned::to_owned),
            body: Value::Object(object).to_string(),
            given_id,
            event_id,
            wall,
        })
    }
}

/// Refuses what says by itself who somebody is, where a pseudonym belongs. It is not quoted either.
fn pseudonymous(key: &str, value: Option<&Value>) -> Result<(), BadLine> {
    let is_one = match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => speaking(text).is_none(),
        Some(_) => false,
    };
    is_one.then_some(()).ok_or_else(|| {
        BadLine(format!("{key} is no pseudonym: give what the card's token is under the chain's key, or null"))
    })
}

/// Refuses a sentence that says nothing, too much, or who somebody is. It is not quoted either.
fn worded(object: &Map<String, Value>) -> Result<(), BadLine> {
    if object.get("kind").and_then(Value::as_str) != Some(EventKind::Sentence.word()) {
        return Ok(());
    }
    let wording: Wording =
        serde_json::from_value(Value::Object(object.clone())).map_err(|error| BadLine(format!("sentence: {error}")))?;
    let text = wording.text.as_str();
    if text.is_empty() {
        return Err(BadLine("sentence without text".to_owned()));
    }
    if text.chars().count() > wording::LONGEST {
        return Err(BadLine(format!("sentence longer than {} characters", wording::LONGEST)));
    }
    if tells_of_somebody(text) {
        return Err(BadLine("sentence with a mail address or a number to call; these are not kept".to_owned()));
    }
    Ok(())
}

/// What an event that is no sale speaks of; and whether it may be stored at all.
fn about(event: &Event) -> Result<Option<String>, BadLine> {
    let missing = |key: &str| BadLine(format!("{} without {key}", event.kind.word()));
    match event.kind {
        EventKind::Void => {
            let sale = event.about.sale.as_ref().ok_or_else(|| missing("sale"))?;
            canonical("sale", sale).map(Some)
        }
        EventKind::UnknownCode => {
            let code = event.about.code.clone().filter(|code| !code.is_empty());
            code.ok_or_else(|| missing("code")).map(Some)
        }
        EventKind::Erase if event.customer.is_none() => Err(missing("customer")),
        EventKind::Sale if event.lines.len() > MOST_LINES => Err(BadLine(format!("more than {MOST_LINES} lines"))),
        EventKind::Erase | EventKind::Sale | EventKind::Sentence => Ok(None),
    }
}

/// How many different add-ons were accepted.
fn add_ons(event: &Event) -> i64 {
    let mut accepted: Vec<_> = event
        .suggestions
        .iter()
        .filter(|suggestion| suggestion.outcome == Outcome::Accepted)
        .map(|suggestion| &suggestion.add_on)
        .collect();
    accepted.sort_unstable();
    accepted.dedup();
    i64::try_from(accepted.len()).unwrap_or(i64::MAX)
}

/// Any notation of a UUID, in one.
fn canonical(key: &str, given: &str) -> Result<String, BadLine> {
    match Uuid::try_parse(given) {
        Ok(id) if !id.is_nil() => Ok(id.hyphenated().to_string()),
        _ => Err(BadLine(format!("{key} is not a UUID: {given}"))),
    }
}

/// A random id that sorts by time (UUID version 7).
fn new_id(now: UnixMillis) -> String {
    let now = u64::try_from(now).unwrap_or(0);
    let nanoseconds = u32::try_from(now % 1000).unwrap_or(0) * 1_000_000;
    Uuid::new_v7(uuid::Timestamp::from_unix_time(now / 1000, nanoseconds, 0, 0)).to_string()
}

fn read_time(given: &str) -> Result<UnixMillis, BadLine> {
    given
        .parse::<Timestamp>()
        .map(Timestamp::as_millisecond)
        .map_err(|_| BadLine(format!("wall_utc is not a time with its zone: {given}")))
}

/// `2026-11-22T14:30:00.000Z`.
fn write_time(time: UnixMillis) -> String {
    let time = Timestamp::from_millisecond(time).unwrap_or_default();
    format!("{time:.3}")
}

fn put_first(object: &mut Map<String, Value>, key: &str, value: Value) {
    if object.contains_key(key) {
        object.insert(key.to_owned(), value);
    } else {
        object.shift_insert(0, key.to_owned(), value);
    }
}

/// Cleans every text and every key. Two keys that become one keep the later value.
fn clean_object(object: &mut Map<String, Value>) {
    let old = std::mem::take(object);
    for (key, mut value) in old {
        clean_value(&mut value);
        object.insert(clean(&key).text, value);
    }
}

fn clean_value(value: &mut Value) {
    match value {
        Value::String(text) => *text = clean(text).text,
        Value::Array(values) => values.iter_mut().for_each(clean_value),
        Value::Object(object) => clean_object(object),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = 1_795_357_800_000;

    #[test]
    fn what_is_missing_is_filled_in_and_the_rest_stays_in_order() {
        let incoming = Incoming::parse(r#"{"kind":"sale","zz":{"b":1,"a":[2.50]},"lines":[],"aa":null}"#, NOW).unwrap();
        let id = &incoming.event_id;
        assert_eq!(Uuid::try_parse(id).unwrap().get_version_num(), 7);
        let body = format!(
            r#"{{"event_id":"{id}","kind":"sale","zz":{{"b":1,"a":[2.5]}},"lines":[],"aa":null,"wall_utc":"2026-11-22T14:30:00.000Z"}}"#
        );
        assert_eq!((incoming.body.as_str(), incoming.wall), (body.as_str(), NOW));
        assert_eq!(Incoming::stored(incoming.body.clone(), NOW), Ok(incoming));
    }

    #[test]
    fn an_id_is_compared_in_one_notation_and_acknowledged_as_written() {
        let line = r#"{"kind":"sale","event_id":"0190F3C2A1B27C3D8E4F5061728394A5"}"#;
        let incoming = Incoming::parse(line, NOW).unwrap();
        assert_eq!(incoming.event_id, "0190f3c2-a1b2-7c3d-8e4f-5061728394a5");
        assert_eq!(incoming.given_id, "0190F3C2A1B27C3D8E4F5061728394A5");
    }

    #[test]
    fn text_is_cleaned_before_it_is_stored() {
        let line = "{\"kind\":\"unknown_code\",\"code\":\"\\u001b[31m59\\u202e01\",\"no\\u0007te\":[\" a \"]}";
        let incoming = Incoming::parse(line, NOW).unwrap();
        assert_eq!(incoming.about.as_deref(), Some("[31m5901"));
        assert!(incoming.body.contains(r#""note":["a"]"#), "{}", incoming.body);
    }

    #[test]
    fn a_bad_line_says_what_is_wrong_with_it() {
        let table = [
            ("", "not JSON: EOF while parsing a value at line 1 column 0"),
            ("[]", "not a JSON object"),
            ("{\"kind\":\"sale\"", "not JSON: EOF while parsing an object at line 1 column 14"),
            ("{\"kind\":\"sale\"} {}", "not JSON: trailing characters at line 1 column 17"),
            ("{}", "missing field `kind`"),
            (r#"{"kind":"sale","practice":true}"#, "a practice sale; these are not recorded"),
            (r#"{"kind":"sale","event_id":"7"}"#, "event_id is not a UUID: 7"),
            (r#"{"kind":"sale","event_id":7}"#, "invalid type: integer `7`, expected a string"),
            (
                r#"{"kind":"sale","event_id":"00000000-0000-0000-0000-000000000000"}"#,
                "event_id is not a UUID: 00000000-0000-0000-0000-000000000000",
            ),
            (r#"{"kind":"sale","wall_utc":"yesterday"}"#, "wall_utc is not a time with its zone: yesterday"),
            (r#"{"kind":"sale","lines":[{"sku":"","quantity":1}]}"#, "SKU is empty"),
            (r#"{"kind":"void"}"#, "void without sale"),
            (r#"{"kind":"void","sale":"x"}"#, "sale is not a UUID: x"),
            (r#"{"kind":"unknown_code","code":"\u0007"}"#, "unknown_code without code"),
            (r#"{"kind":"erase"}"#, "erase without customer"),
            (r#"{"kind":"sentence"}"#, "sentence: missing field `item`"),
            (
                r#"{"kind":"sentence","item":"A","add_on":"B","part":"ask","language":"en","text":" "}"#,
                "sentence without text",
            ),
            (
                r#"{"kind":"sentence","item":"A","add_on":"B","part":"say","language":"en","text":"Ask ana@example.com"}"#,
                "sentence with a mail address or a number to call; these are not kept",
            ),
            (
                r#"{"kind":"sale","customer":"ana@example.com"}"#,
                "customer is no pseudonym: give what the card's token is under the chain's key, or null",
            ),
            (
                r#"{"kind":"sale","staff":491701234567}"#,
                "staff is no pseudonym: give what the card's token is under the chain's key, or null",
            ),
        ];
        for (line, what) in table {
            assert_eq!(Incoming::parse(line, NOW), Err(BadLine(what.to_owned())), "{line}");
        }
        for line in [
            r#"{"kind":"refund"}"#.to_owned(),
            r#"{"kind":"sale","lines":[{"sku":"A","quantity":1.5}]}"#.to_owned(),
            r#"{"kind":"sale","lines":[{"sku":"A","quantity":1,"price":"12.90"}]}"#.to_owned(),
            r#"{"kind":"sale","suggestions":[{"item":"A"}]}"#.to_owned(),
            format!(r#"{{"kind":"sale","x":{}1{}}}"#, "[".repeat(500), "]".repeat(500)),
            format!(r#"{{"kind":"sale","x":"{}"}}"#, "y".repeat(LONGEST_LINE)),
        ] {
            assert!(Incoming::parse(&line, NOW).is_err(), "{line:.80}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_line_makes_it_panic(line in ".*") {
            let _ = Incoming::parse(&line, NOW);
        }
    }
}
