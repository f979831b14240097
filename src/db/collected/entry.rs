//! One line of a segment → an event with its place and time, or nothing where this version cannot read it.

use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use crate::db::store::LONGEST_LINE;
use crate::domain::{Event, UnixMillis};
use crate::report::measures::Moment;

/// An id that is compared: the bytes of the UUID.
pub(super) type Id = [u8; 16];

/// Longer lines are not read: what a store takes, and what the store adds to it.
const LONGEST: usize = LONGEST_LINE + 1024;

/// What a line says.
#[derive(Debug)]
pub(super) struct Entry {
    pub id: Id,
    pub wall: UnixMillis,
    pub clock_suspect: bool,
    pub event: Event,
}

/// What the store wrote in front of each line of one segment.
#[derive(Debug)]
pub(super) struct Frame {
    start: String,
}

#[derive(Deserialize)]
struct Framed<'a> {
    terminal: &'a str,
    epoch: &'a str,
    seq: u64,
    clock_suspect: bool,
}

#[derive(Deserialize)]
struct Practice {
    #[serde(default)]
    practice: serde_json::Value,
}

impl Frame {
    pub fn new(terminal: &str, epoch: &str) -> Self {
        Self { start: format!("{{\"v\":1,\"terminal\":\"{terminal}\",\"epoch\":\"{epoch}\",\"seq\":") }
    }

    /// Reads the line that should have this number; `None` where it is of another writer or number, is no event, or one of
    /// practice.
    pub fn read(&self, line: &str, seq: u64) -> Option<Entry> {
        if line.len() > LONGEST {
            return None;
        }
        let clock_suspect = self.clock_suspect(line, seq)?;
        if line.contains("\"practice\"") {
            let Practice { practice } = serde_json::from_str(line).ok()?;
            if !matches!(practice, serde_json::Value::Null | serde_json::Value::Bool(false)) {
                return None;
            }
        }
        let event: Event = serde_json::from_str(line).ok()?;
        let id = id_of(event.event_id.as_deref()?)?;
        let wall = event.wall_utc.as_deref()?.parse::<Timestamp>().ok()?.as_millisecond();
        Some(Entry { id, wall, clock_suspect, event })
    }

    /// Whether the clock was in doubt. The usual form is compared, not parsed: it is most of the lines head office reads.
    fn clock_suspect(&self, line: &str, seq: u64) -> Option<bool> {
        if let Some((number, rest)) = line.strip_prefix(&self.start).and_then(|rest| rest.split_once(',')) {
            let flag = rest.strip_prefix("\"clock_suspect\":");
            let flag = flag.and_then(|flag| {
                if flag.starts_with("false,") { Some(false) } else { Some(true).filter(|_| flag.starts_with("true,")) }
            });
            if flag.is_some() && number.parse() == Ok(seq) {
                return flag;
            }
        }
        let framed: Framed = serde_json::from_str(line).ok()?;
        let here = format!("{{\"v\":1,\"terminal\":\"{}\",\"epoch\":\"{}\",\"seq\":", framed.terminal, framed.epoch);
        (here == self.start && framed.seq == seq).then_some(framed.clock_suspect)
    }
}

impl Entry {
    /// The shop's day and hour.
    pub fn moment(&self) -> Moment {
        if self.clock_suspect {
            return Moment::IN_DOUBT;
        }
        Moment::of(self.wall, self.event.utc_offset_min.unwrap_or(0))
    }
}

/// The bytes of an id in any notation; `None` for what is no id.
pub(super) fn id_of(text: &str) -> Option<Id> {
    Uuid::try_parse(text).ok().filter(|id| !id.is_nil()).map(Uuid::into_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str =
        r#""event_id":"0190f3c2-a1b2-7c3d-8e4f-5061728394a7","kind":"sale","wall_utc":"2026-11-22T23:30:00Z""#;

    #[test]
    fn a_line_must_be_the_one_that_is_due() {
        let frame = Frame::new("t", "e");
        let read = |line: &str, seq| frame.read(line, seq).map(|entry| entry.clock_suspect);
        let usual = format!("{{\"v\":1,\"terminal\":\"t\",\"epoch\":\"e\",\"seq\":7,\"clock_suspect\":true,{BODY}}}");
        assert_eq!((read(&usual, 7), read(&usual, 8)), (Some(true), None));
        let other = format!("{{{BODY},\"seq\":7, \"clock_suspect\":false,\"epoch\":\"e\",\"terminal\":\"t\"}}");
        assert_eq!((read(&other, 7), read(&other, 8)), (Some(false), None));
        assert_eq!(read(&other.replace("\"e\"", "\"x\""), 7), None);
        assert_eq!(read(&usual.replace("kind", "practice\":true,\"kind"), 7), None);
        assert_eq!(read(&usual.replace("2026-11-22T23:30:00Z", "yesterday"), 7), None);
        assert_eq!(read("", 7), None);
    }

    #[test]
    fn its_day_is_the_shops() {
        let frame = Frame::new("t", "e");
        let line = format!(
            "{{\"v\":1,\"terminal\":\"t\",\"epoch\":\"e\",\"seq\":7,\"clock_suspect\":false,{BODY},\"utc_offset_min\":60}}"
        );
        let moment = |line: &str| frame.read(line, 7).unwrap().moment();
        assert_eq!(moment(&line), Moment { day: 20_780, hour: 0 });
        assert_eq!(moment(&line.replace("60", "\"?\"")), Moment { day: 20_779, hour: 23 });
        assert_eq!(moment(&line.replace("suspect\":false", "suspect\":true")), Moment::IN_DOUBT);
    }
}
