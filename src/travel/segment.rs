//! A segment: events of one terminal, sealed, as they travel to head office (reliability.md section 8).
//!
//! ```text
//! {"goeswith_segment":1,"terminal":"...","name":"Till 3","store":"north-12","epoch":"...","number":42,...}
//! {"v":1,"event_id":"...","terminal":"...","epoch":"...","seq":41001,"wall_utc":"...","kind":"sale",...}
//! ...
//! {"count":1000,"first_seq":41001,"last_seq":42000,"sha256":"of every byte before this line","prev_sha256":"..."}
//! ```
//!
//! The same events give the same bytes, so that a segment that was lost can be issued again. An empty one says that its
//! terminal lives; its `last_seq` is `first_seq` - 1.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::names::{SegmentName, is_id, is_store};
use super::{MOST, digest};

/// The format this version writes and reads.
pub const FORMAT: u64 = 1;
/// Events of one segment, at most.
pub const MOST_EVENTS: usize = 1_000;
/// Longer files are refused before they are read: 1,000 events of 64 KiB, and their frame.
pub const LONGEST: u64 = 66 << 20;

/// Who sealed a segment, from what it sells and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// [`FORMAT`].
    pub goeswith_segment: u64,
    /// Random name of the installation.
    pub terminal: String,
    /// Its name for people, `Till 3`, clean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The store it stands in, `north-12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// Random name of the store of sales.
    pub epoch: String,
    /// Its place among the segments of the epoch, from 1.
    pub number: u64,
    /// 0, and one more for each time it was issued again.
    #[serde(default)]
    pub revision: u32,
    /// The catalog in use when it was sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<CatalogInUse>,
    /// The version of the program.
    pub program: String,
    /// Numbers of the problems seen, `GW-207`.
    #[serde(default)]
    pub problems: Vec<String>,
    /// When it was sealed, by the terminal's clock.
    pub sealed_utc: String,
}

/// Which catalog a terminal sells from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogInUse {
    /// 0 where it was installed by hand.
    pub version: u64,
    /// Of the snapshot, in hex.
    pub sha256: String,
}

/// What a terminal says of itself in the header of its segments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its name for people, `Till 3`.
    pub name: Option<String>,
    /// The store it stands in, `north-12`.
    pub store: Option<String>,
    /// The catalog in use.
    pub catalog: Option<CatalogInUse>,
    /// The version of the program.
    pub program: String,
    /// Numbers of the problems seen, `GW-207`.
    pub problems: Vec<String>,
}

impl About {
    /// The header of a segment. What head office would not take is left out: a name is cleaned and cut, a store that
    /// cannot be one and odd problems are dropped.
    pub fn header(&self, terminal: &str, name: &SegmentName, sealed_utc: String) -> Header {
        let short = |text: &str| crate::domain::text::clean(text).text.chars().take(LONGEST_NAME).collect::<String>();
        let mut problems: Vec<String> = self.problems.iter().filter(|number| is_problem(number)).cloned().collect();
        problems.sort_unstable();
        problems.dedup();
        Header {
            goeswith_segment: FORMAT,
            terminal: terminal.to_owned(),
            name: self.name.as_deref().map(short).filter(|name| !name.is_empty()),
            store: self.store.clone().filter(|store| is_store(store)),
            epoch: name.epoch.clone(),
            number: name.number,
            revision: name.revision,
            catalog: self.catalog.clone(),
            program: short(&self.program),
            problems,
            sealed_utc,
        }
    }
}

/// Longer names are not shown.
const LONGEST_NAME: usize = 64;

fn is_problem(number: &str) -> bool {
    number.len() <= 8 && number.starts_with("GW-")
}

/// What closes a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footer {
    /// How many events.
    pub count: u64,
    /// Of the first event; of the next one to come where there is none.
    pub first_seq: u64,
    /// Of the last event.
    pub last_seq: u64,
    /// SHA-256 of every byte before this line.
    pub sha256: String,
    /// That of the segment before in the epoch; empty for the first.
    pub prev_sha256: String,
}

/// A segment whose frame is whole: its events are contiguous lines that nobody has read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// Its first line.
    pub header: Header,
    /// Its last line.
    pub footer: Footer,
    /// The lines between, without their line ends.
    pub lines: Vec<&'a str>,
}

/// Why a file is no segment that can be merged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It ends before its last line: still arriving, or cut off.
    #[error("it is cut short")]
    CutShort,
    /// Changed, or made wrong.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// Of a later format.
    #[error("it was written by a newer goeswith (format {0})")]
    Newer(u64),
    /// Not what its name and folder say.
    #[error("it is another segment than its name says: {0}")]
    Mixed(String),
}

/// One event's line: what the store adds to the body, in front of it.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Its place in the order of the store.
    pub seq: u64,
    /// True where the clock could not be right.
    pub clock_suspect: bool,
    /// The version of the catalog that was sold from, where it is known.
    pub catalog_version: Option<u64>,
    /// One JSON object with `event_id`, `kind` and `wall_utc`.
    pub body: &'a str,
}

/// Writes a segment; `None` where a body is no JSON object. The lines are in order and contiguous; `next_seq` is that
/// of the first, or of the next to come.
pub fn seal(header: &Header, lines: &[Line<'_>], next_seq: u64, prev_sha256: &str) -> Option<Vec<u8>> {
    let text = serde_json::to_string(header).ok()?;
    seal_again(&text, header, lines, next_seq, prev_sha256)
}

/// The same with the header's line as it was written the first time, so that the bytes are the same whatever version
/// of the program writes them again.
pub fn seal_again(
    text: &str,
    header: &Header,
    lines: &[Line<'_>],
    next_seq: u64,
    prev_sha256: &str,
) -> Option<Vec<u8>> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(b'\n');
    for line in lines {
        let body = without_frame(line.body)?;
        let rest = body.strip_prefix('{')?.trim_start();
        let catalog =
            line.catalog_version.map_or_else(String::new, |version| format!("\"catalog_version\":{version},"));
        bytes.extend_from_slice(
            format!(
                "{{\"v\":1,\"terminal\":\"{}\",\"epoch\":\"{}\",\"seq\":{},\"clock_suspect\":{},{catalog}{rest}\n",
                header.terminal, header.epoch, line.seq, line.clock_suspect
            )
            .as_bytes(),
        );
    }
    let footer = Footer {
        count: lines.len() as u64,
        first_seq: next_seq,
        last_seq: (next_seq + lines.len() as u64).saturating_sub(1),
        sha256: digest::of(&bytes),
        prev_sha256: prev_sha256.to_owned(),
    };
    bytes.extend_from_slice(&serde_json::to_vec(&footer).ok()?);
    bytes.push(b'\n');
    Some(bytes)
}

/// The body without keys of the frame: an event that once came from another store may carry them.
fn without_frame(body: &str) -> Option<Cow<'_, str>> {
    const FRAME: [&str; 6] = ["v", "terminal", "epoch", "seq", "clock_suspect", "catalog_version"];
    if !FRAME.iter().any(|key| body.contains(&format!("\"{key}\""))) {
        return Some(Cow::Borrowed(body));
    }
    let mut object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(body).ok()?;
    object.retain(|key, _| !FRAME.contains(&key.as_str()));
    serde_json::to_string(&object).ok().map(Cow::Owned)
}

/// An event's line taken apart again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unframed {
    /// True where the clock could not be right.
    pub clock_suspect: bool,
    /// The version of the catalog that was sold from, where it is known.
    pub catalog_version: Option<u64>,
    /// The body as it was sealed, byte for byte.
    pub body: String,
}

/// Takes the frame off the line of event `seq`; `None` where it is not as [`seal`] writes it.
pub fn unframe(header: &Header, seq: u64, line: &str) -> Option<Unframed> {
    let frame = format!(
        "{{\"v\":1,\"terminal\":\"{}\",\"epoch\":\"{}\",\"seq\":{seq},\"clock_suspect\":",
        header.terminal, header.epoch
    );
    let (suspect, rest) = line.strip_prefix(&frame)?.split_once(',')?;
    let clock_suspect = suspect.parse().ok()?;
    let (catalog_version, rest) = match rest.strip_prefix("\"catalog_version\":") {
        Some(rest) => rest.split_once(',').and_then(|(version, rest)| Some((Some(version.parse().ok()?), rest)))?,
        None => (None, rest),
    };
    Some(Unframed { clock_suspect, catalog_version, body: format!("{{{rest}") })
}

/// Reads a segment of `terminal`, and holds it against its name.
pub fn read<'a>(bytes: &'a [u8], terminal: &str, name: &SegmentName) -> Result<Segment<'a>, Fault> {
    let damaged = |what: &str| Fault::Damaged(what.to_owned());
    let text = std::str::from_utf8(bytes).map_err(|_| damaged("not UTF-8"))?;
    let text = text.strip_suffix('\n').ok_or(Fault::CutShort)?;
    let mut lines: Vec<&str> = text.split('\n').collect();
    let last = lines.pop().unwrap_or_default();
    if lines.is_empty() {
        return Err(Fault::CutShort);
    }
    let first = lines.remove(0);
    let Mark { goeswith_segment } = serde_json::from_str(first).map_err(|_| damaged("its first line is no header"))?;
    if goeswith_segment > FORMAT {
        return Err(Fault::Newer(goeswith_segment));
    }
    let header: Header = serde_json::from_str(first).map_err(|error| damaged(&format!("its header: {error}")))?;
    let Ok(footer) = serde_json::from_str::<Footer>(last) else {
        // A line of an event where the end should be.
        return Err(Fault::CutShort);
    };
    check(&header, terminal, name)?;
    if digest::of(&bytes[..bytes.len() - last.len() - 1]) != footer.sha256 {
        return Err(damaged("its checksum differs"));
    }
    let count = lines.len() as u64;
    let contiguous = footer.first_seq > 0
        && footer.last_seq <= MOST
        && footer.first_seq.checked_add(count) == footer.last_seq.checked_add(1);
    if count != footer.count || lines.len() > MOST_EVENTS || !contiguous {
        return Err(damaged("its numbers do not fit its events"));
    }
    Ok(Segment { header, footer, lines })
}

fn check(header: &Header, terminal: &str, name: &SegmentName) -> Result<(), Fault> {
    let mixed = |what: &str| Err(Fault::Mixed(what.to_owned()));
    if header.goeswith_segment != FORMAT {
        return Err(Fault::Damaged("its format has no number".to_owned()));
    }
    if header.terminal != terminal || !is_id(terminal) {
        return mixed("of another terminal");
    }
    if header.epoch != name.epoch || header.number != name.number || header.revision != name.revision {
        return mixed("of another epoch or number");
    }
    let shown = [header.name.as_deref().unwrap_or_default(), &header.program];
    if shown.iter().any(|text| !crate::domain::text::is_clean(text) || text.chars().count() > LONGEST_NAME) {
        return Err(Fault::Damaged("a name in its header cannot be shown".to_owned()));
    }
    let odd_problem = |number: &String| !is_problem(number);
    if header.store.as_deref().is_some_and(|store| !is_store(store)) || header.problems.iter().any(odd_problem) {
        return Err(Fault::Damaged("its header".to_owned()));
    }
    Ok(())
}

#[derive(Deserialize)]
struct Mark {
    goeswith_segment: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMINAL: &str = "0190f3c2-a1b2-7c3d-8e4f-5061728394a5";
    const EPOCH: &str = "0190f3c2-a1b2-7c3d-8e4f-5061728394a6";
    const BODY: &str = r#"{"event_id":"0190f3c2-a1b2-7c3d-8e4f-5061728394a7","kind":"sale","lines":[]}"#;

    fn name() -> SegmentName {
        SegmentName { epoch: EPOCH.to_owned(), number: 42, revision: 0 }
    }

    fn sealed(count: u64) -> Vec<u8> {
        let header = Header {
            goeswith_segment: FORMAT,
            terminal: TERMINAL.to_owned(),
            name: Some("Till 3".to_owned()),
            store: Some("north-12".to_owned()),
            epoch: EPOCH.to_owned(),
            number: 42,
            revision: 0,
            catalog: Some(CatalogInUse { version: 124, sha256: digest::of(b"catalog") }),
            program: "0.1.0".to_owned(),
            problems: vec!["GW-207".to_owned()],
            sealed_utc: "2026-11-22T14:00:00.000Z".to_owned(),
        };
        let line = |n| Line { seq: 41_000 + n, clock_suspect: false, catalog_version: Some(124), body: BODY };
        let lines: Vec<Line> = (1..=count).map(line).collect();
        seal(&header, &lines, 41_001, &digest::of(b"before")).unwrap()
    }

    #[test]
    fn it_is_read_as_it_was_sealed() {
        let bytes = sealed(3);
        let segment = read(&bytes, TERMINAL, &name()).unwrap();
        assert_eq!((segment.footer.first_seq, segment.footer.last_seq, segment.lines.len()), (41_001, 41_003, 3));
        let event: serde_json::Value = serde_json::from_str(segment.lines[1]).unwrap();
        assert_eq!(
            (&event["seq"], &event["catalog_version"], &event["kind"]),
            (&41_002.into(), &124.into(), &"sale".into())
        );
        let empty = sealed(0);
        assert_eq!(read(&empty, TERMINAL, &name()).unwrap().footer.last_seq, 41_000);
    }

    #[test]
    fn a_line_is_taken_apart_into_what_was_sealed() {
        let bytes = sealed(2);
        let segment = read(&bytes, TERMINAL, &name()).unwrap();
        let unframed = unframe(&segment.header, 41_002, segment.lines[1]).unwrap();
        assert_eq!(unframed, Unframed { clock_suspect: false, catalog_version: Some(124), body: BODY.to_owned() });
        assert_eq!(unframe(&segment.header, 41_001, segment.lines[1]), None);
        let line = Line { seq: 41_001, clock_suspect: true, catalog_version: None, body: BODY };
        let header = serde_json::to_string(&segment.header).unwrap();
        let again = seal_again(&header, &segment.header, &[line], 41_001, "").unwrap();
        let segment = read(&again, TERMINAL, &name()).unwrap();
        let unframed = unframe(&segment.header, 41_001, segment.lines[0]).unwrap();
        assert_eq!((unframed.clock_suspect, unframed.catalog_version, unframed.body.as_str()), (true, None, BODY));
    }

    #[test]
    fn a_terminal_says_of_itself_only_what_head_office_takes() {
        let about = About {
            name: Some(format!("\u{1b}[31mTill {}", "3".repeat(80))),
            store: Some("../north".to_owned()),
            problems: ["GW-207", "fine", "GW-207"].map(ToOwned::to_owned).to_vec(),
            program: "0.1.0".to_owned(),
            catalog: None,
        };
        let header = about.header(TERMINAL, &name(), "2026-11-22T14:00:00.000Z".to_owned());
        let bytes = seal(&header, &[], 1, "").unwrap();
        let segment = read(&bytes, TERMINAL, &name()).unwrap();
        assert_eq!((segment.header.store, segment.header.problems), (None, vec!["GW-207".to_owned()]));
        assert!(segment.header.name.unwrap().starts_with("[31mTill 333"));
    }

    #[test]
    fn no_change_of_a_byte_and_no_cut_is_taken_for_a_segment() {
        let bytes = sealed(2);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x20;
            let read = read(&damaged, TERMINAL, &name());
            // The hash of the segment before is not this one's to vouch for; only its content is.
            let of_footer = at > bytes.len() - 90;
            assert!(read.is_err() || of_footer, "byte {at}");
        }
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length], TERMINAL, &name()).is_err(), "cut at {length}");
        }
        assert_eq!(read(&bytes[..bytes.len() - 1], TERMINAL, &name()), Err(Fault::CutShort));
    }

    #[test]
    fn it_must_be_what_its_name_and_folder_say() {
        let bytes = sealed(1);
        assert!(matches!(read(&bytes, EPOCH, &name()), Err(Fault::Mixed(_))));
        assert!(matches!(read(&bytes, TERMINAL, &SegmentName { number: 43, ..name() }), Err(Fault::Mixed(_))));
        let newer = String::from_utf8(bytes).unwrap().replace("\"goeswith_segment\":1", "\"goeswith_segment\":2");
        assert_eq!(read(newer.as_bytes(), TERMINAL, &name()), Err(Fault::Newer(2)));
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(text in ".*") {
            let _ = read(text.as_bytes(), TERMINAL, &name());
        }
    }
}
